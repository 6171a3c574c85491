"""Typed answers: what counts as the same word and the same number."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.items import Number
from trainer.engine.quiz import grade, read_number, same_words
from trainer.engine.quiz_types import Response
from trainer.engine.quiz_words import is_right


@pytest.mark.parametrize(
    ("given_text", "accepted"),
    [
        ("甲方", "甲方"),
        (" 甲 方 ", "甲方"),
        ("甲方。", "甲方"),
        ("「甲方」", "甲方"),
        ("《合同法》", "合同法"),
        ("ＳＷＯＴ", "swot"),
        ("Key Account", "keyaccount"),
        ("a—b", "a-b"),
        ("８０／２０", "80/20"),
        ("1,000", "1000"),
        ("１０００", "1000"),
        ("1万", "10000"),
        ("20％", "20%"),
        ("0.2", "20%"),
        (".5", "0.5"),
        ("1/2", "0.5"),
        ("C++", "c++"),
        ("60％～80％", "60%-80%"),
        ("60%到80%", "60%—80%"),
        ("两家", "2家"),
        ("三成", "30%"),
        ("…", "…"),
    ],
)
def test_the_same_words(given_text: str, accepted: str) -> None:
    assert same_words(given_text, accepted)


@pytest.mark.parametrize(
    ("given_text", "accepted"),
    [
        ("", "甲方"),
        ("", ""),
        ("乙方", "甲方"),
        ("甲", "甲方"),
        ("20", "20%"),
        (".5", "5"),
        ("C", "C++"),
        ("3家", "3个"),
        ("1001", "1000"),
    ],
)
def test_other_words(given_text: str, accepted: str) -> None:
    assert not same_words(given_text, accepted)


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("12.5", "万元", "12.5"),
        ("１２．５", "万元", "12.5"),
        ("12。5", "万元", "12.5"),
        ("12,5", "万元", "12.5"),
        (" 12.5 万元 ", "万元", "12.5"),
        ("12.5万", "万元", "12.5"),
        ("125000元", "万元", "12.5"),
        ("125,000 元", "万元", "12.5"),
        ("12万5000元", "万元", "12.5"),
        ("约12.5万元。", "万元", "12.5"),
        ("￥125000元", "万元", "12.5"),
        ("12.5万块", "万元", "12.5"),
        ("0.00125亿", "万元", "12.5"),
        ("12.5万", "元", "125000"),
        ("1.2亿", "元", "120000000"),
        ("1亿2000万", "元", "120000000"),
        ("3千", "", "3000"),
        ("1,234,567", "", "1234567"),
        ("1，234，567.5", "", "1234567.5"),
        ("1.234.567,5", "", "1234567.5"),
        ("1 234", "", "1234"),
        ("1'234", "", "1234"),
        ("0,125", "", "0.125"),
        (".5", "", "0.5"),
        ("-5", "", "-5"),
        ("−5", "", "-5"),
        ("负5", "", "-5"),
        ("－1万2000", "", "-12000"),
        ("+5", "", "5"),
        ("2e3", "", "2000"),
        ("1/4", "", "0.25"),
        ("½", "", "0.5"),
        ("30%", "%", "30"),
        ("30", "%", "30"),
        ("30％", "%", "30"),
        ("百分之30", "%", "30"),
        ("30个百分点", "%", "30"),
        ("30%", "", "0.3"),
        ("5‰", "%", "0.5"),
        ("六成", "%", "60"),
        ("十一家", "家", "11"),
        ("十二万五千元", "万元", "12.5"),
        ("一千二百万", "万", "1200"),
        ("一亿两千万元", "亿元", "1.2"),
        ("百分之三十", "%", "30"),
        ("三点五", "", "3.5"),
        ("两千零五", "", "2005"),
        ("三百五", "", "350"),
        ("一百一十", "", "110"),
        ("二〇二六年", "年", "2026"),
        ("五千克", "千克", "5"),
        ("零", "", "0"),
        ("3家", "", "3"),
        ("3家", "家", "3"),
        ("5天", "天", "5"),
        ("5日", "天", "5"),
        ("5千克", "千克", "5"),
        ("5kg", "千克", "5"),
        ("2小时", "小时", "2"),
        ("30 min", "分钟", "30"),
    ],
)
def test_numbers_are_understood(typed: str, unit: str, expected: str) -> None:
    assert read_number(typed, unit) == Fraction(expected)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("", ""),
        ("甲", ""),
        ("不知道", "万元"),
        ("10-12", ""),
        ("10~12", ""),
        ("5±1", ""),
        ("1,2,3", ""),
        ("1.2.3", ""),
        ("1/0", ""),
        ("1亿2", ""),
        ("2万3万", ""),
        ("12.5家", "万元"),
        ("一点也不知道", ""),
        ("三万五", ""),
        ("十百", ""),
        ("五十六十", ""),
        ("3小时", "分钟"),
        ("3万", "%"),
        ("9" * 99, ""),
    ],
)
def test_what_is_no_number_or_of_another_unit(typed: str, unit: str) -> None:
    assert read_number(typed, unit) is None
    assert not is_right(typed, Number(0.0, 1e9, unit))


@pytest.mark.parametrize(
    ("typed", "right"),
    [("12.4", True), ("12.6", True), ("12.5", True), ("12.39", False), ("12.61", False), ("124000元", True)],
)
def test_the_tolerance_includes_its_ends(typed: str, right: bool) -> None:
    assert grade(made.numeric(12.5, 0.1, "万元"), Response(texts=(typed,))).right is right


@given(st.decimals(-1_000_000, 1_000_000, places=2), st.sampled_from(["{}", "{:,}", "{}元", " {:,} 元。"]))
def test_every_number_reads_as_itself(value: object, form: str) -> None:
    assert read_number(form.format(value), "元") == Fraction(str(value))


@given(st.text(max_size=12), st.sampled_from(["", "万元", "%", "天"]))
def test_nothing_that_is_typed_breaks_anything(text: str, unit: str) -> None:
    number = read_number(text, unit)
    assert number is None or isinstance(number, Fraction)
    assert same_words(text, text) == bool("".join(text.split()))


_SECTION = ("零一二三四五六七八九", ("", "十", "百", "千"))


def in_chinese(number: int) -> str:
    """1-9999 as it is written out: 一千零五十, 一百一十."""
    digits = [int(digit) for digit in str(number)]
    words = "".join(
        _SECTION[0][digit] + (_SECTION[1][len(digits) - 1 - at] if digit else "") for at, digit in enumerate(digits)
    )
    return re.sub("零+", "零", words).rstrip("零")


@given(st.integers(1, 9999))
def test_numerals_are_understood(number: int) -> None:
    assert read_number(in_chinese(number)) == number
    assert read_number(in_chinese(number) + "万元", "元") == number * 10_000
    if 10 <= number < 20:
        assert read_number(in_chinese(number)[1:]) == number


@given(st.text("一二两三四五六七八九零〇十百千点万亿负%成0123456789", max_size=9))
def test_no_row_of_numerals_breaks_anything(text: str) -> None:
    read_number(text, "万元")


@given(st.text("0123456789.,万亿千百十%-+/e元 个", max_size=20))
def test_nothing_that_looks_like_a_number_breaks_anything(text: str) -> None:
    read_number(text, "万元")
