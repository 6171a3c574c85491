"""Which entries of the curriculum are taught, asked, played and filled in, and which are not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.errors import PlatformError
from trainer.paths import bundled_content

if TYPE_CHECKING:
    from trainer.content.library import Library

FILE = "catalogue.yaml"

NEEDS: Mapping[str, tuple[str, ...]] = {
    "F": ("lessons", "questions", "scenarios"),
    "C": ("scenarios",),
    "T": ("tools",),
    "K": ("lessons", "questions", "scenarios"),
}
"""What an entry of each kind should have: a framework is taught, asked and played, a case played, a tool there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the curriculum. ``group``: the heading it stands under; ``english`` may be empty."""

    code: str
    group: str
    title: str
    english: str = ""

    @property
    def kind(self) -> str:
        """F framework, C case, T tool, K competency."""
        return self.code[0]


@dataclass(slots=True)
class Row:
    """What there is for one entry: 编号 of lessons, scenarios and tools, ids of items; each once, in library order."""

    lessons: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    scenarios: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, list[str]]:
        """The four lists as ``trainer coverage --format json`` promises them."""
        return {
            "lessons": self.lessons, "questions": self.questions, "scenarios": self.scenarios, "tools": self.tools
        }  # fmt: skip


def read_catalogue(path: Path | None = None) -> tuple[Entry, ...]:
    """The curriculum: F, C, T and K, in its order.

    Raises:
        PlatformError: The installation is incomplete: the file is missing or is not what was shipped.
    """
    import yaml

    place = path or bundled_content() / "courseware" / FILE
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        groups = yaml.load(place.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader in either case
        return tuple(
            Entry(str(row["code"]), str(group["group"]), str(row["title"]), str(row.get("english", "")))
            for group in groups
            for row in group["entries"]
        )
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError) as error:
        raise PlatformError("EN002", place=str(place)) from error


def coverage(library: Library, catalogue: tuple[Entry, ...]) -> dict[str, Row]:
    """Code to what there is for it, for every entry, in the order of the catalogue."""
    rows = {entry.code: Row() for entry in catalogue}
    codes = {info.name: info.code for info in library.competencies}

    def note(part: str, ident: str, named: Iterator[str]) -> None:
        for code in dict.fromkeys(named):
            if code in rows:
                getattr(rows[code], part).append(ident)

    for key, lesson in library.lessons.items():
        named = (*lesson.frameworks, *lesson.cases, *lesson.tools, *(codes.get(n, "") for n in lesson.competencies))
        note("lessons", key, iter(named))
    for key, item in library.items.items():
        note("questions", key, iter((*item.frameworks, *(codes.get(n, "") for n in item.competencies))))
    for key, card in library.cards.items():
        named = (*card.frameworks, *card.cases, *card.tools, *(codes.get(c.name, "") for c in card.competencies))
        note("scenarios", key, iter(named))
    for key, named in library.tool_codes.items():
        note("tools", key, iter(named))
    return rows


def missing(entry: Entry, row: Row) -> tuple[str, ...]:
    """What the entry should have and has not."""
    return tuple(part for part in NEEDS[entry.kind] if not getattr(row, part))
