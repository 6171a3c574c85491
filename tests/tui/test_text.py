"""Text on screen: widths, hanging indents, tables, bars; at every width a screen can have."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.fake_service import POISON
from trainer.service.views import Line, LineKind
from trainer.textutil import NO_LINE_END, NO_LINE_START, display_width
from trainer.tui import draw, keys
from trainer.tui.text import Row, fit, flow, grid, hanging, pad, prose, width_of

CHINESE = st.text(
    st.sampled_from("客户说价格太高了他的样品在雨季结块三次，。：？！「」（）、；SPIN ROI 3.5% a 360 万\t\n\x1b\u202e"),
    max_size=120,
)
WIDTHS = st.integers(40, 200)


def texts(rows: list[Row]) -> list[str]:
    return ["".join(part.text for part in row) for row in rows]


def sound(line: str) -> bool:
    """Closing marks do not start it and opening ones do not end it, unless nothing else is there to break at."""
    text = line.strip()
    return not text or not (text[0] in NO_LINE_START or text[-1] in NO_LINE_END)


@given(CHINESE, WIDTHS)
def test_prose_fits_and_breaks_by_the_rules(text: str, width: int) -> None:
    rows = prose(text, width)
    assert all(width_of(row) <= width for row in rows)
    for paragraph in clean_paragraphs(text):
        lines = texts(prose(paragraph, width))
        assert all(sound(line) for line in lines[1:] if line.strip() and set(line.strip()) - NO_LINE_START)


def clean_paragraphs(text: str) -> list[str]:
    return [part for part in text.replace("\x1b", "").replace("\u202e", "").split("\n") if part.strip()]


@given(CHINESE, CHINESE, WIDTHS)
def test_a_hanging_paragraph_keeps_its_column(label: str, text: str, width: int) -> None:
    rows = hanging(label, text, width, draw.NAME_COLUMN)
    assert all(width_of(row) <= width for row in rows)
    body = [row for row in rows if len(row) == 2]
    assert all(display_width(row[0].text) == draw.NAME_COLUMN for row in body)


@settings(max_examples=50)
@given(st.lists(st.lists(CHINESE, min_size=1, max_size=5), min_size=1, max_size=5), WIDTHS)
def test_a_table_fits(rows: list[list[str]], width: int) -> None:
    assert all(width_of(row) <= width for row in grid(rows, width))


@given(CHINESE, st.integers(0, 60))
def test_cut_and_padded_text_has_its_width(text: str, width: int) -> None:
    assert display_width(fit(text, width)) <= width
    assert display_width(pad(text, width)) == width


@given(st.lists(CHINESE, max_size=6), WIDTHS)
def test_words_side_by_side_fit(words: list[str], width: int) -> None:
    assert all(display_width(line) <= width for line in flow(words, width))


@pytest.mark.parametrize("kind", list(LineKind))
@pytest.mark.parametrize("width", [20, 74, 116])
def test_every_kind_of_line_is_harmless(kind: LineKind, width: int) -> None:
    line = Line(kind, POISON, POISON, ((POISON, POISON), (POISON, "1")), POISON)
    for text in texts(draw.line_rows(line, width)):
        assert display_width(text) <= width
        assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in text)


def test_a_number_on_a_bar_is_never_hidden_by_rounding() -> None:
    full, empty = draw.bar(1, 0, 100, 10)
    assert (len(full.text), len(empty.text)) == (1, 9)
    full, empty = draw.bar(99, 0, 100, 10)
    assert (len(full.text), len(empty.text)) == (9, 1)
    assert draw.bar(0, 0, 5, 10)[0].text == "" and draw.bar(5, 0, 5, 10)[1].text == ""


def test_a_curve_keeps_its_ends_when_thinned() -> None:
    curve = draw.spark([0.0, *[50.0] * 98, 100.0], 10)
    assert len(curve) == 10 and curve[0] == draw.BLOCKS[0] and curve[-1] == draw.BLOCKS[-1]
    assert draw.spark([-40.0, 140.0], 2) == draw.BLOCKS[0] + draw.BLOCKS[-1]
    assert draw.spark([0.0, 100.0], 7) == draw.BLOCKS[0] * 3 + draw.BLOCKS[-1] * 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("１", "1"), ("？", "?"), ("、", "/"), ("ｑ", "q"), ("　", " "), ("。", "."), ("客", "客"), ("q", "q")],
)
def test_keys_of_an_input_method_are_understood(typed: str, meant: str) -> None:
    assert keys.meant(typed) == meant


@pytest.mark.parametrize(
    ("names", "column"),
    [
        ((), 7),
        (("钟工",), 7),
        (("钟工", "葛副科长"), 9),
        (("葛副科长", "欧阳副科长"), 11),
        (("钟工", "评估小组的组长"), 7),
    ],
)
def test_the_speakers_column_is_as_wide_as_the_longest_name_that_fits(names: tuple[str, ...], column: int) -> None:
    lines = tuple(Line(LineKind.SPEECH, "坐。", name) for name in names)
    assert draw.name_column(lines) == column
    rows = [row for row in draw.lines_rows(lines, 60) if row]
    fitting = [row for row in rows if row[0].text.strip() != "评估小组的组长"]
    assert all(display_width(row[0].text) == column and row[1].text == "坐。" for row in fitting)
    assert len(rows) == len(names) + len(rows) - len(fitting)
