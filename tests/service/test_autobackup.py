"""Automatic backups: every ten minutes of use if anything changed, in the background, never in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.service.conftest import Do, World, key
from trainer.errors import DatabaseError
from trainer.service.views import Mode
from trainer.store import backup

CASE = "first-call"


@pytest.fixture
def later(world: World) -> World:
    """The world's clock shows the real time; a database made now is some seconds old."""
    world.now = datetime.now(UTC)
    return world


def test_no_backup_in_the_first_ten_minutes(later: World, do: Do) -> None:
    service = later.open()
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    service.close()
    assert backup.list_backups(later.file) == ()


def test_a_backup_after_ten_minutes_of_use(later: World, do: Do) -> None:
    service = later.open()
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    later.now += timedelta(minutes=11)
    do(service, view, "先挂", "先挂")
    service.close()
    (made,) = backup.list_backups(later.file)
    assert made.reason == "auto"
    assert backup.check_backup(made.path).ok


def test_a_backup_that_fails_does_not_disturb_the_play(later: World, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("DB141", place="x", reason="full")

    monkeypatch.setattr(backup, "back_up", fail)
    service = later.open()
    view = service.start(CASE, Mode.PRACTICE, key=key())
    later.now += timedelta(minutes=11)
    assert do(service, view, "先挂").step == 1
    service.close()
    assert service._ctx.backups is not None
    assert service._ctx.backups.problem is not None
    assert service._ctx.backups.problem.code == "DB141"
