"""Questions to the service that overtake one another: one is asked at a time, and only the newest answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from trainer.tui import ops
from trainer.tui.port import ServicePort

Q = TypeVar("Q")
A = TypeVar("A")


class Newest(Generic[Q, A]):
    """Asks in the background. What is asked while a question is out waits; a newer one takes its place."""

    def __init__(
        self,
        asker: Any,
        work: Callable[[ServicePort, Q], A],
        done: Callable[[Q, A], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Make it.

        Args:
            asker: The screen that asks.
            work: Answers a question, in a thread.
            done: Gets the question and its answer, unless a newer question waits.
            failed: Gets the error of a question, unless a newer one waits.
        """
        self.asker, self._work, self._done, self._failed = asker, work, done, failed
        self._waiting: list[Q] = []
        self.busy = False

    def reset(self) -> None:
        """Forget what is out: the asker is composed anew and answers on their way will not reach it."""
        self._waiting, self.busy = [], False

    def ask(self, question: Q) -> None:
        """Ask now, or as soon as the one before is answered."""
        if self.busy:
            self._waiting = [question]
            return
        self.busy = True

        def done(answer: A) -> None:
            if not self._next():
                self._done(question, answer)

        def failed(error: Exception) -> None:
            if not self._next():
                self._failed(error)

        ops.call(self.asker, lambda service: self._work(service, question), done, failed, painted=True)

    def _next(self) -> bool:
        self.busy = False
        if self._waiting:
            self.ask(self._waiting.pop())
            return True
        return False
