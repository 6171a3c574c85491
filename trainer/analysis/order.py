"""The order in which values are computed: every state after all that can follow it, loops as one.

States without edges come first. A level holds states whose edges all lead to lower levels or to themselves, and
strongly connected components (Tarjan, without recursion) whose edges lead to lower levels or stay inside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Bools, Ints, spans
from trainer.analysis.graph import StateGraph


@dataclass(frozen=True, slots=True)
class Group:
    """States with their edges, flattened: edges of ``states[i]`` start at ``starts[i]`` in ``edges``."""

    states: Ints
    edges: Ints
    starts: Ints


@dataclass(frozen=True, slots=True)
class Level:
    """States that are worked out together, by kind, and all loops of the level one after the other.

    ``sizes`` are the numbers of states of the loops.
    """

    deciding: Group | None
    chance: Group | None
    loops: Group | None
    sizes: Ints


@dataclass(frozen=True, slots=True)
class Order:
    """All states with edges, lowest level first.

    Attributes:
        levels: What to do, in order.
        loop: For each edge: it stays inside a loop, or leads to its own state (choices and branches only).
        heads: One state of every loop, the nearest to the start; states that lead to themselves included.
    """

    levels: tuple[Level, ...]
    loop: Bools
    heads: Ints


def order(graph: StateGraph) -> Order:
    """Levels of the graph's choices and branches; timeouts are no edges here."""
    states = graph.states
    real = graph.choice != TIMEOUT
    degree = np.bincount(graph.source[real], minlength=states)
    staying = real & (graph.source == graph.target)
    level = _peel(graph, real & ~staying)
    components: list[list[int]] = []
    if (level < 0).any():
        components = _components(graph, degree, level)
    looping = np.zeros(states, dtype=np.int64)
    for number, members in enumerate(components, 1):
        looping[members] = number
    inside = real & (looping[graph.source] > 0) & (looping[graph.source] == looping[graph.target])
    by_level: dict[int, list[list[int]]] = {}
    for members in components:
        by_level.setdefault(int(level[members[0]]), []).append(members)
    plain = np.flatnonzero((looping == 0) & (degree > 0))
    plain = plain[np.argsort(level[plain], kind="stable")]
    bounds = np.searchsorted(level[plain], np.arange(1, int(level.max(initial=0)) + 2))
    levels = []
    for i in range(len(bounds) - 1):
        here = plain[bounds[i] : bounds[i + 1]]
        chance = graph.chance[here]
        loops = by_level.get(i + 1, [])
        parts = (here[~chance], here[chance], np.array([s for loop in loops for s in loop], dtype=np.int64))
        groups = [_group(graph, degree, part) if len(part) else None for part in parts]
        levels.append(Level(groups[0], groups[1], groups[2], np.array([len(loop) for loop in loops], dtype=np.int64)))
    heads = np.array([loop[0] for loop in components], dtype=np.int64)
    return Order(tuple(levels), inside | staying, np.union1d(heads, graph.source[staying]))


def _group(graph: StateGraph, degree: Ints, states: Ints) -> Group:
    length = degree[states]
    return Group(states, spans(graph.offset[states], length), np.cumsum(length) - length)


def _peel(graph: StateGraph, real: Bools) -> Ints:
    """Longest way to the end of every state that no loop follows; -1 for the others (Kahn's algorithm by layers)."""
    states = graph.states
    edges = np.flatnonzero(real)
    edges = edges[np.argsort(graph.target[edges], kind="stable")]
    before = graph.source[edges]
    count = np.bincount(graph.target[edges], minlength=states)
    first = np.cumsum(count) - count
    level = np.full(states, -1, dtype=np.int64)
    open_edges = np.bincount(graph.source[edges], minlength=states)
    front = np.flatnonzero(open_edges == 0)
    height = 0
    slot = np.zeros(states, dtype=np.int64)
    while len(front):
        level[front] = height
        height += 1
        touched = before[spans(first[front], count[front])]
        np.subtract.at(open_edges, touched, 1)
        touched = touched[open_edges[touched] == 0]
        place = np.arange(len(touched))
        slot[touched] = place
        front = touched[slot[touched] == place]  # each state once
    return level


def _components(graph: StateGraph, degree: Ints, level: Ints) -> list[list[int]]:
    """Loops among the states without a level; fills in the level of every such state."""
    left = np.flatnonzero(level < 0)
    following = {s: graph.target[graph.offset[s] : graph.offset[s] + degree[s]].tolist() for s in left.tolist()}
    levels: list[int] = level.tolist()
    loops = []
    for members in tarjan(following):
        inside = set(members)
        height = 1 + max((levels[t] for s in members for t in following[s] if t not in inside), default=0)
        for s in members:
            levels[s] = height
        if len(members) > 1:
            loops.append(sorted(members))
    level[:] = levels
    return loops


def tarjan(following: dict[int, list[int]]) -> list[list[int]]:
    """Strongly connected components, each after all components it leads to; targets that are no key are left out."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    found: list[list[int]] = []
    done = set()
    for root in following:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        stack.append(root)
        work = [(root, iter(following[root]))]
        while work:
            state, rest = work[-1]
            for target in rest:
                if target not in following or target in done:
                    continue
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    work.append((target, iter(following[target])))
                    break
                low[state] = min(low[state], number[target])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[state])
                if low[state] == number[state]:
                    cut = _last(stack, state)
                    found.append(stack[cut:])
                    done.update(found[-1])
                    del stack[cut:]
    return found


def _last(stack: list[int], state: int) -> int:
    cut = len(stack) - 1
    while stack[cut] != state:
        cut -= 1
    return cut
