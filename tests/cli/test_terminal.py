"""The program in a real terminal: it opens and leaves, and says so where it cannot be drawn."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.support.terminal import Terminal, trainer_command


def environment(home: Path, term: str | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(home), **({"TERM": term} if term is not None else {})}


@pytest.mark.parametrize("term", [None, "", "dumb", "unknown"])
def test_a_terminal_without_a_cursor_is_refused(term: str | None, tmp_path: Path, repo_root: Path) -> None:
    env = environment(tmp_path, term) | {"PYTHONPATH": str(repo_root)}
    with Terminal(trainer_command(), env) as terminal:
        assert terminal.finish() == 4
        assert "EN006" in terminal.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (20, 5)], ids=str)
def test_the_interface_opens_and_leaves_in_any_size(size: tuple[int, int], tmp_path: Path, repo_root: Path) -> None:
    env = environment(tmp_path, "xterm-256color") | {"PYTHONPATH": str(repo_root)}
    with Terminal(trainer_command(), env, size) as terminal:
        terminal.until("大客户实战训练" if size[0] >= 80 else "窗口太小了")
        terminal.send(b"\x11q")  # ctrl+q leaves from anywhere, q from the home screen
        assert terminal.finish() == 0
        assert "Traceback" not in terminal.text
        assert b"\x1b[?1049l" in terminal.seen  # the normal screen is back


@pytest.mark.parametrize("redirected", ["stdin", "stdout", "stderr"])
def test_every_stream_has_to_be_a_terminal(redirected: str, tmp_path: Path, repo_root: Path) -> None:
    sign = {"stdin": "< /dev/null", "stdout": "> out", "stderr": "2> err"}[redirected]
    env = environment(tmp_path, "xterm-256color") | {"PYTHONPATH": str(repo_root)}
    shell = ["/bin/sh", "-c", f'cd "{tmp_path}" && exec "$@" {sign}', "sh", *trainer_command()]
    with Terminal(shell, env) as terminal:
        assert terminal.finish() == 4
        said = terminal.text if redirected != "stderr" else (tmp_path / "err").read_text(encoding="utf-8")
        assert "EN005" in said


def test_home_unset_is_told_or_found(repo_root: Path, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(repo_root)}
    argv = trainer_command("play", "bid-360w", "--choices", "1", "--db", str(tmp_path / "t.db"), "--format", "json")
    done = subprocess.run(argv, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stderr
