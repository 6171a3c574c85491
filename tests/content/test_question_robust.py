"""Question files: any text gives a result, nothing typed is lost in silence, limits answer at once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.content.test_question_slips import CASES
from tests.support.content_frame import COMPETENCIES
from tests.support.question_frame import FRONT, framed
from trainer.content.charset import read_text
from trainer.content.diagnostics import Severity
from trainer.content.exam_reader import read_exam
from trainer.content.frontmatter import read_tree
from trainer.content.item_json import item_from_dict, item_to_dict
from trainer.content.items import ItemType
from trainer.content.markdown import parser
from trainer.content.question_mend import mend_questions
from trainer.content.question_reader import read_questions
from trainer.content.question_tree import QuestionResult

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "fixtures" / "content" / "all-types.md"
TEXT = EXAMPLE.read_text("utf-8")
SHIPPED = sorted((ROOT / "courseware" / "questions").glob("*.md"))
MARKS = [
    *("## ", "- [ ] ", "- [x] ", "- ", "> ", "  > ", "> 解析：", "解析：", "答案：B", "- 答：", "参考：", "A. ", "B、"),
    *("`排序`", "`匹配`", "`简答`", "`分 3`", "`单选`", "`能力 决策链`", "`", "____", "｜", "|", "1. ", "（B）"),
    *("（√）", "［ｘ］", "[", "]", "(", ")", "#", "*", "**", "_", "\\", "\n", "\n\n", "\n", " ", "　", "\t", "±", "3"),
    *("[出处](../lessons/a/01-b.md#c)", "对", "错", "---\n", "~~~\n", "e\u0301", "\r", "\x00", "\u202e", "&#65;"),
    *("| a | b |\n| - | - |\n", "<!--", "。", "，"),
]  # fmt: skip
FORMS = {
    "word": "渡鸦",
    "line": "\n渡鸦\n",
    "paragraph": "\n\n渡鸦\n\n",
    "indented": "\n\n    渡鸦\n",
    "quote": "\n> 渡鸦\n",
    "feedback": "\n  > 渡鸦",
    "item": "\n- 渡鸦\n",
    "task": "\n- [ ] 渡鸦\n",
    "answer": "\n- 答：渡鸦\n",
    "node": "\n## 渡鸦\n",
    "row": "\n| 渡鸦 |\n",
    "chip": "`渡鸦`",
    "tag": "<渡鸦>",
    "comment": "<!-- 渡鸦",
    "brackets": "（渡鸦）",
    "sub": "\n### 渡鸦\n",
    "key": "\n答案：渡鸦\n",
    "explanation": "\n> 解析：渡鸦\n",
    "image": "![渡鸦](x.png)",
}


def check(result: QuestionResult, text: str) -> None:
    """What holds for every result."""
    errors = [f for f in result.diagnostics if f.severity is Severity.ERROR]
    assert (result.file is None) == bool(errors)
    assert len(result.diagnostics) <= 20
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in result.diagnostics:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column < finding.end_column <= len(lines[finding.line - 1]) + 2
        assert finding.message and finding.fix
    for item in result.file.items if result.file else ():
        assert item.stem and item.name
        assert item_from_dict(json.loads(json.dumps(item_to_dict(item)))) == item
        if item.type in (ItemType.SINGLE, ItemType.TRUE_FALSE):
            assert sum(option.right for option in item.options) == 1
        elif item.type is ItemType.MULTIPLE:
            assert any(option.right for option in item.options)
        assert not item.options or 2 <= len(item.options) <= 10


def test_the_example_has_every_type_and_no_finding_but_hints() -> None:
    result = read_questions(TEXT, EXAMPLE.name, competencies=COMPETENCIES)
    assert result.file is not None
    assert {item.type for item in result.file.items} == set(ItemType)
    assert {f.code for f in result.diagnostics} == {"QZ408", "QZ409", "QZ410"}


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=60).map("".join))
def test_any_body(body: str) -> None:
    text = framed("## 甲\n" + body)
    check(read_questions(text, "a.md", competencies=COMPETENCIES), text)


FEWER = settings(max_examples=max(15, settings().max_examples // 2))


@FEWER
@given(st.data())
def test_a_good_file_with_a_few_changes(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.sampled_from(["", *MARKS])) + text[at + cut :]
    check(read_questions(text, "all-types.md", competencies=COMPETENCIES), text)


@FEWER
@given(st.permutations(TEXT.split("\n")))
def test_the_lines_of_a_good_file_in_any_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    check(read_questions(text, "all-types.md", competencies=COMPETENCIES), text)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_anything_at_all(raw: str | bytes) -> None:
    read_questions(raw, "a.md", competencies=COMPETENCIES)
    read_exam(raw, "a.md", competencies=COMPETENCIES)


@given(
    st.lists(
        st.sampled_from(["抽题", "时限", ": ", "\n", "  ", "客户选择", "难度", "1-3", "5", "任意", "{", "}", "次"]),
        max_size=30,
    )
)
def test_any_exam(parts: list[str]) -> None:
    text = "---\n编号: a\n" + "".join(parts) + "\n---\n\n# 考\n\n好。\n"
    result = read_exam(text, "a.md", competencies=COMPETENCIES)
    assert (result.exam is None) == any(f.severity is Severity.ERROR for f in result.diagnostics)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_word_typed_anywhere_is_kept_or_told(form: str) -> None:
    assert lost_words(form, start=list(FORMS).index(form), step=97) == []


@pytest.mark.heavy
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_word_typed_at_every_place_is_kept_or_told(form: str) -> None:
    assert lost_words(form, start=0, step=1) == []


def lost_words(form: str, *, start: int, step: int) -> list[str]:
    """Where a word goes in and neither comes out nor is told; a link's label and folders say nothing to learners."""
    typed = FORMS[form]
    begin = TEXT.index("\n---\n") + 5
    link = re.compile(r"\[[^\]\n]*渡鸦[^\]\n]*\]\(|\]\([^)\n]*渡鸦")
    lost = []
    for at in range(begin + start, len(TEXT), step):
        changed = TEXT[:at] + typed + TEXT[at:]
        result = read_questions(changed, "all-types.md", competencies=COMPETENCIES)
        told = [f for f in result.diagnostics if not f.code.startswith("QZ4")]
        if result.file is None or told or link.search(changed):
            continue
        if "渡鸦" not in json.dumps(list(map(item_to_dict, result.file.items)), ensure_ascii=False):
            lost.append(changed[max(begin, at - 20) : at + 30])
    return lost


def _blocks(md: MarkdownIt, lines: list[str]) -> list[tuple[str, list[int] | None]]:
    kept = ("_open", "fence", "hr", "code_block", "html_block", "inline")
    tokens = md.parse("\n".join(lines) + "\n")
    return [(token.type, token.map) for token in tokens if token.type.endswith(kept)]


@pytest.mark.parametrize(
    "text",
    [pytest.param(path.read_text("utf-8"), id=path.name) for path in [EXAMPLE, *SHIPPED]]
    + [pytest.param(framed(case.meant), id=case.name) for case in CASES if case.meant],
)
def test_what_reads_without_findings_is_what_every_viewer_shows(text: str) -> None:
    source, decoded = read_text(text, "a.md")
    assert decoded is not None
    _, first = read_tree(source)
    typed = source.lines[first:]
    mend_questions(source, first)
    usual = MarkdownIt("commonmark", {"html": False}).enable("table")
    assert _blocks(usual, typed) == _blocks(parser(), source.lines[first:])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (TEXT.encode("gb18030"), "SC102"),
        (TEXT.encode("utf-16"), "SC102"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "SC102"),
        (b"", "YM124"),
        (TEXT + "x" * (1 << 20), "SC101"),
        (TEXT.replace("谁签字", "谁\u202e签字").replace("签字放行", "签\u202e字放行"), "SC104"),
        (TEXT + "".join(f"\n## n{i}\n" for i in range(5_001)), "SC109"),
        (TEXT + "\n## 大\n\n" + "好" * 22_000, "SC110"),
        (TEXT + "\n## 大\n\n" + "段。\n\n" * 301 + "- [x] 甲\n- [ ] 乙\n", "SC110"),
        (TEXT + "\n## 大\n\n谁？\n\n" + "- [x] 甲\n" * 300, "QZ119"),
    ],
)  # fmt: skip
def test_limits_and_encodings(raw: str | bytes, code: str) -> None:
    result = read_questions(raw, "all-types.md", competencies=COMPETENCIES)
    assert result.file is None
    assert code in [f.code for f in result.diagnostics]
    assert len(result.diagnostics) <= 20


@pytest.mark.parametrize(
    "unit", [*"*_`[]()<>&|#\\~-=（【√□", "A. 甲 ", "- [ ] ", "____", "（B）", "> 解析：", "答案：", "1,", "｜"]
)
def test_repeated_marks_are_answered(unit: str) -> None:
    for text in (unit * (20_000 // len(unit)), "\n".join(unit * 20 for _ in range(400))):
        result = read_questions(FRONT + "## 甲\n\n" + text + "\n\n- [x] 甲\n- [ ] 乙\n", "a.md", competencies=())
        assert len(result.diagnostics) <= 20


def test_thousands_of_questions_are_compared_at_once() -> None:
    one = "## 第{n}题\n\n{n}号厂的合同由谁签字？\n\n- [x] {n}厂长\n- [ ] {n}科长\n\n"
    text = FRONT + "".join(one.replace("{n}", str(n)) for n in range(800))
    result = read_questions(text, "a.md", competencies=())
    assert result.file is not None and len(result.file.items) == 800
