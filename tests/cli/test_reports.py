"""What check, analyse and dump print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import first_few
from tests.support.bad_files import body, front, sound
from tests.support.cli import Result, run_here
from trainer.textutil import display_width

FINDING = ["code", "severity", "file", "line", "column", "end_column", "message", "fix", "autofix", "witness"]
ANALYSIS = [
    "id",
    "exhausted",
    "states",
    "transitions",
    "value",
    "points",
    "endings",
    "bots",
    "decisions",
    "start",
    "never_choices",
    "always_true",
    "always_false",
    "farms",
    "redline_pays",
]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "sound.md"
    path.write_text(sound(), encoding="utf-8")
    return path


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.out)
    return found


def test_check_prints_exactly_the_promised_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(body("(#采购部)", "(#采购科)"))
    found = document(run_here(capsys, "check", str(path), "--format", "json"))
    assert list(found) == ["files", "errors", "warnings", "diagnostics"]
    for finding in found["diagnostics"]:
        assert list(finding) == FINDING
        assert isinstance(finding["autofix"], bool)
        assert isinstance(finding["witness"], list)


def test_columns_count_characters_from_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(body("(#采购部)", "(#财务部)"))
    lines = path.read_text(encoding="utf-8").splitlines()
    (finding,) = [
        f
        for f in document(run_here(capsys, "check", str(path), "--format", "json"))["diagnostics"]
        if f["severity"] == "error"
    ]
    marked = lines[finding["line"] - 1][finding["column"] - 1 : finding["end_column"] - 1]
    assert "财务部" in marked


def test_the_caret_stands_under_what_is_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(body("(#采购部)", "(#财务部)"))
    out = run_here(capsys, "check", "--static", str(path)).out.splitlines()
    at = next(i for i, line in enumerate(out) if line.lstrip(" |").startswith("^"))
    start = out[at].index("^")
    length = out[at].count("^")
    cells, marked = 0, ""
    for char in out[at - 1]:
        if start <= cells < start + length:
            marked += char
        cells += display_width(char)
    assert "财务部" in marked


def test_errors_of_the_model_are_no_crash_for_dump_and_analyse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(front("标题:", "标题"))
    for name in ("dump", "analyse"):
        result = run_here(capsys, name, str(path), "--format", "json")
        assert result.code == 1
        assert result.out == ""
        assert "CL206" in result.err
        assert f"{path}:" in result.err


def test_the_same_id_twice_names_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "sound.md").write_text(sound(), encoding="utf-8")
    result = run_here(capsys, "check", "--static", str(tmp_path), "--format", "json")
    assert result.code == 1
    findings = [f for f in document(result)["diagnostics"] if f["severity"] == "error"]
    assert {Path(f["file"]).parent.name for f in findings} == {"a", "b"}
    for finding in findings:
        other = "b" if Path(finding["file"]).parent.name == "a" else "a"
        assert str(tmp_path / other / "sound.md") in finding["message"] + finding["fix"]


@pytest.mark.parametrize("by_id", [True, False], ids=["id", "path"])
def test_analyse_prints_exactly_the_promised_keys(case: Path, capsys: pytest.CaptureFixture[str], by_id: bool) -> None:
    argv = ["sound", "--content", str(case.parent)] if by_id else [str(case)]
    found = document(run_here(capsys, "analyse", *argv, "--format", "json"))
    assert list(found) == ANALYSIS
    assert found["id"] == "sound"
    assert found["exhausted"] is True
    assert set(found["bots"]) == {"random", "first", "last", "longest", "shortest", "politest"}
    assert found["value"]["best"] >= found["value"]["random"] >= found["value"]["worst"]
    assert all(ending["reachable"] and ending["witness"] for ending in found["endings"].values())


def test_a_limit_that_is_too_low_is_said(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert document(run_here(capsys, "analyse", str(case), "--limit", "2", "--format", "json"))["exhausted"] is False
    assert "未穷尽" in run_here(capsys, "analyse", str(case), "--limit", "2").out


@pytest.mark.parametrize(("lang", "word"), [("zh", "结局"), ("en", "nding")])
def test_analyse_has_a_readable_form(case: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    result = run_here(capsys, "analyse", str(case), "--lang", lang)
    assert result.code == 0
    assert word in result.out
    assert "约到拜访" in result.out


def test_dump_keeps_the_order_of_the_file(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(run_here(capsys, "dump", str(case), "--format", "json"))
    assert found["id"] == "sound"
    assert [node["name"] for node in found["nodes"]] == ["总机", "采购部", "周工接电话", "约到了", "前台收线"]


@pytest.mark.parametrize("options", first_few([("--static",), ()], 1))
def test_shipped_content_has_no_findings(options: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    result = run_here(capsys, "check", *options, "--format", "json")
    found = document(result)
    assert result.code == 0
    assert [f for f in found["diagnostics"] if f["severity"] != "info"] == []
