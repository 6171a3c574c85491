"""Automatic backups while the program is used."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import TYPE_CHECKING

from trainer.errors import TrainerError

if TYPE_CHECKING:
    from trainer.store import Store

LOOK_EVERY = timedelta(minutes=1)
"""How often it is asked whether a backup is due; that is every 10 minutes of use, if anything changed."""


class AutoBackup:
    """Makes a backup every 10 minutes of use if anything changed, in a thread, so that nobody waits for it.

    A backup that fails does not disturb the play; ``problem`` keeps the error for whoever asks.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._next: datetime | None = None
        self._thread: Thread | None = None
        self.problem: TrainerError | None = None

    def wrote(self, now: datetime) -> None:
        """Something was committed at this time."""
        with self._lock:
            if self._next is not None and now < self._next:
                return
            self._next = now + LOOK_EVERY
            if self._thread is not None and self._thread.is_alive():
                return
            self._thread = Thread(target=self._work, args=(now,), name="backup", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait for a backup that is being made."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self, now: datetime) -> None:
        from trainer.store import backup

        try:
            if backup.due(self._store, now):
                backup.back_up(self._store, reason="auto", now=now)
            self.problem = None
        except TrainerError as error:
            self.problem = error
