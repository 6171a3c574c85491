"""Many processes write at once: no error, nothing lost, nobody starved."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Table
from tests.support.history import History, Work, fork, judge, one_answer, prepare
from trainer.errors import DatabaseError
from trainer.store.db import open_store
from trainer.store.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork")

FULL = pytest.mark.fault


def writer(path: Path, attempt: str, name: int, turns: int, *, busy_ms: int) -> Work:
    """A process that reads, decides and writes; tells the time that each operation took."""

    def work(tell: Callable[[str], object]) -> None:
        with open_store(path, busy_ms=busy_ms) as store:
            for turn in range(turns):
                key = f"{name}-{turn}"
                tell(f"try {key}")
                begun = time.perf_counter()
                one_answer(store, attempt, key)
                tell(f"took {time.perf_counter() - begun:.6f}")
                tell(f"ack {key}")

    return work


def compete(path: Path, writers: int, turns: int, *, busy_ms: int = 60_000) -> tuple[History, list[float], int]:
    """Run writers at the same time, two in each attempt; the history, the times and how many writers failed."""
    attempts = [prepare(path, f"{number:04}") for number in range((writers + 1) // 2)]
    children = [fork(writer(path, attempts[name // 2], name, turns, busy_ms=busy_ms)) for name in range(writers)]
    history, times, failed = History(), [], 0
    waiting = list(children)
    while waiting:
        for child in list(waiting):
            for line in child.lines(0.001):
                if line.startswith("took"):
                    times.append(float(line.split()[1]))
                else:
                    history.note(line)
            if child.ended:
                waiting.remove(child)
                failed += child.finish()[1] != 0
    return history, sorted(times), failed


@pytest.mark.parametrize(("writers", "turns"), [(12, 4), pytest.param(50, 200, marks=FULL)])
def test_many_processes_write_at_once(tmp_path: Path, table: Table, writers: int, turns: int) -> None:
    path = tmp_path / "x.db"
    begun = time.perf_counter()
    history, times, failed = compete(path, writers, turns)
    spent = time.perf_counter() - begun
    verdict = judge(path, history)
    table(
        writers=writers,
        transactions=len(times),
        errors=failed,
        per_second=round(len(times) / spent),
        p50=f"{times[len(times) // 2]:.3f}s",
        p99=f"{times[len(times) * 99 // 100]:.3f}s",
        longest=f"{times[-1]:.3f}s",
    )
    assert failed == 0
    assert len(history.acknowledged) == writers * turns
    assert verdict.clean, verdict


def test_a_stopped_writer_is_waited_for_no_longer_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    attempt = prepare(path)

    def hold(tell: Callable[[str], object]) -> None:
        with open_store(path) as store, store.write():
            tell("ack held")
            signal.pause()

    child = fork(hold)
    assert child.lines() == ["ack held"]
    try:
        with open_store(path, busy_ms=80) as store:
            for _ in range(2):
                with pytest.raises(DatabaseError) as caught:
                    one_answer(store, attempt, "k")
                assert caught.value.code == "DB108"
            os.kill(child.pid, signal.SIGKILL)
            child.finish()
            one_answer(store, attempt, "k")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    with open_store(path) as store:
        assert verify(store).findings == ()
