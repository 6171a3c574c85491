"""CSV as a sheet of text: the encoding found out, the delimiter looked for, an unclosed quote located."""

from __future__ import annotations

import csv
import io
import re

from trainer.errors import UsageError
from trainer.exchange.bank.columns import find_layout
from trainer.exchange.bank.draft import Bank
from trainer.exchange.bank.limits import MAX_ROWS
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.rows import Grid, read_grid

_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LONGEST_FIELD = 1 << 20
_USUAL = re.compile("[\\t\\r\\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""Characters that Chinese and English texts are made of."""

_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, place: str) -> str:
    """Bytes of a text file as text: UTF-8, UTF-16, GB18030, or else what a detector makes of them.

    Raises:
        UsageError: EX201, it is no text; EX209, nobody knows its encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UsageError("EX209", place=place) from error
    if b"\x00" in data[:4096] and (wide := _wide(data)):
        return wide
    if _BINARY.search(data[:4096]):
        raise UsageError("EX201", place=place, kind=kind_of(data))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 16]).best()
    if best is None:
        raise UsageError("EX209", place=place)
    return data.decode(best.encoding, "replace")


def _wide(data: bytes) -> str:
    """UTF-16 without its mark; empty if it is not that."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:500]
        if len(_USUAL.findall(head)) > 0.97 * len(head):
            return text
    return ""


def kind_of(data: bytes) -> str:
    """What a file is that is no bank, by its first bytes."""
    kinds = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"%PDF": "PDF", b"PK": "ZIP", b"Rar!": "RAR",
             b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"SQLite": "SQLite"}  # fmt: skip
    return next((kind for magic, kind in kinds.items() if data.startswith(magic)), "?")


def read_csv(text: str, name: str, names: Names) -> Bank:
    """The questions of a CSV file.

    Raises:
        UsageError: EX207, EX208, EX210 or EX211.
    """
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, name)
    bank = Bank("csv")
    if read_grid(Grid(name, rows), bank, names) is None:
        seen = delimiter.join(next((row for row in rows if any(row)), []))
        raise UsageError("EX208" if seen else "EX211", place=name, **({"seen": seen[:80]} if seen else {}))
    if not bank.drafts and not bank.findings.errors:
        raise UsageError("EX211", place=name)
    return bank


def _delimiter(text: str) -> str:
    """The one with which a header is found among the first lines."""
    head = text[:20_000]
    for delimiter in (",", "\t", ";", "，", "|"):
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        if find_layout(rows) is not None:
            return delimiter
    return ","


def looks_like_csv(text: str) -> bool:
    """Whether some delimiter gives a header that we know."""
    head = text[:20_000]
    try:
        return find_layout(list(csv.reader(io.StringIO(head, newline=""), delimiter=_delimiter(text)))) is not None
    except csv.Error:
        return False


def _rows(text: str, delimiter: str, name: str) -> list[list[str]]:
    limit = csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    before = 0
    try:
        for row in reader:
            rows.append([_unguarded(cell) for cell in row])
            before = reader.line_num
            if len(rows) > MAX_ROWS + 50:
                raise UsageError("EX207", place=f"{name}:{before}", limit=MAX_ROWS)
    except csv.Error as error:
        raise UsageError("EX210", place=f"{name}:{before + 1}") from error
    finally:
        csv.field_size_limit(limit)
    return rows


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running the cell."""
    return cell[1:] if _GUARDED.match(cell) else cell
