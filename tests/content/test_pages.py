"""Every code has a page, and the examples on the page are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.content_frame import COMPETENCIES, read_page
from trainer.content.codes import SEVERITIES
from trainer.content.diagnostics import Severity
from trainer.content.reader import read_scenario
from trainer.i18n import area

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
CODES = sorted(key for key in area("diag", "zh") if re.fullmatch("[A-Z]{2}[0-9]{3}", key))
OURS = [code for code in CODES if code[:2] in ("SC", "YM")]  # the other kinds of content have tests of their own
PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))
WITHOUT_EXAMPLE = {"SC100", "SC102", "YM125", "SC340"}  # they are about files, tested elsewhere


def codes(text: str | bytes) -> set[str]:
    return {finding.code for finding in read_scenario(text, "a.md", competencies=COMPETENCIES).diagnostics}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert PAGES == CODES


def flow_codes(text: str | bytes) -> list[tuple[str, Severity]]:
    """Codes of everything ``trainer check`` would find."""
    from trainer.analysis.lints import findings
    from trainer.analysis.report import analyse

    result = read_scenario(text, "a.md", competencies=COMPETENCIES)
    assert result.scenario is not None, [f.code for f in result.diagnostics]
    found = [*result.diagnostics, *findings(result.scenario, analyse(result.scenario))]
    return [(f.code, f.severity) for f in found]


@pytest.mark.parametrize("code", [code for code in OURS if code not in SEVERITIES])
def test_examples_of_the_analysis_are_right(code: str) -> None:
    page = read_page(FOLDER / f"{code}.md")
    if code in WITHOUT_EXAMPLE:
        assert page.bad is None
        return
    assert page.bad is not None and page.good is not None
    assert code in [found for found, _ in flow_codes(page.bad)]
    good = flow_codes(page.good)
    assert code not in [found for found, _ in good]
    assert Severity.ERROR not in [severity for _, severity in good], good


@pytest.mark.parametrize("code", [code for code in OURS if code in SEVERITIES])
def test_examples_of_the_reader_are_right(code: str) -> None:
    page = read_page(FOLDER / f"{code}.md")
    assert page.code == code
    assert page.title
    if code in WITHOUT_EXAMPLE:
        assert page.bad is None
        return
    assert page.bad is not None and page.good is not None
    assert code in codes(page.bad)
    good = read_scenario(page.good, "a.md", competencies=COMPETENCIES)
    assert good.scenario is not None, [f"{f.code} {f.line}:{f.column}" for f in good.diagnostics]
    assert [f"{f.code} {f.line}:{f.column}" for f in good.diagnostics] == []


@pytest.mark.parametrize("code", [code for code in OURS if code in SEVERITIES and code not in WITHOUT_EXAMPLE])
def test_a_bad_example_gives_nothing_that_hides_the_point(code: str) -> None:
    page = read_page(FOLDER / f"{code}.md")
    assert page.bad is not None
    found = read_scenario(page.bad, "a.md", competencies=COMPETENCIES)
    severity = SEVERITIES[code]
    others = [f for f in found.diagnostics if f.code != code and f.severity is Severity.ERROR]
    assert (found.scenario is None) == (severity is Severity.ERROR), [f.code for f in found.diagnostics]
    if severity is not Severity.ERROR:
        assert others == []
