"""Looking after a database: facts, backups, restoring, migrating. A restore and a migration need no open service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trainer.errors import DatabaseError, TrainerError
from trainer.i18n import t
from trainer.paths import default_database
from trainer.service.admin_views import BackupView, InfoView, LossView, RestoreView
from trainer.service.context import Context, utc_now
from trainer.store import backup, doctor, open_store, restore, schema
from trainer.store.db import open_store as open_exactly
from trainer.store.probe import database_path

if TYPE_CHECKING:
    from trainer.store import Store


def open_database(db: str | None) -> Store:
    """Open (or make) the database of ``--db``, or the default one."""
    return open_store(default_database(), make_parent=True) if db is None else open_store(db)


def info(ctx: Context) -> InfoView:
    """Facts about the open database, its backups, and what was noticed when it was opened."""
    found = doctor.info(ctx.store)
    return InfoView(
        path=found.path,
        size=found.size,
        id=found.id,
        created=found.created,
        created_by=found.created_by,
        revision=found.revision,
        sqlite=found.sqlite,
        journal_mode=found.journal_mode,
        rows=tuple(found.rows.items()),
        head=(found.head.chain, found.head.hash),
        backups=tuple(_backup(one) for one in backup.list_backups(ctx.store.path)),
        notices=tuple(t(f"store.notice.{one.kind}", **one.params) for one in ctx.store.notices),
    )


def back_up(ctx: Context, *, folder: Path | None = None, reason: str = "manual") -> BackupView:
    """Make a verified backup now."""
    return _backup(backup.back_up(ctx.store, reason=reason, folder=folder, now=ctx.clock()))


def what_would_be_lost(db: str | None, file: Path) -> LossView | None:
    """What restoring a backup would lose; None if there is no database, or none that can be read.

    Raises:
        DatabaseError: DB142 the backup does not pass its check, DB143 there is none.
    """
    path = _path(db)
    backup.check_backup(file)
    if not path.exists():
        return None
    try:
        store = open_exactly(path, migrate=False)
    except TrainerError:
        return None
    with store:
        return _loss(restore.what_would_be_lost(store, file))


def put_back(db: str | None, file: Path) -> RestoreView:
    """Put a backup in the place of the database; what was there is backed up before."""
    done = restore.restore(_path(db), file, now=utc_now())
    return RestoreView(
        _loss(done.loss) if done.loss else None, done.before.path if done.before else None, done.moved_aside
    )


def migrate(db: str | None) -> tuple[bool, str]:
    """Bring the schema up to date, after a backup; returns whether that was needed, and the revision now."""
    needed = False
    try:
        open_exactly(_path(db), migrate=False).close()
    except DatabaseError as error:
        if error.code != "DB120":
            raise
        needed = True
    with open_database(db) as store, store.raw() as connection:
        return needed, schema.revision(connection) or ""


def _path(db: str | None) -> Path:
    return default_database() if db is None else database_path(db)


def _backup(one: backup.Backup) -> BackupView:
    return BackupView(one.path, one.at, one.reason, one.size)


def _loss(loss: restore.Loss) -> LossView:
    return LossView(
        loss.events,
        tuple(one.id for one in loss.attempts),
        tuple(one.id for one in loss.shortened),
        tuple(one.number or one.name or one.id for one in loss.people),
        len(loss.erased),
        loss.same_line,
    )
