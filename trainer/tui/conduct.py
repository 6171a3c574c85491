"""How a play is conducted with the service: one answer at a time, kept before anything is shown as done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from trainer.engine.types import Action, Elapse
from trainer.i18n import t
from trainer.service.views import PlayView
from trainer.tui import ops
from trainer.tui.port import ServicePort
from trainer.tui.stopwatch import Stopwatch

if TYPE_CHECKING:
    from trainer.tui.screens.play import PlayScreen

REPORT_MS = 5000
"""How often running time is handed to the service, so that a killed play loses little of it."""


class Conduct:
    """Sends a play's actions and keeps its clock.

    Attributes:
        view: What the service returned last; everything up to it is stored.
        before: The view before the last answer, None after an undo.
        clock: Time since the service last heard of it.
        saved: ``saved``, ``saving``, ``failed`` or empty.
        retry: After a failed save, sends the same action with the same key again.
    """

    def __init__(self, screen: PlayScreen, now: Callable[[], float]) -> None:
        self.screen = screen
        self.view: PlayView | None = None
        self.before: PlayView | None = None
        self.clock = Stopwatch(now)
        self.saved = ""
        self.retry: Callable[[], None] | None = None
        self._note = ""
        self._busy = False
        self._reporting = False
        self._following: Callable[[], None] | None = None

    @property
    def free(self) -> bool:
        """Nothing is on its way and nothing waits to be repeated."""
        return not self._busy and self.retry is None

    @property
    def busy(self) -> bool:
        """Something is on its way to the service."""
        return self._busy

    def load(self, loader: Callable[[ServicePort], PlayView], failed: Callable[[Exception], None]) -> None:
        """Start or resume the play."""
        self._busy = True

        def gone(error: Exception) -> None:
            self._busy = False
            failed(error)

        ops.call(self.screen, loader, self._arrived, gone, retries=ops.RETRIES)

    def _arrived(self, view: PlayView) -> None:
        self._busy = False
        self.retry = None
        self.saved = "saved"
        self.clock.restart()
        self.before = self.view if self.view is not None and self.view.step < view.step else None
        self.view = view
        self.screen.arrived(view)
        note, self._note = self._note, ""
        if note:
            self.screen.notice(note, "bad")
        self._go_on()

    def act(self, make: Callable[[], Action], *, text: str | None = None) -> None:
        """Send an action.

        Args:
            make: Makes the action when it can be sent; it may take time off the clock.
            text: The free answer, stored apart from the events.
        """
        view = self.view
        if view is None or view.closed or self.clock.paused or self.retry is not None:
            return
        if self._busy:
            if self._reporting and self._following is None:
                self._following = lambda: self.act(make, text=text)
            return
        action, key, step = make(), uuid4().hex, view.step
        self._send(lambda service: service.act(view.attempt, action, key=key, expected_step=step, text=text))

    def undo(self) -> None:
        """Take the last answer back."""
        view = self.view
        if view is not None and view.can_undo and self.free:
            key = uuid4().hex
            self._send(lambda service: service.undo(view.attempt, key=key))

    def _send(self, work: Callable[[ServicePort], PlayView]) -> None:
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
        """Say so plainly and leave everything as it is; a refused action is no lost one, so look at the record."""
        self._busy = False
        self.saved = "failed"
        self.screen.marked()
        why = ops.message_of(error)
        if ops.worth_repeating(error):
            self.retry = send
            self.screen.notice(t("tui.play.unsaved", why=why), "bad")
            return
        view = self.view
        if view is not None:
            self._note = t("tui.play.refused", why=why)
            self.load(lambda service: service.resume(view.attempt), lambda _: None)

    # --- time --------------------------------------------------------------------------------------------------------

    def over(self) -> str | None:
        """The timer that is over, if nothing else is going on; hands over elapsed time every few seconds."""
        view = self.view
        if view is None or view.closed or not view.timers or self.clock.paused or not self.free:
            return None
        spent = self.clock.ms
        for timer in view.timers:
            if timer.ms <= spent:
                return timer.kind
        if spent >= REPORT_MS:
            self.report()
        return None

    def report(self, then: Callable[[], None] | None = None) -> None:
        """Hand elapsed time to the service; a failure loses nothing, for the clock runs on from the last report."""
        view = self.view
        if view is None or not self.free:
            if then is not None:
                then()
            return
        ms, key = self.clock.take(), uuid4().hex
        self._busy = self._reporting = True

        def done(fresh: PlayView | None) -> None:
            self._busy = self._reporting = False
            if fresh is not None:
                self.clock.kept()
                self.view = fresh
            if then is not None:
                then()
            self._go_on()

        ops.call(
            self.screen, lambda service: service.act(view.attempt, Elapse(ms), key=key), done, lambda _: done(None)
        )

    def _go_on(self) -> None:
        following, self._following = self._following, None
        if following is not None:
            following()
