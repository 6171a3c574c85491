"""Two promises to authors: nothing typed is lost in silence, and what reads without findings is plain Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.content.test_slips import CASES
from tests.support.content_frame import COMPETENCIES, framed
from trainer.content.charset import read_text
from trainer.content.dump import dump_scenario
from trainer.content.frontmatter import read_front
from trainer.content.markdown import parser
from trainer.content.mend import mend_body
from trainer.content.reader import read_scenario

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "fixtures" / "content" / "first-call.md"
SHIPPED = sorted((ROOT / "scenarios").glob("*.md"))
FORMS = {
    "word": "渡鸦",
    "line": "\n渡鸦\n",
    "indented": "\n\n    渡鸦\n",
    "quote": "\n> 渡鸦\n",
    "reply": "\n  > 渡鸦",
    "item": "\n- 渡鸦\n",
    "node": "\n## 渡鸦\n",
    "row": "\n| 渡鸦 |\n",
    "chip": "`渡鸦`",
    "link": "[渡鸦](#前台收线)",
    "image": "![渡鸦](x.png)",
    "tag": "<渡鸦>",
    "bold": "**渡鸦",
    "comment": "<!-- 渡鸦",
    "brackets": "（渡鸦）",
    "sign": "+渡鸦",
    "rule": "\n---\n渡鸦",
}


@pytest.mark.parametrize("every", [pytest.param(3, marks=pytest.mark.heavy), 29], ids=lambda n: f"every-{n}")
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_word_typed_anywhere_is_kept_or_told(form: str, every: int) -> None:
    text = EXAMPLE.read_text("utf-8")
    notes = text.index("# 备注")
    typed = FORMS[form]
    lost = []
    for at in range(list(FORMS).index(form), notes, every):
        changed = text[:at] + typed + text[at:]
        result = read_scenario(changed, "first-call.md", competencies=COMPETENCIES)
        if result.scenario is None or result.diagnostics:
            continue
        if "渡鸦" not in json.dumps(dump_scenario(result.scenario), ensure_ascii=False):
            lost.append(changed[max(0, at - 20) : at + 30])
    assert lost == []


def blocks(md: MarkdownIt, lines: list[str]) -> list[tuple[str, list[int] | None]]:
    kept = ("_open", "fence", "hr", "code_block", "html_block", "inline")
    tokens = md.parse("\n".join(lines) + "\n")
    return [(token.type, token.map) for token in tokens if token.type.endswith(kept)]


@pytest.mark.parametrize(
    "text",
    [pytest.param(path.read_text("utf-8"), id=path.name) for path in [EXAMPLE, *SHIPPED]]
    + [
        pytest.param(framed(text), id=case.name)
        for case in CASES
        for text in ([case.typed] if case.findings == ("",) else []) + ([case.meant] if case.meant else [])
    ],
)
def test_what_reads_without_findings_is_what_every_viewer_shows(text: str) -> None:
    source, decoded = read_text(text, "a.md")
    assert decoded is not None
    _, first = read_front(source, COMPETENCIES)
    typed = [line if "<!--" not in line else "" for line in source.lines[first:]]
    mend_body(source, first)
    usual = MarkdownIt("commonmark", {"html": False}).enable("table")
    assert blocks(usual, typed) == blocks(parser(), source.lines[first:])
