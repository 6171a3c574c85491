"""Workbooks that open cleanly in Excel and WPS. Text is only ever text: no formula, link or number comes of a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from trainer.errors import UsageError
from trainer.exchange.sheet import LONGEST_CELL, Column, Kind, Sheet, Value, local
from trainer.i18n import t

A4 = 9
_FORMATS = {Kind.SCORE: "0.0", Kind.NUMBER: "0.000", Kind.INTEGER: "0", Kind.TIME: "yyyy-mm-dd hh:mm", Kind.TEXT: "@"}


def write_workbook(path: Path, sheets: Sequence[Sheet], *, created: datetime) -> None:
    """Write a workbook, row by row and in constant memory.

    Each sheet: heading in row 1, frozen with the first two columns, filter, A4 landscape fit to width, heading
    repeated on every printed page. Later sheets may be made of what earlier ones counted.

    Raises:
        UsageError: EX104, a text is longer than a cell holds.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": sheets[0].name, "created": local(created).replace(tzinfo=None)})
    formats = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()}
    formats[Kind.YESNO] = formats[Kind.TEXT]
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats, heading)
    book.close()


def _write_sheet(page: Any, sheet: Sheet, formats: dict[Kind, Any], heading: Any) -> None:
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.footer:
        page.set_footer(f"&L{sheet.footer.replace('&', '&&')}&R&P/&N")
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.title, heading)
    number = 0
    for number, values in enumerate(sheet.values(), 1):
        for index, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            _write_cell(page, number, index, column, value, formats, sheet.name)
    page.autofilter(0, 0, number, len(sheet.columns) - 1)


def _write_cell(
    page: Any, row: int, index: int, column: Column, value: Value, formats: dict[Kind, Any], sheet: str
) -> None:
    form = formats[column.kind]
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, index, t("export.yes" if value else "export.no"), form)
    elif isinstance(value, datetime):
        page.write_datetime(row, index, local(value).replace(tzinfo=None), form)
    elif isinstance(value, int | float):
        page.write_number(row, index, value, form)
    else:
        if len(value) > LONGEST_CELL:
            raise UsageError("EX104", place=f"{sheet}!{index + 1}:{row + 1}", longest=LONGEST_CELL)
        page.write_string(row, index, value, form)
