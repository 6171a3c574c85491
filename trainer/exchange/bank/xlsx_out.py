"""The workbook of a bank: the notice and header of 考试宝, one row a question, then what the columns mean."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from trainer.content.items import Item, QuestionFile
from trainer.errors import UsageError
from trainer.exchange.bank.columns import column_letters
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.sheet_out import Column, columns, most_options, rows
from trainer.exchange.sheet import LONGEST_CELL, local
from trainer.exchange.xlsx import A4
from trainer.i18n import t
from trainer.textutil import display_width

TEMPLATE = "kaoshibaoExcel20221101"
_HEADER = 1
"""Row of the header, from 0; the notice stands above it."""

_PRINTED = 14
"""Columns that are printed: those of 考试宝. All of them on one page would be too small to read."""

_EMPTY = 9
"""Width of a column without any text."""

_LINE, _MOST_LINES = 15, 12


def write_workbook(files: Sequence[tuple[QuestionFile, Sequence[Item]]], names: Names, *, created: datetime) -> bytes:
    """The file's bytes.

    Raises:
        UsageError: EX104, a text is longer than a cell holds.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    title = files[0][0].title if len(files) == 1 else t("bank.xlsx.title")
    book.set_properties({"title": title, "created": local(created).replace(tzinfo=None)})
    cell = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    notice = book.add_format({"italic": True, "valign": "top"})
    shown = columns(most_options(files))
    page = book.add_worksheet(t("bank.xlsx.sheet"))
    _set_up(page, shown)
    page.write_string(0, 0, t("bank.xlsx.notice"), notice)
    made = rows(files, names)
    widths = [column.width if any(row.get(column.field) for row in made) else _EMPTY for column in shown]
    for index, column in enumerate(shown):
        page.set_column(index, index, widths[index])
        page.write_string(_HEADER, index, column.title, heading)
    page.set_row(_HEADER, 2 * _LINE)
    for number, row in enumerate(made, _HEADER + 1):
        texts = [row.get(column.field, "") for column in shown]
        page.set_row(number, _LINE * min(_MOST_LINES, max(map(_lines, texts[:_PRINTED], widths))))
        for index, text in enumerate(texts):
            _write(page, number, index, text, cell)
    last = _HEADER + len(made)
    page.autofilter(_HEADER, 0, last, len(shown) - 1)
    page.print_area(_HEADER, 0, last, _PRINTED - 1)
    version = book.add_worksheet("版本号")
    version.write_string(0, 0, TEMPLATE)
    _legend(book.add_worksheet(t("bank.xlsx.legend")), heading, cell)
    book.close()
    return out.getvalue()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; spreadsheets other than Excel do not find it out by themselves."""
    return sum(1 + display_width(line) // width for line in text.split("\n"))


def _set_up(page: Any, shown: Sequence[Column]) -> None:
    page.freeze_panes(_HEADER + 1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADER)
    page.hide_gridlines(0)
    page.set_footer("&R&P/&N")


def _write(page: Any, row: int, column: int, text: str, form: Any) -> None:
    if not text:
        return
    if len(text) > LONGEST_CELL:
        place = f"{page.get_name()}!{column_letters(column)}{row + 1}"
        raise UsageError("EX104", place=place, longest=LONGEST_CELL)
    page.write_string(row, column, text, form)


def _legend(page: Any, heading: Any, cell: Any) -> None:
    """What may stand in the columns."""
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 90)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.write_string(0, 0, t("bank.xlsx.column"), heading)
    page.write_string(0, 1, t("bank.xlsx.meaning"), heading)
    for number, field in enumerate(LEGEND, 1):
        page.write_string(number, 0, t(f"bank.legend.{field}"), cell)
        page.write_string(number, 1, t(f"bank.legend.{field}.about"), cell)


LEGEND = (
    "stem", "type", "options", "key", "explanation", "chapter", "difficulty", "competency", "framework", "feedback",
    "points", "tags", "name", "id", "source", "heads", "format", "version",
)  # fmt: skip
