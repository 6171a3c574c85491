"""Looks at a path before it is opened for writing. Changes nothing on disk and never opens the file itself:
closing a descriptor would drop the locks that SQLite holds on it in this process."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import quote

from trainer.errors import DatabaseError
from trainer.store.driver import Driver
from trainer.store.failures import NO_TEXT, mask, sqlite_error

APPLICATION_ID = 0x54524E31
"""``TRN1`` in the header of every database of ours."""

_IN_MEMORY = {":memory:", "sqlite:///:memory:", "sqlite://", "sqlite://:memory:"}


def database_path(url_or_path: str | Path) -> Path:
    """The absolute file path that a ``--db`` value names.

    Raises:
        DatabaseError: DB115 for any URL but ``sqlite:///`` (its password is masked), DB144 for a database in memory,
            DB145 for what cannot be a path.
    """
    text = str(url_or_path)
    if text.strip() in _IN_MEMORY or text.startswith("file::memory:"):
        raise DatabaseError("DB144", place=text)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    elif "://" in text:
        raise DatabaseError("DB115", place=mask(text))
    if not text.strip() or "\0" in text:
        raise DatabaseError("DB145", place=text.replace("\0", "\\0"))
    return Path(os.path.abspath(os.path.expanduser(text)))


def uri(path: Path, mode: str) -> str:
    """The SQLite URI of a file; ``mode`` is ro or rw (never rwc: a file that vanished must not come back empty)."""
    text = path.absolute().as_posix()
    return f"file:{quote(text if text.startswith('/') else '/' + text)}?mode={mode}"


def probe(path: Path, driver: Driver, *, busy_ms: int, make_parent: bool = False) -> bool:
    """Whether there is a database of ours to open (True) or one to be made (False: no file, or an empty one).

    Raises:
        DatabaseError: The path can be neither.
    """
    place = str(path)
    if make_parent:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError("DB116", place=str(path.parent), reason=error.strerror or "") from error
    try:
        info = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if not path.parent.is_dir():
            raise DatabaseError("DB101", place=place, parent=str(path.parent)) from None
        if not os.access(path.parent, os.W_OK):
            raise DatabaseError("DB107", place=place, reason=str(path.parent)) from None
        return False
    except OSError as error:
        raise DatabaseError("DB116", place=place, reason=error.strerror or "") from error
    if stat.S_ISDIR(info.st_mode):
        raise DatabaseError("DB102", place=place)
    if not stat.S_ISREG(info.st_mode):
        raise DatabaseError("DB103", place=place)
    if not os.access(path, os.R_OK):
        raise DatabaseError("DB116", place=place, reason=os.strerror(13))
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise DatabaseError("DB107", place=place, reason=os.strerror(30))
    return info.st_size > 0 and _ours(path, driver, busy_ms)


def _ours(path: Path, driver: Driver, busy_ms: int) -> bool:
    try:
        try:
            application, pages, tables = _header(path, driver, busy_ms, "ro")
        except driver.module.OperationalError as error:
            if not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_READONLY"):
                raise
            # A writer was killed and its rollback journal is still there: only a writable connection can roll back.
            application, pages, tables = _header(path, driver, busy_ms, "rw")
    except driver.module.Error as error:
        raise sqlite_error(error, str(path)) from error
    except UnicodeDecodeError as error:  # the driver reads its own message of a damaged schema
        raise DatabaseError("DB111", place=str(path), reason=NO_TEXT) from error
    if not pages and path.stat().st_size:  # a few bytes of something: SQLite would take that for an empty database
        raise DatabaseError("DB104", place=str(path))
    if application != APPLICATION_ID and (application or tables):
        raise DatabaseError("DB105", place=str(path))
    return bool(tables)


def _header(path: Path, driver: Driver, busy_ms: int, mode: str) -> tuple[int, int, int]:
    """Application id, number of pages and number of tables."""
    connection = driver.module.connect(uri(path, mode), uri=True, timeout=busy_ms / 1000, isolation_level=None)
    try:
        statements = ("PRAGMA application_id", "PRAGMA page_count", "SELECT count(*) FROM sqlite_master")
        application, pages, tables = (int(connection.execute(one).fetchone()[0]) for one in statements)
        return application, pages, tables
    finally:
        connection.close()
