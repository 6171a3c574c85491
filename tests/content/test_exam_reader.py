"""What an exam's front matter means, and what is wrong with it."""

from __future__ import annotations

import pytest

from tests.support.content_frame import COMPETENCIES
from trainer.content.exam_reader import ExamResult, read_exam
from trainer.content.items import Draw, Exam
from trainer.content.prose import BlockKind

TEXT = """---
编号: a
标题: 摸底
时限: 20分钟
合格线: 70
次数: 2
抽题:
  客户选择: 3
  客户选择 难度2: 2
  情报信任 难度1-3: 4
  任意: 1
题库: [three-questions, trust]
---

# 摸底

开始以后**不能**回头。

- 二十分钟

# 备注

写给自己看。
"""


def read(text: str) -> ExamResult:
    return read_exam(text, "a.md", competencies=COMPETENCIES)


def exam(text: str) -> Exam:
    found = read(text)
    assert found.exam is not None, [f"{f.code} {f.line}" for f in found.diagnostics]
    return found.exam


def codes(text: str) -> list[str]:
    return [f"{f.code} {f.line}" for f in read(text).diagnostics]


def test_a_blueprint() -> None:
    found = exam(TEXT)
    assert codes(TEXT) == []
    assert (found.id, found.title, found.limit_ms, found.pass_mark, found.attempts) == ("a", "摸底", 1_200_000, 70, 2)
    assert found.banks == ("three-questions", "trust")
    assert found.draws == (
        Draw(3, "客户选择"),
        Draw(2, "客户选择", 2, 2),
        Draw(4, "情报信任", 1, 3),
        Draw(1),
    )
    assert [block.kind for block in found.notes] == [BlockKind.NARRATION, BlockKind.LIST]


def test_what_is_left_out() -> None:
    found = exam("---\n编号: a\n抽题: {任意: 5}\n---\n")
    assert (found.title, found.limit_ms, found.pass_mark, found.attempts, found.banks) == ("a", None, 60, None, ())
    assert found.notes == ()


@pytest.mark.parametrize("times", ["不限", "无限"])
def test_as_often_as_one_likes(times: str) -> None:
    assert exam(TEXT.replace("次数: 2", f"次数: {times}")).attempts is None


@pytest.mark.parametrize(
    ("good", "odd"),
    [
        ("难度1-3", "难度 1~3"),
        ("难度1-3", "难度１－３"),
        ("难度1-3: 4", "难度1到3: 4题"),
        ("合格线: 70", "合格线: 70%"),
        ("次数: 2", "次数: 2次"),
        ("题库: [three-questions, trust]", "题库: [three-questions.md, trust]"),
        ("时限: 20分钟", "时限: 1200秒"),
    ],
)
def test_other_ways_to_say_it(good: str, odd: str) -> None:
    assert exam(TEXT.replace(good, odd)).draws == exam(TEXT).draws
    assert codes(TEXT.replace(good, odd)) == []


def test_a_single_number_draws_from_everything() -> None:
    text = "---\n编号: a\n抽题: 20题\n---\n"
    assert exam(text).draws == (Draw(20),)
    assert codes(text) == ["YM127 3"]


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("编号: a\n", "", "YM112 1"),
        ("时限: 20分钟", "时限: 20天", "QZ303 4"),
        ("时限: 20分钟", "时限: 0分钟", "QZ303 4"),
        ("时限: 20分钟", "时限: 48小时", "QZ303 4"),
        ("合格线: 70", "合格线: 170", "YM116 5"),
        ("次数: 2", "次数: 0", "YM116 6"),
        ("客户选择: 3", "客户挑选: 3", "SC602 8"),
        ("难度2", "难度7", "QZ301 9"),
        ("难度1-3", "难度3-1", "QZ301 10"),
        ("难度1-3: 4", "难度1-3: 零", "YM116 10"),
        ("任意: 1", "任意: 199", "QZ302 8"),
        ("三", "三", ""),
        ("trust]", "信任]", "QZ305 12"),
        ("时限", "考时", "YM111 4"),
        ("# 摸底\n", "# 摸底\n\n## 第一部分\n", "QZ304 17"),
        ("回头", "[回头](#a)", "SC136 17"),
    ],
)
def test_findings(good: str, bad: str, code: str) -> None:
    found = codes(TEXT.replace(good, bad))
    assert found == ([code] if code else [])


def test_an_exam_without_draws() -> None:
    assert codes("---\n编号: a\n---\n") == ["YM112 1"]
    assert codes("---\n编号: a\n抽题:\n---\n") == ["QZ302 3"]
