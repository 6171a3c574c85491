"""The one helper for work in the background: the database never holds up a key, and a failure is a message.

A call runs in a worker thread; its result, or its failure, comes back as a message to the app, which hands it to the
screen that asked, unless that is gone. A call with ``retries`` is repeated with growing, jittered pauses; the
pauses are timers, so no thread sleeps and quitting is never held up.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import WorkerCancelled, get_current_worker

from trainer.errors import TrainerError, UsageError
from trainer.tui.port import ServicePort

T = TypeVar("T")

RETRIES = 4
"""How often a save is tried again before the interface says that it failed."""


@dataclass(slots=True)
class Call:
    """One call of the service on behalf of ``asker``."""

    asker: MessagePump
    work: Callable[[ServicePort], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    retries: int = 0
    tried: int = 0
    on_retry: Callable[[Exception], None] | None = None


class Finished(Message):
    """A call came back."""

    def __init__(self, call: Call, result: Any = None, error: Exception | None = None) -> None:
        super().__init__()
        self.call = call
        self.result = result
        self.error = error


def pause_before(attempt: int, chance: Callable[[], float]) -> float:
    """Seconds to wait before the n-th repetition (from 1): 0.1, 0.2, 0.4 … up to 2, each ± half of it."""
    return max(0.01, float(min(2.0, 0.1 * 2 ** (attempt - 1)) * (0.5 + chance())))


def worth_repeating(error: Exception) -> bool:
    """A full disk or a locked file may pass; a wrong request will not."""
    return not isinstance(error, UsageError) and isinstance(error, TrainerError | OSError)


@dataclass(slots=True)
class Desk:
    """Where calls wait until the service is open, and from where they are sent to threads."""

    app: Any
    service: ServicePort | None = None
    waiting: list[Call] = field(default_factory=list)
    held: list[Call] = field(default_factory=list)
    chance: Callable[[], float] = random.random
    at_work: int = 0

    @property
    def running(self) -> int:
        """Calls that have not come back yet."""
        return self.at_work + len(self.held)

    def opened(self, service: ServicePort) -> None:
        """The service is there: send what waits."""
        self.service = service
        waiting, self.waiting = self.waiting, []
        for call in waiting:
            self.send(call)

    def send(self, call: Call) -> None:
        """Run a call in a thread, now or as soon as the service is open."""
        service = self.service
        if service is None:
            self.waiting.append(call)
            return
        call.tried += 1
        self.at_work += 1
        app = self.app

        def run() -> None:
            try:
                result = call.work(service)
            except Exception as error:
                _post(app, Finished(call, error=error))
            else:
                _post(app, Finished(call, result))

        app.run_worker(run, thread=True, exit_on_error=False, group="service", name="service")

    def hold(self, call: Call) -> None:
        """Send as soon as the screen shows what the key has changed: a thread at work would keep it waiting."""
        self.held.append(call)
        if not call.asker.call_after_refresh(self.release):
            self.release()

    def release(self) -> None:
        """Send what was held."""
        held, self.held = self.held, []
        for call in held:
            self.send(call)

    def leave(self) -> None:
        """The interface has closed: what was still held is done now, and nobody waits for it."""
        service, held, self.held = self.service, self.held, []
        if service is not None:
            for call in held:
                with contextlib.suppress(Exception):
                    call.work(service)

    def finished(self, message: Finished) -> None:
        """Hand a result to the one who asked; called in the app's own task."""
        self.at_work -= 1
        call = message.call
        if not call.asker.is_running or not getattr(call.asker, "ready", True):
            return
        if message.error is None:
            call.done(message.result)
            return
        if call.tried <= call.retries and worth_repeating(message.error):
            if call.on_retry:
                call.on_retry(message.error)
            self.app.set_timer(pause_before(call.tried, self.chance), lambda: self.send(call))
            return
        call.failed(message.error)


def _post(app: Any, message: Finished) -> None:
    """Post from a thread, unless the app has closed meanwhile."""
    try:
        cancelled = get_current_worker().is_cancelled
    except (WorkerCancelled, LookupError, RuntimeError):
        cancelled = False
    if not cancelled and app.is_running:
        app.post_message(message)


def call(
    asker: Any,
    work: Callable[[ServicePort], T],
    done: Callable[[T], None],
    failed: Callable[[Exception], None] | None = None,
    *,
    retries: int = 0,
    on_retry: Callable[[Exception], None] | None = None,
    painted: bool = False,
) -> None:
    """Call the service in the background.

    Args:
        asker: The screen or widget that asks; if it is gone, the result is dropped.
        work: What to do with the service, in a thread; touches no widget.
        done: Gets the result, in the app's task.
        failed: Gets the last error; by default the app tells it.
        retries: Repetitions after an error that may pass.
        on_retry: Told before each repetition.
        painted: Wait until what a key has changed is on the screen.
    """
    app = asker.app
    made = Call(asker, work, done, failed or app.tell_error, retries, on_retry=on_retry)
    (app.desk.hold if painted else app.desk.send)(made)


def message_of(error: Exception) -> str:
    """An error in the user's words."""
    from trainer.i18n import t

    if isinstance(error, TrainerError):
        try:
            return " ".join(t(f"errors.{key}", **error.params) for key in (error.code, f"{error.code}.fix"))
        except (KeyError, ImportError, AttributeError, IndexError):
            return t("tui.error.code", code=error.code, place=error.place)
    if isinstance(error, OSError):
        return t("tui.error.os", text=error.strerror or type(error).__name__)
    return t("tui.error.inside", kind=type(error).__name__)
