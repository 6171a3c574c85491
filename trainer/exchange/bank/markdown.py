"""Markdown of a cell or of a GIFT text as blocks, read by the content's own reader."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.content.markdown import read_blocks
from trainer.content.prose import Block
from trainer.content.question_markdown import Pen
from trainer.content.question_text import resolve_plain
from trainer.content.source import Source
from trainer.content.texts import TextReader
from trainer.exchange.bank.prose import unplaced


def read_markdown(text: str) -> tuple[Block, ...]:
    """The blocks that the content format sees in a text."""
    source = Source("", text.split("\n"))
    reader = TextReader(source)
    raw = [made for block in read_blocks(source, 0, len(source.lines)) for made in reader.blocks(block)]
    return unplaced(resolve_plain(source, raw))


def write_markdown(blocks: Sequence[Block]) -> str | None:
    """Markdown that ``read_markdown`` reads as these blocks; None if there is none."""
    for armour in (0, 1, 2):
        text = "\n\n".join(Pen(armour).blocks(blocks))
        if read_markdown(text) == unplaced(blocks):
            return text
    return None
