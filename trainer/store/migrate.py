"""Bringing an older schema up to date with alembic. Imported only when that is needed: alembic costs 0.3 s."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from trainer.errors import DatabaseError
from trainer.store import schema
from trainer.store.failures import sqlite_error

if TYPE_CHECKING:
    from trainer.store.db import Store

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(store: Store, *, scripts: Path = SCRIPTS, target: str = "head", backup: bool = True) -> str:
    """Migrate to the newest revision in one transaction; killed half-way it rolls back and can be run again.

    Args:
        store: The open store.
        scripts: Folder with ``env.py`` and ``versions/``; another one in tests.
        target: Revision to go to.
        backup: Make a verified backup first.

    Returns:
        The revision reached.
    """
    if backup:
        from trainer.store.backup import back_up

        back_up(store, reason="migrate")
    place = str(store.path)
    connection = store.core_connection()
    try:
        # Batch operations rebuild tables; foreign keys can only be switched off outside a transaction.
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = 0")
        try:
            with connection.begin():
                command.upgrade(config(scripts, connection), target)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise DatabaseError("DB124", place=place, reason=f"foreign key {tuple(broken)}")
                schema.stamp(connection)
                reached = connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalar()  # noqa: S608
        finally:
            raw.execute("PRAGMA foreign_keys = 1")
    except store.driver.module.Error as error:
        raise sqlite_error(error, place) from error
    finally:
        connection.invalidate()
        connection.close()
    return str(reached)


def config(scripts: Path, connection: object) -> Config:
    """An alembic configuration that works on a given connection."""
    made = Config()
    made.set_main_option("script_location", str(scripts).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
