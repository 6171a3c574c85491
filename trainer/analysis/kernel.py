"""What every later computation needs: the graph in order, loops that pay, dead ends, and which edges are open.

Only choices without a red line are open to the best and the worst line. Where nothing else is left, the red lines are
open too; such states are reported (无合规出路).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Bools, Floats, Ints
from trainer.analysis.graph import StateGraph, explore
from trainer.analysis.order import Order, order
from trainer.analysis.sweep import maximise
from trainer.content.model import Scenario

if TYPE_CHECKING:
    from trainer.engine.machine import Machine

EXACT = 1e-9
"""Two values closer than this are the same."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A scenario ready to be solved.

    Attributes:
        points: Points per competency, by reward id, (rewards, competencies).
        weights: Weight of each competency.
        closed: Red-line edges that the best and the worst line may not take.
        farms: Edges that carry points, or draw, inside a loop.
        trapped: States from which no ending can be reached without a timeout.
        cornered: States with options that only red lines lead out of.
    """

    scenario: Scenario
    machine: Machine
    graph: StateGraph
    steps: Order
    points: Floats
    weights: Floats
    closed: Bools
    farms: Ints
    trapped: Bools
    cornered: Bools

    def columns(self, table: Floats) -> Floats:
        """Rewards of edges from a table by reward id."""
        return table[self.graph.reward]


def prepare(machine: Machine, scenario: Scenario, limit: int) -> Problem:
    """Explore a scenario and find loops, dead ends and open edges."""
    graph = explore(machine, scenario, limit)
    steps = order(graph)
    points = np.array(machine.rewards, dtype=np.float64).reshape(len(machine.rewards), len(scenario.competencies))
    closed, trapped, cornered = _exits(graph, steps)
    return Problem(
        scenario=scenario,
        machine=machine,
        graph=graph,
        steps=steps,
        points=points,
        weights=np.array([c.weight for c in scenario.competencies], dtype=np.float64),
        closed=closed,
        farms=_farms(graph, steps, points),
        trapped=trapped,
        cornered=cornered,
    )


def _farms(graph: StateGraph, steps: Order, points: Floats) -> Ints:
    inside = np.flatnonzero(steps.loop)
    pays = points[graph.reward[inside]].any(axis=1) | graph.chance[graph.source[inside]]
    return inside[pays]


def _exits(graph: StateGraph, steps: Order) -> tuple[Bools, Bools, Bools]:
    """Closed edges, trapped states, cornered states."""
    compliant = np.zeros(graph.states, dtype=np.bool_)
    compliant[graph.source[(graph.choice != TIMEOUT) & ~graph.redline]] = True
    closed = graph.redline & compliant[graph.source]
    cornered = np.zeros(graph.states, dtype=np.bool_)
    cornered[graph.source[graph.redline & ~closed]] = True
    dead = ~graph.ending & (np.bincount(graph.source[graph.choice != TIMEOUT], minlength=graph.states) == 0)
    dead[graph.expanded :] = False
    if not graph.exhausted or not (dead.any() or len(steps.heads)):
        return closed, dead, cornered
    terminal = np.where(graph.ending, 0.0, -np.inf)[:, None]
    none = np.zeros(1)
    possible = np.ones(1, dtype=np.bool_)

    def ends(shut: Bools) -> Bools:
        reached = maximise(graph, steps, terminal, lambda edges: none, shut, lucky=possible)
        found: Bools = reached[:, 0] > -np.inf
        return found

    trapped = ~ends(np.zeros_like(closed))
    lost = ~ends(closed) & ~trapped
    if lost.any():
        freed = closed & lost[graph.source]
        cornered[graph.source[freed]] = True
        closed = closed & ~freed
    return closed, trapped, cornered


@dataclass(frozen=True, slots=True)
class Scale:
    """From points and rating to the utility of scoring.md §1.

    Attributes:
        pmin, pmax: Smallest and largest attainable expected weighted points.
        factor: Utility of one weighted point.
        rating: Share of the ending's rating, λ.
    """

    pmin: float
    pmax: float
    factor: float
    rating: float

    @property
    def constant(self) -> float:
        """What a play without points and rating is worth."""
        return -self.factor * self.pmin


def point_range(problem: Problem, start: Floats) -> tuple[float, float]:
    """Pmin and Pmax, with the weighted points of the first entry, ``start``; infinite if no end can be reached."""
    graph = problem.graph
    weighted = problem.points @ problem.weights
    table = np.stack([-weighted, weighted], axis=1)
    terminal = np.where(graph.ending, 0.0, -np.inf)[:, None].repeat(2, axis=1)
    found = maximise(graph, problem.steps, terminal, lambda edges: table[graph.reward[edges]], problem.closed)[0]
    base = float(start @ problem.weights)
    return base - float(found[0]), base + float(found[1])


def scale(scenario: Scenario, pmin: float, pmax: float) -> Scale:
    """The scale of a scenario; without a range of points only the ending counts."""
    share = scenario.ending_share / 100
    if pmax - pmin <= EXACT:
        return Scale(pmin, pmax, 0.0, 1.0)
    return Scale(pmin, pmax, (1 - share) * 100 / (pmax - pmin), share)


def terminal_values(graph: StateGraph, scenario: Scenario, measure: Scale) -> Floats:
    """Worth of every ending's state: λ·评 and the scale's constant; minus infinity elsewhere."""
    rating = np.array([node.rating or 0 for node in scenario.nodes], dtype=np.float64)
    worth: Floats = np.where(graph.ending, measure.rating * rating[graph.node] + measure.constant, -np.inf)
    return worth
