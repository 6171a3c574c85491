"""What is derived from a quiz attempt and stored beside it: its answers, and its result once it is closed. Pure.

Answers to an exam are told nobody, hence not derived, before it is closed; all others as soon as they are given.
"""

from __future__ import annotations

from trainer.engine.quiz import grade, pending
from trainer.engine.quiz_types import Purpose, QuizEventType
from trainer.scoring import SCORING_VERSION
from trainer.scoring.quiz import score_quiz
from trainer.service.sittings import Sitting
from trainer.store.records import EventRecord, ItemAnswerRecord, QuizResultRecord, Status


def answers(sitting: Sitting) -> tuple[ItemAnswerRecord, ...]:
    """The answers that may be told, in the paper's order."""
    if not sitting.told:
        return ()
    replies = [event for event in sitting.events if event.type == QuizEventType.REPLIED]
    return tuple(_answer(sitting, index, event) for index, event in enumerate(replies))


def _answer(sitting: Sitting, index: int, event: EventRecord) -> ItemAnswerRecord:
    entry, given = sitting.paper.entries[index], sitting.state.given[index]
    worth = grade(entry.item, given.response)
    return ItemAnswerRecord(
        attempt=sitting.record.id,
        number=index,
        seq=event.seq,
        at=event.at,
        item=entry.item.id,
        card=entry.card,
        name=entry.item.name,
        type=entry.item.type.value,
        competencies=entry.item.competencies,
        score=None if pending(entry.item, given.response) else worth.score,
        chance=worth.chance,
        right=worth.right,
        omitted=given.response.omitted,
        confidence=given.confidence.value if given.confidence else None,
        easy=given.easy,
        elapsed_ms=given.elapsed_ms,
        response={"picks": list(given.response.picks), "texts": list(given.response.texts)},
    )


def result(sitting: Sitting) -> QuizResultRecord | None:
    """The result of a closed quiz, None for an open one. An exam that was given up is not passed."""
    if not sitting.closed:
        return None
    paper = sitting.paper
    found = score_quiz(paper, sitting.state)
    given_up = paper.purpose is Purpose.EXAM and not sitting.state.ended
    return QuizResultRecord(
        attempt=sitting.record.id,
        scoring_version=SCORING_VERSION,
        purpose=paper.purpose.value,
        ended=sitting.record.status is Status.FINISHED,
        score=found.score,
        passed=False if given_up else found.passed,
        items=len(found.items),
        answered=len(sitting.state.given),
        right=found.right,
        omitted=found.omitted,
        pending=found.pending,
        timed_out=found.timed_out,
        used_ms=found.used_ms,
        data={
            "title": paper.title,
            "pass_mark": paper.pass_mark,
            "limit_ms": paper.limit_ms,
            "competencies": {c.competency: [c.items, c.score] for c in found.competencies},
        },
    )
