"""The side panel of a play: variables, the people map, ladders, budget and timers. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from trainer.content.model import Attitude, Person, Scenario
from trainer.engine.machine import Machine
from trainer.engine.types import Event, EventType, State
from trainer.service.transcript import values_of
from trainer.service.views import (
    BudgetView,
    LadderView,
    PersonView,
    RungView,
    TimerView,
    VariableView,
)


def changed(scenario: Scenario, machine: Machine, cores: Iterable[int]) -> frozenset[int]:
    """Variables that had another value than their initial one in any of these states."""
    found: set[int] = set()
    watched = [i for i, v in enumerate(scenario.variables) if v.hidden_until_changed]
    if watched:
        for core in cores:
            found.update(i for i in watched if machine.value(core, i) != scenario.variables[i].initial)
    return frozenset(found)


def unknown(scenario: Scenario, seen: frozenset[int]) -> frozenset[int]:
    """Variables that the trainee may not read now: hidden ones, and those hidden until they change."""
    return frozenset(
        i for i, v in enumerate(scenario.variables) if v.hidden or (v.hidden_until_changed and i not in seen)
    )


def variables(scenario: Scenario, values: Sequence[int], secret: frozenset[int]) -> tuple[VariableView, ...]:
    """The case's own variables that are not hidden, in file order."""
    return tuple(
        VariableView(v.name, values[i], v.minimum, v.maximum)
        for i, v in enumerate(scenario.variables)
        if v.person is None and i not in secret
    )


def people(scenario: Scenario, values: Sequence[int], secret: frozenset[int]) -> tuple[PersonView, ...]:
    """The buying centre; an attitude that may not be read is None."""
    return tuple(_person(scenario, person, values, secret) for person in scenario.people)


def firm_votes(shown: Iterable[PersonView]) -> int:
    """Votes of people known to be at 支持 or above."""
    return sum(p.votes for p in shown if p.attitude is not None and p.attitude >= Attitude.SUPPORT)


def ladders(scenario: Scenario, events: Iterable[Event]) -> tuple[LadderView, ...]:
    """The ladders with how often each rung was climbed."""
    climbed: Counter[int] = Counter()
    for event in events:
        if event.type is EventType.CHOSE:
            rung = scenario.nodes[int(event.data["node"])].choices[int(event.data["choice"])].rung
            if rung is not None:
                climbed[rung] += 1
    return tuple(
        LadderView(ladder.name, tuple(RungView(scenario.rungs[r], climbed[r]) for r in ladder.rungs))
        for ladder in scenario.ladders
    )


def budget(scenario: Scenario, machine: Machine, core: int) -> BudgetView | None:
    """What is left of the simulated time."""
    left = machine.remaining(core)
    if scenario.budget is None or left is None:
        return None
    return BudgetView(left, scenario.budget.total, scenario.budget.unit)


def timers(state: State) -> tuple[TimerView, ...]:
    """The timers that run, the one with the earlier deadline first (on a tie the clock)."""
    running = []
    if state.clock_ms is not None:
        running.append(TimerView("clock", state.clock_ms))
    if state.limit_ms is not None:
        running.append(TimerView("limit", state.limit_ms))
    return tuple(sorted(running, key=lambda timer: timer.ms)) if state.timers and not state.ended else ()


def start_values(scenario: Scenario) -> list[int]:
    """Values before the first node is entered."""
    return [v.initial for v in scenario.variables]


def values_now(scenario: Scenario, machine: Machine, core: int) -> list[int]:
    """The value of every variable in a state."""
    return values_of(machine, core, scenario)


def _person(scenario: Scenario, person: Person, values: Sequence[int], secret: frozenset[int]) -> PersonView:
    index = person.attitude
    attitude = None if index is None or index in secret else values[index]
    fields = tuple(
        VariableView(
            scenario.variables[i].name.removeprefix(f"{person.name}."),
            values[i],
            scenario.variables[i].minimum,
            scenario.variables[i].maximum,
        )
        for i in person.fields
        if i not in secret and i != index
    )
    return PersonView(person.name, person.title, person.role, person.votes, attitude, fields, index is not None)
