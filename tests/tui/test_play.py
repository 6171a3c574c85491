"""Playing with the keyboard alone; saving, failing to save, undoing, pausing, running out of time."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake_content import SCENES
from tests.tui.fake_service import FakeService, locked
from tests.tui.screen_text import lines_of, running, sees, text_of, type_text, until
from trainer.engine.types import Choose, Elapse, Respond, Timeout
from trainer.service.views import Mode
from trainer.tui import ops
from trainer.tui.app import TrainerApp
from trainer.tui.screens.play import PlayScreen


async def begin(app: TrainerApp, pilot: Pilot[Any], mode: Mode = Mode.PRACTICE) -> PlayScreen:
    """Start a play and wait for its first scene."""
    app.start("bid-360w", mode)
    await until(pilot, lambda: isinstance(app.screen, PlayScreen) and app.screen.view is not None)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, PlayScreen)
    return screen


async def at_step(pilot: Pilot[Any], screen: PlayScreen, step: int) -> None:
    await until(pilot, lambda: screen.view is not None and screen.view.step == step and screen.conduct.free)
    await pilot.pause()


async def test_a_newcomer_gets_from_home_to_results_with_keys_alone() -> None:
    service = FakeService(newcomer=True)
    async with running(service, (80, 24)) as (app, pilot):
        await sees(pilot, "推荐", "360 万防结剂招标")
        await pilot.press("enter")
        await sees(pilot, "某化肥厂", "1  练习")
        await pilot.press("enter")
        await sees(pilot, "✓ 已保存", "先去料场看一遍")
        await pilot.press("down", "enter")
        await sees(pilot, "技术试验科", "退一步")
        assert service.actions[-1] == Choose(1, service.actions[-1].elapsed_ms)  # type: ignore[union-attr]
        await pilot.press("1")
        await until(pilot, lambda: type(app.focused).__name__ == "AnswerArea")
        await type_text(pilot, "他怕担责任，我们一起担")
        await sees(pilot, "11 字（5-60）")
        await pilot.press("enter")
        await sees(pilot, "[ ] 说到了对方的损失")
        await pilot.press("1")
        await sees(pilot, "[x] 说到了对方的损失")
        await pilot.press("3")
        await sees(pilot, "不接，照原计划准备答辩")
        answer = service.actions[-1]
        assert isinstance(answer, Respond) and answer.self_checks == (0,) and answer.length == 11
        assert service.texts[-1] == "他怕担责任，我们一起担"
        await pilot.press("1")
        await sees(pilot, "结局：中标（五票）", "1  看复盘")
        await pilot.press("enter")
        await sees(pilot, "决策质量  71", "随机点选=0", "严重失误")
        await pilot.press("escape")
        await sees(pilot, "案情")
        await pilot.press("escape")
        await sees(pilot, "怎么称呼你？")
        await type_text(pilot, "王晓明")
        await pilot.press("enter")
        await type_text(pilot, "00123")
        await pilot.press("enter")
        await sees(pilot, "王晓明 00123", "决策 71")
        await pilot.press("5")
        await sees(pilot, "我的成绩", "中标（五票）")
        await pilot.press("enter")
        await sees(pilot, "随机点选=0")


async def test_the_name_can_be_skipped_and_is_asked_once() -> None:
    service = FakeService(newcomer=True)
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        service.plays["a1"].closed = True
        assert screen
        app.goto("home")
        await sees(pilot, "怎么称呼你？")
        await pilot.press("escape")
        await until(pilot, lambda: "rename" in service.calls)
        app.goto("library")
        app.goto("home")
        await until(pilot, lambda: app.desk.running == 0)
        assert "怎么称呼你" not in text_of(app)


@pytest.mark.parametrize("key", ["１", "２"])
async def test_full_width_digits_choose(key: str) -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        await type_text(pilot, key)
        await at_step(pilot, screen, 1)
        assert service.plays["a1"].taken == [int(key) - 1]


@pytest.mark.parametrize(("typed", "words"), [("？", "帮助"), ("ｔ", "全文"), ("ｐ", "已暂停")])
async def test_full_width_letters_and_marks_work(typed: str, words: str) -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        await begin(app, pilot)
        await type_text(pilot, typed)
        await sees(pilot, words)


async def test_the_mark_appears_only_after_the_service_has_returned() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        service.gate = threading.Event()
        await pilot.press("1")
        await until(pilot, lambda: "act" in service.calls)
        assert "✓ 已保存" not in text_of(app)
        assert "先去料场看一遍" in text_of(app)
        assert screen.picker.pressed, "one sees at once what was taken"
        await pilot.press("2", "2", "enter", "down", "enter")
        assert not screen.picker.pressed, "and that another one was not"
        service.gate.set()
        await at_step(pilot, screen, 1)
        await sees(pilot, "✓ 已保存")
        assert service.plays["a1"].taken == [0], "keys pressed while an answer is being kept count for nothing"


async def test_a_busy_database_is_tried_again_with_the_same_key() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        app.desk.chance = lambda: -0.5
        screen = await begin(app, pilot)
        service.fail = locked(ops.RETRIES)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        assert len(set(service.keys[1:])) == 1 and len(service.keys) == 2 + ops.RETRIES
        await sees(pilot, "✓ 已保存")


async def test_a_failed_save_keeps_the_answer_and_says_so() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        app.desk.chance = lambda: -0.5
        screen = await begin(app, pilot)
        service.fail = locked(1 + ops.RETRIES)
        await pilot.press("3")
        await until(pilot, lambda: screen.conduct.retry is not None)
        await sees(pilot, "没有保存", "按回车再试一次", "约老乡出来坐坐")
        assert "✓" not in text_of(app)
        assert screen.picker.cursor == 2
        await pilot.press("1")
        assert service.plays["a1"].taken == []
        await pilot.press("enter")
        await at_step(pilot, screen, 1)
        assert service.plays["a1"].taken == [2]
        assert len(set(service.keys[1:])) == 1
        await sees(pilot, "✓ 已保存")


async def test_a_failed_free_answer_is_still_there() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        app.desk.chance = lambda: -0.5
        screen = await begin(app, pilot)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        await pilot.press("1")
        await at_step(pilot, screen, 2)
        await until(pilot, lambda: type(app.focused).__name__ == "AnswerArea")
        await type_text(pilot, "风险我们一起担着")
        service.fail = locked(1 + ops.RETRIES)
        await pilot.press("enter", "3")
        await until(pilot, lambda: screen.conduct.retry is not None)
        await sees(pilot, "没有保存", "风险我们一起担着")
        await pilot.press("3")
        await at_step(pilot, screen, 3)
        assert service.texts[-1] == "风险我们一起担着"


async def test_a_refused_action_shows_what_is_recorded() -> None:
    from trainer.errors import UsageError

    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        service.fail = [UsageError("EN999")]
        await pilot.press("1")
        await sees(pilot, "这一步没有算")
        await until(pilot, lambda: screen.conduct.free)
        await pilot.press("1")
        await at_step(pilot, screen, 1)


@pytest.mark.parametrize("key", ["u", "ctrl+z"])
async def test_undo_takes_the_last_answer_back(key: str) -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        await pilot.press(key)
        await at_step(pilot, screen, 0)
        assert "你     先去料场" not in text_of(app)


async def test_an_assessment_has_neither_undo_nor_coach_nor_ladder() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot, Mode.ASSESS)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        text = text_of(app)
        assert "教练" not in text and "退一步" not in text and "四步" not in text
        await pilot.press("u")
        await pilot.pause()
        assert "undo" not in service.calls


async def test_pause_covers_the_scene_and_stops_the_clock() -> None:
    service, now = FakeService(timed=True), [100.0]
    async with running(service, now=lambda: now[0]) as (app, pilot):
        screen = await begin(app, pilot)
        await sees(pilot, "限时", "1:30")
        now[0] += 2
        await pilot.press("f4")
        await sees(pilot, "已暂停")
        assert "料场" not in text_of(app)
        now[0] += 500
        await pilot.press("1", "enter")
        await sees(pilot, "料场")
        assert screen.conduct.clock.ms == 2000
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        assert service.actions == [Choose(0, 2000)]


async def test_no_pause_in_an_assessment_while_a_timer_runs() -> None:
    service = FakeService(timed=True)
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot, Mode.ASSESS)
        await pilot.press("p", "f4")
        assert not screen.conduct.clock.paused
        assert "暂停" not in text_of(app)


async def test_time_is_reported_and_runs_out() -> None:
    service, now = FakeService(timed=True), [0.0]
    async with running(service, now=lambda: now[0]) as (app, pilot):
        screen = await begin(app, pilot)
        now[0] = 6.0
        screen.tick()
        await until(pilot, lambda: service.actions == [Elapse(6000)] and screen.conduct.free)
        assert screen.view is not None and screen.view.timers[0].ms == 84_000
        await sees(pilot, "1:24")
        now[0] = 95.0
        screen.tick()
        await at_step(pilot, screen, 1)
        assert service.actions[-1] == Timeout()
        await sees(pilot, "时间到")


async def test_timers_off_counts_in_practice_only() -> None:
    service = FakeService(timed=True)
    service.settings["timers"] = "off"
    async with running(service) as (app, pilot):
        await begin(app, pilot)
        assert "限时" not in text_of(app)
        app.pop_screen()
        await begin(app, pilot, Mode.ASSESS)
        await sees(pilot, "限时")


async def test_leaving_keeps_the_attempt_and_home_goes_on_with_it() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        screen = await begin(app, pilot)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        await pilot.press("escape")
        await sees(pilot, "菜单", "离开（以后接着走）")
        await pilot.press("up", "enter")
        await sees(pilot, "继续", "第 1 步")
        await pilot.press("enter")
        await sees(pilot, "技术试验科", "✓ 已保存")
        assert "resume" in service.calls


async def test_giving_up_asks_first() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        await begin(app, pilot)
        await pilot.press("f8")
        await sees(pilot, "不，回去")
        await pilot.press("enter")
        assert "abandon" not in service.calls
        await pilot.press("f8")
        await sees(pilot, "不，回去")
        await pilot.press("2")
        await until(pilot, lambda: "abandon" in service.calls)


async def test_a_locked_choice_is_shown_with_its_reason_and_cannot_be_taken() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        await sees(pilot, "锁 约钟工和对方研发见面（需 信任≥3：他还不愿出面）")
        await pilot.press("end", "enter")
        await at_step(pilot, screen, 1)
        assert service.plays["a1"].taken == [3], "the cursor stops at the last choice that is open"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_nine_choices_fit_and_the_ninth_can_be_reached(size: tuple[int, int]) -> None:
    service = FakeService(options=9)
    async with running(service, size) as (app, pilot):
        screen = await begin(app, pilot)
        assert lines_of(app)[-1].lstrip().startswith("1-9")
        await pilot.press("end")
        await until(pilot, lambda: screen.picker.cursor == 8)
        await sees(pilot, "第9项")
        await pilot.press("9")
        await at_step(pilot, screen, 1)


async def test_the_mouse_can_do_it_too() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        screen = await begin(app, pilot)
        row = next(n for n, line in enumerate(lines_of(app)) if "约老乡出来坐坐" in line)
        await pilot.click(offset=(10, row))
        await at_step(pilot, screen, 1)
        assert service.plays["a1"].taken == [2]


async def test_new_lines_come_into_view_and_old_ones_stay_above() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        screen = await begin(app, pilot)
        await pilot.press("1")
        await at_step(pilot, screen, 1)
        await sees(pilot, "你     先去料场看一遍", "下面还有")
        await pilot.press("space")
        await sees(pilot, "钟工   你们的防结剂")
        await pilot.press("left", "left", "left")
        await sees(pilot, "标书在桌上摊着")
        assert SCENES[0][0] in text_of(app)


async def test_a_debrief_leads_back_into_practice_at_a_decision() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        app.open_debrief("old1")
        await sees(pilot, "期望", "▸7", "第 7 步")
        await pilot.press("up", "up", "up")
        await sees(pilot, "▸4", "关上了")
        await pilot.press("enter")
        await sees(pilot, "选项，期望从高到低", "你选的")
        await pilot.press("escape", "r")
        await sees(pilot, "✓ 已保存", "练习")
        assert "restart_from" in service.calls
