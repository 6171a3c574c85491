"""All content there is: the bundled files, the user's folder, and a folder named on the command line.

Nothing is read before it is asked for, and each file once. A file that cannot be read hides no other.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content import shelf
from trainer.content.competencies import FILE, CompetencyInfo, read_competencies
from trainer.content.courseware import Courseware
from trainer.content.diagnostics import Diagnostic
from trainer.content.model import Competency, Scenario
from trainer.content.shelf import Identified, markdown_files
from trainer.errors import UsageError
from trainer.paths import bundled_content, user_content_dir

if TYPE_CHECKING:
    from trainer.content.reader import ReadResult
    from trainer.content.search import SearchIndex

ENVIRONMENT = "TRAINER_CONTENT"


@dataclass(frozen=True, slots=True)
class Card:
    """What the front matter of a scenario says: enough for a list, a small part of the cost of reading it all."""

    id: str
    title: str
    difficulty: int | None
    duration: str
    competencies: tuple[Competency, ...]
    tags: tuple[str, ...]
    cases: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


class _Scenarios(Mapping[str, Scenario]):
    """编号 to scenario; only scenarios without errors. Getting one reads one file where its name tells the 编号."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, key: str) -> Scenario:
        return self._library.get(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._library.ids)

    def __len__(self) -> int:
        return len(self._library.ids)


class Library(Courseware):
    """Content of one or more roots; a root holds ``scenarios/*.md``, or scenario files directly, and courseware.

    Attributes:
        roots: Folders, in the order they are read.
        scenarios: 编号 to scenario, in the order of the file names; only those without errors.
    """

    def __init__(self, roots: tuple[Path, ...], competencies: tuple[CompetencyInfo, ...]) -> None:
        self.roots = roots
        self.competencies = competencies
        self.scenarios: Mapping[str, Scenario] = _Scenarios(self)
        self._results: dict[Path, tuple[bytes, ReadResult]] = {}
        super().__init__(roots, self.names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Short names of the competencies."""
        return tuple(info.name for info in self.competencies)

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Scenario files of all roots, each root's in the order of their names."""
        found: dict[Path, None] = {}
        for root in self.roots:
            folder = root / "scenarios" if (root / "scenarios").is_dir() else root
            for path in markdown_files(folder):
                found.setdefault(path.resolve(), None)
        return tuple(found)

    @cached_property
    def _by_id(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self.files:
            found.setdefault(self._read(path)[1].id or path.stem, []).append(path)
        return found

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """编号 of every scenario that can be played; reads all files."""
        return tuple(key for key, paths in self._by_id.items() if self._best(paths) is not None)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """编号 to card, in the order of the file names; reads front matter only.

        A scenario whose front matter is sound is listed even if its body turns out to have errors; opening it says so.
        """
        found: dict[str, Card] = {}
        for path in self.files:
            card = self._card(path)
            if card is not None:
                found.setdefault(card.id, card)
        return found

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Findings of all files, and 编号 that are used twice."""
        found = [d for path in self.files for d in self._read(path)[1].diagnostics]
        return (*found, *self.duplicates())

    def duplicates(self) -> tuple[Diagnostic, ...]:
        """A finding for each file whose 编号 another file has, too."""
        return duplicate_ids([(str(p), self._read(p)[1]) for p in self.files])

    def get(self, key: str) -> Scenario:
        """The scenario with this 编号; raises KeyError if there is none that can be played."""
        path = self.path(key)
        scenario = self._read(path)[1].scenario
        if scenario is None:
            raise KeyError(key)
        return scenario

    def path(self, key: str) -> Path:
        """The file of a scenario; raises KeyError."""
        named = [path for path in self.files if path.stem == key]
        if len(named) == 1 and self._read(named[0])[1].id == key:
            return named[0]
        best = self._best(self._by_id.get(key, []))
        if best is None:
            raise KeyError(key)
        return best

    def text(self, key: str) -> str:
        """The exact text of the scenario's file; its SHA-256 is the scenario's digest. Raises KeyError."""
        return self._read(self.path(key))[0].decode("utf-8")

    def read(self, path: Path) -> ReadResult:
        """The result of reading one file of the library."""
        return self._read(path)[1]

    @cached_property
    def search_index(self) -> SearchIndex:
        """The index over all content; reads everything."""
        from trainer.content.passages import passages
        from trainer.content.search import SearchIndex

        return SearchIndex(passages(self))

    def _card(self, path: Path) -> Card | None:
        from trainer.content.charset import read_text
        from trainer.content.frontmatter import read_front

        try:
            raw = shelf.read_bytes(path)
        except UsageError:
            return None
        source, decoded = read_text(raw, str(path))
        if decoded is None or source.errors:
            return None
        front, first = read_front(source, self.names)
        if source.errors:
            return None
        title = front.title or next((x.lstrip("# ").strip() for x in source.lines[first:] if x.startswith("# ")), "")
        competencies = tuple(front.competencies)
        codes = (front.cases, front.frameworks, front.tools)
        return Card(front.id, title, front.difficulty, front.duration, competencies, front.tags, *codes)

    def _best(self, paths: list[Path]) -> Path | None:
        return next((p for p in paths if self._read(p)[1].scenario is not None), None)

    def _read(self, path: Path) -> tuple[bytes, ReadResult]:
        known = self._results.get(path)
        if known is None:
            from trainer.content.reader import ReadResult, read_scenario
            from trainer.content.source import unreadable

            try:
                raw = shelf.read_bytes(path)
                result = read_scenario(raw, str(path), competencies=self.names)
            except UsageError as error:
                raw, result = b"", ReadResult(None, (unreadable(str(path), str(error.params.get("reason", ""))),))
            known = self._results[path] = (raw, result)
        return known


def duplicate_ids(results: Collection[tuple[str, Identified]]) -> tuple[Diagnostic, ...]:
    """A finding at the 编号 of every file that shares it with another one; each names the other file."""
    from trainer.content.source import duplicate_id

    by_id: dict[str, list[tuple[str, Identified]]] = {}
    for path, result in results:
        if result.id:
            by_id.setdefault(result.id, []).append((path, result))
    return tuple(
        duplicate_id(path, key, result.id_line, result.id_column, group[0 if n else 1][0])
        for key, group in by_id.items()
        if len(group) > 1
        for n, (path, result) in enumerate(group)
    )


def load_library(extra: Path | None = None) -> Library:
    """The library of this machine.

    Args:
        extra: ``--content DIR``; without it the environment variable ``TRAINER_CONTENT`` is looked at.

    Raises:
        UsageError: The extra folder does not exist.
        PlatformError: The bundled content is missing.
    """
    bundled = bundled_content()
    roots = [bundled]
    if user_content_dir().is_dir():
        roots.append(user_content_dir())
    named = extra or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if named is not None:
        if not named.is_dir():
            raise UsageError("CL110", place=str(named))
        roots.append(named)
    return Library(tuple(roots), read_competencies(bundled / "courseware" / FILE))
