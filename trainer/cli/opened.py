"""A service for a command: on the database and the content that its options name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.cli.base import content_dir, database

if TYPE_CHECKING:
    from trainer.service import Service


def open_for_command(db: str | None, content: str | None = None, *, create: bool = False) -> Service:
    """Open the service; without ``create`` an absent database is an error instead of a new empty one."""
    from trainer.content.library import load_library
    from trainer.service import open_service
    from trainer.service.opening import require_database

    where = database(db)
    if not create:
        require_database(where)
    return open_service(where, load_library(content_dir(content)))
