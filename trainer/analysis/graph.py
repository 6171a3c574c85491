"""The reachable states of a scenario as arrays: what the exact analysis computes on.

States are the machine's projected cores, in the order in which a breadth-first search meets them, so the first edge
into a state is the last step of a shortest play that reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Bools, Floats, Ints
from trainer.analysis.search import search
from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.engine.machine import Machine


@dataclass(frozen=True, slots=True)
class StateGraph:
    """The closure of the first state under choices, branches and timeouts.

    Edges of one state are contiguous and in file order, timeouts last.

    Attributes:
        cores: Packed states, by state number.
        expanded: How many states were expanded, the first ones.
        node: Node of each state.
        offset: Edges of state i are ``offset[i]:offset[i + 1]`` (empty for a state that was not expanded).
        source, target: States of each edge.
        choice: Choice or branch of each edge, or ``TIMEOUT``.
        reward: Reward id of each edge (``Machine.rewards``).
        probability: Chance of a branch; 0 for choices and timeouts.
        redline: The edge is a choice that breaks a rule.
        chance, ending: Kind of each state's node.
    """

    cores: list[int]
    expanded: int
    node: Ints
    offset: Ints
    source: Ints
    target: Ints
    choice: Ints
    reward: Ints
    probability: Floats
    redline: Bools
    chance: Bools
    ending: Bools

    @property
    def exhausted(self) -> bool:
        """Every reachable state was expanded."""
        return self.expanded == len(self.cores)

    @property
    def states(self) -> int:
        """Number of states found."""
        return len(self.cores)

    @property
    def transitions(self) -> int:
        """Number of edges found, timeouts included."""
        return len(self.target)

    def edges(self, state: int) -> range:
        """Edges of a state without its timeouts."""
        first, last = int(self.offset[state]), int(self.offset[state + 1])
        while last > first and self.choice[last - 1] == TIMEOUT:
            last -= 1
        return range(first, last)

    def parents(self) -> Ints:
        """For each state the edge of a shortest play that enters it; -1 for the first state."""
        found = np.full(self.states, -1, dtype=np.int64)
        states, first = np.unique(self.target, return_index=True)
        found[states] = first
        found[0] = -1
        return found


def explore(machine: Machine, scenario: Scenario, limit: int) -> StateGraph:
    """Breadth-first search over everything that can happen in a play.

    Args:
        machine: The compiled scenario.
        scenario: What it was compiled from.
        limit: Stop when more states than this are known.
    """
    found = search(machine, limit)
    cores = found.cores
    expanded = len(found.degree)
    offset = np.full(len(cores) + 1, len(found.target), dtype=np.int64)
    offset[0] = 0
    np.cumsum(found.degree, out=offset[1 : expanded + 1])
    if machine.layout.bits < 63:
        node = np.array(cores, dtype=np.int64) & machine.node_mask
    else:
        node = np.fromiter(map(machine.node_of, cores), dtype=np.int64, count=len(cores))
    choice = found.choice
    source = np.repeat(np.arange(len(cores)), np.diff(offset))
    width = max((len(n.choices) for n in scenario.nodes), default=0) + 1
    red = np.zeros((len(scenario.nodes), width), dtype=np.bool_)
    weight = np.zeros((len(scenario.nodes), width), dtype=np.float64)
    for i, n in enumerate(scenario.nodes):
        for j, c in enumerate(n.choices):
            red[i, j] = c.redline is not None
            weight[i, j] = c.weight if n.kind is NodeKind.CHANCE else 0
    # TIMEOUT is -1 and reads the last column, which no choice uses
    flat = node[source] * width + choice % width
    probability = np.zeros(len(choice))
    if weight.any():
        weights = weight.ravel()[flat]
        total = np.bincount(source, weights=weights, minlength=len(cores))[source]
        np.divide(weights, total, out=probability, where=total > 0)
    kinds = [n.kind for n in scenario.nodes]
    return StateGraph(
        cores=cores,
        expanded=expanded,
        node=node,
        offset=offset,
        source=source,
        target=found.target,
        choice=choice,
        reward=found.reward,
        probability=probability,
        redline=red.ravel()[flat] if red.any() else np.zeros(len(choice), dtype=np.bool_),
        chance=np.array([k is NodeKind.CHANCE for k in kinds])[node],
        ending=np.array([k is NodeKind.ENDING for k in kinds])[node],
    )
