"""Texts of a bank as blocks and back: plain paragraphs wherever that is enough, Markdown otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from trainer.content.prose import Block, BlockKind, Inline, Text
from trainer.textutil import sanitise

BLANK = "____"


def clean(text: str) -> str:
    """A text of a cell: harmless characters, no blanks at the ends of its lines, no empty lines."""
    lines = (
        re.sub(r"[ \u00a0\u3000]+", lambda m: " " if "\u3000" not in m[0] else m[0], line).strip()
        for line in sanitise(text).split("\n")
    )
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """A text that has no lines: an option, a name, a tag."""
    return " ".join(clean(text).split("\n"))


def paragraphs(text: str) -> tuple[Block, ...]:
    """Every line a paragraph."""
    return tuple(Block(BlockKind.NARRATION, (Text(line),)) for line in clean(text).split("\n") if line)


def plain_text(blocks: Iterable[Block]) -> str:
    """The words of the blocks, one paragraph, speech, list item or table row a line; emphasis is dropped."""
    lines = []
    for block in blocks:
        if block.rows:
            lines += [" | ".join(_words(cell) for cell in row) for row in block.rows]
        else:
            who = f"{block.speaker}：" if block.speaker else ""
            lines.append(who + _words(block.parts))
    return "\n".join(lines)


def _words(parts: Iterable[object]) -> str:
    return "".join(part.text for part in parts if isinstance(part, Text))


def is_plain(blocks: tuple[Block, ...]) -> bool:
    """Whether ``paragraphs`` of their words gives the same blocks."""
    return paragraphs(plain_text(blocks)) == unplaced(blocks)


def unplaced(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without the lines they stood on."""
    return tuple(replace(block, line=0) for block in blocks)


def joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with neighbouring runs of the same look made one."""
    return tuple(
        replace(block, parts=_joined(block.parts), rows=tuple(tuple(map(_joined, row)) for row in block.rows))
        for block in blocks
    )


def _joined(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Text) and isinstance(last, Text) and replace(last, text="") == replace(part, text=""):
            made[-1] = replace(last, text=last.text + part.text)
        else:
            made.append(part)
    return tuple(made)
