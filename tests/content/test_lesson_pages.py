"""The pages of docs/diagnostics about lessons and references: their examples are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.lesson_frame import framed, library, world
from trainer.cli.checking import check_paths
from trainer.content.codes import SEVERITIES
from trainer.content.course import read_course
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.content.lesson_reader import read_lesson

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
CODES = sorted(code for code in SEVERITIES if code.startswith(("LS", "QZ6")))
ALONE = [code for code in CODES if code < "LS6"]
_EXAMPLE = re.compile(r"^## (错误|正确)\n\n````(?:markdown|yaml) ?([^\n]*)\n(.*?)\n?````$", re.M | re.S)


def examples(code: str) -> tuple[str, str]:
    """The wrong and the right example; a line that ends in ``×`` stands for many, ``↵`` in it is a line end."""
    found = {}
    for kind, info, body in _EXAMPLE.findall((FOLDER / f"{code}.md").read_text("utf-8")):
        times = re.search(r"重复 ([0-9]+)", info)
        lines = (_repeated(line, int(times[1])) if times else line for line in body.split("\n"))
        found[kind] = "\n".join(lines)
    return found["错误"], found["正确"]


def _repeated(line: str, times: int) -> str:
    return "\n".join([line[:-2].replace("↵", "\n")] * times) if line.endswith(" ×") else line


def alone(text: str) -> tuple[Diagnostic, ...]:
    if not text.startswith("---") and "modules:" in text:
        return read_course(text, "course.yaml").diagnostics
    return read_lesson(framed(text), "01-a.md", competencies=("客户选择",)).diagnostics


def together(text: str, code: str, root: Path) -> list[Diagnostic]:
    """All findings of a content folder that holds the example."""
    folder = world(root)
    place = {"QZ60": root / "courseware/questions", "QZ61": root / "courseware/exams"}.get(code[:4], folder)
    place.mkdir(exist_ok=True)
    whole = text if code.startswith("QZ") else framed(text)
    name = "second" if code.startswith("QZ") else "01-a"
    (place / f"{name}.md").write_text(whole, "utf-8")
    return check_paths([str(root)], static=True).findings


def listed(findings: tuple[Diagnostic, ...] | list[Diagnostic]) -> list[str]:
    return [f"{f.code} {f.line}:{f.column} {f.message} {f.fix}" for f in findings]


@pytest.mark.parametrize("code", [*ALONE, "LS611"])
def test_examples_of_lessons_are_right(code: str) -> None:
    bad, good = examples(code)
    found = alone(bad)
    assert code in [f.code for f in found], listed(found)
    others = [f for f in found if f.code != code and f.severity is Severity.ERROR]
    assert others == [], listed(others)
    assert listed(alone(good)) == []


@pytest.mark.parametrize("code", [code for code in CODES if code not in ALONE and code != "LS611"])
def test_examples_of_references_are_right(code: str, tmp_path: Path) -> None:
    bad, good = examples(code)
    found = together(bad, code, tmp_path / "bad")
    assert {f.code for f in found if f.severity != "info"} == {code}, listed(found)
    assert [f for f in together(good, code, tmp_path / "good") if f.severity != "info"] == []


def test_the_frame_itself_has_no_findings(tmp_path: Path) -> None:
    world(tmp_path)
    assert listed(read_lesson(framed("一段话。"), "01-a.md", competencies=("客户选择",)).diagnostics) == []
    assert list(library(tmp_path).lessons) == ["b"]
