"""The pages of docs/diagnostics about questions and exams: their examples are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.question_frame import model, read
from trainer.content.codes import SEVERITIES
from trainer.content.diagnostics import Severity

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
CODES = sorted(code for code in SEVERITIES if "QZ1" <= code < "QZ5")
_EXAMPLE = re.compile(r"^## (错误|正确)\n\n````markdown ?([^\n]*)\n(.*?)\n?````$", re.M | re.S)


def examples(code: str) -> tuple[str, str]:
    """The wrong and the right example; ``{…}`` stands for many of a character."""
    text = (FOLDER / f"{code}.md").read_text("utf-8")
    assert re.match(rf"# {code} \S", text)
    found = {}
    for kind, info, body in _EXAMPLE.findall(text):
        times = int(repeat[1]) if (repeat := re.search("重复 ([0-9]+)", info)) else 1
        found[kind] = _repeated(body, times)
    return found["错误"], found["正确"]


def _repeated(body: str, times: int) -> str:
    return re.sub(r"\{(.)…\}", lambda found: found[1] * times, body)


@pytest.mark.parametrize("code", CODES)
def test_examples_of_questions_are_right(code: str) -> None:
    bad, good = examples(code)
    found = read(bad)
    errors = [f"{f.code} {f.line}" for f in found.diagnostics if f.severity is Severity.ERROR and f.code != code]
    assert code in [finding.code for finding in found.diagnostics]
    assert errors == []
    assert (model(found) is None) == (SEVERITIES[code] is Severity.ERROR)
    result = read(good)
    assert [f"{f.code} {f.line}:{f.column} {f.message}" for f in result.diagnostics] == []
    assert model(result) is not None
