"""What is written reads back as the same questions, whatever stands in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.support.question_making import files, items
from trainer.content.diagnostics import Severity
from trainer.content.item_json import item_from_dict, item_to_dict
from trainer.content.items import Item, QuestionFile
from trainer.content.question_reader import read_questions
from trainer.content.question_writer import clean_name, placeless, write_questions

QUESTIONS = sorted((Path(__file__).resolve().parents[2] / "courseware" / "questions").glob("*.md"))


def same(left: QuestionFile | None, right: QuestionFile) -> None:
    assert left is not None
    assert list(map(placeless, left.items)) == list(map(placeless, right.items))
    assert replace(left, items=(), digest="", path="") == replace(right, items=(), digest="", path="")


FEWER = settings(max_examples=max(10, settings().max_examples // 4))


@FEWER
@given(files())
def test_what_is_written_reads_back_equal(file: QuestionFile) -> None:
    text = write_questions(file)
    result = read_questions(text, "a.md", competencies=())
    same(result.file, file)
    found = [f"{f.code} {f.line}: {f.source}" for f in result.diagnostics if not f.code.startswith("QZ4")]
    assert [line for line in found if not line.startswith(("SC132", "QZ142"))] == []


@FEWER
@given(items())
def test_an_item_survives_json(item: Item) -> None:
    assert item_from_dict(json.loads(json.dumps(item_to_dict(item)))) == item


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_shipped_questions_are_written_as_they_are(path: Path) -> None:
    found = read_questions(path.read_bytes(), path.name, competencies=())
    assert [f for f in found.diagnostics if f.severity is Severity.ERROR] == []
    assert found.file is not None
    text = write_questions(found.file)
    same(read_questions(text, path.name, competencies=()).file, found.file)
    assert "&#" not in text
    for item in found.file.items:
        assert item_from_dict(json.loads(json.dumps(item_to_dict(item)))) == item


@pytest.mark.parametrize("name", ["`排序` 谁拍板", "甲\n乙", "  甲 # ", "备注", "<!--甲"])
def test_any_name_has_a_nearest_one_that_can_be_written(name: str) -> None:
    item = replace(_first(), name=clean_name(name), id=f"a/{clean_name(name)}")
    file = QuestionFile("a", "题库", "", (item,))
    same(read_questions(write_questions(file), "a.md", competencies=()).file, file)


@pytest.mark.parametrize("name", ["", "甲`乙", "甲\n乙", "备注"])
def test_what_cannot_be_written_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        write_questions(QuestionFile("a", "题库", "", (replace(_first(), name=name, id=f"a/{name}"),)))


def _first() -> Item:
    text = "---\n编号: a\n---\n\n## 甲\n\n谁？\n\n- [x] 一\n- [ ] 二\n"
    found = read_questions(text, "a.md", competencies=()).file
    assert found is not None
    return found.items[0]
