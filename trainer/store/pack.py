"""A person's attempts as one file: JSON lines in canonical form, closed by a seal.

Line 1 says what it is and whose; then ``{"content": …}``, ``{"event": [row]}``, ``{"text": [attempt, seq, text]}``; the
last line is ``{"lines": n, "seal": SHA-256 of all bytes before it}``. The events keep the places and hashes of the
chain that they come from, so that an edited one is noticed even under a new seal that was made by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from trainer import __version__
from trainer.errors import DatabaseError, UsageError
from trainer.store import attempts, schema
from trainer.store.attempts import AMENDABLE, facts_of
from trainer.store.chain import Row, canonical, digest, read_time, row_hash, text_digest, time_text, well_typed
from trainer.store.db import Tx, chain_end
from trainer.store.events import COLUMNS
from trainer.store.people import get
from trainer.store.records import AttemptKind, ContentRecord, Head, PersonRecord, StoreEvent
from trainer.store.tables import Content, Event, FreeText

FORMAT = "trainer-pack"
VERSION = 2
"""What this version reads. A pack without quizzes is still written as 1, for programs that know no quizzes."""
MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class PackedAttempt:
    """An attempt in a pack. ``facts``: its columns as its chain says them."""

    id: str
    facts: dict[str, Any]
    rows: tuple[Row, ...]
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that passed its checks."""

    person: PersonRecord
    database: str
    program: str
    made: datetime
    head: Head
    contents: tuple[ContentRecord, ...]
    attempts: tuple[PackedAttempt, ...]
    seal: str

    @property
    def events(self) -> int:
        """Number of events of the attempts."""
        return sum(len(one.rows) for one in self.attempts)


def make_pack(tx: Tx, person: str, *, now: datetime) -> bytes:
    """Pack all attempts of a person that are not in quarantine; DB121 if there is no such person.

    The result was read back and checked: DB131 if what is stored does not fit its chain.
    """
    who = get(tx, person)
    if who is None:
        raise DatabaseError("DB121", table="person", row=person)
    own = attempts.of_person(tx, person)
    ids = [one.id for one in own]
    end = chain_end(tx)
    lines: list[dict[str, Any]] = [
        {
            "format": FORMAT,
            "version": VERSION if any(one.kind is AttemptKind.QUIZ for one in own) else 1,
            "program": __version__,
            "database": schema.stored(tx.connection()).get("id", ""),
            "made": time_text(now),
            "head": [end.chain, end.hash],
            "person": {"id": who.id, "number": who.number, "name": who.name, "created": time_text(who.created)},
        }
    ]
    for name in sorted({one.content for one in own}):
        row = tx.get(Content, name)
        if row is None:
            raise DatabaseError("DB121", table="content", row=name)
        content = {"digest": name, "kind": row.kind, "ident": row.ident, "path": row.path, "text": row.text}
        lines.append({"content": {**content, "added": time_text(row.added)}})
    wanted = set(ids)
    query = select(*COLUMNS).order_by(col(Event.chain))
    for values in tx.execute(query.where(col(Event.attempt).in_(ids) | (col(Event.type) == StoreEvent.AMENDED.value))):
        event = Row(*values)
        if event.attempt in wanted or (event.attempt is None and json.loads(event.data).get("attempt") in wanted):
            lines.append({"event": list(event)})
    texts = select(col(FreeText.attempt), col(FreeText.seq), col(FreeText.text)).where(col(FreeText.attempt).in_(ids))
    lines += [{"text": list(row)} for row in tx.execute(texts.order_by(col(FreeText.attempt), col(FreeText.seq)))]
    body = "".join(canonical(line) + "\n" for line in lines).encode()
    seal = {"lines": len(lines), "seal": hashlib.sha256(body).hexdigest()}
    data = body + (canonical(seal) + "\n").encode()
    try:
        read_pack(data, place=person)
    except UsageError as error:
        raise DatabaseError(error.code, place=person, **error.params) from error
    return data


def read_pack(data: bytes, *, place: str) -> Pack:
    """Read a pack and check everything in it that can be checked.

    Args:
        data: The file's bytes.
        place: Its name, for the error.

    Raises:
        UsageError: DB130 it is no pack, DB131 it was changed after it was made, DB132 a newer version made it.
    """
    if len(data) > MOST_BYTES:
        raise UsageError("DB130", place=place, reason=f"> {MOST_BYTES >> 20} MiB")
    head, lines, seal = _sealed_lines(data, place)
    try:
        return _Reader(head, place).read(lines, seal)
    except UsageError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError("DB130", place=place, reason=type(error).__name__) from error


def _sealed_lines(data: bytes, place: str) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    body, _, last = data.rstrip(b"\n").rpartition(b"\n")
    body += b"\n"
    try:
        first = json.loads(body[: body.index(b"\n")])
        if not isinstance(first, dict) or first.get("format") != FORMAT:
            raise UsageError("DB130", place=place, reason="format")
        if not isinstance(first.get("version"), int) or first["version"] > VERSION:
            raise UsageError("DB132", place=place, program=first.get("program", "?"))
        end = json.loads(last)
        lines = [json.loads(line) for line in body.splitlines()]
    except (ValueError, RecursionError) as error:
        code = "DB131" if data.startswith(b'{"database"') else "DB130"
        raise UsageError(code, place=place, reason=type(error).__name__) from error
    seal = end.get("seal") if isinstance(end, dict) else None
    if seal != hashlib.sha256(body).hexdigest() or end.get("lines") != len(lines):
        raise UsageError("DB131", place=place, reason="seal")
    return first, lines[1:], str(seal)


class _Reader:
    def __init__(self, head: dict[str, Any], place: str) -> None:
        self.head = head
        self.place = place
        self.contents: dict[str, ContentRecord] = {}
        self.rows: dict[str, list[Row]] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, dict[int, str]] = {}
        self.last = 0

    def read(self, lines: list[dict[str, Any]], seal: str) -> Pack:
        take: dict[str, Callable[[Any], None]] = {"content": self._content, "event": self._event, "text": self._text}
        for line in lines:
            ((kind, value),) = line.items()
            take[kind](value)
        for attempt, facts in self.facts.items():
            if facts["content"] not in self.contents:
                self._tampered(f"content {facts['content'][:12]}")
            for seq, text in self.texts.get(attempt, {}).items():
                if text_digest(json.loads(self.rows[attempt][seq].data)) != digest(text):
                    self._tampered(f"text {attempt}/{seq}")
        if self.texts.keys() - self.facts.keys():
            self._tampered("text")
        who = self.head["person"]
        return Pack(
            PersonRecord(str(who["id"]), who["number"], str(who["name"]), read_time(who["created"])),
            str(self.head["database"]),
            str(self.head["program"]),
            read_time(self.head["made"]),
            Head(int(self.head["head"][0]), str(self.head["head"][1])),
            tuple(self.contents.values()),
            tuple(
                PackedAttempt(one, facts, tuple(self.rows[one]), self.texts.get(one, {}))
                for one, facts in self.facts.items()
            ),
            seal,
        )

    def _content(self, value: dict[str, str]) -> None:
        if digest(value["text"]) != value["digest"]:
            self._tampered(f"content {value['digest'][:12]}")
        name = value["digest"]
        added = read_time(value["added"])
        self.contents[name] = ContentRecord(name, value["kind"], value["ident"], value["path"], value["text"], added)

    def _event(self, value: list[Any]) -> None:
        row = Row(*value)
        if not well_typed(row) or row_hash(row) != row.hash or row.chain <= self.last:
            self._tampered(f"event {row.chain}")
        self.last = row.chain
        data = json.loads(row.data)
        read_time(row.at)
        if row.attempt is None:
            self.facts[data["attempt"]].update({name: one for name, one in data.items() if name in AMENDABLE})
            return
        known = self.rows.setdefault(row.attempt, [])
        if (
            row.seq != len(known)
            or (row.seq == 0) != (row.type == StoreEvent.STARTED)
            or (row.seq == 0 and not row.key)
        ):
            self._tampered(f"event {row.chain}")
        if row.seq == 0:
            self.facts[row.attempt] = facts_of(data)
        known.append(row)

    def _text(self, value: list[Any]) -> None:
        attempt, seq, text = value
        self.texts.setdefault(attempt, {})[seq] = text

    def _tampered(self, reason: str) -> None:
        raise UsageError("DB131", place=self.place, reason=reason)
