"""The body of a question file: from Markdown blocks to titles and ``##`` sections."""

from __future__ import annotations

from trainer.config import MAX_NODE_BLOCKS, MAX_TABLE_CELLS
from trainer.content.inline import Chip, Run, scan
from trainer.content.limits import within_limits
from trainer.content.markdown import Heading, MdBlock, Piece, Rule, read_blocks
from trainer.content.question_mend import mend_questions
from trainer.content.question_section import SectionReader
from trainer.content.question_tree import RawQuestion
from trainer.content.source import Place, Source
from trainer.content.texts import first_place

NOTES = "备注"
_SEPARATORS = " \t　，,；;、"


class RawBank:
    """The sections of a question file; ``title`` is the H1."""

    def __init__(self) -> None:
        self.title = ""
        self.title_place: Place | None = None
        self.questions: list[RawQuestion] = []


def read_question_body(source: Source, first: int) -> RawBank | None:
    """Read the lines from ``first`` on; None if a size limit is broken, with the finding noted."""
    if not within_limits(source, first):
        return None
    mend_questions(source, first)
    bank = RawBank()
    section = "start"
    group: list[MdBlock] = []
    question: RawQuestion | None = None
    for block in [*read_blocks(source, first, len(source.lines)), None]:
        if block is not None and not isinstance(block, Heading):
            group.append(block)
            continue
        if block is not None and block.level > 2:
            if section != NOTES:
                source.report("QZ112", block.text.place(), name=block.text.text.strip())
            continue
        _close(source, section, question, group, len(source.lines) if block is None else block.text.line)
        group, question = [], None
        if block is None:
            break
        name = block.text.text.strip()
        if block.level == 1 and name == NOTES:
            section = NOTES
        elif block.level == 1 and bank.title_place is None and not bank.questions:
            bank.title, bank.title_place, section = name, block.text.place(), "start"
        else:
            if block.level == 1:
                source.report("QZ111", block.text.place(), name=name)
            elif section == NOTES:
                source.report("SC159", block.text.place(), name=name)
            question, section = _question(source, block), "question"
            bank.questions.append(question)
    return bank


def _question(source: Source, heading: Heading) -> RawQuestion:
    text = heading.text
    made = RawQuestion(text.text.strip(), text.place())
    if "`" in text.text:
        at = text.text.index("`")
        chips = Piece(text.line, text.column + at, text.text[at:])
        source.report("QZ113", chips.place(), text=chips.text)
        made.name, made.place = text.text[:at].strip(), Place(text.line, text.column, text.column + at)
        for span in scan(source, [chips]):
            if isinstance(span, Chip):
                made.chips.append(span)
            elif isinstance(span, Run) and span.text.strip(_SEPARATORS):
                source.report("QZ114", span.place, text=span.text.strip())
    if not made.name:
        source.report("SC115", made.place)
    return made


def _close(source: Source, section: str, question: RawQuestion | None, group: list[MdBlock], end: int) -> None:
    group = [block for block in group if not isinstance(block, Rule)]
    if question is not None:
        question.end = end
        SectionReader(source, question).read(group)
        blocks = [*question.stem, *question.explanation, *question.reference]
        if len(blocks) > MAX_NODE_BLOCKS:
            source.report("SC110", question.place, case="blocks", count=len(blocks), limit=MAX_NODE_BLOCKS)
        for raw in blocks:
            cells = sum(map(len, raw.cells))
            if cells > MAX_TABLE_CELLS:
                source.report("SC110", raw.place, case="cells", count=cells, limit=MAX_TABLE_CELLS)
    elif group and section == "start":
        source.report("QZ110", first_place(group[0]))
