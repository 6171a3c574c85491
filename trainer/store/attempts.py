"""Attempts: runs of a scenario. The row is a copy of what the chained events say, kept for fast lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store import events
from trainer.store.db import Tx
from trainer.store.records import (
    Appended,
    AttemptRecord,
    EventRecord,
    NewAttempt,
    NewEvent,
    Origin,
    Status,
    StoreEvent,
)
from trainer.store.tables import Attempt, Event

FACTS = tuple(one.name for one in fields(NewAttempt) if one.name not in {"id", "extra"})
"""The columns of an attempt that its ``started`` event holds."""

AMENDABLE = frozenset({"person", "number", "origin", "proctored"})
ENDED = "ended"
"""The engine's event that finishes an attempt."""


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
    status = status_after(batch[-1].type)
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
        select(col(Event.seq), col(Event.ms)).where(col(Event.attempt) == attempt).order_by(col(Event.seq).desc())
    ).first()
    seq, ms = last if last else (-1, 0)
    elapsed = int((at - row.started).total_seconds() * 1000)
    written = events.write_batch(tx, attempt, new, key=key, at=at, seq=seq + 1, ms=max(ms, elapsed))
    status = status_after(written[-1].type)
    row.status, row.finished = status.value, None if status is Status.OPEN else at
    tx.add(row)
    tx.flush()
    return Appended(_record(row), written, False)


def status_after(event_type: str) -> Status:
    """What the type of an attempt's last event says of its status."""
    return {ENDED: Status.FINISHED, StoreEvent.ABANDONED: Status.ABANDONED}.get(event_type, Status.OPEN)


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
    scenario: str | None = None,
    status: Status | None = None,
    limit: int | None = None,
    quarantined: bool = False,
) -> tuple[AttemptRecord, ...]:
    """Attempts of a person, newest first; quarantined ones only if asked for."""
    query = select(Attempt).where(col(Attempt.person) == person)
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


def next_number(tx: Tx, person: str, scenario: str) -> int:
    """The number of the person's next run of a case, from 1."""
    query = select(func.max(col(Attempt.number))).where(
        col(Attempt.person) == person, col(Attempt.scenario) == scenario
    )
    return (tx.execute(query).scalar() or 0) + 1


def renumbered(tx: Tx, person: str) -> dict[str, int]:
    """Number the person's runs of each case by their start; returns the attempts whose number changed."""
    changed: dict[str, int] = {}
    counts: dict[str, int] = {}
    query = select(Attempt).where(col(Attempt.person) == person).order_by(col(Attempt.started), col(Attempt.id))
    for row in tx.execute(query).scalars():
        number = counts[row.scenario] = counts.get(row.scenario, 0) + 1
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
    if row.origin not in set(Origin) or row.status not in set(Status):
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
    )
