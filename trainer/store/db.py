"""Connections and transactions: the only module with SQLite's own words (pragmas, BEGIN IMMEDIATE, files)."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, col

from trainer.errors import DatabaseError
from trainer.store import heads, schema
from trainer.store.chain import GENESIS
from trainer.store.driver import Driver, driver
from trainer.store.failures import lenient_text, sqlite_error, translated
from trainer.store.probe import APPLICATION_ID, database_path, probe, uri
from trainer.store.records import Head
from trainer.store.tables import Event
from trainer.store.turns import Turn

Tx = Session
"""A transaction as the repository functions take it."""

BUSY_MS = 5000
PRAGMAS: tuple[tuple[str, int], ...] = (
    ("synchronous", 2),  # FULL: NORMAL loses acknowledged transactions in a power cut
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("secure_delete", 1),
)
BEGIN_WRITE = "BEGIN IMMEDIATE"
BEGIN_READ = "BEGIN"
_WRITES = "trainer_writes"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should hear when a database is opened; text ``store.notice.<kind>``."""

    kind: str
    params: dict[str, Any] = field(default_factory=dict)


class Store:
    """An open database. Thread-safe; every transaction is short and belongs to one thread."""

    def __init__(self, path: Path, used: Driver, *, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self.driver = used
        self.busy_ms = busy_ms
        self.heads = heads.heads_path(path)
        self.journal_mode = "wal" if used.wal_safe else "delete"
        self.notices: tuple[Notice, ...] = ()
        self._engine = _engine(self)
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._turn = Turn(path.parent)
        self._file: tuple[int, int] | None = None
        self._head: Head | None = None  # the last one this process wrote
        self._owed: Head | None = None  # committed, but not yet in the head file
        self._caught_up = False

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the last one leaves a single file behind."""
        self._engine.dispose()
        self._turn.close()

    @contextmanager
    def read(self, *, lenient: bool = False) -> Iterator[Tx]:
        """A consistent view of the database; writing in it fails.

        ``lenient`` reads text that is no UTF-8 any more, for those who look for damage; it is slower.
        """
        with translated(str(self.path)), Session(self._engine) as tx:
            raw: Any = tx.connection().connection.driver_connection
            if lenient:
                raw.text_factory = lenient_text
            try:
                yield tx
            finally:
                if lenient:
                    raw.text_factory = str

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A write transaction, begun with BEGIN IMMEDIATE, committed at the end, rolled back on any exception.

        When the block is left without an exception everything is on the disk: the rows, and the head of the chain.

        Raises:
            DatabaseError: Nothing of the block was written, unless the code is DB114: then it was, and a retry with
                the same key returns it.
        """
        place = str(self.path)
        with self._turn.mine(self.busy_ms / 1000) as came:
            if not came:
                raise DatabaseError("DB108", place=place, reason="busy in this process")
            self._same_file()
            self._pay()
            with translated(place), Session(self._writer, expire_on_commit=False) as tx:
                tx.connection()  # BEGIN IMMEDIATE now, not at the first statement
                self._check_own_head(tx)
                self._catch_up(tx)
                yield tx
                tx.flush()
                head: Head | None = tx.info.get("head")
                tx.commit()
            self._turn.next_process()
            self._same_file()
            if head is not None:
                self._owed = self._head = head
                self._pay()

    @contextmanager
    def raw(self, *, write: bool = False) -> Iterator[Connection]:
        """A Core connection in a transaction, for schema work, verification and tests."""
        with translated(str(self.path)), (self._writer if write else self._engine).begin() as connection:
            yield connection

    def core_connection(self) -> Connection:
        """A Core connection whose transactions write; the caller begins them and closes it (migrations)."""
        return self._writer.connect()

    def dbapi(self) -> Any:
        """A fresh driver connection outside the pool (backup, VACUUM); the caller closes it."""
        connection = _connect(self)
        _prepare(self, connection)
        return connection

    def remember_file(self) -> None:
        """Note which file this is, so that its replacement is noticed."""
        info = self.path.stat()
        self._file = (info.st_dev, info.st_ino)

    def _same_file(self) -> None:
        try:
            info = self.path.stat()
        except OSError as error:
            raise DatabaseError("DB113", place=str(self.path), reason=error.strerror or "") from error
        if self._file is not None and (info.st_dev, info.st_ino) != self._file:
            raise DatabaseError("DB113", place=str(self.path), reason="inode")

    def _check_own_head(self, tx: Tx) -> None:
        if self._head is not None:
            found = tx.execute(select(col(Event.hash)).where(col(Event.chain) == self._head.chain)).scalar()
            if found != self._head.hash:
                raise DatabaseError("DB113", place=str(self.path), reason=f"event {self._head.chain}")

    def _catch_up(self, tx: Tx) -> None:
        """Before this process writes for the first time: the head that a killed process could not write any more."""
        if self._caught_up:
            return
        end = chain_end(tx)
        known = heads.last_head(self.heads)
        if end.chain > (known.chain if known else 0):
            self._owed = end
            self._pay()
        self._caught_up = True

    def _pay(self) -> None:
        if self._owed is not None:
            try:
                heads.append_head(self.heads, self._owed)
            except OSError as error:
                raise DatabaseError("DB114", place=str(self.heads), reason=error.strerror or str(error)) from error
            self._owed = None


def chain_end(tx: Tx) -> Head:
    """The last event of the chain; chain 0 and the genesis hash if there is none."""
    row = tx.execute(select(col(Event.chain), col(Event.hash)).order_by(col(Event.chain).desc()).limit(1)).first()
    return Head(row[0], row[1]) if row else Head(0, GENESIS)


def open_store(
    url_or_path: str | Path, *, make_parent: bool = False, busy_ms: int = BUSY_MS, migrate: bool = True
) -> Store:
    """Open a database, see ``trainer.store.open_store``.

    Args:
        url_or_path: A file path or ``sqlite:///path``.
        make_parent: Create the folder of the file (mode 0700).
        busy_ms: How long to wait for another writer.
        migrate: Bring an older schema up to date (after a backup); otherwise DB120.
    """
    path = database_path(url_or_path)
    used = driver()
    exists = probe(path, used, busy_ms=busy_ms, make_parent=make_parent)
    store = Store(path, used, busy_ms=busy_ms)
    try:
        if not exists:
            _create(store)
        store.remember_file()
        with store.raw() as connection:
            current = schema.check(connection, str(path))
        if not current:
            if not migrate:
                raise DatabaseError("DB120", place=str(path))
            from trainer.store.migrate import upgrade

            upgrade(store)
        store.notices = _notices(store)
    except BaseException:
        store.close()
        raise
    return store


def _notices(store: Store) -> tuple[Notice, ...]:
    found = []
    if not store.driver.wal_safe:
        found.append(Notice("old_sqlite", {"version": store.driver.version_text}))
    with store.read() as tx:
        end = chain_end(tx)
        known = heads.last_head(store.heads)
        if known is None:
            if end.chain:
                found.append(Notice("heads_missing", {"path": str(store.heads)}))
        else:
            stored = tx.execute(select(col(Event.hash)).where(col(Event.chain) == known.chain)).scalar()
            if stored != known.hash:
                found.append(Notice("heads_differ", {"path": str(store.heads), "chain": known.chain}))
    return tuple(found)


def _create(store: Store) -> None:
    """Make an empty file and all tables in one transaction; two processes may do it at once."""
    if heads.last_head(store.heads) is not None:
        raise DatabaseError("DB112", place=str(store.heads), database=str(store.path))
    try:
        os.close(os.open(store.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        heads.sync_folder(store.path.parent)
    except FileExistsError:
        pass
    except OSError as error:
        raise DatabaseError("DB116", place=str(store.path), reason=error.strerror or "") from error
    with store.raw(write=True) as connection:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            schema.create(connection)


def _connect(store: Store) -> Any:
    try:
        return store.driver.module.connect(
            uri(store.path, "rw"), uri=True, timeout=store.busy_ms / 1000, isolation_level=None, check_same_thread=False
        )
    except store.driver.module.Error as error:
        raise sqlite_error(error, str(store.path)) from error


def _prepare(store: Store, connection: Any) -> None:
    """Set what every connection promises, and read it back."""
    try:
        connection.execute(f"PRAGMA busy_timeout = {store.busy_ms:d}")
        for name, value in PRAGMAS:
            connection.execute(f"PRAGMA {name} = {value:d}")
        _journal(connection, store.journal_mode, store.busy_ms, store.driver.module.OperationalError)
        wanted: tuple[tuple[str, object], ...] = (
            *PRAGMAS,
            ("busy_timeout", store.busy_ms),
            ("journal_mode", store.journal_mode),
        )
        for name, promised in wanted:
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != promised:
                raise DatabaseError("DB117", place=str(store.path), pragma=name, wanted=promised, found=found)
    except store.driver.module.Error as error:
        connection.close()
        raise sqlite_error(error, str(store.path)) from error
    except DatabaseError:
        connection.close()
        raise


def _journal(connection: Any, mode: str, busy_ms: int, busy: type[Exception]) -> None:
    """Set the journal mode; SQLite does not wait for others here, so we do."""
    deadline = time.monotonic() + busy_ms / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != mode:
        with contextlib.suppress(busy):
            connection.execute(f"PRAGMA journal_mode = {mode}")
            continue
        if time.monotonic() > deadline:
            connection.execute(f"PRAGMA journal_mode = {mode}")
        time.sleep(0.01)


def _engine(store: Store) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=store.driver.module,
        creator=lambda: _connect(store),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        _prepare(store, connection)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = bool(connection.get_execution_options().get(_WRITES))
        raw: Any = connection.connection.driver_connection
        try:
            raw.execute(f"PRAGMA query_only = {int(not writes)}")
            raw.execute(BEGIN_WRITE if writes else BEGIN_READ)
        except store.driver.module.Error as error:
            raise sqlite_error(error, str(store.path)) from error

    return engine
