"""Tests of the interface wait for what is still to be done, not for time.

Textual's pilot takes a process that uses no CPU for an idle one. On a machine that gives it none it is wrong, and
elsewhere it sleeps 20 ms at least, three times a key. Here the event loop itself is asked (its private list of what
is ready to run), so that a key has had all its effects, up to the work of threads, before the next one is pressed.
"""

from __future__ import annotations

import asyncio

import pytest
from textual._context import active_app

ROUNDS = 100_000
"""Turns of the event loop after which an app that never rests has failed."""


async def settled(*_sleeps: float) -> None:
    """Let the event loop run until only timers, threads and keys could go on, and everything is painted."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    calm = 0
    for _turn in range(ROUNDS):
        await asyncio.sleep(0)
        calm = 0 if ready else calm + 1
        if calm < 2:
            continue
        app = active_app.get()
        screen = app.screen if app.screen_stack and app.is_running and not app._exit else None
        if screen is None or not (screen._callbacks or screen._dirty_widgets or screen._layout_required):
            return
        screen._on_timer_update()  # what the timer of the screen would do within 16 ms
        calm = 0
    raise AssertionError("the app never comes to rest")


@pytest.fixture(autouse=True)
def no_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilots wait by ``settled``."""
    for place in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{place}.wait_for_idle", settled)
