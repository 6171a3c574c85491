"""The schema's revisions: how a new database is made at once, and how an old one is told from a newer one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, inspect, text

from trainer import __version__
from trainer.errors import DatabaseError
from trainer.store.tables import Base

REVISIONS = ("0001", "0002")
"""All revisions that this version can read or bring up to date, oldest first; the last is the one it works with."""

HEAD = REVISIONS[-1]

READER = "0.1.0"
"""The first version of the program that reads ``HEAD``; stored, so that an older one can name it."""

STORE_SCOPE = "store"
VERSION_TABLE = "alembic_version"
# What alembic makes, word for word, so that both ways lead to the same schema (a test compares them).
_VERSION_DDL = f"""
CREATE TABLE {VERSION_TABLE} (
	version_num VARCHAR(32) NOT NULL,\x20
	CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num)
)
"""


def create(connection: Connection) -> None:
    """Make all tables and stamp the newest revision, in the caller's transaction, without loading alembic."""
    Base.metadata.create_all(connection, checkfirst=False)
    connection.execute(text(_VERSION_DDL.strip()))
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} (version_num) VALUES (:head)"), {"head": HEAD})  # noqa: S608
    stamp(connection)


def stamp(connection: Connection) -> None:
    """Write what the store says of itself: an id, which version made it, which version reads it."""
    known = stored(connection)
    values = {
        "id": known.get("id") or uuid4().hex,
        "created": known.get("created") or datetime.now(UTC).isoformat(timespec="seconds"),
        "created_by": known.get("created_by") or __version__,
        "reader": READER,
    }
    connection.execute(text("DELETE FROM setting WHERE scope = :scope"), {"scope": STORE_SCOPE})
    connection.execute(
        text("INSERT INTO setting (scope, name, value) VALUES (:scope, :name, :value)"),
        [{"scope": STORE_SCOPE, "name": name, "value": json.dumps(value)} for name, value in values.items()],
    )


def stored(connection: Connection) -> dict[str, str]:
    """What the store says of itself."""
    rows = connection.execute(text("SELECT name, value FROM setting WHERE scope = :scope"), {"scope": STORE_SCOPE})
    return {name: json.loads(value) for name, value in rows}


def revision(connection: Connection) -> str | None:
    """The stored revision, None in a database without one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608


def check(connection: Connection, place: str) -> bool:
    """Whether the schema is the newest one; False: it is older and can be migrated.

    Raises:
        DatabaseError: DB106 if it is newer (naming the version that reads it), DB118 if it is no schema of ours.
    """
    found = revision(connection)
    if found is None:
        raise DatabaseError("DB118", place=place, reason=VERSION_TABLE)
    if found not in REVISIONS:
        known = stored(connection) if inspect(connection).has_table("setting") else {}
        raise DatabaseError("DB106", place=place, revision=found, reader=known.get("reader", "?"), version=__version__)
    return found == HEAD
