"""Playing: start, act, undo, give up, take up again, start again from a decision. Each is one write transaction.

A retry with the same key writes nothing and gives the play as it stands. An action with an ``expected_step`` that is
not the present one (a double click, a second window) changes nothing either. Everything slow, replaying, stepping and
scoring, happens before the transaction is opened; if somebody else wrote in between, it is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from trainer.engine import play as engine
from trainer.engine.types import ENGINE_VERSION, Action, EventType, Respond
from trainer.errors import DatabaseError, UsageError
from trainer.scoring import SCORING_VERSION
from trainer.service import cards
from trainer.service.attempts import Loaded, extended, load, new_events
from trainer.service.context import Context
from trainer.service.derive import Derived, derive
from trainer.service.log import CARRIED, INTERRUPTED, UNDONE, Entry, Group, undo_point
from trainer.service.present import Play, play_view
from trainer.service.views import Mode, PlayView
from trainer.store import attempts, contents, events, results
from trainer.store.records import Appended, NewAttempt, NewEvent, Status, StoreEvent
from trainer.textutil import normalise_name

if TYPE_CHECKING:
    from trainer.store import Tx

RETRIES = 8
"""How often an operation is worked out again when another process has written to the same attempt meanwhile."""

LONGEST_SEED = 200

PREPARE_AT = 3
"""After this many steps the scenario's values are worked out in the background: the player has settled down."""


class _Overtaken(Exception):
    """Somebody else wrote to the attempt between our reading and our writing."""


def start(
    ctx: Context, scenario_id: str, mode: Mode, *, key: str, seed: str | None = None, timers: bool = True
) -> PlayView:
    """Begin an attempt at a case as its file stands now."""
    scenario = ctx.contents.current(scenario_id)
    ctx.contents.machine(scenario)
    if seed is not None and not 0 < len(seed) <= LONGEST_SEED:
        raise UsageError("SV116", place="--seed", longest=LONGEST_SEED)
    seed = seed or ctx.new_id()
    timers = timers or mode is Mode.ASSESS
    _, opening = engine.start(scenario, seed, timers=timers)
    text = ctx.contents.text(scenario)

    def write(tx: Tx) -> Appended:
        at = ctx.clock()
        person = ctx.somebody(tx)
        digest = contents.put(tx, text, kind="scenario", ident=scenario.id, path=scenario.path, at=at)
        if digest != scenario.digest:
            raise DatabaseError("SV115", place=scenario.path, id=scenario.id)
        new = NewAttempt(
            id=ctx.new_id(),
            person=person.id,
            scenario=scenario.id,
            content=digest,
            engine_version=ENGINE_VERSION,
            scoring_version=SCORING_VERSION,
            mode=mode.value,
            seed=seed,
            timers=timers,
            number=attempts.next_number(tx, person.id, scenario.id),
        )
        return attempts.create(tx, new, key=key, at=at, events_after=new_events(opening))

    return _created(ctx, write)


def resume(ctx: Context, attempt: str) -> PlayView:
    """The play as it stands. Taking up a 测评 that another start of the program left marks it 中断."""
    with ctx.store.read() as tx:
        loaded = load(ctx, tx, attempt)
    play = loaded.play
    if play.closed or play.mode is not Mode.ASSESS or attempt in ctx.held or not play.log.steps:
        ctx.held.add(attempt)
        return play_view(play)
    ctx.held.add(attempt)
    return _append(ctx, attempt, ctx.new_id(), lambda _: ([NewEvent(INTERRUPTED)], None))


def act(
    ctx: Context, attempt: str, action: Action, *, key: str, expected_step: int | None = None, text: str | None = None
) -> PlayView:
    """Take one action; ``text`` is the free answer of a ``Respond``, whose keywords are found here."""

    def work(loaded: Loaded) -> tuple[list[NewEvent], Derived | None] | None:
        play = loaded.play
        if expected_step is not None and expected_step != play.log.steps:
            return None
        done = _completed(play, action, text)
        state, made = engine.step(play.scenario, play.state, done)
        made_events = new_events(made, text)
        if not state.ended:
            if play.log.steps >= PREPARE_AT:
                ctx.contents.prepare(play.scenario)
                cards.warm()
            return made_events, None
        entries = [Entry(play.log.next_seq + i, e.type.value, e.data) for i, e in enumerate(made)]
        return made_events, derive(ctx.contents, loaded, state, entries)

    return _append(ctx, attempt, key, work)


def undo(ctx: Context, attempt: str, *, key: str) -> PlayView:
    """Take back the last step of a 练习; draws are not rolled again, and the first answer stays in the statistics.

    Raises:
        UsageError: ``SV108`` a 测评, ``SV109`` nothing to take back.
    """

    def work(loaded: Loaded) -> tuple[list[NewEvent], Derived | None]:
        play = loaded.play
        if play.mode is not Mode.PRACTICE:
            raise UsageError("SV108", place=attempt)
        keep = undo_point(play.log)
        if keep is None:
            raise UsageError("SV109", place=attempt)
        return [NewEvent(UNDONE, {"keep": keep})], None

    return _append(ctx, attempt, key, work)


def abandon(ctx: Context, attempt: str, *, key: str) -> PlayView:
    """Give an attempt up; what was decided is scored."""

    def work(loaded: Loaded) -> tuple[list[NewEvent], Derived | None]:
        return [NewEvent(StoreEvent.ABANDONED)], derive(ctx.contents, loaded, loaded.play.state, ())

    return _append(ctx, attempt, key, work)


def restart_from(ctx: Context, attempt: str, decision: int, *, key: str) -> PlayView:
    """A practice run that begins at a decision of a finished attempt: same text, same seed, the way there copied.

    Args:
        ctx: The service's context.
        attempt: A closed attempt.
        decision: ``DecisionView.number`` of its debrief.
        key: Idempotency key.

    Raises:
        UsageError: ``SV110`` the attempt is still open, ``SV113`` no such decision.
    """
    from trainer.service.debrief import decision_groups

    with ctx.store.read() as tx:
        source = load(ctx, tx, attempt)
    play, record = source.play, source.record
    if not play.closed:
        raise UsageError("SV110", place=attempt)
    places = decision_groups(play)
    if not 1 <= decision <= len(places):
        raise UsageError("SV113", place=attempt, decision=decision, count=len(places))
    kept = play.log.groups[: places[decision - 1]]
    carried = [*new_events(play.log.opening), *_copies(kept, play), NewEvent(CARRIED, {"groups": len(kept)})]

    def write(tx: Tx) -> Appended:
        person = ctx.somebody(tx)
        new = NewAttempt(
            id=ctx.new_id(),
            person=person.id,
            scenario=record.scenario,
            content=record.content,
            engine_version=ENGINE_VERSION,
            scoring_version=SCORING_VERSION,
            mode=Mode.PRACTICE.value,
            seed=record.seed,
            timers=record.timers,
            number=attempts.next_number(tx, person.id, record.scenario),
            parent=attempt,
            parent_seq=play.log.groups[places[decision - 1]].seq,
        )
        return attempts.create(tx, new, key=key, at=ctx.clock(), events_after=carried)

    return _created(ctx, write)


# --- one transaction -------------------------------------------------------------------------------------------------

_Work = Callable[[Loaded], tuple[list[NewEvent], Derived | None] | None]


def _append(ctx: Context, attempt: str, key: str, work: _Work) -> PlayView:
    """Work out new events outside of, and append them in, a write transaction.

    The attempt as this service last saw it is tried first. Whether it is still so shows when its events are appended;
    if it is not, or if what is asked does not fit it, the attempt is read again.
    """
    loaded = ctx.recalled(attempt)
    for _ in range(RETRIES):
        fresh = loaded is None
        if loaded is None:
            with ctx.store.read() as tx:
                repeated = bool(events.by_key(tx, key))
                loaded = load(ctx, tx, attempt)
            if repeated:
                return play_view(ctx.remember(loaded).play)
        try:
            if loaded.play.closed:
                raise UsageError("SV106", place=attempt)
            done = work(loaded)
        except UsageError:
            if fresh:
                raise
            done = None
        if done is None:
            if fresh:
                return play_view(ctx.remember(loaded).play)
            loaded = None
            continue
        new, derived = done
        try:
            with ctx.write() as tx:
                written = _commit(tx, loaded, new, derived, key, ctx)
        except _Overtaken:
            loaded = None
            continue
        ctx.held.add(attempt)
        if written.repeated:
            loaded = None
            continue
        return play_view(ctx.remember(extended(ctx, loaded, written.attempt, new)).play)
    raise DatabaseError("SV117", place=attempt)


def _commit(
    tx: Tx, loaded: Loaded, new: Sequence[NewEvent], derived: Derived | None, key: str, ctx: Context
) -> Appended:
    written = attempts.append(tx, loaded.record.id, new, key=key, at=ctx.clock())
    if not written.repeated:
        if written.events[0].seq != loaded.play.log.next_seq:
            raise _Overtaken
        if derived is not None:
            results.save(tx, *derived)
            record = written.attempt
            if record.status is Status.FINISHED and not record.quarantine:
                found = cards.decision_facts(record.scenario, record.id, record.finished, derived.decisions)
                cards.apply(tx, record.person, found)
    return written


def _created(ctx: Context, write: Callable[[Tx], Appended]) -> PlayView:
    with ctx.write() as tx:
        attempt = write(tx).attempt.id
    ctx.held.add(attempt)
    with ctx.store.read() as tx:
        return play_view(load(ctx, tx, attempt).play)


def _completed(play: Play, action: Action, text: str | None) -> Action:
    """A free answer with its keywords, length and digest; any other action as it is."""
    if not isinstance(action, Respond) or text is None:
        return action
    node = play.scenario.nodes[play.machine.node_of(play.state.core)]
    said = normalise_name(text)
    found = tuple(
        index
        for index, keyword in enumerate(node.answer.keywords if node.answer else ())
        if any(normalise_name(word) in said for word in keyword.words)
    )
    return replace(action, keywords=found, length=len(text), digest=sha256(text.encode()).hexdigest())


def _copies(groups: Sequence[Group], play: Play) -> list[NewEvent]:
    copies: list[NewEvent] = []
    for group in groups:
        head = group.events[0]
        text = play.answers.get(str(head.data["digest"])) if head.type is EventType.RESPONDED else None
        copies += new_events(group.events, text)
    return copies
