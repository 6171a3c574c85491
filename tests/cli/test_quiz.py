"""``trainer quiz`` and ``trainer review``: lists, answers, line mode, JSON, taking up again."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.cli import run_here
from tests.support.quizzes import EVERY, EXAM, RIGHT, WRONG
from trainer.content.library import load_library
from trainer.service import Service, open_service

ALL_RIGHT = ",".join(RIGHT.values())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with questions of every type and an exam."""
    for name, text in (("questions/every-type.md", EVERY), ("exams/first-exam.md", EXAM)):
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def trainer(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command on a database and the content of its own."""

    def run(*argv: str) -> Any:
        return run_here(capsys, *argv, "--db", str(tmp_path / "t.db"), "--content", str(content))

    return run


def document(result: Any) -> Any:
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_a_whole_quiz_in_one_line(trainer: Any) -> None:
    found = document(trainer("quiz", "every-type", "--answers", ALL_RIGHT, "--as", "00123", "--format", "json"))
    assert (found["ident"], found["purpose"], found["ended"], found["passed"]) == ("every-type", "practice", True, None)
    assert (found["score"], found["due"], found["answered"]) == (100.0, 0, 9)
    assert [item["id"] for item in found["items"]] == [f"every-type/{name}" for name in RIGHT]
    assert list(found["items"][0]) == ["id", "type", "response", "score", "right", "key", "confidence"]
    assert found["competencies"]["决策链"] == {"items": 1, "score": 1.0}


def test_keys_typed_back_are_right_and_so_are_the_answers_given(trainer: Any) -> None:
    found = document(trainer("quiz", "every-type", "--answers", ",".join(WRONG.values()), "--format", "json"))
    assert (found["score"], found["due"]) == (0.0, 9)
    keys = [item["key"] for item in found["items"]]
    assert keys[:-1] == list(RIGHT.values())[:-1]
    again = document(trainer("quiz", "every-type", "--answers", ",".join(keys[:-1]), "--format", "json"))
    assert [item["right"] for item in again["items"]] == [True] * 8 + [None]
    said = [item["response"] for item in found["items"]]
    other = document(trainer("quiz", "every-type", "--new", "--answers", ",".join(said), "--format", "json"))
    assert [item["response"] for item in other["items"]] == said


def test_where_the_answers_run_out_the_quiz_stays_open_and_goes_on_there(trainer: Any) -> None:
    first = document(trainer("quiz", "every-type", "--answers", "B!,AC~", "--format", "json"))
    assert (first["ended"], first["score"], first["answered"]) == (False, None, 2)
    assert [item["confidence"] for item in first["items"][:3]] == ["sure", "likely", None]
    assert first["items"][1]["key"] == "AC" and first["items"][2]["key"] is None
    rest = ",".join(list(RIGHT.values())[2:])
    second = document(trainer("quiz", "every-type", "--answers", rest, "--format", "json"))
    assert (second["attempt"], second["ended"], second["score"]) == (first["attempt"], True, 100.0)
    assert second["calibration"]["sure"] == {"answers": 1, "score": 1.0}
    third = document(trainer("quiz", "every-type", "--answers", "", "--format", "json"))
    assert third["attempt"] != first["attempt"]


def test_an_answer_that_cannot_be_read_answers_nothing(trainer: Any) -> None:
    done = trainer("quiz", "every-type", "--answers", "B,ZZ,A")
    assert done.code == 2 and "EN213" in done.err and "--answers:2" in done.err
    assert document(trainer("quiz", "every-type", "--answers", "", "--format", "json"))["answered"] == 0
    assert trainer("quiz", "every-type", "--answers", ALL_RIGHT + ",A").code == 2
    assert trainer("quiz", "nothing").code == 2


def test_an_exam_tells_nothing_before_its_end(trainer: Any) -> None:
    begun = document(trainer("quiz", "first-exam", "--seed", "7", "--answers", "-", "--format", "json"))
    assert (begun["purpose"], begun["ended"], begun["remaining_ms"]) == ("exam", False, 600_000)
    assert {item["key"] for item in begun["items"]} == {item["score"] for item in begun["items"]} == {None}
    names = [item["id"].partition("/")[2] for item in begun["items"]]
    rest = ",".join(RIGHT[name] for name in names[1:])
    done = document(trainer("quiz", "first-exam", "--answers", rest, "--format", "json"))
    assert (done["attempt"], done["ended"], done["score"], done["passed"]) == (begun["attempt"], True, 75.0, True)
    assert done["interrupted"] and done["items"][0]["response"] == "-"
    second = document(trainer("quiz", "first-exam", "--exam", "--answers", "", "--hand-in", "--format", "json"))
    assert (second["score"], second["passed"]) == (0.0, False)
    refused = trainer("quiz", "first-exam", "--answers", "")
    assert refused.code == 2 and "SV203" in refused.err


def test_the_list_of_quizzes(trainer: Any) -> None:
    trainer("quiz", "every-type", "--answers", ALL_RIGHT)
    rows = {row["id"]: row for row in document(trainer("quiz", "--format", "json"))}
    assert rows["every-type"]["best"] == 100.0 and rows["first-exam"]["attempts_left"] == 2
    told = trainer("quiz").out
    assert "各种题型" in told and "考试" in told


def test_line_by_line_with_the_letters_on_screen(trainer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Z\n-\nq\n"))
    done = trainer("quiz", "every-type", "--seed", "5")
    assert done.code == 0 and "EN213" in done.err
    assert "第 1/9 题  谁拍板" in done.out and "第 2/9 题" in done.out and "做了 1/9 题" in done.out
    letter = next(line[0] for line in done.out.splitlines() if line.endswith("总部发的文"))
    other = next(line[0] for line in done.out.splitlines() if line.endswith("总部下的总订单"))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{letter}{other}!\n交卷\n"))
    again = trainer("quiz", "every-type")
    assert "对。" in again.out and "得分：11" in again.out
    assert "正确答案" in again.out and "一票否决是把关权" in again.out


def test_a_free_text_is_rated_after_its_reference(trainer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer("quiz", "every-type", "--answers", ",".join(list(RIGHT.values())[:-1]))
    monkeypatch.setattr("sys.stdin", io.StringIO("先问=怕什么?\n9\n3\n"))
    done = trainer("quiz", "every-type", "--format", "json")
    assert "参考：先弄清他怕什么" in done.err and "EN204" in done.err
    assert document(done)["score"] == 100.0


def test_reviewing(trainer: Any, tmp_path: Path, content: Path) -> None:
    none = document(trainer("review", "--format", "json"))
    assert none == {"attempt": None, "due": 0, "minutes": 0, "cards": 0, "next_due": None, "items": []}
    trainer("quiz", "every-type", "--answers", "A,B,B,A,ABC,abc,利润|客户,14,x=3")
    waiting = document(trainer("review", "--format", "json"))
    assert (waiting["due"], waiting["cards"]) == (0, 2) and waiting["next_due"]
    assert "下一次到期" in trainer("review").out
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        for name in ("怎么摊", "八成两成"):
            service.add_card(f"q:every-type/{name}", key=uuid4().hex)
    listed = document(trainer("review", "--list", "--format", "json"))
    assert (listed["due"], listed["minutes"], listed["cards"]) == (2, 1, 4)
    first = document(trainer("review", "--answers", "14=easy", "--format", "json"))
    assert (first["purpose"], first["answered"], first["ended"]) == ("review", 1, False)
    second = document(trainer("review", "--answers", "利润|客户?", "--format", "json"))
    assert (second["attempt"], second["ended"], second["score"]) == (first["attempt"], True, 100.0)
    assert document(trainer("review", "--format", "json"))["due"] == 0


def test_help_shows_an_example_of_the_json(trainer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    told = run_here(capsys, "quiz", "--help").out
    assert "--answers" in told and '"items": [{"id":' in told
    assert "--list" in run_here(capsys, "review", "--help").out


def test_time_is_stored_while_somebody_thinks(
    trainer: Any, tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked = threading.Event()
    tick = Service.tick

    def noted(self: Service, attempt: str, elapsed_ms: int, *, key: str) -> Any:
        view = tick(self, attempt, elapsed_ms + 60_000, key=key)
        ticked.set()
        return view

    def thinking() -> Iterator[str]:
        """Nothing is typed before some time was stored; then the input ends."""
        assert ticked.wait(30)
        yield from ()

    with monkeypatch.context() as slow:
        slow.setattr(Service, "tick", noted)
        slow.setattr("trainer.cli.quiz_run.TICK_SECONDS", 0.01)
        slow.setattr("sys.stdin", thinking())
        assert trainer("quiz", "first-exam").code == 0
    with open_service(str(tmp_path / "t.db"), load_library(content)) as service:
        (row,) = [row for row in service.quizzes() if row.id == "first-exam"]
        assert row.open_attempt is not None
        left = service.quiz(row.open_attempt).remaining_ms
        assert left is not None and left <= 540_000
