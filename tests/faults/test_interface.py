"""The real interface in a pseudo-terminal, killed or stopped right after a key: what it had shown is stored."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.faults.conftest import Table
from tests.support.terminal import Terminal, trainer_command
from trainer.content.library import load_library
from trainer.service import open_service

if TYPE_CHECKING:
    from trainer.service.views import AttemptRow

STEPS = 400
HEAD = """---
编号: chain
标题: 一条长路
能力: {需求挖掘: 1}
---

# 一条长路

只为试验，情节虚构。
"""


def write_case(folder: Path) -> None:
    """A long chain: every scene names its number, so the screen tells which answer was taken."""
    scenes = [
        f"## 第{n}站\n\n路标{n:04}。\n\n- [往左走](#第{n + 1}站) `需求挖掘 +1`\n- [往右走](#第{n + 1}站)\n"
        for n in range(STEPS)
    ]
    (folder / "chain.md").write_text(
        "\n".join([HEAD, *scenes, f"## 第{STEPS}站\n`结局 到了` `评 80`\n"]), encoding="utf-8"
    )


class Trip:
    """One attempt over many starts of the program."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.database = folder / "t.db"
        self.content = folder / "content"
        self.content.mkdir()
        write_case(self.content)
        self.shown = 0
        self.sent = 0
        env = {"HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.env = {**env, "PATH": os.environ["PATH"], "TRAINER_CONTENT": str(self.content)}

    def go(self, number: int) -> Terminal:
        """Start, take the attempt up, answer a little, press one more key and send the signal within 40 ms."""
        command = ("play", "chain") if not self.sent else ()
        terminal = Terminal(trainer_command(*command, "--db", str(self.database)), self.env, (100, 30))
        terminal.until("怎么练" if command else "路")
        if not command:
            terminal.until("继续")
        terminal.send(b"\r")
        terminal.until(f"路标{self.shown:04}")
        for _ in range(self.random.randrange(3)):
            terminal.send(b"12"[(at := self.random.randrange(2)) : at + 1])
            self.sent += 1
            terminal.until(f"路标{self.shown + 1:04}")
            self.shown += 1
        terminal.send(b"1")
        self.sent += 1
        if terminal.ready(self.random.random() * 0.04):
            terminal.read()
        os.kill(terminal.child, number)
        return terminal

    def stored(self) -> AttemptRow:
        """The attempt as the database has it."""
        with open_service(str(self.database), load_library(self.content)) as service:
            assert service.verify().ok
            rows = service.results().attempts
        assert len(rows) == 1
        return rows[0]


SOME = ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"]


@pytest.mark.parametrize(
    "signals",
    [["SIGKILL", "SIGTERM"], pytest.param(["SIGKILL"] * 100 + SOME * 5, marks=pytest.mark.fault)],
    ids=["some", "full"],
)
def test_the_interface_is_killed_after_a_key(tmp_path: Path, random: Random, table: Table, signals: list[str]) -> None:
    trip = Trip(tmp_path, random)
    lost = ahead = 0
    for name in signals:
        number = signal.Signals[name]
        with trip.go(number) as terminal:
            code = terminal.finish()
            assert code == (-number if name == "SIGKILL" else 128 + number)
            if name != "SIGKILL":
                assert b"\x1b[?1049l" in terminal.seen
            shown = trip.shown + (f"路标{trip.shown + 1:04}" in terminal.text)
        row = trip.stored()
        assert row.status == "open"
        lost += row.step < shown
        ahead += row.step > shown
        assert shown <= row.step <= trip.sent
        trip.shown = trip.sent = row.step
    table(signals=len(signals), stored=trip.shown, lost=lost, stored_but_not_shown=ahead)
    assert trip.shown > 0
