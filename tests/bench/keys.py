"""From a key to the first byte that the terminal gets for it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.terminal import Terminal

QUIET = 0.25
"""Seconds without output after which the screen has settled."""


def settle(terminal: Terminal) -> None:
    """Read until nothing more comes."""
    while terminal.ready(QUIET):
        if not terminal.read():
            raise TimeoutError(f"the program ended: {terminal.text[-500:]}")


def first_byte(terminal: Terminal, key: bytes) -> float:
    """Seconds from a key to the next output of a settled screen."""
    settle(terminal)
    started = time.perf_counter()
    terminal.send(key)
    if not terminal.read():
        raise TimeoutError("the program ended")
    return time.perf_counter() - started


def side_by_side(programs: Mapping[str, tuple[Terminal, Sequence[bytes]]]) -> dict[str, list[float]]:
    """Seconds to the first byte, key by key in turn, so that a slow minute of the machine meets all programs alike.

    The first key of each is not counted.
    """
    found: dict[str, list[float]] = {name: [] for name in programs}
    for turn in range(max(len(keys) for _, keys in programs.values())):
        for name, (terminal, keys) in programs.items():
            if turn < len(keys):
                found[name].append(first_byte(terminal, keys[turn]))
    return {name: seconds[1:] for name, seconds in found.items()}


def single_choices(folder: Path, count: int = 12) -> Path:
    """A content folder with one file of single-choice questions; returns it."""
    made = folder / "questions"
    made.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f"## 题{n}\n\n第{n}题问的是哪一样？\n\n- [x] 甲{n}\n- [ ] 乙{n}\n- [ ] 丙{n}\n\n> 解析：是甲{n}。\n\n"
        for n in range(count)
    )
    head = "---\n编号: bench-single\n标题: 只为量按键\n能力: [客户选择]\n---\n\n"
    (made / "bench-single.md").write_text(head + items, encoding="utf-8")
    return folder
