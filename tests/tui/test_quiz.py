"""Quizzes with the keyboard alone: every type of item, confidence, feedback, exams and their time, failed saves."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.tui.fake_quiz import ITEMS
from tests.tui.fake_service import FakeService, locked
from tests.tui.screen_text import lines_of, running, sees, text_of, type_text, until
from trainer.engine.quiz_types import Confidence, Response
from trainer.errors import UsageError
from trainer.service.quiz_views import ItemView
from trainer.tui import ops
from trainer.tui.app import TrainerApp
from trainer.tui.screens.quiz import QuizScreen
from trainer.tui.screens.quiz_result import QuizResultScreen
from trainer.tui.widgets.answers import AnswerBox, Answered
from trainer.tui.widgets.writing import answer_box


async def quiz(app: TrainerApp, pilot: Pilot[Any]) -> QuizScreen:
    """The quiz that was just opened, with its first item."""
    await until(pilot, lambda: isinstance(app.screen, QuizScreen) and app.screen.stage == "answer")
    await pilot.pause()
    assert isinstance(app.screen, QuizScreen)
    return app.screen


async def at(pilot: Pilot[Any], screen: QuizScreen, index: int, stage: str) -> None:
    """Wait for a stage of an item."""
    await until(
        pilot,
        lambda: screen.item is not None and (screen.item.index, screen.stage) == (index, stage) and screen.conduct.free,
        f"{index} {stage}, is {screen.item.index if screen.item else None} {screen.stage}",
    )
    await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, each after the last one's effect."""
    for key in keys:
        await pilot.press(key)


@pytest.mark.heavy
async def test_all_nine_types_are_answered_with_keys_alone() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        app.start_quiz("pricing")
        screen = await quiz(app, pilot)
        await sees(pilot, "第 1 题 · 单选", "谁最终拍板", "B  决策者", "1-9 选择")
        await type_text(pilot, "２")  # a full-width digit names the second option on screen
        await sees(pilot, "有多大把握", "1 很确定")
        await press(pilot, "escape", "a")
        await at(pilot, screen, 0, "sure")
        await press(pilot, "escape", "2", "1")
        await at(pilot, screen, 0, "feedback")
        await sees(pilot, "✓ 对   你说：很确定", "✓ 选对 B", "讲解", "按 l 或 F2 打开")
        await press(pilot, "enter")
        await at(pilot, screen, 1, "answer")
        await press(pilot, "2", "down", "down", "space", "enter", "enter")  # 毛利高 by digit, the last by the blank
        await at(pilot, screen, 1, "feedback")
        await sees(pilot, "✗ 选错 D", "! 漏选 C")
        await press(pilot, "enter")
        await at(pilot, screen, 2, "answer")
        await press(pilot, "down", "enter", "right", "right", "enter")  # 错, 大概, by arrows
        await at(pilot, screen, 2, "feedback")
        await press(pilot, "enter")
        await at(pilot, screen, 3, "answer")
        await press(pilot, "1", "3")
        await at(pilot, screen, 3, "feedback")
        await sees(pilot, "（3 分）", "! 最好")
        await press(pilot, "enter")
        await at(pilot, screen, 4, "answer")
        await press(pilot, "enter")
        await sees(pilot, "还有 4 项没有排")
        await press(pilot, "b", "4", "1")  # 倾听 澄清 证据, the last is clear
        await press(pilot, "end", "shift+up", "shift+down", "enter", "1")
        await at(pilot, screen, 4, "feedback")
        await press(pilot, "enter")
        await at(pilot, screen, 5, "answer")
        await press(pilot, "c", "1", "right", "backspace", "right", "enter", "enter")
        await at(pilot, screen, 5, "feedback")
        await press(pilot, "enter")
        await at(pilot, screen, 6, "answer")
        await type_text(pilot, "货币")
        await press(pilot, "enter")
        await type_text(pilot, "将来")
        await press(pilot, "enter", "2")
        await at(pilot, screen, 6, "feedback")
        await sees(pilot, "✓ 1   货币", "✗ 2   将来")
        await press(pilot, "enter")
        await at(pilot, screen, 7, "answer")
        await press(pilot, "1", ".", "6", "enter", "2")
        await at(pilot, screen, 7, "feedback")
        await press(pilot, "enter")
        await at(pilot, screen, 8, "answer")
        await type_text(pilot, "一家一半。")
        await press(pilot, "enter")
        await at(pilot, screen, 8, "rate")
        await sees(pilot, "参考", "0 没说到", "3 都说到了")
        await press(pilot, "2")
        await at(pilot, screen, 8, "feedback")
        await sees(pilot, "自评 2 / 3")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, QuizResultScreen))
        await sees(pilot, "得分", "全对", "▸2")
    said = [(response, sure) for _, response, sure, _, _, _ in service.replies]
    sure, likely, guess = Confidence.SURE, Confidence.LIKELY, Confidence.GUESS
    assert said[:8] == [
        (Response((1,)), sure),
        (Response((0, 2)), None),
        (Response((1,)), likely),
        (Response((1,)), guess),
        (Response((0, 1, 2, 3)), sure),
        (Response((0, 1, 2)), None),
        (Response((), ("货币", "将来")), likely),
        (Response((), ("1.6",)), likely),
    ]
    assert service.replies[8][4] == "一家一半。" and said[8][0].length == 5 and len(said[8][0].digest) == 64


class BoxApp(App[None]):
    """An answer box alone."""

    def __init__(self, item: ItemView) -> None:
        super().__init__()
        self.said: list[str] = []
        self.answer_box = answer_box(item, self)

    def compose(self) -> ComposeResult:
        yield self.answer_box

    def begun(self, box: AnswerBox) -> None:
        """Nothing waits for it."""

    def notice(self, text: str) -> None:
        self.said.append(text)

    def answered(self, answer: Answered) -> None:
        self.said.append(str(answer.response.picks))


async def test_lists_answer_in_file_order_and_ask_before_taking_half_an_answer() -> None:
    """ITEMS[4] is shown as 证据 倾听 确认 澄清, the rights of ITEMS[5] as 2nd, 3rd, 1st."""
    cases: tuple[tuple[int, str, tuple[int, ...]], ...] = (
        (1, "take 1, take 3, take 2, take 3", (0, 1)),
        (4, "take 1, take 3, take 0", (0, 1, 2, 3)),
        (4, "take 1, take 0, take_back, take 3, take 0", (0, 1, 2, 3)),
        (4, "shift 1, shift 1", (0, 3, 2, 1)),
        (5, "take 2, take 0, turn 1", (0, 1, 2)),
        (5, "take 0, take 0", (-1, 1, -1)),
        (5, "take 2, take_back", (-1, -1, -1)),
    )
    for index, do, picks in cases:
        app = BoxApp(ITEMS[index])
        box = app.answer_box
        async with app.run_test(size=(80, 24)) as pilot:
            box.finish()
            await pilot.pause()
            assert app.said and "(" not in app.said[0], "an empty answer asks first"
            for step in do.split(", "):
                name, *number = step.split()
                getattr(box, name)(*map(int, number))
            response, _ = box.result()
            assert response.picks == picks or (response.omitted and set(picks) == {-1})
            if box.missing():
                box.finish()
            box.finish()
            await pilot.pause()
            assert app.said[-1] == str(response.picks)


@pytest.mark.heavy
async def test_feedback_leads_to_its_source_and_into_review() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        app.start_quiz("pricing", item=ITEMS[3].id)
        screen = await quiz(app, pilot)
        await press(pilot, "s")
        await at(pilot, screen, 0, "feedback")
        await sees(pilot, "没有答")
        assert not screen.check_action("source", ()), "no source, no key"
        app.pop_screen()
        app.start_quiz("pricing", item=ITEMS[1].id)
        screen = await quiz(app, pilot)
        await press(pilot, "1", "f7", "enter")
        await at(pilot, screen, 0, "feedback")
        assert service.settings["confidence"] == "off", "the question how sure was switched off, for good"
        await press(pilot, "c")
        await sees(pilot, "已加入复习")
        await press(pilot, "f4")
        await sees(pilot, "已经在复习里了")
        opened: list[tuple[object, object]] = []
        app.open_lesson = lambda lesson, page="": opened.append((lesson, page))  # type: ignore[method-assign]
        await press(pilot, "l", "f2")
        assert opened == [("know-the-account", "双重标准")] * 2


async def test_an_exam_tells_nothing_before_its_end_and_hands_its_time_over() -> None:
    service, now = FakeService(), [0.0]
    async with running(service, (80, 24), now=lambda: now[0]) as (app, pilot):
        await press(pilot, "4")
        await sees(pilot, "客户选择结业考", "未合格")
        await press(pilot, "down", "down", "down", "enter")
        await sees(pilot, "考的是判断", "1  开始考试（4 题）", "限时 10:00")
        await press(pilot, "1")
        screen = await quiz(app, pilot)
        await sees(pilot, "剩 10:00", "F9 交卷")
        now[0] = 6.0
        screen.tick()
        await until(pilot, lambda: "tick" in service.calls and screen.conduct.free)
        await sees(pilot, "剩 9:54")
        now[0] = 8.0
        await press(pilot, "2", "1")
        await at(pilot, screen, 1, "answer")
        assert service.replies[0][3] == 2000, "only the time since the last report"
        assert "讲解" not in text_of(app) and "✓ 对" not in text_of(app)
        await press(pilot, "1")
        await press(pilot, "f9")
        await sees(pilot, "还有 3 题没有答")
        await press(pilot, "enter")
        assert "hand_in" not in service.calls, "the harmless answer comes first"
        await press(pilot, "escape")
        await sees(pilot, "菜单", "离开")
        await press(pilot, "up", "enter")
        await sees(pilot, "进行中")
        app.resume_quiz("q1")
        screen = await quiz(app, pilot)
        await at(pilot, screen, 1, "answer")
        await press(pilot, "f9", "2")
        await until(pilot, lambda: isinstance(app.screen, QuizResultScreen))
        await sees(pilot, "没有合格", "- 没有答")


async def test_an_exam_out_of_time_is_over() -> None:
    service, now = FakeService(), [0.0]
    service.exam_items = [8, 0]
    async with running(service, now=lambda: now[0]) as (app, pilot):
        app.prefs = app.prefs.__class__(timers=False)  # timers off: an exam keeps its time
        app.start_quiz("final", exam=True)
        screen = await quiz(app, pilot)
        await type_text(pilot, "我们")
        await press(pilot, "f3")
        await sees(pilot, "再按一次", "我们")
        await press(pilot, "escape")
        await sees(pilot, "菜单")
        now[0] = 601.0
        screen.tick()
        await until(pilot, lambda: isinstance(app.screen, QuizResultScreen))
        await sees(pilot, "没有合格")


async def test_a_key_pressed_twice_answers_one_item() -> None:
    service = FakeService()
    service.settings["confidence"] = "off"
    service.exam_items = [0, 2, 3]
    async with running(service, (80, 24)) as (app, pilot):
        app.start_quiz("final", exam=True)
        screen = await quiz(app, pilot)
        box = screen.box
        assert box is not None
        box.take(0)
        box.take(0)
        await at(pilot, screen, 1, "answer")
        screen.answered(Answered(ITEMS[0], Response((1,))))
        await pilot.pause()
        assert [index for index, *_ in service.replies] == [0]


async def test_a_failed_save_keeps_the_answer_and_a_refused_one_shows_the_record() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        app.desk.chance = lambda: -0.5
        app.start_quiz("final", exam=True)
        screen = await quiz(app, pilot)
        service.fail = locked(1 + ops.RETRIES)
        await press(pilot, "2", "1")
        await until(pilot, lambda: screen.conduct.retry is not None)
        await sees(pilot, "没有保存", "按回车再试一次", "B  决策者")
        assert "✓" not in text_of(app)
        keys = set(service.keys[1:])
        await press(pilot, "1", "enter")
        await at(pilot, screen, 1, "answer")
        assert len(service.replies) == 1 and set(service.keys[1:]) == keys, "the same answer with the same key"
        service.fail = [UsageError("EN120")]
        await press(pilot, "1", "enter", "3")
        await sees(pilot, "这一题没有算")
        await until(pilot, lambda: screen.conduct.free)
        assert len(service.replies) == 1


@pytest.mark.heavy
async def test_a_review_takes_the_words_too_easy_and_says_what_is_left() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        await press(pilot, "4", "r")
        await sees(pilot, "2 张到期", "忘过 1 次", "决策")
        await press(pilot, "down", "delete")
        await sees(pilot, "移出复习")
        await press(pilot, "2")
        await until(pilot, lambda: service.cards == ["q:pricing/谁最终拍板"])
        await press(pilot, "enter")
        screen = await quiz(app, pilot)
        await press(pilot, "2")
        await sees(pilot, "4 太简单")
        await press(pilot, "4")
        await at(pilot, screen, 0, "feedback")
        await press(pilot, "enter")
        await at(pilot, screen, 1, "answer")
        await sees(pilot, "案例里的一步")
        await press(pilot, "f10", "2")
        await at(pilot, screen, 1, "feedback")
        await sees(pilot, "案例《360 万防结剂招标》")
        await press(pilot, "enter")
        await sees(pilot, "还有 1 张到期")
    assert [easy for *_, easy in service.replies] == [True, True]


@pytest.mark.heavy
async def test_mistakes_and_confidence_lead_to_practice() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        await press(pilot, "4", "slash")
        await sees(pilot, "2 张到期")
        await type_text(pilot, "五把")
        await sees(pilot, "1/3")
        await press(pilot, "enter")
        await sees(pilot, "全部 40 题", "随机 10 题")
        await press(pilot, "escape", "escape", "k")
        await sees(pilot, "20 题，对了 60%", "先核对再拍板", "自信但错（1）")
        await press(pilot, "enter")
        screen = await quiz(app, pilot)
        assert screen.item is not None and screen.item.name == "谁最终拍板"
        await press(pilot, "escape", "up", "enter", "escape", "m")
        await sees(pilot, "错 2 / 答 3", "当时很确定")
        await press(pilot, "a")
        screen = await quiz(app, pilot)
        assert screen.view is not None and screen.view.ident == "mistakes"


@pytest.mark.heavy
async def test_the_mouse_can_do_it_too() -> None:
    service = FakeService()

    async def click(pilot: Pilot[Any], words: str) -> None:
        await sees(pilot, words)
        row = next(n for n, line in enumerate(lines_of(app)) if words in line)
        line = lines_of(app)[row]
        from trainer.textutil import display_width

        await pilot.click(offset=(display_width(line[: line.index(words)]) + 1, row))
        await pilot.pause()

    async with running(service) as (app, pilot):
        app.start_quiz("pricing")
        screen = await quiz(app, pilot)
        await click(pilot, "决策者")
        await click(pilot, "猜的")
        await at(pilot, screen, 0, "feedback")
        await click(pilot, "继续")
        await at(pilot, screen, 1, "answer")
        await click(pilot, "毛利高")
        await click(pilot, "继续")
        await click(pilot, "很确定")
        await at(pilot, screen, 1, "feedback")
    assert [(r.picks, c) for _, r, c, *_ in service.replies] == [((1,), Confidence.GUESS), ((0,), Confidence.SURE)]


async def test_a_decision_of_a_debrief_goes_into_review() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        app.open_debrief("old1")
        await sees(pilot, "▸7")
        await press(pilot, "up", "c")
        await sees(pilot, "已加入复习")
        assert "add_card d:old1:6" in service.calls
