"""What five screens look like in two sizes, compared with stored text; see ``layouts/README.md``."""

from __future__ import annotations

import difflib
import os
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake_service import NOW, FakeService
from tests.tui.screen_text import running, sees, text_of, until
from trainer.service.views import Mode
from trainer.tui.app import TrainerApp

FOLDER = Path(__file__).with_name("layouts")
SIZES = ((80, 24), (120, 40))
CALM = 6
"""Frames without a change after which a screen stands."""

WRITE = bool(os.environ.get("WRITE_LAYOUTS"))


class Noon(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return NOW.astimezone(tz)


async def look(app: TrainerApp, pilot: Pilot[Any], scope: str, word: str, differing: list[str]) -> None:
    """Compare a screen that shows a word with what is stored, or store it."""
    await until(pilot, lambda: app.desk.running == 0 and getattr(app.screen, "SCOPE", "") == scope, scope)
    await sees(pilot, word)
    shown, still = "", 0
    while still < CALM:  # layouts settle over a few frames
        await pilot.pause(0.01)
        before, shown = shown, text_of(app) + "\n"
        still = still + 1 if shown == before else 0
    path = FOLDER / f"{scope}-{app.size.width}x{app.size.height}.txt"
    if WRITE:
        path.write_text(shown, encoding="utf-8")
    stored = path.read_text(encoding="utf-8") if path.exists() else ""
    if shown != stored:
        parts = (stored.splitlines(), shown.splitlines())
        differing.append("\n".join(difflib.unified_diff(*parts, path.name, "now", lineterm="")))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_screens_look_as_they_did(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr("trainer.tui.screens.home.datetime", Noon)
    service = FakeService()
    service.due, service.reads = 12, True
    service.places["trust"] = 1
    differing: list[str] = []
    async with running(service, size) as (app, pilot):
        await look(app, pilot, "home", "12 题到期", differing)
        app.start("bid-360w", Mode.PRACTICE)
        await until(pilot, lambda: getattr(app.screen, "SCOPE", "") == "play" and app.desk.running == 0)
        await pilot.press("1")
        await look(app, pilot, "play", "教练", differing)
        app.open_debrief("old1")
        await look(app, pilot, "debrief", "为什么", differing)
        app.start_quiz("pricing")
        await look(app, pilot, "quiz", "A  使用者", differing)
        app.open_lesson("trust", 0)
        await look(app, pilot, "lesson", "未做", differing)
    assert not differing, "\n\n".join(differing)
