"""An attempt out of the database and back: its log replayed into a ``Play``, new events appended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trainer.content.model import Scenario
from trainer.engine.play import replay
from trainer.engine.types import Event, EventType
from trainer.errors import UsageError
from trainer.service.context import Context
from trainer.service.log import Entry, Log, actions, draws, read_log
from trainer.service.present import Play
from trainer.service.views import Mode
from trainer.store import attempts, contents, events
from trainer.store.records import AttemptKind, AttemptRecord, NewEvent, Status

if TYPE_CHECKING:
    from trainer.store import Tx


@dataclass(frozen=True, slots=True)
class Loaded:
    """An attempt as stored, and replayed."""

    record: AttemptRecord
    entries: tuple[Entry, ...]
    play: Play


def load(ctx: Context, tx: Tx, attempt: str) -> Loaded:
    """Read an attempt at a case and replay it with the text it began with.

    Raises:
        UsageError: ``SV105``, no such attempt.
        DatabaseError: Its text is missing or unreadable.
    """
    record = attempts.get(tx, attempt)
    if record is None or record.kind is not AttemptKind.CASE:
        raise UsageError("SV105", place=attempt)
    stored = tuple(Entry(event.seq, event.type, event.data) for event in events.of_attempt(tx, attempt))

    def stored_text() -> str | None:
        found = contents.get(tx, record.content)
        return found.text if found else None

    scenario = ctx.contents.stored(record.content, record.scenario, stored_text)
    return replayed(ctx, record, scenario, stored, events.texts(tx, attempt))


def replayed(
    ctx: Context, record: AttemptRecord, scenario: Scenario, entries: tuple[Entry, ...], texts: dict[int, str]
) -> Loaded:
    """Replay stored entries of an attempt."""
    log = read_log(entries)
    play = Play(
        attempt=record.id,
        scenario=scenario,
        machine=ctx.contents.machine(scenario),
        mode=Mode(record.mode),
        log=log,
        state=replay(scenario, record.seed, actions(log.groups), draws(log.events), timers=record.timers)[-1][0],
        answers=answers_of(log, texts),
        closed=record.status is not Status.OPEN,
        interrupted=log.interrupted,
    )
    return Loaded(record, entries, play)


def extended(ctx: Context, loaded: Loaded, record: AttemptRecord, new: Sequence[NewEvent]) -> Loaded:
    """The attempt after these events were appended, without reading anything again."""
    first = loaded.play.log.next_seq
    added = tuple(Entry(first + i, event.type, event.data) for i, event in enumerate(new))
    fresh = replayed(ctx, record, loaded.play.scenario, (*loaded.entries, *added), {})
    texts = {str(event.data["digest"]): event.text for event in new if event.text is not None}
    return replace(fresh, play=replace(fresh.play, answers={**loaded.play.answers, **texts}))


def answers_of(log: Log, texts: dict[int, str]) -> dict[str, str]:
    """The free texts still kept, by the digest in their event."""
    found: dict[str, str] = {}
    for line in log.lines:
        for group in line:
            head = group.events[0]
            if head.type is EventType.RESPONDED and group.seq in texts:
                found[str(head.data["digest"])] = texts[group.seq]
    return found


def new_events(made: Iterable[Event], text: str | None = None) -> list[NewEvent]:
    """Engine events as the store takes them; a free text goes with its ``responded`` event."""
    return [NewEvent(e.type.value, e.data, text if e.type is EventType.RESPONDED else None) for e in made]
