"""The course, a lesson page by page with its checks, and the search, on the fake service."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake_service import POISON, FakeService
from tests.tui.screen_text import lines_of, running, sees, text_of, type_text, until
from tests.tui.test_screens import SANE_POISON, check_screen
from trainer.tui.app import TrainerApp
from trainer.tui.screens.lesson import LessonScreen, load


def page_of(app: TrainerApp) -> int:
    """The page that is shown."""
    screen = app.screen
    assert isinstance(screen, LessonScreen)
    return -1 if screen.view is None else screen.view.page


async def at_page(app: TrainerApp, pilot: Pilot[Any], page: int) -> None:
    """Wait for a page."""
    await until(pilot, lambda: isinstance(app.screen, LessonScreen) and page_of(app) == page, f"page {page}")


async def test_a_lesson_is_read_to_its_end_and_a_check_leads_back_to_its_page() -> None:
    service = FakeService(poison=POISON)
    service.due, service.reads = 12, True
    async with running(service, (80, 24)) as (app, pilot):
        await sees(pilot, "复习  12 题到期 · 约 6 分钟", "课程  开始 信任是算出来的")
        await pilot.press("f5")
        await until(pilot, lambda: getattr(app.screen, "SCOPE", "") == "review")
        await pilot.press("escape", "3")
        await sees(pilot, "信任是算出来的", "读过 0/3 课")
        await pilot.press("down", "left")
        await until(pilot, lambda: "+ 认清大客户" in text_of(app))
        await pilot.press("right", "home", "enter")
        await at_page(app, pilot, 0)
        await sees(pilot, "尤姐（财务）", "辰筠药业")
        await pilot.press("1")
        await sees(pilot, "谁最终拍板", "使用者")
        for key in ("1", "1"):
            await pilot.press(key)
            await until(pilot, lambda: app.desk.running == 0)
            await pilot.pause()
        await sees(pilot, "对答案")
        await pilot.press("enter")
        await at_page(app, pilot, 0)
        await pilot.press("f2")
        await sees(pilot, "> 先听他说")
        check_screen(app)
        await pilot.press("down", "enter")
        await at_page(app, pilot, 1)
        await sees(pilot, "第 1 段", "按空格往下读")
        for _ in range(4):
            await pilot.press("space")
            await pilot.pause()
        await at_page(app, pilot, 2)
        await until(pilot, lambda: "mark_read trust" in service.calls)
        await sees(pilot, "还没有", "做了 4/9", "5  接着  情报：该知道什么")
        assert SANE_POISON in text_of(app).replace("\n", "")
        check_screen(app)
        await pilot.press("4")
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: getattr(app.screen, "SCOPE", "") == "quiz")
        assert service.runs
        app.pop_screen()
        await at_page(app, pilot, 2)
        await pilot.press("5")
        await until(pilot, lambda: "page intelligence None" in service.calls)
        await at_page(app, pilot, 0)


def test_a_page_is_found_by_its_title() -> None:
    service = FakeService()
    assert load(service, ("trust", "公式： 两边相乘", 1)).page == 1
    assert load(service, ("trust", None, 1)).page == 1
    assert load(service, ("trust", "没有这一页", 1)).page == 1
    assert load(service, ("trust", 0, 1)).page == 0


@pytest.mark.heavy
async def test_a_lesson_opens_at_a_page_by_its_title_or_where_one_stood() -> None:
    service = FakeService()
    async with running(service, (120, 40)) as (app, pilot):
        app.open_lesson("trust", "公式： 两边相乘")
        await at_page(app, pilot, 1)
        await sees(pilot, "目录", "> 公式：两边相乘", "检查", "4/10")
        await pilot.press("pageup")
        await at_page(app, pilot, 0)
        await pilot.press("escape")
        app.open_lesson("trust", "没有这一页")
        await at_page(app, pilot, 0)
        await type_text(pilot, "１")
        await until(pilot, lambda: getattr(app.screen, "SCOPE", "") == "quiz")


@pytest.mark.heavy
async def test_the_newest_page_is_shown_and_keys_never_wait() -> None:
    """Two turns while the service is slow: the page between is passed over."""
    service, gate = FakeService(), threading.Event()
    async with running(service, (80, 24)) as (app, pilot):
        app.open_lesson("trust")
        await at_page(app, pilot, 0)
        reading = service.page
        service.page = lambda *a: (gate.wait(10), reading(*a))[1]  # type: ignore[method-assign]
        await pilot.press("right", "right")
        assert page_of(app) == 0
        gate.set()
        await at_page(app, pilot, 2)


async def test_search_shows_the_newest_result_and_opens_it() -> None:
    service, gate = FakeService(), threading.Event()
    async with running(service, (80, 24)) as (app, pilot):
        await pilot.press("ctrl+k")
        await sees(pilot, "输入几个字，或拼音首字母")
        finding = service.search
        service.search = lambda *a: (gate.wait(10), finding(*a))[1]  # type: ignore[method-assign]
        await type_text(pilot, "x")
        await type_text(pilot, "r")
        await until(pilot, lambda: app.desk.running == 1)
        gate.set()
        await sees(pilot, "课文  1", "哪边是零，信任就是零", "题目  1", "案例  1", "3 条")
        assert [call for call in service.calls if call.startswith("search")] == ["search x", "search xr"]
        row = next(y for y, line in enumerate(lines_of(app)) if "哪边是零" in line)
        await pilot.click(offset=(10, row))
        await at_page(app, pilot, 1)
        await pilot.press("slash")
        await type_text(pilot, "无")
        await sees(pilot, "没有找到「无」")
        await pilot.click(offset=(0, 0))
        await at_page(app, pilot, 1)
