"""The result of a quiz: its score, by competency, how well confidence fitted, and what it shows of 知识.

Knowledge is told apart from judgement (scoring.md §4): these pieces of evidence never enter the estimate that decisions
make, and none weighs more than half a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trainer.engine.quiz_grade import grade, pending
from trainer.engine.quiz_types import Confidence, Entry, Given, Grade, Paper, Purpose, QuizState, Response

KNOWLEDGE_WEIGHT = 0.5
"""Weight of one item, split between its competencies."""

_ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One entry of the paper with what was made of it; ``given`` None if it was not reached."""

    entry: Entry
    given: Given | None
    response: Response
    grade: Grade
    pending: bool

    @property
    def omitted(self) -> bool:
        """Nothing was answered."""
        return self.given is None or self.response.omitted


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """Mean score 0-1 of a quiz's items of one competency, omitted ones 0."""

    competency: str
    items: int
    score: float


@dataclass(frozen=True, slots=True)
class CalibrationScore:
    """Of the answers given with one confidence: how many, and their mean score 0-1 (None without answers)."""

    confidence: Confidence
    answers: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one answer says about the knowledge of one competency.

    Attributes:
        competency: Short name.
        item: Id of the item. file: 编号 of its file; takes the place of the scenario in ``evidence.Observation``.
        index: Position in the paper.
        quality, random_quality: Score of the answer and of guessing, 0-1.
        weight: Share of at most ``KNOWLEDGE_WEIGHT``; exposure and age are not in it yet.
    """

    competency: str
    item: str
    file: str
    index: int
    quality: float
    random_quality: float
    weight: float


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The result of a quiz.

    Attributes:
        items: One per entry of the paper.
        score: 0-100, mean of all items, omitted and unrated ones 0.
        passed: Whether an exam's pass mark was reached; None if it is no exam, has not ended, or hangs on free texts
            that are not rated yet.
        right: Items with full marks. omitted: without an answer. pending: free texts that are not rated yet.
        used_ms: Time from the first item to the end.
        competencies: In the order in which the paper names them.
        calibration: One per confidence, sure first.
        knowledge: Evidence of 知识.
    """

    items: tuple[ItemResult, ...]
    score: float
    passed: bool | None
    right: int
    omitted: int
    pending: int
    used_ms: int
    timed_out: bool
    competencies: tuple[CompetencyScore, ...]
    calibration: tuple[CalibrationScore, ...]
    knowledge: tuple[Knowledge, ...]


def score_quiz(paper: Paper, state: QuizState) -> QuizResult:
    """Score a quiz as it stands; what was not answered counts as omitted."""
    items = tuple(_results(paper, state))
    score = 100 * sum(item.grade.score for item in items) / len(items) if items else 0.0
    waiting = sum(1 for item in items if item.pending)
    passed: bool | None = None
    if paper.purpose is Purpose.EXAM and state.ended:
        passed = score >= paper.pass_mark - _ENOUGH or (None if _may_pass(items, paper.pass_mark) else False)
    return QuizResult(
        items=items,
        score=score,
        passed=passed,
        right=sum(1 for item in items if item.grade.right),
        omitted=sum(1 for item in items if item.omitted),
        pending=waiting,
        used_ms=state.used_ms,
        timed_out=state.timed_out,
        competencies=_competencies(items),
        calibration=calibration(
            (item.given.confidence, item.grade.score)
            for item in items
            if item.given is not None and not item.pending and not item.omitted
        ),
        knowledge=tuple(_knowledge(items)),
    )


def calibration(answers: Iterable[tuple[Confidence | None, float]]) -> tuple[CalibrationScore, ...]:
    """How answers went by how sure their author was.

    Args:
        answers: Confidence (None: not asked, left out) and score 0-1 of each answer.
    """
    scores: dict[Confidence, list[float]] = {confidence: [] for confidence in Confidence}
    for confidence, score in answers:
        if confidence is not None:
            scores[confidence].append(score)
    return tuple(
        CalibrationScore(confidence, len(found), sum(found) / len(found) if found else None)
        for confidence, found in scores.items()
    )


def _results(paper: Paper, state: QuizState) -> Iterable[ItemResult]:
    for index, entry in enumerate(paper.entries):
        given = state.given[index] if index < len(state.given) else None
        response = given.response if given else Response()
        yield ItemResult(entry, given, response, grade(entry.item, response), pending(entry.item, response))


def _may_pass(items: tuple[ItemResult, ...], pass_mark: int) -> bool:
    """Whether the mark would be reached if every unrated text were rated best."""
    best = sum(1.0 if item.pending else item.grade.score for item in items)
    return any(item.pending for item in items) and 100 * best / len(items) >= pass_mark - _ENOUGH


def _competencies(items: tuple[ItemResult, ...]) -> tuple[CompetencyScore, ...]:
    scores: dict[str, list[float]] = {}
    for item in items:
        for competency in item.entry.item.competencies:
            scores.setdefault(competency, []).append(item.grade.score)
    return tuple(CompetencyScore(name, len(found), sum(found) / len(found)) for name, found in scores.items())


def _knowledge(items: tuple[ItemResult, ...]) -> Iterable[Knowledge]:
    """Evidence of the items that were put before the learner; not of his own ratings, nor of decisions of cases."""
    for index, result in enumerate(items):
        item = result.entry.item
        if result.given is None or result.entry.derived or result.grade.self_rated:
            continue
        for competency in item.competencies:
            yield Knowledge(
                competency,
                item.id,
                item.id.partition("/")[0],
                index,
                result.grade.score,
                result.grade.chance,
                KNOWLEDGE_WEIGHT / len(item.competencies),
            )
