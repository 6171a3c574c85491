"""From a trainee's laptop into the instructor's database: submit, collect, and merging people.

A pack is checked three times before anything is written: its seal, the hashes of its events, and by playing every
attempt of this engine's version again. Attempts that come in are scored here, never copied.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trainer.content.model import Scenario
from trainer.engine.quiz_types import QUIZ_ENGINE_VERSION
from trainer.engine.types import ENGINE_VERSION
from trainer.errors import TrainerError, UsageError
from trainer.i18n import t
from trainer.service import cards, quiz_trust
from trainer.service.admin_views import CollectView, MergeView, PackView
from trainer.service.attempts import replayed
from trainer.service.context import Context
from trainer.service.derive import Derived, derived
from trainer.service.log import Entry, read_log
from trainer.service.people import clean_number
from trainer.service.sittings import replayed as replayed_quiz
from trainer.service.trust import replay_findings
from trainer.store import backup, collect, doctor, events, pack, people
from trainer.store.attempts import closing, status_after
from trainer.store.chain import read_time
from trainer.store.collect import Conflict
from trainer.store.pack import Pack, PackedAttempt
from trainer.store.records import AttemptKind, AttemptRecord, Origin, PersonRecord, QuizRows, Status

if TYPE_CHECKING:
    from trainer.store import Tx


def submit(ctx: Context, number: str | None = None) -> PackView:
    """Pack all attempts of a person: of a 工号, else of whoever is playing.

    Raises:
        UsageError: ``SV111`` nobody of that 工号, ``SV118`` nobody has played yet.
    """
    with ctx.store.read() as tx:
        person = _by_number(tx, number) if number else ctx.current(tx)
        if person is None:
            raise UsageError("SV118", place=str(ctx.store.path))
        now = ctx.clock()
        data = pack.make_pack(tx, person.id, now=now)
    made = pack.read_pack(data, place=person.id)
    who = person.number or person.id[:8]
    return PackView(
        f"trainer-{who}-{now:%Y%m%d-%H%M%S}.pack",
        data,
        person.name,
        person.number,
        len(made.attempts),
        made.events,
    )


def prepare(ctx: Context) -> None:
    """A verified backup before anything is taken in."""
    backup.back_up(ctx.store, reason="import", now=ctx.clock())


def take_in(
    ctx: Context, data: bytes, *, place: str, number: str | None = None, new_person: bool = False
) -> CollectView:
    """Take a pack into this database.

    Args:
        ctx: The service's context.
        data: The file's bytes.
        place: Its name, for errors.
        number: The attempts belong to the person here with this 工号, whoever the pack names.
        new_person: They belong to somebody who is not known here.

    Raises:
        UsageError: DB130 no pack, DB131 tampered with, DB132 of a newer version, ``SV119`` its events cannot be
            played again as they are told, ``SV111`` nobody of that 工号.
        DatabaseError: DB133 an attempt that is here already went another way in the pack.
    """
    made = pack.read_pack(data, place=place)
    fresh = [(one.id, rows) for one in made.attempts if (rows := _checked(ctx, made, one, place)) is not None]
    with ctx.write() as tx:
        resolve = collect.NEW_PERSON if new_person else _by_number(tx, number).id if number else None
        done = collect.collect(tx, made, at=ctx.clock(), place=place, resolve=resolve)
        taken = {*done.attempts, *done.extended}
        for attempt, rows in fresh:
            if attempt in taken:
                doctor.save(tx, rows)
        if taken:
            cards.rebuild(tx, done.person)
        who = people.get(tx, done.person) or made.person
    if done.conflict is not None:
        return _conflict(place, made, done.conflict)
    return CollectView(
        place=place,
        person=who.id,
        number=who.number,
        name=who.name,
        attempts=len(done.attempts),
        extended=len(done.extended),
        events=done.events,
        known_events=done.known_events,
        unassigned=done.unassigned,
        new_person=done.new_person,
    )


def merge(ctx: Context, source: str, target: str, *, key: str) -> MergeView:
    """Give all attempts of one person (a nameless beginner) to another (his roster entry).

    Raises:
        UsageError: ``SV111`` no such person.
    """
    with ctx.write() as tx:
        for one in (source, target):
            found = people.get(tx, one)
            if found is None or found.erased:
                raise UsageError("SV111", place=one)
        current = ctx.current(tx)
        moved = people.merge(tx, source, target, key=key, at=ctx.clock())
        if current is not None and current.id == source:
            ctx.choose(tx, target)
        for one in (source, target):  # cards put in by hand move even where no attempt does
            cards.rebuild(tx, one)
    return MergeView(target, len(moved))


# --- parts -----------------------------------------------------------------------------------------------------------


def _by_number(tx: Tx, number: str) -> PersonRecord:
    found = people.by_number(tx, clean_number(number) or "")
    if found is None:
        raise UsageError("SV111", place=number)
    return found


def _checked(ctx: Context, made: Pack, attempt: PackedAttempt, place: str) -> Derived | QuizRows | None:
    """Play an attempt of the pack again; what is derived from it."""
    record = _record(attempt)
    if record.engine_version != (QUIZ_ENGINE_VERSION if record.kind is AttemptKind.QUIZ else ENGINE_VERSION):
        return None
    try:
        if record.kind is AttemptKind.QUIZ:
            return _checked_quiz(ctx, made, attempt, record, place)
        entries = tuple(Entry(row.seq, row.type, json.loads(row.data)) for row in attempt.rows)
        scenario = _scenario(ctx, made, record)
        wrong = next(replay_findings(record, scenario, read_log(entries)), None)
        if wrong is not None:
            raise UsageError("SV119", place=place, attempt=attempt.id, reason=wrong.row)
        if record.status is Status.OPEN:
            return None
        return derived(ctx.contents, replayed(ctx, record, scenario, entries, {}).play)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise UsageError("SV119", place=place, attempt=attempt.id, reason=type(error).__name__) from error
    except TrainerError as error:
        if error.code == "SV119":
            raise
        raise UsageError("SV119", place=place, attempt=attempt.id, reason=error.code) from error


def _checked_quiz(ctx: Context, made: Pack, attempt: PackedAttempt, record: AttemptRecord, place: str) -> QuizRows:
    paper = ctx.papers.read(record.content, _text(made, record))
    stored = [events.record(row) for row in attempt.rows]
    wrong = next(quiz_trust.replay_findings(record, paper, stored), None)
    if wrong is not None:
        raise UsageError("SV119", place=place, attempt=attempt.id, reason=wrong.row)
    return quiz_trust.derived(replayed_quiz(record, paper, stored, {}))


def _text(made: Pack, record: AttemptRecord) -> str:
    return next(content.text for content in made.contents if content.digest == record.content)


def _scenario(ctx: Context, made: Pack, record: AttemptRecord) -> Scenario:
    text = _text(made, record)
    return ctx.contents.stored(record.content, record.scenario, lambda: text)


def _record(attempt: PackedAttempt) -> AttemptRecord:
    last = closing((row.type, row.at) for row in attempt.rows)
    status = status_after(last[0]) if last else Status.OPEN
    kinds = {"origin": Origin(attempt.facts["origin"]), "kind": AttemptKind(attempt.facts["kind"])}
    return AttemptRecord(
        **{**attempt.facts, **kinds},
        id=attempt.id,
        started=read_time(attempt.rows[0].at),
        finished=None if last is None or status is Status.OPEN else read_time(last[1]),
        status=status,
    )


def _conflict(place: str, made: Pack, conflict: Conflict) -> CollectView:
    here, there = conflict.here, made.person
    words = t(
        f"store.conflict.{conflict.kind.value}",
        number=there.number or "",
        here=here.number if conflict.kind.value == "number_differs" else here.name or here.number,
        there=there.number if conflict.kind.value == "number_differs" else there.name,
    )
    return CollectView(place, there.id, there.number, there.name, 0, 0, 0, 0, conflict=words)
