"""The result of a quiz: score, pass mark, competencies, calibration, evidence of knowledge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.items import Item, ItemType
from trainer.engine.paper import compose
from trainer.engine.quiz import key, start, step
from trainer.engine.quiz_types import Confidence, HandIn, Paper, Purpose, QuizState, Rate, Reply, Response
from trainer.scoring.evidence import Observation, estimate
from trainer.scoring.quiz import KNOWLEDGE_WEIGHT, CalibrationScore, calibration, score_quiz

SURE, LIKELY, GUESS = Confidence


def paper(*items: Item, purpose: Purpose = Purpose.EXAM, pass_mark: int = 60) -> Paper:
    return compose("甲", "卷", purpose, items, "s", shuffle=False, pass_mark=pass_mark)


def answered(asked: Paper, *responses: Response, confidence: Confidence | None = None) -> QuizState:
    """These answers in order, then handed in."""
    state = start(asked)
    for i, response in enumerate(responses):
        state, _ = step(asked, state, Reply(i, response, confidence, 1000))
    return state if state.ended else step(asked, state, HandIn(500))[0]


def pick(option: int) -> Response:
    return Response(picks=(option,))


def test_the_score_is_the_mean_with_omitted_items_as_nothing() -> None:
    asked = paper(made.single("一"), made.single("二"), made.judgement(0, 2, 1), made.single("四"))
    found = score_quiz(asked, answered(asked, pick(0), Response(), pick(2)))
    assert found.score == pytest.approx(37.5)
    assert (found.right, found.omitted, found.pending, found.used_ms) == (1, 2, 0, 3500)
    assert found.passed is False


@pytest.mark.parametrize(("right", "passed"), [(2, False), (3, True), (5, True)])
def test_the_pass_mark_is_passed_when_reached(right: int, passed: bool) -> None:
    asked = paper(*(made.single(str(i)) for i in range(5)), pass_mark=60)
    found = score_quiz(asked, answered(asked, *(pick(0 if i < right else 1) for i in range(5))))
    assert found.passed is passed


def test_only_an_exam_that_ended_is_passed_or_failed() -> None:
    practice = paper(made.single(), purpose=Purpose.PRACTICE)
    assert score_quiz(practice, answered(practice, pick(0))).passed is None
    exam = paper(made.single("一"), made.single("二"))
    assert score_quiz(exam, step(exam, start(exam), Reply(0, pick(0)))[0]).passed is None


def test_an_unrated_text_leaves_it_open_whether_an_exam_is_passed() -> None:
    written = Response(length=9, digest="0" * 64)
    asked = paper(made.free(), made.single())
    state = answered(asked, written, pick(0))
    found = score_quiz(asked, state)
    assert (found.score, found.pending, found.passed) == (50.0, 1, None)
    assert score_quiz(asked, step(asked, state, Rate(0, 3))[0]).passed is True
    assert score_quiz(asked, step(asked, state, Rate(0, 0))[0]).passed is False
    assert score_quiz(asked, answered(asked, written, pick(1))).passed is False  # 50 at best


def test_by_competency_in_the_order_of_the_paper() -> None:
    asked = paper(
        made.single("一", competencies=("情报信任",)),
        made.single("二", competencies=("客户选择", "情报信任")),
        made.single("三"),
    )
    found = score_quiz(asked, answered(asked, pick(0), pick(1), pick(0)))
    assert [(c.competency, c.items, c.score) for c in found.competencies] == [("情报信任", 2, 0.5), ("客户选择", 1, 0)]


def test_calibration() -> None:
    rows = calibration([(SURE, 1.0), (SURE, 0.0), (None, 1.0), (GUESS, 0.25)])
    assert rows == (CalibrationScore(SURE, 2, 0.5), CalibrationScore(LIKELY, 0, None), CalibrationScore(GUESS, 1, 0.25))


def test_calibration_leaves_out_what_was_not_answered() -> None:
    asked = paper(made.single("一"), made.single("二"), made.free())
    state = answered(asked, pick(0), Response(), Response(length=1, digest="0" * 64), confidence=SURE)
    assert score_quiz(asked, state).calibration[0] == CalibrationScore(SURE, 1, 1.0)


def test_knowledge_weighs_at_most_half_a_decision() -> None:
    both = ("客户选择", "情报信任")
    asked = paper(made.single("一", competencies=both), made.single("二", competencies=both[:1]))
    found = score_quiz(asked, answered(asked, pick(0), pick(1))).knowledge
    assert [(k.competency, k.item, k.file, k.index, k.quality, k.random_quality, k.weight) for k in found] == [
        ("客户选择", "甲/一", "甲", 0, 1.0, 0.25, 0.25),
        ("情报信任", "甲/一", "甲", 0, 1.0, 0.25, 0.25),
        ("客户选择", "甲/二", "甲", 1, 0.0, 0.25, 0.5),
    ]


def test_own_ratings_decisions_and_unseen_items_are_no_knowledge() -> None:
    named = ("客户选择",)
    own = made.item(ItemType.FREE, "自评", competencies=named)
    decision, unseen = made.single("决定", competencies=named), made.single("没轮到", competencies=named)
    asked = compose("甲", "卷", Purpose.REVIEW, (own, decision, unseen), "s", shuffle=False, derived={decision.id})
    assert score_quiz(asked, answered(asked, Response(rating=3, length=2), pick(0))).knowledge == ()


def test_knowledge_makes_an_estimate_by_the_rules_of_evidence() -> None:
    """Eight items out of three files are the least that a level is told from."""
    items = [made.single(str(i), competencies=("客户选择",)) for i in range(8)]
    asked = paper(*items)
    found = score_quiz(asked, answered(asked, *(key(item) for item in items))).knowledge
    seen = [Observation(f"{k.file}{k.index % 3}", k.quality, k.random_quality, k.weight, 1, 0.0) for k in found]
    assert estimate(seen, now=0.0).sufficient
    assert not estimate(seen[1:], now=0.0).sufficient


@given(st.data())
def test_any_quiz(data: st.DataObject) -> None:
    asked = data.draw(made.papers())
    state = start(asked)
    for i in range(data.draw(st.integers(0, len(asked.entries)))):
        if not state.ended:
            response = data.draw(made.responses(asked.entries[i].item))
            state, _ = step(asked, state, Reply(i, response, data.draw(st.sampled_from(Confidence)), 100))
    found = score_quiz(asked, state)
    assert 0 <= found.score <= 100
    assert len(found.items) == len(asked.entries)
    assert found.right + found.omitted + found.pending <= len(asked.entries)
    for index in range(len(found.items)):
        assert sum(k.weight for k in found.knowledge if k.index == index) <= KNOWLEDGE_WEIGHT + 1e-12
