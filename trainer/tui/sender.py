"""One answer at a time to the service, kept before anything is shown as done; what plays and quizzes have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, Protocol, TypeVar

from trainer.i18n import t
from trainer.tui import ops
from trainer.tui.port import ServicePort
from trainer.tui.stopwatch import Stopwatch

REPORT_MS = 5000
"""How often running time is handed to the service, so that a killed play loses little of it."""

V = TypeVar("V")
Act = Callable[[], None]


class Shows(Protocol):
    """The screen of a play or a quiz."""

    def marked(self) -> None: ...
    def notice(self, text: str, role: str = "warn") -> None: ...
    def set_timer(self, delay: float, callback: Act) -> object: ...
    def call_after_refresh(self, callback: Act) -> bool: ...


class Sender(Generic[V]):
    """Sends actions, keeps the clock, and says whether the last answer is stored.

    Attributes:
        view: What the service returned last; everything up to it is stored.
        clock: Time since the service last heard of it.
        saved: ``saved``, ``saving``, ``failed`` or empty.
        retry: After a failed save, sends the same action with the same key again.
    """

    UNSAVED: ClassVar[str]
    REFUSED: ClassVar[str]

    def __init__(self, shows: Shows, now: Callable[[], float]) -> None:
        self.shows = shows
        self.view: V | None = None
        self.clock = Stopwatch(now)
        self.saved = ""
        self.retry: Act | None = None
        self._note = ""
        self._busy = False
        self._reporting = False
        self._following: Act | None = None

    # --- what differs ------------------------------------------------------------------------------------------------

    def show(self, view: V) -> None:
        """A view came back."""

    def look_again(self) -> None:
        """Fetch the view as it is stored; something was refused."""

    # --- what does not -----------------------------------------------------------------------------------------------

    @property
    def free(self) -> bool:
        """Nothing is on its way and nothing waits to be repeated."""
        return not self._busy and self.retry is None

    @property
    def listens(self) -> bool:
        """Keys may act: at most elapsed time is on its way, and what is done now is sent right after it."""
        return self.retry is None and (not self._busy or (self._reporting and self._following is None))

    @property
    def busy(self) -> bool:
        """Something is on its way to the service."""
        return self._busy

    def load(self, loader: Callable[[ServicePort], V], failed: Callable[[Exception], None]) -> None:
        """Fetch a view: start, go on, or look at what is stored."""
        self._busy = True

        def gone(error: Exception) -> None:
            self._busy = False
            failed(error)

        ops.call(self.shows, loader, self._arrived, gone, retries=ops.RETRIES)

    def _arrived(self, view: V) -> None:
        self._busy = False
        self.retry = None
        self.saved = "saved"
        self.clock.restart()
        self.show(view)
        note, self._note = self._note, ""
        if note:
            self.shows.notice(note, "bad")
        self._go_on()

    def when_free(self, act: Act) -> None:
        """Do it now, or after the time that is just being handed over; not while an answer is on its way."""
        if self.retry is not None:
            return
        if not self._busy:
            act()
        elif self._reporting and self._following is None:
            self._following = act

    def send(self, work: Callable[[ServicePort], V]) -> None:
        """Send a change; repeated with the same work, and so the same key, if it fails."""

        def send() -> None:
            self._busy = True
            self.shows.call_after_refresh(self._unmark)
            self.shows.set_timer(0.4, self._slow)
            ops.call(
                self.shows,
                work,
                self._arrived,
                lambda error: self._unsaved(error, send),
                retries=ops.RETRIES,
                on_retry=lambda error: self.shows.notice(t("tui.play.retrying", why=ops.message_of(error))),
                painted=True,
            )

        send()

    def _unmark(self) -> None:
        """What was kept is kept, but there is more; the key itself has been painted before."""
        if self._busy:
            self.saved = ""
            self.shows.marked()

    def _slow(self) -> None:
        if self._busy and not self._reporting:
            self.saved = "saving"
            self.shows.marked()

    def _unsaved(self, error: Exception, send: Act) -> None:
        """Say so plainly and leave everything as it is; a refused action is no lost one, so look at the record."""
        self._busy = False
        self.saved = "failed"
        self.shows.marked()
        why = ops.message_of(error)
        if ops.worth_repeating(error):
            self.retry = send
            self.shows.notice(t(self.UNSAVED, why=why), "bad")
            return
        if self.view is not None:
            self._note = t(self.REFUSED, why=why)
            self.look_again()

    def hand_over(self, work: Callable[[ServicePort, int], V], done: Callable[[V | None], None]) -> None:
        """Hand elapsed time to the service; a failure loses nothing, for the clock runs on from the last report."""
        ms = self.clock.take()
        self._busy = self._reporting = True

        def back(fresh: V | None) -> None:
            self._busy = self._reporting = False
            if fresh is not None:
                self.clock.kept()
                self.view = fresh
            done(fresh)
            self._go_on()

        ops.call(self.shows, lambda service: work(service, ms), back, lambda _: back(None))

    def _go_on(self) -> None:
        following, self._following = self._following, None
        if following is not None:
            following()
