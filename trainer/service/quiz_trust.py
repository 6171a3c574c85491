"""Checking and rebuilding quizzes: replayed from stored paper and events; answers, results and cards compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trainer.engine.quiz import actions_of, replay
from trainer.engine.quiz_types import QUIZ_ENGINE_VERSION, Paper, Purpose
from trainer.errors import TrainerError
from trainer.scoring import SCORING_VERSION
from trainer.scoring.review import DECISION_REGRET
from trainer.service import cards as derived_cards
from trainer.service import quiz_derive
from trainer.service.compare import Counts, rows
from trainer.service.context import Context
from trainer.service.log import ABANDONED, INTERRUPTED, STARTED
from trainer.service.sittings import Sitting, quiz_events, replayed
from trainer.service.views import Mode
from trainer.store import cards, contents, events, people, quizzes
from trainer.store.records import AttemptRecord, ContentRecord, EventRecord, Finding, QuizRows

if TYPE_CHECKING:
    from trainer.store import Tx

OURS = frozenset({STARTED, ABANDONED, INTERRUPTED})
"""Events of a quiz attempt that are not the engine's."""

_UNREADABLE = (TrainerError, ValueError, KeyError, IndexError, TypeError)


def derived(sitting: Sitting) -> QuizRows:
    """Everything that is derived of a quiz attempt."""
    return QuizRows(sitting.record.id, quiz_derive.result(sitting), quiz_derive.answers(sitting))


def compute(
    ctx: Context, record: AttemptRecord, content: ContentRecord, stored: Sequence[EventRecord]
) -> QuizRows | None:
    """Derive a quiz attempt from what is stored; None where it cannot be read."""
    try:
        return derived(replayed(record, ctx.papers.read(record.content, content.text), stored, {}))
    except _UNREADABLE:
        return None


def replay_findings(record: AttemptRecord, paper: Paper, stored: Sequence[EventRecord]) -> Iterator[Finding]:
    """Take the recorded actions again; the first event that comes out different is named."""
    exam = paper.purpose is Purpose.EXAM
    if paper.ident != record.scenario or exam is not (record.mode == Mode.ASSESS):
        yield Finding("replay_differs", "attempt", record.id, params={"attempt": record.id, "type": "paper"})
        return
    told = quiz_events(stored)
    if not stored or stored[0].type != STARTED or len(told) + sum(one.type in OURS for one in stored) != len(stored):
        yield Finding("replay_differs", "attempt", record.id, params={"attempt": record.id, "type": "log"})
        return
    expected = [event for _, made in replay(paper, actions_of(told)) for event in made]
    for place, (found, wanted) in enumerate(zip(told, expected, strict=False)):
        if found.type is not wanted.type or found.data != json.loads(json.dumps(wanted.data)):
            params = {"attempt": record.id, "type": found.type.value}
            yield Finding("replay_differs", "event", f"{record.id}/{place}", params=params)
            return
    if len(told) != len(expected):
        yield Finding("replay_differs", "attempt", record.id, params={"attempt": record.id, "type": "length"})


def findings(ctx: Context, tx: Tx, record: AttemptRecord, counts: Counts) -> list[Finding]:
    """Everything that is wrong with a stored quiz attempt and what is derived of it."""
    if record.engine_version != QUIZ_ENGINE_VERSION:
        counts.old += 1
        return [Finding("old_engine", "attempt", record.id, "note", {"version": record.engine_version})]
    try:
        content = contents.get(tx, record.content)
        paper = ctx.papers.read(record.content, content.text if content else None)
        stored = events.of_attempt(tx, record.id)
        found = list(replay_findings(record, paper, stored))
        counts.replayed += 1
        return found or list(_compare(tx, replayed(record, paper, stored, {}), counts))
    except _UNREADABLE as error:
        reason = error.code if isinstance(error, TrainerError) else type(error).__name__
        return [Finding("not_replayable", "attempt", record.id, params={"reason": reason})]


def card_findings(tx: Tx) -> Iterator[Finding]:
    """Review cards that are not what the stored facts make of them."""
    known, hand = cards.people_with_cards(tx), cards.by_hand(tx)
    for person in everybody(tx):
        if person in known or derived_cards.built(tx, person):
            wanted = derived_cards.fold(person, cards.facts(tx, person, regret=DECISION_REGRET, hand=hand))
            stored = [(f"{person}/{one.card}", one) for one in cards.of_person(tx, person)]
            yield from rows("review_card", stored, [(f"{person}/{name}", one) for name, one in wanted.items()])


def rebuild_cards(ctx: Context) -> tuple[str, ...]:
    """Work out everybody's cards again; returns whose were different."""
    with ctx.store.read() as tx:
        everyone, hand = everybody(tx), cards.by_hand(tx)
    changed = []
    for person in everyone:
        with ctx.store.read() as tx:
            if not derived_cards.stale(tx, person, hand):
                continue
        with ctx.store.write() as tx:
            if derived_cards.rebuild(tx, person):
                changed.append(person)
    return tuple(changed)


def everybody(tx: Tx) -> tuple[str, ...]:
    """Ids of all people, also of those who were merged or erased."""
    return people.ids(tx)


# --- parts -----------------------------------------------------------------------------------------------------------


def _compare(tx: Tx, sitting: Sitting, counts: Counts) -> Iterator[Finding]:
    record = sitting.record
    stored, fresh = quizzes.result(tx, record.id), derived(sitting)
    if not sitting.closed and stored is not None:
        yield Finding("result_of_open", "quiz_result", record.id)
        return
    if sitting.closed and stored is None:
        yield Finding("result_missing", "quiz_result", record.id)
        return
    if stored is not None and stored.scoring_version != SCORING_VERSION:
        counts.old += 1
        yield Finding("old_scoring", "quiz_result", record.id, "note", {"version": stored.scoring_version})
        return
    if stored is not None and fresh.result is not None:
        counts.compared += 1
        yield from rows("quiz_result", [(record.id, stored)], [(record.id, fresh.result)])
    yield from rows(
        "item_answer",
        [(f"{record.id}/{one.number}", one) for one in quizzes.answers(tx, record.id)],
        [(f"{record.id}/{one.number}", one) for one in fresh.answers],
    )
