"""Work in the background: patience, messages, and what the interface loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tui.fake_service import FakeService
from tests.tui.screen_text import running, sees, until
from trainer.errors import DatabaseError, UsageError
from trainer.tui import ops
from trainer.tui.stopwatch import Stopwatch


def test_pauses_grow_and_are_jittered() -> None:
    assert [ops.pause_before(n, lambda: 0.5) for n in (1, 2, 3, 9)] == pytest.approx([0.1, 0.2, 0.4, 2.0])
    assert ops.pause_before(1, lambda: 0.0) == pytest.approx(0.05)


def test_only_what_may_pass_is_tried_again() -> None:
    assert ops.worth_repeating(DatabaseError("DB205")) and ops.worth_repeating(OSError(28, "full"))
    assert not ops.worth_repeating(UsageError("SV108")) and not ops.worth_repeating(ValueError("x"))


def test_every_error_becomes_words_without_a_traceback() -> None:
    for error in (
        UsageError("SV104", id="x", place="x"),
        UsageError("NOPE"),
        OSError(28, "No space"),
        ValueError("秘密"),
    ):
        text = ops.message_of(error)
        assert text and "Traceback" not in text and "秘密" not in text


async def test_a_result_for_a_screen_that_is_gone_is_dropped() -> None:
    import threading

    service, gate = FakeService(), threading.Event()
    async with running(service) as (app, pilot):
        app.open_briefing("bid-360w")
        await sees(pilot, "案情")
        screen = app.screen
        got: list[int] = []

        def work(_: object) -> int:
            gate.wait(10)
            return 1

        ops.call(screen, work, got.append)
        app.pop_screen()
        await sees(pilot, "今天")
        gate.set()
        await until(pilot, lambda: app.desk.running == 0)
        assert got == []


async def test_an_unexpected_error_is_told_and_the_app_goes_on() -> None:
    async with running(FakeService()) as (app, pilot):
        app.open_briefing("nothing")
        await sees(pilot, "出了点问题")
        await pilot.press("enter")
        await sees(pilot, "今天")


def test_a_stopwatch_loses_nothing_when_a_report_fails() -> None:
    now = [0.0]
    watch = Stopwatch(lambda: now[0])
    now[0] = 3.0
    assert watch.take() == 3000
    now[0] = 4.0
    assert watch.ms == 4000, "not kept, so it runs on from the old zero"
    assert watch.take() == 4000
    now[0] = 4.5
    watch.kept()
    assert watch.ms == 500
    watch.pause()
    now[0] = 100.0
    assert watch.ms == 500
    watch.go_on()
    now[0] = 101.0
    assert watch.ms == 1500


def test_the_interface_starts_without_database_and_numbers() -> None:
    code = (
        "import sys, trainer.tui.app, trainer.tui.screens.home\n"
        "bad = {'sqlmodel', 'sqlalchemy', 'numpy', 'pydantic', 'alembic', 'yaml', 'lark'} & set(sys.modules)\n"
        "ours = ('trainer.store', 'trainer.engine.machine', 'trainer.content')\n"
        "bad |= {m for m in sys.modules if m.startswith(ours)}\n"
        "bad |= {'textual.widgets._text_area', 'textual.widgets._markdown'} & set(sys.modules)\n"
        "sys.exit(repr(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
