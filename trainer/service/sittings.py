"""A quiz attempt out of the database and back: its paper read, its log replayed, new events appended."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING

from trainer.engine.quiz import actions_of, paper_from_dict, paper_to_dict, replay
from trainer.engine.quiz_types import Paper, Purpose, QuizEvent, QuizEventType, QuizState
from trainer.errors import DatabaseError, UsageError
from trainer.service.log import INTERRUPTED
from trainer.store import attempts, contents, events
from trainer.store.chain import canonical, digest
from trainer.store.records import AttemptKind, AttemptRecord, EventRecord, NewEvent, Status

if TYPE_CHECKING:
    from trainer.store import Tx

PAPER = "paper"
"""Kind of a stored content: the canonical JSON of a whole paper."""

KEPT = 32
"""Papers and sittings kept in memory."""

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


@dataclass(slots=True)
class Papers:
    """Papers and sittings that were used lately. Safe to use from several threads."""

    _papers: OrderedDict[str, Paper] = field(default_factory=OrderedDict)
    _sittings: OrderedDict[str, Sitting] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, name: str, text: str | None) -> Paper:
        """The paper of a stored text (``name``: its digest); SV205 if the text is missing or is no paper."""
        with self._lock:
            known = self._papers.get(name)
        if known is not None:
            return known
        try:
            if text is None or digest(text) != name:
                raise ValueError(name)
            paper = paper_from_dict(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise DatabaseError("SV205", place=name) from error
        return self.keep(name, paper)

    def known(self, name: str) -> bool:
        """Whether this paper is in memory."""
        with self._lock:
            return name in self._papers

    def keep(self, name: str, paper: Paper) -> Paper:
        """Remember a paper."""
        with self._lock:
            self._papers[name] = paper
            while len(self._papers) > KEPT:
                self._papers.popitem(last=False)
        return paper

    def recalled(self, attempt: str) -> Sitting | None:
        """A sitting as this service last saw it; somebody else may have written to it since."""
        with self._lock:
            return self._sittings.get(attempt)

    def remember(self, sitting: Sitting) -> Sitting:
        """Keep a sitting for its next action."""
        with self._lock:
            self._sittings[sitting.record.id] = sitting
            self._sittings.move_to_end(sitting.record.id)
            while len(self._sittings) > KEPT:
                self._sittings.popitem(last=False)
        return sitting


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
    if papers.known(record.content):
        return papers.read(record.content, None)
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
