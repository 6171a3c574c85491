"""Checks what is stored against the chain, the head file and the contents' names; names each row that differs.

Replaying the attempts and comparing the derived numbers is the service's part. What none of this can prove: that the
owner of a machine did not make up the whole database with its head file, or cut the same tail off both.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store import heads
from trainer.store.attempts import AFTERWARDS, AMENDABLE, ASSUMED, FACTS, status_after
from trainer.store.chain import GENESIS, Row, digest, read_time, row_hash, text_digest, well_typed
from trainer.store.db import Store, Tx
from trainer.store.events import COLUMNS
from trainer.store.failures import NO_TEXT
from trainer.store.records import Finding, Head, Status, StoreEvent
from trainer.store.tables import Attempt, Content, Event, FreeText

_BATCH = 2000
_RECENT = 4096
_MOST_SUSPECTS = 300
_QUARANTINE = "quarantine"
_HAS_DIGEST = re.compile('"digest":"[0-9a-f]').search
_COMPARED = (*FACTS, _QUARANTINE, "started", "finished", "status")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and found. ``ok``: nothing but notes."""

    findings: tuple[Finding, ...]
    events: int
    attempts: int
    contents: int
    head: Head

    @property
    def ok(self) -> bool:
        """No finding is an error."""
        return all(one.severity != "error" for one in self.findings)


@dataclass(slots=True)
class _Story:
    """What the chained events say of one attempt."""

    facts: dict[str, Any]
    started: str
    first: int
    next_seq: int = 1
    last_type: str = ""
    last_at: str = ""
    digests: dict[int, str] = field(default_factory=dict)


def verify(store: Store) -> Verification:
    """Check a whole database in one consistent view."""
    try:
        with store.read() as tx:
            return check(tx, store.heads)
    except DatabaseError as error:
        if error.params.get("reason") != NO_TEXT:
            raise
    with store.read(lenient=True) as tx:
        return check(tx, store.heads)


def check(tx: Tx, heads_file: Path) -> Verification:
    """Check the database that a transaction sees against a head file."""
    return _Check(tx, heads_file).run()


class _Check:
    def __init__(self, tx: Tx, heads_file: Path) -> None:
        self.tx = tx
        self.heads_file = heads_file
        self.findings: list[Finding] = []
        self.stories: dict[str, _Story] = {}
        self.suspects: list[Row] = []
        self.recent: dict[int, str] = {}
        self.end = Head(0, GENESIS)
        self.events = 0
        self.columns = _stored_columns(tx)

    def run(self) -> Verification:
        self._chain()
        self._name_suspects()
        contents = self._contents()
        attempts = self._attempts()
        self._texts()
        return Verification(tuple(self.findings), self.events, attempts, contents, self.end)

    def _find(self, kind: str, table: str, row: object, severity: str = "error", **params: object) -> None:
        shown = {name: printable(value) if isinstance(value, str) else value for name, value in params.items()}
        self.findings.append(Finding(kind, table, printable(str(row)), severity, shown))

    # --- events ------------------------------------------------------------------------------------------------------

    def _chain(self) -> None:
        heads_left = _HeadLines(self)
        previous_good = True
        query = select(*COLUMNS).order_by(col(Event.chain)).execution_options(yield_per=_BATCH)
        for values in self.tx.execute(query):
            row = Row(*values)
            self.events += 1
            good = well_typed(row) and row_hash(row) == row.hash
            if not good:
                self.suspects.append(row)
            if row.chain != self.end.chain + 1:
                self._find("deleted", "event", _span(self.end.chain + 1, row.chain - 1))
            elif good and previous_good and row.previous != self.end.hash:
                self._find("unlinked", "event", row.chain, attempt=row.attempt or "")
            self.end = Head(row.chain, row.hash)
            self.recent[row.chain] = row.hash
            if len(self.recent) > _RECENT:
                del self.recent[next(iter(self.recent))]
            heads_left.upto(row.chain)
            self._tell(row, good)
            previous_good = good
        heads_left.finish()

    def _tell(self, row: Row, good: bool) -> None:
        """Take in what an event says of its attempt; only a few kinds need their data read."""
        data: dict[str, Any] = {}
        if row.attempt is None or row.type == StoreEvent.STARTED or _HAS_DIGEST(str(row.data)):
            with contextlib.suppress(TypeError, ValueError):
                read = json.loads(row.data)
                data = read if isinstance(read, dict) else {}
        if row.attempt is None:
            self._tell_own(row, data)
            return
        story = self.stories.get(row.attempt)
        if story is None:
            story = self.stories[row.attempt] = _Story({}, row.at, row.chain, next_seq=0)
            if row.type == StoreEvent.STARTED:
                story.facts = {name: data.get(name, ASSUMED.get(name)) for name in FACTS}
            elif good:
                self._find("not_started", "event", row.chain, attempt=row.attempt)
        if row.seq != story.next_seq and good:
            self._find("sequence", "event", row.chain, attempt=row.attempt, expected=story.next_seq, found=row.seq)
        story.next_seq = row.seq + 1 if isinstance(row.seq, int) else story.next_seq + 1
        if row.type not in AFTERWARDS:
            story.last_type, story.last_at = row.type, row.at
        if found := text_digest(data):
            story.digests[row.seq] = found

    def _tell_own(self, row: Row, data: dict[str, Any]) -> None:
        story = self.stories.get(str(data.get("attempt")))
        if story is None:
            return
        if row.type == StoreEvent.AMENDED:
            story.facts.update({name: value for name, value in data.items() if name in AMENDABLE})
        elif row.type == StoreEvent.QUARANTINED:
            story.facts[_QUARANTINE] = data.get("reason")

    def _name_suspects(self) -> None:
        """A row whose hash fits another place was moved there (swapped, or shifted by an insertion); else edited."""
        places = [row.chain for row in self.suspects[:_MOST_SUSPECTS]]
        for row in self.suspects:
            params = {"attempt": row.attempt or "", "type": str(row.type)}
            if well_typed(row):
                nearby = [row.chain - 1, row.chain + 1, *places]
                was = next((place for place in nearby if row_hash(row._replace(chain=place)) == row.hash), None)
                if was is not None and was != row.chain:
                    self._find("moved", "event", row.chain, was=was, **params)
                    continue
            self._find("edited", "event", row.chain, **params)

    def hash_at(self, chain: int) -> str | None:
        """The stored hash of an event, None if there is no such event."""
        if chain in self.recent:
            return self.recent[chain]
        return self.tx.execute(select(col(Event.hash)).where(col(Event.chain) == chain)).scalar()

    # --- what hangs on the events ------------------------------------------------------------------------------------

    def _contents(self) -> int:
        count = 0
        known = set()
        query = select(col(Content.digest), col(Content.text)).order_by(col(Content.digest))
        for name, text in self.tx.execute(query.execution_options(yield_per=50)):
            count += 1
            known.add(name)
            if not isinstance(text, str) or digest(text) != name:
                self._find("content_edited", "content", name)
        for attempt, story in self.stories.items():
            if story.facts and story.facts["content"] not in known:
                self._find("content_missing", "content", story.facts["content"], attempt=attempt)
        return count

    def _attempts(self) -> int:
        count = 0
        missing = set(self.stories)
        for ident in self.tx.execute(select(col(Attempt.id)).order_by(col(Attempt.id))).scalars().all():
            count += 1
            missing.discard(ident)
            story = self.stories.get(ident)
            values = self._values(ident)
            if values is None:
                self._find("attempt_unreadable", "attempt", ident)
            elif story is None:
                self._find("attempt_without_events", "attempt", ident)
            elif story.facts:
                self._compare(ident, values, story)
        for ident in sorted(missing):
            self._find("attempt_missing", "attempt", ident, chain=self.stories[ident].first)
        return count

    def _values(self, ident: str) -> dict[str, Any] | None:
        """The columns of an attempt that its events know, None if one of them cannot be read."""
        query = select(*(col(getattr(Attempt, name)) for name in self.columns)).where(col(Attempt.id) == ident)
        try:
            row = self.tx.execute(query).first()
        except (TypeError, ValueError):
            return None
        return dict(zip(self.columns, row, strict=True)) if row else None

    def _compare(self, ident: str, found: dict[str, Any], story: _Story) -> None:
        status = status_after(story.last_type)
        try:
            started, finished = read_time(story.started), read_time(story.last_at)
        except (TypeError, ValueError):
            return  # the event is named as edited already
        said = {
            **story.facts,
            _QUARANTINE: story.facts.get(_QUARANTINE) or "",
            "started": started,
            "finished": None if status is Status.OPEN else finished,
            "status": status.value,
        }
        for name, value in found.items():
            if value != said[name]:
                self._find("attempt_differs", "attempt", ident, column=name, stored=str(value), chained=str(said[name]))

    def _texts(self) -> None:
        query = select(col(FreeText.attempt), col(FreeText.seq), col(FreeText.text))
        for attempt, seq, text in self.tx.execute(query.execution_options(yield_per=_BATCH)):
            story = self.stories.get(attempt)
            if story is None or story.digests.get(seq) != digest(text if isinstance(text, str) else repr(text)):
                self._find("text_edited", "free_text", f"{attempt}/{seq}")


class _HeadLines:
    """Reads the head file alongside the events; lines may be a little out of order."""

    def __init__(self, check: _Check) -> None:
        self.check = check
        self.exists = check.heads_file.exists()
        self.lines: Iterator[tuple[int, Head | None]] = heads.read_heads(check.heads_file) if self.exists else iter(())
        self.waiting: tuple[int, Head] | None = None
        self.most = 0
        self._advance()

    def upto(self, chain: int) -> None:
        """Compare all lines up to an event."""
        while self.waiting is not None and self.waiting[1].chain <= chain:
            self._compare(*self.waiting)

    def finish(self) -> None:
        """Compare what is left and say how the file and the database end."""
        behind = 0
        while self.waiting is not None:
            line, head = self.waiting
            if head.chain > self.check.end.chain:
                behind = max(behind, head.chain)
                self.most = max(self.most, head.chain)
                self._advance()
            else:
                self._compare(line, head)
        find, end = self.check._find, self.check.end.chain
        if behind:
            find("truncated", "event", _span(end + 1, behind))
        elif self.most < end:
            keyed = select(func.count(col(Event.key))).where(col(Event.chain) > self.most)
            batches = self.check.tx.execute(keyed).scalar() or 0
            if batches <= 1:
                find("unacknowledged", "event", _span(self.most + 1, end), "note")
            elif self.exists:
                find("beyond_heads", "event", _span(self.most + 1, end))
            else:
                find("heads_missing", "heads", self.check.heads_file.name)

    def _compare(self, line: int, head: Head) -> None:
        self.most = max(self.most, head.chain)
        if self.check.hash_at(head.chain) != head.hash:
            self.check._find("head_differs", "heads", line, chain=head.chain)
        self._advance()

    def _advance(self) -> None:
        self.waiting = None
        for number, head in self.lines:
            if head is not None:
                self.waiting = (number, head)
                return
            self.check._find("head_unreadable", "heads", number, "note")


def _stored_columns(tx: Tx) -> tuple[str, ...]:
    """The columns of an attempt that are compared; a backup of an older version may lack the newest of them."""
    stored = {row[1] for row in tx.connection().exec_driver_sql("PRAGMA table_info(attempt)")}
    return tuple(name for name in _COMPARED if name in stored or name not in ASSUMED)


def _span(first: int, last: int) -> str:
    return str(first) if first >= last else f"{first}-{last}"


def printable(text: str) -> str:
    """Damaged text with what is no UTF-8 as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
