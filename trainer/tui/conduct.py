"""How a play is conducted with the service: one answer at a time, kept before anything is shown as done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from trainer.engine.types import Action, Elapse
from trainer.service.views import PlayView
from trainer.tui.sender import REPORT_MS, Sender

if TYPE_CHECKING:
    from trainer.tui.screens.play import PlayScreen


class Conduct(Sender[PlayView]):
    """Sends a play's actions and keeps its clock.

    Attributes:
        before: The view before the last answer, None after an undo.
    """

    UNSAVED = "tui.play.unsaved"
    REFUSED = "tui.play.refused"

    def __init__(self, screen: PlayScreen, now: Callable[[], float]) -> None:
        super().__init__(screen, now)
        self.screen = screen
        self.before: PlayView | None = None

    def show(self, view: PlayView) -> None:
        """Everything up to this view is stored."""
        self.before = self.view if self.view is not None and self.view.step < view.step else None
        self.view = view
        self.screen.arrived(view)

    def look_again(self) -> None:
        """The play as it is stored."""
        view = self.view
        if view is not None:
            self.load(lambda service: service.resume(view.attempt), lambda _: None)

    def act(self, make: Callable[[], Action], *, text: str | None = None) -> None:
        """Send an action.

        Args:
            make: Makes the action when it can be sent; it may take time off the clock.
            text: The free answer, stored apart from the events.
        """
        if self.view is None or self.view.closed or self.clock.paused:
            return

        def now() -> None:
            view = self.view
            if view is None or view.closed or self.clock.paused:
                return
            action, key, step = make(), uuid4().hex, view.step
            self.send(lambda service: service.act(view.attempt, action, key=key, expected_step=step, text=text))

        self.when_free(now)

    def undo(self) -> None:
        """Take the last answer back."""
        view = self.view
        if view is not None and view.can_undo:
            key = uuid4().hex
            self.when_free(lambda: self.send(lambda service: service.undo(view.attempt, key=key)))

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
        """Hand elapsed time to the service, then go on."""
        view, go_on = self.view, then or (lambda: None)
        if view is None or not self.free:
            go_on()
            return
        key = uuid4().hex
        self.hand_over(lambda service, ms: service.act(view.attempt, Elapse(ms), key=key), lambda _: go_on())
