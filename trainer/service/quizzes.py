"""Taking quizzes: start, answer, rate, let time pass, hand in, give up. Each is one write transaction.

A retry with the same key writes nothing and gives the quiz as it stands; so does an answer to an item that has been
answered already (a double click, a second window). What is derived, and the cards of the review queue, are written in
the transaction of the answer that they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from trainer.engine.paper import compose, exam_paper
from trainer.engine.quiz import step
from trainer.engine.quiz_types import (
    QUIZ_ENGINE_VERSION,
    Confidence,
    HandIn,
    Paper,
    Purpose,
    QuizAction,
    QuizState,
    Rate,
    Reply,
    Response,
    Tick,
)
from trainer.errors import DatabaseError, UsageError
from trainer.scoring import SCORING_VERSION
from trainer.service import cards, quiz_derive, quiz_present
from trainer.service.context import Context
from trainer.service.log import INTERRUPTED, STARTED
from trainer.service.plays import LONGEST_SEED, RETRIES
from trainer.service.quiz_views import QuizView
from trainer.service.sittings import PAPER, Sitting, extended, load, paper_text
from trainer.service.views import Mode
from trainer.store import attempts, contents, events, quizzes
from trainer.store.cards import answer_fact
from trainer.store.records import Appended, AttemptKind, NewAttempt, NewEvent, Status, StoreEvent
from trainer.textutil import sanitise

if TYPE_CHECKING:
    from trainer.content.items import Exam, Item
    from trainer.store import Tx

LONGEST_TEXT = 20_000
"""Characters of a free text, and of all that is typed into blanks."""


class _Overtaken(Exception):
    """Somebody else wrote to the attempt between our reading and our writing."""


def start_quiz(
    ctx: Context,
    ident: str,
    *,
    exam: bool = False,
    key: str,
    seed: str | None = None,
    count: int | None = None,
    item: str = "",
    purpose: Purpose | None = None,
) -> QuizView:
    """Begin a quiz of a question file, an exam, or (``item``) one item of a file.

    A file is asked in the order of its author, ``count`` items of it in one of their own. An exam that is still open
    is taken up instead.

    Raises:
        UsageError: ``SV202`` there is no such file, exam or item; ``SV203`` the exam was taken as often as allowed;
            EN205 its pool is too small; ``SV116`` the seed is not usable.
    """
    if exam:
        found = ctx.contents.library.exams.get(ident)
        if found is None:
            raise UsageError("SV202", place=ident, id=ident)
        return _start_exam(ctx, found, key=key, seed=seed)
    file = ctx.contents.library.question_files.get(ident)
    if file is None:
        raise UsageError("SV202", place=ident, id=ident)
    items = [one for one in file.items if item in ("", one.id)]
    if not items and item:
        raise UsageError("SV202", place=item, id=item)
    if count is not None and count < 1:
        raise UsageError("SV204", place=ident)
    wanted = purpose or (Purpose.CHECK if item else Purpose.PRACTICE)
    seed = usable_seed(ctx, seed)
    shuffle = count is not None and count < len(items)
    paper = compose(item or file.id, file.title, wanted, items, seed, count=count, shuffle=shuffle)
    return begin(ctx, paper, key=key, seed=seed)


def _start_exam(ctx: Context, exam: Exam, *, key: str, seed: str | None) -> QuizView:
    pool: Sequence[Item] = list(ctx.contents.library.items.values())
    seed = usable_seed(ctx, seed)
    paper = exam_paper(exam, pool, seed)

    def allowed(tx: Tx, person: str) -> str | None:
        own = attempts.of_person(tx, person, kind=AttemptKind.QUIZ, scenario=exam.id)
        taken = [one for one in own if one.mode == Mode.ASSESS.value]
        still = next((one.id for one in taken if one.status is Status.OPEN), None)
        if still is None and exam.attempts is not None and len(taken) >= exam.attempts:
            raise UsageError("SV203", place=exam.id, title=exam.title, attempts=exam.attempts)
        return still

    return begin(ctx, paper, key=key, seed=seed, instead=allowed)


def begin(
    ctx: Context, paper: Paper, *, key: str, seed: str, instead: Callable[[Tx, str], str | None] | None = None
) -> QuizView:
    """Store a new attempt at a paper.

    Args:
        ctx: The service's context.
        paper: What is asked; its text becomes the attempt's content.
        key: Idempotency key.
        seed: What the paper was made from.
        instead: Given the transaction and the person: an attempt to be taken up instead, or None; may refuse.

    Raises:
        UsageError: ``SV204`` there is nothing on the paper.
    """
    if not paper.entries:
        raise UsageError("SV204", place=paper.ident)
    text = paper_text(paper)
    mode = Mode.ASSESS if paper.purpose is Purpose.EXAM else Mode.PRACTICE
    with ctx.write() as tx:
        known = events.by_key(tx, key)
        person = ctx.somebody(tx)
        other = instead(tx, person.id) if instead is not None and not known else None
        if other is None:
            at = ctx.clock()
            new = NewAttempt(
                id=ctx.new_id(),
                person=person.id,
                scenario=paper.ident,
                content=contents.put(tx, text, kind=PAPER, ident=paper.ident, path="", at=at),
                engine_version=QUIZ_ENGINE_VERSION,
                scoring_version=SCORING_VERSION,
                mode=mode.value,
                seed=seed,
                timers=paper.limit_ms is not None,
                number=attempts.next_number(tx, person.id, paper.ident, kind=AttemptKind.QUIZ, mode=mode.value),
                kind=AttemptKind.QUIZ,
            )
            attempt = attempts.create(tx, new, key=key, at=at).attempt.id
        else:
            attempt = other
    if other is not None:
        return quiz(ctx, other)
    ctx.held.add(attempt)
    return quiz(ctx, attempt)


def quiz(ctx: Context, attempt: str) -> QuizView:
    """The quiz with the item to answer next. Taking up an exam that another start of the program left marks it 中断."""
    cards.warm()
    with ctx.store.read() as tx:
        sitting = ctx.papers.remember(load(ctx.papers, tx, attempt))
    exam = sitting.paper.purpose is Purpose.EXAM
    begun = any(event.type != STARTED for event in sitting.events)
    if sitting.closed or not exam or attempt in ctx.held or not begun:
        ctx.held.add(attempt)
        return view(ctx, sitting)
    ctx.held.add(attempt)
    return view(ctx, _append(ctx, attempt, ctx.new_id(), lambda now: ([NewEvent(INTERRUPTED)], now.state)))


def answer(
    ctx: Context,
    attempt: str,
    index: int,
    response: Response,
    *,
    key: str,
    confidence: Confidence | None = None,
    elapsed_ms: int = 0,
    text: str | None = None,
    easy: bool = False,
) -> QuizView:
    """Answer an item; ``text`` is the free answer, kept apart from the events.

    Returns:
        With feedback: the same item with its grade. In an exam: the next item.

    Raises:
        UsageError: ``SV206`` the quiz is over; ``SV207`` too much text; EN104, EN202, EN203 from the engine.
    """
    if max(len(text or ""), sum(map(len, response.texts))) > LONGEST_TEXT:
        raise UsageError("SV207", place=attempt, longest=LONGEST_TEXT)
    response = replace(response, texts=tuple(map(sanitise, response.texts)))
    if text is not None:
        text = sanitise(text)
        said = text.strip()
        named = sha256(text.encode()).hexdigest() if said else ""
        response = replace(response, length=len(text) if said else 0, digest=named)
        text = text if said else None

    def work(now: Sitting) -> tuple[list[NewEvent], QuizState] | None:
        if index < len(now.state.given):
            return None
        return _stepped(now, Reply(index, response, confidence, elapsed_ms, easy), text)

    done = _append(ctx, attempt, key, work)
    answered = done.told and index < len(done.state.given)
    return view(ctx, done, shown=index if answered else None)


def rate(ctx: Context, attempt: str, index: int, rating: int, *, key: str) -> QuizView:
    """The learner's own rating of his free text, 0-3; of an exam's only when it is over.

    Raises:
        UsageError: ``SV209`` the exam is not over; EN202, EN204 from the engine.
    """

    def work(now: Sitting) -> tuple[list[NewEvent], QuizState] | None:
        if not now.told:
            raise UsageError("SV209", place=attempt)
        return _stepped(now, Rate(index, rating))

    return view(ctx, _append(ctx, attempt, key, work, closed=True), shown=index)


def tick(ctx: Context, attempt: str, elapsed_ms: int, *, key: str) -> QuizView:
    """Time passed; at the end of the limit the quiz is over."""
    return view(ctx, _append(ctx, attempt, key, lambda now: None if now.closed else _stepped(now, Tick(elapsed_ms))))


def hand_in(ctx: Context, attempt: str, *, key: str, elapsed_ms: int = 0) -> QuizView:
    """Finish now; what was not answered counts as omitted."""
    return view(ctx, _append(ctx, attempt, key, lambda now: None if now.closed else _stepped(now, HandIn(elapsed_ms))))


def abandon(ctx: Context, attempt: str, *, key: str) -> QuizView:
    """Give a quiz up; what was answered counts."""

    def work(now: Sitting) -> tuple[list[NewEvent], QuizState] | None:
        return None if now.closed else ([NewEvent(StoreEvent.ABANDONED)], now.state)

    return view(ctx, _append(ctx, attempt, key, work))


def view(ctx: Context, sitting: Sitting, *, shown: int | None = None) -> QuizView:
    """A sitting as a front end shows it."""
    return quiz_present.quiz_view(sitting, titles(ctx), shown)


def titles(ctx: Context) -> quiz_present.Titles:
    """The present titles of lessons and cases."""

    def title(kind: str, ident: str) -> str:
        if kind == "case":
            return ctx.contents.title(ident)
        lesson = ctx.contents.library.lessons.get(ident)
        return lesson.title if lesson is not None else ""

    return title


def usable_seed(ctx: Context, seed: str | None) -> str:
    """A seed that was given, or a fresh one; ``SV116`` for one that is empty or too long."""
    seed = sanitise(seed) if seed is not None else None
    if seed is not None and not 0 < len(seed) <= LONGEST_SEED:
        raise UsageError("SV116", place="--seed", longest=LONGEST_SEED)
    return seed or ctx.new_id()


# --- one transaction -------------------------------------------------------------------------------------------------

_Work = Callable[[Sitting], tuple[list[NewEvent], QuizState] | None]
"""What is appended and the state it leads to; None: nothing is to be done."""


def _stepped(now: Sitting, action: QuizAction, text: str | None = None) -> tuple[list[NewEvent], QuizState]:
    state, made = step(now.paper, now.state, action)
    kept = [NewEvent(one.type.value, one.data, text if one.data.get("response") else None) for one in made]
    return kept, state


def _append(ctx: Context, attempt: str, key: str, work: _Work, *, closed: bool = False) -> Sitting:
    """Work out new events from the sitting as this service last saw it, and append them if it is still so.

    If it is not, or if what is asked does not fit it, it is read again. ``closed``: also if the quiz is over.
    """
    sitting = ctx.papers.recalled(attempt)
    for _ in range(RETRIES):
        fresh = sitting is None
        if sitting is None:
            with ctx.store.read() as tx:
                repeated = bool(events.batch_of(tx, key, attempt))
                sitting = ctx.papers.remember(load(ctx.papers, tx, attempt))
            if repeated:
                return sitting
        try:
            done = work(sitting)
            if done is not None and sitting.closed and not closed:
                raise UsageError("SV206", place=attempt)
        except UsageError:
            if fresh:
                raise
            done = None
        if done is None:
            if fresh:
                return sitting
            sitting = None
            continue
        new, state = done
        try:
            with ctx.write() as tx:
                written = attempts.append(tx, attempt, new, key=key, at=ctx.clock())
                after = None if written.repeated else _derived(tx, sitting, written, new, state)
        except _Overtaken:
            after = None
        ctx.held.add(attempt)
        if after is not None:
            return ctx.papers.remember(after)
        sitting = None
    raise DatabaseError("SV117", place=attempt)


def _derived(tx: Tx, before: Sitting, written: Appended, new: Sequence[NewEvent], state: QuizState) -> Sitting:
    """The sitting after what was just appended; what is derived of it and has changed is stored."""
    if written.events[0].seq != before.next_seq:
        raise _Overtaken
    after = extended(before, written.attempt, written.events, state, new)
    known = quiz_derive.answers(before)
    changed = [one for one in quiz_derive.answers(after) if one not in known]
    quizzes.put(tx, quiz_derive.result(after), changed)
    if not after.record.quarantine:
        cards.apply(tx, after.record.person, map(answer_fact, changed))
    return after
