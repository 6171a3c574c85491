"""Every bad --db of quality §4: a code, exit status 3, at once, and nothing changed on disk."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.stored import fill, tamper
from trainer.errors import DatabaseError
from trainer.i18n import LANGUAGES, set_language, t
from trainer.store.db import open_store
from trainer.store.driver import driver


def _directory(path: Path) -> None:
    path.mkdir()


def _socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(str(path))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _text(path: Path) -> None:
    path.write_text("这不是数据库。\n" * 100, encoding="utf-8")


def _short_text(path: Path) -> None:
    path.write_text("a")


def _png(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))


def _other_tables(path: Path) -> None:
    tamper(path, "CREATE TABLE note (text)")


def _other_application(path: Path) -> None:
    tamper(path, "PRAGMA application_id = 252006674", "CREATE TABLE fsrs (x)")


def _other_in_wal(path: Path) -> None:
    tamper(path, "CREATE TABLE note (text)", "PRAGMA journal_mode = WAL")


def _ours(path: Path) -> None:
    with open_store(path) as store:
        fill(store)
    (path.parent / (path.name + ".heads")).unlink()


def _newer(path: Path) -> None:
    _ours(path)
    tamper(
        path,
        "UPDATE alembic_version SET version_num = '0099'",
        "UPDATE setting SET value = '\"7.2.0\"' WHERE scope = 'store' AND name = 'reader'",
    )


def _no_revision(path: Path) -> None:
    _ours(path)
    tamper(path, "DROP TABLE alembic_version")


def _header(path: Path) -> None:
    _ours(path)
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)


def _cut(path: Path) -> None:
    _ours(path)
    path.write_bytes(path.read_bytes()[:5000])


def _encrypted(path: Path) -> None:
    path.write_bytes(os.urandom(8192))


BAD: list[tuple[Callable[[Path], None], set[str]]] = [
    (_directory, {"DB102"}),
    (_socket, {"DB103"}),
    (_fifo, {"DB103"}),
    (_text, {"DB104"}),
    (_short_text, {"DB104"}),
    (_png, {"DB104"}),
    (_encrypted, {"DB104"}),
    (_other_tables, {"DB105"}),
    (_other_application, {"DB105"}),
    (_other_in_wal, {"DB105"}),
    (_newer, {"DB106"}),
    (_no_revision, {"DB118"}),
    (_header, {"DB111"}),
    (_cut, {"DB111"}),
]


def _snapshot(folder: Path) -> dict[str, bytes | None]:
    ignored = ("-shm", "-wal")
    return {
        one.name: one.read_bytes() if one.is_file() else None
        for one in folder.iterdir()
        if not one.name.endswith(ignored)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
@pytest.mark.parametrize(("make", "codes"), BAD, ids=[make.__name__[1:] for make, _ in BAD])
def test_bad_file(make: Callable[[Path], None], codes: set[str], tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    make(path)
    before = _snapshot(tmp_path)
    with pytest.raises(DatabaseError) as caught:
        open_store(path)
    assert caught.value.code in codes
    assert caught.value.exit_code == 3
    assert str(path) in caught.value.place
    assert _snapshot(tmp_path) == before


def test_newer_schema_names_the_version_that_reads_it(tmp_path: Path) -> None:
    _newer(tmp_path / "x.db")
    with pytest.raises(DatabaseError) as caught:
        open_store(tmp_path / "x.db")
    assert "7.2.0" in t("errors.DB106.fix", **caught.value.params)


def test_missing_parent(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_store(tmp_path / "no" / "x.db")
    assert caught.value.code == "DB101"
    assert not (tmp_path / "no").exists()


def test_parent_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseError) as caught:
        open_store(tmp_path / "file" / "x.db")
    assert caught.value.code == "DB101"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "DB145"),
        (" ", "DB145"),
        ("sqlite:///", "DB145"),
        ("a\0b", "DB145"),
        ("x" * 5000, "DB116"),
        (":memory:", "DB144"),
        ("sqlite:///:memory:", "DB144"),
        ("sqlite://", "DB144"),
        ("file::memory:?cache=shared", "DB144"),
    ],
)
def test_impossible_path(text: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseError) as caught:
        open_store(text)
    assert caught.value.code == code
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://hr:s3cret@db.example:5432/trainer",
        "postgresql+psycopg://hr:s3cret@db/trainer?sslmode=require",
        "mysql://hr:s3cret@[::1]/x",
        "postgresql://db/trainer?user=hr&password=s3cret",
        "postgresql://hr:p@ss/s3cret@db/x",
    ],
)
def test_password_of_a_dsn_is_masked(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_store(url)
    assert caught.value.code == "DB115"
    assert "s3cret" not in caught.value.place
    assert "***" in caught.value.place


def test_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch()
    with open_store(path) as store:
        fill(store)


def test_sqlite_url_and_path_with_odd_characters(tmp_path: Path) -> None:
    path = tmp_path / "百分 100% ?#&.db"
    with open_store(f"sqlite:///{path}") as store:
        fill(store)
        assert store.path == path
    with open_store(path) as store, store.raw() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 1


def test_a_database_that_vanished_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store)
    path.unlink()
    with pytest.raises(DatabaseError) as caught:
        open_store(path)
    assert caught.value.code == "DB112"
    assert not path.exists()


def test_locked(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_store(path, busy_ms=50) as store:
        other = driver().module.connect(str(path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(DatabaseError) as caught, store.write():
                pass
        finally:
            other.close()
        assert caught.value.code == "DB108"
        with store.write():
            pass


@pytest.mark.skipif(os.name != "posix", reason="inodes")
@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_replaced_while_open(tmp_path: Path, how: str) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store)
        path.unlink()
        if how == "replaced":
            with open_store(tmp_path / "y.db") as other:
                fill(other)
            os.replace(tmp_path / "y.db", path)
        with pytest.raises(DatabaseError) as caught, store.write():
            pass
        assert caught.value.code == "DB113"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_ours_has_a_text_and_a_fix(lang: str, repo_root: Path) -> None:
    import re

    set_language(lang)
    source = "\n".join(one.read_text(encoding="utf-8") for one in (repo_root / "trainer/store").glob("*.py"))
    for code in sorted(set(re.findall(r"\bDB1\d\d\b", source))):
        assert t(f"errors.{code}") and t(f"errors.{code}.fix")
