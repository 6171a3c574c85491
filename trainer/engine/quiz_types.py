"""What goes into a quiz and comes out of it: the paper, the responses, the state, the actions and the grades.

Everything that is stored survives JSON. A paper holds the items whole, so that a stored quiz can be replayed after
its authors have changed the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from trainer.content.items import Item

PAPER_FORMAT = 1
QUIZ_STATE_FORMAT = 1
QUIZ_ENGINE_VERSION = 1
"""Changes whenever the same answers could lead to other grades or another state."""


class Purpose(StrEnum):
    """Why a paper was made."""

    PRACTICE = "practice"  # feedback after each answer
    CHECK = "check"  # embedded in a lesson; feedback after each answer
    MISTAKES = "mistakes"  # 错题本; feedback after each answer
    REVIEW = "review"  # due cards, questions and decisions; feedback after each answer
    EXAM = "exam"  # no feedback before the end, time limit, pass mark


class Confidence(StrEnum):
    """How sure a learner says that he is."""

    SURE = "sure"  # 很确定
    LIKELY = "likely"  # 大概
    GUESS = "guess"  # 猜的


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on a paper with the order in which its options are shown: a permutation of their indices.

    ``order`` is of ``options``, or of ``pairs`` (then it orders the right column). ``card``: id of the card that it
    comes from (``q:<item id>`` or ``d:<scenario>:<node>``). ``derived``: made from a decision of a case.
    """

    item: Item
    order: tuple[int, ...]
    card: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What one quiz asks, in order. ``ident`` is the 编号 of the question file or exam (``review``, ``mistakes``)."""

    ident: str
    title: str
    purpose: Purpose
    entries: tuple[Entry, ...]
    limit_ms: int | None = None
    pass_mark: int = 60


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Indices are in file order.

    Attributes:
        picks: Single, true/false, judgement: one index. Multiple: ascending indices. Ordering: the indices in the order
            given. Matching: for each left, the index of the pair whose right was given, -1 for none. Empty: omitted.
        texts: Blanks: one per blank. Numeric: what was typed. Empty for a free text, whose words are kept apart.
        rating: Free text: the learner's own rating 0-3, else None.
        length, digest: Free text: characters and SHA-256 of the text, else 0 and empty.
    """

    picks: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    rating: int | None = None
    length: int = 0
    digest: str = ""

    @property
    def omitted(self) -> bool:
        """Nothing was answered."""
        return not (self.picks or any(text.strip() for text in self.texts) or self.length or self.rating is not None)


@dataclass(frozen=True, slots=True)
class Grade:
    """What a response is worth.

    Attributes:
        score: 0-1. chance: expected score of random guessing, 0-1 (0 where there is nothing to guess from).
        marks: For each option, pair, element or blank in file order: it was handled rightly.
        right: Full marks.
        self_rated: The score is the learner's own word.
    """

    score: float
    chance: float
    marks: tuple[bool, ...] = ()
    right: bool = False
    self_rated: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given: to which entry, how sure, how long it took (ticks before it included).

    ``easy``: the learner said that the card is easy; only for reviews.
    """

    index: int
    response: Response
    confidence: Confidence | None = None
    elapsed_ms: int = 0
    easy: bool = False


@dataclass(frozen=True, slots=True)
class QuizState:
    """Everything a running quiz knows; no clock. Entries are answered in order; ``given[i]`` answers entry ``i``.

    ``remaining_ms``: what is left of the limit, None without one. ``ended``: all answered, given in, or out of time.
    ``spent_ms``: time since the last answer that was given.
    """

    given: tuple[Given, ...] = ()
    remaining_ms: int | None = None
    ended: bool = False
    timed_out: bool = False
    spent_ms: int = 0

    @property
    def used_ms(self) -> int:
        """Time of the whole quiz so far."""
        return self.spent_ms + sum(given.elapsed_ms for given in self.given)


# --- actions and events -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer the entry ``index`` (it must be the next one); ``elapsed_ms`` is the time since the last action."""

    index: int
    response: Response
    confidence: Confidence | None = None
    elapsed_ms: int = 0
    easy: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """The learner's own rating 0-3 of a free text given before; also possible after the end, once for each."""

    index: int
    rating: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed and nothing was done."""

    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """Finish now; what is not answered counts as omitted."""

    elapsed_ms: int = 0


QuizAction = Reply | Rate | Tick | HandIn


class QuizEventType(StrEnum):
    """What is stored of a quiz. An answer that came after the limit is not taken: ``timed_out`` ends the quiz.

    ``elapsed_ms`` is the time since the last event; that of ``timed_out`` is what was left of the limit.
    """

    REPLIED = "replied"  # index, item, response {picks, texts, rating, length, digest}, confidence, elapsed_ms, easy
    RATED = "rated"  # index, item, rating
    TICKED = "ticked"  # elapsed_ms
    HANDED_IN = "handed_in"  # elapsed_ms
    TIMED_OUT = "quiz_timed_out"  # elapsed_ms
    COMPLETED = "completed"  # the last entry was answered


@dataclass(frozen=True, slots=True)
class QuizEvent:
    """One thing that happened; ``data`` holds only JSON values, keyed as described at ``QuizEventType``."""

    type: QuizEventType
    data: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {"type": self.type.value, "data": self.data}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> QuizEvent:
        """Read what ``to_dict`` wrote."""
        return cls(QuizEventType(data["type"]), data["data"])
