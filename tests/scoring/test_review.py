"""The review schedule: py-fsrs's published facts, our rule of ratings, and what any sequence of reviews keeps to."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Card, Scheduler
from fsrs import Rating as FsrsRating
from hypothesis import given
from hypothesis import strategies as st

from trainer.engine.quiz_types import Confidence, Grade
from trainer.scoring.review import MAXIMUM_INTERVAL_DAYS, CardState, Rating, is_due, new_card, rating, recall, review

START = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
AGAIN, HARD, GOOD, EASY = Rating


def intervals(*ratings: Rating) -> list[int]:
    """Days from each review to the next, each card reviewed when it is due."""
    card, now, found = None, START, []
    for given_rating in ratings:
        card = review(card, given_rating, now.isoformat())
        due = datetime.fromisoformat(card.due)
        found.append((due - now).days)
        now = due
    return found


def test_known_intervals() -> None:
    assert intervals(GOOD, GOOD, GOOD, GOOD) == [2, 11, 46, 90]
    assert intervals(AGAIN, GOOD, GOOD) == [1, 2, 6]


def test_known_memory() -> None:
    """py-fsrs's own test of stability and difficulty; it holds whatever the learning steps are."""
    card, now = None, START
    for given_rating, days in [(AGAIN, 0), (GOOD, 0), (GOOD, 1), (GOOD, 3), (GOOD, 8), (GOOD, 21)]:
        now += timedelta(days=days)
        card = review(card, given_rating, now.isoformat())
    assert card is not None
    assert card.stability == pytest.approx(53.62691, abs=1e-4)
    assert card.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_agrees_with_the_package_called_directly() -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=90, enable_fuzzing=False)
    rng = random.Random(7)
    card, now, ours = Card(card_id=1, due=START), START, None
    for _ in range(60):
        chosen = rng.choice(list(Rating))
        card, _log = scheduler.review_card(card, FsrsRating(int(chosen)), now)
        ours = review(ours, chosen, now.isoformat())
        assert (ours.stability, ours.difficulty) == (card.stability, card.difficulty)
        assert datetime.fromisoformat(ours.due) == card.due
        now += timedelta(hours=rng.choice([1, 20, 30, 200, 3000]))


@pytest.mark.parametrize(
    ("right", "confidence", "easy", "expected"),
    [
        (False, Confidence.SURE, True, AGAIN),
        (False, None, False, AGAIN),
        (True, Confidence.GUESS, False, HARD),
        (True, Confidence.LIKELY, False, GOOD),
        (True, Confidence.SURE, False, GOOD),
        (True, None, False, GOOD),
        (True, None, True, EASY),
        (True, Confidence.GUESS, True, EASY),
    ],
)
def test_the_rule_of_ratings(right: bool, confidence: Confidence | None, easy: bool, expected: Rating) -> None:
    assert rating(Grade(score=0.9, chance=0.0, right=right), confidence, easy=easy) is expected


def test_a_card_put_in_by_hand_is_due_at_once() -> None:
    card = new_card(START.isoformat())
    assert is_due(card, START.isoformat())
    assert (card.reviews, card.lapses, recall(card, START.isoformat())) == (0, 0, 0.0)


def test_a_wrong_answer_is_due_the_next_day_and_no_lapse() -> None:
    card = review(None, AGAIN, START.isoformat())
    assert datetime.fromisoformat(card.due) == START + timedelta(days=1)
    assert (card.reviews, card.lapses) == (1, 0)
    assert review(card, AGAIN, card.due).lapses == 1


def test_offsets_are_understood_and_utc_comes_out() -> None:
    here = START.astimezone(timezone(timedelta(hours=8)))
    assert review(None, GOOD, here.isoformat()) == review(None, GOOD, START.isoformat())
    assert new_card(here.isoformat()).due == START.isoformat()
    with pytest.raises(ValueError, match="offset"):
        review(None, GOOD, "2022-11-29T12:30:00")


def test_a_clock_set_back_does_no_harm() -> None:
    card = review(None, GOOD, START.isoformat())
    again = review(card, GOOD, (START - timedelta(days=9)).isoformat())
    assert again.last == card.last
    assert datetime.fromisoformat(again.due) > START


def test_a_form_of_the_future_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="format"):
        CardState.from_dict({**new_card(START.isoformat()).to_dict(), "format": 2})


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 200 * 24)), min_size=1, max_size=12))
def test_any_sequence_of_reviews(reviews: list[tuple[Rating, int]]) -> None:
    card, now = None, START
    for given_rating, hours in reviews:
        before, rng_before = card, random.getstate()
        card = review(card, given_rating, now.isoformat())
        assert random.getstate() == rng_before
        assert CardState.from_dict(json.loads(json.dumps(card.to_dict()))) == card
        assert review(before, given_rating, now.isoformat()) == card
        wait = datetime.fromisoformat(card.due) - now
        assert timedelta(days=1) <= wait <= timedelta(days=MAXIMUM_INTERVAL_DAYS)
        assert 1 <= (card.difficulty or 0) <= 10
        better = review(before, GOOD, now.isoformat())
        worse = review(before, AGAIN, now.isoformat())
        assert datetime.fromisoformat(worse.due) <= datetime.fromisoformat(better.due)
        now += timedelta(hours=hours)
    assert card is not None and 0 <= recall(card, now.isoformat()) <= 1
