"""The value of every situation of a scenario (scoring.md §1–§3).

Importing this module is cheap; numpy is loaded by ``solve``.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from statistics import median
from typing import TYPE_CHECKING

from trainer.config import LABEL_CUTS, MIN_STAKE, STATE_LIMIT
from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.analysis.arrays import Floats
    from trainer.analysis.graph import StateGraph
    from trainer.analysis.kernel import Problem, Scale

LIMIT = STATE_LIMIT
"""States that are explored by default; beyond it a scenario counts as 未穷尽."""

SMALL_STAKE = MIN_STAKE
"""A decision with a smaller stake is not scored."""

BEST = LABEL_CUTS[0]
"""A regret up to this counts as none."""


@dataclass(frozen=True, slots=True)
class OptionValue:
    """An available option: ``value`` Q(s,a), ``regret`` V(s) − Q(s,a), ``quality`` 0–1 (0 for a red line).

    An option after which no ending can be reached is worth minus infinity (such a case has an error).
    """

    choice: int
    value: float
    regret: float
    quality: float
    redline: str | None


@dataclass(frozen=True, slots=True)
class DecisionValues:
    """A situation with its available options in file order.

    Attributes:
        node: The node.
        value: V(s), points so far not counted.
        stake: V(s) minus the worst compliant option; 0 if there is none or one.
        best: Choice of the best compliant option (the first of several).
        mean_quality: Mean quality over the options, what clicking at random gets.
        scored: More than one option, stake at least ``SMALL_STAKE``, and the node is not 不计分.
    """

    node: int
    value: float
    stake: float
    best: int
    mean_quality: float
    scored: bool
    options: tuple[OptionValue, ...]

    def option(self, choice: int) -> OptionValue:
        """The option of a choice; raises KeyError if it is not available."""
        for option in self.options:
            if option.choice == choice:
                return option
        raise KeyError(choice)


@dataclass(frozen=True)
class Solution:
    """Values of a scenario. Methods accept full cores of the machine and give None where nothing is known.

    A value of a state leaves out the points so far: ``expectation`` adds them.

    Attributes:
        exhausted: Every reachable state was seen.
        exact: Values exist: exhausted, no 可刷分 loop, and an ending can be reached.
    """

    problem: Problem
    scenario: Scenario
    exhausted: bool
    exact: bool
    measure: Scale | None
    values: Floats | None

    @property
    def graph(self) -> StateGraph:
        """The reachable states."""
        return self.problem.graph

    @property
    def pmin(self) -> float | None:
        """Smallest attainable expected weighted points."""
        return self.measure.pmin if self.measure else None

    @property
    def pmax(self) -> float | None:
        """Largest attainable expected weighted points."""
        return self.measure.pmax if self.measure else None

    @property
    def start_points(self) -> tuple[int, ...]:
        """Points of entering the first node."""
        return tuple(self.problem.machine.rewards[self.problem.machine.initial_reward])

    @property
    def start_value(self) -> float | None:
        """V(s0), the best attainable expectation of a whole play."""
        return self.expectation(self.problem.machine.initial, self.start_points)

    def state(self, core: int) -> int | None:
        """State number of a core."""
        return self._numbers.get(self.problem.machine.project(core))

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {core: number for number, core in enumerate(self.graph.cores)}

    def value(self, core: int) -> float | None:
        """V(s): the best expectation from here on, as if no points had been made so far."""
        if self.values is None:
            return None
        state = self.state(core)
        if state is None:
            return None
        found = float(self.values[state])
        return found if isfinite(found) else None

    chance_value = value
    """V of a 随机 node before the draw: the mean over its branches."""

    def weighted(self, points: Sequence[int]) -> float:
        """P: weighted sum of points per competency."""
        return float(sum(c.weight * p for c, p in zip(self.scenario.competencies, points, strict=True)))

    def worth(self, points: Sequence[int]) -> float:
        """What points add to the utility."""
        return self.measure.factor * self.weighted(points) if self.measure else 0.0

    def expectation(self, core: int, points: Sequence[int]) -> float | None:
        """Best expected utility of the play that has come to this core with these points; 0–100 unclamped."""
        value = self.value(core)
        return None if value is None else value + self.worth(points)

    def utility(self, points: Sequence[int], rating: int) -> float | None:
        """U of a finished play (scoring.md §1), unclamped."""
        if self.measure is None:
            return None
        return self.measure.constant + self.worth(points) + self.measure.rating * rating

    def decision(self, core: int) -> DecisionValues | None:
        """Values of the options of a situation; None if nothing is known or there is nothing to choose."""
        state = self.state(core)
        return None if state is None else self.decision_of(state)

    def decision_of(self, state: int) -> DecisionValues | None:
        """The same by state number."""
        if self.values is None or self.measure is None:
            return None
        node = self.scenario.nodes[self.graph.node[state]]
        edges = self.graph.edges(state)
        value = float(self.values[state])
        if node.kind is not NodeKind.CHOICE or not edges or not isfinite(value):
            return None
        weighted = [self.worth(self.problem.machine.rewards[self.graph.reward[e]]) for e in edges]
        found = [w + float(self.values[self.graph.target[e]]) for w, e in zip(weighted, edges, strict=True)]
        choices = [int(self.graph.choice[e]) for e in edges]
        redlines = [node.choices[c].redline for c in choices]
        compliant = [q for q, r in zip(found, redlines, strict=True) if r is None and isfinite(q)]
        stake = max(0.0, value - min(compliant)) if compliant else 0.0
        qualities = [
            quality(value - q, stake) if r is None and isfinite(q) else 0.0
            for q, r in zip(found, redlines, strict=True)
        ]
        open_edges = [i for i, e in enumerate(edges) if not self.problem.closed[e]]
        best = min(open_edges, key=lambda i: (round(value - found[i], 9), i))
        return DecisionValues(
            node=int(self.graph.node[state]),
            value=value,
            stake=stake,
            best=choices[best],
            mean_quality=sum(qualities) / len(qualities),
            scored=len(choices) > 1 and stake >= SMALL_STAKE and not node.unscored,
            options=tuple(
                OptionValue(c, q, value - q, k, r)
                for c, q, k, r in zip(choices, found, qualities, redlines, strict=True)
            ),
        )

    @cached_property
    def representatives(self) -> dict[int, int]:
        """For every node with a choice to make, the state that stands for it, in the order of the best line.

        It is the state at which the best line first meets the node, else the random bot's most frequent one.
        """
        from trainer.analysis.line import representatives

        return representatives(self)

    @cached_property
    def median_stake(self) -> float | None:
        """Median stake over the nodes that are scored decisions; None if there is none."""
        decisions = [self.decision_of(state) for state in self.representatives.values()]
        stakes = [d.stake for d in decisions if d is not None and d.scored]
        return median(stakes) if stakes else None


def quality(regret: float, stake: float) -> float:
    """Quality of a compliant option, 0–1: 1 for a regret of at most ``BEST``, else 1 − ρ/σ."""
    if regret <= BEST:
        return 1.0
    return min(1.0, max(0.0, 1.0 - regret / stake)) if stake > 0 else 1.0


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection: nothing cyclic is made here, and walking a large scenario each time takes a tenth."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def solve(scenario: Scenario, *, limit: int = LIMIT) -> Solution:
    """Work out a scenario exactly.

    Args:
        scenario: The case.
        limit: Explore at most this many states; if there are more the solution is not exhausted and knows no values.
    """
    import numpy as np

    from trainer.analysis.kernel import point_range, prepare, scale, terminal_values
    from trainer.analysis.sweep import maximise
    from trainer.engine.machine import compile_scenario

    with _uncollected():
        machine = compile_scenario(scenario, blocks=False)
        problem = prepare(machine, scenario, limit)
    graph = problem.graph
    if not graph.exhausted or len(problem.farms):
        return Solution(problem, scenario, graph.exhausted, False, None, None)
    start = problem.points[machine.initial_reward]
    pmin, pmax = point_range(problem, start)
    if not pmin <= pmax:
        return Solution(problem, scenario, True, False, None, None)
    measure = scale(scenario, pmin, pmax)
    table = (measure.factor * (problem.points @ problem.weights))[:, None]
    terminal = terminal_values(graph, scenario, measure)[:, None]
    values = maximise(graph, problem.steps, terminal, lambda edges: table[graph.reward[edges]], problem.closed)
    return Solution(problem, scenario, True, True, measure, np.ascontiguousarray(values[:, 0]))
