"""Blocks as plain text, for comparing, counting and searching."""

from __future__ import annotations

from trainer.content.prose import Block, Inline, Text


def inline_text(parts: tuple[Inline, ...]) -> str:
    """The words of a text; a shown value is left out."""
    return "".join(part.text for part in parts if isinstance(part, Text))


def block_text(block: Block) -> str:
    """The words of a block; items of a list and cells of a table on lines of their own."""
    rows = [inline_text(cell) for row in block.rows for cell in row]
    lead = f"{block.speaker}：" if block.speaker else ""
    return "\n".join([*([lead + inline_text(block.parts)] if block.parts else []), *rows])
