"""Whatever is in a file, reading it as a lesson gives a result: findings or pages, never an exception, at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bad_files import refused
from tests.support.lesson_frame import framed
from trainer.content.course import read_course
from trainer.content.diagnostics import Severity
from trainer.content.lesson_reader import LessonResult, read_lesson
from trainer.content.markdown import page_parser
from trainer.paths import bundled_content

SHIPPED = next((bundled_content() / "courseware" / "lessons" / "know-the-account").glob("04-*.md")).read_text("utf-8")
MARKS = [
    *"#-*>`[]()（）【】：:，|&!<\\_~ \t　\n\n\n·‘’「」{}%@'\"０１＋－＝＞＃①",
    *("## ", "# ", "### ", "- [", "](../../questions/q.md#", "> 王总：", "  > ", "---\n", "<!--", "-->", "**", "***"),
    *(
        "```\n",
        "|---|",
        "| a | b |\n",
        "![",
        "<b>",
        "1. ",
        "  - ",
        "\r",
        "\ufeff",
        "\x00",
        "e\u0301",
        "\u202e",
        "www.a.cn",
    ),
]


def read(text: str | bytes, path: str = "01-a.md") -> LessonResult:
    return read_lesson(text, path, competencies=("客户选择",))


def check(result: LessonResult, text: str) -> None:
    """What holds for every result."""
    errors = [f for f in result.diagnostics if f.severity is Severity.ERROR]
    assert (result.lesson is None) == bool(errors)
    assert len(result.diagnostics) <= 20
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in result.diagnostics:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column < finding.end_column <= len(lines[finding.line - 1]) + 2
        assert finding.message and finding.fix
    for link in result.links:
        assert 1 <= link.line <= len(lines)
        assert 1 <= link.column <= link.end_column <= len(lines[link.line - 1]) + 1
    for page in result.lesson.pages if result.lesson else ():
        assert page.title
        for part in page.parts:
            page_parser().parse(part.markdown)
            assert 0 < part.line <= len(lines)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(read(text), text)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    read(raw)
    read_course(raw, "course.yaml")


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=60).map("".join))
def test_any_body(body: str) -> None:
    text = framed(body)
    check(read(text), text)


@given(st.data())
def test_a_good_lesson_with_a_few_changes(data: st.DataObject) -> None:
    text = SHIPPED
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.sampled_from(["", *MARKS])) + text[at + cut :]
    check(read(text, "04-intelligence.md"), text)


@given(st.text("modules:-编号 标题说明\n{}[]'\"&*!a1#：，", max_size=80))
def test_any_course(text: str) -> None:
    for finding in read_course(text, "course.yaml").diagnostics:
        assert finding.message and finding.fix


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in refused()])
def test_a_bad_file_is_refused_with_place_and_fix(content: bytes) -> None:
    """What stops a case stops a lesson, too; that it is a case says the front matter."""
    found = read(content, "bad.md")
    assert found.lesson is None
    assert all(finding.message and finding.fix for finding in found.diagnostics)


UNITS = [*"*_`[]()<>&!|#\\~=-:：（【＊", "- ", "> ", "[](", "*a **b ", "` a", "1. ", "[a](b) ", "![", "|a"]


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_marks_are_answered(unit: str) -> None:
    for text in (unit * (3_000 // len(unit)), "\n".join(unit * 10 for _ in range(60))):
        assert len(read(framed("## 一页\n\n" + text)).diagnostics) <= 20


@pytest.mark.heavy
@pytest.mark.parametrize("unit", UNITS)
def test_many_repeated_marks_are_answered(unit: str) -> None:
    for text in (unit * (30_000 // len(unit)), "\n".join(unit * 20 for _ in range(900))):
        assert len(read(framed("## 一页\n\n" + text)).diagnostics) <= 20


@pytest.mark.parametrize(
    "text",
    ["好" * 22_000, "> " * 33_000, "a\n" * 1_001, "- a\n" * 301, "段。\n\n" * 301, "|a|b|\n|-|-|\n" + "|a|b|\n" * 201],
    ids=["bytes", "quotes", "lines", "items", "blocks", "cells"],
)
def test_a_page_that_is_too_large(text: str) -> None:
    assert "LS105" in [finding.code for finding in read(framed("## 一页\n\n" + text)).diagnostics]
