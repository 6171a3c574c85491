"""How a quiz is conducted with the service: every answer is kept before anything is shown as done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from trainer.engine.quiz_types import Confidence, Response
from trainer.i18n import t
from trainer.service.quiz_views import QuizView
from trainer.tui import ops
from trainer.tui.conduct import REPORT_MS
from trainer.tui.port import ServicePort
from trainer.tui.stopwatch import Stopwatch

Work = Callable[[ServicePort], QuizView]


class Shows(Protocol):
    """The screen of a quiz."""

    def arrived(self, view: QuizView) -> None: ...
    def marked(self) -> None: ...
    def notice(self, text: str, role: str = "warn") -> None: ...
    def set_timer(self, delay: float, callback: Callable[[], None]) -> object: ...


class QuizConduct:
    """Sends answers and keeps the clock of an exam.

    Attributes:
        view: What the service returned last; everything up to it is stored.
        clock: Time since the service last heard of it.
        saved: ``saved``, ``saving``, ``failed`` or empty.
        retry: After a failed save, sends the same thing with the same key again.
    """

    def __init__(self, screen: Shows, now: Callable[[], float]) -> None:
        self.screen = screen
        self.view: QuizView | None = None
        self.clock = Stopwatch(now)
        self.saved = ""
        self.retry: Callable[[], None] | None = None
        self._note = ""
        self._busy = False
        self._reporting = False
        self._following: Callable[[], None] | None = None

    @property
    def busy(self) -> bool:
        """Something is on its way to the service."""
        return self._busy

    @property
    def free(self) -> bool:
        """Nothing is on its way and nothing waits to be repeated."""
        return not self._busy and self.retry is None

    @property
    def left(self) -> int | None:
        """Milliseconds left of an exam's time; None without a limit."""
        view = self.view
        return None if view is None or view.remaining_ms is None else max(0, view.remaining_ms - self.clock.ms)

    def load(self, loader: Work, failed: Callable[[Exception], None]) -> None:
        """Start a quiz, go on with one, or fetch its next item."""
        self._busy = True

        def gone(error: Exception) -> None:
            self._busy = False
            failed(error)

        ops.call(self.screen, loader, self._arrived, gone, retries=ops.RETRIES)

    def _arrived(self, view: QuizView) -> None:
        self._busy = False
        self.retry = None
        self.saved = "saved"
        self.clock.restart()
        self.view = view
        self.screen.arrived(view)
        note, self._note = self._note, ""
        if note:
            self.screen.notice(note, "bad")
        self._go_on()

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
            self._send(
                lambda service: service.answer(
                    attempt, index, response, key=key, confidence=confidence, elapsed_ms=elapsed, text=text, easy=easy
                )
            )

        self._when_free(act)

    def rate(self, rating: int) -> None:
        """The own rating of a free text, after its reference was shown."""
        view = self.view
        if view is not None and view.item is not None and self.free:
            attempt, index, key = view.attempt, view.item.index, uuid4().hex
            self._send(lambda service: service.rate(attempt, index, rating, key=key))

    def hand_in(self) -> None:
        """Finish now."""
        view = self.view
        if view is not None and not view.ended:
            attempt = view.attempt
            self._when_free(lambda: self._hand_in(attempt))

    def _hand_in(self, attempt: str) -> None:
        elapsed, key = self.clock.take(), uuid4().hex
        self._send(lambda service: service.hand_in(attempt, key=key, elapsed_ms=elapsed))

    def _when_free(self, act: Callable[[], None]) -> None:
        if self.retry is not None:
            return
        if not self._busy:
            act()
        elif self._reporting and self._following is None:
            self._following = act

    def _send(self, work: Work) -> None:
        def send() -> None:
            self._busy = True
            self.saved = ""
            self.screen.marked()
            self.screen.set_timer(0.4, self._slow)
            ops.call(
                self.screen,
                work,
                self._arrived,
                lambda error: self._unsaved(error, send),
                retries=ops.RETRIES,
                on_retry=lambda error: self.screen.notice(t("tui.play.retrying", why=ops.message_of(error))),
            )

        send()

    def _slow(self) -> None:
        if self._busy and not self._reporting:
            self.saved = "saving"
            self.screen.marked()

    def _unsaved(self, error: Exception, send: Callable[[], None]) -> None:
        """Say so plainly and leave everything as it is; after a refusal look at the record."""
        self._busy = False
        self.saved = "failed"
        self.screen.marked()
        why = ops.message_of(error)
        if ops.worth_repeating(error):
            self.retry = send
            self.screen.notice(t("quiz.unsaved", why=why), "bad")
            return
        view = self.view
        if view is not None:
            self._note = t("quiz.refused", why=why)
            self.load(lambda service: service.quiz(view.attempt), self.tell)

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
        ms, key = self.clock.take(), uuid4().hex
        self._busy = self._reporting = True

        def done(fresh: QuizView | None) -> None:
            self._busy = self._reporting = False
            if fresh is not None:
                self.clock.kept()
                self.view = fresh
            if then is not None:
                then()
            elif fresh is not None and fresh.ended:
                self._following = None
                self.screen.arrived(fresh)
            self._go_on()

        ops.call(self.screen, lambda service: service.tick(view.attempt, ms, key=key), done, lambda _: done(None))

    def _go_on(self) -> None:
        following, self._following = self._following, None
        if following is not None:
            following()
