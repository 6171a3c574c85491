"""How a quiz is conducted with the service: every answer is kept before anything is shown as done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from trainer.engine.quiz_types import Confidence, Response
from trainer.service.quiz_views import QuizView
from trainer.tui import ops
from trainer.tui.sender import REPORT_MS, Sender, Shows


class ShowsQuiz(Shows, Protocol):
    """The screen of a quiz."""

    def arrived(self, view: QuizView) -> None: ...


class QuizConduct(Sender[QuizView]):
    """Sends answers and keeps the clock of an exam."""

    UNSAVED = "quiz.unsaved"
    REFUSED = "quiz.refused"

    def __init__(self, screen: ShowsQuiz, now: Callable[[], float]) -> None:
        super().__init__(screen, now)
        self.screen = screen

    def show(self, view: QuizView) -> None:
        """Everything up to this view is stored."""
        self.view = view
        self.screen.arrived(view)

    def look_again(self) -> None:
        """The quiz as it is stored."""
        view = self.view
        if view is not None:
            self.load(lambda service: service.quiz(view.attempt), self.tell)

    @property
    def left(self) -> int | None:
        """Milliseconds left of an exam's time; None without a limit."""
        view = self.view
        return None if view is None or view.remaining_ms is None else max(0, view.remaining_ms - self.clock.ms)

    def next(self) -> None:
        """The item after the one just answered."""
        view = self.view
        if view is not None and self.free:
            self.load(lambda service: service.quiz(view.attempt), lambda error: self.tell(error))

    def tell(self, error: Exception) -> None:
        """Say that something could not be read; it can be asked for again."""
        self.screen.notice(ops.message_of(error), "bad")

    def answer(self, response: Response, confidence: Confidence | None, text: str | None, *, easy: bool) -> None:
        """Answer the item that is shown."""
        view = self.view
        if view is None or view.item is None or view.ended:
            return
        attempt, index = view.attempt, view.item.index

        def act() -> None:
            elapsed, key = self.clock.take(), uuid4().hex
            self.send(
                lambda service: service.answer(
                    attempt, index, response, key=key, confidence=confidence, elapsed_ms=elapsed, text=text, easy=easy
                )
            )

        self.when_free(act)

    def rate(self, rating: int) -> None:
        """The own rating of a free text, after its reference was shown."""
        view = self.view
        if view is not None and view.item is not None and self.free:
            attempt, index, key = view.attempt, view.item.index, uuid4().hex
            self.send(lambda service: service.rate(attempt, index, rating, key=key))

    def hand_in(self) -> None:
        """Finish now."""
        view = self.view
        if view is not None and not view.ended:
            attempt = view.attempt
            self.when_free(lambda: self._hand_in(attempt))

    def _hand_in(self, attempt: str) -> None:
        elapsed, key = self.clock.take(), uuid4().hex
        self.send(lambda service: service.hand_in(attempt, key=key, elapsed_ms=elapsed))

    # --- time --------------------------------------------------------------------------------------------------------

    def beat(self) -> None:
        """Hand elapsed time over every few seconds, and at once when the time is over."""
        view = self.view
        if view is None or view.ended or view.remaining_ms is None or not self.free:
            return
        if self.clock.ms >= min(REPORT_MS, view.remaining_ms):
            self.report()

    def report(self, then: Callable[[], None] | None = None) -> None:
        """Hand elapsed time to the service; a failure loses nothing, for the clock runs on from the last report."""
        view = self.view
        if view is None or view.ended or view.remaining_ms is None or not self.free:
            if then is not None:
                then()
            return
        key = uuid4().hex

        def done(fresh: QuizView | None) -> None:
            if then is not None:
                then()
            elif fresh is not None and fresh.ended:
                self._following = None
                self.screen.arrived(fresh)

        self.hand_over(lambda service, ms: service.tick(view.attempt, ms, key=key), done)
