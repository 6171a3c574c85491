"""Slips of the pen: what a person types fast is understood as it was meant, or located; never changed in silence.

A case of the fixtures is a name after @@, the text as typed, the findings it gives (code, line and columns within the
text) and, where the reader understood, the canonical text that must give the same scenario without findings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.content_frame import COMPETENCIES, framed
from trainer.content.diagnostics import Severity
from trainer.content.dump import dump_scenario
from trainer.content.reader import ReadResult, read_scenario

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "content" / "slips"
PLACES = frozenset(("line", "column", "digest", "source"))
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
            found.append(Case(f"{path.stem}: {name}", blocks[0], tuple(blocks[1].split("\n")), meant, KEPT in body))
    return found


CASES = cases()


def read(fragment: str) -> tuple[ReadResult, int]:
    text = framed(fragment)
    before = text[: text.index(fragment)].count("\n")
    return read_scenario(text, "a.md", competencies=COMPETENCIES), before


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in PLACES}
    return [without_places(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_slip_gives_its_findings(case: Case) -> None:
    result, before = read(case.typed)
    found = [f"{f.code} {f.line - before}:{f.column}-{f.end_column}" for f in result.diagnostics]
    assert found == [line for line in case.findings if line]


@pytest.mark.parametrize("case", [case for case in CASES if case.meant is not None], ids=lambda case: case.name)
def test_an_understood_slip_means_the_canonical_text(case: Case) -> None:
    typed, _ = read(case.typed)
    meant, _ = read(case.meant or "")
    assert meant.diagnostics == ()
    assert typed.scenario is not None and meant.scenario is not None
    assert without_places(dump_scenario(typed.scenario)) == without_places(dump_scenario(meant.scenario))
    assert all(f.autofix for f in typed.diagnostics)


@pytest.mark.parametrize("case", [case for case in CASES if case.meant is None], ids=lambda case: case.name)
def test_what_is_not_understood_is_an_error(case: Case) -> None:
    result, _ = read(case.typed)
    errors = [f for f in result.diagnostics if f.severity is Severity.ERROR]
    assert bool(errors) != case.kept
    assert (result.scenario is None) == bool(errors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_finding_points_into_its_line_and_says_what_to_do(case: Case) -> None:
    result, _ = read(case.typed)
    lines = framed(case.typed).split("\n")
    for finding in result.diagnostics:
        assert 1 <= finding.line <= len(lines)
        assert finding.source == lines[finding.line - 1]
        assert 1 <= finding.column <= len(finding.source) + 1
        assert finding.column < finding.end_column <= len(finding.source) + 2
        assert finding.message and finding.fix
        assert not re.search(r"\{[a-z_]+\}", finding.message + finding.fix)
