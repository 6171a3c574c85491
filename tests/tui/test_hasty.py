"""Keys that come all at once, as from a pasted text or a machine that stood still: nothing crashes or is lost."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot

from tests.tui.conftest import settled
from tests.tui.fake_service import FakeService
from tests.tui.screen_text import running, until
from trainer.tui.app import TrainerApp
from trainer.tui.screens.home import HomeScreen
from trainer.tui.screens.quiz import QuizScreen


def at_once(app: TrainerApp, *keys: str) -> None:
    """Keys that arrive before the first of them has had its effect."""
    assert app._driver is not None
    for key in keys:
        event = Key(key, key if len(key) == 1 else None)
        event.set_sender(app)
        app._driver.send_message(event)


async def alive(app: TrainerApp, pilot: Pilot[Any]) -> None:
    """Everything has had its effect and nothing went wrong."""
    await settled()
    await until(pilot, lambda: app.desk.running == 0)
    await settled()
    assert app.crash is None and app.is_running


@pytest.mark.parametrize(
    "opener", ["f1", "ctrl+p", "ctrl+k", "f12", "f10", "slash", "f2", "f5", "2", "3", "4", "5", "enter"]
)
async def test_what_opens_and_closes_at_once_leaves_the_first_page(opener: str) -> None:
    async with running(FakeService(newcomer=False), (80, 24)) as (app, pilot):
        at_once(app, opener, "escape", opener, "escape", "escape")
        await alive(app, pilot)
        at_once(app, "escape", "escape", "1")
        await alive(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))


@pytest.mark.parametrize(
    "keys", [("1", "escape", "escape"), ("1", "1", "1"), ("enter", "2", "u"), ("f2", "escape", "t"), ("escape", "1")]
)
async def test_hasty_keys_in_a_play(keys: tuple[str, ...]) -> None:
    from trainer.service.views import Mode

    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        app.start("bid-360w", Mode.PRACTICE)
        at_once(app, *keys)
        await alive(app, pilot)
        at_once(app, *keys, *keys)
        await alive(app, pilot)


async def test_the_answer_and_how_sure_may_be_typed_in_one_go() -> None:
    service = FakeService()
    async with running(service, (80, 24)) as (app, pilot):
        app.start_quiz("final", exam=True)
        await until(pilot, lambda: isinstance(app.screen, QuizScreen) and app.screen.box is not None)
        screen = app.screen
        assert isinstance(screen, QuizScreen) and screen.stage == "answer"
        at_once(app, "2", "1")
        await until(pilot, lambda: len(service.replies) == 1)
        await alive(app, pilot)
        at_once(app, "2", "1", "enter", "1", "1", "escape")  # two ticks, done, very sure; what follows comes too late
        await alive(app, pilot)
        assert len(service.replies) == 2 and len(service.replies[1][1].picks) == 2
