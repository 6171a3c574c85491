"""A bar on stderr for what takes long; nothing where nobody sits at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from trainer.cli.streams import is_terminal

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

PATIENCE = 0.5
"""Seconds before a bar appears: what is quick needs none."""


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to be told (done, all), or None when stderr is no terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    begun = monotonic()
    shown: list[ProgressBar[int]] = []

    def tell(done: int, everything: int) -> None:
        if not shown:
            if monotonic() < begun + PATIENCE:
                return
            shown.append(click.progressbar(length=everything, label=label, file=sys.stderr, show_pos=True))
            shown[0].__enter__()
        shown[0].update(done - shown[0].pos)

    try:
        yield tell
    finally:
        for one in shown:
            one.__exit__(None, None, None)
