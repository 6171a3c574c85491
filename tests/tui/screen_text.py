"""What is on screen, as text; and helpers that wait for a condition instead of for time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.events import Key
from textual.pilot import Pilot

from tests.tui.fake_service import FakeService, opener
from trainer.tui.app import TrainerApp

PATIENCE = 60.0
"""Seconds after which a condition that has not come true never will; only a failing test meets them."""


def lines_of(app: TrainerApp) -> list[str]:
    """Every line of the screen as painted, with all its screens composed (private Textual API, only here)."""
    width, height = app.size
    strips = app.screen._compositor.render_strips(app.size)
    lines = [strip.text.rstrip() for strip in strips]
    assert len(lines) <= height and width
    return lines


def text_of(app: TrainerApp) -> str:
    """The screen as one text."""
    return "\n".join(lines_of(app))


async def until(pilot: Pilot[Any], true: Callable[[], Any], what: str = "") -> None:
    """Let the app work until something is true; the deadline only ends a test that has failed."""
    gives_up = time.monotonic() + PATIENCE
    while time.monotonic() < gives_up:
        if true():
            return
        await pilot.pause()
        await asyncio.sleep(0.002)
    raise AssertionError(f"never became true: {what}\n{text_of(pilot.app)}")  # type: ignore[arg-type]


async def sees(pilot: Pilot[Any], *words: str) -> None:
    """Wait until all words are on screen."""
    await until(pilot, lambda: all(word in text_of(pilot.app) for word in words), repr(words))  # type: ignore[arg-type]


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type text as a terminal delivers it; Pilot drops full-width characters, so the keys are posted."""
    from textual.keys import _character_to_key

    for char in text:
        event = Key(_character_to_key(char), char)
        event.set_sender(pilot.app)
        driver = pilot.app._driver
        assert driver is not None
        driver.send_message(event)
        await pilot.pause()


@asynccontextmanager
async def running(
    service: FakeService, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[tuple[TrainerApp, Pilot[Any]]]:
    """The app on a fake service, ready: the first numbers are there."""
    app = TrainerApp(opener(service), **options)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.desk.service is not None and app.desk.running == 0 and "home" in service.calls)
        await pilot.pause()
        yield app, pilot
