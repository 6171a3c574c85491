"""What was found before in files that have not changed since: small JSON files in the user's cache folder.

A key covers everything that a result depends on: the bytes that were read and the program's own files. The folder can
be deleted at any time; a file in it that cannot be read counts as absent, and nothing here is ever an error.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from trainer import __version__
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.paths import cache_dir

FORMAT = 1
MOST_FILES = 2_000
"""Files kept; beyond it the older half goes."""

_PROGRAM = ("content", "analysis", "engine", "cli")


def program() -> str:
    """Names this state of the program: version, and size and time of the files that make findings."""
    package = Path(__file__).resolve().parent.parent
    told = [__version__, str(FORMAT)]
    for part in _PROGRAM:
        for entry in sorted(os.scandir(package / part), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                facts = entry.stat()
                told.append(f"{part}/{entry.name} {facts.st_size} {facts.st_mtime_ns}")
    return sha256("\n".join(told).encode()).hexdigest()


def key_of(parts: Iterable[str]) -> str:
    """A key from texts, in their order; no two different lists give the same."""
    return sha256(json.dumps(list(parts), ensure_ascii=True).encode()).hexdigest()


def recall(key: str) -> dict[str, Any] | None:
    """What was kept under a key."""
    with contextlib.suppress(Exception):
        found = json.loads((cache_dir() / f"{key}.json").read_text(encoding="utf-8"))
        if isinstance(found, dict) and found.get("format") == FORMAT:
            return found
    return None


def keep(key: str, value: dict[str, Any]) -> None:
    """Keep a JSON value under a key; a cache that cannot be written is none."""
    with contextlib.suppress(Exception):
        folder = cache_dir()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps({**value, "format": FORMAT}, ensure_ascii=False)
        handle, name = tempfile.mkstemp(dir=folder, prefix="new-")
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(folder / f"{key}.json")
        _thin(folder)


def _thin(folder: Path) -> None:
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(files) > MOST_FILES:
        for entry in sorted(files, key=lambda entry: entry.stat().st_mtime_ns)[: len(files) // 2]:
            Path(entry.path).unlink(missing_ok=True)


def pack(findings: Sequence[Diagnostic]) -> list[dict[str, Any]]:
    """Findings as JSON values."""
    return [asdict(finding) for finding in findings]


def unpack(rows: Iterable[dict[str, Any]]) -> list[Diagnostic]:
    """The findings again; raises TypeError, KeyError or ValueError for anything else."""
    return [
        Diagnostic(**{**row, "severity": Severity(row["severity"]), "witness": tuple(row["witness"])}) for row in rows
    ]
