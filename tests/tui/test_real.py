"""The interface on the real service with the first case: a newcomer plays it to its end and finds the result again."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.tui.screen_text import lines_of, sees, text_of, until
from trainer.content.library import load_library
from trainer.service import Service, open_service
from trainer.tui.app import TrainerApp
from trainer.tui.screens.play import PlayScreen
from trainer.tui.widgets.answer import AnswerForm

IDS = count(1)


def opened(folder: Path) -> Service:
    """The real service; its ids, and so the seeds of its plays, are the same in every run."""
    return open_service(str(folder / "t.db"), load_library(None), new_id=lambda: f"{next(IDS):032x}")


async def answer(pilot: Pilot[Any], screen: PlayScreen) -> None:
    """Take the first choice, or write an answer and tick nothing, and wait until it is kept."""
    assert screen.view is not None
    before, asked = screen.view.step, screen.view.answer
    if asked is not None:
        await until(pilot, lambda: any(form.area.has_focus for form in screen.query(AnswerForm)))
        screen.query_one(AnswerForm).area.text = "我们先把结块的损失一笔一笔算清楚，" * 3
        await pilot.press("enter")
        if asked.self_checks:
            await pilot.press(str(len(asked.self_checks) + 1))
    else:
        await pilot.press("1")
    await until(pilot, lambda: screen.view is not None and screen.view.step > before and screen.conduct.free)


async def test_a_newcomer_plays_the_first_case_and_finds_the_result_after_a_restart(tmp_path: Path) -> None:
    app = TrainerApp(lambda: opened(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "推荐", "360 万防结剂招标")
        await pilot.press("enter")
        await sees(pilot, "怎么练？", "虚构")
        await pilot.press("enter")
        await sees(pilot, "✓ 已保存", "你怎么做？")
        screen = app.screen
        assert isinstance(screen, PlayScreen)
        steps = 0
        while screen.view is not None and not screen.view.closed:
            await answer(pilot, screen)
            steps += 1
            if steps == 3:
                await app.action_quit()
                break
    again = TrainerApp(lambda: opened(tmp_path))
    async with again.run_test(size=(120, 40)) as pilot:
        await sees(pilot, "继续", "第 3 步")
        await pilot.press("enter")
        await sees(pilot, "✓ 已保存", "稳的票")
        screen = again.screen
        assert isinstance(screen, PlayScreen)
        while screen.view is not None and not screen.view.closed:
            await answer(pilot, screen)
        await sees(pilot, "看复盘")
        await pilot.press("1")
        await sees(pilot, "决策质量", "随机点选=0", "评价")
        await pilot.press("escape")
        await sees(pilot, "推荐")
        await sees(pilot, "怎么称呼你？")
        await pilot.press("escape")
    third = TrainerApp(lambda: opened(tmp_path))
    async with third.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "最近", "360 万防结剂招标")
        assert "怎么称呼你" not in text_of(third)
        await pilot.press("5")
        await sees(pilot, "我的成绩", "练习")
        await pilot.press("enter")
        await sees(pilot, "决策质量")
        assert all(len(line) <= 80 for line in lines_of(third))
