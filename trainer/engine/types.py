"""What goes into a play and comes out of it: the state, the actions and the events.

Everything here survives JSON: ``from_dict(to_dict(x)) == x``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

STATE_FORMAT = 1
"""Format that ``State.to_dict`` writes."""

MIN_STATE_FORMAT = 1
"""Oldest format that ``State.from_dict`` reads."""

ENGINE_VERSION = 1
"""Changes whenever the same actions could lead to another state or other events."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything a play knows; no clock, no randomness.

    Attributes:
        core: The packed state of the compiled machine: node, variables, remaining budget, marks, rung counts.
        points: Points so far, one integer per competency of the scenario (作答 excluded).
        practice: Practice points from 作答, one integer per competency.
        seed: Seed of this play; draws are SHA-256(seed, counter).
        draws: How many draws were made.
        entries: How many nodes were entered; orders the options with SHA-256(seed, node, entries).
        steps: How many actions were taken.
        limit_ms: What is left of 限时 or 作答 of the present node, or None.
        clock_ms, clock_target: What is left of the running 计时 and where it leads, or None.
        timers: False if the trainee switched timers off.
        ended: The play is over.
    """

    core: int
    points: tuple[int, ...]
    practice: tuple[int, ...]
    seed: str
    draws: int = 0
    entries: int = 0
    steps: int = 0
    limit_ms: int | None = None
    clock_ms: int | None = None
    clock_target: int | None = None
    timers: bool = True
    ended: bool = False

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form; ``core`` is a hexadecimal string, for it may exceed 2**53 and any limit on digits."""
        return {
            "format": STATE_FORMAT,
            "core": f"{self.core:x}",
            "points": list(self.points),
            "practice": list(self.practice),
            "seed": self.seed,
            "draws": self.draws,
            "entries": self.entries,
            "steps": self.steps,
            "limit_ms": self.limit_ms,
            "clock_ms": self.clock_ms,
            "clock_target": self.clock_target,
            "timers": self.timers,
            "ended": self.ended,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> State:
        """Read what ``to_dict`` wrote; raises ValueError for a format that this version cannot read."""
        fmt = data.get("format")
        if not isinstance(fmt, int) or not MIN_STATE_FORMAT <= fmt <= STATE_FORMAT:
            raise ValueError(f"state format {fmt!r} is not readable")
        return cls(
            core=int(data["core"], 16),
            points=tuple(data["points"]),
            practice=tuple(data["practice"]),
            seed=data["seed"],
            draws=data["draws"],
            entries=data["entries"],
            steps=data["steps"],
            limit_ms=data["limit_ms"],
            clock_ms=data["clock_ms"],
            clock_target=data["clock_target"],
            timers=data["timers"],
            ended=data["ended"],
        )


# --- actions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """Take an available choice, an index into the node's ``choices``.

    ``elapsed_ms`` is the real time since the last action.
    """

    choice: int
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Respond:
    """Finish a 作答: the keywords hit, the self-checks ticked, length and SHA-256 of the text (never the text)."""

    keywords: tuple[int, ...]
    self_checks: tuple[int, ...]
    length: int
    digest: str
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Timeout:
    """The timer with the earlier deadline has run out (on a tie the clock); the state knows which."""


@dataclass(frozen=True, slots=True)
class Elapse:
    """Real time passed and nothing was done; stored so that a killed play resumes with the time last known."""

    elapsed_ms: int


Action = Choose | Respond | Timeout | Elapse


# --- events ----------------------------------------------------------------------------------------------------------


class EventType(StrEnum):
    """What happened; the value is what is stored."""

    ENTERED = "entered"  # node, blocks: indices of the blocks shown, order: available choices as displayed
    SHOWN_AGAIN = "shown_again"  # node, order: #本节
    CHOSE = "chose"  # node, choice, cost (0 once overdrawn), elapsed_ms
    RESPONDED = "responded"  # node, keywords, self_checks, length, digest, elapsed_ms; also when its time ran out
    DREW = "drew"  # node, branch, counter
    TIMED_OUT = "timed_out"  # node, timer: "limit" or "clock"
    OVERDRAWN = "overdrawn"  # node: the choice that overdrew the budget was taken there
    ELAPSED = "elapsed"  # elapsed_ms
    ENDED = "ended"  # node, ending, rating


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; ``data`` holds only JSON values, keyed as described at ``EventType``."""

    type: EventType
    data: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {"type": self.type.value, "data": self.data}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Event:
        """Read what ``to_dict`` wrote."""
        return cls(EventType(data["type"]), data["data"])


TimerName = Literal["limit", "clock"]
