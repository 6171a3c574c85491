"""What the service shows a front end: plain frozen data, already worked out. A screen adds layout and nothing else.

Texts of content are plain strings here (``Value`` parts are filled in). Times are milliseconds, scores 0-100.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.service.quiz_views import LessonRow


class Mode(StrEnum):
    """练习 gives feedback and undo; 测评 neither, before the end."""

    PRACTICE = "practice"
    ASSESS = "assess"


class LineKind(StrEnum):
    """A line of the transcript."""

    NARRATION = "narration"
    SPEECH = "speech"
    COACH = "coach"
    YOU = "you"  # the choice taken, or the free answer
    CHANCE = "chance"  # the branch drawn
    TIMEOUT = "timeout"
    OVERDRAWN = "overdrawn"
    LIST = "list"
    TABLE = "table"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the transcript. ``rows`` for lists and tables, else ``text``."""

    kind: LineKind
    text: str = ""
    speaker: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    node: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option as displayed. ``number`` 1-9 (0: locked). ``cost`` such as 「3天」 or empty."""

    number: int
    choice: int
    text: str
    cost: str = ""
    locked: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VariableView:
    name: str
    value: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """``attitude``: 1-5, or None for 未知; ``fields``: visible numbers of the person.

    ``has_attitude`` is False for somebody whose attitude plays no part (then ``attitude`` is None too).
    """

    name: str
    title: str
    role: str
    votes: int
    attitude: int | None
    fields: tuple[VariableView, ...] = ()
    has_attitude: bool = True


@dataclass(frozen=True, slots=True)
class RungView:
    name: str
    climbed: int


@dataclass(frozen=True, slots=True)
class LadderView:
    name: str
    rungs: tuple[RungView, ...]


@dataclass(frozen=True, slots=True)
class BudgetView:
    remaining: int
    total: int
    unit: str


@dataclass(frozen=True, slots=True)
class TimerView:
    """``limit``: 限时 of this decision; ``clock``: 计时 across nodes; ``ms`` left."""

    kind: str
    ms: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A free text is asked for. ``keywords`` is how many points are listened for (the words stay secret)."""

    prompt: str
    minimum: int
    maximum: int
    self_checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlayView:
    """Everything the play screen shows. ``new_from``: index in ``transcript`` of the first line of the last action.

    ``step`` counts the choices, answers and timeouts in force; hand it back as ``expected_step``. ``closed``: nothing
    more can be done (ended or given up). ``pausable``: False in 测评 while a timer runs. ``interrupted``: a 测评 that
    was left and taken up again. In 测评 the ladders are not shown, for a rung tells what a choice was worth.
    """

    attempt: str
    scenario: str
    title: str
    mode: Mode
    node: str
    step: int
    transcript: tuple[Line, ...]
    new_from: int
    options: tuple[OptionView, ...]
    answer: AnswerView | None
    variables: tuple[VariableView, ...]
    people: tuple[PersonView, ...]
    firm_votes: int
    all_votes: int
    ladders: tuple[LadderView, ...]
    budget: BudgetView | None
    timers: tuple[TimerView, ...]
    can_undo: bool
    ended: bool
    ending: str | None = None
    rating: int | None = None
    closed: bool = False
    pausable: bool = True
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class OptionValue:
    """An option of the debrief: ``value`` is the expectation of the play after it (0-100 unclamped)."""

    text: str
    value: float
    regret: float
    redline: str | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision of the debrief.

    ``label`` is one of best, fine, slip, blunder, redline, timeout, single (one option), small (stake < 3), unscored.
    ``quality`` is None when it is not scored. ``expectation`` is V before the decision, 0-100 unclamped.
    ``coach``: the coach's words on the choice taken; ``best_coach``: on the best one. ``first_choice``: the answer
    that counts in the score, if this one was given after a step back, else empty. ``copied``: the decision was taken
    over from the attempt that this one was restarted from, and is not evidence again.
    """

    number: int
    node: str
    choice: str
    best: str
    regret: float | None
    stake: float | None
    quality: float | None
    label: str
    scored: bool
    expectation: float | None
    luck: float
    scene: tuple[Line, ...]
    options: tuple[OptionValue, ...]
    coach: str
    best_coach: str
    closed: tuple[str, ...] = ()
    first_choice: str = ""
    copied: bool = False


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """Evidence of one run: mean quality 0-100 (chance-corrected), evidence weight and number of decisions.

    ``points``: what the play made on the competency; ``practice``: practice points of 作答.
    """

    name: str
    score: float | None
    weight: float
    decisions: int
    points: int = 0
    practice: int = 0


@dataclass(frozen=True, slots=True)
class DebriefView:
    """The debrief. ``score`` is S' (unfloored; None: no decision that counts). ``curve`` starts at V(s0).

    Decisions, outcome, luck and curve are of the line finally played; ``score`` and ``competencies`` are of the first
    answers (they differ only after ``undone`` steps back). ``finished``: the play reached an ending. Of a 测评 that is
    still open only the choices are told: numbers are None, texts empty.
    """

    attempt: str
    scenario: str
    title: str
    mode: Mode
    number: int
    ending: str | None
    rating: int | None
    passed: bool
    score: float | None
    exhausted: bool
    outcome: float | None
    luck: float
    luck_moments: tuple[tuple[str, float], ...]
    redlines: tuple[str, ...]
    decisions: tuple[DecisionView, ...]
    curve: tuple[float, ...]
    competencies: tuple[CompetencyView, ...]
    epilogue: tuple[Line, ...] = ()
    finished: bool = True
    undone: int = 0
    restarted: bool = False
    pass_mark: int = 60


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the library. ``status``: new, open (an attempt is running) or done."""

    id: str
    title: str
    difficulty: int | None
    duration: str
    competencies: tuple[str, ...]
    status: str
    attempts: int
    first: float | None
    best: float | None
    open_attempt: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefingView:
    id: str
    title: str
    difficulty: int | None
    duration: str
    competencies: tuple[tuple[str, int], ...]
    frameworks: tuple[str, ...]
    lines: tuple[Line, ...]
    people: tuple[PersonView, ...]
    budget: BudgetView | None
    pass_mark: int
    timed: bool
    open_attempt: str | None
    past: tuple[AttemptRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt in a list. ``status``: open, finished or abandoned. ``number`` counts the runs of the case."""

    attempt: str
    scenario: str
    title: str
    number: int
    mode: Mode
    status: str
    started: datetime
    finished: datetime | None
    step: int
    ending: str | None
    rating: int | None
    score: float | None
    redlines: int
    slips: int
    fine: int


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A competency of the person. ``level`` is L1-L5 or None (证据不足). Score and interval are chance-corrected and
    unfloored. ``capped``: a red line of the last 180 days holds the level at L1.
    """

    name: str
    score: float | None
    low: float | None
    high: float | None
    level: str | None
    evidence: float
    scenarios: int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A decision that says something about a competency. ``quality`` 0-1; ``weight`` is what it counts now, repeated
    runs and old ones less; ``choice`` is empty if time ran out; ``when`` is the end of its attempt.
    """

    attempt: str
    title: str
    mode: Mode
    node: str
    choice: str
    label: str
    quality: float
    weight: float
    when: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who uses this database; ``number`` is the 工号, ``name`` may be empty."""

    id: str
    number: str | None
    name: str
    attempts: int
    current: bool


@dataclass(frozen=True, slots=True)
class OpenExamRow:
    """An exam that was left before its end; its time goes on where it stood."""

    attempt: str
    title: str
    started: datetime


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home screen's numbers. ``recommended`` is the case to play next, ``reason`` the message key of the reason
    (``t(reason, competency=reason_competency)``; empty without a case). ``ask_name``: there is a result and no name
    yet, and nobody has said that he does not want to be asked (``rename("", None)`` says so). ``library``: all cases.
    ``due`` cards of the review queue take about ``due_minutes``; ``lesson``: the one to go on with, None so far;
    ``exam``: one that is open.
    """

    person: PersonRow | None
    current: AttemptRow | None
    recommended: CaseRow | None
    reason: str
    reason_competency: str
    recent: tuple[AttemptRow, ...]
    profile: tuple[ProfileRow, ...]
    cases: int
    ask_name: bool = False
    library: tuple[CaseRow, ...] = ()
    due: int = 0
    due_minutes: int = 0
    lesson: LessonRow | None = None
    exam: OpenExamRow | None = None


@dataclass(frozen=True, slots=True)
class ResultsView:
    person: PersonRow | None
    attempts: tuple[AttemptRow, ...]
    profile: tuple[ProfileRow, ...] = field(default=())
