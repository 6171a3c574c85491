"""Opening a database that should be there already (a command that only looks must not make an empty one)."""

from __future__ import annotations

from trainer.errors import DatabaseError
from trainer.paths import default_database


def require_database(db: str | None) -> None:
    """Refuse a path where no database is.

    Raises:
        DatabaseError: ``SV121``.
    """
    from trainer.store.probe import database_path

    path = default_database() if db is None else database_path(db)
    if not path.exists():
        raise DatabaseError("SV121", place=str(path))
