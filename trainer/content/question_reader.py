"""Read a question file: text in, model and findings out. Never raises on bad content, never reads a file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from trainer.content.charset import read_text
from trainer.content.frontmatter import read_tree
from trainer.content.items import Item, QuestionFile
from trainer.content.plain import plain_name
from trainer.content.question_body import RawBank, read_question_body
from trainer.content.question_front import QuestionFront
from trainer.content.question_quality import check_questions
from trainer.content.question_resolve import resolve_question
from trainer.content.question_tree import QuestionResult, RawQuestion
from trainer.content.source import Place, Source

__all__ = ["QuestionResult", "read_questions"]


def read_questions(text: str | bytes, path: str, *, competencies: Collection[str]) -> QuestionResult:
    """Read one question file.

    Args:
        text: The file's content; bytes are decoded as UTF-8.
        path: Named in the findings; its last part must be ``<编号>.md``.
        competencies: Short names of courseware/competencies.yaml; empty to accept any.

    Returns:
        The file's model, unless there are errors, and all findings in the order of the file.
    """
    source, decoded = read_text(text, path)
    if decoded is None or source.errors:
        return QuestionResult(None, source.findings({}))
    tree, first = read_tree(source)
    front = QuestionFront(source, competencies)
    front.read(tree)
    bank = read_question_body(source, first)
    items = [] if bank is None else _items(source, bank, front, competencies)
    made: QuestionFile | None = None
    if bank is not None and not source.errors:
        digest = hashlib.sha256(decoded.encode("utf-8", "surrogatepass")).hexdigest()
        made = QuestionFile(
            id=front.id,
            title=front.title or bank.title or front.id,
            digest=digest,
            items=tuple(items),
            competencies=front.competencies,
            frameworks=front.frameworks,
            difficulty=front.difficulty,
            path=path,
        )
    place = source.typed(front.id_place)
    return QuestionResult(made, source.findings(front.ignored), front.id, place.line + 1, place.start + 1)


def _items(source: Source, bank: RawBank, front: QuestionFront, known: Collection[str]) -> list[Item]:
    """All questions, each with a name of its own."""
    found: list[tuple[RawQuestion, Item]] = []
    seen: dict[str, int] = {}
    for raw in bank.questions:
        made = resolve_question(source, raw, front, known)
        name = made.id.partition("/")[2] if made else raw.name
        form = plain_name(name)
        if form and form in seen:
            source.report("QZ209", raw.place, name=name, line=seen[form])
        seen.setdefault(form, raw.place.line + 1)
        if made is not None:
            found.append((raw, made))
    if bank.title_place and front.title and plain_name(bank.title) != plain_name(front.title):
        source.report("SC171", bank.title_place, name=bank.title, title=front.title)
    if not bank.questions and not source.errors:
        source.report("QZ118", Place(0, 0, 3))
    if not source.errors:
        check_questions(source, found, front.id_place)
    return [item for _, item in found]
