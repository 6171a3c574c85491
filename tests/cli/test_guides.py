"""The examples of the guides and READMEs are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.cli import run_here
from trainer.cli.catalogue import command_names


def test_the_first_case_of_the_guide_reads_without_findings(
    repo_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (repo_root / "docs" / "writing-cases.zh-CN.md").read_text(encoding="utf-8")
    example = re.search(r"```markdown\n(.*?)```", guide, re.DOTALL)
    assert example
    path = tmp_path / "first-call.md"
    path.write_text(example[1], encoding="utf-8")
    result = run_here(capsys, "check", str(path), "--format", "json")
    assert json.loads(result.out)["diagnostics"] == []


GUIDES = ("README.md", "README.zh-CN.md", "docs/writing-cases.zh-CN.md", "docs/writing-lessons-and-questions.zh-CN.md")


@pytest.mark.parametrize("name", GUIDES)
def test_commands_that_are_named_exist(name: str, repo_root: Path) -> None:
    text = (repo_root / name).read_text(encoding="utf-8")
    named = {match[1] for match in re.finditer(r"^trainer ([a-z]+)", text, re.MULTILINE)}
    assert named
    assert named <= set(command_names())
