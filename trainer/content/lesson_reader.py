"""Read a lesson: text in, model and findings out. Never raises on bad content, never reads a file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from trainer.content.charset import read_text
from trainer.content.diagnostics import Diagnostic
from trainer.content.frontmatter import read_tree
from trainer.content.items import Lesson, Page, PartKind
from trainer.content.lesson_front import LessonFront
from trainer.content.lesson_mend import mend_lesson
from trainer.content.lesson_pages import LessonLink, read_pages
from trainer.content.lesson_size import within_limits
from trainer.content.plain import plain_name
from trainer.content.source import Place, Source

RENAMED = {"SC129": "LS107", "SC136": "LS106"}
"""Findings of the shared scanner that stop a scenario but not a lesson."""


@dataclass(frozen=True, slots=True)
class LessonResult:
    """``lesson`` is None if any finding is an error; ``id`` is the 编号 as far as it was read, with its place.

    Attributes:
        links: Every link to other content, with its place.
        module_line, module_column: Where 模块 is named; counts from 1.
    """

    lesson: Lesson | None
    diagnostics: tuple[Diagnostic, ...]
    id: str = ""
    id_line: int = 1
    id_column: int = 1
    links: tuple[LessonLink, ...] = ()
    module_line: int = 1
    module_column: int = 1


def read_lesson(text: str | bytes, path: str, *, competencies: Collection[str]) -> LessonResult:
    """Read one lesson.

    Args:
        text: The file's content; bytes are decoded as UTF-8.
        path: Named in the findings; its last part must be ``<编号>.md`` or ``<nn>-<编号>.md``.
        competencies: Short names of courseware/competencies.yaml; empty to accept any.

    Returns:
        The model, unless there are errors, and all findings in the order of the file.
    """
    source, decoded = read_text(text, path)
    source.renamed = RENAMED
    if decoded is None or source.errors:
        return LessonResult(None, source.findings({}))
    tree, first = read_tree(source)
    front = LessonFront(source, competencies)
    if tree is not None:
        front.read_keys(tree)
    if not within_limits(source, first):
        return LessonResult(None, source.findings(front.ignored), front.id)
    mend_lesson(source, first)
    body = read_pages(source, first, front.title)
    title = front.title or body.title
    if not title:
        if tree is not None:
            source.report("YM126", body.title_place or Place(0, 0, 3))
    elif body.title and body.title_place and plain_name(title) != plain_name(body.title):
        source.report("SC171", body.title_place, title=title, name=body.title)
    parts = [part for page in body.pages for part in page.parts]
    if not parts:
        source.report("LS104", body.title_place or Place(0, 0, 3), name=title, case="lesson")
    elif all(part.kind is not PartKind.CHECK for part in parts):
        source.report("LS404", body.title_place or Place(0, 0, 3))
    identity, module = source.typed(front.id_place), source.typed(front.module_place)
    return LessonResult(
        None if source.errors else _lesson(front, title, source, tuple(body.pages), decoded),
        source.findings(front.ignored),
        front.id,
        identity.line + 1,
        identity.start + 1,
        tuple(body.links),
        module.line + 1,
        module.start + 1,
    )


def _lesson(front: LessonFront, title: str, source: Source, pages: tuple[Page, ...], text: str) -> Lesson:
    return Lesson(
        id=front.id,
        title=title,
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        module=front.module,
        pages=pages,
        competencies=front.competencies,
        frameworks=front.frameworks,
        cases=front.cases,
        tools=front.tools,
        minutes=front.minutes,
        path=source.path,
    )
