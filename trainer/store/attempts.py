"""Attempts: runs of a case or a quiz. The row is a copy of what the chained events say, kept for fast lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select, update
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store import events
from trainer.store.db import Tx
from trainer.store.records import (
    Appended,
    AttemptKind,
    AttemptRecord,
    EventRecord,
    NewAttempt,
    NewEvent,
    Origin,
    Status,
    StoreEvent,
)
from trainer.store.tables import Attempt, Event

_T = TypeVar("_T")

FACTS = tuple(one.name for one in fields(NewAttempt) if one.name not in {"id", "extra"})
"""The columns of an attempt that its ``started`` event holds."""

ASSUMED: Mapping[str, Any] = {"kind": AttemptKind.CASE.value}
"""What an older version did not write into its ``started`` events."""

AMENDABLE = frozenset({"person", "number", "origin", "proctored"})
CLOSING: Mapping[str, Status] = {
    "ended": Status.FINISHED,
    "completed": Status.FINISHED,
    "handed_in": Status.FINISHED,
    "quiz_timed_out": Status.FINISHED,
    StoreEvent.ABANDONED.value: Status.ABANDONED,
}
"""The events that finish an attempt: the engines', and giving it up."""

AFTERWARDS = frozenset({"rated"})
"""Events that may still come when an attempt is closed; they change neither its status nor when it was finished."""


def create(tx: Tx, new: NewAttempt, *, key: str, at: datetime, events_after: Sequence[NewEvent] = ()) -> Appended:
    """Start an attempt: the row, its ``started`` event and the engine's first events, as one batch.

    With a known key nothing is written and the attempt of that key is returned (its id may differ from ``new.id``).
    """
    found = events.by_key(tx, key)
    if found:
        if found[0].attempt is None or found[0].type != StoreEvent.STARTED:
            raise DatabaseError("DB123", key=key)
        return Appended(need(tx, found[0].attempt), found, True)
    facts = {name: getattr(new, name) for name in FACTS}
    batch = [NewEvent(StoreEvent.STARTED, {**new.extra, **facts}), *events_after]
    status = status_after(str(batch[-1].type))
    finished = None if status is Status.OPEN else at
    tx.add(Attempt(id=new.id, started=at, status=status.value, finished=finished, **facts))
    tx.flush()
    written = events.write_batch(tx, new.id, batch, key=key, at=at, seq=0, ms=0)
    return Appended(need(tx, new.id), written, False)


def append(tx: Tx, attempt: str, new: Sequence[NewEvent], *, key: str, at: datetime) -> Appended:
    """Append one operation to an attempt and bring its status up to date (see ``StoreEvent``).

    With a known key nothing is written and the stored batch is returned. ``ms`` of the events is the wall time since
    the start, but never less than before.

    Raises:
        DatabaseError: DB121 no such attempt, DB123 the key belongs to something else.
    """
    found = events.batch_of(tx, key, attempt)
    if found:
        return Appended(need(tx, attempt), found, True)
    row = _row(tx, attempt)
    last = tx.execute(
        select(col(Event.seq), col(Event.ms))
        .where(col(Event.attempt) == attempt)
        .order_by(col(Event.seq).desc())
        .limit(1)
    ).first()
    seq, ms = last if last else (-1, 0)
    elapsed = int((at - row.started).total_seconds() * 1000)
    written = events.write_batch(tx, attempt, new, key=key, at=at, seq=seq + 1, ms=max(ms, elapsed))
    ending = closing((event.type, event.at) for event in written)
    if ending is not None:
        status = status_after(ending[0])
        row.status, row.finished = status.value, None if status is Status.OPEN else at
    tx.add(row)
    tx.flush()
    return Appended(_record(row), written, False)


def status_after(event_type: str) -> Status:
    """What the type of an attempt's last event (see ``closing``) says of its status."""
    return CLOSING.get(event_type, Status.OPEN)


def closing(events: Iterable[tuple[str, _T]]) -> tuple[str, _T] | None:
    """The last event, as (type, …), that says something of an attempt's status."""
    return next((one for one in reversed(list(events)) if one[0] not in AFTERWARDS), None)


def facts_of(started: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a ``started`` event holds; raises KeyError if one is missing."""
    return {name: started[name] if name in started or name not in ASSUMED else ASSUMED[name] for name in FACTS}


def get(tx: Tx, attempt: str) -> AttemptRecord | None:
    """An attempt by id."""
    row = tx.get(Attempt, attempt)
    return _record(row) if row else None


def need(tx: Tx, attempt: str) -> AttemptRecord:
    """An attempt by id; DB121 if there is none."""
    return _record(_row(tx, attempt))


def of_person(
    tx: Tx,
    person: str,
    *,
    kind: AttemptKind | None = None,
    scenario: str | None = None,
    status: Status | None = None,
    limit: int | None = None,
    quarantined: bool = False,
) -> tuple[AttemptRecord, ...]:
    """Attempts of a person, of one kind or of all, newest first; quarantined ones only if asked for."""
    query = select(Attempt).where(col(Attempt.person) == person)
    if kind is not None:
        query = query.where(col(Attempt.kind) == kind.value)
    if scenario is not None:
        query = query.where(col(Attempt.scenario) == scenario)
    if status is not None:
        query = query.where(col(Attempt.status) == status.value)
    if not quarantined:
        query = query.where(col(Attempt.quarantine) == "")
    query = query.order_by(col(Attempt.started).desc(), col(Attempt.number).desc(), col(Attempt.id)).limit(limit)
    return tuple(map(_record, tx.execute(query).scalars()))


def everything(tx: Tx) -> tuple[AttemptRecord, ...]:
    """All attempts, oldest first, quarantined ones too."""
    rows = tx.execute(select(Attempt).order_by(col(Attempt.started), col(Attempt.id))).scalars()
    return tuple(map(_record, rows))


def next_number(tx: Tx, person: str, scenario: str, *, kind: AttemptKind = AttemptKind.CASE, mode: str = "") -> int:
    """The number of the person's next run of a case, or of a quiz in one ``mode``, from 1."""
    query = select(func.max(col(Attempt.number))).where(
        col(Attempt.person) == person, col(Attempt.scenario) == scenario, col(Attempt.kind) == kind.value
    )
    if kind is AttemptKind.QUIZ:
        query = query.where(col(Attempt.mode) == mode)
    return (tx.execute(query).scalar() or 0) + 1


def renumbered(tx: Tx, person: str) -> dict[str, int]:
    """Number the person's runs of each case and quiz by their start; returns the attempts whose number changed."""
    changed: dict[str, int] = {}
    counts: dict[tuple[str, ...], int] = {}
    query = select(Attempt).where(col(Attempt.person) == person).order_by(col(Attempt.started), col(Attempt.id))
    for row in tx.execute(query).scalars():
        counted = (row.kind, row.scenario, row.mode if row.kind == AttemptKind.QUIZ else "")
        number = counts[counted] = counts.get(counted, 0) + 1
        if row.number != number:
            changed[row.id] = number
    return changed


def amend(tx: Tx, changes: Mapping[str, Mapping[str, Any]], *, key: str, at: datetime) -> tuple[EventRecord, ...]:
    """Change facts of attempts (``AMENDABLE``), each with an ``amended`` event; a known key changes nothing."""
    found = events.by_key(tx, key)
    if found or not changes:
        return found
    batch = []
    for attempt, values in changes.items():
        if not AMENDABLE.issuperset(values):
            raise ValueError(f"not amendable: {sorted(values)}")
        tx.execute(update(Attempt).where(col(Attempt.id) == attempt).values(**values))
        batch.append(NewEvent(StoreEvent.AMENDED, {"attempt": attempt, **values}))
    tx.expire_all()
    return events.append_own(tx, batch, key=key, at=at)


def quarantine(tx: Tx, attempt: str, reason: str, *, key: str, at: datetime) -> None:
    """Leave an attempt out of lists and sums (an empty reason takes it back in), with an event that says so."""
    if events.by_key(tx, key):
        return
    row = _row(tx, attempt)
    row.quarantine = reason
    tx.add(row)
    tx.flush()
    events.append_own(tx, [NewEvent(StoreEvent.QUARANTINED, {"attempt": attempt, "reason": reason})], key=key, at=at)


def _row(tx: Tx, attempt: str) -> Attempt:
    row = tx.get(Attempt, attempt)
    if row is None:
        raise DatabaseError("DB121", table="attempt", row=attempt)
    return row


def _record(row: Attempt) -> AttemptRecord:
    if row.origin not in set(Origin) or row.status not in set(Status) or row.kind not in set(AttemptKind):
        raise DatabaseError("DB111", reason=f"attempt {row.id}")
    return AttemptRecord(
        row.id,
        row.person,
        row.scenario,
        row.content,
        row.engine_version,
        row.scoring_version,
        row.mode,
        row.seed,
        row.timers,
        row.number,
        Origin(row.origin),
        row.proctored,
        row.parent,
        row.parent_seq,
        row.started,
        row.finished,
        Status(row.status),
        row.quarantine,
        AttemptKind(row.kind),
    )
