"""Comparing derived rows with fresh ones, number by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from trainer.store.records import Finding

TOLERANCE = 1e-9
"""Largest difference of a derived number."""


@dataclass(slots=True)
class Counts:
    """Attempts replayed, compared, and left alone as 旧版."""

    replayed: int = 0
    compared: int = 0
    old: int = 0


def rows(table: str, stored: Iterable[tuple[str, Any]], fresh: Iterable[tuple[str, Any]]) -> Iterator[Finding]:
    """What differs between stored rows and those that were derived now, both by name."""
    have, want = dict(stored), dict(fresh)
    for row in want.keys() - have.keys():
        yield Finding("row_missing", table, row)
    for row in have.keys() - want.keys():
        yield Finding("row_extra", table, row)
    for row, record in have.items():
        if row in want:
            computed = asdict(want[row])
            for column, value in asdict(record).items():
                if not same(value, computed[column]):
                    params = {"column": column, "stored": value, "computed": computed[column]}
                    yield Finding("number_differs", table, row, params=params)


def same(stored: object, computed: object) -> bool:
    """Whether two derived values agree: numbers within ``TOLERANCE``, all else exactly."""
    if isinstance(stored, float) or isinstance(computed, float):
        if not isinstance(stored, int | float) or not isinstance(computed, int | float):
            return False
        return abs(stored - computed) <= TOLERANCE
    if isinstance(stored, dict) and isinstance(computed, dict):
        return stored.keys() == computed.keys() and all(same(stored[key], computed[key]) for key in stored)
    if isinstance(stored, list) and isinstance(computed, list):
        return len(stored) == len(computed) and all(map(same, stored, computed))
    return stored == computed
