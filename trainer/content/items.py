"""The resolved questions, exams and lessons: small, frozen, all that the engine and the screens see.

Texts keep their emphasis as blocks (``prose``); they hold no variables and no conditions. Positions in a tuple are
identities: an option is named by its index in file order, however it is shuffled when it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trainer.content.prose import Block

ITEM_FORMAT = 1
"""Version of what ``item_to_dict`` writes; part of what a quiz stores."""


class ItemType(StrEnum):
    """The types of format.md §2; the value is what is stored."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    JUDGEMENT = "judgement"
    ORDERING = "ordering"
    MATCHING = "matching"
    BLANKS = "blanks"
    NUMERIC = "numeric"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a single, multiple, true/false or judgement item, or an element of an ordering.

    Attributes:
        text: Plain text.
        right: It belongs to the key; for a judgement: it has the most points.
        points: 分, 0-3, of a judgement; 0 elsewhere.
        feedback: What is said to whoever chose it; plain text, may be empty.
    """

    text: str
    right: bool = False
    points: int = 0
    feedback: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """The key of a numeric item: right is ``value - tolerance <= x <= value + tolerance``; ``unit`` as displayed."""

    value: float
    tolerance: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item is taught: 编号 of the lesson and the title of the page (H2), empty for the whole lesson."""

    lesson: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes:
        id: ``<编号 of the file>/<号 or 题名>``; names it in statistics, cards and exports.
        name: 题名, plain text.
        options: In file order; for an ordering the elements in the right order; empty for the other types.
        pairs: Rows of a matching: left and the right that belongs to it.
        columns: Heads of the two columns of a matching.
        blanks: For each blank the accepted answers, the first of them shown as the key.
        reference: 参考 of a free text.
        explanation: 解析, may be empty.
        competencies: Short names. frameworks: F codes. difficulty: 1-5. tags: free words.
        line: Line of its heading in the file, from 1.
    """

    id: str
    name: str
    type: ItemType
    stem: tuple[Block, ...]
    options: tuple[Option, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, str] = ("", "")
    blanks: tuple[tuple[str, ...], ...] = ()
    number: Number | None = None
    reference: tuple[Block, ...] = ()
    explanation: tuple[Block, ...] = ()
    source: Source | None = None
    competencies: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    difficulty: int = 2
    tags: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file of questions. ``digest``: SHA-256 (hex) of its text as read."""

    id: str
    title: str
    digest: str
    items: tuple[Item, ...]
    competencies: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    difficulty: int = 2
    path: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """A line of 抽题: ``count`` items of a competency (empty: any) with a difficulty of ``lowest`` to ``highest``."""

    count: int
    competency: str = ""
    lowest: int = 1
    highest: int = 5


@dataclass(frozen=True, slots=True)
class Exam:
    """A blueprint, ``courseware/exams/<编号>.md``.

    Attributes:
        banks: 编号 of the question files that are drawn from; empty: all.
        draws: In file order; no item is drawn twice.
        limit_ms: Time for the whole exam, None: none. pass_mark: percent. attempts: how often, None: as often as liked.
        notes: What is told before it begins.
    """

    id: str
    title: str
    digest: str
    draws: tuple[Draw, ...]
    banks: tuple[str, ...] = ()
    limit_ms: int | None = None
    pass_mark: int = 60
    attempts: int | None = None
    notes: tuple[Block, ...] = ()
    path: str = ""


class PartKind(StrEnum):
    """What a part of a lesson's page is."""

    TEXT = "text"
    CHECK = "check"
    CASE = "case"
    TOOL = "tool"
    LESSON = "lesson"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page.

    Attributes:
        markdown: For TEXT: plain Markdown that is safe to show (no HTML, no image), without the page's heading.
        target: For the others: 编号 of the question file, scenario, tool or lesson that is linked.
        item: For CHECK: id of the one item that is meant, empty for the whole file. For LESSON: title of the page.
        label: Text of the link.
    """

    kind: PartKind
    markdown: str = ""
    target: str = ""
    item: str = ""
    label: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what stands between one H2 and the next. The first page's title is the lesson's if it has none."""

    title: str
    parts: tuple[Part, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson. ``minutes``: reading time as the author gives it. ``module``: id in course.yaml."""

    id: str
    title: str
    digest: str
    module: str
    pages: tuple[Page, ...]
    competencies: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    minutes: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the course, from ``course.yaml``; ``about`` is one sentence."""

    id: str
    title: str
    english: str = ""
    about: str = ""
