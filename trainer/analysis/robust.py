"""How much a decision's best option depends on the author's exact numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Floats, Ints
from trainer.analysis.sweep import maximise
from trainer.content.model import SAME_NODE, Effect, NodeKind, Points

if TYPE_CHECKING:
    from trainer.analysis.solve import Solution

DRAWS = 200
"""Number of perturbed scenarios."""

SPREAD = 0.2
"""Every point effect and every 评 is multiplied by a factor from 1 − SPREAD to 1 + SPREAD."""

SEED = 20_220_603
"""Seed of the draws; the same scenario always gives the same numbers."""

CELLS = 1_000_000
"""Values held at once; decides how many draws make a batch."""


class _Perturbed:
    """Weighted points of effects and ratings of endings in every draw."""

    def __init__(self, solution: Solution) -> None:
        problem, scenario = solution.problem, solution.scenario
        graph = problem.graph
        self.rng = np.random.Generator(np.random.PCG64(SEED))
        self.weights = problem.weights
        width = max((len(node.choices) for node in scenario.nodes), default=0)
        own = np.zeros((len(scenario.nodes), width), dtype=np.int64)
        again = np.zeros((len(scenario.nodes), width), dtype=np.bool_)
        rows = [np.zeros(DRAWS)]
        plain = [np.zeros(len(scenario.competencies))]
        for n, node in enumerate(scenario.nodes):
            for c, choice in enumerate(node.choices):
                again[n, c] = choice.target == SAME_NODE
                own[n, c] = self._add(rows, plain, choice.effects)
        entry = np.array([self._add(rows, plain, node.effects) for node in scenario.nodes], dtype=np.int64)
        self.ratings = np.stack([(node.rating or 0) * self._factors() for node in scenario.nodes])
        self.rows = np.stack(rows)
        source, choice_of = graph.node[graph.source], graph.choice
        timed = choice_of == TIMEOUT
        # a loop that carries no points carries none in any draw, even where +1 −1 makes the nothing
        still = timed | problem.steps.loop
        self.own = np.where(still, 0, own[source, choice_of])
        # 本节 is no entry, unless it overdrew the budget; then its points are those of an entry
        same = ~timed & again[source, choice_of]
        exact = np.stack(plain)[self.own]
        same &= (problem.points[graph.reward] == exact).all(axis=1)
        self.entry = np.where(same | problem.steps.loop, 0, entry[graph.node[graph.target]])

    def _factors(self) -> Floats:
        return self.rng.uniform(1 - SPREAD, 1 + SPREAD, DRAWS)

    def _add(self, rows: list[Floats], plain: list[Floats], effects: tuple[Effect, ...]) -> int:
        total = np.zeros(DRAWS)
        exact = np.zeros_like(plain[0])
        for effect in effects:
            if isinstance(effect, Points):
                total = total + self.weights[effect.competency] * effect.amount * self._factors()
                exact[effect.competency] += effect.amount
        if not exact.any() and not total.any():
            return 0
        rows.append(total)
        plain.append(exact)
        return len(rows) - 1


def robustness(solution: Solution, visited: Floats, regret: float) -> dict[int, float]:
    """For every node with a choice to make, how often its best option stays best, 0–1.

    Args:
        solution: An exact solution.
        visited: The random bot's expected visits by state; they weigh the states of a node.
        regret: An option whose regret in a draw is at most this is still best.
    """
    measure, graph = solution.measure, solution.graph
    if measure is None:
        return {}
    states, edges = _best_edges(solution, measure.factor)
    if not len(states):
        return {}
    noise = _Perturbed(solution)
    kept = np.zeros(len(states))
    batch = max(1, min(DRAWS, CELLS // max(1, graph.states)))
    for first in range(0, DRAWS, batch):
        draws = slice(first, min(first + batch, DRAWS))
        points = measure.factor * noise.rows[:, draws]
        terminal = measure.rating * noise.ratings[:, draws][graph.node] + measure.constant
        terminal[~graph.ending] = -np.inf

        def rewards(some: Ints, points: Floats = points) -> Floats:
            gained: Floats = points[noise.own[some]] + points[noise.entry[some]]
            return gained

        values = maximise(graph, solution.problem.steps, terminal, rewards, solution.problem.closed)
        lost = values[states] - (values[graph.target[edges]] + rewards(edges))
        kept += (lost <= regret).sum(axis=1)
    found = {}
    for node in np.unique(graph.node[states]).tolist():
        here = graph.node[states] == node
        weight = visited[states[here]]
        if weight.sum() <= 0:
            weight = np.ones(int(here.sum()))
        found[node] = float(np.average(kept[here] / DRAWS, weights=weight))
    return found


def _best_edges(solution: Solution, factor: float) -> tuple[Ints, Ints]:
    """States in which there is something to choose, and the first best open edge of each."""
    graph, problem = solution.graph, solution.problem
    worth = solution.values
    if worth is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    deciding = np.array([node.kind is NodeKind.CHOICE for node in solution.scenario.nodes])
    real = (graph.choice != TIMEOUT) & deciding[graph.node[graph.source]]
    count = np.bincount(graph.source[real], minlength=graph.states)
    edges = np.flatnonzero(real & (count[graph.source] > 1) & ~problem.closed)
    edges = edges[np.isfinite(worth[graph.source[edges]])]
    gain = factor * (problem.points @ problem.weights)[graph.reward[edges]]
    lost = worth[graph.source[edges]] - (gain + worth[graph.target[edges]])
    best = edges[lost <= 1e-9]
    states, first = np.unique(graph.source[best], return_index=True)
    return states, best[first]
