"""A quiz attempt out of the database and back: its paper read, its log replayed, new events appended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trainer.engine.quiz import actions_of, paper_to_dict, replay
from trainer.engine.quiz_types import Paper, Purpose, QuizEvent, QuizEventType, QuizState
from trainer.errors import DatabaseError, UsageError
from trainer.service.log import INTERRUPTED
from trainer.service.papers import Papers
from trainer.store import attempts, contents, events
from trainer.store.chain import canonical
from trainer.store.records import AttemptKind, AttemptRecord, EventRecord, NewEvent, Status

if TYPE_CHECKING:
    from trainer.store import Tx

PAPER = "paper"
"""Kind of a stored content: the canonical JSON of a whole paper."""

_TYPES = frozenset(kind.value for kind in QuizEventType)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A quiz attempt as stored, and replayed.

    Attributes:
        record: The attempt.
        paper: What it asks.
        events: Everything stored of it.
        state: What that came to.
        texts: Free answers still kept, by the index of their item.
    """

    record: AttemptRecord
    paper: Paper
    events: tuple[EventRecord, ...]
    state: QuizState
    texts: dict[int, str]

    @property
    def closed(self) -> bool:
        """Nothing can be answered any more."""
        return self.record.status is not Status.OPEN

    @property
    def told(self) -> bool:
        """Whether grades may be shown: always but in an exam that is not over."""
        return self.closed or self.paper.purpose is not Purpose.EXAM

    @property
    def interrupted(self) -> bool:
        """It was left and taken up again."""
        return any(event.type == INTERRUPTED for event in self.events)

    @property
    def next_seq(self) -> int:
        """Place of the next event."""
        return self.events[-1].seq + 1


def paper_text(paper: Paper) -> str:
    """The text of a paper that is stored; the same paper always has the same."""
    return canonical(paper_to_dict(paper))


def load(papers: Papers, tx: Tx, attempt: str) -> Sitting:
    """Read a quiz attempt and replay it.

    Raises:
        UsageError: ``SV201``, no such quiz attempt.
        DatabaseError: ``SV205``, its paper is missing or unreadable; ``SV208``, its events are.
    """
    record = attempts.get(tx, attempt)
    if record is None or record.kind is not AttemptKind.QUIZ:
        raise UsageError("SV201", place=attempt)
    paper = paper_of(papers, tx, record)
    try:
        return replayed(record, paper, events.of_attempt(tx, attempt), events.texts(tx, attempt))
    except (UsageError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DatabaseError("SV208", place=attempt) from error


def paper_of(papers: Papers, tx: Tx, record: AttemptRecord) -> Paper:
    """The paper of an attempt."""
    known = papers.known(record.content)
    if known is not None:
        return known
    content = contents.get(tx, record.content)
    return papers.read(record.content, content.text if content else None)


def replayed(record: AttemptRecord, paper: Paper, stored: Sequence[EventRecord], texts: dict[int, str]) -> Sitting:
    """Replay stored events; ``texts`` by the seq of their event."""
    state = replay(paper, actions_of(quiz_events(stored)))[-1][0]
    kept = {int(e.data["index"]): texts[e.seq] for e in stored if e.type == QuizEventType.REPLIED and e.seq in texts}
    return Sitting(record, paper, tuple(stored), state, kept)


def extended(
    sitting: Sitting, record: AttemptRecord, written: Sequence[EventRecord], state: QuizState, new: Sequence[NewEvent]
) -> Sitting:
    """The sitting after these events were appended, without reading anything again."""
    texts = {int(event.data["index"]): event.text for event in new if event.text is not None}
    return replace(
        sitting,
        record=record,
        events=(*sitting.events, *written),
        state=state,
        texts={**sitting.texts, **texts} if texts else sitting.texts,
    )


def quiz_events(stored: Iterable[EventRecord]) -> tuple[QuizEvent, ...]:
    """The engine's events of a stored log."""
    return tuple(QuizEvent(QuizEventType(event.type), event.data) for event in stored if event.type in _TYPES)
