"""How much room a page of a lesson takes, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.config import MAX_NODE_BYTES
from trainer.content.items import Part, PartKind
from trainer.content.markdown import Code, Heading, List, MdBlock, Paragraph, Piece, Quote, Table
from trainer.content.source import Place, Source
from trainer.textutil import display_width

SCREEN_LINES = 20
SCREEN_CELLS = 76
"""A screen of a lesson: 20 lines of 38 Chinese characters."""

PAGE_SCREENS = 2
MAX_COLUMNS = 4
MAX_TABLE_WIDTH = 70
MAX_PAGES = 100
MAX_PAGE_LINES = 1_000


def within_limits(source: Source, first: int) -> bool:
    """Count pages, bytes and lines before anything is parsed; a finding for each limit that is broken."""
    before = source.errors
    pages = size = count = 0
    heading = Place(min(first, len(source.lines) - 1), 0, 1)
    for number in range(first, len(source.lines) + 1):
        line = source.lines[number] if number < len(source.lines) else "## "
        if line.lstrip(" \t　").startswith(("##", "＃＃")):
            if size > MAX_NODE_BYTES:
                source.report("LS105", heading, case="bytes", count=size, limit=MAX_NODE_BYTES)
            elif count > MAX_PAGE_LINES:
                source.report("LS105", heading, case="lines", count=count, limit=MAX_PAGE_LINES)
            pages, size, count = pages + 1, 0, 0
            heading = Place(min(number, len(source.lines) - 1), 0, len(line))
        size += len(line.encode("utf-8", "replace")) + 1
        count += 1 if line.strip() else 0
    if pages > MAX_PAGES:
        source.report("LS105", heading, case="pages", count=pages, limit=MAX_PAGES)
    return source.errors == before


def look_at_size(source: Source, place: Place, name: str, group: Sequence[MdBlock], parts: Sequence[Part]) -> None:
    """Findings for a page longer than two screens and for tables wider than one."""
    for block in group:
        if isinstance(block, Table) and block.rows:
            width = sum(_columns(block))
            if len(block.rows[0]) > MAX_COLUMNS or width > MAX_TABLE_WIDTH:
                at = Place(block.line, 0, len(source.lines[block.line]))
                source.report(
                    "LS402", at, columns=len(block.rows[0]), width=width, limit=MAX_COLUMNS, cells=MAX_TABLE_WIDTH
                )
    lines = sum(_lines(block, SCREEN_CELLS) + 1 for block in group)
    lines += sum(1 for part in parts if part.kind is not PartKind.TEXT)
    if lines > PAGE_SCREENS * SCREEN_LINES:
        source.report("LS401", place, name=name, count=lines, limit=PAGE_SCREENS * SCREEN_LINES)


def _columns(table: Table) -> list[int]:
    """Cells that each column of a table wants."""
    width = len(table.rows[0])
    return [max(display_width(row[n].text) for row in table.rows if n < len(row)) for n in range(width)]


def _lines(block: MdBlock, width: int) -> int:
    """Lines that a block takes on the screen; a little more or less is no matter."""
    if isinstance(block, Paragraph):
        return max(1, -(-sum(display_width(piece.text) for piece in block.pieces) // max(8, width)))
    if isinstance(block, Heading):
        return 2
    if isinstance(block, Quote):
        return sum(_lines(child, width - 4) for child in block.children)
    if isinstance(block, List):
        return sum(_lines(child, width - 4) for item in block.items for child in item.children)
    if isinstance(block, Table):
        columns = _columns(block) if block.rows else []
        over = max(1.0, sum(columns) / max(8, width - 3 * len(columns)))
        return sum(1 + _row(row, columns, over) for row in block.rows)
    return len(block.text) + 2 if isinstance(block, Code) else 1


def _row(row: Sequence[Piece], columns: Sequence[int], over: float) -> int:
    """Lines of the tallest cell; ``over``: how many times the table is wider than the screen."""
    wide = [max(1, int(cells / over)) for cells in columns]
    return max((-(-display_width(cell.text) // room) for cell, room in zip(row, wide, strict=False)), default=1)
