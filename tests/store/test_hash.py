"""What is hashed, and how exactly it is written."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from trainer.store.chain import GENESIS, Row, canonical, read_time, row_hash, sealed, time_text, well_typed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, TEXTS, st.integers(0, 2**53 - 1), TEXTS | st.none())
def test_the_hashed_text_is_canonical_json(one: str, two: str, number: int, key: str | None) -> None:
    row = Row(number, one, 3, key, two, "{}", "x", 5, GENESIS, "")
    assert json.dumps(row[:9], ensure_ascii=False, separators=(",", ":")).encode() == rfc8785.dumps(list(row[:9]))


@given(st.datetimes())
def test_times_come_back(moment: datetime) -> None:
    if moment.year >= 1000:
        aware = moment.replace(tzinfo=UTC)
        assert read_time(time_text(aware)) == aware
        assert read_time(time_text(aware)).tzinfo is UTC
        assert len(time_text(aware)) == 27


NOT_TIMES = [
    "2026-03-02T01:30:00.000000",
    "2026-03-02T01:30:00.000000z",
    "2026-03-02t01:30:00.000000Z",
    "2026-03-02T01:30:00.000000+00:00",
    "2026-03-02T01:30:00.000000+08:00",
    "2026-03-02T01:30:00,000000Z",
    "2026-03-02_01:30:00.000000Z",
    "2026-03-02T01:30:00.00000Z",
    "2026-03-02T01:30:00.0000000Z",
    "2026-03-02T01:30:00Z",
    "2026-03-02T01:30Z",
    "2026-03-02",
    "2026-3-2T1:30:0.000000Z",
    "20260302T013000.000000Z",
    "20260302T01:30:00.00000000Z",
    "2026-W10-1T01:30:00.000000Z",
    "2026-061T01:30:00.000000Z",
    "2026-13-02T01:30:00.000000Z",
    "2026-02-29T01:30:00.000000Z",
    "2026-03-02T24:00:00.000000Z",
    "2026-03-02T01:60:00.000000Z",
    "2026-03-02T01:30:60.000000Z",
    "0000-03-02T01:30:00.000000Z",
    "-026-03-02T01:30:00.000000Z",
    "+026-03-02T01:30:00.000000Z",
    "２０２６-03-02T01:30:00.000000Z",
    "2026-03-02T01:30:00.00000०Z",
    "2026-03-02T01:30:00.000000ZZ",
    "garbage",
    "5",
    "",
    "2026-03-02T01:30:00.000000Z\n",
    " 2026-03-02T01:30:00.000000Z",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_only_what_was_written_is_a_time(text: str) -> None:
    with pytest.raises(ValueError):
        read_time(text)


def test_the_first_and_the_last_moment_are_times() -> None:
    for moment in (datetime(1000, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert read_time(time_text(moment)) == moment
    assert read_time("2024-02-29T23:59:59.999999Z") == datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)


def test_naive_times_and_big_integers_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        time_text(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="exceeds"):
        canonical({"n": 2**53})


def test_a_float_that_equals_the_integer_is_not_well_typed() -> None:
    row = sealed(Row(1, "a", 0, "k", "t", "{}", "x", 5, GENESIS, ""))
    assert well_typed(row)
    assert not well_typed(row._replace(ms=5.0))  # type: ignore[arg-type]
    assert row_hash(row) == row.hash
