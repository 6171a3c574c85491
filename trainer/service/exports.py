"""Rows for files that leave the house: results per attempt, evidence per competency, decisions. Reading only.

Two policies say which evidence counts (scoring.md §4). ``hr``: 测评 runs of people who had met nothing of that case
before; one that was given up counts with the decisions made. ``personal``: every closed run, repeated ones weigh less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from trainer.scoring.evidence import Observation, estimate, exposure_weight
from trainer.service.admin_views import DecisionExport, EvidenceExport, QuizExport, RunExport
from trainer.service.context import Context
from trainer.service.log import INTERRUPTED
from trainer.service.people import clean_number
from trainer.service.sittings import paper_of
from trainer.store import attempts, events, people, results
from trainer.store import quizzes as quiz_rows
from trainer.store.records import (
    AttemptKind,
    AttemptRecord,
    EvidenceRecord,
    NewEvent,
    PersonRecord,
    QuizResultRecord,
    ResultRecord,
    Status,
)

if TYPE_CHECKING:
    from trainer.store import Tx


TOLD_PURPOSES = frozenset({"practice", "exam"})
"""Quizzes that are told to HR."""


class Policy(StrEnum):
    """Which runs are evidence, and with what weight."""

    HR = "hr"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which attempts to export; None selects all. ``since`` and ``until`` (exclusive) are about the start."""

    number: str | None = None
    scenario: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def has(self, attempt: AttemptRecord) -> bool:
        """Whether an attempt is selected (the person is selected elsewhere)."""
        return (
            (self.scenario is None or attempt.scenario == self.scenario)
            and (self.since is None or attempt.started >= self.since)
            and (self.until is None or attempt.started < self.until)
        )


@dataclass(frozen=True, slots=True)
class _Person:
    record: PersonRecord
    attempts: tuple[AttemptRecord, ...]
    results: Mapping[str, ResultRecord]
    evidence: tuple[EvidenceRecord, ...]

    def fresh(self, attempt: AttemptRecord) -> bool:
        """A closed 测评 of somebody who had met nothing of the case before (whatever its version)."""
        if attempt.mode != "assess" or attempt.status is Status.OPEN:
            return False
        before = [a for a in self.attempts if a.scenario == attempt.scenario and a.started < attempt.started]
        return all(a.id in self.results and not self.results[a.id].steps for a in before)


def runs(ctx: Context, selection: Selection) -> Iterator[RunExport]:
    """Results per attempt, by 工号, then by start. One person is read at a time, so any number of them fits."""
    for person in _everyone(ctx, selection):
        with ctx.store.read() as tx:
            found = _read(tx, person)
            marked = events.counts(tx, [a.id for a in found.attempts], [INTERRUPTED])
        for attempt in sorted(found.attempts, key=lambda a: (a.started, a.id)):
            if selection.has(attempt):
                yield _run(ctx, found, attempt, attempt.id in marked)


def evidence(ctx: Context, selection: Selection, policy: Policy) -> Iterator[EvidenceExport]:
    """Evidence per person and competency under a policy, by 工号, in the library's order of competencies."""
    now = ctx.clock()
    order = {name: index for index, name in enumerate(ctx.contents.library.names)}
    for person in _everyone(ctx, selection):
        with ctx.store.read() as tx:
            found = _read(tx, person)
        counted = {
            a.id: a for a in found.attempts if selection.has(a) and (policy is Policy.PERSONAL or found.fresh(a))
        }
        names = {one.competency for one in found.evidence if one.attempt in counted}
        for name in sorted(names, key=lambda name: (order.get(name, len(order)), name)):
            yield _evidence(found, counted, name, policy, now)


def quizzes(ctx: Context, selection: Selection) -> Iterator[QuizExport]:
    """Practices and exams, by 工号, then by start; reviews, 错题本 and checks inside lessons are left out."""
    for person in _everyone(ctx, selection):
        with ctx.store.read() as tx:
            own = attempts.of_person(tx, person.id, kind=AttemptKind.QUIZ)
            taken = quiz_rows.results_of_person(tx, person.id)
            marked = events.counts(tx, [a.id for a in own], [INTERRUPTED])
            opened = {a.id: paper_of(ctx.papers, tx, a) for a in own if a.id not in taken and selection.has(a)}
        for attempt in sorted(own, key=lambda a: (a.started, a.id)):
            result, paper = taken.get(attempt.id), opened.get(attempt.id)
            purpose = result.purpose if result else paper.purpose.value if paper else ""
            if selection.has(attempt) and purpose in TOLD_PURPOSES:
                title = str(result.data.get("title", "")) if result else paper.title if paper else ""
                yield _quiz(person, attempt, result, title, purpose, attempt.id in marked)


def decisions(ctx: Context, attempt: str) -> tuple[DecisionExport, ...]:
    """The decisions stored for an attempt: first answers, in the order given."""
    with ctx.store.read() as tx:
        stored = results.decisions(tx, attempt)
    return tuple(
        DecisionExport(d.index, d.node, d.choice, d.best, d.regret, d.stake, d.quality, d.chance, d.label, d.scored)
        for d in stored
    )


def exporter(ctx: Context) -> str:
    """工号 and name of whoever uses the program, or nothing."""
    with ctx.store.read() as tx:
        person = ctx.current(tx)
    return " ".join(filter(None, (person.number, person.name))) if person else ""


def note(ctx: Context, file: str, rows: int, digest: str) -> None:
    """Append an ``exported`` event of the database: what left it, never whom it was about."""
    with ctx.write() as tx:
        data = {"file": file, "rows": rows, "digest": digest}
        events.append_own(tx, [NewEvent("exported", data)], key=f"export:{ctx.new_id()}", at=ctx.clock())


# --- parts -----------------------------------------------------------------------------------------------------------


def _everyone(ctx: Context, selection: Selection) -> Sequence[PersonRecord]:
    with ctx.store.read() as tx:
        found = people.everyone(tx)
    if selection.number is None:
        return found
    wanted = clean_number(selection.number)
    return [person for person in found if person.number == wanted]


def _read(tx: Tx, person: PersonRecord) -> _Person:
    return _Person(
        person,
        attempts.of_person(tx, person.id, kind=AttemptKind.CASE),
        results.of_person(tx, person.id),
        results.evidence_of_person(tx, person.id),
    )


def _run(ctx: Context, person: _Person, attempt: AttemptRecord, interrupted: bool) -> RunExport:
    result = person.results.get(attempt.id)
    data = result.data if result else {}
    return RunExport(
        attempt=attempt.id,
        number=person.record.number or "",
        name=person.record.name,
        scenario=attempt.scenario,
        title=ctx.contents.title(attempt.scenario) or data.get("title") or attempt.scenario,
        run=attempt.number,
        mode=attempt.mode,
        status=attempt.status.value,
        started=attempt.started,
        finished=attempt.finished,
        seconds=None if attempt.finished is None else (attempt.finished - attempt.started).total_seconds(),
        ending=result.ending if result else None,
        rating=result.rating if result else None,
        score=result.score if result else None,
        outcome=result.outcome if result else None,
        luck=result.luck if result else None,
        redlines=tuple(data.get("redlines", ())),
        decisions=result.decisions if result else None,
        proctored=attempt.proctored,
        content=attempt.content,
        engine_version=attempt.engine_version,
        scoring_version=result.scoring_version if result else None,
        interrupted=interrupted,
        undone=int(data.get("undone", 0)),
        restarted=attempt.parent is not None,
        counts=person.fresh(attempt),
    )


def _quiz(
    person: PersonRecord,
    attempt: AttemptRecord,
    result: QuizResultRecord | None,
    title: str,
    purpose: str,
    interrupted: bool,
) -> QuizExport:
    return QuizExport(
        attempt=attempt.id,
        number=person.number or "",
        name=person.name,
        quiz=attempt.scenario,
        quiz_title=title or attempt.scenario,
        run=attempt.number,
        purpose=purpose,
        status=attempt.status.value,
        started=attempt.started,
        finished=attempt.finished,
        used_seconds=result.used_ms / 1000 if result else None,
        items=result.items if result else None,
        right=result.right if result else None,
        omitted=result.omitted if result else None,
        pending=result.pending if result else None,
        score=result.score if result else None,
        pass_mark=result.data.get("pass_mark") if result and purpose == "exam" else None,
        passed=result.passed if result else None,
        timed_out=bool(result and result.timed_out),
        proctored=attempt.proctored,
        interrupted=interrupted,
        paper=attempt.content,
        scoring_version=result.scoring_version if result else None,
    )


def _evidence(
    person: _Person, counted: Mapping[str, AttemptRecord], name: str, policy: Policy, now: datetime
) -> EvidenceExport:
    rows = [one for one in person.evidence if one.competency == name and one.attempt in counted and one.weight > 0]
    seen = []
    for one in rows:
        attempt = counted[one.attempt]
        exposure = attempt.number if policy is Policy.PERSONAL else 1
        when = (attempt.finished or attempt.started).timestamp()
        quality, chance = one.quality / one.weight, one.chance / one.weight
        seen.append(Observation(attempt.scenario, quality, chance, one.weight, exposure, when))
    broken = [
        (a.finished or a.started).timestamp()
        for a in person.attempts
        if (r := person.results.get(a.id)) is not None and r.redlines and name in r.data.get("points", {})
    ]
    found = estimate(seen, now=now.timestamp(), redlines=broken)
    weights = [one.weight * exposure_weight(s.exposure) for one, s in zip(rows, seen, strict=True)]
    return EvidenceExport(
        number=person.record.number or "",
        name=person.record.name,
        competency=name,
        evidence=found.evidence,
        quality=sum(w * s.quality for w, s in zip(weights, seen, strict=True)),
        chance=sum(w * s.random_quality for w, s in zip(weights, seen, strict=True)),
        decisions=sum(one.decisions for one in rows),
        scenarios=found.scenarios,
        runs=len(rows),
        score=found.mean,
        low=found.low,
        high=found.high,
        level=found.level,
        capped=found.capped,
        last=max((counted[one.attempt].finished or counted[one.attempt].started for one in rows), default=None),
    )
