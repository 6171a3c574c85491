"""Widths agree with rich; wrapping follows the Chinese rules at every width."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from trainer.textutil import NO_LINE_END, NO_LINE_START, display_width, normalise_name, sanitise, to_halfwidth, wrap

SAMPLE = (
    "周工听出你懂设备，语气松了下来：「讲重点。」你翻开 Situation 那一页——上面写着 3,600,000 元（含税），"
    "交期 45 天；他问：“为什么不是 30 天？”《技术协议》第 4.2 条……你记得 ISO9001 和 SPIN（情境、难点、暗示、回报）。"
)
words = st.sampled_from(["SPIN", "Situation", "360", "3.5%", "ISO9001", "don't", "a/b-test", "USP"])
marks = st.sampled_from(list("，。、；：？！”」』）》【《「『（“…"))
hanzi = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
texts = st.lists(st.one_of(hanzi, words, marks, st.just(" "), st.just("——"), st.just("……")), max_size=60).map("".join)


def test_width_of_every_assigned_character_agrees_with_rich() -> None:
    differing = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) not in ("Cn", "Co", "Cs") and display_width(char) != cell_len(char)
    ]
    assert not differing


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "1️⃣", "☎️", "⚠️ 红线", "👍🏽", "❤️‍🔥", "①→★“”—…·", "é\u0301", "ﾊﾟ", "ＡＢ１"])
def test_width_of_joined_characters_agrees_with_rich(text: str) -> None:
    assert display_width(text) == cell_len(text)


@given(texts)
def test_width_of_a_text_agrees_with_rich(text: str) -> None:
    assert display_width(text) == cell_len(text)


@given(texts, st.integers(40, 200))
def test_wrap_keeps_the_rules_and_the_text(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for number, line in enumerate(lines):
        assert display_width(line) <= width
        longest = max((display_width(piece) for piece in _unbroken(text)), default=0)
        if longest <= width:
            assert number == 0 or not line or line[0] not in NO_LINE_START
            assert number == len(lines) - 1 or not line or line[-1] not in NO_LINE_END


def _unbroken(text: str) -> list[str]:
    """Runs that the rules forbid to break, found apart from the code under test: between two CJK characters."""
    pieces, piece = [], ""
    for char in text:
        if "\u4e00" <= char <= "\u9fa5" and piece and "\u4e00" <= piece[-1] <= "\u9fa5":
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


@given(texts, st.integers(1, 12))
def test_small_widths_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= max(2, width) for line in lines)


@pytest.mark.parametrize("width", range(40, 121, 7))
def test_a_real_paragraph(width: int) -> None:
    lines = wrap(SAMPLE, width)
    assert all(line[0] not in NO_LINE_START and line[-1] not in NO_LINE_END for line in lines)
    for word in ("Situation", "3,600,000", "ISO9001", "SPIN"):
        assert any(word in line for line in lines)
    # only a word that does not fit leaves a wide gap at the end of a line
    assert all(display_width(line) > width - 26 for line in lines[:-1])


def test_line_breaks_and_indents_of_the_text_stay() -> None:
    assert wrap("甲\n\n  乙", 10) == ["甲", "", "  乙"]
    assert wrap("", 10) == [""]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_chinese_run_after_a_word_fills_the_line() -> None:
    assert wrap("SPIN" + "甲" * 20, 20)[0] == "SPIN" + "甲" * 8


def test_sanitise_removes_what_steers_a_terminal() -> None:
    assert sanitise("甲\x1b[31m乙\x9b2J\x00\u202e丙\u200b\ufeff\r\n丁\t戊\x07") == "甲[31m乙2J丙\n丁 戊"
    assert sanitise("\ud800") == "\ufffd"
    assert sanitise("👨‍👩‍👧 ❤️‍🔥") == "👨‍👩‍👧 ❤️‍🔥"
    assert sanitise("甲\u200d乙") == "甲乙"


@given(st.text())
def test_sanitise_leaves_no_control_and_is_idempotent(text: str) -> None:
    clean = sanitise(text)
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in clean)
    assert sanitise(clean) == clean
    clean.encode()


def test_names_are_compared_without_width_case_and_blanks() -> None:
    assert normalise_name("Ａ 会议　室") == normalise_name("a会议室")
    assert to_halfwidth("１２：３０，ＡＢ") == "12:30,AB"
