"""What every use-case works with: the database, the contents, the clock, and who is playing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from trainer.service.autobackup import AutoBackup
from trainer.service.contents import Contents
from trainer.service.papers import Papers
from trainer.store import people, settings
from trainer.store.records import PersonRecord

if TYPE_CHECKING:
    from trainer.service.attempts import Loaded
    from trainer.store import Store, Tx

CURRENT_PERSON = "person"
"""Setting: id of the person who used this database last."""

RECALLED = 8
"""Attempts kept in memory between two actions."""


def utc_now() -> datetime:
    """The present time, aware, in UTC."""
    return datetime.now(UTC)


def random_id() -> str:
    """A fresh random id."""
    return uuid4().hex


@dataclass(slots=True)
class Context:
    """Shared by the use-cases of one open service.

    Attributes:
        store: The database.
        contents: Scenarios by digest.
        clock: Present time, aware UTC.
        new_id: Makes random ids (attempts, people, seeds, keys of our own operations).
        backups: Makes automatic backups; told of every write.
        papers: Papers and quiz attempts used lately.
        held: Attempts that this service started or took up: going on with them is no interruption.
    """

    store: Store
    contents: Contents
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = random_id
    backups: AutoBackup | None = None
    papers: Papers = field(default_factory=Papers)
    held: set[str] = field(default_factory=set)
    _person: str | None = None
    _recent: OrderedDict[str, Loaded] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A write transaction of the store; after the commit an automatic backup may begin."""
        with self.store.write() as tx:
            yield tx
        if self.backups is not None:
            self.backups.wrote(self.clock())

    def recalled(self, attempt: str) -> Loaded | None:
        """An attempt as this service last saw it; somebody else may have written to it since."""
        with self._lock:
            return self._recent.get(attempt)

    def remember(self, loaded: Loaded) -> Loaded:
        """Keep an attempt for its next action."""
        with self._lock:
            self._recent[loaded.record.id] = loaded
            self._recent.move_to_end(loaded.record.id)
            while len(self._recent) > RECALLED:
                self._recent.popitem(last=False)
        return loaded

    def current(self, tx: Tx) -> PersonRecord | None:
        """Who is playing: the one chosen here, else the one who used this database last."""
        with self._lock:
            chosen = self._person or settings.get(tx, CURRENT_PERSON)
            found = people.get(tx, chosen) if isinstance(chosen, str) else None
            while found is not None and found.merged_into is not None:
                found = people.get(tx, found.merged_into)
            if found is None or found.erased:
                self._person = None
                return None
            self._person = found.id
            return found

    def somebody(self, tx: Tx) -> PersonRecord:
        """Who is playing; a nameless person is made if there is nobody yet. Needs a write transaction."""
        found = self.current(tx)
        if found is None:
            found = people.create(tx, id=self.new_id(), at=self.clock())
            self.choose(tx, found.id)
        return found

    def choose(self, tx: Tx, person: str, *, remember: bool = True) -> None:
        """Let somebody play from now on; with ``remember``, or if nobody was before, also after the next start."""
        if remember or settings.get(tx, CURRENT_PERSON) is None:
            settings.put(tx, CURRENT_PERSON, person)
        with self._lock:
            self._person = person
