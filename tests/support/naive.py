"""An interpreter of scenarios as plain as possible, straight from format.md 1.4: what the engine is measured against.

No packing, no code generation, no liveness. Real time and draws are left to the caller.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from trainer.content.model import (
    SAME_NODE,
    And,
    Arith,
    Choice,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Effect,
    NodeKind,
    Not,
    Or,
    Points,
    Remaining,
    Scenario,
    Term,
    Var,
    Visited,
    Votes,
)


@dataclass
class World:
    """Everything that a play has changed."""

    scenario: Scenario
    node: int = -1
    variables: list[int] = field(default_factory=list)
    remaining: int | None = None
    overdrawn: bool = False
    entered_before: set[int] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    climbed: dict[int, int] = field(default_factory=dict)
    clock_target: int | None = None
    points: list[int] = field(default_factory=list)

    def copy(self) -> World:
        """An independent copy."""
        made = deepcopy(self, {id(self.scenario): self.scenario})
        return made


def begin(scenario: Scenario) -> World:
    """The world after entering the first node."""
    world = World(scenario)
    world.variables = [v.initial for v in scenario.variables]
    world.remaining = scenario.budget.total if scenario.budget else None
    world.points = [0] * len(scenario.competencies)
    _enter(world, scenario.start)
    return world


def _enter(world: World, target: int) -> None:
    if world.node >= 0:
        world.entered_before.add(world.node)
    world.node = target
    node = world.scenario.nodes[target]
    for effect in node.effects:
        _affect(world, effect)
    if node.stop_clock or node.kind is NodeKind.ENDING:
        world.clock_target = None
    if node.clock is not None:
        world.clock_target = node.clock.target


def _affect(world: World, effect: Effect) -> None:
    if isinstance(effect, Points):
        world.points[effect.competency] += effect.amount
        return
    variable = world.scenario.variables[effect.variable]
    value = effect.amount if effect.op == "=" else world.variables[effect.variable] + effect.amount
    world.variables[effect.variable] = max(variable.minimum, min(variable.maximum, value))


def term(world: World, given: Term) -> int:
    """Value of a term."""
    if isinstance(given, Const):
        return given.value
    if isinstance(given, Var):
        return world.variables[given.variable]
    if isinstance(given, Remaining):
        assert world.remaining is not None
        return world.remaining
    if isinstance(given, Votes):
        return sum(
            person.votes
            for person in world.scenario.people
            if person.attitude is not None and world.variables[person.attitude] >= given.level
        )
    if isinstance(given, Count):
        return min(world.climbed.get(given.rung, 0), 9)
    assert isinstance(given, Arith)
    left, right = term(world, given.left), term(world, given.right)
    return left + right if given.op == "+" else left - right


def holds(world: World, given: Condition) -> bool:
    """Whether a condition holds."""
    if isinstance(given, And):
        return all(holds(world, item) for item in given.items)
    if isinstance(given, Or):
        return any(holds(world, item) for item in given.items)
    if isinstance(given, Not):
        return not holds(world, given.item)
    if isinstance(given, Visited):
        return given.node in world.entered_before
    if isinstance(given, Chosen):
        return any(choice in world.taken for choice in given.choices)
    assert isinstance(given, Compare)
    left, right = term(world, given.left), term(world, given.right)
    return {
        "<": left < right,
        "<=": left <= right,
        "==": left == right,
        "!=": left != right,
        ">=": left >= right,
        ">": left > right,
    }[given.op]


def offers(world: World) -> tuple[list[int], list[int]]:
    """Available and locked choices, in file order."""
    available: list[int] = []
    locked: list[int] = []
    some = False  # a 若-item since the previous 否则 is available
    for i, choice in enumerate(world.scenario.nodes[world.node].choices):
        shown = choice.condition is None or holds(world, choice.condition)
        if choice.otherwise:
            shown = shown and not some
            some = False
        if choice.once and (world.node, i) in world.taken:
            shown = False
        if not shown:
            continue
        if choice.lock is not None and not holds(world, choice.lock):
            locked.append(i)
            continue
        available.append(i)
        if choice.condition is not None and not choice.otherwise:
            some = True
    return available, locked


def blocks(world: World) -> list[int]:
    """Blocks shown."""
    shown: list[int] = []
    some = False
    for i, block in enumerate(world.scenario.nodes[world.node].blocks):
        if block.otherwise:
            if not some:
                shown.append(i)
            some = False
        elif block.condition is None:
            shown.append(i)
        elif holds(world, block.condition):
            shown.append(i)
            some = True
    return shown


def take(world: World, index: int) -> None:
    """Take a choice or branch."""
    scenario = world.scenario
    choice: Choice = scenario.nodes[world.node].choices[index]
    went_over = False
    if choice.cost and world.remaining is not None and not world.overdrawn:
        world.remaining -= choice.cost
        if world.remaining < 0:
            world.remaining, world.overdrawn, went_over = 0, True, True
    for effect in choice.effects:
        _affect(world, effect)
    world.taken.add((world.node, index))
    if choice.rung is not None:
        world.climbed[choice.rung] = world.climbed.get(choice.rung, 0) + 1
    if went_over:
        assert scenario.budget is not None
        _enter(world, scenario.budget.target)
    elif choice.target != SAME_NODE:
        _enter(world, choice.target)


def time_out(world: World, timer: str) -> None:
    """Let 限时 or 计时 run out."""
    if timer == "limit":
        limit = world.scenario.nodes[world.node].time_limit
        assert limit is not None
        _enter(world, limit.target)
    else:
        target = world.clock_target
        assert target is not None
        world.clock_target = None
        _enter(world, target)


def timers(world: World) -> list[tuple[str, int]]:
    """Timers that could fire here and where they lead."""
    node = world.scenario.nodes[world.node]
    found = []
    if node.kind in (NodeKind.CHOICE, NodeKind.ANSWER):
        if node.time_limit is not None:
            found.append(("limit", node.time_limit.target))
        if world.clock_target is not None:
            found.append(("clock", world.clock_target))
    return found
