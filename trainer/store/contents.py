"""Contents: the exact texts that were played, stored once under their SHA-256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from trainer.store.chain import digest
from trainer.store.db import Tx
from trainer.store.records import ContentRecord
from trainer.store.tables import Content


def put(tx: Tx, text: str, *, kind: str, ident: str, path: str, at: datetime) -> str:
    """Store a text if it is not there yet; returns its digest."""
    name = digest(text)
    if tx.execute(select(col(Content.digest)).where(col(Content.digest) == name)).scalar() is None:
        tx.add(Content(digest=name, kind=kind, ident=ident, path=path, text=text, added=at))
        tx.flush()
    return name


def get(tx: Tx, name: str) -> ContentRecord | None:
    """A content by its digest."""
    row = tx.get(Content, name)
    return _record(row) if row else None


def of_ident(tx: Tx, ident: str) -> tuple[ContentRecord, ...]:
    """All stored versions of a content, oldest first."""
    rows = tx.execute(select(Content).where(col(Content.ident) == ident).order_by(col(Content.added))).scalars()
    return tuple(map(_record, rows))


def _record(row: Content) -> ContentRecord:
    return ContentRecord(row.digest, row.kind, row.ident, row.path, row.text, row.added)
