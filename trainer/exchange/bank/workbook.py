"""Workbooks (.xlsx, .xls, .ods) as sheets of text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from trainer.errors import UsageError
from trainer.exchange.bank import compound, package
from trainer.exchange.bank.draft import Bank
from trainer.exchange.bank.limits import MAX_ROWS
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.rows import Grid, read_grid

_OLDER = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""BIFF2 to BIFF4: Excel before version 5."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes begin as some workbook does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", compound.MAGIC, *_OLDER))


def read_workbook(data: bytes, place: str, names: Names) -> Bank:
    """The questions of every sheet that has a header.

    Raises:
        UsageError: The file as a whole cannot be read or trusted.
    """
    bank = Bank("kaoshibao")
    ignored: list[Grid] = []
    headed = False
    for grid in _grids(data, place, bank):
        layout = read_grid(grid, bank, names)
        if layout is None:
            ignored.append(grid)
        else:
            bank.form, headed = layout.form, True
    if not bank.drafts and not bank.findings.errors:
        seen = (
            ""
            if headed
            else next((" | ".join(filter(None, row)) for grid in ignored for row in grid.rows if any(row)), "")
        )
        raise UsageError("EX208" if seen else "EX211", place=place, **({"seen": seen[:80]} if seen else {}))
    return bank


def _grids(data: bytes, place: str, bank: Bank) -> list[Grid]:
    if data.startswith(_OLDER):
        raise UsageError("EX201", place=place, kind="Excel 2–4")
    if data.startswith(compound.MAGIC):
        sheets, pictures = compound.look_into(data, place), 0
    else:
        facts = package.look_into(data, place)
        sheets, pictures = facts.sheets, facts.pictures
    if pictures:
        bank.findings.add("BKW309", place, count=pictures)
    try:
        return _read(data, sheets)
    except UsageError:
        raise
    except BaseException as error:  # a panic of the Rust reader is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        code = "EX202" if type(error).__name__ == "PasswordError" else "EX205"
        raise UsageError(code, place=place, **({} if code == "EX202" else {"reason": str(error)[:200]})) from error


def _read(data: bytes, facts: dict[str, package.SheetFacts]) -> list[Grid]:
    from python_calamine import SheetVisibleEnum, load_workbook

    grids = []
    with load_workbook(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible is not SheetVisibleEnum.Visible:
                continue
            found = book.get_sheet_by_name(sheet.name)
            known = facts.get(sheet.name, package.SheetFacts())
            marks = dict(known.marks)
            rows = []
            for number, row in enumerate(found.to_python(skip_empty_area=False)):
                for column, value in enumerate(row):
                    if isinstance(value, date | datetime | time | timedelta):
                        marks.setdefault((number, column), "date")
                rows.append([_text(value) for value in row])
            if sum(map(any, rows)) > MAX_ROWS + 50:
                raise UsageError("EX207", place=f"{sheet.name}!A{MAX_ROWS + 1}", limit=MAX_ROWS)
            merged = tuple((a, b, c, d) for (a, b), (c, d) in found.merged_cell_ranges or ())
            grids.append(Grid(sheet.name, rows, marks, (*merged, *known.merged)))
    return grids


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    return str(value)


def looks_like_zip(data: bytes) -> bool:
    """Whether a file that is no workbook is some other package."""
    return zipfile.is_zipfile(io.BytesIO(data))
