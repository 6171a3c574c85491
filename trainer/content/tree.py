"""The scenario close to its source: texts, chips and links with their places, names not yet resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.content.inline import Chip, Link, Span
from trainer.content.model import BlockKind
from trainer.content.source import Place


@dataclass(slots=True)
class RawBlock:
    """A block of text. ``guard`` is its 若 or 否则 chip; ``cells`` are for lists (one a row) and tables."""

    kind: BlockKind
    place: Place
    spans: list[Span] = field(default_factory=list)
    speaker: str = ""
    guard: Chip | None = None
    cells: list[list[list[Span]]] = field(default_factory=list)
    ordered: bool = False
    quoted: bool = False


@dataclass(slots=True)
class RawChoice:
    link: Link
    chips: list[Chip] = field(default_factory=list)
    replies: list[RawBlock] = field(default_factory=list)


@dataclass(slots=True)
class RawAnswerItem:
    """``命中「…」`` or ``自评「…」`` of a 作答 node with the chips after it."""

    text: str
    place: Place
    chips: list[Chip] = field(default_factory=list)


@dataclass(slots=True)
class RawNode:
    """A ``##`` section; ``end`` is the line after its last, ``lost`` that an item could not be read."""

    name: str
    place: Place
    end: int = 0
    chips: list[Chip] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)
    choices: list[RawChoice] = field(default_factory=list)
    answers: list[RawAnswerItem] = field(default_factory=list)
    prompt: RawBlock | None = None
    lost: bool = False


@dataclass(slots=True)
class RawCheck:
    """A line of ``# 检查``."""

    text: str
    place: Place


@dataclass(slots=True)
class RawScenario:
    title: str = ""
    title_place: Place | None = None
    briefing: list[RawBlock] = field(default_factory=list)
    nodes: list[RawNode] = field(default_factory=list)
    checks: list[RawCheck] = field(default_factory=list)
