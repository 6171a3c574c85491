"""What a search looks through.

Nothing gives an answer away: of a question the stem, the options and the elements are searched and quoted, in an order
that says nothing; its explanation is searched but never quoted; keys, per-option feedback, blanks, numbers and the
reference of a free text are left out. Of a case the briefing and what is told and said in its scenes; its choices,
replies, the coach and its endings are left out. Lessons and cases are also found by 编号 and by the codes and names of
their frameworks, cases and tools, which are not quoted either.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content.coverage import read_catalogue
from trainer.content.items import Item, ItemType, Lesson, PartKind
from trainer.content.markdown import page_parser
from trainer.content.model import BlockKind, NodeKind, Scenario
from trainer.content.plain_text import block_text
from trainer.content.search import Passage

if TYPE_CHECKING:
    from trainer.content.library import Library


def passages(library: Library) -> Iterator[Passage]:
    """All passages of a library; reads everything that was not read before."""
    names = {entry.code: f"{entry.code} {entry.title} {entry.english}" for entry in read_catalogue()}
    for lesson in library.lessons.values():
        codes = (*lesson.frameworks, *lesson.cases, *lesson.tools)
        yield from lesson_passages(lesson, "\n".join([lesson.id, *(names.get(code, code) for code in codes)]))
    for file in library.question_files.values():
        for item in file.items:
            yield item_passage(item, file.title)
    for scenario in library.scenarios.values():
        codes = (*scenario.frameworks, *scenario.cases, *scenario.tools, *scenario.tags)
        yield scenario_passage(scenario, "\n".join([scenario.id, *(names.get(code, code) for code in codes)]))
    for path in library.tool_files:
        yield tool_passage(path)


def lesson_passages(lesson: Lesson, words: str = "") -> Iterator[Passage]:
    """A passage for each page; the lesson's title and ``words`` about it lead to the first one."""
    if lesson.pages and lesson.pages[0].title != lesson.title:
        yield Passage("lesson", lesson.id, lesson.title, "", hidden=words)
    for number, page in enumerate(lesson.pages):
        text = "\n".join(plain_markdown(part.markdown) for part in page.parts if part.kind is PartKind.TEXT)
        where = "" if page.title == lesson.title else lesson.title
        yield Passage("lesson", lesson.id, page.title, text, number, where, "" if where else words)


def item_passage(item: Item, title: str) -> Passage:
    """A question without what would answer it."""
    options = [option.text for option in item.options]
    if item.type is ItemType.ORDERING:
        options.sort()
    lefts, rights = [left for left, _ in item.pairs], sorted(right for _, right in item.pairs)
    stem = [block_text(block) for block in item.stem]
    hidden = "\n".join(block_text(block) for block in item.explanation)
    return Passage("question", item.id, item.name, "\n".join([*stem, *options, *lefts, *rights]), 0, title, hidden)


def scenario_passage(scenario: Scenario, words: str = "") -> Passage:
    """The briefing and the scenes of a case; ``words`` about it find it, too."""
    told = [block_text(block) for block in scenario.briefing]
    for node in scenario.nodes:
        if node.kind is not NodeKind.ENDING:
            told += [block_text(block) for block in node.blocks if block.kind is not BlockKind.COACH]
    return Passage("case", scenario.id, scenario.title, "\n".join(told), hidden=words)


def tool_passage(path: Path) -> Passage:
    """A worksheet or calculator: its Markdown without the front matter."""
    from trainer.content.shelf import read_bytes
    from trainer.errors import UsageError

    try:
        text = read_bytes(path).decode("utf-8-sig", "replace")
    except UsageError:
        text = ""
    front, _, body = text.partition("\n---") if text.startswith("---") else ("", "", text)
    names = [line.partition(":")[2].strip() for line in front.splitlines() if line.startswith("标题:")]
    names += [line.lstrip("# ").strip() for line in body.splitlines() if line.startswith("# ")]
    return Passage("tool", path.stem, names[0] if names else path.stem, plain_markdown(body))


def plain_markdown(markdown: str) -> str:
    """The words of Markdown, blocks on lines of their own."""
    found = []
    for token in page_parser().parse(markdown):
        if token.type == "inline":
            breaks = ("hardbreak", "softbreak")
            found.append("".join(" " if child.type in breaks else child.content for child in token.children or ()))
        elif token.type == "fence":
            found.append(token.content)
    return "\n".join(found)
