"""The hash chain over the event rows: what is hashed and how.

``hash = SHA-256(JSON [chain, attempt, seq, key, type, data, at, ms, previous])``. The array holds only strings,
integers and null; ``json.dumps`` without blanks and escapes is RFC 8785 for such arrays (a test compares the two).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import NoneType
from typing import Any, NamedTuple

import rfc8785

GENESIS = "0" * 64
"""``previous`` of the first event."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_TYPES = tuple(
    (int, kind, int, other, str, str, str, int, str, str) for kind in (str, NoneType) for other in (str, NoneType)
)
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_WRITTEN_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class Row(NamedTuple):
    """An event row exactly as stored."""

    chain: int
    attempt: str | None
    seq: int
    key: str | None
    type: str
    data: str
    at: str
    ms: int
    previous: str
    hash: str


def canonical(value: Any) -> str:
    """RFC 8785 canonical JSON; raises ValueError for integers of 2**53 and more, NaN and infinities."""
    return rfc8785.dumps(value).decode()


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex: the name of a content, and what an event knows of a free answer."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(data: Mapping[str, Any]) -> str:
    """What an event says of the free text that belongs to it: its digest, empty if it has none."""
    found = data.get("digest")
    if found is None and isinstance(data.get("response"), dict):
        found = data["response"].get("digest")
    return found if isinstance(found, str) else ""


def row_hash(row: Row) -> str:
    """The hash that a row must carry."""
    return digest(_encode(row[:9]))


def sealed(row: Row) -> Row:
    """The row with its hash filled in."""
    return row._replace(hash=row_hash(row))


def well_typed(row: Row) -> bool:
    """Whether every value has the type that was written (a flipped bit can turn 5 into the equal 5.0)."""
    return tuple(map(type, row)) in _TYPES


def time_text(moment: datetime) -> str:
    """An aware time as stored in events: UTC, microseconds, 27 characters; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("naive time")
    return moment.astimezone(UTC).strftime(_TIME)


def read_time(text: str) -> datetime:
    """Read what ``time_text`` wrote; raises ValueError for anything else, however it may look like a time."""
    if _WRITTEN_TIME.fullmatch(text) is None:
        raise ValueError("no stored time")
    return datetime.fromisoformat(text)
