"""What is wrong with the flow of a scenario: dead choices, loops that pay, red lines that pay."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Bools, Floats, Ints
from trainer.analysis.graph import StateGraph
from trainer.analysis.line import step_text, witness
from trainer.analysis.report import PAYS, Farm, PayingRedline

if TYPE_CHECKING:
    from trainer.analysis.kernel import Problem
    from trainer.analysis.solve import Solution


def never(solution: Solution) -> tuple[tuple[int, int], ...] | None:
    """Choices and branches, (node, choice), that are available in no reachable state; None if that is not known."""
    graph = solution.graph
    if not graph.exhausted:
        return None
    real = graph.choice != TIMEOUT
    taken = set(zip(graph.node[graph.source[real]].tolist(), graph.choice[real].tolist(), strict=True))
    return tuple(
        (n, c)
        for n, node in enumerate(solution.scenario.nodes)
        for c in range(len(node.choices))
        if (n, c) not in taken
    )


def farms(problem: Problem, parents: Ints) -> tuple[Farm, ...]:
    """One loop for each choice or draw that makes a loop pay, the shortest first."""
    graph, scenario = problem.graph, problem.scenario
    inside = problem.steps.loop
    first: dict[tuple[int, int], int] = {}
    for edge in problem.farms.tolist():
        first.setdefault((int(graph.node[graph.source[edge]]), int(graph.choice[edge])), edge)
    found = []
    explained: set[tuple[int, int]] = set()
    for (node, choice), edge in first.items():
        if (node, choice) in explained:
            continue
        loop = _round(graph, inside, edge)
        explained.update((int(graph.node[graph.source[e]]), int(graph.choice[e])) for e in loop)
        total = problem.points[graph.reward[loop]].sum(axis=0)
        found.append(
            Farm(
                node=node,
                choice=choice,
                loop=tuple(step_text(scenario, graph, e) for e in loop),
                points={c.name: int(p) for c, p in zip(scenario.competencies, total, strict=True) if p},
                chance=bool(graph.chance[graph.source[loop]].any()),
                witness=witness(scenario, graph, parents, int(graph.source[edge])),
            )
        )
    return tuple(sorted(found, key=lambda farm: len(farm.loop)))


def _round(graph: StateGraph, inside: Bools, edge: int) -> list[int]:
    """Edges of a shortest loop through an edge, beginning with it."""
    home, begin = int(graph.source[edge]), int(graph.target[edge])
    came: dict[int, int] = {begin: edge}
    waiting = deque([begin])
    while waiting and home not in came:
        state = waiting.popleft()
        for e in graph.edges(state):
            target = int(graph.target[e])
            if inside[e] and target not in came:
                came[target] = e
                waiting.append(target)
    loop = []
    state = home
    while True:
        step = came[state]
        loop.append(step)
        if step == edge:
            break
        state = int(graph.source[step])
    return loop[::-1]


def paying_redlines(solution: Solution, allowed: Floats, parents: Ints) -> tuple[PayingRedline, ...]:
    """Red lines that are worth more than ``PAYS`` over the best permitted line, the dearest first.

    Args:
        solution: An exact solution.
        allowed: Values of all states when red lines may be taken.
        parents: Last step of a shortest play into each state.
    """
    graph, problem = solution.graph, solution.problem
    values, measure = solution.values, solution.measure
    if values is None or measure is None:
        return ()
    edges = np.flatnonzero(graph.redline)
    gain = measure.factor * (problem.points @ problem.weights)[graph.reward[edges]]
    with np.errstate(invalid="ignore"):
        extra = gain + allowed[graph.target[edges]] - values[graph.source[edges]]
    pays = np.isfinite(extra) & (extra > PAYS)
    found: dict[tuple[int, int], PayingRedline] = {}
    for i in np.flatnonzero(pays)[np.argsort(-extra[pays], kind="stable")].tolist():
        state = int(graph.source[edges[i]])
        key = (int(graph.node[state]), int(graph.choice[edges[i]]))
        if key not in found:
            play = witness(solution.scenario, graph, parents, state)
            last = step_text(solution.scenario, graph, int(edges[i]))
            found[key] = PayingRedline(*key, float(extra[i]), (*play, last))
    return tuple(found.values())
