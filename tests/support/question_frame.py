"""A complete question file or exam around a fragment, so that examples show only what they are about."""

from __future__ import annotations

import re

from tests.support.content_frame import COMPETENCIES
from trainer.content.exam_reader import ExamResult, read_exam
from trainer.content.question_reader import read_questions
from trainer.content.question_tree import QuestionResult

FRONT = "---\n编号: a\n标题: 题库\n忽略: {QZ408: 例子, QZ409: 例子, QZ410: 例子}\n---\n\n"
HEADING = "## 谁拍板\n"


def framed(fragment: str) -> str:
    """The file that a fragment stands for: a whole file, questions, or what stands under a question's heading."""
    text = fragment if fragment.endswith("\n") else fragment + "\n"
    if re.match(r"[-－]{3}", text):
        return text
    if re.search(r"^[#＃]{1,2}(?![#＃])", text, re.M):
        return FRONT + text
    return FRONT + HEADING + ("" if text.startswith("`") else "\n") + text


def read(fragment: str | bytes) -> QuestionResult | ExamResult:
    """What the reader of its kind makes of a fragment."""
    if isinstance(fragment, bytes):
        return read_questions(fragment, "a.md", competencies=COMPETENCIES)
    text = framed(fragment)
    if re.search("^抽题", text, re.M):
        return read_exam(text, "a.md", competencies=COMPETENCIES)
    return read_questions(text, "a.md", competencies=COMPETENCIES)


def model(result: QuestionResult | ExamResult) -> object | None:
    """The file or the exam, None if there were errors."""
    return result.exam if isinstance(result, ExamResult) else result.file
