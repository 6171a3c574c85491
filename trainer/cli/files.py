"""Content files named on the command line: found, and told apart from what is no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from trainer.errors import UsageError


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
            found = sorted(_in_folder(Path(name)))
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


def _in_folder(folder: Path) -> Iterator[Path]:
    """The scenarios of a content folder, or else all Markdown files below a folder."""
    scenarios = folder / "scenarios"
    for path in (scenarios if scenarios.is_dir() else folder).rglob("*.md"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
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
