"""Looking around: home, case library, briefing, results. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trainer.content.library import Card
from trainer.errors import DatabaseError
from trainer.service import cards as derived_cards
from trainer.service import people as users
from trainer.service.attempts import load
from trainer.service.context import Context
from trainer.service.course import first_case
from trainer.service.lessons import current_row
from trainer.service.present import briefing_view, is_timed
from trainer.service.profile import profile
from trainer.service.views import (
    AttemptRow,
    BriefingView,
    CaseRow,
    HomeView,
    Mode,
    OpenExamRow,
    PersonRow,
    ProfileRow,
    ResultsView,
)
from trainer.store import attempts, cards, results
from trainer.store.records import AttemptKind, AttemptRecord, PersonRecord, ResultRecord, Status

if TYPE_CHECKING:
    from trainer.store import Tx

RECENT = 5
"""Attempts listed on the home screen."""

CARDS_A_MINUTE = 2
"""A guess of how fast cards are reviewed."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What a person has done at cases: attempts newest first, and their results."""

    person: PersonRecord | None
    attempts: tuple[AttemptRecord, ...]
    results: Mapping[str, ResultRecord]

    def of(self, scenario: str) -> tuple[AttemptRecord, ...]:
        return tuple(a for a in self.attempts if a.scenario == scenario)


def home(ctx: Context) -> HomeView:
    """What the first screen shows: what to go on with, what to play next, recent results, the profile."""
    with ctx.store.read() as tx:
        past = _past(ctx, tx)
        opened = next((a for a in past.attempts if a.status is Status.OPEN), None)
        current = _open_row(ctx, tx, opened) if opened else None
        rows = tuple(_row(ctx, a, past.results.get(a.id)) for a in past.attempts if a.status is not Status.OPEN)
        asks = past.person is not None and users.asks_name(tx, past.person)
        numbers = _profile(ctx, tx, past)
        due = cards.count_due(tx, past.person.id, ctx.clock()) if past.person else 0
        behind = bool(past.attempts) and past.person is not None and not derived_cards.built(tx, past.person.id)
        lesson = current_row(tx, past.person.id) if past.person else None
        exam = _open_exam(ctx, tx, past.person.id) if past.person else None
    if behind and past.person is not None:
        due = _catch_up(ctx, past.person.id)
    finished = [row for row in rows if row.status == Status.FINISHED.value]
    recommended, reason, competency = _recommend(ctx, past, numbers)
    return HomeView(
        person=_me(past),
        current=current,
        recommended=recommended,
        reason=reason,
        reason_competency=competency,
        recent=rows[:RECENT],
        profile=numbers,
        cases=len(ctx.contents.library.cards),
        ask_name=asks and bool(finished),
        library=tuple(_case(card, past) for card in _by_order(ctx)),
        due=due,
        due_minutes=minutes(due),
        lesson=lesson,
        exam=exam,
    )


def _open_exam(ctx: Context, tx: Tx, person: str) -> OpenExamRow | None:
    """The newest exam that was begun and not ended."""
    running = attempts.of_person(tx, person, kind=AttemptKind.QUIZ, status=Status.OPEN)
    found = next((one for one in running if one.mode == Mode.ASSESS.value), None)
    if found is None:
        return None
    exam = ctx.contents.library.exams.get(found.scenario)
    return OpenExamRow(found.id, exam.title if exam else found.scenario, found.started)


def cases(ctx: Context) -> tuple[CaseRow, ...]:
    """All cases of the library with the person's results."""
    with ctx.store.read() as tx:
        past = _past(ctx, tx)
    return tuple(_case(card, past) for card in _by_order(ctx))


def briefing(ctx: Context, scenario_id: str) -> BriefingView:
    """The page before a play."""
    scenario = ctx.contents.current(scenario_id)
    with ctx.store.read() as tx:
        past = _past(ctx, tx)
        own = past.of(scenario_id)
        rows = tuple(
            _open_row(ctx, tx, a) if a.status is Status.OPEN else _row(ctx, a, past.results.get(a.id)) for a in own
        )
    opened = next((a.id for a in own if a.status is Status.OPEN), None)
    return replace(briefing_view(scenario, open_attempt=opened, timed=is_timed(scenario)), past=rows)


def results_view(ctx: Context) -> ResultsView:
    """All attempts of the person, newest first, and the profile."""
    with ctx.store.read() as tx:
        past = _past(ctx, tx)
        rows = tuple(
            _open_row(ctx, tx, a) if a.status is Status.OPEN else _row(ctx, a, past.results.get(a.id))
            for a in past.attempts
        )
        numbers = _profile(ctx, tx, past)
    person = _me(past)
    return ResultsView(person, rows, numbers)


def minutes(due: int) -> int:
    """A guess of how many minutes so many cards take."""
    return -(-due // CARDS_A_MINUTE)


# --- parts -----------------------------------------------------------------------------------------------------------


def _past(ctx: Context, tx: Tx) -> _Past:
    person = ctx.current(tx)
    if person is None:
        return _Past(None, (), {})
    return _Past(person, attempts.of_person(tx, person.id, kind=AttemptKind.CASE), results.of_person(tx, person.id))


def _catch_up(ctx: Context, person: str) -> int:
    """Work out the cards of runs from before there were cards, once; returns how many are due.

    A database that cannot be written now does not keep anybody from the home screen.
    """
    with suppress(DatabaseError), ctx.write() as tx:
        derived_cards.ensure(tx, person)
        return cards.count_due(tx, person, ctx.clock())
    return 0


def _me(past: _Past) -> PersonRow | None:
    """The person who plays, counted from his own attempts alone: a database may hold a million others."""
    return users.row(past.person, {past.person.id: len(past.attempts)}, past.person) if past.person else None


def _profile(ctx: Context, tx: Tx, past: _Past) -> tuple[ProfileRow, ...]:
    found = results.evidence_of_person(tx, past.person.id) if past.person else ()
    trained = {c.name for card in ctx.contents.library.cards.values() for c in card.competencies}
    names = [name for name in ctx.contents.library.names if name in trained]
    names += sorted({one.competency for one in found} - set(names))
    return profile(names, past.attempts, past.results, found, now=ctx.clock())


def _row(
    ctx: Context, attempt: AttemptRecord, result: ResultRecord | None, step: int = 0, title: str = ""
) -> AttemptRow:
    return AttemptRow(
        attempt=attempt.id,
        scenario=attempt.scenario,
        title=ctx.contents.title(attempt.scenario) or title or title_of(result) or attempt.scenario,
        number=attempt.number,
        mode=Mode(attempt.mode),
        status=attempt.status.value,
        started=attempt.started,
        finished=attempt.finished,
        step=result.steps if result else step,
        ending=result.ending if result else None,
        rating=result.rating if result else None,
        score=result.score if result else None,
        redlines=result.redlines if result else 0,
        slips=result.slips if result else 0,
        fine=result.fine if result else 0,
    )


def _open_row(ctx: Context, tx: Tx, attempt: AttemptRecord) -> AttemptRow:
    play = load(ctx, tx, attempt.id).play
    return _row(ctx, attempt, None, play.log.steps, play.scenario.title)


def title_of(result: ResultRecord | None) -> str:
    """The title that the case had when it was played."""
    return str(result.data.get("title", "")) if result else ""


def _case(card: Card, past: _Past) -> CaseRow:
    own = past.of(card.id)
    opened = next((a.id for a in own if a.status is Status.OPEN), None)
    done = [a for a in own if a.status is Status.FINISHED]
    scores = [past.results[a.id].score for a in reversed(done) if a.id in past.results]
    counted = [score for score in scores if score is not None]
    return CaseRow(
        id=card.id,
        title=card.title,
        difficulty=card.difficulty,
        duration=card.duration,
        competencies=tuple(c.name for c in sorted(card.competencies, key=lambda c: -c.weight)),
        status="open" if opened else "done" if done else "new",
        attempts=len(own),
        first=counted[0] if counted else None,
        best=max(counted, default=None),
        open_attempt=opened,
        tags=card.tags,
    )


def _by_order(ctx: Context) -> list[Card]:
    """The first case first, then by difficulty and title."""
    first = first_case()
    found: Iterable[Card] = ctx.contents.library.cards.values()
    return sorted(found, key=lambda s: (s.id != first, s.difficulty or 9, s.title, s.id))


def _recommend(ctx: Context, past: _Past, numbers: tuple[ProfileRow, ...]) -> tuple[CaseRow | None, str, str]:
    """The case to play next, the reason's message key, and the competency it names.

    A newcomer gets the course's first case. Then the competency with the least evidence is served by the case, not
    played yet if possible, in which it weighs most.
    """
    open_cases = {a.scenario for a in past.attempts if a.status is Status.OPEN}
    library = [s for s in _by_order(ctx) if s.id not in open_cases]
    if not library:
        return None, "", ""
    if not any(a.status is Status.FINISHED for a in past.attempts):
        return _case(library[0], past), "service.reason_newcomer", ""
    runs = {s.id: len(past.of(s.id)) for s in library}
    fresh = [s for s in library if not runs[s.id]]
    thinnest = sorted(numbers, key=lambda row: row.evidence)
    for candidates, reason in ((fresh, "service.reason_thin"), (library, "service.reason_again")):
        for number in thinnest:
            serving = [s for s in candidates if _share(s, number.name)]
            if serving:
                best = min(serving, key=lambda s: (runs[s.id], -_share(s, number.name), s.difficulty or 9))
                return _case(best, past), reason, number.name
    return _case((fresh or library)[0], past), "service.reason_any", ""


def _share(card: Card, competency: str) -> float:
    """How much of a case is about a competency, 0-1."""
    total = sum(c.weight for c in card.competencies)
    return sum(c.weight for c in card.competencies if c.name == competency) / total if total else 0.0
