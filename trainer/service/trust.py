"""Can these numbers be trusted? Replays every attempt from stored text and events and compares every derived number.

The chain, the head file and the contents' names are checked by the store. Here each attempt's actions are played again
(draws come from the seed, not from the record) and must give exactly the stored events; its result, decisions and
evidence are computed again and must agree within ``TOLERANCE``. Another engine or scoring version reads 旧版.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from trainer.content.model import Scenario
from trainer.engine.play import replay
from trainer.engine.types import ENGINE_VERSION
from trainer.errors import TrainerError
from trainer.i18n import t
from trainer.scoring import SCORING_VERSION
from trainer.service import quiz_trust
from trainer.service.admin_views import DoctorView, FindingView, VerifyView
from trainer.service.attempts import replayed
from trainer.service.compare import Counts, rows
from trainer.service.context import Context
from trainer.service.derive import Derived, derived
from trainer.service.log import Entry, Log, actions, flatten, read_log
from trainer.store import attempts, contents, doctor, events, results, verify
from trainer.store.records import AttemptKind, AttemptRecord, ContentRecord, EventRecord, Finding, QuizRows, Status

if TYPE_CHECKING:
    from trainer.store import Tx

Progress = Callable[[int, int], None]


def check(ctx: Context, *, progress: Progress | None = None) -> VerifyView:
    """Check everything stored in one consistent view of the database."""
    with ctx.store.read() as tx:
        report = verify.check(tx, ctx.store.heads)
        own, counts = _attempts(ctx, tx, progress)
    return _view(report, own, counts)


def examine(ctx: Context, *, quarantine: bool = False, rebuild: bool = False, renew_heads: bool = False) -> DoctorView:
    """Everything ``check`` finds and SQLite's own checks; on request damaged attempts are put aside (quarantine), the
    derived tables built anew (rebuild), a head file that does not fit replaced (renew_heads). Nothing else is changed.
    """
    report = doctor.examine(ctx.store)
    put_aside = doctor.quarantine(ctx.store, report, now=ctx.clock()) if quarantine else ()
    old_heads = doctor.renew_heads(ctx.store, now=ctx.clock()) if renew_heads else None
    done = doctor.rebuild(ctx.store, lambda *given: compute(ctx, *given)) if rebuild else None
    recarded = quiz_trust.rebuild_cards(ctx) if rebuild or put_aside else ()
    if put_aside or done or renew_heads:
        report = doctor.examine(ctx.store)
    with ctx.store.read() as tx:
        own, counts = _attempts(ctx, tx, None)
    return DoctorView(
        _view(report, own, counts),
        put_aside,
        None if done is None else done.attempts,
        done.changed if done else (),
        done.failed if done else (),
        renew_heads,
        old_heads,
        len(recarded),
    )


def compute(
    ctx: Context, record: AttemptRecord, content: ContentRecord, stored: Sequence[EventRecord]
) -> Derived | QuizRows | None:
    """Derive one attempt from what is stored; None for an open case, and where it cannot be read."""
    if record.kind is AttemptKind.QUIZ:
        return quiz_trust.compute(ctx, record, content, stored)
    if record.status is Status.OPEN:
        return None
    try:
        scenario = ctx.contents.stored(record.content, record.scenario, lambda: content.text)
        loaded = replayed(ctx, record, scenario, _entries(stored), {})
        return derived(ctx.contents, loaded.play)
    except (TrainerError, ValueError, KeyError, IndexError, TypeError):
        return None


def replay_findings(record: AttemptRecord, scenario: Scenario, log: Log) -> Iterator[Finding]:
    """Play every line of a log again, draws from the seed; where events differ the first one is named."""
    for line in log.lines:
        expected = [
            event
            for _, made in replay(scenario, record.seed, actions(line), None, timers=record.timers)
            for event in made
        ]
        for place, (found, wanted) in enumerate(zip(flatten(log.opening, line), expected, strict=False)):
            if found.type != wanted.type or found.data != json.loads(json.dumps(wanted.data)):
                params = {"attempt": record.id, "type": found.type.value}
                yield Finding("replay_differs", "event", f"{record.id}/{place}", params=params)
                return
        if len(flatten(log.opening, line)) != len(expected):
            yield Finding("replay_differs", "attempt", record.id, params={"attempt": record.id, "type": "length"})
            return


# --- parts -----------------------------------------------------------------------------------------------------------


def _attempts(ctx: Context, tx: Tx, progress: Progress | None) -> tuple[list[Finding], Counts]:
    found: list[Finding] = []
    counts = Counts()
    everything = attempts.everything(tx)
    for done, record in enumerate(everything, 1):
        if not record.quarantine:
            quiz = record.kind is AttemptKind.QUIZ
            found += quiz_trust.findings(ctx, tx, record, counts) if quiz else _attempt(ctx, tx, record, counts)
        if progress:
            progress(done, len(everything))
    known = {record.id for record in everything}
    for ident in results.attempts_with_results(tx):
        if ident not in known:
            found.append(Finding("result_orphan", "run_result", ident))
    found += quiz_trust.card_findings(tx)
    return found, counts


def _attempt(ctx: Context, tx: Tx, record: AttemptRecord, counts: Counts) -> list[Finding]:
    if record.engine_version != ENGINE_VERSION:
        counts.old += 1
        return [Finding("old_engine", "attempt", record.id, "note", {"version": record.engine_version})]
    try:
        content = contents.get(tx, record.content)
        scenario = ctx.contents.stored(record.content, record.scenario, lambda: content.text if content else None)
        stored = _entries(events.of_attempt(tx, record.id))
        log = read_log(stored)
        found = list(replay_findings(record, scenario, log))
        counts.replayed += 1
        if found:
            return found
        return [*found, *_compare(ctx, tx, record, scenario, stored, counts)]
    except (TrainerError, ValueError, KeyError, IndexError, TypeError) as error:
        reason = error.code if isinstance(error, TrainerError) else type(error).__name__
        return [Finding("not_replayable", "attempt", record.id, params={"reason": reason})]


def _compare(
    ctx: Context, tx: Tx, record: AttemptRecord, scenario: Scenario, stored: tuple[Entry, ...], counts: Counts
) -> Iterator[Finding]:
    result = results.get(tx, record.id)
    if record.status is Status.OPEN:
        if result is not None:
            yield Finding("result_of_open", "run_result", record.id)
        return
    if result is None:
        yield Finding("result_missing", "run_result", record.id)
        return
    if result.scoring_version != SCORING_VERSION:
        counts.old += 1
        yield Finding("old_scoring", "run_result", record.id, "note", {"version": result.scoring_version})
        return
    counts.compared += 1
    fresh = derived(ctx.contents, replayed(ctx, record, scenario, stored, {}).play)
    yield from rows("run_result", [(record.id, result)], [(record.id, fresh.result)])
    yield from rows(
        "decision",
        [(f"{record.id}/{one.index}", one) for one in results.decisions(tx, record.id)],
        [(f"{record.id}/{one.index}", one) for one in fresh.decisions],
    )
    yield from rows(
        "competency_evidence",
        [(f"{record.id}/{one.competency}", one) for one in results.evidence(tx, record.id)],
        [(f"{record.id}/{one.competency}", one) for one in fresh.evidence],
    )


def _entries(stored: Iterable[EventRecord]) -> tuple[Entry, ...]:
    return tuple(Entry(event.seq, event.type, event.data) for event in stored)


def _view(report: verify.Verification, own: Sequence[Finding], counts: Counts) -> VerifyView:
    findings = [_finding(one, "store") for one in report.findings] + [_finding(one, "trust") for one in own]
    return VerifyView(
        ok=all(one.severity != "error" for one in findings),
        findings=tuple(findings),
        events=report.events,
        attempts=report.attempts,
        contents=report.contents,
        replayed=counts.replayed,
        compared=counts.compared,
        old=counts.old,
        head=(report.head.chain, report.head.hash),
    )


def _finding(one: Finding, area: str) -> FindingView:
    message = t(f"{area}.finding.{one.kind}", row=one.row, table=one.table, **one.params)
    return FindingView(one.kind, one.table, one.row, one.severity, message)
