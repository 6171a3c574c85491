"""In a real pseudo-terminal: signals and crashes leave it as it was, and no foreign byte ever reaches it."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.support.terminal import Terminal
from trainer.errors import CRASH_EXIT

PROGRAM = """
import sys
from tests.tui.fake_service import POISON, FakeService
from trainer.tui.app import run

class Crashing(FakeService):
    def home(self):
        answer_key = "SECRET" + "-ANSWER"
        if {crash}:
            from textual.app import App
            view = super().home()
            object.__setattr__(view, "recent", 5)
            return view
        return super().home()

sys.exit(run(lambda: Crashing(poison={poison})))
"""


def start(home: Path, root: Path, *, crash: bool = False, poison: bool = False) -> Terminal:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(root),
    }
    program = PROGRAM.format(crash=crash, poison="POISON" if poison else '""')
    return Terminal([sys.executable, "-c", program], env, (120, 40))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_restores_the_terminal(name: str, tmp_path: Path, repo_root: Path) -> None:
    number = getattr(signal, name)
    with start(tmp_path, repo_root) as terminal:
        terminal.until("推荐")
        os.kill(terminal.child, number)
        assert terminal.finish() == 128 + number
        end = terminal.seen
        assert b"\x1b[?1049l" in end and b"\x1b[?1000l" in end and b"\x1b[?25h" in end
        assert "Traceback" not in terminal.text


def test_a_crash_is_calm_restores_the_terminal_and_tells_no_values(tmp_path: Path, repo_root: Path) -> None:
    with start(tmp_path, repo_root, crash=True) as terminal:
        assert terminal.finish() == CRASH_EXIT
        text = terminal.text
        assert b"\x1b[?1049l" in terminal.seen
        assert "程序出了错" in text and "Traceback" not in text and "SECRET" not in text
    reports = list((tmp_path / ".local/share/trainer/crashes").iterdir())
    assert len(reports) == 1
    assert stat.S_IMODE(reports[0].stat().st_mode) == 0o600
    assert reports[0].stem.removeprefix("crash-") in text
    report = reports[0].read_text(encoding="utf-8")
    assert "TypeError" in report and "SECRET" not in report and "answer_key" not in report


def test_a_crash_that_cannot_be_recorded_is_still_told(tmp_path: Path, repo_root: Path) -> None:
    (tmp_path / ".local").write_text("")
    with start(tmp_path, repo_root, crash=True) as terminal:
        assert terminal.finish() == CRASH_EXIT
        assert "TypeError" in terminal.text and "Traceback" not in terminal.text


def test_no_foreign_byte_reaches_the_terminal(tmp_path: Path, repo_root: Path) -> None:
    with start(tmp_path, repo_root, poison=True) as terminal:
        terminal.until("推荐")
        for key, mark in ((b"\r", "怎么练？"), (b"\r", "已保存"), (b"1", "退一步"), (b"\x1bOQ", "稳的票")):
            terminal.send(key)
            terminal.until(mark)
        terminal.send(b"\x11")
        assert terminal.finish() == 0, [path.read_text() for path in tmp_path.rglob("crash-*")]
        seen = terminal.seen
        assert b"\x1b]52" not in seen and b"\x9b2J" not in seen and b"aGk=\x07" not in seen
        assert "\u202e".encode() not in seen
        assert "[/zzz][INFO][@click=app.quit]" in terminal.text
