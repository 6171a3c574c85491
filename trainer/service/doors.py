"""Closed doors: what lay on the best line and is out of reach after another choice. Pure.

A door is a choice or an ending of the best line after the best option. It is closed if no play that goes on from the
choice taken, timeouts left aside, comes to it any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.analysis.solve import Solution
from trainer.content.model import NodeKind, Scenario
from trainer.engine.machine import Machine
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.analysis.arrays import Bools, Ints
    from trainer.analysis.graph import StateGraph

MOST_DOORS = 3
_LONGEST_LINE = 200


def closed_doors(scenario: Scenario, machine: Machine, solution: Solution, chosen: int, best: int) -> tuple[str, ...]:
    """What the choice taken closed, in words, at most ``MOST_DOORS``, the ending last.

    Args:
        scenario: The case.
        machine: Its compiled form.
        solution: Its values, with every reachable state.
        chosen: The state that the choice taken led to.
        best: The state that the best option leads to.
    """
    state = solution.state(chosen)
    if state is None:
        return ()
    graph = solution.graph
    reached = _reachable(graph, state)
    found: list[str] = []
    core = best
    for _ in range(_LONGEST_LINE):
        at = machine.node_of(core)
        node = scenario.nodes[at]
        if node.kind is NodeKind.ENDING:
            if not (reached & (graph.node == at)).any():
                found.append(t("service.closed_ending", ending=node.ending))
            break
        choice = best_choice(scenario, machine, solution, core)
        if choice is None:
            break
        several = node.kind is NodeKind.CHOICE and len(machine.options(core)) > 1
        if several and len(found) < MOST_DOORS - 1 and not _leads(graph, reached, at, choice):
            found.append(t("service.closed_choice", choice=node.choices[choice].text))
        core = machine.apply(core, choice)[0]
    return tuple(dict.fromkeys(found))


def best_choice(scenario: Scenario, machine: Machine, solution: Solution, core: int) -> int | None:
    """The choice of the best line in a state: least regret, first in the file; at a chance node the likeliest one."""
    node = scenario.nodes[machine.node_of(core)]
    available = machine.options(core)
    if not available:
        return None
    if node.kind is NodeKind.CHANCE:
        return max(available, key=lambda branch: (node.choices[branch].weight, -branch))
    if node.kind is NodeKind.ANSWER or len(available) == 1:
        return available[0]
    values = solution.decision(core)
    return None if values is None else values.best


def _reachable(graph: StateGraph, state: int) -> Bools:
    """The states that can still be met from a state on, itself included, without timeouts: a search by layers."""
    import numpy as np

    from trainer.analysis.arrays import TIMEOUT

    seen = np.zeros(graph.states, dtype=np.bool_)
    seen[state] = True
    layer = np.array([state])
    while layer.size:
        edges = _edges(graph, layer)
        after = np.zeros(graph.states, dtype=np.bool_)
        after[graph.target[edges[graph.choice[edges] != TIMEOUT]]] = True
        after &= ~seen
        seen |= after
        layer = after.nonzero()[0]
    return seen


def _leads(graph: StateGraph, reached: Bools, node: int, choice: int) -> bool:
    """Whether a choice of a node can be taken in any of the reached states."""
    states = (reached & (graph.node == node)).nonzero()[0]
    return bool((graph.choice[_edges(graph, states)] == choice).any())


def _edges(graph: StateGraph, states: Ints) -> Ints:
    """All edges that leave these states."""
    import numpy as np

    first, count = graph.offset[states], graph.offset[states + 1] - graph.offset[states]
    before = np.cumsum(count) - count
    found: Ints = np.arange(count.sum()) + np.repeat(first - before, count)
    return found
