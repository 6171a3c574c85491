"""Taking packs into a database: verified before, idempotent, with conflicts of identity listed instead of guessed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import col

from trainer.errors import DatabaseError, UsageError
from trainer.store import attempts, contents, events, people
from trainer.store.chain import Row, canonical, read_time
from trainer.store.db import Tx
from trainer.store.events import COLUMNS
from trainer.store.pack import Pack, PackedAttempt
from trainer.store.records import NewEvent, Origin, PersonRecord, Status, StoreEvent
from trainer.store.tables import Attempt, Event, Person

NEW_PERSON = "new"
"""Resolution of a conflict: the pack's person is somebody else than anybody here."""


class ConflictKind(StrEnum):
    """Why it is not clear whose attempts these are; text ``store.conflict.<kind>``."""

    NAME_DIFFERS = "name_differs"  # same 工号, another name
    NUMBER_DIFFERS = "number_differs"  # the very person, another 工号
    NUMBER_TAKEN = "number_taken"  # the very person, now with a 工号 that somebody else has here


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that only a person can answer. ``here``: who is in the database; ``there``: who is in the pack."""

    kind: ConflictKind
    here: PersonRecord
    there: PersonRecord


@dataclass(frozen=True, slots=True)
class Collected:
    """What one pack brought. With ``conflict`` nothing was written.

    Attributes:
        person: Whose attempts they are here now.
        new_person: This person was not known here.
        unassigned: The person has no 工号 and should be merged with a roster entry.
        attempts: New attempts.
        extended: Known attempts that went on.
        events, known_events: Events written; events that were here already.
    """

    person: str
    new_person: bool = False
    unassigned: bool = False
    attempts: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    events: int = 0
    known_events: int = 0
    conflict: Conflict | None = None


def collect(tx: Tx, pack: Pack, *, at: datetime, place: str = "", resolve: str | None = None) -> Collected:
    """Take a pack in.

    Args:
        tx: A write transaction.
        pack: What ``read_pack`` returned.
        at: Wall time of the collection.
        place: The file's name, for errors.
        resolve: Id of the person here whom the attempts belong to, or ``NEW_PERSON``; None: find out.

    Raises:
        UsageError: DB133 an attempt that is here already went another way in the pack.
    """
    if found := events.by_key(tx, f"collect:{pack.seal}"):
        return Collected(str(found[0].data["person"]), known_events=pack.events)
    target, conflict = _whose(tx, pack.person, resolve)
    if conflict is not None:
        return Collected(target, conflict=conflict, known_events=0)
    created = _make_person(tx, pack.person, target, resolve, at)
    for one in pack.contents:
        contents.put(tx, one.text, kind=one.kind, ident=one.ident, path=one.path, at=at)
    new: list[str] = []
    extended: list[str] = []
    written = 0
    for attempt in pack.attempts:
        fresh = _fresh_rows(tx, attempt, place)
        if not fresh:
            continue
        (new if fresh[0].seq == 0 else extended).append(attempt.id)
        _write(tx, attempt, fresh, target)
        written += len(fresh)
    _amend(tx, pack, new, target, at)
    data = {
        "seal": pack.seal,
        "database": pack.database,
        "person": target,
        "events": written,
        "head": [pack.head.chain, pack.head.hash],
    }
    events.append_own(tx, [NewEvent(StoreEvent.COLLECTED, data)], key=f"collect:{pack.seal}", at=at)
    who = people.get(tx, target)
    return Collected(
        target,
        created,
        who is not None and who.number is None,
        tuple(new),
        tuple(extended),
        written,
        pack.events - written,
    )


def _whose(tx: Tx, there: PersonRecord, resolve: str | None) -> tuple[str, Conflict | None]:
    """The id here of the pack's person (perhaps not there yet), or a conflict."""
    if resolve == NEW_PERSON:
        return there.id, None
    if resolve is not None:
        if people.get(tx, resolve) is None:
            raise DatabaseError("DB121", table="person", row=resolve)
        return resolve, None
    here = people.get(tx, there.id)
    if here is not None and here.merged_into is not None:
        here = people.get(tx, here.merged_into)
        if here is not None:
            return here.id, None  # somebody said once that this is the same person
    owner = people.by_number(tx, there.number) if there.number else None
    if here is not None:
        if there.number and here.number and there.number != here.number:
            return here.id, Conflict(ConflictKind.NUMBER_DIFFERS, here, there)
        if owner is not None and owner.id != here.id:
            return here.id, Conflict(ConflictKind.NUMBER_TAKEN, owner, there)
        return here.id, None
    if owner is not None:
        if there.name and owner.name and there.name != owner.name:
            return owner.id, Conflict(ConflictKind.NAME_DIFFERS, owner, there)
        return owner.id, None
    return there.id, None


def _make_person(tx: Tx, there: PersonRecord, target: str, resolve: str | None, at: datetime) -> bool:
    """Make the person, or remember that the pack's person is the target; returns whether somebody new came."""
    here = people.get(tx, there.id)
    if target == there.id:
        taken = people.by_number(tx, there.number) if there.number else None
        number = there.number if taken is None or taken.id == there.id else None
        if here is None:
            people.create(tx, id=there.id, at=at, name=there.name, number=number)
            return True
        if not here.erased and resolve is None:
            people.rename(tx, here.id, name=here.name or there.name, number=here.number or number)
        return False
    if here is None:
        tx.add(Person(id=there.id, name="", number=None, created=at, merged_into=target))
        tx.flush()
    return False


def _fresh_rows(tx: Tx, attempt: PackedAttempt, place: str) -> tuple[Row, ...]:
    """The rows that are not here yet; what is here must be the same."""
    query = select(*COLUMNS).where(col(Event.attempt) == attempt.id).order_by(col(Event.seq))
    known = [Row(*values) for values in tx.execute(query)]
    for ours, theirs in zip(known, attempt.rows, strict=False):
        if _substance(ours) != _substance(theirs):
            raise UsageError("DB133", place=place, attempt=attempt.id, seq=theirs.seq)
    fresh = attempt.rows[len(known) :]
    keys = [row.key for row in fresh if row.key]
    if fresh and (
        fresh[0].key is None
        or tx.execute(select(col(Event.key)).where(col(Event.key).in_(keys)).limit(1)).scalar() is not None
    ):
        raise UsageError("DB133", place=place, attempt=attempt.id, seq=fresh[0].seq)
    return fresh


def _substance(row: Row) -> tuple[object, ...]:
    return row.seq, row.key, row.type, row.data, row.at, row.ms


def _write(tx: Tx, attempt: PackedAttempt, fresh: tuple[Row, ...], target: str) -> None:
    """Write rows batch by batch under their old keys, times and durations; the chain is this database's."""
    started = read_time(attempt.rows[0].at)
    last = attempts.closing((one.type, one.at) for one in attempt.rows)
    status = attempts.status_after(last[0]) if last else Status.OPEN
    finished = None if last is None or status is Status.OPEN else read_time(last[1])
    row = tx.get(Attempt, attempt.id)
    if row is None:
        facts = {**attempt.facts, "person": target, "origin": Origin.COLLECTED.value, "proctored": False}
        row = Attempt(id=attempt.id, started=started, status=status.value, finished=finished, **facts)
    row.status, row.finished = status.value, finished
    tx.add(row)
    tx.flush()
    batch: list[Row] = []
    for one in (*fresh, None):
        if batch and (one is None or one.key is not None):
            new = [NewEvent(event.type, _data(event), attempt.texts.get(event.seq)) for event in batch]
            first = batch[0]
            events.write_batch(
                tx, attempt.id, new, key=str(first.key), at=read_time(first.at), seq=first.seq, ms=first.ms
            )
            batch = []
        if one is not None:
            batch.append(one)


def _data(row: Row) -> dict[str, object]:
    data: dict[str, object] = json.loads(row.data)
    if canonical(data) != row.data:
        raise UsageError("DB131", reason=f"event {row.chain}")
    return data


def _amend(tx: Tx, pack: Pack, new: list[str], target: str, at: datetime) -> None:
    """Say in events what differs here from what the attempts' own ``started`` events say."""
    changes: dict[str, dict[str, object]] = {
        one: {"person": target, "origin": Origin.COLLECTED.value, "proctored": False} for one in new
    }
    for one, number in attempts.renumbered(tx, target).items():
        changes.setdefault(one, {})["number"] = number
    for one in new:  # a number that an earlier ``amended`` event gave it elsewhere
        row = attempts.need(tx, one)
        changes[one].setdefault("number", row.number)
    attempts.amend(tx, changes, key=f"collect-amend:{pack.seal}", at=at)
