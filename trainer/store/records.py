"""What the store takes and returns: frozen plain data, no rows. Times are aware UTC, durations milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where an attempt stands."""

    OPEN = "open"
    FINISHED = "finished"
    ABANDONED = "abandoned"


class AttemptKind(StrEnum):
    """What an attempt is a run of."""

    CASE = "case"
    QUIZ = "quiz"


class Origin(StrEnum):
    """Where an attempt was made: on this machine, on a class server, or on a laptop whose file was collected."""

    LOCAL = "local"
    CLASS = "class"
    COLLECTED = "collected"


class StoreEvent(StrEnum):
    """Event types that mean something to the store; all other types belong to the engine and the service.

    ``STARTED`` is an attempt's first event. If its last one is the engine's ``ended``, or ends a quiz, the attempt is
    finished, if it is ``ABANDONED`` it is abandoned, else open; a rating that comes later changes neither that nor when
    it was (``attempts.closing``). The others belong to the database (``EventRecord.attempt`` is None):
    ``AMENDED`` {attempt, and new values of person, origin, proctored, number}, ``ERASED`` {person}, ``COLLECTED``
    {seal, database, person, events}, ``RESTORED`` {backup, lost, head}, ``QUARANTINED`` {attempt, reason},
    ``HEADS_RENEWED`` {old}, ``CARD_ADDED`` {person, card, name, attempt, seq} and ``CARD_REMOVED`` {person, card}: a
    card of the review queue, by hand; ``attempt`` and ``seq`` of a decision, else None.
    """

    STARTED = "started"
    ABANDONED = "abandoned"
    AMENDED = "amended"
    ERASED = "erased"
    COLLECTED = "collected"
    RESTORED = "restored"
    QUARANTINED = "quarantined"
    HEADS_RENEWED = "heads_renewed"
    CARD_ADDED = "card_added"
    CARD_REMOVED = "card_removed"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who uses the database. ``number`` is the 工号; ``name`` may be empty.

    ``merged_into``: the person who took over this one's attempts, if they were merged.
    """

    id: str
    number: str | None
    name: str
    created: datetime
    merged_into: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ContentRecord:
    """The exact text that was played. ``ident`` is the content's own id, ``path`` where it was read."""

    digest: str
    kind: str
    ident: str
    path: str
    text: str
    added: datetime


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """What a new attempt is made of; every field is chained in its ``started`` event.

    Attributes:
        id: Random id, made by the caller.
        person: Id of the person.
        scenario: Id of the scenario; of a quiz that of the question file or exam.
        content: Digest of the stored text (``contents.put`` first).
        mode: ``practice`` or ``assess``.
        seed: Seed of the play.
        number: The how-manieth run of this case or quiz by this person, from 1 (``attempts.next_number``).
        proctored: 监考; False for anything that was not run by a class server.
        parent, parent_seq: The attempt that this one was restarted from, and the event seq in it.
        kind: Of what it is a run; an old ``started`` event that does not say so is a case's.
        extra: More values for the ``started`` event, which are no columns.
    """

    id: str
    person: str
    scenario: str
    content: str
    engine_version: int
    scoring_version: int
    mode: str
    seed: str
    timers: bool
    number: int
    origin: Origin = Origin.LOCAL
    proctored: bool = False
    parent: str | None = None
    parent_seq: int | None = None
    kind: AttemptKind = AttemptKind.CASE
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt as stored. ``quarantine`` is a reason, or empty; such attempts are left out of lists and sums."""

    id: str
    person: str
    scenario: str
    content: str
    engine_version: int
    scoring_version: int
    mode: str
    seed: str
    timers: bool
    number: int
    origin: Origin
    proctored: bool
    parent: str | None
    parent_seq: int | None
    started: datetime
    finished: datetime | None
    status: Status
    quarantine: str = ""
    kind: AttemptKind = AttemptKind.CASE


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be appended.

    ``text`` is a free answer: it is kept apart, ``data`` must hold its SHA-256 as ``digest`` (or in its ``response``),
    and only that is chained.
    """

    type: str
    data: dict[str, Any] = field(default_factory=dict)
    text: str | None = None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A stored event.

    Attributes:
        chain: Place in the chain of the whole database, from 1, no gaps.
        attempt: Id of the attempt, None for an event of the database itself.
        seq: Place in the attempt, from 0, no gaps.
        key: Idempotency key; only the first event of an operation carries it.
        at: Wall time.
        ms: Milliseconds since the attempt's start; never goes back, even if the clock does.
    """

    chain: int
    attempt: str | None
    seq: int
    key: str | None
    type: str
    data: dict[str, Any]
    at: datetime
    ms: int
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Appended:
    """The events of one operation; ``repeated``: the key was known, nothing was written, these are the stored ones."""

    attempt: AttemptRecord
    events: tuple[EventRecord, ...]
    repeated: bool


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """Result of one attempt, derived from its events. ``data``: whatever else the scorer wants to keep, JSON values."""

    attempt: str
    scoring_version: int
    ended: bool
    ending: str | None
    rating: int | None
    score: float | None
    outcome: float | None
    luck: float
    exhausted: bool
    steps: int
    decisions: int
    redlines: int
    slips: int
    fine: int
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision of an attempt, derived. ``chance``: mean quality over the options (the random clicker's)."""

    attempt: str
    index: int
    seq: int
    node: str
    choice: str
    best: str
    regret: float | None
    stake: float | None
    quality: float | None
    chance: float | None
    label: str
    scored: bool
    luck: float = 0.0


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """Evidence of one attempt on one competency, derived: sums over its scored decisions, before novelty and age.

    ``weight`` = Σw, ``quality`` = Σw·q, ``chance`` = Σw·q̄_rand, ``decisions`` their number.
    """

    attempt: str
    competency: str
    weight: float
    quality: float
    chance: float
    decisions: int


@dataclass(frozen=True, slots=True)
class QuizResultRecord:
    """Result of a closed quiz attempt, derived. ``score`` 0-100; ``passed`` None: no pass mark.

    ``data``: title, competencies and whatever else is to be shown without reading the paper, JSON values.
    """

    attempt: str
    scoring_version: int
    purpose: str
    ended: bool
    score: float
    passed: bool | None
    items: int
    answered: int
    right: int
    omitted: int
    pending: int
    timed_out: bool
    used_ms: int
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemAnswerRecord:
    """One answer of a quiz attempt, derived.

    Attributes:
        number: Place on the paper, from 0. seq: place of its event in the attempt. at: when it was given.
        item: Id of the item. card: the card that it was asked from, empty if from none.
        score: 0-1, None for a free text that its writer has not rated yet. chance: expected score of guessing.
        response: ``picks`` and ``texts``; never the words of a free text.
    """

    attempt: str
    number: int
    seq: int
    at: datetime
    item: str
    card: str
    name: str
    type: str
    competencies: tuple[str, ...]
    score: float | None
    chance: float
    right: bool
    omitted: bool
    confidence: str | None
    easy: bool
    elapsed_ms: int
    response: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuizRows:
    """Everything derived of a quiz attempt; ``result`` is None while it is open."""

    attempt: str
    result: QuizResultRecord | None
    answers: tuple[ItemAnswerRecord, ...]


@dataclass(frozen=True, slots=True)
class CardRecord:
    """Where a person stands with a card, derived. ``state``: what the scheduler keeps; see ``tables.ReviewCard``."""

    person: str
    card: str
    name: str
    active: bool
    state: dict[str, Any]
    due: datetime
    reviews: int
    lapses: int
    added: datetime
    last: datetime
    last_attempt: str
    last_seq: int


@dataclass(frozen=True, slots=True)
class Head:
    """End of the chain: the last event's place (0: no event) and hash."""

    chain: int
    hash: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, named by row.

    Attributes:
        kind: Stable word; text ``store.finding.<kind>``.
        table: ``event``, ``attempt``, ``content``, ``heads``, ``free_text``, ``file``…
        row: Which row: chain number, id, digest, line number.
        severity: ``error`` or ``note`` (a note does not fail a verification).
        params: Values for the text.
    """

    kind: str
    table: str
    row: str
    severity: str = "error"
    params: dict[str, Any] = field(default_factory=dict)
