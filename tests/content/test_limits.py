"""Sizes, encodings and files made to be slow: a coded answer, with little work."""

from __future__ import annotations

import pytest

from tests.support.content_frame import COMPETENCIES, FRONT, framed
from trainer.content.reader import ReadResult, read_scenario

GOOD = framed("电话响了三声。")


def read(text: str | bytes) -> ReadResult:
    return read_scenario(text, "a.md", competencies=COMPETENCIES)


def codes(text: str | bytes) -> list[str]:
    return [f.code for f in read(text).diagnostics]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (GOOD.encode("gb18030"), "SC102"),
        (GOOD.encode("utf-16"), "SC102"),
        (GOOD.encode("utf-16-le"), "SC102"),
        (GOOD.encode("utf-16-be"), "SC102"),
        (b"\xff\x00\x80\x81" * 20, "SC102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "SC102"),
        (b"\x00" * 100, "SC102"),
        (b"", "YM124"),
        (b"\n\n  \n", "YM124"),
        (b"\xef\xbb\xbf", "YM124"),
        (("﻿" + GOOD.replace("三声", "三\ufeff声")).encode(), "SC105"),
    ],
)
def test_bytes_that_are_no_content(raw: bytes, code: str) -> None:
    result = read(raw)
    assert result.scenario is None
    assert [f.code for f in result.diagnostics] == [code]


def test_the_encoding_is_named() -> None:
    assert "GB18030" in read(GOOD.encode("gbk")).diagnostics[0].message
    assert "UTF-16" in read(GOOD.encode("utf-16")).diagnostics[0].message


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_usual_line_ends_are_fine(end: str) -> None:
    assert codes(GOOD.replace("\n", end)) == []


def test_a_file_with_bare_returns_is_read_with_a_warning() -> None:
    result = read(GOOD.replace("\n", "\r"))
    assert [f.code for f in result.diagnostics] == ["SC108"]
    assert result.scenario is not None


@pytest.mark.parametrize(
    "char", ["\x00", "\x1b", "\x07", "\x7f", "\x85", "\x9b", "\u2028", "\ud800", "\ufffd", "\ufffe"]
)
def test_control_characters_are_located(char: str) -> None:
    (finding,) = read(framed(f"电话{char}响了。")).diagnostics
    assert (finding.code, finding.column, finding.end_column) == ("SC103", 3, 4)


@pytest.mark.parametrize("char", ["\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c"])
def test_direction_marks_are_located(char: str) -> None:
    assert codes(framed(f"电话{char}响了。")) == ["SC104"]


@pytest.mark.parametrize("char", ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u3164", "\U000e0041"])
def test_invisible_characters_are_located(char: str) -> None:
    assert codes(framed(f"电话{char}响了。")) == ["SC105"]


def test_joiners_belong_into_emoji() -> None:
    assert codes(framed("师傅👨‍🔧走了，👩🏽‍🏭来了。❤️‍🔥")) == []


def test_characters_by_number_cannot_smuggle_what_is_refused() -> None:
    assert codes(framed("电话&#27;响&#x202E;了。")) == ["SC103", "SC103"]
    assert codes(framed("A&amp;B &lt;30天&gt;")) == []


def test_one_byte_more_than_a_mebibyte() -> None:
    room = (1 << 20) - len(GOOD.encode())
    fits = GOOD + "\n# 备注\n" + "x" * (room - len("\n# 备注\n".encode()))
    assert len(fits.encode()) == 1 << 20
    assert "SC101" not in codes(fits)
    for raw in (fits + "x", (fits + "x").encode()):
        assert codes(raw) == ["SC101"]


def test_nodes_are_counted_before_they_are_parsed() -> None:
    many = "".join(f"## n{i}\n- [走](#收线)\n" for i in range(5000))
    assert codes(framed(many))[-1:] == ["SC109"]


@pytest.mark.parametrize(
    "text",
    ["好" * 22_000, "> " * 33_000, "a\n" * 1_001, "- a\n" * 1_001, "段。\n\n" * 301, "- 项\n" * 401],
    ids=["bytes", "quotes", "lines", "items", "blocks", "cells"],
)
def test_a_node_that_is_too_large(text: str) -> None:
    assert "SC110" in codes(framed("## 总机\n\n" + text + "\n\n- [继续](#下一幕)\n"))


@pytest.mark.parametrize(
    "unit", [*"*_`[]()<>&!|#\\~=-:：·【（＊‘", "- ", "> ", "[](", "*a **b ", "` a", "1. ", "e\u0301"]
)
def test_repeated_marks_are_answered(unit: str) -> None:
    for text in (unit * (30_000 // len(unit)), "\n".join(unit * 20 for _ in range(900))):
        result = read(framed("## 总机\n\n" + text + "\n\n- [继续](#下一幕)\n"))
        assert len(result.diagnostics) <= 20


@pytest.mark.parametrize(
    "front",
    [
        "[" * 60_000,
        "{a: " * 15_000,
        "- " * 30_000,
        "? " * 30_000,
        "a: &a [*a, *a]",
        "k: v\n" * 13_000,
        '"' + "x " * 30_000,
    ],
)
def test_front_matter_made_to_be_slow(front: str) -> None:
    result = read(f"---\n编号: a\n{front}\n---\n" + GOOD.split("---\n", 2)[2])
    assert result.scenario is None
    assert any(f.code.startswith("YM") for f in result.diagnostics)


def test_at_most_twenty_findings_errors_first() -> None:
    many = "".join(f"## n{i}\n- [走](#缺{i}) `信任+1；火气-1`\n- [坐](#收线)\n" for i in range(50))
    found = read(framed(many)).diagnostics
    assert len(found) == 20
    assert {f.severity.value for f in found} == {"error"}
    assert [(f.line, f.column) for f in found] == sorted((f.line, f.column) for f in found)


def test_all_kinds_of_errors_come_at_once() -> None:
    text = (
        FRONT.replace("难度", "难读")
        + "\n# 试\n\n## 甲\n- [走](#缺) `信认 +1` `若 火汽≥1` `耗时 3天` `红线 R9` `阶 没有`\n"
    )
    found = set(codes(text + "\n## 乙\n`限时 0秒 → 甲`\n### 小\n\n## 甲\n- [](#乙)\n"))
    assert found >= {"SC201", "SC203", "SC204", "SC214", "SC217", "SC205", "SC151", "SC113", "SC202", "SC155", "SC308"}


def test_names_are_not_blamed_when_the_front_matter_is_broken() -> None:
    text = GOOD.replace("变量:\n  信任: 2 (0..5)", "变量: [").replace("(#收线)", "(#收线) `信任 +1` `若 信任≥1`")
    assert set(codes(text)) == {"YM103"}


def test_accepted_warnings_are_not_told_again() -> None:
    text = framed("## 总机\n- [耐心地问](#下一幕)\n- [挂掉](#收线)\n")
    assert codes(text) == ["SC403"]
    assert codes(text.replace("时间:", "忽略: {SC403: 故意的}\n时间:")) == []


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("需求挖掘: 3", "需求挖掘: 9", "YM116"),
        ("决策链: 2", "决策连: 2", "SC602"),
        ("信任: 2 (0..5)", "信任: 2", "YM117"),
        ("信任: 2 (0..5)", "信任: 9 (0..5)", "YM118"),
        ("20分钟 → 收线", "二十分钟 → 收线", "YM121"),
    ],
)
def test_one_faulty_declaration_hides_no_other_error(good: str, bad: str, code: str) -> None:
    uses = "`信任 +1` `若 信任≥1` `耗时 5分钟`"
    text = framed(f"## 总机\n- [继续](#下一幕) {uses} `新任 +1`\n- [挂掉](#收线) `若 心认≥1`\n")
    found = codes(text.replace(good, bad))
    assert set(found) - {"SC203"} == {code, "SC204"}
    assert "SC203" in found
