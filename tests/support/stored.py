"""Small databases for the tests of the store: people, a content, attempts with a few answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from trainer.store import attempts, contents, people
from trainer.store.chain import digest
from trainer.store.db import Store, Tx
from trainer.store.driver import driver
from trainer.store.records import Appended, NewAttempt, NewEvent

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TEXT = "# 案例\n\n一段文字。\n"


def uid() -> str:
    """A fresh random id."""
    return uuid4().hex


def clock(start: datetime = START, step: timedelta = timedelta(seconds=7)) -> Iterator[datetime]:
    """Times that go on by a fixed step."""
    while True:
        yield start
        start += step


def add_person(tx: Tx, number: str | None = "0017", name: str = "王小明") -> str:
    """A person; returns the id."""
    return people.create(tx, id=uid(), at=START, name=name, number=number).id


def begin(tx: Tx, person: str, *, scenario: str = "bid", text: str = TEXT, at: datetime = START, **extra: Any) -> str:
    """An attempt with its first events; returns the id."""
    content = contents.put(tx, text, kind="scenario", ident=scenario, path=f"scenarios/{scenario}.md", at=at)
    number = attempts.next_number(tx, person, scenario)
    new = NewAttempt(uid(), person, scenario, content, 1, 1, "practice", "种子", True, number, **extra)
    return attempts.create(tx, new, key=uid(), at=at, events_after=[NewEvent("entered", {"node": 0})]).attempt.id


def answer(tx: Tx, attempt: str, choice: int = 0, *, key: str | None = None, at: datetime = START) -> Appended:
    """One action: two events."""
    new = [NewEvent("chose", {"choice": choice, "node": 0}), NewEvent("entered", {"node": choice + 1})]
    return attempts.append(tx, attempt, new, key=key or uid(), at=at)


def respond(tx: Tx, attempt: str, text: str, *, at: datetime = START) -> Appended:
    """A free answer."""
    data = {"digest": digest(text), "length": len(text), "node": 3}
    return attempts.append(tx, attempt, [NewEvent("responded", data, text)], key=uid(), at=at)


def finish(tx: Tx, attempt: str, *, at: datetime = START) -> Appended:
    """The action that ends the play."""
    return attempts.append(
        tx, attempt, [NewEvent("chose", {"choice": 1}), NewEvent("ended", {"ending": "中标"})], key=uid(), at=at
    )


def fill(store: Store, *, answers: int = 6) -> tuple[str, str]:
    """A person with one finished and one open attempt; returns the person and the open attempt."""
    times = clock()
    with store.write() as tx:
        person = add_person(tx)
        first = begin(tx, person, at=next(times))
        second = begin(tx, person, scenario="other", at=next(times))
    for number in range(answers):
        with store.write() as tx:
            answer(tx, first if number % 2 else second, number, at=next(times))
    with store.write() as tx:
        respond(tx, first, "我会先问清楚预算。", at=next(times))
    with store.write() as tx:
        finish(tx, first, at=next(times))
    return person, second


def tamper(path: Path, *statements: str, **params: object) -> None:
    """Change a database behind the store's back, with a connection that checks nothing."""
    connection = driver().module.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute("PRAGMA ignore_check_constraints = 1")
        for statement in statements:
            connection.execute(statement, params)
    finally:
        connection.close()
