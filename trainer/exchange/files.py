"""Writing a file so that it is there whole or not at all: temporary file, sync, rename; only the owner may read it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from trainer.errors import PlatformError, UsageError


def write_file(path: Path, write: Callable[[Path], None], *, force: bool = False) -> None:
    """Let ``write`` fill a temporary file beside ``path`` and put it in its place.

    Raises:
        UsageError: EX101 the file exists and ``force`` was not given, EX102 its folder does not exist.
        PlatformError: EX103 it cannot be written; nothing is left behind.
    """
    if not path.parent.is_dir():
        raise UsageError("EX102", place=str(path), parent=str(path.parent))
    if path.is_dir() or (path.exists() and not force):
        raise UsageError("EX101", place=str(path))
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        write(part)
        os.chmod(part, 0o600)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise PlatformError("EX103", place=str(path), reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file of known content; raises as ``write_file``."""

    def fill(part: Path) -> None:
        part.write_bytes(data)

    write_file(path, fill, force=force)
