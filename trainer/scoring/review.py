"""When a card is asked again: FSRS by the ``fsrs`` package (scoring.md §7), as pure functions of a small state.

No learning steps (a course is read once a day, not every ten minutes), no fuzz, no interval above 90 days, the
package's default parameters. Moments come in and go out as ISO 8601 texts with an offset; those that go out are UTC.
The package is imported when the first card is reviewed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trainer.engine.quiz_types import Confidence, Grade

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

CARD_FORMAT = 1
MAXIMUM_INTERVAL_DAYS = 90
"""The longest wait for a card; a course lasts months, not years."""

DECISION_REGRET = 8.0
"""A decision that cost more than this gets a card (失误 and worse)."""

_EPOCH = "1970-01-01T00:00:00+00:00"


class Rating(IntEnum):
    """How a card went; FSRS's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class CardState:
    """What is known of a card.

    Attributes:
        due: When it is due, ISO 8601 in UTC.
        last: Its last review, None for a card that was never reviewed.
        stability: Days after which it is remembered with 90 %; None before the first review.
        difficulty: 1-10; None before the first review.
        reviews: How often it was reviewed. lapses: how often it was forgotten after it had been known.
    """

    due: str
    last: str | None = None
    stability: float | None = None
    difficulty: float | None = None
    reviews: int = 0
    lapses: int = 0

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {"format": CARD_FORMAT, **asdict(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CardState:
        """Read what ``to_dict`` wrote; raises ValueError for a format that this version cannot read."""
        fields = dict(data)
        if fields.pop("format", None) != CARD_FORMAT:
            raise ValueError(f"card format {data.get('format')!r} is not readable")
        return cls(**fields)


def rating(grade: Grade, confidence: Confidence | None = None, *, easy: bool = False) -> Rating:
    """Not full marks: Again. Right, but guessed: Hard. Right: Good. Easy only by the learner's word, and if right."""
    if not grade.right:
        return Rating.AGAIN
    if easy:
        return Rating.EASY
    return Rating.HARD if confidence is Confidence.GUESS else Rating.GOOD


def new_card(now: str) -> CardState:
    """A card that was put in by hand: due at once, never reviewed."""
    return CardState(due=_utc(now))


def review(card: CardState | None, given: Rating, now: str) -> CardState:
    """The card after a review.

    Args:
        card: As it was; None for a card that this answer makes (a wrong answer, a costly decision).
        given: How it went.
        now: When; a moment before the last review counts as that.

    Raises:
        ValueError: ``now`` has no offset, or is no moment.
    """
    from fsrs import Rating as FsrsRating

    card = card or new_card(now)
    asked = _card(card)
    moment = _moment(now)
    if asked.last_review is not None:
        moment = max(moment, asked.last_review)
    after, _ = _scheduler().review_card(asked, FsrsRating(int(given)), moment)
    assert after.last_review is not None  # noqa: S101 - review_card has set it
    return CardState(
        due=after.due.isoformat(),
        last=after.last_review.isoformat(),
        stability=after.stability,
        difficulty=after.difficulty,
        reviews=card.reviews + 1,
        lapses=card.lapses + (given is Rating.AGAIN and card.reviews > 0),
    )


def is_due(card: CardState, now: str) -> bool:
    """Whether a card is due."""
    return bool(_moment(card.due) <= _moment(now))


def recall(card: CardState, now: str) -> float:
    """Probability that the card is remembered now, 0-1; 0 before the first review."""
    return float(_scheduler().get_card_retrievability(_card(card), _moment(now)))


# --- the package -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=MAXIMUM_INTERVAL_DAYS, enable_fuzzing=False
    )


def _card(card: CardState) -> Card:
    """The package's card; it reads the texts, so that no module here needs a calendar."""
    from fsrs import Card

    reviewed = card.reviews > 0
    return Card.from_dict(
        {
            "card_id": 0,
            "state": 2 if reviewed else 1,
            "step": None if reviewed else 0,
            "stability": card.stability,
            "difficulty": card.difficulty,
            "due": card.due,
            "last_review": card.last,
        }
    )


def _moment(text: str) -> Any:
    """The aware UTC ``datetime`` of a text."""
    from fsrs import Card

    found = Card.from_dict(
        {"card_id": 0, "state": 1, "step": 0, "stability": None, "difficulty": None, "due": text, "last_review": _EPOCH}
    )
    if found.due.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    assert found.last_review is not None  # noqa: S101 - it is the epoch
    return found.due.astimezone(found.last_review.tzinfo)


def _utc(text: str) -> str:
    return str(_moment(text).isoformat())
