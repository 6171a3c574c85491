"""Paths that are no files: told with place and fix, the others still checked."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.bad_files import sound
from tests.support.cli import run_here

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file kinds")


def fifo(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nothing")


def loop(path: Path) -> None:
    path.symlink_to(path)


def nothing(path: Path) -> None:
    """Leaves the path missing."""


def empty_folder(path: Path) -> None:
    path.mkdir()


@posix_only
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (fifo, "CL202"),
        (unix_socket, "CL202"),
        (dangling, "CL201"),
        (loop, "CL203"),
        (nothing, "CL201"),
        (empty_folder, "CL204"),
    ],
)
def test_what_is_no_file_is_told_and_the_rest_is_checked(
    make: Callable[[Path], None],
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    make(Path("x.md"))
    Path("sound.md").write_text(sound(), encoding="utf-8")
    result = run_here(capsys, "check", "--static", "x.md", "sound.md", "--format", "json")
    assert result.code == 2
    assert f"错误 {code} x.md" in result.err
    document = json.loads(result.out)
    assert (document["files"], document["errors"]) == (1, 0)


@posix_only
def test_what_is_no_file_inside_a_folder_is_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fifo(tmp_path / "pipe.md")
    (tmp_path / ".hidden.md").write_text("x")
    (tmp_path / "sound.md").write_text(sound(), encoding="utf-8")
    result = run_here(capsys, "check", "--static", str(tmp_path), "--format", "json")
    assert (result.code, json.loads(result.out)["files"]) == (0, 1)


def test_a_file_named_twice_is_checked_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sound.md"
    path.write_text(sound(), encoding="utf-8")
    result = run_here(capsys, "check", "--static", str(path), str(tmp_path), "--format", "json")
    assert json.loads(result.out)["files"] == 1


def test_a_near_name_is_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sound.md").write_text(sound(), encoding="utf-8")
    assert "sound.md？" in run_here(capsys, "check", str(tmp_path / "soudn.md")).err


def test_a_folder_is_no_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sound.md").write_text(sound(), encoding="utf-8")
    result = run_here(capsys, "dump", str(tmp_path))
    assert result.code == 2
    assert "CL202" in result.err


def test_no_path_checks_the_whole_library(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "sound.md").write_text(sound(), encoding="utf-8")
    bare = run_here(capsys, "check", "--static", "--format", "json")
    more = run_here(capsys, "check", "--static", "--format", "json", "--content", str(tmp_path))
    assert json.loads(more.out)["files"] == json.loads(bare.out)["files"] + 1
