"""A question as some file tells it, before it is checked: texts, a key, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.content.items import ItemType, Number, Source
from trainer.content.prose import Block
from trainer.exchange.bank.findings import Findings

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class DraftOption:
    """An option, an element of an ordering, or the left side of a pair."""

    text: str
    feedback: str = ""
    points: int = 0
    place: str = ""


@dataclass(slots=True)
class Draft:
    """A question before it is checked.

    Attributes:
        place: Of the question. places: of its fields, as far as they are known: ``stem``, ``key``, ``type`` …
        key: Indices of the right options; for an ordering the options in the right order.
        rights: Right sides of a matching, in the order of ``options``.
        id: 题目ID as given, may be empty. broken: its key cannot be read, which has been told.
    """

    place: str
    type: ItemType
    stem: tuple[Block, ...] = ()
    options: list[DraftOption] = field(default_factory=list)
    key: tuple[int, ...] = ()
    rights: list[str] = field(default_factory=list)
    columns: tuple[str, str] = ("", "")
    blanks: list[tuple[str, ...]] = field(default_factory=list)
    number: Number | None = None
    reference: tuple[Block, ...] = ()
    explanation: tuple[Block, ...] = ()
    name: str = ""
    id: str = ""
    competencies: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    difficulty: int | None = None
    tags: tuple[str, ...] = ()
    source: Source | None = None
    places: dict[str, str] = field(default_factory=dict)
    broken: bool = False

    def at(self, field_name: str) -> str:
        """Where a field stands, or the question."""
        return self.places.get(field_name, self.place)


@dataclass(slots=True)
class Bank:
    """What a reader made of a file: drafts, findings, and the title that the file gives itself."""

    form: str
    drafts: list[Draft] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    title: str = ""
