"""``trainer play`` without the interface: scripts, line mode, JSON, what is stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import run_here
from trainer.content.library import load_library
from trainer.service import open_service

CASE = "first-call"


@pytest.fixture
def content(tmp_path: Path, repo_root: Path) -> Path:
    """A content folder with the example of format.md."""
    folder = tmp_path / "content"
    folder.mkdir()
    example = repo_root / "tests" / "fixtures" / "content" / f"{CASE}.md"
    (folder / example.name).write_bytes(example.read_bytes())
    return folder


@pytest.fixture
def play(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run ``trainer play`` on a database of its own."""

    def run(*argv: str, case: str = CASE) -> Any:
        return run_here(capsys, "play", case, "--db", str(tmp_path / "t.db"), "--content", str(content), *argv)

    return run


def document(result: Any) -> dict[str, Any]:
    assert result.code == 0, result.err
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def test_a_whole_play_by_numbers_and_beginnings(play: Any) -> None:
    found = document(play("--choices", "2,问最近,1,1,1", "--seed", "7", "--as", "00123", "--format", "json"))
    assert list(found) == [
        "attempt", "ending", "rating", "score", "outcome", "luck", "redlines", "decisions", "competencies"
    ]  # fmt: skip
    assert (found["ending"], found["rating"], found["redlines"]) == ("约到拜访", 90, [])
    assert found["score"] == pytest.approx(100)
    assert found["outcome"] == pytest.approx(96)
    assert found["luck"] == 0
    first = found["decisions"][0]
    assert list(first) == ["node", "choice", "best", "regret", "stake", "quality", "label"]
    assert (first["node"], first["choice"], first["label"]) == ("总机", "问三号线停机的事归谁管", "最优")
    assert found["competencies"]["需求挖掘"]["points"] == 5


def test_numbers_count_available_choices_in_file_order_whatever_the_seed(play: Any) -> None:
    chosen = {
        document(play("--choices", "4", "--seed", str(seed), "--format", "json"))["decisions"][0]["choice"]
        for seed in range(4)
    }
    assert chosen == {"先挂，过十分钟再打"}


@pytest.mark.parametrize("mode", ["practice", "assess"])
def test_when_choices_run_out_the_attempt_stays_open(play: Any, mode: str) -> None:
    found = document(play("--choices", "先挂", "--mode", mode, "--format", "json"))
    assert (found["ending"], found["rating"], found["score"], found["outcome"]) == (None, None, None, None)
    assert [(d["node"], d["choice"]) for d in found["decisions"]] == [("总机", "先挂，过十分钟再打")]
    assert (found["decisions"][0]["best"] is None) == (mode == "assess")


def test_no_choices_at_all_is_an_open_attempt(play: Any) -> None:
    assert document(play("--choices", "", "--format", "json"))["decisions"] == []


def test_a_timeout(play: Any) -> None:
    found = document(play("--choices", "超时", "--format", "json"))
    assert found["ending"] == "没约上"
    assert found["decisions"][0]["label"] == "超时"


def test_a_red_line(play: Any) -> None:
    found = document(play("--choices", "冒称,问最近", "--format", "json"))
    assert found["redlines"] == ["R3"]
    assert [d["label"] for d in found["decisions"]] == ["红线", "最优"]
    assert found["decisions"][0]["quality"] == 0


@pytest.mark.parametrize(
    ("choices", "code", "place"),
    [
        ("9", "SV101", "[1]"),
        ("先挂,约他吃饭", "SV101", "[2]"),
        ("问三号线,超时", "SV103", "[2]"),
        ("问三号线,,1", "SV101", "[2]"),
    ],
)
def test_a_choice_that_matches_nothing_is_told_with_its_place(play: Any, choices: str, code: str, place: str) -> None:
    result = play("--choices", choices, "--format", "json")
    assert result.code == 2
    assert result.out == ""
    assert code in result.err
    assert f"--choices{place}" in result.err
    if code == "SV101":
        assert "「" in result.err


def test_labels_in_json_are_chinese_in_every_language(play: Any) -> None:
    found = document(play("--choices", "问三号线,报一个", "--format", "json", "--lang", "en"))
    assert [d["label"] for d in found["decisions"]] == ["最优", "严重失误"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "决策质量"), ("en", "Quality of decisions")])
def test_text_for_people(play: Any, lang: str, word: str) -> None:
    result = play("--choices", "问三号线,报一个", "--lang", lang)
    assert result.code == 0
    assert word in result.out
    assert "问最近一次停机误了哪张单" in result.out


def test_the_run_is_stored_as_the_interface_stores_it(play: Any, tmp_path: Path, content: Path) -> None:
    found = document(play("--choices", "问三号线,问最近", "--as", "00123", "--format", "json"))
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        assert [p.number for p in service.people()] == ["00123"]
        service.use_person(number="00123")
        row = service.results().attempts[0]
        assert (row.attempt, row.ending, row.score) == (found["attempt"], found["ending"], found["score"])
        assert service.debrief(row.attempt).ending == "约到拜访"


def test_playing_as_somebody_does_not_switch_the_interface(play: Any, tmp_path: Path, content: Path) -> None:
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        service.use_person(number="1")
    play("--choices", "问三号线,问最近", "--as", "2")
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        assert service.home().person is not None
        assert [p.number for p in service.people() if p.current] == ["1"]


def test_an_unknown_case_creates_nobody(play: Any, tmp_path: Path, content: Path) -> None:
    result = play("--choices", "1", "--as", "00123", case="nirgends")
    assert (result.code, result.out) == (2, "")
    assert "SV104" in result.err
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        assert service.people() == ()


def test_line_mode_from_a_pipe(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("先挂\nu\n吃饭\n问三号线\n问最近\n"))
    result = play("--plain", "--seed", "1")
    assert result.code == 0
    assert "SV101" in result.err
    assert "总机：您好，请问找哪位？有预约吗？" in result.out
    assert "你：问三号线停机的事归谁管" in result.out
    assert "结局：约到拜访" in result.out
    assert "锁" not in result.out
    assert "\x1b" not in result.out


def test_line_mode_ends_with_its_input_and_keeps_the_play(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("先挂\n"))
    result = play("--plain")
    assert result.code == 0
    assert result.out.rstrip().endswith("已经保存。")


def test_every_line_of_line_mode_is_one_paragraph(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdin", io.StringIO("冒称\nq\n"))
    out = play("--plain").out
    assert any(len(line) > 20 for line in out.splitlines())
