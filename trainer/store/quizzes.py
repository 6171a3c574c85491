"""Results and answers of quizzes: derived from events, so they can be dropped and rebuilt at any time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import col

from trainer.store.chain import canonical
from trainer.store.db import Tx
from trainer.store.records import AttemptKind, ItemAnswerRecord, QuizResultRecord
from trainer.store.tables import Attempt, ItemAnswer, QuizResult

_NAMES = ItemAnswerRecord.__slots__
_COLUMNS = tuple(col(getattr(ItemAnswer, name)) for name in _NAMES)


def save(tx: Tx, attempt: str, result: QuizResultRecord | None, answers: Iterable[ItemAnswerRecord]) -> None:
    """Store what was derived for a quiz attempt in place of what was stored before."""
    tx.execute(delete(QuizResult).where(col(QuizResult.attempt) == attempt))
    tx.execute(delete(ItemAnswer).where(col(ItemAnswer.attempt) == attempt))
    if result is not None:
        tx.execute(insert(QuizResult), [{**asdict(result), "data": canonical(result.data)}])
    rows = [_values(one) for one in answers]
    if rows:
        tx.execute(insert(ItemAnswer), rows)


def put(tx: Tx, result: QuizResultRecord | None, answers: Iterable[ItemAnswerRecord]) -> None:
    """Store some of what is derived for a quiz attempt in place of what was there of the same; the rest stays."""
    for one in answers:
        tx.execute(
            delete(ItemAnswer).where(col(ItemAnswer.attempt) == one.attempt, col(ItemAnswer.number) == one.number)
        )
        tx.execute(insert(ItemAnswer), [_values(one)])
    if result is not None:
        tx.execute(delete(QuizResult).where(col(QuizResult.attempt) == result.attempt))
        tx.execute(insert(QuizResult), [{**asdict(result), "data": canonical(result.data)}])


def result(tx: Tx, attempt: str) -> QuizResultRecord | None:
    """The result of a quiz attempt, None while it is open."""
    row = tx.get(QuizResult, attempt)
    return _result(row) if row else None


def results_of_person(tx: Tx, person: str) -> dict[str, QuizResultRecord]:
    """All results of a person's quizzes by attempt."""
    query = (
        select(QuizResult)
        .join(Attempt, col(Attempt.id) == col(QuizResult.attempt))
        .where(col(Attempt.person) == person, col(Attempt.quarantine) == "")
    )
    return {row.attempt: _result(row) for row in tx.execute(query).scalars()}


def answers(tx: Tx, attempt: str) -> tuple[ItemAnswerRecord, ...]:
    """The answers of a quiz attempt in the paper's order."""
    query = select(*_COLUMNS).where(col(ItemAnswer.attempt) == attempt).order_by(col(ItemAnswer.number))
    return tuple(map(_answer, tx.execute(query)))


def answers_of_person(tx: Tx, person: str, *, items: Iterable[str] | None = None) -> tuple[ItemAnswerRecord, ...]:
    """All answers of a person, to these items or to all, oldest first."""
    query = (
        select(*_COLUMNS)
        .join(Attempt, col(Attempt.id) == col(ItemAnswer.attempt))
        .where(
            col(Attempt.person) == person,
            col(Attempt.kind) == AttemptKind.QUIZ.value,
            col(Attempt.quarantine) == "",
        )
    )
    if items is not None:
        query = query.where(col(ItemAnswer.item).in_(list(items)))
    found = map(_answer, tx.execute(query))
    return tuple(sorted(found, key=lambda one: (one.at, one.attempt, one.seq)))


def last_scores(tx: Tx, person: str) -> dict[str, float | None]:
    """The last score of every item that a person has answered."""
    query = (
        select(col(ItemAnswer.item), col(ItemAnswer.score))
        .join(Attempt, col(Attempt.id) == col(ItemAnswer.attempt))
        .where(
            col(Attempt.person) == person,
            col(Attempt.kind) == AttemptKind.QUIZ.value,
            col(Attempt.quarantine) == "",
        )
        .order_by(col(ItemAnswer.at), col(ItemAnswer.attempt), col(ItemAnswer.seq))
    )
    return {item: score for item, score in tx.execute(query)}


def _values(one: ItemAnswerRecord) -> dict[str, Any]:
    return {**asdict(one), "competencies": canonical(list(one.competencies)), "response": canonical(one.response)}


def _result(row: QuizResult) -> QuizResultRecord:
    values = {name: getattr(row, name) for name in QuizResultRecord.__slots__ if name != "data"}
    return QuizResultRecord(**values, data=json.loads(row.data))


def _answer(row: Sequence[Any]) -> ItemAnswerRecord:
    values = dict(zip(_NAMES, row, strict=True))
    values["competencies"] = tuple(json.loads(values["competencies"]))
    values["response"] = json.loads(values["response"])
    return ItemAnswerRecord(**values)
