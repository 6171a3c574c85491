"""A bar where somebody waits, nothing in a pipe, and none for what is quick."""

from __future__ import annotations

import pytest

from trainer.cli import progress


@pytest.fixture(autouse=True)
def seated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)


def test_a_long_job_shows_how_far_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress.bar("重放核对") as tell:
        assert tell is not None
        for done in (1, 3, 4):
            tell(done, 4)
    shown = capsys.readouterr()
    assert "重放核对" in shown.err and shown.out == ""


def test_a_quick_job_shows_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 1e9)
    with progress.bar("重放核对") as tell:
        assert tell is not None
        tell(1, 1)
    assert capsys.readouterr().err == ""


def test_nothing_is_drawn_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: False)
    with progress.bar("重放核对") as tell:
        assert tell is None
