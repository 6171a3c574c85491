"""Sheets as text, and the rows of a sheet with a known header as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trainer.errors import UsageError
from trainer.exchange.bank.columns import Layout, column_letters, find_layout
from trainer.exchange.bank.draft import LETTERS, Bank, DraftOption
from trainer.exchange.bank.limits import MAX_ROWS
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.prose import clean, one_line
from trainer.exchange.bank.record import Record, add_record
from trainer.textutil import sanitise

_LETTERED = re.compile(r"(?:^|(?<=[\s,，;；|、]))[(（]?([A-Za-z])\s*[.、．:：)）]\s*")
_MARKS = {"formula": "BKE207", "date": "BKE221", "error": "BKE222"}


@dataclass(slots=True)
class Grid:
    """A sheet as text.

    Attributes:
        name: Of the sheet, or of the file. rows: from row 1, column A on.
        marks: What is not what it seems, by row and column from 0: ``formula``, ``date``, ``error``.
        merged: First row and column, last row and column.
    """

    name: str
    rows: list[list[str]]
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def place(self, row: int, column: int | None = None) -> str:
        """``题库!K7``."""
        return f"{self.name}!{column_letters(column or 0)}{row + 1}"


def read_grid(grid: Grid, bank: Bank, names: Names) -> Layout | None:
    """Add the questions of a sheet to the bank; None if it has no header that we know.

    Raises:
        UsageError: EX207, there are too many of them.
    """
    layout = find_layout(grid.rows)
    if layout is None:
        return None
    _check_header(grid, layout, bank)
    used = sorted({*layout.fields.values(), *layout.options.values(), *layout.feedback.values()})
    below = [row for row in range(layout.row + 1, len(grid.rows)) if _holds(grid.rows[row], used)]
    if len(below) > MAX_ROWS:
        raise UsageError("EX207", place=grid.place(below[MAX_ROWS]), limit=MAX_ROWS)
    for row in below:
        marked = [column for column in used if (row, column) in grid.marks]
        for column in marked:
            code = _MARKS[grid.marks[row, column]]
            bank.findings.add(code, grid.place(row, column), text=_cell(grid, row, column))
        if not marked:
            add_record(_record(grid, layout, row), bank, names)
    return layout


def _holds(cells: list[str], used: list[int]) -> bool:
    return any(column < len(cells) and cells[column].strip() for column in used)


def _check_header(grid: Grid, layout: Layout, bank: Bank) -> None:
    for column, header in layout.twice:
        bank.findings.add("BKE301", grid.place(layout.row, column), header=header)
    for column, header in layout.unknown:
        bank.findings.add("BKI302", grid.place(layout.row, column), header=header)
    if "key" not in layout.fields:
        bank.findings.add("BKE303", grid.place(layout.row))
    for top, left, bottom, right in grid.merged:
        if bottom >= layout.row:
            area = f"{grid.place(top, left)}:{column_letters(right)}{bottom + 1}"
            bank.findings.add("BKE209", area)


def _cell(grid: Grid, row: int, column: int | None) -> str:
    cells = grid.rows[row]
    return sanitise(cells[column]).strip() if column is not None and column < len(cells) else ""


def _record(grid: Grid, layout: Layout, row: int) -> Record:
    made = Record(grid.place(row), typed="type" in layout.fields)
    for name, column in layout.fields.items():
        made.texts[name] = _cell(grid, row, column)
        made.places[name] = grid.place(row, column)
    if layout.options:
        made.places["options"] = grid.place(row, min(layout.options.values()))
    made.options = list(_options(grid, layout, row))
    if not made.options and (together := made.texts.get("choices")):
        made.places["options"] = made.places["choices"]
        made.options = [DraftOption(one_line(text), place=made.places["choices"]) for text in choices_of(together)]
    return made


def choices_of(text: str) -> list[str]:
    """Options that share a cell: ``A.甲 B.乙``, one a line, or with ``|`` or ``;`` between them."""
    cuts = list(_LETTERED.finditer(text))
    if [cut[1].upper() for cut in cuts] == list(LETTERS[: len(cuts)]) and len(cuts) > 1:
        ends = [cut.start() for cut in cuts[1:]] + [len(text)]
        found = [text[cut.end() : end].strip(" ,，;；|、\n") for cut, end in zip(cuts, ends, strict=True)]
    else:
        mark = next((mark for mark in ("\n", "|", "；", ";") if mark in text), "\n")
        found = [part.strip() for part in text.split(mark)]
    return [part for part in found if part]


def _options(grid: Grid, layout: Layout, row: int) -> Iterator[DraftOption]:
    filled = [index for index, column in layout.options.items() if _cell(grid, row, column)]
    for index in range(max(filled, default=-1) + 1):
        column = layout.options.get(index)
        feedback = clean(_cell(grid, row, layout.feedback.get(index)))
        place = grid.place(row, column if column is not None else min(layout.options.values()))
        yield DraftOption(one_line(_cell(grid, row, column)), feedback, place=place)
