"""Writers that can be killed, and the checker of what they left: acknowledged ⊆ stored, once per key, no gaps.

A writer tells through a pipe ``try KEY`` before an operation and ``ack KEY`` after it was acknowledged.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import text

from tests.support.stored import add_person, answer, begin
from trainer.store.db import Store, open_store
from trainer.store.records import Finding
from trainer.store.verify import verify

Work = Callable[[Callable[[str], object]], object]
"""What a child does; it is handed the function that tells the parent a line."""


@dataclass
class History:
    """What the parent knows: keys tried and keys acknowledged, in order."""

    tried: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def note(self, line: str) -> None:
        """Take a line of a child."""
        word, _, key = line.partition(" ")
        {"try": self.tried, "ack": self.acknowledged}[word].append(key)

    @property
    def open(self) -> list[str]:
        """Keys tried and not acknowledged."""
        known = set(self.acknowledged)
        return [key for key in dict.fromkeys(self.tried) if key not in known]


@dataclass(frozen=True)
class Verdict:
    """What the checker says."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    gaps: tuple[str, ...]
    findings: tuple[Finding, ...]
    unacknowledged: int
    """Stored, but the writer died before it could say so: allowed, for the retry finds it."""

    @property
    def clean(self) -> bool:
        """Nothing lost, doubled, missing or damaged."""
        errors = [one for one in self.findings if one.severity == "error"]
        return not (self.lost or self.doubled or self.gaps or errors)


def judge(path: Path, history: History) -> Verdict:
    """Compare a history with a database. A key counts with what a broken store might have put behind a ``~``."""
    with open_store(path) as store:
        report = verify(store)
        with store.raw() as connection:
            keys = connection.execute(text("SELECT key FROM event WHERE key IS NOT NULL")).scalars().all()
            rows = connection.execute(
                text("SELECT attempt, count(*), min(seq), max(seq) FROM event WHERE seq > 0 GROUP BY attempt")
            ).all()
    counts = Counter(str(key).partition("~")[0] for key in keys)
    return Verdict(
        tuple(key for key in history.acknowledged if not counts[key]),
        tuple(key for key, count in counts.items() if count > 1),
        tuple(str(attempt) for attempt, count, low, high in rows if low != 1 or high != count),
        report.findings,
        sum(1 for key in history.open if counts[key]),
    )


def prepare(path: Path, number: str = "0017") -> str:
    """A database with one more open attempt; returns the attempt. No connection stays open, so that one may fork."""
    with open_store(path, make_parent=True) as store, store.write() as tx:
        return begin(tx, add_person(tx, number))


def one_answer(store: Store, attempt: str, key: str) -> None:
    """One operation, as a service would do it: read, decide, write, acknowledge."""
    with store.write() as tx:
        answer(tx, attempt, len(key), key=key)


def answering(path: Path, attempt: str, keys: list[str], **options: int) -> Work:
    """A child that answers with these keys."""

    def work(tell: Callable[[str], object]) -> None:
        with open_store(path, **options) as store:  # type: ignore[arg-type]
            for key in keys:
                tell(f"try {key}")
                one_answer(store, attempt, key)
                tell(f"ack {key}")

    return work


@dataclass
class Child:
    """A forked process and the pipe that it tells its lines through."""

    pid: int
    pipe: int
    rest: bytes = b""
    ended: bool = False

    def lines(self, timeout: float | None = None) -> list[str]:
        """The next lines; empty at the end, or when nothing came in time."""
        ready, _, _ = select.select([self.pipe], [], [], timeout)
        if not ready:
            return []
        data = os.read(self.pipe, 65536)
        self.ended = not data
        *whole, self.rest = (self.rest + data).split(b"\n")
        return [line.decode() for line in whole]

    def finish(self) -> tuple[list[str], int]:
        """Wait for the end; the remaining lines and the exit status (negative: the signal)."""
        found: list[str] = []
        while not self.ended:
            found += self.lines()
        os.close(self.pipe)
        status = os.waitpid(self.pid, 0)[1]
        return found, os.waitstatus_to_exitcode(status)


def fork(work: Work) -> Child:
    """Start a child; with everything imported already it is at work within milliseconds."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    status = 1
    try:
        os.close(reading)
        work(lambda line: os.write(writing, line.encode() + b"\n"))
        status = 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error} {getattr(error, 'params', '')}\n".encode())
    finally:
        os._exit(status)


def run_and_kill(work: Work, random: Random, history: History, *, most_lines: int = 0, longest: float = 0.012) -> bool:
    """Let a child work until some line, then a little longer, then kill it. Returns whether it was still alive."""
    child = fork(work)
    wanted = random.randint(0, most_lines)
    seen = 0
    while seen < wanted and not child.ended:
        for line in child.lines():
            history.note(line)
            seen += 1
    select.select([], [], [], random.random() * longest)  # into the middle of whatever it does then
    os.kill(child.pid, signal.SIGKILL)
    rest, status = child.finish()
    for line in rest:
        history.note(line)
    return status == -signal.SIGKILL


def duration(work: Work) -> float:
    """How long a child takes that nobody kills, in seconds."""
    begun = time.perf_counter()
    status = fork(work).finish()[1]
    if status:
        raise RuntimeError(f"the child ended with {status}")
    return time.perf_counter() - begun
