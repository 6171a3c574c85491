"""The program in a pseudo-terminal of a given size; POSIX only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence

ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[(][0-9;:?<=>$]*[ -/]*[@-~]|\x1b[P_^X][^\x1b]*\x1b\\|\x1b[^\[\](]"
)
PATIENCE = 240.0
"""Seconds after which a program has failed; only a failing test meets them."""


class Terminal:
    """A child with a terminal of its own; ``seen`` is what it has written so far."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (100, 30)) -> None:
        """Start a program.

        Args:
            command: The program by its path, and its arguments.
            env: Its whole environment.
            size: Columns and rows.
        """
        self.started = time.perf_counter()
        self.seen = b""
        self.code: int | None = None
        self.child, self.end = pty.fork()
        if self.child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(command[0], list(command), dict(env))  # noqa: S606 - the program under test, no shell wanted

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.end)
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)

    @property
    def text(self) -> str:
        """What was written, without escape sequences and blanks."""
        return b"".join(ESCAPES.sub(b"", self.seen).split()).decode(errors="replace")

    def read(self) -> bool:
        """Wait for more output; False at its end."""
        ready, _, _ = select.select([self.end], [], [], max(0.0, self.started + PATIENCE - time.perf_counter()))
        if not ready:
            raise TimeoutError(f"nothing more came; last seen: {self.text[-1000:]}")
        try:
            more = os.read(self.end, 65536)
        except OSError:
            return False
        self.seen += more
        return bool(more)

    def until(self, mark: str) -> float:
        """Wait until a text has been painted; returns the seconds since the start.

        Raises:
            TimeoutError: It was not.
        """
        wanted = "".join(mark.split())
        while wanted not in self.text:
            if not self.read():
                raise TimeoutError(f"ended before {mark!r}: {self.text[-1000:]}")
        return time.perf_counter() - self.started

    def ready(self, seconds: float) -> bool:
        """Whether output comes within so many seconds."""
        return bool(select.select([self.end], [], [], seconds)[0])

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.end, keys)

    def finish(self) -> int:
        """Read to the end; returns the exit status, negative for a signal."""
        while self.read():
            pass
        _, status = os.waitpid(self.child, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code


def trainer_command(*argv: str) -> list[str]:
    """The command line that starts this checkout's program."""
    return [sys.executable, "-m", "trainer", *argv]
