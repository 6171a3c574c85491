"""From a key to the first byte that the terminal gets for it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

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


def typical(terminal: Terminal, keys: Sequence[bytes]) -> float:
    """Median over several keys, the first of them unmeasured."""
    return statistics.median([first_byte(terminal, key) for key in keys][1:])
