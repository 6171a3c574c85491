"""Dynamic programming over the levels of a state graph: many maximisation problems at once, and policies forward.

Every problem is a column and a maximisation; a smallest value is the negative of the largest of the negated rewards.
Minus infinity means "cannot end": loops start from it, so that a policy that never ends is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trainer.analysis.graph import Bools, Floats, Ints, StateGraph
from trainer.analysis.order import Group, Order

DENSE = 1_500
"""Largest loop whose visits are found by solving a dense linear system; larger ones are iterated."""

EdgeRewards = Callable[[Ints], Floats]
"""Rewards of the given edges, one row per edge, one column per problem."""


def maximise(
    graph: StateGraph,
    steps: Order,
    terminal: Floats,
    rewards: EdgeRewards,
    closed: Bools,
    *,
    free: Bools | None = None,
    lucky: Bools | None = None,
) -> Floats:
    """Largest value of every state in every column.

    Args:
        graph: The states.
        steps: Their order.
        terminal: Values of states without edges, (states, columns); the other rows do not matter.
        rewards: Reward of an edge.
        closed: Edges that may not be taken, save in the columns ``free``.
        free: Columns in which closed edges may be taken.
        lucky: Columns in which chance is a choice (what is possible); else it is averaged.

    Returns:
        (states, columns), minus infinity where no end can be reached.
    """
    values = terminal.astype(np.float64, copy=True)
    columns = values.shape[1]
    barred = np.ones(columns, dtype=np.bool_) if free is None else ~free
    averaged = np.ones(columns, dtype=np.bool_) if lucky is None else ~lucky
    any_closed = bool(closed.any())

    def outcomes(group: Group) -> Floats:
        table = values[graph.target[group.edges]] + rewards(group.edges)
        if any_closed:
            shut = np.flatnonzero(closed[group.edges])
            if len(shut):
                table[np.ix_(shut, np.flatnonzero(barred))] = -np.inf
        return table

    def drawn(group: Group, table: Floats) -> Floats:
        best = np.maximum.reduceat(table, group.starts, axis=0)
        if averaged.any():
            mean = np.add.reduceat(table * graph.probability[group.edges, None], group.starts, axis=0)
            best[:, averaged] = mean[:, averaged]
        return best

    for level in steps.levels:
        if level.deciding is not None:
            group = level.deciding
            values[group.states] = np.maximum.reduceat(outcomes(group), group.starts, axis=0)
        if level.chance is not None:
            values[level.chance.states] = drawn(level.chance, outcomes(level.chance))
        for group in level.loops:
            values[group.states] = -np.inf
            chance = graph.chance[group.states]
            # without points in a loop, the k-th round knows the best way out in at most k steps
            for _ in range(len(group.states) + 1):
                table = outcomes(group)
                new = np.maximum.reduceat(table, group.starts, axis=0)
                if chance.any():
                    new[chance] = drawn(group, table)[chance]
                if (new == values[group.states]).all():
                    break
                values[group.states] = new
    return values


def visits(graph: StateGraph, steps: Order, weights: Floats) -> Floats:
    """Expected number of visits to every state from the first one, under policies.

    Args:
        graph: The states.
        steps: Their order.
        weights: Probability of every edge given its state, (edges, policies).

    Returns:
        (states, policies). In a loop that nothing leaves the number is 0: what goes in is lost.
    """
    expected = np.zeros((graph.states, weights.shape[1]))
    expected[0] = 1.0
    for level in reversed(steps.levels):
        for group in level.loops:
            _visit_loop(graph, group, weights, expected)
        for part in (level.deciding, level.chance):
            if part is not None:
                flow = expected[graph.source[part.edges]] * weights[part.edges]
                np.add.at(expected, graph.target[part.edges], flow)
    return expected


def _visit_loop(graph: StateGraph, group: Group, weights: Floats, expected: Floats) -> None:
    size = len(group.states)
    place = {int(state): i for i, state in enumerate(group.states)}
    inside = np.array([int(t) in place for t in graph.target[group.edges]])
    entering = expected[group.states].copy()
    if inside.all():
        expected[group.states] = 0.0
        return
    edges = group.edges[inside]
    tails = np.array([place[int(s)] for s in graph.source[edges]])
    heads = np.array([place[int(t)] for t in graph.target[edges]])
    for policy in range(weights.shape[1]):
        if not entering[:, policy].any():
            continue
        if size <= DENSE:
            system = np.eye(size)
            np.add.at(system, (heads, tails), -weights[edges, policy])
            found = np.linalg.solve(system, entering[:, policy])
        else:
            found = _iterate(entering[:, policy], tails, heads, weights[edges, policy])
        expected[group.states, policy] = found
    leaving = group.edges[~inside]
    np.add.at(expected, graph.target[leaving], expected[graph.source[leaving]] * weights[leaving])


def _iterate(entering: Floats, tails: Ints, heads: Ints, weight: Floats) -> Floats:
    """Visits inside a large loop: add what flows round until nothing is left of it."""
    total = entering.copy()
    flow = entering
    for _ in range(200_000):
        flow = np.bincount(heads, weights=flow[tails] * weight, minlength=len(entering)).astype(np.float64)
        total += flow
        if flow.sum() < 1e-13:
            break
    return total
