"""What a file is that lies in no folder of a known name: seen by what it says, however it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content import test_question_slips, test_slips
from tests.support import content_frame, question_frame
from trainer.content.kinds import kind_of
from trainer.content.refs import RefKind

ROOT = Path(__file__).resolve().parents[2]
NOT_YET = ("没有题", "没有作答方式", "匹配没有标签", "排序没有标签", "简答没有参考")


def test_questions_are_seen_in_spite_of_slips(tmp_path: Path) -> None:
    wrong = [
        case.name
        for case in test_question_slips.CASES
        if not case.name.endswith(NOT_YET)
        and kind_of(tmp_path / "a.md", question_frame.framed(case.typed).encode()) is not RefKind.QUESTIONS
    ]
    assert wrong == []


def test_cases_are_seen_in_spite_of_slips(tmp_path: Path) -> None:
    wrong = [
        case.name
        for case in test_slips.CASES
        if kind_of(tmp_path / "a.md", content_frame.framed(case.typed).encode()) is not RefKind.SCENARIO
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("folder", "kind"), [("scenarios", RefKind.SCENARIO), ("courseware/questions", RefKind.QUESTIONS)]
)
def test_what_is_shipped_is_seen_without_its_folder(folder: str, kind: RefKind, tmp_path: Path) -> None:
    files = sorted((ROOT / folder).glob("*.md"))
    assert files
    assert {kind_of(tmp_path / path.name, path.read_bytes()) for path in files} == {kind}
