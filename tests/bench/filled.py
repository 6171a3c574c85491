"""A database of a given number of events, written in bulk but exactly as the store would hold them, chain and all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from trainer.content.library import Library, load_library
from trainer.engine.types import Choose
from trainer.service import Service, open_service
from trainer.service.views import Mode, PlayView
from trainer.store.chain import Row, sealed
from trainer.store.driver import driver
from trainer.store.heads import append_head, heads_path
from trainer.store.records import Head

CASE = "bid-360w"
PER_PERSON = 12
"""Attempts of each of the many others."""
COLUMNS = "chain, attempt, seq, key, type, data, at, ms, previous, hash"
DERIVED = ("run_result", "decision", "competency_evidence")


def key() -> str:
    """A fresh random id."""
    return uuid4().hex


def first_option(service: Service, view: PlayView) -> PlayView:
    """Take the first option that is open."""
    return service.act(view.attempt, Choose(view.options[0].choice), key=key(), expected_step=view.step)


def finished_run(service: Service) -> str:
    """Play the case to an end, always by the first option; returns the attempt, scored."""
    view = service.start(CASE, Mode.PRACTICE, key=key(), seed="bench", timers=False)
    while not view.closed:
        view = first_option(service, view)
    service.debrief(view.attempt)
    return view.attempt


def fill(path: Path, events: int) -> int:
    """Copy the one attempt of a database for other people until it holds that many events; returns how many it holds.

    The store must be closed. Copies have ids, keys and hashes of their own; ``trainer verify`` finds nothing to say.
    """
    connection = driver().module.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = 0")
        connection.execute("BEGIN IMMEDIATE")
        head = _Copier(connection).run(events)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    append_head(heads_path(path), head)
    return head.chain


class _Copier:
    """Rows of the template attempt, and what changes in a copy."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        last = connection.execute("SELECT chain, hash FROM event ORDER BY chain DESC LIMIT 1").fetchone()
        self.chain: int = last[0]
        self.previous: str = last[1]
        self.tables = {name: self._rows(f"SELECT * FROM {name}") for name in ("person", "attempt", *DERIVED)}
        self.events = [
            Row(*row)
            for row in connection.execute(f"SELECT {COLUMNS} FROM event WHERE attempt NOT NULL ORDER BY chain")
        ]

    def _rows(self, query: str) -> list[dict[str, Any]]:
        found = self.connection.execute(query)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            places = ", ".join(f":{name}" for name in rows[0])
            self.connection.executemany(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({places})", rows)

    def run(self, events: int) -> Head:
        """Insert copies, some hundred attempts at a time."""
        person = 0
        while self.chain < events:
            people: list[dict[str, Any]] = []
            copies: list[tuple[str, str, int]] = []
            while len(copies) < 600 and self.chain + len(copies) * len(self.events) < events:
                person += 1
                people.append({**self.tables["person"][0], "id": key(), "number": f"B{person:06}"})
                copies += [(key(), people[-1]["id"], number + 1) for number in range(PER_PERSON)]
            self._insert("person", people)
            changed = [{"id": ident, "person": who, "number": number} for ident, who, number in copies]
            self._insert("attempt", [{**self.tables["attempt"][0], **one} for one in changed])
            for table in DERIVED:
                rows = self.tables[table]
                self._insert(table, [{**row, "attempt": ident} for ident, _, _ in copies for row in rows])
            self.connection.executemany(
                f"INSERT INTO event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", self._copy(copies)
            )
        return Head(self.chain, self.previous)

    def _copy(self, copies: list[tuple[str, str, int]]) -> Iterator[Row]:
        for ident, who, number in copies:
            for row in self.events:
                data = row.data
                if row.seq == 0:  # the facts of the attempt are chained too
                    facts = {**json.loads(data), "person": who, "number": number}
                    data = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
                self.chain += 1
                own = None if row.key is None else key()
                row = sealed(row._replace(chain=self.chain, attempt=ident, key=own, data=data, previous=self.previous))
                self.previous = row.hash
                yield row


class Side:
    """One database with a person of its own who works in it, and the times that takes."""

    def __init__(self, path: Path, library: Library) -> None:
        self.path = path
        self.library = library
        with open_service(str(path), library) as service:
            service.use_person(number="A1", name="王小明")
            self.done = finished_run(service)

    def round(self) -> dict[str, float]:
        """Seconds of each operation, in a service that was opened just now; nothing is in its memory."""
        taken: dict[str, float] = {}

        def clocked(name: str, work: Any, *args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            result = work(*args, **kwargs)
            taken[name] = time.perf_counter() - started
            return result

        with open_service(str(self.path), self.library) as service:
            view = service.start(CASE, Mode.PRACTICE, key=key(), seed="bench", timers=False)
            for _ in range(4):
                view = first_option(service, view)
        service = clocked("open", open_service, str(self.path), self.library)
        try:
            clocked("home", service.home)
            view = clocked("resume", service.resume, view.attempt)
            view = clocked("answer", first_option, service, view)
            clocked("debrief", service.debrief, self.done)
            service.abandon(view.attempt, key=key())
        finally:
            service.close()
        return taken


def sides(folder: Path, events: int) -> tuple[Side, Side, int]:
    """A database with only its own person, one with that many events, and their exact number."""
    library = load_library()
    full = folder / "full.db"
    template = Side(full, library)
    held = fill(full, events)
    return Side(folder / "empty.db", library), template, held
