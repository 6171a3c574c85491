"""The meaning of format.md §1.4, spelled out state by state without any packing: what the solver is tested against."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trainer.content.model import (
    SAME_NODE,
    And,
    Arith,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
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

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class S:
    """A full state: ``visited`` holds nodes entered before the present entry."""

    node: int
    variables: tuple[int, ...]
    remaining: int | None
    overdrawn: bool
    visited: frozenset[int]
    chosen: frozenset[tuple[int, int]]
    rungs: tuple[int, ...]
    clock: int | None


def start(scenario: Scenario) -> tuple[S, Vector]:
    """The state after entering the first node, and its points."""
    blank = S(
        node=-1,
        variables=tuple(v.initial for v in scenario.variables),
        remaining=scenario.budget.total if scenario.budget else None,
        overdrawn=False,
        visited=frozenset(),
        chosen=frozenset(),
        rungs=(0,) * len(scenario.rungs),
        clock=None,
    )
    return _enter(scenario, blank, scenario.start, (0,) * len(scenario.competencies))


def _effects(scenario: Scenario, state: S, effects: object, points: Vector) -> tuple[S, Vector]:
    for effect in effects:  # type: ignore[attr-defined]
        if isinstance(effect, Points):
            points = tuple(p + effect.amount * (i == effect.competency) for i, p in enumerate(points))
        else:
            variable = scenario.variables[effect.variable]
            old = state.variables[effect.variable]
            new = effect.amount if effect.op == "=" else old + effect.amount
            new = max(variable.minimum, min(variable.maximum, new))
            values = list(state.variables)
            values[effect.variable] = new
            state = replace(state, variables=tuple(values))
    return state, points


def _enter(scenario: Scenario, state: S, target: int, points: Vector) -> tuple[S, Vector]:
    node = scenario.nodes[target]
    visited = state.visited | ({state.node} if state.node >= 0 else set())
    clock = state.clock
    if node.stop_clock or node.kind is NodeKind.ENDING:
        clock = None
    if node.clock is not None:
        clock = node.clock.target
    return _effects(scenario, replace(state, node=target, visited=visited, clock=clock), node.effects, points)


def _term(scenario: Scenario, state: S, term: Term) -> int:
    if isinstance(term, Const):
        return term.value
    if isinstance(term, Var):
        return state.variables[term.variable]
    if isinstance(term, Remaining):
        assert state.remaining is not None
        return state.remaining
    if isinstance(term, Votes):
        return sum(
            p.votes for p in scenario.people if p.attitude is not None and state.variables[p.attitude] >= term.level
        )
    if isinstance(term, Count):
        return min(9, state.rungs[term.rung])
    assert isinstance(term, Arith)
    left, right = _term(scenario, state, term.left), _term(scenario, state, term.right)
    return left + right if term.op == "+" else left - right


def holds(scenario: Scenario, state: S, condition: Condition) -> bool:
    """Is a condition true in a state?"""
    if isinstance(condition, Compare):
        left, right = _term(scenario, state, condition.left), _term(scenario, state, condition.right)
        return {
            "<": left < right, "<=": left <= right, "==": left == right,
            "!=": left != right, ">=": left >= right, ">": left > right,
        }[condition.op]  # fmt: skip
    if isinstance(condition, Visited):
        return condition.node in state.visited
    if isinstance(condition, Chosen):
        return any(c in state.chosen for c in condition.choices)
    if isinstance(condition, And):
        return all(holds(scenario, state, item) for item in condition.items)
    if isinstance(condition, Or):
        return any(holds(scenario, state, item) for item in condition.items)
    assert isinstance(condition, Not)
    return not holds(scenario, state, condition.item)


def available(scenario: Scenario, state: S) -> list[int]:
    """Options, or branches that can be drawn, in file order."""
    found = []
    conditional_available = False
    for i, choice in enumerate(scenario.nodes[state.node].choices):
        used = choice.once and (state.node, i) in state.chosen
        shown = choice.condition is None or holds(scenario, state, choice.condition)
        if choice.otherwise:
            shown = shown and not conditional_available
            conditional_available = False
        open_ = choice.lock is None or holds(scenario, state, choice.lock)
        is_available = shown and open_ and not used
        if is_available:
            found.append(i)
            if choice.condition is not None and not choice.otherwise:
                conditional_available = True
    return found


def take(scenario: Scenario, state: S, index: int) -> tuple[S, Vector]:
    """Take a choice or a branch."""
    choice = scenario.nodes[state.node].choices[index]
    points: Vector = (0,) * len(scenario.competencies)
    overdraws = False
    if choice.cost and scenario.budget is not None and not state.overdrawn:
        assert state.remaining is not None
        left = state.remaining - choice.cost
        overdraws = left < 0
        state = replace(state, remaining=max(0, left), overdrawn=overdraws)
    state, points = _effects(scenario, state, choice.effects, points)
    rungs = list(state.rungs)
    if choice.rung is not None:
        rungs[choice.rung] = min(9, rungs[choice.rung] + 1)
    state = replace(state, chosen=state.chosen | {(state.node, index)}, rungs=tuple(rungs))
    if overdraws:
        assert scenario.budget is not None
        return _enter(scenario, state, scenario.budget.target, points)
    if choice.target == SAME_NODE:
        return state, points
    return _enter(scenario, state, choice.target, points)


def timeouts(scenario: Scenario, state: S) -> list[tuple[S, Vector]]:
    """Where timers can lead from here."""
    node = scenario.nodes[state.node]
    none: Vector = (0,) * len(scenario.competencies)
    found = []
    if node.kind is NodeKind.CHOICE and node.time_limit is not None:
        found.append(_enter(scenario, state, node.time_limit.target, none))
    if node.kind in (NodeKind.CHOICE, NodeKind.ANSWER) and state.clock is not None:
        found.append(_enter(scenario, replace(state, clock=None), state.clock, none))
    return found
