"""The theme and the language used last, so that the first paint is already right; the database stays the truth.

A tiny file in the user's data folder, read before the first paint without anything of the database. Whatever is wrong
with it means the defaults; it is a cache and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from trainer.errors import TrainerError
from trainer.i18n import LANGUAGES
from trainer.tui.theme import DEFAULT, NAMES

FILE = "look.json"
LIMIT = 1000
"""Bytes beyond which the file is not ours."""


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, and a language (None: none was chosen)."""

    theme: str = DEFAULT
    language: str | None = None


def place() -> Path | None:
    """Where the file is, or None on a machine that names no home."""
    from trainer.paths import user_data_dir

    try:
        return user_data_dir() / FILE
    except TrainerError:
        return None


def recall(path: Path | None) -> Look:
    """What was used last; the defaults if that is not known."""
    if path is None:
        return Look()
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LIMIT))
        theme, language = found.get("theme"), found.get("language")
    except (OSError, ValueError, AttributeError, RecursionError):
        return Look()
    return Look(
        theme if isinstance(theme, str) and theme in NAMES else DEFAULT,
        language if isinstance(language, str) and language in LANGUAGES else None,
    )


def keep(path: Path | None, look: Look) -> None:
    """Write it for the owner only, if it differs from what is there; a failure costs the next first paint, no more."""
    if path is None or (recall(path) == look and path.exists()):
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(look), file)
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
