"""Putting a backup back: first what would be lost, then the exchange, then what had been erased is erased again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store import attempts, events, heads, people
from trainer.store.backup import Backup, back_up, check_backup, default_folder
from trainer.store.copies import reading
from trainer.store.db import Store, Tx, chain_end, open_store
from trainer.store.failures import sqlite_error
from trainer.store.probe import uri
from trainer.store.records import AttemptRecord, NewEvent, PersonRecord, StoreEvent
from trainer.store.tables import Event


@dataclass(frozen=True, slots=True)
class Loss:
    """What restoring a backup would lose.

    Attributes:
        events: Events of the database that the backup does not have.
        attempts: Attempts that would vanish.
        shortened: Attempts that would go back to an earlier step.
        people: People who would vanish.
        erased: People erased since, who will be erased again.
        same_line: The backup is an earlier point of this very database (else another one, or a parted line).
    """

    events: int
    attempts: tuple[AttemptRecord, ...]
    shortened: tuple[AttemptRecord, ...]
    people: tuple[PersonRecord, ...]
    erased: tuple[str, ...]
    same_line: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. ``before``: the backup of what was there, None if it could not be read at all."""

    loss: Loss | None
    before: Backup | None
    moved_aside: Path | None


def what_would_be_lost(store: Store, backup: Path) -> Loss:
    """Compare the open database with a backup; DB142 if the backup does not pass its check."""
    _must_be_sound(backup)
    return _loss(store, backup)


def _loss(store: Store, backup: Path) -> Loss:
    with store.read() as now, reading(backup) as then:
        end = chain_end(then)
        found = now.execute(select(col(Event.hash)).where(col(Event.chain) == end.chain)).scalar()
        same_line = end.chain == 0 or found == end.hash
        lost = chain_end(now).chain - end.chain if same_line else len(_hashes(now) - _hashes(then))
        lengths_now, lengths_then = _lengths(now), _lengths(then)
        changed = [one for one in attempts.everything(now) if lengths_then.get(one.id, 0) < lengths_now.get(one.id, 0)]
        known = {one.id for one in people.everyone(then)}
        erased_then = {str(one.data["person"]) for one in events.own(then, StoreEvent.ERASED)}
        erased = [str(one.data["person"]) for one in events.own(now, StoreEvent.ERASED)]
        return Loss(
            lost,
            tuple(one for one in changed if one.id not in lengths_then),
            tuple(one for one in changed if one.id in lengths_then),
            tuple(one for one in people.everyone(now) if one.id not in known),
            tuple(one for one in dict.fromkeys(erased) if one not in erased_then),
            same_line,
        )


def restore(database: Path, backup: Path, *, now: datetime | None = None) -> Restored:
    """Put a backup in the place of a database; what was there is backed up, or moved aside if it is unreadable.

    The exchange goes through SQLite, so other programs that have the database open see either the old or the new one;
    a kill in between rolls back or, at worst, leaves the old head file, which doctor and a second restore put right.
    """
    at = now or datetime.now(UTC)
    _must_be_sound(backup)
    try:
        store = open_store(database, migrate=False) if database.exists() else None
    except DatabaseError as error:
        if error.code not in {"DB104", "DB111", "DB118", "DB110"}:
            raise
        store = None
    if store is None:
        moved = _move_aside(database, at)
        _put(backup, database)
        loss = before = None
    else:
        moved = None
        with store:
            loss = _loss(store, backup)
            before = back_up(store, reason="restore", now=at, keep_damaged=True, spare=backup)
            _exchange(store, backup, at)
    with open_store(database) as restored, restored.write() as tx:
        _finish(tx, backup, loss, at)
    return Restored(loss, before, moved)


def _finish(tx: Tx, backup: Path, loss: Loss | None, at: datetime) -> None:
    erased = []
    for person in loss.erased if loss else ():
        if people.get(tx, person) is not None:
            people.erase(tx, person, key=f"erase-again:{uuid4().hex}", at=at)
            erased.append(person)
    data = {"backup": backup.name, "lost": loss.events if loss else None, "erased_again": erased}
    events.append_own(tx, [NewEvent(StoreEvent.RESTORED, data)], key=f"restore:{uuid4().hex}", at=at)


def _exchange(store: Store, backup: Path, at: datetime) -> None:
    """Copy the backup's pages into the live database in one SQLite transaction, then exchange the head file."""
    module = store.driver.module
    source = module.connect(uri(backup, "ro") + "&immutable=1", uri=True, isolation_level=None)
    target = store.dbapi()
    try:
        source.backup(target)
    except module.Error as error:
        raise sqlite_error(error, str(store.path)) from error
    finally:
        target.close()
        source.close()
    _exchange_heads(store.path, backup, at)


def _exchange_heads(database: Path, backup: Path, at: datetime) -> None:
    own = heads.heads_path(database)
    fresh = own.with_name(own.name + ".part")
    fresh.unlink(missing_ok=True)
    with reading(backup) as tx:
        end = chain_end(tx)
    if own.exists():
        kept = default_folder(database) / f"{own.name}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(own.read_bytes())
    if end.chain:
        heads.append_head(fresh, end)
        os.replace(fresh, own)
    else:
        own.unlink(missing_ok=True)
    heads.sync_folder(own.parent)


def _put(backup: Path, database: Path) -> None:
    """Place a copy of a backup where no readable database is."""
    part = database.with_name(database.name + ".part")
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "wb") as file, backup.open("rb") as source:
        while block := source.read(1 << 20):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    _exchange_heads(database, backup, datetime.now(UTC))
    os.replace(part, database)
    heads.sync_folder(database.parent)


def _move_aside(database: Path, at: datetime) -> Path | None:
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.damaged-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for suffix in ("-wal", "-shm"):
        extra = database.with_name(database.name + suffix)
        if extra.exists():
            os.replace(extra, aside.with_name(aside.name + suffix))
    os.replace(database, aside)
    return aside


def _must_be_sound(backup: Path) -> None:
    report = check_backup(backup)
    bad = next((one for one in report.findings if one.severity == "error"), None)
    if bad is not None:
        raise DatabaseError("DB142", place=str(backup), reason=f"{bad.kind} {bad.table} {bad.row}")


def _hashes(tx: Tx) -> set[str]:
    return set(tx.execute(select(col(Event.hash))).scalars())


def _lengths(tx: Tx) -> dict[str, int]:
    query = select(col(Event.attempt), func.count()).where(col(Event.attempt).is_not(None))
    return {str(attempt): count for attempt, count in tx.execute(query.group_by(col(Event.attempt)))}
