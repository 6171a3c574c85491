"""Who plays: switch user, name oneself, settings. A nameless person comes first; a name can follow, or never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.errors import UsageError
from trainer.service.context import Context
from trainer.service.views import PersonRow
from trainer.store import people, settings
from trainer.store.records import PersonRecord
from trainer.textutil import sanitise, to_halfwidth

if TYPE_CHECKING:
    from trainer.store import Tx

ASK_NAME = "ask_name"
"""Setting of a person: ``no`` once the question for a name was answered or skipped."""

LONGEST_NAME = 40
LONGEST_NUMBER = 64


def everyone(ctx: Context) -> tuple[PersonRow, ...]:
    """All people of this database."""
    with ctx.store.read() as tx:
        current = ctx.current(tx)
        counts = people.attempt_counts(tx)
        return tuple(row(person, counts, current) for person in people.everyone(tx))


def use_person(ctx: Context, *, person: str | None, number: str | None, name: str, remember: bool) -> PersonRow:
    """Switch to a person: by id, else by 工号 (who is made if unknown), else to a new person of that name.

    Raises:
        UsageError: ``SV111`` no person of that id, ``SV114`` the name or the 工号 is not usable.
    """
    name, clean = clean_name(name), clean_number(number)
    with ctx.write() as tx:
        if person is not None:
            found = people.get(tx, person)
            if found is None or found.erased or found.merged_into is not None:
                raise UsageError("SV111", place=person)
        else:
            found = people.by_number(tx, clean) if clean else None
            if found is None:
                found = people.create(tx, id=ctx.new_id(), at=ctx.clock(), name=name, number=clean)
            elif name and not found.name:
                found = people.rename(tx, found.id, name=name, number=found.number)
        ctx.choose(tx, found.id, remember=remember)
        return row(found, people.attempt_counts(tx), found)


def rename(ctx: Context, name: str, number: str | None) -> PersonRow:
    """Name the person who is playing. An empty name and no 工号 mean: do not ask again.

    Raises:
        UsageError: ``SV114`` not usable, ``SV112`` the 工号 is somebody else's.
    """
    name, clean = clean_name(name), clean_number(number)
    with ctx.write() as tx:
        person = ctx.somebody(tx)
        other = people.by_number(tx, clean) if clean else None
        if other is not None and other.id != person.id:
            raise UsageError("SV112", place=clean or "", number=clean, name=other.name)
        if name or clean:
            person = people.rename(tx, person.id, name=name or person.name, number=clean or person.number)
        settings.put(tx, ASK_NAME, "no", scope=person.id)
        return row(person, people.attempt_counts(tx), person)


def asks_name(tx: Tx, person: PersonRecord) -> bool:
    """Whether the person should still be asked for a name (the caller knows that a result exists)."""
    return not person.name and not person.number and settings.get(tx, ASK_NAME, scope=person.id) != "no"


def setting(ctx: Context, key: str) -> str | None:
    """A setting of this database, or None."""
    with ctx.store.read() as tx:
        found = settings.get(tx, f"ui.{key}")
    return found if isinstance(found, str) else None


def set_setting(ctx: Context, key: str, value: str) -> None:
    """Change a setting of this database."""
    with ctx.write() as tx:
        settings.put(tx, f"ui.{key}", value)


def row(person: PersonRecord, counts: dict[str, int], current: PersonRecord | None) -> PersonRow:
    """A person as a front end shows him."""
    return PersonRow(
        person.id,
        person.number,
        person.name,
        counts.get(person.id, 0),
        current is not None and current.id == person.id,
    )


def clean_name(name: str) -> str:
    """A name without control characters and outer blanks, at most ``LONGEST_NAME`` characters; may be empty."""
    cleaned = " ".join(sanitise(name).split())
    if len(cleaned) > LONGEST_NAME:
        raise UsageError("SV114", place=cleaned[:LONGEST_NAME], longest=LONGEST_NAME)
    return cleaned


def clean_number(number: str | None) -> str | None:
    """A 工号 in half-width characters, without blanks; leading zeros stay. None if there is none."""
    cleaned = "".join(sanitise(to_halfwidth(number or "")).split())
    if len(cleaned) > LONGEST_NUMBER:
        raise UsageError("SV114", place=cleaned[:LONGEST_NUMBER], longest=LONGEST_NUMBER)
    return cleaned or None
