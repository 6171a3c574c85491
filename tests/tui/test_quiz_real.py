"""Quizzes on the real service: an exam goes on after a kill, a practice run of every type fills the review queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.screen_text import sees, until
from trainer.content.library import load_library
from trainer.service import Service, open_service
from trainer.tui.app import TrainerApp
from trainer.tui.screens.quiz import QuizScreen
from trainer.tui.screens.quiz_result import QuizResultScreen

pytestmark = pytest.mark.heavy

QUESTIONS = """---
编号: small
标题: 小题库
能力: [客户选择]
---

## 一
第一题？

- [x] 甲
- [ ] 乙

## 二
`排序`

排好。

1. 倾听
2. 澄清
3. 证据

## 三
`匹配`

配好。

| 部门 | 关心 |
| --- | --- |
| 采购科 | 价格 |
| 技术科 | 品质 |

## 四
看今天的叫____价值。

- 答：货币

## 五
二加二？

- 答：4 个

## 六
`简答`

说说风险。

> 参考：两边各担一半。
"""
EXAM = """---
编号: small-exam
标题: 小考
时限: 5分钟
抽题:
  任意: 4
题库: [small]
---

四道题。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with a question file and an exam."""
    for kind, name, text in (("questions", "small.md", QUESTIONS), ("exams", "small-exam.md", EXAM)):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_text(text, encoding="utf-8")
    return tmp_path


def opened(folder: Path, *, days: float = 0) -> Service:
    return open_service(
        str(folder / "t.db"), load_library(folder), clock=lambda: datetime.now(UTC) + timedelta(days=days)
    )


async def quiz(app: TrainerApp, pilot: Pilot[Any]) -> QuizScreen:
    await until(pilot, lambda: isinstance(app.screen, QuizScreen) and app.screen.stage == "answer")
    assert isinstance(app.screen, QuizScreen)
    return app.screen


async def test_a_killed_exam_goes_on_at_the_same_item_with_the_time_last_known(folder: Path) -> None:
    now = [0.0]
    app = TrainerApp(lambda: opened(folder), now=lambda: now[0])
    async with app.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "推荐")
        app.start_quiz("small-exam", exam=True)
        screen = await quiz(app, pilot)
        now[0] = 10.0
        await pilot.press("f3", "f3")
        await until(pilot, lambda: screen.item is not None and screen.item.index == 1 and screen.stage == "answer")
        now[0] = 16.0
        screen.tick()
        await until(pilot, lambda: screen.view is not None and screen.view.remaining_ms == 284_000)
        now[0] = 18.0  # two seconds that nobody hears of: the process is gone
        asked = screen.item.id if screen.item else ""
    again = TrainerApp(lambda: opened(folder), now=lambda: 0.0)
    async with again.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "推荐", "考试  小考")
        await pilot.press("4")
        await sees(pilot, "小考", "进行中")
        await pilot.press("enter")
        await sees(pilot, "接着上次没做完的")
        await pilot.press("1")
        screen = await quiz(again, pilot)
        assert screen.item is not None and (screen.item.index, screen.item.id) == (1, asked)
        await sees(pilot, "中断后继续", "剩 4:44", "2 / 4")
        await pilot.press("f9")
        await sees(pilot, "还有 3 题没有答")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(again.screen, QuizResultScreen))
        await sees(pilot, "没有合格", "中间断过一次")


async def test_wrong_answers_come_back_in_the_review(folder: Path) -> None:
    app = TrainerApp(lambda: opened(folder))
    async with app.run_test(size=(120, 40)) as pilot:
        await sees(pilot, "推荐")
        app.start_quiz("small")
        screen = await quiz(app, pilot)
        for index in range(6):
            await until(
                pilot,
                lambda i=index: screen.item is not None and screen.item.index == i and screen.stage == "answer",  # type: ignore[misc]
            )
            await pilot.press("f3")
            await until(pilot, lambda: screen.stage == "feedback" and screen.conduct.free)
            await pilot.press("enter")
        await sees(pilot, "得分", "没答 6", "6 题进了复习")
    later = TrainerApp(lambda: opened(folder, days=5))
    async with later.run_test(size=(80, 24)) as pilot:
        await sees(pilot, "推荐")
        await pilot.press("4", "r")
        await sees(pilot, "6 张到期")
        await pilot.press("enter")
        screen = await quiz(later, pilot)
        await sees(pilot, "1 / 6")
        await pilot.press("escape")
        await sees(pilot, "菜单")
        await pilot.press("up", "enter")
        await sees(pilot, "还没做完", "6 张卡片")
        await pilot.press("escape", "m")
        await sees(pilot, "错 1 / 答 1")
