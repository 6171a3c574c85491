"""A question close to its source: texts, chips and marks with their places, the type not yet decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.content.diagnostics import Diagnostic
from trainer.content.inline import Chip, Link, Span
from trainer.content.items import QuestionFile
from trainer.content.markdown import Piece
from trainer.content.source import Place
from trainer.content.tree import RawBlock


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """``file`` is None if any finding is an error; ``id`` is the 编号 as far as it was read, with its place."""

    file: QuestionFile | None
    diagnostics: tuple[Diagnostic, ...]
    id: str = ""
    id_line: int = 1
    id_column: int = 1


@dataclass(slots=True)
class RawOption:
    """An item of the list of answers.

    Attributes:
        mark: What stood between the brackets (``x`` or empty); None without brackets.
        place: Place of its text. feedback: paragraphs of the quotes under it. labels: what each began with.
    """

    mark: str | None
    spans: list[Span]
    place: Place
    chips: list[Chip] = field(default_factory=list)
    feedback: list[list[Span]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawQuestion:
    """A ``##`` section.

    Attributes:
        answers: What stands after 答： or 答案：, each with the place of its words.
        options: Items of the list of answers; ``ordered`` if it is numbered.
        table: Rows of the table of a matching.
        end: The line after the last.
    """

    name: str
    place: Place
    end: int = 0
    chips: list[Chip] = field(default_factory=list)
    stem: list[RawBlock] = field(default_factory=list)
    options: list[RawOption] = field(default_factory=list)
    ordered: bool = False
    table: list[list[Piece]] | None = None
    table_place: Place | None = None
    answers: list[Piece] = field(default_factory=list)
    keys: list[Piece] = field(default_factory=list)
    reference: list[RawBlock] = field(default_factory=list)
    explanation: list[RawBlock] = field(default_factory=list)
    sources: list[Link] = field(default_factory=list)
