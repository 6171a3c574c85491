"""Texts of questions, exams and lessons' notes: no variables, no conditions, no chips inside."""

from __future__ import annotations

import re

from trainer.content.inline import Break, Chip, Link, Span
from trainer.content.model import Block, BlockKind, Inline, Text
from trainer.content.resolve_text import add, trim
from trainer.content.source import Source
from trainer.content.tree import RawBlock

_BLANKS = re.compile(r"\s*\n\s*")


def resolve_plain(source: Source, raw: list[RawBlock]) -> tuple[Block, ...]:
    """Blocks in file order."""
    found: list[Block] = []
    for block in raw:
        if block.guard is not None:
            source.report("SC145", block.guard.place, text=block.guard.text)
        parts = inlines(source, block.spans)
        if not parts and not block.cells:
            source.report("SC165", block.place)
            continue
        rows = tuple(tuple(inlines(source, cell) for cell in row) for row in block.cells)
        found.append(
            Block(
                kind=BlockKind.NARRATION if block.kind is BlockKind.COACH else block.kind,
                parts=parts,
                speaker=block.speaker,
                rows=rows,
                ordered=block.ordered,
                line=block.place.line + 1,
            )
        )
    return tuple(found)


def inlines(source: Source, spans: list[Span]) -> tuple[Inline, ...]:
    """Runs of equal emphasis joined, breaks as line ends, the outer blanks gone; a chip is out of place."""
    found: list[Inline] = []
    for span in spans:
        if isinstance(span, Chip):
            source.report("SC145", span.place, text=span.text)
        elif isinstance(span, Link):
            add(found, Text(span.text))
        elif isinstance(span, Break):
            add(found, Text("\n"))
        else:
            add(found, Text(span.text, span.strong, span.emphasis))
    return trim(found)


def flat(source: Source, spans: list[Span], *, lines: bool = False) -> str:
    """The words without their emphasis, which cannot be shown there; line ends as blanks unless ``lines``."""
    made: list[str] = []
    for span in spans:
        if isinstance(span, Chip):
            source.report("SC145", span.place, text=span.text)
        elif isinstance(span, Break):
            made.append("\n")
        else:
            if not isinstance(span, Link) and (span.strong or span.emphasis):
                source.report("QZ108", span.place, text=span.text)
            made.append(span.text)
    text = "".join(made).strip()
    return text if lines else _BLANKS.sub(" ", text)


def unlinked(source: Source, spans: list[Span]) -> str:
    """``flat`` where no link has a place, not even one to a lesson."""
    for span in spans:
        if isinstance(span, Link):
            source.report("QZ207", span.place, text=span.text)
    return flat(source, spans)


def plain_text(blocks: tuple[Block, ...]) -> str:
    """All words of some blocks, for comparing and counting."""
    cells = [block.parts for block in blocks] + [cell for block in blocks for row in block.rows for cell in row]
    return "\n".join("".join(p.text for p in parts if isinstance(p, Text)) for parts in cells if parts)
