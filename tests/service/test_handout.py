"""A debrief as a file: the Markdown as it should read, and no text of content that becomes markup anywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.service.conftest import Do, key
from tests.tui.fake_content import debrief_view
from tests.tui.fake_service import POISON
from tests.tui.poison import poisoned
from trainer import i18n
from trainer.service import Service
from trainer.service.handout import debrief_html, debrief_markdown
from trainer.service.views import DebriefView, Mode

MARKUP = "<script>alert(1)</script>![x](http://a.b/c.png)[y](javascript:z) "
MARKUP += "&lt; <http://a.b> `a` *b* _c_ | d\n- e\n1. f\n# g\n> h"


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Tags:
    found = Tags()
    found.feed(page)
    return found


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_markdown_reads_as_agreed(language: str, repo_root: Path) -> None:
    i18n.set_language(language)
    names = {"决策链": "Decision Chain"} if language == "en" else {}
    golden = repo_root / "tests" / "fixtures" / "handout" / f"debrief.{language}.md"
    assert debrief_markdown(debrief_view("a1"), names=names) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("poison", [POISON, MARKUP], ids=["controls", "markup"])
def test_no_text_becomes_markup(poison: str) -> None:
    plain, found = read(debrief_html(debrief_view("a1"))), read(debrief_html(poisoned(debrief_view("a1"), poison)))
    assert found.tags - {"br"} == plain.tags
    assert not {"script", "img", "a", "iframe", "link", "code", "em"} & found.tags
    assert found.attributes == plain.attributes
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", found.text)
    for part in poison.split("\n")[0].split("\x1b")[0].split():
        assert part in found.text


def test_the_page_needs_nothing_else() -> None:
    page = debrief_html(debrief_view("a1"))
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|src=|href=|@import|url\(", page)
    assert "@media print" in page and 'lang="zh-CN"' in page


def test_a_play_without_an_end_or_a_score_is_told_too() -> None:
    view = debrief_view("a1")
    bare = replace(
        view, ending=None, rating=None, passed=False, score=None, exhausted=False, decisions=(), curve=(),
        competencies=(), epilogue=(), finished=False, undone=2, restarted=True,
    )  # fmt: skip
    text = debrief_markdown(bare)
    assert "没有走完" in text and "无可计分的决策" in text and "没有算尽" in text and "退过 2 步" in text
    assert "##" not in text


def test_a_real_debrief_can_be_handed_out(service: Service, do: Do) -> None:
    view = do(service, service.start("first-call", Mode.PRACTICE, key=key()), "问三号线", "报一个")
    found: DebriefView = service.debrief(view.attempt)
    text = debrief_markdown(found, names=service.competency_names())
    assert "# 复盘：前台那十五秒" in text and "报一个试用价" in text and "代价 68 分" in text
    assert "报一个试用价" in read(debrief_html(found)).text
