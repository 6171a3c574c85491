"""Slips of people who type or paste questions: understood as meant, or located; never changed in silence.

A case of the fixtures is a name after @@, the text as typed, the findings it gives (code, line and columns within the
text) and, where the reader understood, the canonical text that must give the same questions without findings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.question_frame import framed, read
from trainer.content.diagnostics import Severity
from trainer.content.items import QuestionFile
from trainer.content.question_tree import QuestionResult
from trainer.content.question_writer import placeless

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "content" / "question_slips"
KEPT = "（按原样理解）"
_CASE = re.compile(r"^@@ (.+?)\n(.*?)(?=^@@ |\Z)", re.M | re.S)
_BLOCK = re.compile(r"^````(?:markdown|text)\n(.*?)\n?````$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    typed: str
    findings: tuple[str, ...]
    meant: str | None
    kept: bool


def cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        for name, body in _CASE.findall(path.read_text("utf-8")):
            blocks = _BLOCK.findall(body)
            meant = blocks[2] if len(blocks) > 2 else None
            findings = tuple(line for line in blocks[1].split("\n") if line)
            found.append(Case(f"{path.stem}: {name}", blocks[0], findings, meant, KEPT in name))
    return found


CASES = cases()


def result(fragment: str) -> tuple[QuestionResult, int]:
    """The result, and how many lines stand before the fragment."""
    found = read(fragment)
    assert isinstance(found, QuestionResult)
    text = framed(fragment)
    return found, text[: text.index(fragment)].count("\n")


def items(file: QuestionFile | None) -> list[object]:
    assert file is not None
    return [placeless(item) for item in file.items]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_slip_gives_its_findings(case: Case) -> None:
    found, before = result(case.typed)
    assert [f"{f.code} {f.line - before}:{f.column}-{f.end_column}" for f in found.diagnostics] == list(case.findings)


@pytest.mark.parametrize("case", [case for case in CASES if case.meant is not None], ids=lambda case: case.name)
def test_an_understood_slip_means_the_canonical_text(case: Case) -> None:
    typed, _ = result(case.typed)
    meant, _ = result(case.meant or "")
    assert meant.diagnostics == ()
    assert items(typed.file) == items(meant.file)
    assert all(f.autofix for f in typed.diagnostics)


@pytest.mark.parametrize("case", [case for case in CASES if case.meant is None], ids=lambda case: case.name)
def test_what_is_not_understood_is_an_error(case: Case) -> None:
    found, _ = result(case.typed)
    errors = [f for f in found.diagnostics if f.severity is Severity.ERROR]
    assert bool(errors) != case.kept
    assert (found.file is None) == bool(errors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_finding_points_into_its_line_and_says_what_to_do(case: Case) -> None:
    found, _ = result(case.typed)
    lines = framed(case.typed).split("\n")
    for finding in found.diagnostics:
        assert 1 <= finding.line <= len(lines)
        assert finding.source == lines[finding.line - 1]
        assert 1 <= finding.column < finding.end_column <= len(finding.source) + 2
        assert finding.message and finding.fix
        assert not re.search(r"\{[a-z_]+\}", finding.message + finding.fix)
