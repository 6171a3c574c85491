"""The tables. Text, integers, floats and booleans only, so that SQLite and PostgreSQL hold the same.

No ``from __future__ import annotations`` here and no Relationship: joins are written out. JSON is text, assigned as a
whole, made by ``chain.canonical``. Table classes do not validate: domain code does, and the CHECK constraints.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BIG = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits everywhere; in SQLite an INTEGER is that already, and only it can be the row id."""


class Base(SQLModel):
    """Common metadata of our tables, apart from SQLModel's global one."""

    metadata = MetaData(naming_convention=NAMING)


class Person(Base, table=True):
    """The only table with names. Everything else knows a person by the random id."""

    id: str = Field(primary_key=True)
    number: str | None = Field(default=None, unique=True)
    name: str = ""
    created: datetime
    merged_into: str | None = Field(default=None, foreign_key="person.id")
    erased: bool = False

    __table_args__ = (CheckConstraint("length(id) > 0", name="id"), CheckConstraint("number <> ''", name="number"))


class Content(Base, table=True):
    """The exact text that was played, by its SHA-256."""

    digest: str = Field(primary_key=True)
    kind: str
    ident: str = Field(index=True)
    path: str
    text: str = Field(sa_type=Text)
    added: datetime

    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)


class Attempt(Base, table=True):
    """One run of a case or of a quiz. Everything here is chained too: in its first, its closing and ``amended`` events.

    For a quiz ``scenario`` is the 编号 of the question file or exam, and ``content`` the paper.
    """

    id: str = Field(primary_key=True)
    person: str = Field(foreign_key="person.id")
    scenario: str
    content: str = Field(foreign_key="content.digest")
    engine_version: int
    scoring_version: int
    mode: str
    seed: str
    timers: bool
    number: int
    origin: str
    proctored: bool = False
    parent: str | None = Field(default=None)
    parent_seq: int | None = Field(default=None)
    started: datetime
    finished: datetime | None = Field(default=None)
    status: str
    quarantine: str = ""
    kind: str = Field(default="case", sa_column_kwargs={"server_default": "case"})

    __table_args__ = (
        CheckConstraint("kind IN ('case', 'quiz')", name="kind"),
        CheckConstraint("mode IN ('practice', 'assess')", name="mode"),
        CheckConstraint("origin IN ('local', 'class', 'collected')", name="origin"),
        CheckConstraint("status IN ('open', 'finished', 'abandoned')", name="status"),
        CheckConstraint("(status = 'open') = (finished IS NULL)", name="finished"),
        CheckConstraint("number >= 1", name="number"),
        Index("ix_attempt_person_kind_started", "person", "kind", "started"),
        Index("ix_attempt_scenario_person", "scenario", "person"),
        Index("ix_attempt_status", "status"),
    )


class Event(Base, table=True):
    """What happened, append-only and chained. ``attempt`` is NULL for an event of the database itself.

    ``at`` is text, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``: the hash covers exactly what is stored.
    """

    chain: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    attempt: str | None = Field(default=None, foreign_key="attempt.id")
    seq: int
    key: str | None = Field(default=None, unique=True)
    type: str
    data: str = Field(sa_type=Text)
    at: str
    ms: int = Field(sa_type=BIG)
    previous: str
    hash: str

    __table_args__ = (
        UniqueConstraint("attempt", "seq"),
        CheckConstraint("chain >= 1", name="chain"),
        CheckConstraint("seq >= 0", name="seq"),
        CheckConstraint("ms >= 0", name="ms"),
        CheckConstraint("length(at) = 27", name="at"),
        CheckConstraint("length(previous) = 64", name="previous"),
        CheckConstraint("length(hash) = 64", name="hash"),
    )


class FreeText(Base, table=True):
    """A free answer, apart from the events so that it can be erased; the event holds its digest."""

    __tablename__ = "free_text"

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = Field(sa_type=Text)


class Setting(Base, table=True):
    """A value in JSON. ``scope``: a person's id, empty for everybody, ``store`` for the store's own."""

    scope: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class RunResult(Base, table=True):
    """Derived: result of an attempt."""

    __tablename__ = "run_result"

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    scoring_version: int
    ended: bool
    ending: str | None = Field(default=None)
    rating: int | None = Field(default=None)
    score: float | None = Field(default=None)
    outcome: float | None = Field(default=None)
    luck: float = 0.0
    exhausted: bool
    steps: int
    decisions: int
    redlines: int
    slips: int
    fine: int
    data: str = Field(sa_type=Text)

    __table_args__ = (
        CheckConstraint("rating BETWEEN 0 AND 100", name="rating"),
        CheckConstraint("score <= 100.000001", name="score"),
        CheckConstraint("decisions >= 0 AND redlines >= 0 AND slips >= 0 AND fine >= 0", name="counts"),
    )


class Decision(Base, table=True):
    """Derived: one decision of an attempt. ``index`` is called ``number`` here, for SQL's sake."""

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    node: str
    choice: str
    best: str
    regret: float | None = Field(default=None)
    stake: float | None = Field(default=None)
    quality: float | None = Field(default=None)
    chance: float | None = Field(default=None)
    label: str
    scored: bool
    luck: float = 0.0

    __table_args__ = (
        CheckConstraint("quality BETWEEN 0 AND 1", name="quality"),
        CheckConstraint("chance BETWEEN 0 AND 1", name="chance"),
    )


class CompetencyEvidence(Base, table=True):
    """Derived: sums of evidence of an attempt on a competency."""

    __tablename__ = "competency_evidence"

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    competency: str = Field(primary_key=True)
    weight: float
    quality: float
    chance: float
    decisions: int

    __table_args__ = (
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint("quality >= 0 AND chance >= 0", name="sums"),
        CheckConstraint("decisions >= 0", name="decisions"),
    )


class QuizResult(Base, table=True):
    """Derived: result of a quiz attempt."""

    __tablename__ = "quiz_result"

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    scoring_version: int
    purpose: str
    ended: bool
    score: float
    passed: bool | None = Field(default=None)
    items: int
    answered: int
    right: int
    omitted: int
    pending: int
    timed_out: bool
    used_ms: int = Field(sa_type=BIG)
    data: str = Field(sa_type=Text)

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 100.000001", name="score"),
        CheckConstraint("items >= answered AND answered >= 0", name="items"),
        CheckConstraint('"right" >= 0 AND omitted >= 0 AND pending >= 0 AND used_ms >= 0', name="counts"),
    )


class ItemAnswer(Base, table=True):
    """Derived: one answer of a quiz attempt. ``score`` is NULL for a free text that its writer has not rated yet."""

    __tablename__ = "item_answer"

    attempt: str = Field(primary_key=True, foreign_key="attempt.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    at: datetime
    item: str
    card: str
    name: str
    type: str
    competencies: str
    score: float | None = Field(default=None)
    chance: float
    right: bool
    omitted: bool
    confidence: str | None = Field(default=None)
    easy: bool
    elapsed_ms: int = Field(sa_type=BIG)
    response: str = Field(sa_type=Text)

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("chance BETWEEN 0 AND 1", name="chance"),
        Index("ix_item_answer_item", "item"),
    )


class ReviewCard(Base, table=True):
    """Derived: where a person stands with a card. ``active`` is false after it was taken out of the queue.

    ``last``, ``last_attempt`` and ``last_seq`` name the newest fact that went into it: by them it is known whether a
    new fact can simply be added, and where the card's question can be found.
    """

    __tablename__ = "review_card"

    person: str = Field(primary_key=True, foreign_key="person.id")
    card: str = Field(primary_key=True)
    name: str
    active: bool
    state: str = Field(sa_type=Text)
    due: datetime
    reviews: int
    lapses: int
    added: datetime
    last: datetime
    last_attempt: str
    last_seq: int

    __table_args__ = (
        CheckConstraint("reviews >= 0 AND lapses >= 0", name="counts"),
        Index("ix_review_card_person_active_due", "person", "active", "due"),
    )


DERIVED: tuple[type[Base], ...] = (RunResult, Decision, CompetencyEvidence, QuizResult, ItemAnswer)
"""Tables about attempts that can be dropped and rebuilt from the others. ``ReviewCard`` can be too, by person."""
