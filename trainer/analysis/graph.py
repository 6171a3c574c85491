"""The reachable states of a scenario as arrays: what the exact analysis computes on.

States are the machine's projected cores, in the order in which a breadth-first search meets them, so the first edge
into a state is the last step of a shortest play that reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.engine.machine import Machine

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TIMEOUT = -1
"""``choice`` of an edge that a timer takes."""


@dataclass(frozen=True, slots=True)
class StateGraph:
    """The closure of the first state under choices, branches and timeouts.

    Edges of one state are contiguous and in file order, timeouts last.

    Attributes:
        cores: Packed states, by state number.
        index: State number of a projected core.
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
    index: dict[int, int]
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
    first = machine.project(machine.initial)
    cores = [first]
    index = {first: 0}
    return _arrays(machine, scenario, cores, index, _search(machine, cores, index, limit))


Columns = tuple[list[int], list[int], list[int], list[int]]
"""Offsets, targets, choices, reward ids."""


def _search(machine: Machine, cores: list[int], index: dict[int, int], limit: int) -> Columns:
    expanders, mask, timed = machine.expanders, machine.node_mask, _timed_nodes(machine)
    append = cores.append
    offsets = [0]
    targets: list[int] = []
    choices: list[int] = []
    rewards: list[int] = []
    add_target, add_choice, add_reward, add_offset = targets.append, choices.append, rewards.append, offsets.append
    known = 1
    for core in cores:
        if known > limit:
            break
        node = core & mask
        for choice, following, reward in expanders[node](core):
            if following in index:
                add_target(index[following])
            else:
                index[following] = known
                append(following)
                add_target(known)
                known += 1
            add_choice(choice)
            add_reward(reward)
        if timed[node]:
            for timer, _ in machine.timeouts(core):
                following, reward = machine.timeout(core, timer)
                following = machine.project(following)
                add_target(index.setdefault(following, known))
                if targets[-1] == known:
                    append(following)
                    known += 1
                add_choice(TIMEOUT)
                add_reward(reward)
        add_offset(len(targets))
    return offsets, targets, choices, rewards


def _timed_nodes(machine: Machine) -> list[bool]:
    """Nodes at which some timer may fire."""
    nodes = machine.scenario.nodes
    clock = any(node.clock is not None for node in nodes)
    waiting = (NodeKind.CHOICE, NodeKind.ANSWER)
    return [node.kind in waiting and (clock or node.time_limit is not None) for node in nodes]


def _arrays(
    machine: Machine, scenario: Scenario, cores: list[int], index: dict[int, int], columns: Columns
) -> StateGraph:
    offsets, targets, choices, rewards = columns
    expanded = len(offsets) - 1
    offset = np.full(len(cores) + 1, offsets[-1], dtype=np.int64)
    offset[: expanded + 1] = offsets
    if machine.layout.bits < 63:
        node = np.array(cores, dtype=np.int64) & machine.node_mask
    else:
        node = np.fromiter(map(machine.node_of, cores), dtype=np.int64, count=len(cores))
    choice = np.array(choices, dtype=np.int64)
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
        index=index,
        expanded=expanded,
        node=node,
        offset=offset,
        source=source,
        target=np.array(targets, dtype=np.int64),
        choice=choice,
        reward=np.array(rewards, dtype=np.int64),
        probability=probability,
        redline=red.ravel()[flat] if red.any() else np.zeros(len(choice), dtype=np.bool_),
        chance=np.array([k is NodeKind.CHANCE for k in kinds])[node],
        ending=np.array([k is NodeKind.ENDING for k in kinds])[node],
    )
