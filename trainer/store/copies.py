"""Opening a database file that nobody else uses (a backup) read-only, and checking it from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from trainer.errors import DatabaseError
from trainer.store import schema
from trainer.store.db import Tx
from trainer.store.driver import driver
from trainer.store.failures import lenient_text, translated
from trainer.store.heads import heads_path
from trainer.store.probe import APPLICATION_ID, uri
from trainer.store.verify import Verification, check


@contextmanager
def reading(path: Path) -> Iterator[Tx]:
    """A read-only transaction on a file that does not change; leaves no ``-wal`` or ``-shm`` beside it."""
    module = driver().module

    def connect() -> Any:
        connection = module.connect(uri(path, "ro") + "&immutable=1", uri=True, isolation_level=None)
        connection.text_factory = lenient_text
        return connection

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=NullPool)
    with translated(str(path)), Session(engine) as tx:
        yield tx


def examine(path: Path) -> Verification:
    """Check a backup: SQLite's own check, application, schema, chain and its head file.

    Raises:
        DatabaseError: The file is no readable database of ours (DB104, DB105, DB106, DB111).
    """
    with reading(path) as tx:
        connection = tx.connection()
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            raise DatabaseError("DB105", place=str(path))
        problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
        if problems != ["ok"]:
            raise DatabaseError("DB111", place=str(path), reason=problems[0])
        schema.check(connection, str(path))
        return check(tx, heads_path(path))
