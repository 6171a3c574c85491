"""A look into a workbook's package before anything else reads it: size, entities, far cells, formulas.

The reader of workbooks lays a sheet out as a full rectangle, unpacks without limit and shows results instead of
formulas; all three have to be known beforehand. Nothing here takes a value out of a cell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from trainer.errors import UsageError
from trainer.exchange.bank.columns import column_letters
from trainer.exchange.bank.limits import MAX_COLUMNS, MAX_PARTS, MAX_ROWS, MAX_UNPACKED_BYTES

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NOTICE_ROWS = 50
"""Rows that may stand above the questions."""


@dataclass(slots=True)
class SheetFacts:
    """What a sheet holds besides texts: rows and columns from 0. ``merged``: of .ods only."""

    rows: int = 0
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class PackageFacts:
    """By the name of the sheet; ``pictures`` stand somewhere in the package."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    pictures: int = 0


def look_into(data: bytes, place: str) -> PackageFacts:
    """Examine an .xlsx or .ods package.

    Raises:
        UsageError: It is damaged, no workbook, encrypted, far too large, holds entities or a cell far outside.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _unpacked(package, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise UsageError("EX205", place=place, reason=str(error)) from error
    facts = PackageFacts(pictures=sum(name.startswith(("xl/media/", "Pictures/")) for name in parts))
    if "xl/workbook.xml" in parts:
        for name, path in _sheet_paths(parts, place):
            facts.sheets[name] = _read_sheet(parts.get(path, b""), f"{name}!", place, _Xlsx)
    elif "content.xml" in parts and b"spreadsheet" in parts.get("mimetype", b"")[:100]:
        reader = _Ods(place)
        _parse(parts["content.xml"], reader.start, reader.end, place)
        facts.sheets = reader.sheets
    else:
        kind = "xlsb" if "xl/workbook.bin" in parts else next((n.split("/")[0] for n in parts if "/" in n), "zip")
        raise UsageError("EX201", place=place, kind={"word": "Word", "ppt": "PowerPoint"}.get(kind, kind))
    return facts


def _unpacked(package: zipfile.ZipFile, place: str) -> dict[str, bytes]:
    """All parts; whatever sizes the package claims, no more than the limit is unpacked."""
    infos = package.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        raise UsageError("EX203", place=place, limit=MAX_UNPACKED_BYTES >> 20)
    if any(info.flag_bits & 1 for info in infos):
        raise UsageError("EX202", place=place)
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for info in infos:
        with package.open(info) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UsageError("EX203", place=place, limit=MAX_UNPACKED_BYTES >> 20)
        is_text = info.filename.endswith((".xml", ".rels")) or info.filename == "mimetype"
        parts[info.filename] = content if is_text else b""
    return parts


def _parse(
    content: bytes, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None, place: str
) -> None:
    """Run over the elements; a document type, which is what entities need, is refused."""

    def refuse(*_: object) -> None:
        raise UsageError("EX204", place=place)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UsageError("EX205", place=place, reason=str(error)) from error


def _sheet_paths(parts: dict[str, bytes], place: str) -> list[tuple[str, str]]:
    """Name and part of every sheet, in order."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]
            sheets.append((attributes.get("name", ""), ids[0] if ids else ""))

    _parse(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"), relation, None, place)
    _parse(parts["xl/workbook.xml"], sheet, None, place)
    return [(name, posixpath.normpath(posixpath.join("xl", targets.get(key, "")).lstrip("/"))) for name, key in sheets]


def _read_sheet(content: bytes, prefix: str, place: str, reader: type[_Xlsx]) -> SheetFacts:
    made = reader(prefix)
    if content:
        _parse(content, made.start, None, place)
    return made.facts


def check_cell(prefix: str, row: int, column: int, rows: int) -> None:
    """Refuse a value too far right or down, and too many rows.

    Args:
        prefix: ``题库!``. row, column: Of the value, from 0. rows: How many rows hold values so far, with this one.

    Raises:
        UsageError: EX206 or EX207.
    """
    if rows > MAX_ROWS + _NOTICE_ROWS:
        raise UsageError("EX207", place=f"{prefix}A{row + 1}", limit=MAX_ROWS)
    if column >= MAX_COLUMNS or row >= 2 * MAX_ROWS:
        raise UsageError("EX206", place=f"{prefix}{column_letters(column)}{row + 1}")


class _Xlsx:
    """Cells of a worksheet: only those that hold something count."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.facts = SheetFacts()
        self._row = self._column = -1
        self._last = -1
        self._kind = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            if found:
                self._row, self._column = int(found[2]) - 1, _column(found[1])
            else:
                self._column += 1
            self._kind = attributes.get("t", "")
        elif name in ("v", "is", "f"):
            if self._row != self._last:
                self._last = self._row
                self.facts.rows += 1
            check_cell(self.prefix, self._row, self._column, self.facts.rows)
            if name == "f":
                self.facts.marks[self._row, self._column] = "formula"
            elif self._kind == "e":
                self.facts.marks.setdefault((self._row, self._column), "error")
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self._row + 1
            self._column = -1


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class _Ods:
    """Cells of all tables; one element may stand for many equal rows and cells."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.sheets: dict[str, SheetFacts] = {}
        self._name = ""
        self._row = self._column = 0
        self._rows = 1
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        values = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._name, self._row = values.get("name", ""), 0
            self.sheets[self._name] = SheetFacts()
        elif name == "table-row":
            self._rows, self._column, self._filled = _times(values.get("number-rows-repeated")), 0, False
        elif name in ("table-cell", "covered-table-cell") and self._name:
            times = _times(values.get("number-columns-repeated"))
            if "value-type" in values or "formula" in values:
                self._value(values, times)
            self._column += times

    def _value(self, values: dict[str, str], times: int) -> None:
        facts = self.sheets[self._name]
        if not self._filled:
            self._filled = True
            facts.rows += self._rows
        check_cell(f"{self._name}!", self._row + self._rows - 1, self._column + times - 1, facts.rows)
        if "formula" in values:
            facts.marks[self._row, self._column] = "formula"
        wide, high = _times(values.get("number-columns-spanned")), _times(values.get("number-rows-spanned"))
        if wide > 1 or high > 1:
            facts.merged.append((self._row, self._column, self._row + high - 1, self._column + wide - 1))

    def end(self, name: str) -> None:
        if name == "table-row":
            self._row += self._rows


def _times(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1
