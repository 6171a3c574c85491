"""What is no database is refused with code, place and fix, and left as it was."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.cli import run_here, snapshot

if sys.platform == "win32":
    pytest.skip("POSIX file kinds", allow_module_level=True)


def folder(path: Path) -> None:
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("这不是数据库。" * 100, encoding="utf-8")


def another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table notes(a)")
        connection.commit()


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)


def fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [folder, text, another_program, unix_socket, fifo])
def test_a_path_that_is_no_database(
    make: Callable[[Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "odd.db"
    make(path)
    before = snapshot(tmp_path)
    result = run_here(capsys, "play", "bid-360w", "--choices", "1", "--db", str(path))
    assert result.code == 3
    assert " DB1" in result.err
    assert str(path) in result.err
    assert "怎么改：" in result.err
    assert "Traceback" not in result.err
    assert snapshot(tmp_path) == before


def test_a_folder_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = run_here(capsys, "play", "bid-360w", "--choices", "1", "--db", str(tmp_path / "no" / "such.db"))
    assert result.code == 3
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize("url", ["postgresql://hr:geheim@localhost/x", "mysql://hr:geheim@h/x", "nonsense://geheim@h"])
def test_a_password_is_never_shown(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = run_here(capsys, "play", "bid-360w", "--choices", "1", "--db", url)
    assert result.code == 3
    assert ":geheim" not in result.err + result.out


def test_the_environment_names_the_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINER_DB", str(tmp_path / "mine.db"))
    assert run_here(capsys, "play", "bid-360w", "--choices", "1", "--format", "json").code == 0
    assert (tmp_path / "mine.db").is_file()
    assert run_here(capsys, "--db", str(tmp_path / "other.db"), "play", "bid-360w", "--choices", "1").code == 0
    assert (tmp_path / "other.db").is_file()


@pytest.mark.parametrize("text", [":memory:", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_with_what_to_do_instead(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run_here(capsys, "play", "bid-360w", "--choices", "1", "--db", text)
    assert result.code == 3
    assert f"DB144 {text}" in result.err
    assert "内存数据库什么也留不下" in result.err
    assert "怎么改：给一个文件" in result.err
    assert snapshot(tmp_path) == {}
