"""What every connection promises (quality §2), read back from the database itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.stored import add_person, begin, fill
from trainer.errors import DatabaseError
from trainer.store import db, driver
from trainer.store.db import BUSY_MS, Store, open_store

CONTRACT = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": BUSY_MS,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
}


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(("pragma", "value"), CONTRACT.items())
def test_connection_contract(store: Store, pragma: str, value: object, write: bool) -> None:
    with store.raw(write=write) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_every_pooled_connection_keeps_the_contract(store: Store) -> None:
    with store.raw() as first, store.raw() as second, store.raw() as third:
        for connection in (first, second, third):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_promise_that_is_not_kept_stops_the_opening(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "PRAGMAS", (*db.PRAGMAS, ("data_version", -7)))
    path.parent.mkdir()
    with pytest.raises(DatabaseError) as caught:
        open_store(path)
    assert caught.value.code == "DB117"


def test_write_begins_immediate_and_read_begins_plain(store: Store) -> None:
    seen: list[str] = []
    with store.read() as tx:
        raw: Any = tx.connection().connection.driver_connection
    raw.set_trace_callback(seen.append)  # the pool hands out the same connection again
    with store.write():
        pass
    with store.read() as tx:
        assert tx.connection().connection.driver_connection is raw
    assert [one for one in seen if one.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_a_read_sees_one_state_while_others_write(store: Store) -> None:
    _, attempt = fill(store)
    with store.read() as tx:
        before = tx.connection().exec_driver_sql("SELECT count(*) FROM event").scalar()
        with store.write() as other:
            from tests.support.stored import answer

            answer(other, attempt)
        assert tx.connection().exec_driver_sql("SELECT count(*) FROM event").scalar() == before


def test_writing_in_a_read_fails(store: Store) -> None:
    with pytest.raises(DatabaseError), store.read() as tx:
        add_person(tx)


def test_an_exception_rolls_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as tx:
        begin(tx, add_person(tx))
        raise ZeroDivisionError
    with store.raw() as connection:
        assert (
            connection.exec_driver_sql("SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM event)").scalar()
            == 0
        )
    assert not store.heads.exists()


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_version_gate(version: tuple[int, int, int], fixed: bool) -> None:
    assert driver.is_fixed(version) is fixed


def test_an_old_sqlite_works_without_wal_and_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = driver.driver()
    monkeypatch.setattr(driver, "_chosen", driver.Driver(used.module, (3, 40, 1)))
    with open_store(path, make_parent=True) as store:
        fill(store)
        assert [one.kind for one in store.notices] == ["old_sqlite"]
        with store.raw() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def test_an_old_sqlite_takes_a_wal_database_back(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    store.close()
    monkeypatch.setattr(driver, "_chosen", driver.Driver(driver.driver().module, (3, 40, 1)))
    with open_store(path) as old, old.raw() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert connection.exec_driver_sql("SELECT count(*) FROM event").scalar()


def test_the_standard_library_sqlite_is_the_second_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_chosen", None)
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    assert driver.driver().module.__name__ == "sqlite3"
    monkeypatch.setattr(driver, "_chosen", None)


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_files_are_private(path: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(path, make_parent=True) as store:
            fill(store)
            for one in path.parent.iterdir():
                assert one.stat().st_mode & 0o777 == 0o600, one
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_opening_loads_neither_alembic_nor_a_second_sqlite(tmp_path: Path) -> None:
    code = (
        "import sys; from trainer.store import open_store; assert 'sqlalchemy' not in sys.modules\n"
        f"open_store({str(tmp_path / 'a.db')!r}).close(); open_store({str(tmp_path / 'a.db')!r}).close()\n"
        "print('alembic' in sys.modules, {'pysqlite3', 'sqlite3'} <= set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_closing_leaves_one_file_and_the_heads(store: Store, path: Path) -> None:
    fill(store)
    store.close()
    assert {one.name for one in path.parent.iterdir()} == {"trainer.db", "trainer.db.heads"}
