"""Time from exec to the frame that shows a text, in a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence

ESCAPES = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[(][0-9;:?<=>$]*[ -/]*[@-~]|\x1b[P_^X][^\x1b]*\x1b\\|\x1b[^\[\](]"
)
PATIENCE = 60.0


def seconds_until(
    command: Sequence[str], env: dict[str, str], marks: Sequence[str], size: tuple[int, int]
) -> list[float]:
    """Run a program in a terminal and take the time at which each text has first been painted.

    Args:
        command: The program and its arguments.
        env: Its whole environment.
        marks: Texts, in the order in which they are expected.
        size: Columns and rows.

    Returns:
        Seconds since the start for every mark.

    Raises:
        TimeoutError: A text did not appear.
    """
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        os.execve(command[0], list(command), env)  # noqa: S606 - the program under test, no shell wanted
    try:
        return _wait(terminal, marks, started)
    finally:
        os.close(terminal)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _wait(terminal: int, marks: Sequence[str], started: float) -> list[float]:
    seen, times = b"", []
    for mark in marks:
        wanted = "".join(mark.split()).encode()
        while wanted not in b"".join(ESCAPES.sub(b"", seen).split()):
            ready, _, _ = select.select([terminal], [], [], max(0.0, started + PATIENCE - time.perf_counter()))
            if not ready:
                raise TimeoutError(
                    f"{mark!r} was not painted; last seen: {ESCAPES.sub(b'', seen)[-2000:].decode(errors='replace')}"
                )
            try:
                seen += os.read(terminal, 65536)
            except OSError as error:
                raise TimeoutError(f"ended before {mark!r}: {seen[-2000:].decode(errors='replace')}") from error
        times.append(time.perf_counter() - started)
    return times
