"""verify, submit, collect, export and db on the command line: exit codes, output, what is left on disk."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import run_here, snapshot

CASE = "first-call"


@pytest.fixture
def run(tmp_path: Path, repo_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on ``t.db`` in a folder of its own, with the example as content."""
    content = tmp_path / "content"
    content.mkdir()
    example = repo_root / "tests" / "fixtures" / "content" / f"{CASE}.md"
    (content / example.name).write_bytes(example.read_bytes())
    monkeypatch.setenv("TRAINER_CONTENT", str(content))
    monkeypatch.chdir(tmp_path)

    def command(*argv: str, db: str = "t.db") -> Any:
        return run_here(capsys, *argv, "--db", db)

    return command


@pytest.fixture
def played(run: Any) -> Any:
    """The same after two plays of 00123."""
    assert run("play", CASE, "--choices", "问三号线,问最近", "--as", "00123", "--mode", "assess").code == 0
    assert run("play", CASE, "--choices", "冒称,报一个", "--as", "00123").code == 0
    return run


def tamper(db: str, statement: str) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute(statement)
    connection.close()


def test_verify_ends_with_0_when_all_is_well_and_1_when_not(played: Any) -> None:
    good = played("verify")
    assert (good.code, good.err) == (0, "")
    assert "核对通过" in good.out
    tamper("t.db", "UPDATE run_result SET score = 99")
    bad = played("verify")
    assert bad.code == 1
    assert "score" in bad.out
    found = json.loads(played("verify", "--format", "json").out)
    assert found["ok"] is False
    assert {f["kind"] for f in found["findings"]} == {"number_differs"}
    assert all(f["message"] and f["row"] for f in found["findings"])


@pytest.mark.parametrize(
    "line", ["verify", "submit", "export scores --out x.xlsx", "db info", "db doctor", "db backup", "db migrate"]
)
def test_a_command_that_looks_makes_no_database(run: Any, tmp_path: Path, line: str) -> None:
    before = snapshot(tmp_path)
    result = run(*line.split())
    assert result.code == 3
    assert "SV121" in result.err
    assert snapshot(tmp_path) == before


def test_submit_and_collect(played: Any, tmp_path: Path) -> None:
    assert played("submit", "--out", "a.pack").code == 0
    again = played("submit", "--out", "a.pack")
    assert (again.code, "EX101" in again.err) == (2, True)
    first = played("collect", "a.pack", db="class.db")
    assert first.code == 0
    assert "00123" in first.out
    assert "已经收过" in played("collect", "a.pack", db="class.db").out
    assert played("verify", db="class.db").code == 0
    assert list((tmp_path / "backups").glob("class-*-import.db"))


def test_one_bad_file_does_not_keep_the_others_out(played: Any) -> None:
    played("submit", "--out", "a.pack")
    Path("b.pack").write_bytes(Path("a.pack").read_bytes().replace("问最近".encode(), "问最远".encode()))
    Path("c.pack").write_text("nonsense")
    result = played("collect", "b.pack", "missing.pack", "c.pack", "a.pack", "--format", "json", db="class.db")
    assert result.code == 2
    found = json.loads(result.out)
    assert [one["place"] for one in found["files"]] == ["a.pack"]
    assert [(one["place"], one["code"]) for one in found["refused"]] == [
        ("b.pack", "DB131"), ("missing.pack", "EX107"), ("c.pack", "DB130")
    ]  # fmt: skip
    for name in ("b.pack", "missing.pack", "c.pack"):
        assert name in result.err


def test_a_conflict_of_identity_ends_with_1_and_can_be_resolved(played: Any) -> None:
    played("submit", "--out", "a.pack")
    assert played("play", CASE, "--choices", "", "--as", "9", db="class.db").code == 0
    assert played("collect", "a.pack", "--as", "9", db="class.db").code == 0
    assert "9" in played("collect", "a.pack", db="class.db").out


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv"])
def test_export_scores(played: Any, name: str) -> None:
    result = played("export", "scores", "--out", name)
    assert result.code == 0
    assert Path(name).read_bytes()[:2] == (b"PK" if name.endswith("xlsx") else b"\xef\xbb")
    assert played("export", "scores", "--out", name).code == 2
    assert played("export", "scores", "--out", name, "--force").code == 0
    assert played("verify").code == 0


def test_export_attempts(played: Any) -> None:
    assert played("export", "attempts", "--out", "x.jsonl").code == 0
    rows = [json.loads(line) for line in Path("x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["ending"] for row in rows] == ["约到拜访", "没约上"]
    assert [d["label"] for d in rows[1]["decision_rows"]] == ["redline", "blunder"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("export", "attempts", "--to", "xlsx", "--out", "x"), "EX105"),
        (("export", "scores", "--since", "morgen", "--out", "x"), "EX106"),
        (("export", "scores", "--out", "no/x.xlsx"), "EX102"),
        (("db", "restore"), "CL103"),
        (("db", "info", "x"), "CL107"),
    ],
)
def test_bad_arguments(played: Any, tmp_path: Path, argv: tuple[str, ...], code: str) -> None:
    before = set(snapshot(tmp_path))
    result = played(*argv)
    assert result.code == 2
    assert code in result.err
    assert set(snapshot(tmp_path)) == before


def test_backup_and_restore(played: Any, tmp_path: Path) -> None:
    assert played("db", "backup").code == 0
    (made,) = (tmp_path / "backups").glob("t-*-manual.db")
    played("play", CASE, "--choices", "先挂", "--as", "7")
    kept = played("db", "restore", str(made))
    assert (kept.code, "1" in kept.err) == (1, True)
    assert played("db", "restore", str(made), "--yes").code == 0
    assert played("verify").code == 0
    rows = json.loads(played("db", "info", "--format", "json").out)["rows"]
    assert (rows["attempt"], rows["person"]) == (2, 1)


def test_doctor_rebuilds(played: Any) -> None:
    tamper("t.db", "DELETE FROM run_result")
    assert played("db", "doctor").code == 1
    assert played("db", "doctor", "--rebuild").code == 0
    assert played("verify").code == 0


def test_migrate_of_a_database_that_is_up_to_date(played: Any) -> None:
    result = played("db", "migrate")
    assert result.code == 0
    assert "最新" in result.out
