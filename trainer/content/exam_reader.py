"""Read an exam: text in, blueprint and findings out. Never raises on bad content, never reads a file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from trainer.content.charset import read_text
from trainer.content.diagnostics import Diagnostic
from trainer.content.exam_front import ExamFront
from trainer.content.frontmatter import read_tree
from trainer.content.inline import Link
from trainer.content.items import Exam
from trainer.content.limits import within_limits
from trainer.content.markdown import Heading, MdBlock, Rule, read_blocks
from trainer.content.model import Block
from trainer.content.plain import plain_name
from trainer.content.question_mend import mend_questions
from trainer.content.question_text import resolve_plain
from trainer.content.source import Source
from trainer.content.texts import TextReader
from trainer.content.tree import RawBlock

NOTES = "备注"


@dataclass(frozen=True, slots=True)
class ExamResult:
    """``exam`` is None if any finding is an error; ``id`` is the 编号 as far as it was read, with its place."""

    exam: Exam | None
    diagnostics: tuple[Diagnostic, ...]
    id: str = ""
    id_line: int = 1
    id_column: int = 1


def read_exam(text: str | bytes, path: str, *, competencies: Collection[str]) -> ExamResult:
    """Read one exam.

    Args:
        text: The file's content; bytes are decoded as UTF-8.
        path: Named in the findings; its last part must be ``<编号>.md``.
        competencies: Short names of courseware/competencies.yaml; empty to accept any.

    Returns:
        The exam, unless there are errors, and all findings in the order of the file.
    """
    source, decoded = read_text(text, path)
    if decoded is None or source.errors:
        return ExamResult(None, source.findings({}))
    tree, first = read_tree(source)
    front = ExamFront(source, competencies)
    front.read(tree)
    title, notes = _body(source, first, front)
    exam: Exam | None = None
    if not source.errors:
        exam = Exam(
            id=front.id,
            title=front.title or title or front.id,
            digest=hashlib.sha256(decoded.encode("utf-8", "surrogatepass")).hexdigest(),
            draws=tuple(front.draws),
            banks=front.banks,
            limit_ms=front.limit_ms,
            pass_mark=front.pass_mark,
            attempts=front.attempts,
            notes=notes,
            path=path,
        )
    place = source.typed(front.id_place)
    return ExamResult(exam, source.findings(front.ignored), front.id, place.line + 1, place.start + 1)


def _body(source: Source, first: int, front: ExamFront) -> tuple[str, tuple[Block, ...]]:
    """The title of the first H1 and what is told before the exam begins."""
    if not within_limits(source, first):
        return "", ()
    mend_questions(source, first)
    texts = TextReader(source)
    title = ""
    raw: list[RawBlock] = []
    for number, block in enumerate(read_blocks(source, first, len(source.lines))):
        if isinstance(block, Heading):
            name = block.text.text.strip()
            if block.level == 1 and name == NOTES:
                break
            if block.level > 1 or title or number:
                source.report("QZ304", block.text.place(), name=name)
            elif front.title and plain_name(name) != plain_name(front.title):
                source.report("SC171", block.text.place(), name=name, title=front.title)
            title = title or name
        elif not isinstance(block, Rule):
            raw += _blocks(source, texts, block)
    return title, resolve_plain(source, raw)


def _blocks(source: Source, texts: TextReader, block: MdBlock) -> list[RawBlock]:
    made = texts.blocks(block)
    for one in made:
        for spans in [one.spans, *(cell for row in one.cells for cell in row)]:
            for span in spans:
                if isinstance(span, Link):
                    source.report("SC136", span.place, text=span.text)
    return made
