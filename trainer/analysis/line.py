"""Plays through the graph: the best line, shortest witnesses, and the state that stands for a node."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Ints
from trainer.analysis.bots import weights
from trainer.analysis.graph import StateGraph
from trainer.analysis.sweep import visits
from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.analysis.solve import Solution


TIMEOUT_TEXT = "超时"
"""A timer that runs out, in a witness and on the command line."""


def best_line(solution: Solution) -> list[int]:
    """States met when every decision is the best one and any branch may be drawn, nearest first."""
    graph = solution.graph
    seen = {0}
    met = [0]
    waiting = deque(met)
    while waiting:
        state = waiting.popleft()
        decision = solution.decision_of(state)
        for edge in graph.edges(state):
            if decision is not None and graph.choice[edge] != decision.best:
                continue
            target = int(graph.target[edge])
            if target not in seen:
                seen.add(target)
                met.append(target)
                waiting.append(target)
    return met


def representatives(solution: Solution) -> dict[int, int]:
    """The state that stands for each node at which there is a choice to make (see ``Solution.representatives``)."""
    graph, scenario = solution.graph, solution.scenario
    if not solution.exact:
        return {}
    deciding = np.array([node.kind is NodeKind.CHOICE for node in scenario.nodes])
    real = graph.choice != TIMEOUT
    several = np.bincount(graph.source[real], minlength=graph.states) > 1
    wanted = np.unique(graph.node[several & deciding[graph.node]]).tolist()
    found: dict[int, int] = {}
    for state in best_line(solution):
        node = int(graph.node[state])
        if node in wanted and node not in found:
            found[node] = state
    if len(found) < len(wanted):
        often = visits(graph, solution.problem.steps, weights(scenario, graph)[:, :1])[:, 0]
        for node in wanted:
            if node not in found:
                states = np.flatnonzero((graph.node == node) & several)
                found[node] = int(states[np.argmax(often[states])])
    return found


def step_text(scenario: Scenario, graph: StateGraph, edge: int) -> str:
    """What a step of a witness is called: the text of the choice or branch, or 超时."""
    choice = int(graph.choice[edge])
    if choice == TIMEOUT:
        return TIMEOUT_TEXT
    node = scenario.nodes[int(graph.node[graph.source[edge]])]
    return node.choices[choice].text


def witness(scenario: Scenario, graph: StateGraph, parents: Ints, state: int) -> tuple[str, ...]:
    """Texts of a shortest play from the start to a state; nothing for the first state."""
    texts = []
    while (edge := int(parents[state])) >= 0:
        texts.append(step_text(scenario, graph, edge))
        state = int(graph.source[edge])
    return tuple(reversed(texts))
