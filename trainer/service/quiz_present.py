"""A quiz as a front end shows it: paper, state and events in, views out. Pure but for the titles that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trainer.content.items import Item, ItemType
from trainer.content.prose import Block
from trainer.engine.quiz import grade, number_text, pending, right_options
from trainer.engine.quiz_types import Entry, Given, Purpose, Response
from trainer.i18n import t
from trainer.scoring.quiz import QuizResult, score_quiz
from trainer.service.quiz_views import (
    CalibrationRow,
    ChoiceMark,
    ChoiceView,
    CompetencyShare,
    GradeView,
    ItemView,
    QuizResultView,
    QuizView,
    SourceView,
)
from trainer.service.sittings import Sitting
from trainer.service.texts import block_line
from trainer.service.views import Line

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Titles = Callable[[str, str], str]
"""The present title of a ``lesson`` or ``case`` by its 编号; empty if it is not there."""


def quiz_view(sitting: Sitting, titles: Titles, shown: int | None = None) -> QuizView:
    """The quiz with the item to answer next, or with one that was answered (``shown``) and its grade."""
    paper, state = sitting.paper, sitting.state
    over = state.ended or sitting.closed
    index = shown if shown is not None else None if over else len(state.given)
    return QuizView(
        attempt=sitting.record.id,
        ident=paper.ident,
        title=paper.title,
        purpose=paper.purpose,
        item=None if index is None else item_view(sitting, index, titles),
        answered=len(state.given),
        total=len(paper.entries),
        remaining_ms=state.remaining_ms,
        ended=state.ended,
        closed=over,
        interrupted=sitting.interrupted,
    )


def result_view(sitting: Sitting, titles: Titles, due: int) -> QuizResultView:
    """The result of a quiz as it stands; ``due``: how many cards it put into the review queue."""
    paper, record = sitting.paper, sitting.record
    found = score_quiz(paper, sitting.state)
    exam = paper.purpose is Purpose.EXAM
    given_up = exam and sitting.closed and not sitting.state.ended
    return QuizResultView(
        attempt=record.id,
        ident=paper.ident,
        title=paper.title,
        purpose=paper.purpose,
        started=record.started,
        finished=record.finished,
        used_ms=found.used_ms,
        score=found.score,
        passed=False if given_up else found.passed,
        pass_mark=paper.pass_mark if exam else None,
        right=found.right,
        omitted=found.omitted,
        timed_out=found.timed_out,
        items=tuple(item_view(sitting, index, titles) for index in range(len(paper.entries))),
        competencies=tuple(CompetencyShare(c.competency, c.items, c.score) for c in found.competencies),
        calibration=calibration_rows(found),
        due=due,
        interrupted=sitting.interrupted,
        pending=found.pending,
    )


def calibration_rows(found: QuizResult) -> tuple[CalibrationRow, ...]:
    """How answers went by how sure their author was."""
    return tuple(CalibrationRow(c.confidence, c.answers, c.score) for c in found.calibration)


def item_view(sitting: Sitting, index: int, titles: Titles) -> ItemView:
    """An item; with response and grade if it was answered, or the quiz is over, and grades may be told."""
    entry = sitting.paper.entries[index]
    item = entry.item
    given = sitting.state.given[index] if index < len(sitting.state.given) else None
    over = sitting.closed or sitting.state.ended
    told = sitting.told and (given is not None or over)
    return ItemView(
        index=index,
        total=len(sitting.paper.entries),
        id=item.id,
        name=item.name,
        type=item.type,
        stem=lines(item.stem),
        choices=tuple(ChoiceView(LETTERS[n], i, item.options[i].text) for n, i in enumerate(_order(entry))),
        lefts=tuple(left for left, _ in item.pairs),
        rights=tuple(ChoiceView(LETTERS[n], i, item.pairs[i][1]) for n, i in enumerate(entry.order))
        if item.pairs
        else (),
        columns=item.columns,
        blanks=len(item.blanks),
        unit=item.number.unit if item.number else "",
        competencies=item.competencies,
        decision=entry.derived,
        response=(given.response if given else Response()) if told else None,
        confidence=given.confidence if given and told else None,
        grade=_grade(entry, given, sitting.texts.get(index, ""), titles) if told else None,
    )


def lines(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Blocks of a question as lines of text."""
    return tuple(block_line(block, (), "") for block in blocks)


def _order(entry: Entry) -> tuple[int, ...]:
    return entry.order if entry.item.options else ()


def _grade(entry: Entry, given: Given | None, words: str, titles: Titles) -> GradeView:
    item = entry.item
    response = given.response if given else Response()
    worth = grade(item, response)
    return GradeView(
        score=None if pending(item, response) else worth.score,
        right=worth.right,
        key=key_text(entry),
        given=given_text(entry, response, words),
        marks=_marks(entry, response, worth.marks),
        explanation=lines(item.explanation),
        source=_source(entry, titles),
    )


def _marks(entry: Entry, response: Response, handled: Sequence[bool]) -> tuple[ChoiceMark, ...]:
    item = entry.item
    if item.options and item.type is not ItemType.ORDERING:
        right = right_options(item)
        return tuple(
            ChoiceMark(i, i in response.picks, i in right, item.options[i].points, item.options[i].feedback)
            for i in entry.order
        )
    return tuple(ChoiceMark(i, not response.omitted, done, 0, "") for i, done in enumerate(handled))


def _source(entry: Entry, titles: Titles) -> SourceView | None:
    if entry.derived:
        scenario = entry.item.id.partition("/")[0]
        return SourceView(titles("case", scenario) or scenario, scenario=scenario)
    source = entry.item.source
    if source is None:
        return None
    return SourceView(titles("lesson", source.lesson) or source.lesson, source.lesson, source.page)


# --- answers as text -------------------------------------------------------------------------------------------------


def key_text(entry: Entry) -> str:
    """The right answer in words, with the letters that were shown."""
    item = entry.item
    match item.type:
        case ItemType.ORDERING:
            return _sequence(item, range(len(item.options)))
        case ItemType.MATCHING:
            return _pairs(item, range(len(item.pairs)))
        case ItemType.BLANKS:
            return t("sitting.comma").join(accepted[0] for accepted in item.blanks)
        case ItemType.NUMERIC:
            return _number(item)
        case ItemType.FREE:
            return "\n".join(_line_text(line) for line in lines(item.reference))
    return _options(entry, right_options(item))


def given_text(entry: Entry, response: Response, words: str = "") -> str:
    """What was answered in words; ``words``: the free text, if it is still kept."""
    item = entry.item
    if response.omitted:
        return t("sitting.omitted")
    match item.type:
        case ItemType.ORDERING:
            return _sequence(item, response.picks)
        case ItemType.MATCHING:
            return _pairs(item, response.picks)
        case ItemType.BLANKS:
            return t("sitting.comma").join(text or "—" for text in response.texts)
        case ItemType.NUMERIC:
            return response.texts[0]
        case ItemType.FREE:
            return words or t("sitting.erased", length=response.length)
    return _options(entry, response.picks)


def _options(entry: Entry, wanted: Sequence[int]) -> str:
    found = [f"{LETTERS[n]} {entry.item.options[i].text}" for n, i in enumerate(entry.order) if i in wanted]
    return t("sitting.comma").join(found)


def _sequence(item: Item, order: Sequence[int]) -> str:
    return " → ".join(item.options[i].text for i in order)


def _pairs(item: Item, picks: Sequence[int]) -> str:
    rows = zip(item.pairs, picks, strict=True)
    return t("sitting.comma").join(f"{left} → {item.pairs[pick][1] if pick >= 0 else '—'}" for (left, _), pick in rows)


def _number(item: Item) -> str:
    if item.number is None:
        return ""
    margin = f" ±{number_text(item.number.tolerance)}" if item.number.tolerance else ""
    unit = f" {item.number.unit}" if item.number.unit else ""
    return f"{number_text(item.number.value)}{margin}{unit}"


def _line_text(line: Line) -> str:
    return "\n".join("  ".join(row) for row in line.rows) if line.rows else line.text
