"""A play from its record: replay (and with it undo), the branches drawn, every transition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from trainer.content.model import Scenario
from trainer.engine.advance import start, step
from trainer.engine.machine import compile_scenario
from trainer.engine.types import Action, Event, EventType, State, TimerName

MoveKind = Literal["choice", "answer", "chance", "timeout"]


@dataclass(frozen=True, slots=True)
class Move:
    """One transition of a play; cores are full.

    Attributes:
        kind: choice, answer, chance or timeout.
        node: Where it was made.
        before, after: The cores; chance nodes between two decisions are moves of their own.
        choice: The choice or branch, None for a timeout.
        reward: Id in ``machine.rewards`` of the points, those of the target's entry included.
        timer: Which timer ran out, for a timeout.
    """

    kind: MoveKind
    node: int
    before: int
    choice: int | None
    after: int
    reward: int
    timer: TimerName | None = None


def replay(
    scenario: Scenario, seed: str, actions: Iterable[Action], draws: Iterable[int] | None, *, timers: bool = True
) -> list[tuple[State, tuple[Event, ...]]]:
    """Play recorded actions again; the first entry is the start, then one per action.

    Args:
        scenario: The case, of the very text that was played.
        seed: Seed of the play.
        actions: Its actions; leaving some off at the end undoes them.
        draws: All branches drawn, in order (``drawn(events)``); surplus ones are ignored. None draws from the seed.
        timers: As at the start.
    """
    recorded = None if draws is None else iter(draws)
    played = [start(scenario, seed, timers=timers, draws=recorded)]
    for action in actions:
        played.append(step(scenario, played[-1][0], action, draws=recorded))
    return played


def drawn(events: Iterable[Event]) -> list[int]:
    """The branches drawn, in order."""
    return [event.data["branch"] for event in events if event.type is EventType.DREW]


def trace(scenario: Scenario, events: Iterable[Event]) -> tuple[Move, ...]:
    """Every transition of a play, from its events (all of them, from the start)."""
    machine = compile_scenario(scenario)
    core = machine.initial
    moves: list[Move] = []
    kinds: dict[EventType, MoveKind] = {
        EventType.CHOSE: "choice",
        EventType.RESPONDED: "answer",
        EventType.DREW: "chance",
        EventType.TIMED_OUT: "timeout",
    }
    for event in events:
        kind = kinds.get(event.type)
        if kind is None:
            continue
        choice: int | None = None
        timer: TimerName | None = None
        if kind == "timeout":
            timer = "clock" if event.data["timer"] == "clock" else "limit"
            after, reward = machine.timeout(core, timer)
        else:
            choice = {"choice": event.data.get("choice"), "chance": event.data.get("branch")}.get(kind, 0) or 0
            after, reward = machine.apply(core, choice)
        moves.append(Move(kind, core & machine.node_mask, core, choice, after, reward, timer))
        core = after
    return tuple(moves)
