"""Whose turn it is to write: threads of a process by a lock, processes by ``flock`` on the database's folder.

This is about fairness only; that there is one writer at a time is BEGIN IMMEDIATE's business. SQLite's own way of
waiting asks ever more rarely, so with fifty writers newcomers win and somebody waits for a minute. The kernel wakes the
waiters instead. No file is made for it; where ``flock`` does not exist or does not work, SQLite's way has to do.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    _fcntl: Any = importlib.import_module("fcntl")
except ImportError:  # Windows
    _fcntl = None


class Turn:
    """The place in the queue of one open store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = threading.Lock()
        self._fd: int | None = None

    @contextmanager
    def mine(self, seconds: float) -> Iterator[bool]:
        """Wait for the turn; False if another thread of this process did not end in time.

        If another process does not end in time the answer is True all the same: SQLite will say so itself.
        """
        if not self._threads.acquire(timeout=seconds):
            yield False
            return
        try:
            self._queue(seconds)
            yield True
        finally:
            self.next_process()
            self._threads.release()

    def next_process(self) -> None:
        """Let the next process write, while this one is still busy with what comes after COMMIT."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                _fcntl.flock(self._fd, _fcntl.LOCK_UN)

    def close(self) -> None:
        """Leave the queue for good."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _queue(self, seconds: float) -> None:
        if _fcntl is None:
            return
        try:
            if self._fd is None:
                self._fd = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
            _fcntl.flock(self._fd, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait(seconds)
        except OSError:
            return  # no flock on this file system

    def _wait(self, seconds: float) -> None:
        """A blocking ``flock`` knows no time limit, so a thread waits; one that comes too late gives up its turn."""
        fd, self._fd = self._fd, None
        came, answer, late = threading.Event(), threading.Lock(), False

        def wait() -> None:
            with contextlib.suppress(OSError):
                _fcntl.flock(fd, _fcntl.LOCK_EX)
            with answer:
                came.set()
                if late and fd is not None:
                    os.close(fd)

        threading.Thread(target=wait, name="trainer-turn", daemon=True).start()
        came.wait(seconds)
        with answer:
            if came.is_set():
                self._fd = fd
            else:
                late = True
