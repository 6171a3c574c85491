"""Crash files: where the program broke, and nothing that it was working on."""

from __future__ import annotations

import os
import platform
import secrets
import traceback
from pathlib import Path

import trainer
from trainer.paths import crash_dir

_TELLING = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError, TypeError)
"""Exceptions whose message names program parts and no data."""


def crash_text(error: BaseException, code: str) -> str:
    """Kinds of exception and places in the source, causes first; no locals, no values, no messages with data."""
    lines = [
        f"trainer {trainer.__version__}, crash {code}",
        f"python {platform.python_version()}, {platform.system()} {platform.machine()}",
    ]
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for link in reversed(chain):
        lines.append("")
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
        message = f": {link}" if isinstance(link, _TELLING) else ""
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}{message}")
    return "\n".join(lines) + "\n"


def write_crash(error: BaseException) -> tuple[str, Path]:
    """Write a crash file that only the user may read; returns its id and path.

    Raises:
        OSError: It cannot be written.
        PlatformError: There is no home.
    """
    code = secrets.token_hex(4)
    folder = crash_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{code}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(crash_text(error, code))
    return code, path
