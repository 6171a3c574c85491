"""check remembers: the same findings again, never old ones, and never an error of its own."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.support.cli import run_here
from trainer.cli import checking, memory
from trainer.cli.checking import check_again, check_paths
from trainer.paths import cache_dir

FIRST_CALL = "first-call.md"


@pytest.fixture
def folder(tmp_path: Path, repo_root: Path) -> Path:
    """Two cases, one of them with findings."""
    made = tmp_path / "content" / "scenarios"
    made.mkdir(parents=True)
    text = (repo_root / "tests" / "fixtures" / "content" / FIRST_CALL).read_text(encoding="utf-8")
    (made / FIRST_CALL).write_text(text, encoding="utf-8")
    faulty = text.replace("编号: first-call", "编号: second-call").replace("(#采购部)", "(#采购不)")
    (made / "second-call.md").write_text(faulty, encoding="utf-8")
    return made.parent


def test_unchanged_files_are_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check_again([str(folder)], static=False)
    assert first.findings

    def never(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(checking, "check_paths", never)
    again = check_again([str(folder)], static=False)
    assert (again.files, again.findings, again.exit_code) == (first.files, first.findings, first.exit_code)
    assert [one.message for one in again.findings] == [one.message for one in first.findings]


def test_a_change_is_seen(folder: Path) -> None:
    before = check_again([str(folder)], static=False)
    path = folder / "scenarios" / "second-call.md"
    path.write_text(path.read_text(encoding="utf-8").replace("(#采购不)", "(#采购部)"), encoding="utf-8")
    after = check_again([str(folder)], static=False)
    assert before.exit_code == 1 and after.exit_code == 0
    assert after.findings == check_paths([str(folder)], static=False).findings


def test_a_file_that_is_referred_to_counts(folder: Path, tmp_path: Path) -> None:
    lesson = folder / "courseware" / "lessons" / "m" / "01-a.md"
    lesson.parent.mkdir(parents=True)
    front = "---\n编号: a\n标题: 甲\n模块: know-the-account\n---\n# 甲\n\n一句话。\n\n## 页\n\n"
    lesson.write_text(front + "[题](../../questions/neu.md)\n", encoding="utf-8")
    before = check_again([str(lesson)], static=True)
    shutil.copytree(Path(__file__).resolve().parents[2] / "courseware" / "questions", folder / "courseware/questions")
    target = folder / "courseware" / "questions" / "trust.md"
    neu = target.read_text(encoding="utf-8").replace("编号: trust", "编号: neu", 1)
    (target.parent / "neu.md").write_text(neu, encoding="utf-8")
    again = check_again([str(lesson)], static=True)
    after = check_again([str(lesson)], static=True, extra=folder)
    assert "LS601" not in [one.code for one in again.findings]
    assert "LS601" in [one.code for one in before.findings]
    assert "LS601" not in [one.code for one in after.findings]


def test_another_state_of_the_program_remembers_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_again([str(folder)], static=True)
    monkeypatch.setattr(memory, "program", lambda: "another")

    def called(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr(checking, "check_paths", called)
    with pytest.raises(LookupError):
        check_again([str(folder)], static=True)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"format": 1}', '{"format": 1, "files": 1, "findings": [{}]}'])
def test_a_broken_memory_is_none(folder: Path, broken: str) -> None:
    first = check_again([str(folder)], static=True)
    files = list(cache_dir().iterdir())
    assert files and all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    for path in files:
        path.write_text(broken, encoding="utf-8")
    assert check_again([str(folder)], static=True).findings == first.findings


def test_no_memory_can_be_written(folder: Path) -> None:
    cache_dir().parent.mkdir(parents=True)
    cache_dir().write_text("in the way")
    assert check_again([str(folder)], static=True).findings


def test_the_older_half_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_FILES", 4)
    for number in range(5):
        memory.keep(memory.key_of([str(number)]), {"number": number})
        os.utime(cache_dir() / f"{memory.key_of([str(number)])}.json", (number, number))
    memory.keep(memory.key_of(["last"]), {"number": 9})
    kept = [json.loads(path.read_text(encoding="utf-8"))["number"] for path in cache_dir().glob("*.json")]
    assert sorted(kept) == [3, 4, 9] or sorted(kept) == [2, 3, 4, 9]


def test_fresh_reads_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run_here(capsys, "check", str(folder), "--format", "json")
    fresh = run_here(capsys, "check", str(folder), "--fresh", "--format", "json")
    assert json.loads(first.out) == json.loads(fresh.out)
