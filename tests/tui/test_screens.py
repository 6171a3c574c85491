"""Every screen in both languages and two sizes, with a poison string in every text that content or people bring."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.amounts import first_few
from tests.tui.fake_service import POISON, FakeService, opener
from tests.tui.screen_text import lines_of, running, sees, text_of, type_text, until
from trainer import i18n
from trainer.service.views import Mode
from trainer.textutil import display_width
from trainer.tui.app import TrainerApp

BAD_START = "，。：？！」）、；"
BAD_END = "「（"
SANE_POISON = "[/zzz][INFO][@click=app.quit]"


def check_screen(app: TrainerApp) -> None:
    """What is true of every screen at every moment."""
    width, _ = app.size
    for line in lines_of(app):
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in line), repr(line)
        assert display_width(line) <= width, line
        if line.startswith("│"):
            assert line.endswith("│") and display_width(line) == width, line
        for piece in re.split(r"[│╭╮╰╯─]+", line):
            for part in re.split(r"\s{2,}", piece.strip()):
                assert not part.startswith(tuple(BAD_START)), line
                assert not part.endswith(tuple(BAD_END)), line


async def walk(app: TrainerApp, pilot: Pilot[Any], service: FakeService) -> list[str]:
    """Visit every screen and dialog; returns what each looked like."""
    seen: list[str] = []

    async def look(*keys: str, scope: str = "", overlay: bool = False) -> None:
        await pilot.press(*keys)
        await until(
            pilot,
            lambda: (
                app.desk.running == 0
                and (not scope or getattr(app.screen, "SCOPE", "") == scope)
                and (app.screen.is_modal == overlay)
            ),
            f"{keys} {scope}",
        )
        await pilot.pause()
        check_screen(app)
        seen.append(text_of(app))

    await look(scope="home")
    await look("question_mark", overlay=True)
    await look("escape", scope="home")
    await look("ctrl+p", overlay=True)
    await look("escape", scope="home")
    await look("0", overlay=True)
    await look("escape", scope="home")
    await look("w", overlay=True)
    await look("escape", scope="home")
    await look("2", scope="library")
    await look("slash", scope="library")
    await look("escape", scope="library")
    await look("s", scope="library")
    await look("5", scope="results")
    await look("tab", scope="results")
    await look("enter", overlay=True)
    await look("escape", scope="results")
    await look("3", scope="course")
    await look("enter", scope="lesson")
    await look("right", "right", scope="lesson")
    await pilot.press("slash")
    await type_text(pilot, "信任")
    await look(overlay=True)
    app.goto("home")
    await look(scope="home")
    app.open_briefing("bid-360w")
    await look(scope="briefing")
    app.start("bid-360w", Mode.PRACTICE)
    await look(scope="play")
    await look("1", scope="play")
    await look("f2", overlay=True)
    await look("escape", scope="play")
    await look("f3", overlay=True)
    await look("escape", scope="play")
    await look("p", scope="play")
    await look("enter", scope="play")
    await look("escape", overlay=True)
    await look("escape", scope="play")
    await look("f8", overlay=True)
    await look("escape", scope="play")
    await look("1", scope="play")
    await until(pilot, lambda: type(app.focused).__name__ == "AnswerArea")
    await type_text(pilot, "他怕担责任，我们一起担")
    await look("enter", scope="play")
    await look("1", "3", scope="play")
    await look("1", scope="play")
    await look("1", scope="debrief")
    await look("up", scope="debrief")
    await look("enter", overlay=True)
    await look("escape", scope="debrief")
    await look("t", overlay=True)
    await look("escape", scope="debrief")
    await look("e", overlay=True)
    await look("enter", scope="debrief")
    return seen


WALKS = [("zh", (80, 24)), ("en", (120, 40)), ("zh", (120, 40)), ("en", (80, 24))]


@pytest.mark.parametrize("walked", first_few(WALKS, 1), ids=str)
async def test_every_screen_shows_poison_as_plain_text(walked: tuple[str, tuple[int, int]]) -> None:
    language, size = walked
    i18n.set_language(language)
    service = FakeService(poison=POISON)
    service.due, service.reads = 12, True
    async with running(service, size, language_fixed=True) as (app, pilot):
        seen = await walk(app, pilot, service)
        assert app.is_running
    everything = re.sub(r"[│\s]", "", "".join(seen))
    assert SANE_POISON in everything


SHAPES = [("zh", (200, 60)), ("zh", (80, 24)), ("en", (100, 30))]


@pytest.mark.parametrize("walked", first_few(SHAPES, 0), ids=str)
async def test_every_screen_keeps_its_shape(walked: tuple[str, tuple[int, int]]) -> None:
    language, size = walked
    i18n.set_language(language)
    service = FakeService(timed=True)
    service.due, service.reads = 12, True
    async with running(service, size, language_fixed=True) as (app, pilot):
        seen = await walk(app, pilot, service)
    assert not any("MESSAGES" in text or "tui." in text for text in seen)


@pytest.mark.parametrize("name", ["dark", "light", "contrast"])
async def test_a_theme_changes_no_text(name: str) -> None:
    plain, themed = FakeService(), FakeService()
    themed.settings["theme"] = name
    async with running(plain) as (app, pilot):
        await sees(pilot, "推荐")
        before = text_of(app)
    async with running(themed) as (app, pilot):
        await sees(pilot, "推荐")
        assert text_of(app) == before
        assert app.theme == f"trainer-{name}"


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5), (2, 2)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_small_window_gets_a_notice_and_loses_nothing(size: tuple[int, int]) -> None:
    service = FakeService()
    async with running(service, size) as (app, pilot):
        if size[0] > 10:
            assert "窗口太小" in text_of(app).replace("\n", "")
        await pilot.resize_terminal(100, 30)
        await sees(pilot, "推荐", "能力")


async def test_the_side_panel_folds_under_100_columns() -> None:
    service = FakeService()
    async with running(service, (100, 30)) as (app, pilot):
        app.start("bid-360w", Mode.PRACTICE)
        await sees(pilot, "✓ 已保存", "小顾")
        await pilot.resize_terminal(99, 30)
        await until(pilot, lambda: "小顾" not in text_of(app))
        await sees(pilot, "剩余 30天", "稳的票 2/7", "信任 2")
        await pilot.press("f2")
        await sees(pilot, "小顾", "B 支持", "? 未知")


async def test_first_paint_needs_no_service() -> None:
    """The first screen stands before the service is there; Enter pressed meanwhile is not lost."""
    import threading

    service, gate = FakeService(newcomer=True), threading.Event()

    def slow() -> FakeService:
        gate.wait(20)
        return opener(service)()

    app = TrainerApp(slow)
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "今天", "正在读取")
        await pilot.press("enter")
        gate.set()
        await sees(pilot, "案情", "某化肥厂")


async def test_an_unopened_database_is_told_and_the_exit_code_says_so() -> None:
    from trainer.errors import DatabaseError

    def broken() -> FakeService:
        raise DatabaseError("DB101", place="x.db", version="9", found="9", needed="9")

    app = TrainerApp(broken)
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "出了点问题")
        await pilot.press("enter")
        await until(pilot, lambda: not app.is_running or app.return_code == 3)
    assert app.return_code == 3
