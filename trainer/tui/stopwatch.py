"""Real time between two reports to the service. It never decides anything; the engine's state holds what is left."""

from __future__ import annotations

from collections.abc import Callable


class Stopwatch:
    """Measures since the last mark, standing still while paused.

    A mark is taken when time is handed over and becomes the new zero only when the service has kept it, so a failed
    report loses nothing.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """``now`` gives seconds on a clock that never jumps."""
        self._now = now
        self._zero = now()
        self._mark = self._zero
        self._paused: float | None = None

    def restart(self) -> None:
        """Zero is now."""
        self._zero = self._mark = self._now()
        if self._paused is not None:
            self._paused = self._zero

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._paused is not None

    def pause(self) -> None:
        """Stand still."""
        if self._paused is None:
            self._paused = self._now()

    def go_on(self) -> None:
        """Run again; the time paused does not count."""
        if self._paused is not None:
            gap = self._now() - self._paused
            self._zero += gap
            self._mark += gap
            self._paused = None

    def _moment(self) -> float:
        return self._now() if self._paused is None else self._paused

    @property
    def ms(self) -> int:
        """Milliseconds since zero."""
        return max(0, int((self._moment() - self._zero) * 1000))

    def take(self) -> int:
        """Milliseconds to report now; they count as reported when ``kept`` is called."""
        self._mark = self._moment()
        return max(0, int((self._mark - self._zero) * 1000))

    def kept(self) -> None:
        """What was taken last has been kept."""
        self._zero = self._mark
