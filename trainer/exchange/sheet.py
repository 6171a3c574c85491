"""What a table is, whatever file it becomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has no summer time: a fixed offset needs no time-zone data on any system."""

LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds; longer text would be cut without a word."""

Value = str | int | float | bool | datetime | None
Row = Mapping[str, Value]


class Kind(StrEnum):
    """How a column is written. SCORE has one decimal, NUMBER three."""

    TEXT = "text"
    INTEGER = "integer"
    SCORE = "score"
    NUMBER = "number"
    TIME = "time"
    YESNO = "yesno"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key in the rows, heading, kind, width in characters, and what it means (for the data dictionary)."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 12
    meaning: str = ""


@dataclass(slots=True)
class Sheet:
    """A table with its rows, read once. ``count`` and ``digest`` are known after the rows were read."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    footer: str = ""
    count: int = 0
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def values(self) -> Iterator[tuple[Value, ...]]:
        """The rows in the order of the columns; counts and hashes them on the way."""
        for row in self.rows:
            found = tuple(row.get(column.key) for column in self.columns)
            self.count += 1
            self._hash.update("\x1f".join(map(raw, found)).encode() + b"\x1e")
            yield found

    @property
    def digest(self) -> str:
        """SHA-256 over the rows read so far, whatever file they were written to."""
        return self._hash.hexdigest()


def raw(value: Value) -> str:
    """A value as text for machines: full precision, ISO times in UTC+8, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return local(value).isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def local(value: datetime) -> datetime:
    """An aware time as China's clock shows it."""
    return value.astimezone(SHANGHAI)
