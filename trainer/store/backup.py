"""Verified backups: API copy → integrity and chain check → fsync → rename. Restoring, and thinning old ones.

A backup is one database file with a head file of one line, named ``<database>-<UTC time>-<reason>.db`` in ``backups/``
beside the database. A head vouches for all events before it, so one line is enough.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainer.errors import DatabaseError
from trainer.store import heads
from trainer.store.copies import examine
from trainer.store.db import Store, chain_end
from trainer.store.failures import sqlite_error
from trainer.store.verify import Verification

AUTO_EVERY = timedelta(minutes=10)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 12, 10, 9
KEEP_NEWEST = 3
"""The newest backups are kept whatever their dates."""

_NAME = re.compile(r"(?P<stem>.+)-(?P<time>\d{8}T\d{6}Z)(?:-(?P<turn>\d+))?-(?P<reason>[a-z]+)\.db")
_TIME = "%Y%m%dT%H%M%SZ"
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file. ``reason``: auto, manual, migrate, import, erase or restore; ``damaged`` if its check failed."""

    path: Path
    at: datetime
    reason: str
    size: int
    turn: int = 1
    """Several in one second are numbered."""

    @property
    def age(self) -> tuple[datetime, int, str]:
        """Sorts backups by when they were made."""
        return self.at, self.turn, self.path.name


def default_folder(database: Path) -> Path:
    """Where backups of a database are kept."""
    return database.parent / "backups"


def back_up(
    store: Store,
    *,
    reason: str = "manual",
    folder: Path | None = None,
    now: datetime | None = None,
    keep_damaged: bool = False,
    spare: Path | None = None,
) -> Backup:
    """Make a verified backup and thin the old ones.

    Args:
        store: The open store.
        reason: One lower-case word for the name.
        folder: Where to put it; ``backups/`` beside the database by default.
        now: Time for the name; the clock's by default.
        keep_damaged: If the check of the copy fails keep it as ``…-damaged.db`` instead of refusing.
        spare: A backup that is not to be thinned away now, because it is about to be restored.

    Raises:
        DatabaseError: DB140 the copy does not pass its check; nothing is left behind.
    """
    folder = folder or default_folder(store.path)
    at = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = _free_name(folder, store.path.stem, at, reason)
        part = target.with_name(target.name + _PART)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise DatabaseError("DB141", place=str(folder), reason=error.strerror or str(error)) from error
    try:
        _copy(store, part)
        problem = _problem(part)
        if problem and not keep_damaged:
            raise DatabaseError("DB140", place=str(store.path), reason=problem)
        if problem:
            target = _free_name(folder, store.path.stem, at, "damaged")
        _sync(part)
        with contextlib.suppress(FileNotFoundError):
            os.replace(heads.heads_path(part), heads.heads_path(target))
        os.replace(part, target)
        heads.sync_folder(folder)
    except OSError as error:
        raise DatabaseError("DB141", place=str(folder), reason=error.strerror or str(error)) from error
    finally:
        for left in (part, heads.heads_path(part)):
            left.unlink(missing_ok=True)
    thin(folder, store.path.stem, spare=(target, spare or target))
    made = _backup(target)
    assert made is not None  # noqa: S101 - it was spared
    return made


def due(store: Store, now: datetime) -> bool:
    """Whether an automatic backup is due: 10 minutes since the last one (or since the start), and something changed."""
    made = list_backups(store.path)
    wal = store.path.with_name(store.path.name + "-wal")
    changed = max(_mtime(store.path), _mtime(wal))
    if made:
        last = made[0].at
    else:
        from trainer.store import schema

        with store.raw() as connection:
            last = datetime.fromisoformat(schema.stored(connection)["created"])
    return now - last >= AUTO_EVERY and changed >= last


def list_backups(database: Path, folder: Path | None = None) -> tuple[Backup, ...]:
    """All backups of a database, newest first."""
    folder = folder or default_folder(database)
    found = [backup for path in _files(folder) if (backup := _backup(path)) and _stem(path) == database.stem]
    return tuple(sorted(found, key=lambda one: one.age, reverse=True))


def thin(folder: Path, stem: str, *, spare: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Remove backups that the rule does not keep; returns what was removed.

    Kept: those asked for by hand, the newest three, and the newest of each of the last 12 days, 10 weeks and 9 months
    that have one.
    """
    backups = [backup for path in _files(folder) if (backup := _backup(path)) and _stem(path) == stem]
    kept = {one.path.absolute() for one in kept_of(backups)} | {one.absolute() for one in spare}
    removed = [one.path for one in backups if one.reason != "manual" and one.path.absolute() not in kept]
    for path in removed:
        path.unlink(missing_ok=True)  # before its head file: a backup without one would look damaged
        heads.heads_path(path).unlink(missing_ok=True)
    return tuple(removed)


def kept_of(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """Which backups the rule keeps, newest first."""
    newest_first = sorted(backups, key=lambda one: one.age, reverse=True)
    kept = dict.fromkeys(newest_first[:KEEP_NEWEST])
    rules: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (KEEP_DAYS, lambda at: at.date()),
        (KEEP_WEEKS, lambda at: at.isocalendar()[:2]),
        (KEEP_MONTHS, lambda at: (at.year, at.month)),
    )
    for count, period in rules:
        newest: dict[object, Backup] = {}
        for one in newest_first:
            newest.setdefault(period(one.at), one)
        kept.update(dict.fromkeys(list(newest.values())[:count]))
    return tuple(sorted(kept, key=lambda one: one.age, reverse=True))


def check_backup(path: Path) -> Verification:
    """Check a backup from top to bottom; raises DatabaseError if it cannot be read, DB143 if it does not exist."""
    if not path.is_file():
        raise DatabaseError("DB143", place=str(path))
    return examine(path)


def _copy(store: Store, part: Path) -> None:
    """Copy pages through SQLite; the copy becomes a single file with a head file of its own."""
    module = store.driver.module
    source = store.dbapi()
    try:
        copy = module.connect(str(part), isolation_level=None)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    except module.Error as error:
        raise sqlite_error(error, str(store.path)) from error
    finally:
        source.close()
    write_head(part)


def write_head(database: Path) -> None:
    """Give a database file that nobody uses a head file of one line."""
    from trainer.store.copies import reading

    try:
        with reading(database) as tx:
            end = chain_end(tx)
    except DatabaseError:
        return  # the check that follows says what is wrong
    path = heads.heads_path(database)
    path.unlink(missing_ok=True)
    if end.chain:
        heads.append_head(path, end)


def _problem(path: Path) -> str:
    try:
        report = examine(path)
    except DatabaseError as error:
        return f"{error.code} {error.params.get('reason', '')}".strip()
    return next((f"{one.kind} {one.table} {one.row}" for one in report.findings if one.severity == "error"), "")


def _free_name(folder: Path, stem: str, at: datetime, reason: str) -> Path:
    turn = 1
    while True:
        middle = f"-{turn}" if turn > 1 else ""
        path = folder / f"{stem}-{at.strftime(_TIME)}{middle}-{reason}.db"
        taken = (path, heads.heads_path(path), path.with_name(path.name + _PART))  # a killed backup leaves some of them
        if not any(one.exists() for one in taken):
            return path
        turn += 1


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    at = datetime.strptime(match["time"], _TIME).replace(tzinfo=UTC)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None  # another process thinned it away
    return Backup(path, at, match["reason"], size, int(match["turn"] or 1))


def _stem(path: Path) -> str:
    match = _NAME.fullmatch(path.name)
    return match["stem"] if match else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.db") if path.is_file()) if folder.is_dir() else []


def _mtime(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)


def _sync(path: Path) -> None:
    """Flush a finished copy to the disk; nobody has it open through SQLite in this process."""
    fd = os.open(path, os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
