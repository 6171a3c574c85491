"""Bad files: a coded finding with place and fix, exit status 1, nothing changed, the other files still checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.bad_files import refused, sound, understood, unplayable
from tests.support.cli import run_here, snapshot


def check(
    capsys: pytest.CaptureFixture[str], folder: Path, content: bytes, *flags: str
) -> tuple[int, list[dict[str, object]], str]:
    """Check a folder with this file and a sound one; both are left as they were and nothing fell over."""
    (folder / "bad.md").write_bytes(content)
    (folder / "sound.md").write_text(sound(), encoding="utf-8")
    before = snapshot(folder)
    result = run_here(capsys, "check", *flags, str(folder), "--format", "json")
    assert snapshot(folder) == before
    assert "Traceback" not in result.err
    document = json.loads(result.out)
    assert document["files"] == 2
    findings = document["diagnostics"]
    assert not [f for f in findings if f["file"].endswith("sound.md") and f["severity"] == "error"]
    assert document["errors"] == sum(f["severity"] == "error" for f in findings)
    assert document["warnings"] == sum(f["severity"] == "warning" for f in findings)
    for finding in findings:
        assert finding["line"] >= 1
        assert finding["column"] >= 1
        assert finding["end_column"] >= finding["column"]
        assert finding["message"].strip()
        assert finding["fix"].strip()
        assert all(
            (ord(char) >= 32 or char == "\t") and not 0x7F <= ord(char) < 0xA0
            for char in finding["message"] + finding["fix"]
        )
    return result.code, [f for f in findings if f["file"].endswith("bad.md")], result.out


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in refused()])
def test_a_bad_file_is_refused_with_place_and_fix(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, findings, _ = check(capsys, tmp_path, content, "--static")
    assert code == 1
    assert any(finding["severity"] == "error" for finding in findings)
    assert len(findings) <= 20


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in understood()])
def test_an_odd_file_is_understood(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings, out = check(capsys, tmp_path, content, "--static")
    assert code == 0, out
    assert not [finding for finding in findings if finding["severity"] == "error"]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in refused()])
def test_the_text_form_shows_the_same(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.md"
    path.write_bytes(content)
    result = run_here(capsys, "check", "--static", str(path))
    assert result.code == 1
    assert f"{path}:" in result.out
    assert "怎么改：" in result.out
    assert not {char for char in result.out if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in unplayable()])
def test_what_only_the_states_show_is_found(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, findings, _ = check(capsys, tmp_path, content)
    assert code == 1
    assert any(finding["severity"] == "error" for finding in findings)
