"""Content files named on the command line: found, and told apart from what is no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from trainer.errors import UsageError

COURSEWARE = ("questions", "exams", "lessons")
"""Folders of a content folder, or of its ``courseware/``, that hold content files besides ``scenarios/``."""


def find(paths: Iterable[str]) -> Iterator[Path | UsageError]:
    """Every content file under the paths, in order and each once; an error for a path that gives none."""
    seen: set[str] = set()
    for name in paths:
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as error:
            yield _not_there(name, error)
            continue
        if stat.S_ISDIR(mode):
            found = list(_in_folder(Path(name)))
            if not found:
                yield UsageError("CL204", place=name)
        elif stat.S_ISREG(mode):
            found = [Path(name)]
        else:
            yield UsageError("CL202", place=name)
            continue
        for path in found:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path


def is_content_folder(folder: Path) -> bool:
    """Whether it holds scenarios or courseware, like the shipped content or the user's own."""
    return any((folder / name).is_dir() for name in ("scenarios", "courseware", *COURSEWARE))


def _in_folder(folder: Path) -> Iterator[Path]:
    """The content of a content folder, or else all Markdown files below a folder."""
    parts = [folder / "scenarios"]
    for inner in (folder / "courseware", folder):
        parts += [inner / name for name in COURSEWARE]
    for part in [part for part in parts if part.is_dir()] or [folder]:
        for path in sorted(part.rglob("*.md")):
            hidden = any(piece.startswith(".") for piece in path.relative_to(folder).parts)
            if path.is_file() and not hidden:
                yield path


def _not_there(name: str, error: Exception) -> UsageError:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return UsageError("CL203", place=name, reason=getattr(error, "strerror", None) or str(error))
    from difflib import get_close_matches

    path = Path(name)
    try:
        near = get_close_matches(path.name, [other for other in os.listdir(path.parent) if other != path.name], n=1)
    except (OSError, ValueError):
        near = []
    if near:
        return UsageError("CL208", place=name, near=str(path.with_name(near[0])))
    return UsageError("CL201", place=name)
