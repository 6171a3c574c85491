"""Dynamic programming over the levels of a state graph: many maximisation problems at once, and policies forward.

Every problem is a column and a maximisation; a smallest value is the negative of the largest of the negated rewards.
Minus infinity means "cannot end": loops start from it, so that a policy that never ends is worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trainer.analysis.arrays import Bools, Floats, Ints, spans
from trainer.analysis.graph import StateGraph
from trainer.analysis.order import Group, Level, Order

DENSE = 1_500
"""Largest loop whose visits are found by solving a dense linear system; larger ones are iterated."""

CELLS = 4_000_000
"""Numbers held at once when many small loops are solved."""

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
        if level.loops is not None:
            group = level.loops
            values[group.states] = -np.inf
            chance = graph.chance[group.states]
            # without points in a loop, the k-th round knows the best way out in at most k steps
            for _ in range(int(level.sizes.max()) + 1):
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
    staying = np.flatnonzero(steps.loop & (graph.source == graph.target))
    stays = np.zeros_like(expected)
    np.add.at(stays, graph.source[staying], weights[staying])
    for level in reversed(steps.levels):
        if level.loops is not None:
            _visit_loops(graph, steps, level, weights, expected)
        for part in (level.deciding, level.chance):
            if part is None:
                continue
            if len(staying):
                left = 1.0 - stays[part.states]
                expected[part.states] *= np.divide(1.0, left, out=np.zeros_like(left), where=left > 0)
            edges = part.edges[~steps.loop[part.edges]] if len(staying) else part.edges
            np.add.at(expected, graph.target[edges], expected[graph.source[edges]] * weights[edges])
    return expected


def _visit_loops(graph: StateGraph, steps: Order, level: Level, weights: Floats, expected: Floats) -> None:
    """Spread what comes into the loops of a level over their states, and send it on."""
    group, sizes = level.loops, level.sizes
    if group is None:
        return
    number = np.repeat(np.arange(len(sizes)), sizes)
    first = np.cumsum(sizes) - sizes
    inside = steps.loop[group.edges]
    edges, leaving = group.edges[inside], group.edges[~inside]
    place = np.zeros(graph.states, dtype=np.int64)
    place[group.states] = np.arange(len(group.states))
    open_loops = np.zeros(len(sizes), dtype=np.bool_)
    open_loops[number[place[graph.source[leaving]]]] = True
    expected[group.states[~open_loops[number]]] = 0.0
    tails, heads = place[graph.source[edges]], place[graph.target[edges]]
    of = number[tails]
    for size in np.unique(sizes[open_loops]).tolist():
        loops = np.flatnonzero(open_loops & (sizes == size))
        row = np.zeros(len(sizes), dtype=np.int64)
        row[loops] = np.arange(len(loops))
        some = np.flatnonzero(open_loops[of] & (sizes[of] == size))
        tail, head, loop = tails[some] - first[of[some]], heads[some] - first[of[some]], row[of[some]]
        states = group.states[spans(first[loops], np.full(len(loops), size))].reshape(len(loops), size)
        for policy in range(weights.shape[1]):
            entering = expected[states, policy]
            weight = weights[edges[some], policy]
            if size <= DENSE:
                expected[states, policy] = _solve(entering, loop, tail, head, weight)
            else:
                for i in range(len(loops)):
                    here = loop == i
                    expected[states[i], policy] = _iterate(entering[i], tail[here], head[here], weight[here])
    np.add.at(expected, graph.target[leaving], expected[graph.source[leaving]] * weights[leaving])


def _solve(entering: Floats, loop: Ints, tail: Ints, head: Ints, weight: Floats) -> Floats:
    """Visits inside loops of one size: linear systems, as many at a time as fit."""
    count, size = entering.shape
    found = np.empty_like(entering)
    batch = max(1, CELLS // (size * size))
    for first in range(0, count, batch):
        here = (loop >= first) & (loop < first + batch)
        system = np.tile(np.eye(size), (min(batch, count - first), 1, 1))
        np.add.at(system, (loop[here] - first, head[here], tail[here]), -weight[here])
        found[first : first + batch] = np.linalg.solve(system, entering[first : first + batch, :, None])[:, :, 0]
    return found


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
