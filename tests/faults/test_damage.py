"""Flipped bits and cut files: no change of what happened goes unnoticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Table
from tests.support.history import one_answer, prepare
from tests.support.stored import fill
from trainer.errors import TrainerError
from trainer.store import doctor
from trainer.store.copies import reading
from trainer.store.db import open_store
from trainer.store.heads import SUFFIX
from trainer.store.verify import verify

FULL = pytest.mark.fault
CHAINED = {"event": "*", "attempt": "*", "content": "digest, text", "free_text": "*"}


def dump(path: Path) -> dict[str, list[tuple[object, ...]]] | None:
    """All rows that the chain vouches for, read without any index; None if they cannot be read."""
    try:
        with reading(path) as tx:
            connection = tx.connection()
            return {
                name: sorted(
                    (tuple(row) for row in connection.exec_driver_sql(f"SELECT {columns} FROM {name} NOT INDEXED")),
                    key=repr,
                )
                for name, columns in CHAINED.items()
            }
    except Exception:
        return None


def complaint(path: Path) -> str:
    """What opening, verifying or examining says of a database; empty: all is well."""
    try:
        with open_store(path) as store:
            if store.notices:
                return store.notices[0].kind
            report = doctor.examine(store)
            return next((one.kind for one in report.findings if one.severity == "error"), "")
    except TrainerError as error:
        return error.code


@pytest.mark.parametrize("flips", [40, pytest.param(1000, marks=FULL)])
def test_a_flipped_bit_never_changes_what_happened_unnoticed(
    tmp_path: Path, random: Random, table: Table, flips: int
) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store, answers=60)
    sound, before = path.read_bytes(), dump(path)
    heads = path.with_name(path.name + SUFFIX).read_bytes()
    changed = told = harmless = 0
    for number in range(flips):
        at = random.randrange(len(sound))
        damaged = bytearray(sound)
        damaged[at] ^= 1 << random.randrange(8)
        victim = tmp_path / f"{number}.db"
        victim.write_bytes(damaged)
        victim.with_name(victim.name + SUFFIX).write_bytes(heads)
        differs = dump(victim) != before
        words = complaint(victim)
        changed += differs
        told += bool(words)
        harmless += not words
        assert words or not differs, f"bit flipped at byte {at} was not noticed"
        for one in tmp_path.glob(f"{number}.db*"):
            one.unlink()
    table(flips=flips, changed=changed, told=told, harmless=harmless)
    assert changed


@contextmanager
def in_the_wal(path: Path) -> Iterator[int]:
    """A database whose last events are only in the WAL; yields how many events there are."""
    attempt = prepare(path)
    with open_store(path) as store:
        raw = store.dbapi()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        for number in range(12):
            one_answer(store, attempt, f"k{number}")
        yield verify(store).events


def copy_aside(path: Path, target: Path) -> None:
    """Copy database, WAL and heads with another process: closing a descriptor here would drop SQLite's locks."""
    for suffix in ("", "-wal", SUFFIX):
        subprocess.run(["cp", f"{path}{suffix}", f"{target}{suffix}"], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="cp")
@pytest.mark.parametrize("cuts", [15, pytest.param(400, marks=FULL)])
@pytest.mark.parametrize("how", ["cut", "flipped"])
def test_a_damaged_wal_is_noticed_when_events_are_missing(
    tmp_path: Path, random: Random, table: Table, cuts: int, how: str
) -> None:
    path = tmp_path / "x.db"
    lost = 0
    with in_the_wal(path) as events:
        copy_aside(path, tmp_path / "kept.db")
    wal = (tmp_path / "kept.db-wal").read_bytes()
    assert len(wal) > 12 * 4096
    for number in range(cuts):
        victim = tmp_path / f"{number}.db"
        shutil.copy(tmp_path / "kept.db", victim)
        shutil.copy(tmp_path / f"kept.db{SUFFIX}", f"{victim}{SUFFIX}")
        at = random.randrange(len(wal))
        damaged = wal[:at] if how == "cut" else wal[:at] + bytes([wal[at] ^ (1 << random.randrange(8))]) + wal[at + 1 :]
        Path(f"{victim}-wal").write_bytes(damaged)
        with open_store(victim) as store:
            report = verify(store)
            lost += report.events < events
            assert report.ok is (report.events == events)
            if not report.ok:
                assert [one.kind for one in store.notices] == ["heads_differ"]
                assert "truncated" in {one.kind for one in report.findings}
    table(how=how, cuts=cuts, with_lost_events=lost)
    assert lost


@pytest.mark.parametrize("cuts", [10, pytest.param(200, marks=FULL)])
def test_a_cut_database_file_is_told(tmp_path: Path, random: Random, table: Table, cuts: int) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store, answers=60)
    sound = path.read_bytes()
    codes: dict[str, int] = {}
    for number in range(cuts):
        victim = tmp_path / f"{number}.db"
        victim.write_bytes(sound[: random.randrange(1, len(sound))])
        shutil.copy(f"{path}{SUFFIX}", f"{victim}{SUFFIX}")
        words = complaint(victim)
        assert words
        codes[words] = codes.get(words, 0) + 1
    table(cuts=cuts, told=codes)
