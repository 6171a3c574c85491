"""People: the only rows with names. A person is known everywhere else by a random id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store import attempts, events
from trainer.store.db import Tx
from trainer.store.records import AttemptKind, NewEvent, PersonRecord, StoreEvent
from trainer.store.tables import Attempt, FreeText, Person, Setting


def create(tx: Tx, *, id: str, at: datetime, name: str = "", number: str | None = None) -> PersonRecord:  # noqa: A002
    """Add a person; DB122 if the 工号 is another one's."""
    _free(tx, number, id)
    row = Person(id=id, number=number or None, name=name, created=at)
    tx.add(row)
    tx.flush()
    return _record(row)


def get(tx: Tx, person: str) -> PersonRecord | None:
    """A person by id (also one who was merged or erased)."""
    row = tx.get(Person, person)
    return _record(row) if row else None


def by_number(tx: Tx, number: str) -> PersonRecord | None:
    """A person by 工号."""
    row = tx.execute(select(Person).where(col(Person.number) == number)).scalar()
    return _record(row) if row else None


def everyone(tx: Tx) -> tuple[PersonRecord, ...]:
    """All people who were neither merged into another nor erased, by 工号, then by name."""
    kept = select(Person).where(col(Person.merged_into).is_(None), col(Person.erased).is_(False))
    rows = tx.execute(kept).scalars()
    return tuple(sorted(map(_record, rows), key=lambda one: (one.number is None, one.number or "", one.name, one.id)))


def ids(tx: Tx) -> tuple[str, ...]:
    """Ids of all people, also of those who were merged or erased."""
    return tuple(tx.execute(select(col(Person.id)).order_by(col(Person.id))).scalars())


def attempt_counts(tx: Tx) -> dict[str, int]:
    """How many attempts at cases each person has; people without are left out."""
    counted = select(col(Attempt.person), func.count()).where(
        col(Attempt.quarantine) == "", col(Attempt.kind) == AttemptKind.CASE.value
    )
    query = counted.group_by(col(Attempt.person))
    return {person: count for person, count in tx.execute(query)}


def rename(tx: Tx, person: str, *, name: str, number: str | None) -> PersonRecord:
    """Set name and 工号; DB121 if there is no such person, DB122 if the 工号 is another one's."""
    _free(tx, number, person)
    row = _need(tx, person)
    row.name, row.number = name, number or None
    tx.add(row)
    tx.flush()
    return _record(row)


def merge(tx: Tx, source: str, target: str, *, key: str, at: datetime) -> tuple[str, ...]:
    """Give all attempts of ``source`` to ``target`` and number the runs of each case anew by their start.

    Every attempt that changes gets an ``amended`` event. Returns the ids of the attempts that changed hands; a retry
    with the same key changes nothing and returns none.
    """
    giver, taker = _need(tx, source), _need(tx, target)
    if source == target or giver.merged_into is not None or events.by_key(tx, key):
        return ()
    if taker.merged_into is not None or taker.erased:
        raise DatabaseError("DB121", table="person", row=target)
    moved = [one.id for one in attempts.of_person(tx, source, quarantined=True)]
    changes: dict[str, dict[str, object]] = {one: {"person": target} for one in moved}
    tx.execute(update(Attempt).where(col(Attempt.person) == source).values(person=target))
    for one, number in attempts.renumbered(tx, target).items():
        changes.setdefault(one, {})["number"] = number
    attempts.amend(tx, changes, key=key, at=at)
    giver.merged_into, giver.number = target, None
    if giver.name and not taker.name:
        taker.name = giver.name
    giver.name = ""
    tx.execute(update(Person).where(col(Person.merged_into) == source).values(merged_into=target))
    tx.add_all((giver, taker))
    tx.flush()
    return tuple(moved)


def erase(tx: Tx, person: str, *, key: str, at: datetime) -> int:
    """Remove name, 工号, settings and all free texts of a person; what was decided stays, without a name.

    Returns how many texts were removed. Vacuum afterwards (``maintenance.vacuum``), so that the pages go too.
    """
    row = _need(tx, person)
    ids = [person, *tx.execute(select(col(Person.id)).where(col(Person.merged_into) == person)).scalars()]
    own = select(col(Attempt.id)).where(col(Attempt.person) == person)
    removed = tx.execute(select(func.count()).select_from(FreeText).where(col(FreeText.attempt).in_(own))).scalar()
    tx.execute(delete(FreeText).where(col(FreeText.attempt).in_(own)))
    tx.execute(delete(Setting).where(col(Setting.scope).in_(ids)))
    row.name, row.number, row.erased = "", None, True
    tx.add(row)
    tx.flush()
    events.append_own(tx, [NewEvent(StoreEvent.ERASED, {"person": person})], key=key, at=at)
    return int(removed or 0)


def _need(tx: Tx, person: str) -> Person:
    row = tx.get(Person, person)
    if row is None:
        raise DatabaseError("DB121", table="person", row=person)
    return row


def _free(tx: Tx, number: str | None, person: str) -> None:
    if number:
        other = by_number(tx, number)
        if other is not None and other.id != person:
            raise DatabaseError("DB122", number=number, name=other.name)


def _record(row: Person) -> PersonRecord:
    return PersonRecord(row.id, row.number, row.name, row.created, row.merged_into, row.erased)
