"""Events: appended, never changed. One operation appends a batch; its first event carries the idempotency key.

A batch is a keyed event with the unkeyed ones that follow it. Appending again under a known key writes nothing and
returns the stored batch, so a retry after a kill, or after a lost answer, never doubles anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import col

from trainer.errors import DatabaseError
from trainer.store.chain import Row, canonical, digest, read_time, sealed, text_digest, time_text
from trainer.store.db import Tx, chain_end
from trainer.store.records import EventRecord, Head, NewEvent
from trainer.store.tables import Event, FreeText

COLUMNS = tuple(col(getattr(Event, name)) for name in Row._fields)


def write_batch(
    tx: Tx, attempt: str | None, new: Sequence[NewEvent], *, key: str, at: datetime, seq: int, ms: int
) -> tuple[EventRecord, ...]:
    """Seal and insert a batch; the caller has looked the key up. Use ``attempts.append`` or ``append_own``."""
    if not new or not key:
        raise ValueError("an operation has a key and at least one event")
    end = tx.info.get("head") or chain_end(tx)
    rows: list[Row] = []
    texts: list[dict[str, object]] = []
    when = time_text(at)
    chain, previous = end.chain, end.hash
    for number, one in enumerate(new):
        chain += 1
        own_key = None if number else key
        place = seq + number if attempt is not None else 0
        row = sealed(Row(chain, attempt, place, own_key, str(one.type), canonical(one.data), when, ms, previous, ""))
        previous = row.hash
        rows.append(row)
        if one.text is not None:
            if text_digest(one.data) != digest(one.text):
                raise ValueError("the digest of an event with a text is chain.digest(text)")
            texts.append({"attempt": attempt, "seq": place, "text": one.text})
    tx.execute(insert(Event), [row._asdict() for row in rows])
    if texts:
        tx.execute(insert(FreeText), texts)
    tx.info["head"] = Head(chain, previous)
    return tuple(map(record, rows))


def append_own(tx: Tx, new: Sequence[NewEvent], *, key: str, at: datetime) -> tuple[EventRecord, ...]:
    """Append events of the database itself, which belong to no attempt; a known key writes nothing."""
    return by_key(tx, key) or write_batch(tx, None, new, key=key, at=at, seq=0, ms=0)


def by_key(tx: Tx, key: str) -> tuple[EventRecord, ...]:
    """The batch of an operation, empty if the key is unknown."""
    first = tx.execute(select(*COLUMNS).where(col(Event.key) == key)).first()
    if first is None:
        return ()
    start = record(first)
    if start.attempt is not None:
        query = select(*COLUMNS).where(col(Event.attempt) == start.attempt, col(Event.seq) > start.seq)
        rest = tx.execute(query.order_by(col(Event.seq)))
    else:
        rest = tx.execute(select(*COLUMNS).where(col(Event.chain) > start.chain).order_by(col(Event.chain)))
    batch = [start]
    for row in rest:
        if row.key is not None:
            break
        batch.append(record(row))
    return tuple(batch)


def batch_of(tx: Tx, key: str, attempt: str) -> tuple[EventRecord, ...]:
    """Like ``by_key``; DB123 if the key belongs to something else than this attempt."""
    found = by_key(tx, key)
    if found and found[0].attempt != attempt:
        raise DatabaseError("DB123", key=key)
    return found


def of_attempt(tx: Tx, attempt: str) -> tuple[EventRecord, ...]:
    """All events of an attempt in order."""
    query = select(*COLUMNS).where(col(Event.attempt) == attempt).order_by(col(Event.seq))
    return tuple(map(record, tx.execute(query)))


def own(tx: Tx, *types: str) -> tuple[EventRecord, ...]:
    """Events of the database itself in order, of these types or of all."""
    query = select(*COLUMNS).where(col(Event.attempt).is_(None)).order_by(col(Event.chain))
    return tuple(map(record, tx.execute(query.where(col(Event.type).in_(types)) if types else query)))


def counts(tx: Tx, attempts: Iterable[str], types: Iterable[str]) -> dict[str, int]:
    """How many events of these types each of these attempts has; attempts without are left out."""
    query = (
        select(col(Event.attempt), func.count())
        .where(col(Event.attempt).in_(list(attempts)), col(Event.type).in_(list(types)))
        .group_by(col(Event.attempt))
    )
    return {attempt: count for attempt, count in tx.execute(query)}


def texts(tx: Tx, attempt: str) -> dict[int, str]:
    """The free answers of an attempt by the seq of their event; erased ones are missing."""
    query = select(col(FreeText.seq), col(FreeText.text)).where(col(FreeText.attempt) == attempt)
    return {seq: text for seq, text in tx.execute(query)}


def record(row: Sequence[Any]) -> EventRecord:
    """The record of a stored row; DB125 if it cannot be read (``verify`` checks more)."""
    chain, attempt, seq, key, kind, data, at, ms, previous, own_hash = row
    try:
        return EventRecord(chain, attempt, seq, key, kind, json.loads(data), read_time(at), ms, previous, own_hash)
    except (TypeError, ValueError) as error:
        raise DatabaseError("DB125", row=chain, attempt=attempt or "") from error
