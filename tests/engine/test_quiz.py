"""Taking a quiz: order, time, hand-in, own ratings; every test runs a second time through JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.items import Item
from trainer.engine import quiz
from trainer.engine.paper import compose
from trainer.engine.quiz_types import (
    Confidence,
    HandIn,
    Paper,
    Purpose,
    QuizAction,
    QuizEvent,
    QuizEventType,
    QuizState,
    Rate,
    Reply,
    Response,
    Tick,
)
from trainer.errors import UsageError


class Sitting:
    """One quiz: the present state, all events and actions so far."""

    def __init__(self, paper: Paper, through_json: bool) -> None:
        self.json = through_json
        self.paper = self._paper(paper)
        self.state = self._state(quiz.start(self.paper))
        self.events: list[QuizEvent] = []
        self.actions: list[QuizAction] = []

    def act(self, action: QuizAction) -> Sitting:
        state, events = quiz.step(self.paper, self.state, action)
        self.state = self._state(state)
        if self.json:
            events = tuple(QuizEvent.from_dict(json.loads(json.dumps(event.to_dict()))) for event in events)
        self.events += events
        self.actions.append(action)
        return self

    def answer(self, *picks: int, elapsed: int = 0, confidence: Confidence | None = None) -> Sitting:
        return self.act(Reply(len(self.state.given), Response(picks=picks), confidence, elapsed))

    @property
    def kinds(self) -> list[QuizEventType]:
        return [event.type for event in self.events]

    def _paper(self, paper: Paper) -> Paper:
        if not self.json:
            return paper
        read = quiz.paper_from_dict(json.loads(json.dumps(quiz.paper_to_dict(paper))))
        assert read == paper
        return read

    def _state(self, state: QuizState) -> QuizState:
        if not self.json:
            return state
        read = quiz.state_from_dict(json.loads(json.dumps(quiz.state_to_dict(state))))
        assert read == state
        return read


Sit = Callable[[Paper], Sitting]


@pytest.fixture(params=["memory", "json"])
def sit(request: pytest.FixtureRequest) -> Sit:
    return lambda paper: Sitting(paper, request.param == "json")


def paper(*items: Item, limit_ms: int | None = None) -> Paper:
    asked = items or (made.single("一"), made.single("二"), made.single("三"))
    return compose("甲", "卷", Purpose.EXAM, asked, "s", shuffle=False, limit_ms=limit_ms)


def test_items_are_answered_in_order_until_the_last(sit: Sit) -> None:
    sitting = sit(paper()).answer(0).answer(1).answer(2, confidence=Confidence.SURE)
    assert sitting.state.ended and not sitting.state.timed_out
    assert sitting.kinds == [QuizEventType.REPLIED] * 3 + [QuizEventType.COMPLETED]
    assert [g.response.picks for g in sitting.state.given] == [(0,), (1,), (2,)]
    assert sitting.state.given[2].confidence is Confidence.SURE


def test_a_paper_without_items_is_over_at_once() -> None:
    assert quiz.start(compose("甲", "卷", Purpose.PRACTICE, (), "s")).ended


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Reply(1, Response()), "EN202"),
        (Reply(0, Response(picks=(9,))), "EN203"),
        (Reply(0, Response(picks=(0, 1))), "EN203"),
        (Reply(0, Response(texts=("甲",))), "EN203"),
        (Reply(0, Response(rating=1)), "EN203"),
        (Tick(-1), "EN104"),
        (Rate(0, 1), "EN202"),
    ],
    ids=str,
)
def test_what_is_refused_changes_nothing(sit: Sit, action: QuizAction, code: str) -> None:
    sitting = sit(paper())
    before = sitting.state
    with pytest.raises(UsageError) as error:
        sitting.act(action)
    assert error.value.code == code
    assert sitting.state == before


def test_nothing_follows_the_end(sit: Sit) -> None:
    sitting = sit(paper()).act(HandIn(5))
    assert sitting.kinds == [QuizEventType.HANDED_IN]
    for action in (Reply(0, Response()), Tick(1), HandIn()):
        with pytest.raises(UsageError, match="EN201"):
            sitting.act(action)


def test_time_passes_with_answers_and_ticks(sit: Sit) -> None:
    sitting = sit(paper(limit_ms=1000)).act(Tick(300)).answer(0, elapsed=200).act(Tick(100))
    assert sitting.state.remaining_ms == 400
    assert sitting.state.given[0].elapsed_ms == 500
    assert sitting.state.used_ms == 600


@pytest.mark.parametrize("elapsed", [1000, 1001, 10**9])
def test_an_answer_that_comes_when_time_is_over_is_not_taken(sit: Sit, elapsed: int) -> None:
    sitting = sit(paper(limit_ms=1000)).answer(0, elapsed=elapsed)
    assert sitting.state == QuizState((), 0, ended=True, timed_out=True, spent_ms=1000)
    assert sitting.events == [QuizEvent(QuizEventType.TIMED_OUT, {"elapsed_ms": 1000})]


def test_an_answer_in_the_last_millisecond_is_taken(sit: Sit) -> None:
    sitting = sit(paper(limit_ms=1000)).answer(0, elapsed=999)
    assert len(sitting.state.given) == 1 and not sitting.state.ended


@pytest.mark.parametrize("action", [Tick(1000), HandIn(1000)], ids=str)
def test_time_runs_out(sit: Sit, action: QuizAction) -> None:
    assert sit(paper(limit_ms=1000)).act(action).state.timed_out


def test_a_free_text_is_rated_once_even_after_the_end(sit: Sit) -> None:
    sitting = sit(paper(made.free())).act(Reply(0, Response(length=3, digest="0" * 64)))
    assert sitting.state.ended
    asked = sitting.paper.entries[0].item
    assert quiz.pending(asked, sitting.state.given[0].response)
    sitting.act(Rate(0, 2))
    assert not quiz.pending(asked, sitting.state.given[0].response)
    assert quiz.grade(asked, sitting.state.given[0].response).score == pytest.approx(2 / 3)
    with pytest.raises(UsageError, match="EN204"):
        sitting.act(Rate(0, 3))


@pytest.mark.parametrize("rating", [-1, 4])
def test_a_rating_out_of_range_is_refused(sit: Sit, rating: int) -> None:
    sitting = sit(paper(made.free())).act(Reply(0, Response(length=3, digest="0" * 64)))
    with pytest.raises(UsageError, match="EN204"):
        sitting.act(Rate(0, rating))


def test_what_was_not_answered_counts_as_omitted(sit: Sit) -> None:
    sitting = sit(paper()).answer(1).act(HandIn())
    assert quiz.responses(sitting.paper, sitting.state) == (Response(picks=(1,)), Response(), Response())


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    """A random quiz to its end, or to some moment before."""
    sitting = Sitting(draw(made.papers()), through_json=True)
    for _ in range(draw(st.integers(0, 9))):
        if sitting.state.ended:
            break
        at, elapsed = len(sitting.state.given), draw(st.integers(0, 9000))
        kind = draw(st.integers(0, 9))
        if kind == 0:
            sitting.act(HandIn(elapsed))
        elif kind < 3:
            sitting.act(Tick(elapsed))
        else:
            response = draw(made.responses(sitting.paper.entries[at].item))
            sure = draw(st.none() | st.sampled_from(Confidence))
            sitting.act(Reply(at, response, sure, elapsed, draw(st.booleans())))
    for i, g in enumerate(sitting.state.given):
        if quiz.pending(sitting.paper.entries[i].item, g.response) and draw(st.booleans()):
            sitting.act(Rate(i, draw(st.integers(0, 3))))
    return sitting


@given(sittings())
def test_a_replay_of_actions_or_events_gives_the_same(sitting: Sitting) -> None:
    played = quiz.replay(sitting.paper, sitting.actions)
    assert played[-1][0] == sitting.state
    assert [event for _, events in played for event in events] == sitting.events
    again = quiz.replay(sitting.paper, quiz.actions_of(sitting.events))
    assert again[-1][0] == sitting.state
    assert [event for _, events in again for event in events] == sitting.events


@given(sittings())
def test_time_adds_up(sitting: Sitting) -> None:
    state, limit = sitting.state, sitting.paper.limit_ms
    assert state.used_ms == sum(event.data.get("elapsed_ms", 0) for event in sitting.events)
    if limit is not None:
        assert state.remaining_ms == limit - state.used_ms
        assert state.timed_out == (state.remaining_ms == 0)


@pytest.mark.parametrize("fmt", [None, 0, 2, "1"])
def test_a_form_of_the_future_is_not_guessed_at(fmt: object) -> None:
    known = paper()
    with pytest.raises(ValueError, match="format"):
        quiz.paper_from_dict({**quiz.paper_to_dict(known), "format": fmt})
    with pytest.raises(ValueError, match="format"):
        quiz.state_from_dict({**quiz.state_to_dict(quiz.start(known)), "format": fmt})


@given(st.data())
def test_a_grade_survives_json(data: st.DataObject) -> None:
    asked = data.draw(made.items())
    found = quiz.grade(asked, data.draw(made.responses(asked)))
    assert quiz.grade_from_dict(json.loads(json.dumps(quiz.grade_to_dict(found)))) == found
