"""What the service shows of quizzes, reviews and lessons: plain frozen data, already worked out.

Texts are plain strings or ``Line``s (views.py). Shares and scores are 0-1 per item and 0-100 per quiz; times are
milliseconds. Items are shown in their shuffled order; what comes back from a front end is in file order, because every
shown option carries its index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.service.views import Line


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A question file or an exam in the list.

    ``id`` is unique together with ``exam``. ``best`` and ``last`` are 0-100; ``attempts_left`` None: as often as liked.
    ``open_attempt``: a run that can be taken up.
    """

    id: str
    title: str
    exam: bool
    items: int
    competencies: tuple[str, ...]
    difficulty: int | None
    limit_ms: int | None
    pass_mark: int | None
    runs: int
    last: float | None
    best: float | None
    passed: bool
    attempts_left: int | None = None
    open_attempt: str | None = None
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """An option as displayed. ``letter`` A-Z by position; ``index`` is what ``Response.picks`` holds."""

    letter: str
    index: int
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceMark:
    """After an answer: was the option chosen, does it belong to the key, its 分 (judgement), its feedback."""

    index: int
    chosen: bool
    right: bool
    points: int
    feedback: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where an item is taught. ``lesson`` is a lesson's 编号; for a decision of a case ``scenario`` is set instead."""

    title: str
    lesson: str = ""
    page: str = ""
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class GradeView:
    """Feedback on one answer. ``key``: the right answer as text. ``score`` 0-1; None: a free text not yet rated."""

    score: float | None
    right: bool
    key: str
    given: str
    marks: tuple[ChoiceMark, ...]
    explanation: tuple[Line, ...]
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item on screen.

    Attributes:
        index, total: Position, index from 0.
        choices: Options, or the elements of an ordering, as displayed.
        lefts, rights: Matching; ``rights`` as displayed, each with the index of its pair.
        blanks: How many blanks. unit: of a numeric item.
        decision: It is a decision of a case, shown as a question.
        response, confidence, grade: Only after it was answered and feedback may be given.
    """

    index: int
    total: int
    id: str
    name: str
    type: ItemType
    stem: tuple[Line, ...]
    choices: tuple[ChoiceView, ...] = ()
    lefts: tuple[str, ...] = ()
    rights: tuple[ChoiceView, ...] = ()
    columns: tuple[str, str] = ("", "")
    blanks: int = 0
    unit: str = ""
    competencies: tuple[str, ...] = ()
    decision: bool = False
    response: Response | None = None
    confidence: Confidence | None = None
    grade: GradeView | None = None


@dataclass(frozen=True, slots=True)
class QuizView:
    """A quiz as it stands. ``item``: the one to answer, or the one just answered (then its ``grade`` is there and
    ``quiz(attempt)`` gives the next). None when ``ended``. ``remaining_ms``: None without a limit.
    """

    attempt: str
    ident: str
    title: str
    purpose: Purpose
    item: ItemView | None
    answered: int
    total: int
    remaining_ms: int | None
    ended: bool
    closed: bool
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class CompetencyShare:
    """Mean score 0-1 of a quiz's items of one competency, with their number."""

    name: str
    items: int
    score: float


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """Of the answers given with one confidence: how many, and their mean score 0-1 (None without answers)."""

    confidence: Confidence
    answers: int
    score: float | None


@dataclass(frozen=True, slots=True)
class QuizResultView:
    """The result of a closed quiz. ``score`` 0-100 is the mean of all items, omitted ones 0; ``passed`` None: no pass
    mark. ``items`` carry responses and grades. ``due``: how many cards this run put into the review queue.
    """

    attempt: str
    ident: str
    title: str
    purpose: Purpose
    started: datetime
    finished: datetime | None
    used_ms: int
    score: float
    passed: bool | None
    pass_mark: int | None
    right: int
    omitted: int
    timed_out: bool
    items: tuple[ItemView, ...]
    competencies: tuple[CompetencyShare, ...]
    calibration: tuple[CalibrationRow, ...]
    due: int = 0
    interrupted: bool = False
    pending: int = 0  # free texts that the learner has not rated yet


@dataclass(frozen=True, slots=True)
class QuizResultRow:
    """A quiz attempt in the history. ``score`` is None while it is open, and of an open exam nothing more is told."""

    attempt: str
    ident: str
    title: str
    purpose: Purpose
    number: int
    status: str
    started: datetime
    finished: datetime | None
    answered: int
    items: int
    score: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class MistakeRow:
    """An item of 错题本: last answered wrongly. ``wrong``/``answers`` count all answers; ``sure``: it was 很确定."""

    item: str
    name: str
    file: str
    title: str
    type: ItemType
    competencies: tuple[str, ...]
    answers: int
    wrong: int
    sure: bool
    when: datetime


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """Over all quiz answers of the person; ``overconfident`` newest first: sure, but wrong."""

    rows: tuple[CalibrationRow, ...]
    overconfident: tuple[MistakeRow, ...]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card of the review queue. ``kind``: question or decision; ``due`` aware UTC; ``reviews`` so far."""

    id: str
    kind: str
    name: str
    title: str
    due: datetime
    reviews: int
    lapses: int


@dataclass(frozen=True, slots=True)
class ReviewQueueView:
    """What is due now (most overdue first), a guess of the minutes it takes, how many cards there are, and the next
    time something is due (None: no card).
    """

    due: tuple[CardRow, ...]
    minutes: int
    cards: int
    next_due: datetime | None
    open_attempt: str | None = None


# --- course ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in the module tree. ``page``: where the reader stood (index); ``status``: new, begun or read.

    ``checks`` / ``checks_done``: items linked from the lesson, and those answered at least once.
    """

    id: str
    title: str
    module: str
    pages: int
    page: int
    minutes: int | None
    status: str
    checks: int
    checks_done: int


@dataclass(frozen=True, slots=True)
class ModuleRow:
    id: str
    title: str
    english: str
    about: str
    lessons: tuple[LessonRow, ...]


@dataclass(frozen=True, slots=True)
class CourseView:
    modules: tuple[ModuleRow, ...]
    current: LessonRow | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a page: ``kind`` as content.items.PartKind's value. ``markdown`` for text; else a button.

    ``target``/``item``/``label`` as in the content; ``title`` of what it leads to; ``missing``: it is not there.
    ``done``: for a check, answered items of ``items``; ``score`` 0-1 their mean last score.
    """

    kind: str
    markdown: str = ""
    target: str = ""
    item: str = ""
    label: str = ""
    title: str = ""
    items: int = 0
    done: int = 0
    score: float | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a lesson: all that is ever mounted at once."""

    lesson: str
    lesson_title: str
    module_title: str
    page: int
    pages: int
    title: str
    parts: tuple[PartView, ...]
    titles: tuple[str, ...]
    previous_lesson: str | None
    next_lesson: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result. ``kind``: lesson, question, case, tool. ``page`` of a lesson. ``excerpt`` with the position and
    length of what was found (length 0: found by pinyin or in the title only).
    """

    kind: str
    id: str
    title: str
    page: int
    excerpt: str
    start: int
    length: int
