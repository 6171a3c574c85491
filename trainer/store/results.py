"""Results, decisions and evidence of cases: derived from events, so they can be dropped and rebuilt at any time.

``drop`` and ``attempts_with_results`` are about whatever is derived of an attempt, also of a quiz (``store.quizzes``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlmodel import col

from trainer.store.chain import canonical
from trainer.store.db import Tx
from trainer.store.records import AttemptKind, DecisionRecord, EvidenceRecord, ResultRecord, Status
from trainer.store.tables import (
    DERIVED,
    Attempt,
    CompetencyEvidence,
    Decision,
    ItemAnswer,
    QuizResult,
    ReviewCard,
    RunResult,
)


def save(
    tx: Tx, result: ResultRecord, decisions: Sequence[DecisionRecord] = (), evidence: Sequence[EvidenceRecord] = ()
) -> None:
    """Store what was derived for an attempt in place of what was stored before."""
    drop(tx, result.attempt)
    tx.execute(insert(RunResult), [{**asdict(result), "data": canonical(result.data)}])
    if decisions:
        rows = [
            {("number" if name == "index" else name): value for name, value in asdict(one).items()} for one in decisions
        ]
        tx.execute(insert(Decision), rows)
    if evidence:
        tx.execute(insert(CompetencyEvidence), [asdict(one) for one in evidence])


def drop(tx: Tx, attempt: str) -> None:
    """Forget what was derived for an attempt."""
    for table in DERIVED:
        tx.execute(delete(table).where(table.__table__.c.attempt == attempt))  # type: ignore[attr-defined]


def drop_all(tx: Tx) -> None:
    """Forget everything derived."""
    for table in DERIVED:
        tx.execute(delete(table))
    tx.execute(delete(ReviewCard))


def get(tx: Tx, attempt: str) -> ResultRecord | None:
    """The result of an attempt."""
    row = tx.get(RunResult, attempt)
    return _result(row) if row else None


def of_person(tx: Tx, person: str) -> dict[str, ResultRecord]:
    """All results of a person by attempt."""
    query = (
        select(RunResult)
        .join(Attempt, col(Attempt.id) == col(RunResult.attempt))
        .where(col(Attempt.person) == person, col(Attempt.quarantine) == "")
    )
    return {row.attempt: _result(row) for row in tx.execute(query).scalars()}


def decisions(tx: Tx, attempt: str) -> tuple[DecisionRecord, ...]:
    """The decisions of an attempt in order."""
    query = select(Decision).where(col(Decision.attempt) == attempt).order_by(col(Decision.number))
    return tuple(map(_decision, tx.execute(query).scalars()))


def evidence(tx: Tx, attempt: str) -> tuple[EvidenceRecord, ...]:
    """The evidence of an attempt by competency."""
    query = select(CompetencyEvidence).where(col(CompetencyEvidence.attempt) == attempt)
    return tuple(map(_evidence, tx.execute(query.order_by(col(CompetencyEvidence.competency))).scalars()))


def evidence_of_person(tx: Tx, person: str) -> tuple[EvidenceRecord, ...]:
    """All evidence of a person; join with ``attempts.of_person`` by attempt for age and novelty."""
    query = (
        select(CompetencyEvidence)
        .join(Attempt, col(Attempt.id) == col(CompetencyEvidence.attempt))
        .where(col(Attempt.person) == person, col(Attempt.quarantine) == "")
        .order_by(col(Attempt.started), col(Attempt.id), col(CompetencyEvidence.competency))
    )
    return tuple(map(_evidence, tx.execute(query).scalars()))


def missing(tx: Tx, scoring_version: int) -> tuple[str, ...]:
    """Ids of closed attempts at cases without a result of this scoring version, oldest first."""
    query = (
        select(col(Attempt.id))
        .outerjoin(
            RunResult,
            (col(RunResult.attempt) == col(Attempt.id)) & (col(RunResult.scoring_version) == scoring_version),
        )
        .where(
            col(RunResult.attempt).is_(None),
            col(Attempt.status) != Status.OPEN.value,
            col(Attempt.kind) == AttemptKind.CASE.value,
        )
        .order_by(col(Attempt.started), col(Attempt.id))
    )
    return tuple(tx.execute(query).scalars())


def attempts_with_results(tx: Tx) -> tuple[str, ...]:
    """Ids of all attempts of which something is derived."""
    found: set[str] = set()
    for table in (RunResult, QuizResult, ItemAnswer):
        found.update(tx.execute(select(col(table.attempt)).distinct()).scalars())
    return tuple(sorted(found))


def _result(row: RunResult) -> ResultRecord:
    values = {name: getattr(row, name) for name in ResultRecord.__slots__ if name != "data"}
    return ResultRecord(**values, data=json.loads(row.data))


def _decision(row: Decision) -> DecisionRecord:
    values = {name: getattr(row, name) for name in DecisionRecord.__slots__ if name != "index"}
    return DecisionRecord(**values, index=row.number)


def _evidence(row: CompetencyEvidence) -> EvidenceRecord:
    return EvidenceRecord(row.attempt, row.competency, row.weight, row.quality, row.chance, row.decisions)
