"""Markdown of lessons as rows: what each block looks like, where lines break, and that nothing in it can act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.fake_service import POISON
from trainer.content.library import load_library
from trainer.textutil import NO_LINE_END, NO_LINE_START, display_width
from trainer.tui.markdown_rows import read, rows_of
from trainer.tui.text import Row, width_of


def lines(markdown: str, width: int = 40) -> list[str]:
    return ["".join(part.text for part in row).rstrip() for row in rows_of(read(markdown), width)]


def roles(row: Row) -> list[tuple[str, str]]:
    return [(part.text, part.role) for part in row]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("甲\n\n乙", ["甲", "", "乙"]),
        ("甲\n乙 a\nb", ["甲乙 a b"]),
        ("甲\\\n乙", ["甲", "乙"]),
        ("- 甲\n- 乙\n  - 丙", ["- 甲", "- 乙", "  - 丙"]),
        ("9. 甲\n10. 乙", ["9. 甲", "10.乙"]),
        ("- 甲\n\n- 乙", ["- 甲", "", "- 乙"]),
        ("> 钟工：先坐。\n\n> 尤姐（财务）：坐。", ["钟工          先坐。", "", "尤姐（财务）  坐。"]),
        ("> 没有名字的话", ["  没有名字的话"]),
        ("### 小标题", ["小标题"]),
        ("```\na  b\n```", ["  a  b"]),
        ("---", ["─" * 24]),
        ("看[官网](<https://e.com/a>)", ["看官网（https://e.com/a）"]),
        (
            "| 客户 | 万 |\n| --- | --- |\n| 甲 | 500 |\n| 乙乙乙 | 4% |",
            ["客户       万", "─" * 13, "甲        500", "乙乙乙     4%"],
        ),
    ],
)  # fmt: skip
def test_blocks(markdown: str, expected: list[str]) -> None:
    assert lines(markdown) == expected


def test_emphasis_survives_the_breaking_of_lines() -> None:
    first, second = rows_of(read("一二三**四五六七八**九十 `F1`"), 10)[:2]
    assert roles(first) == [("一二三", ""), ("四五", "strong")]
    assert roles(second) == [("六七八", "strong"), ("九十", "")]


def test_a_long_cell_wraps_and_rows_are_set_apart() -> None:
    shown = lines("| 甲 | 乙 |\n| --- | --- |\n| " + "长" * 20 + " | 1 |\n| 短 | 2 |", 20)
    assert shown[2:] == ["长" * 6 + " " * 7 + "1", "长" * 6, "长" * 6, "长长", "", "短" + " " * 17 + "2"]


def test_a_table_of_many_columns_loses_nothing() -> None:
    names = [f"列{n}" for n in range(12)]
    row = "| " + " | ".join(names) + " |\n"
    shown = lines(row + "|" + " --- |" * 12 + "\n" + row, 74)
    assert all(display_width(line) <= 74 for line in shown)
    assert all("".join(shown).count(character) >= 24 for character in "列")


def test_poison_and_markup_are_plain_text() -> None:
    shown = "".join(lines(f"{POISON}<b>甲</b> ![x](http://e.com/i.png) <script>", 76))
    assert "[@click=app.quit]" in shown and "<b>甲</b>" in shown and "\x1b" not in shown


@given(st.text(alphabet="甲，。「」（）ab1 *_`[]()<>#|-\n>.:：!\\~", max_size=120), st.integers(40, 84))
def test_anything_is_shown_within_its_width(markdown: str, width: int) -> None:
    assert all(width_of(row) <= width for row in rows_of(read(markdown), width))


@pytest.mark.parametrize("width", [74, 84])
def test_every_page_that_is_shipped_is_set_well(width: int) -> None:
    """No line over the measure, none that begins or ends with the wrong mark, and nothing of the text lost."""
    for lesson in load_library(None).lessons.values():
        for page in lesson.pages:
            for part in page.parts:
                shown = lines(part.markdown, width)
                assert all(display_width(line) <= width for line in shown)
                words = [line.strip() for line in shown if line.strip()]
                assert not any(line[0] in NO_LINE_START or line[-1] in NO_LINE_END for line in words), words
