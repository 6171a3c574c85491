"""What there is to be taken, and what was: quizzes and exams, their results, 错题本, calibration. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trainer.content.items import ItemType, PartKind
from trainer.engine.quiz_types import Confidence, Purpose
from trainer.errors import UsageError
from trainer.scoring.quiz import calibration as calibrated
from trainer.service.context import Context
from trainer.service.quiz_present import lines, result_view
from trainer.service.quiz_views import (
    CalibrationRow,
    CalibrationView,
    MistakeRow,
    QuizResultRow,
    QuizResultView,
    QuizRow,
)
from trainer.service.quizzes import titles
from trainer.service.sittings import Sitting, load
from trainer.service.views import Mode
from trainer.store import attempts, cards, quizzes
from trainer.store.records import AttemptKind, AttemptRecord, ItemAnswerRecord, QuizResultRecord, Status

if TYPE_CHECKING:
    from trainer.content.items import Exam, QuestionFile
    from trainer.content.library import Library
    from trainer.store import Tx

_Past = tuple[Sequence[AttemptRecord], dict[str, QuizResultRecord]]


def quizzes_view(ctx: Context) -> tuple[QuizRow, ...]:
    """All question files in the order in which the course asks them, then all exams, with the person's results."""
    with ctx.store.read() as tx:
        past = _past(ctx, tx)
    library = ctx.contents.library
    asked = _asked(library)
    sources = sorted(library.question_files.values(), key=lambda one: asked.get(one.id, len(asked)))
    files = [_file_row(one, past) for one in sources if one.items]
    return (*files, *(_exam_row(one, past) for one in library.exams.values()))


def _asked(library: Library) -> dict[str, int]:
    """Place in the course of every question file that a lesson asks."""
    lessons = (library.lessons[name] for name in library.lesson_order)
    parts = (part for lesson in lessons for page in lesson.pages for part in page.parts)
    files = dict.fromkeys(part.target for part in parts if part.kind is PartKind.CHECK)
    return {name: place for place, name in enumerate(files)}


def history(ctx: Context) -> tuple[QuizResultRow, ...]:
    """The person's quizzes, newest first; checks of single items inside lessons are left out."""
    with ctx.store.read() as tx:
        own, results = _past(ctx, tx)
        rows = []
        for one in own:
            found = results.get(one.id)
            if "/" in one.scenario or (found is not None and found.purpose == Purpose.CHECK):
                continue
            rows.append(_closed_row(one, found) if found else _open_row(load(ctx.papers, tx, one.id)))
    return tuple(rows)


def result(ctx: Context, attempt: str) -> QuizResultView:
    """The result of a quiz; of an open one what it would be now.

    Raises:
        UsageError: ``SV209`` an exam that is not over; ``SV201`` no such attempt.
    """
    with ctx.store.read() as tx:
        sitting = load(ctx.papers, tx, attempt)
        if not sitting.told:
            raise UsageError("SV209", place=attempt)
        wrong = {
            one.card or cards.question_card(one.item)
            for one in quizzes.answers(tx, attempt)
            if one.score is not None and not one.right
        }
        rows = (cards.get(tx, sitting.record.person, card) for card in wrong)
        due = sum(1 for row in rows if row is not None and row.active)
    return result_view(sitting, titles(ctx), due)


def mistakes(ctx: Context) -> tuple[MistakeRow, ...]:
    """错题本: the questions that were answered wrongly the last time, newest first."""
    rows = [row for row in _by_item(_answers(ctx)) if not row[-1].right]
    return tuple(_mistake(ctx, row, row[-1]) for row in rows)


def calibration(ctx: Context) -> CalibrationView:
    """How sure the person was, and how right; questions that he was sure about and wrong, newest first."""
    found = _answers(ctx)
    counted = [one for one in found if not one.omitted]
    rows = calibrated((Confidence(one.confidence) if one.confidence else None, one.score or 0.0) for one in counted)
    sure = [(row, missed) for row in _by_item(found) if (missed := [one for one in row if _sure_and_wrong(one)])]
    sure.sort(key=lambda pair: pair[1][-1].at, reverse=True)
    return CalibrationView(
        tuple(CalibrationRow(row.confidence, row.answers, row.score) for row in rows),
        tuple(_mistake(ctx, row, missed[-1]) for row, missed in sure),
    )


# --- parts -----------------------------------------------------------------------------------------------------------


def _past(ctx: Context, tx: Tx) -> _Past:
    person = ctx.current(tx)
    if person is None:
        return (), {}
    own = attempts.of_person(tx, person.id, kind=AttemptKind.QUIZ)
    return own, quizzes.results_of_person(tx, person.id)


def _answers(ctx: Context) -> list[ItemAnswerRecord]:
    """All graded answers of the person to questions (not to decisions of cases), oldest first."""
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        found = quizzes.answers_of_person(tx, person.id) if person else ()
    return [one for one in found if one.score is not None and not one.card.startswith("d:")]


def _by_item(found: Iterable[ItemAnswerRecord]) -> list[list[ItemAnswerRecord]]:
    """Answers by item, the item that was answered last first."""
    items: dict[str, list[ItemAnswerRecord]] = {}
    for one in found:
        items.setdefault(one.item, []).append(one)
    return sorted(items.values(), key=lambda row: (row[-1].at, row[-1].seq), reverse=True)


def _sure_and_wrong(one: ItemAnswerRecord) -> bool:
    return one.confidence == Confidence.SURE and not one.right and not one.omitted


def _mistake(ctx: Context, row: Sequence[ItemAnswerRecord], last: ItemAnswerRecord) -> MistakeRow:
    file = last.item.partition("/")[0]
    known = ctx.contents.library.question_files.get(file)
    return MistakeRow(
        item=last.item,
        name=last.name,
        file=file,
        title=known.title if known is not None else file,
        type=ItemType(last.type),
        competencies=last.competencies,
        answers=len(row),
        wrong=sum(1 for one in row if not one.right),
        sure=_sure_and_wrong(last),
        when=last.at,
    )


def _file_row(file: QuestionFile, past: _Past) -> QuizRow:
    own, results = _of(past, file.id, Mode.PRACTICE)
    return QuizRow(
        id=file.id,
        title=file.title,
        exam=False,
        items=len(file.items),
        competencies=file.competencies,
        difficulty=file.difficulty,
        limit_ms=None,
        pass_mark=None,
        runs=len(results),
        last=results[0].score if results else None,
        best=max((one.score for one in results), default=None),
        passed=False,
        open_attempt=next((one.id for one in own if one.status is Status.OPEN), None),
    )


def _exam_row(exam: Exam, past: _Past) -> QuizRow:
    own, results = _of(past, exam.id, Mode.ASSESS)
    return QuizRow(
        id=exam.id,
        title=exam.title,
        exam=True,
        items=sum(line.count for line in exam.draws),
        competencies=tuple(dict.fromkeys(line.competency for line in exam.draws if line.competency)),
        difficulty=None,
        limit_ms=exam.limit_ms,
        pass_mark=exam.pass_mark,
        runs=len(results),
        last=results[0].score if results else None,
        best=max((one.score for one in results), default=None),
        passed=any(one.passed for one in results),
        attempts_left=None if exam.attempts is None else max(0, exam.attempts - len(own)),
        open_attempt=next((one.id for one in own if one.status is Status.OPEN), None),
        notes=lines(exam.notes),
    )


def _of(past: _Past, ident: str, mode: Mode) -> tuple[list[AttemptRecord], list[QuizResultRecord]]:
    own = [one for one in past[0] if one.scenario == ident and one.mode == mode.value]
    return own, [past[1][one.id] for one in own if one.id in past[1]]


def _closed_row(record: AttemptRecord, found: QuizResultRecord) -> QuizResultRow:
    return QuizResultRow(
        attempt=record.id,
        ident=record.scenario,
        title=str(found.data.get("title", record.scenario)),
        purpose=Purpose(found.purpose),
        number=record.number,
        status=record.status.value,
        started=record.started,
        finished=record.finished,
        answered=found.answered,
        items=found.items,
        score=found.score,
        passed=found.passed,
    )


def _open_row(sitting: Sitting) -> QuizResultRow:
    record, paper = sitting.record, sitting.paper
    return QuizResultRow(
        attempt=record.id,
        ident=record.scenario,
        title=paper.title,
        purpose=paper.purpose,
        number=record.number,
        status=record.status.value,
        started=record.started,
        finished=None,
        answered=len(sitting.state.given),
        items=len(paper.entries),
        score=None,
        passed=None,
    )
