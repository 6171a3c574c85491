"""Texts of a scenario as inline parts and blocks, so that no front end ever parses content again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trainer.content.conditions_ast import Condition


@dataclass(frozen=True, slots=True)
class Text:
    """A run of literal text with its emphasis."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """The present value of a variable inside a text (`` `=信任` ``)."""

    variable: int


Inline = Text | Value


class BlockKind(StrEnum):
    """What a block of text is."""

    NARRATION = "narration"
    SPEECH = "speech"
    COACH = "coach"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a speech, a coach's word, a list or a table.

    Attributes:
        kind: What it is.
        parts: The text of a narration, speech or coach's word; empty for lists and tables.
        speaker: Who speaks; only for a speech.
        rows: Items of a list (one cell each) or rows of a table (the first is the header).
        ordered: A numbered list.
        condition: Shown only if true; None shows always.
        otherwise: A 否则 block: shown when no conditional block between the previous 否则 (or the start of the
            node) and this one is shown.
        line: Line in the file, from 1.
    """

    kind: BlockKind
    parts: tuple[Inline, ...] = ()
    speaker: str = ""
    rows: tuple[tuple[tuple[Inline, ...], ...], ...] = ()
    ordered: bool = False
    condition: Condition | None = None
    otherwise: bool = False
    line: int = 0
