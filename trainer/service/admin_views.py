"""What the service shows to those who look after a database: checks, packs, exports, backups. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that a check found, named by row. A ``note`` does not fail the check."""

    kind: str
    table: str
    row: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class VerifyView:
    """A check of everything stored.

    Attributes:
        ok: Nothing but notes.
        findings: Errors and notes.
        events, attempts, contents: What was checked.
        replayed: Attempts played again from stored text and events.
        compared: Attempts whose derived numbers were compared.
        old: Attempts of another engine or scoring version (旧版): their chain was checked, their numbers were not.
        head: Last event of the chain and its hash.
    """

    ok: bool
    findings: tuple[FindingView, ...]
    events: int
    attempts: int
    contents: int
    replayed: int
    compared: int
    old: int
    head: tuple[int, str]


@dataclass(frozen=True, slots=True)
class DoctorView:
    """A verification, and what was done about it on request; ``cards``: people whose review cards changed."""

    report: VerifyView
    quarantined: tuple[str, ...] = ()
    rebuilt: int | None = None
    changed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    heads_renewed: bool = False
    old_heads: Path | None = None
    cards: int = 0


@dataclass(frozen=True, slots=True)
class PackView:
    """A person's attempts, packed for somebody else's database. ``name`` is a proposal for the file."""

    name: str
    data: bytes
    person: str
    number: str | None
    attempts: int
    events: int


@dataclass(frozen=True, slots=True)
class CollectView:
    """What a pack brought. With a ``conflict`` (told in words) nothing was written.

    ``unassigned``: the person has no 工号 yet and should be merged with a roster entry.
    """

    place: str
    person: str
    number: str | None
    name: str
    attempts: int
    extended: int
    events: int
    known_events: int
    unassigned: bool = False
    new_person: bool = False
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class MergeView:
    """What a merge moved."""

    person: str
    attempts: int


@dataclass(frozen=True, slots=True)
class RunExport:
    """One attempt for HR. Times are aware; ``seconds`` is None while it is open; ``score`` is S', unfloored."""

    attempt: str
    number: str
    name: str
    scenario: str
    title: str
    run: int
    mode: str
    status: str
    started: datetime
    finished: datetime | None
    seconds: float | None
    ending: str | None
    rating: int | None
    score: float | None
    outcome: float | None
    luck: float | None
    redlines: tuple[str, ...]
    decisions: int | None
    proctored: bool
    content: str
    engine_version: int
    scoring_version: int | None
    interrupted: bool
    undone: int
    restarted: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class QuizExport:
    """One practice or exam for HR. Times are aware; ``score`` 0-100 is None while it is open."""

    attempt: str
    number: str
    name: str
    quiz: str
    quiz_title: str
    run: int
    purpose: str
    status: str
    started: datetime
    finished: datetime | None
    used_seconds: float | None
    items: int | None
    right: int | None
    omitted: int | None
    pending: int | None
    score: float | None
    pass_mark: int | None
    passed: bool | None
    timed_out: bool
    proctored: bool
    interrupted: bool
    paper: str
    scoring_version: int | None


@dataclass(frozen=True, slots=True)
class EvidenceExport:
    """Evidence of one person on one competency under a policy. Score and interval are chance-corrected."""

    number: str
    name: str
    competency: str
    evidence: float
    quality: float
    chance: float
    decisions: int
    scenarios: int
    runs: int
    score: float | None
    low: float | None
    high: float | None
    level: str | None
    capped: bool
    last: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionExport:
    """One decision (first answer) of an attempt."""

    index: int
    node: str
    choice: str
    best: str
    regret: float | None
    stake: float | None
    quality: float | None
    chance: float | None
    label: str
    scored: bool


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup file."""

    path: Path
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class InfoView:
    """What a database is."""

    path: Path
    size: int
    id: str
    created: str
    created_by: str
    revision: str
    sqlite: str
    journal_mode: str
    rows: tuple[tuple[str, int], ...]
    head: tuple[int, str]
    backups: tuple[BackupView, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossView:
    """What restoring a backup would lose, in counts and ids."""

    events: int
    attempts: tuple[str, ...]
    shortened: tuple[str, ...]
    people: tuple[str, ...]
    erased: int
    same_line: bool


@dataclass(frozen=True, slots=True)
class RestoreView:
    """What a restore did. ``loss`` is None if what was there could not be read."""

    loss: LossView | None
    before: Path | None
    moved_aside: Path | None
