"""A look into an old .xls before anything else reads it: encryption, far cells, formulas.

The container is [MS-CFB], the records are [MS-XLS]; only record headers and cell positions are looked at.
"""

from __future__ import annotations

import struct

from trainer.errors import UsageError
from trainer.exchange.bank.package import SheetFacts, check_cell

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are no sectors."""

_FILEPASS, _BOUNDSHEET, _BOF, _FORMULA, _ARRAY = 0x002F, 0x0085, 0x0809, 0x0006, 0x0221
_VALUES = {0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, _FORMULA}
_BOOLERR = 0x0205


def look_into(data: bytes, place: str) -> dict[str, SheetFacts]:
    """Examine an .xls file; facts by the name of the sheet.

    Raises:
        UsageError: It is damaged, encrypted, older than Excel 97 or holds a cell far outside.
    """
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
            raise UsageError("EX202", place=place)
        if "Workbook" not in streams:
            kind = "Excel 5.0" if "Book" in streams else "Word" if "WordDocument" in streams else "OLE"
            raise UsageError("EX201", place=place, kind=kind)
        book = _chain(data, *streams["Workbook"])
        return _sheets(book, place)
    except (struct.error, IndexError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError("EX205", place=place, reason=str(error)) from error


def _sector(data: bytes, number: int) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    return data[(number + 1) * size : (number + 2) * size]


def _fat(data: bytes) -> list[int]:
    """The table that chains sectors."""
    numbers = [n for n in struct.unpack_from("<109I", data, 76) if n < _END]
    following, count = struct.unpack_from("<2I", data, 68)
    while following < _END and count and len(numbers) < len(data):
        words = struct.unpack(f"<{len(_sector(data, following)) // 4}I", _sector(data, following))
        numbers += [n for n in words[:-1] if n < _END]
        following, count = words[-1], count - 1
    return [word for n in numbers for word in struct.unpack(f"<{len(_sector(data, n)) // 4}I", _sector(data, n))]


def _walk(data: bytes, first: int, fat: list[int]) -> bytes:
    made, seen = [], 0
    while first < len(fat) and seen <= len(fat):
        made.append(_sector(data, first))
        first, seen = fat[first], seen + 1
    return b"".join(made)


def _streams(data: bytes) -> dict[str, tuple[int, int, int]]:
    """Name of every stream to its first sector, its size and the root's first sector."""
    directory = _walk(data, struct.unpack_from("<I", data, 48)[0], _fat(data))
    found: dict[str, tuple[int, int, int]] = {}
    root = struct.unpack_from("<I", directory, 116)[0]
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le")
            first, size = struct.unpack_from("<2I", directory, at + 116)
            found[name] = (first, size, root)
    return found


def _chain(data: bytes, first: int, size: int, root: int) -> bytes:
    """A stream; small ones lie inside the root's own stream."""
    fat = _fat(data)
    if size >= struct.unpack_from("<I", data, 56)[0]:
        return _walk(data, first, fat)[:size]
    small = _walk(data, root, fat)
    table = _walk(data, struct.unpack_from("<I", data, 60)[0], fat)
    minifat = struct.unpack(f"<{len(table) // 4}I", table)
    made, seen = b"", 0
    while first < len(minifat) and seen <= len(minifat):
        made += small[first * 64 : first * 64 + 64]
        first, seen = minifat[first], seen + 1
    return made[:size]


def _sheets(book: bytes, place: str) -> dict[str, SheetFacts]:
    names: dict[int, str] = {}
    facts: dict[str, SheetFacts] = {}
    current: SheetFacts | None = None
    sheet, at, last = "", 0, -1
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<2H", book, at)
        body = at + 4
        if kind == _FILEPASS:
            raise UsageError("EX202", place=place)
        if kind == _BOUNDSHEET:
            start, _, _, count, wide = struct.unpack_from("<IBBBB", book, body)
            text = book[body + 8 : body + 8 + count * (2 if wide & 1 else 1)]
            names[start] = text.decode("utf-16-le" if wide & 1 else "latin-1")
        elif kind == _BOF and at in names:
            sheet, last = names[at], -1
            current = facts[sheet] = SheetFacts()
        elif current is not None and kind in _VALUES:
            row, column = struct.unpack_from("<2H", book, body)
            if row != last:
                last, current.rows = row, current.rows + 1
            check_cell(f"{sheet}!", row, column, current.rows)
            if kind == _FORMULA:
                current.marks[row, column] = "formula"
            elif kind == _BOOLERR and book[body + 7 : body + 8] == b"\x01":
                current.marks[row, column] = "error"
        at = body + length
    return facts
