"""The head file ``<database>.heads``: one line ``chain hash`` per committed operation, outside the database.

A line is appended after COMMIT and synced. After a crash the last line may be missing or cut short: the database may be
ahead of the file by what was never acknowledged, but never behind it. Lines of several writers may be out of order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from trainer.store.records import Head

_LINE = re.compile(rb"([1-9][0-9]{0,17}) ([0-9a-f]{64})")
_TAIL = 4096
SUFFIX = ".heads"


def heads_path(database: Path) -> Path:
    """The head file of a database."""
    return database.with_name(database.name + SUFFIX)


def append_head(path: Path, head: Head) -> None:
    """Append a head and sync it to the disk; raises OSError. A line cut short before is ended first."""
    new = not path.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    fd = os.open(path, flags, 0o600)
    try:
        line = f"{head.chain} {head.hash}\n".encode()
        size = os.fstat(fd).st_size
        if size:
            os.lseek(fd, -1, os.SEEK_END)
            if os.read(fd, 1) != b"\n":
                line = b"\n" + line
        written = os.write(fd, line)
        if written != len(line):
            raise OSError(28, "short write", str(path))
        os.fsync(fd)
    finally:
        os.close(fd)
    if new:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Sync a folder's entries to the disk, where the system can."""
    if os.name == "posix":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def last_head(path: Path) -> Head | None:
    """The furthest head among the last lines of the file, or None if there is no file or no readable line."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except FileNotFoundError:
        return None
    heads = [head for line in tail.split(b"\n") if (head := parse(line)) is not None]
    return max(heads, key=lambda head: head.chain, default=None)


def read_heads(path: Path) -> Iterator[tuple[int, Head | None]]:
    """All lines in order with their number from 1; None for a line that is no head."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            yield number, parse(line.rstrip(b"\n"))


def parse(line: bytes) -> Head | None:
    """One line, or None."""
    match = _LINE.fullmatch(line)
    return Head(int(match[1]), match[2].decode()) if match else None
