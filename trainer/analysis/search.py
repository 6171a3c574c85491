"""Finding every reachable state: breadth first, level by level, all states of a level at the same node at once.

A core that does not fit into an array is expanded by itself (``Machine.expand``). Both ways go by the machine's moves
and conditions, and find the same states and edges in the same order; a test compares them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from trainer.analysis.arrays import TIMEOUT, Bools, Ints, spans
from trainer.content.model import NodeKind

if TYPE_CHECKING:
    from trainer.engine.flow import Move, Ways
    from trainer.engine.machine import Machine

WIDEST = 62
"""Bits of a core that fit into an array of signed 64-bit integers."""

SMALL = 4_000
"""Up to so many states are not worth arrays."""

_FREE = -1
"""No core; cores are not negative."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio (Knuth, TAOCP 3, 6.4): spreads cores over the slots of a table."""

_CHUNK = 1 << 16
"""States that are expanded together, so that a limit is noticed in time."""


class Edges(NamedTuple):
    """Edges of some states, in their order: how many each state has, and each edge's choice, reward and core."""

    degree: Ints
    choice: Ints
    reward: Ints
    core: Ints | list[int]


Expand = Callable[["Ints | list[int]"], Edges]


class Found(NamedTuple):
    """What the search met: projected cores in order, and the edges of the expanded ones, the first in that order."""

    cores: list[int]
    degree: Ints
    choice: Ints
    reward: Ints
    target: Ints


def search(machine: Machine, limit: int, *, single: bool = False) -> Found:
    """Every reachable state, until more than ``limit`` are known.

    Args:
        machine: The compiled scenario.
        limit: Number of states.
        single: Expand each state by itself even if all fit into arrays.
    """
    if single or machine.layout.bits > WIDEST:
        return _search(machine, limit, _each(machine), _OfIntegers())
    found = _search(machine, min(limit, SMALL), _each(machine), _OfIntegers())
    if len(found.cores) <= SMALL or limit <= SMALL:
        return found
    return _search(machine, limit, _together(machine), _OfArrays())


def _search(machine: Machine, limit: int, expand: Expand, known: _Numbers) -> Found:
    none = np.zeros(0, dtype=np.int64)
    columns: tuple[list[Ints], ...] = ([none], [none], [none], [none])
    known.number([machine.project(machine.initial)])
    done = 0
    while done < known.count <= limit:
        level = known.batch(done)
        done += len(level)
        edges = expand(level)
        targets = known.number(edges.core)
        for column, part in zip(columns, (edges.degree, edges.choice, edges.reward, targets), strict=True):
            column.append(part)
    return Found(known.cores(), *map(np.concatenate, columns))


class _Numbers(Protocol):
    """Numbers cores in the order in which they are met."""

    count: int

    def number(self, met: Ints | list[int]) -> Ints:
        """Numbers of cores, new ones included."""

    def batch(self, first: int) -> Ints | list[int]:
        """Some of the known cores, beginning with a number at which a call of ``number`` began to find new ones."""

    def cores(self) -> list[int]:
        """All cores by number."""


class _OfIntegers:
    def __init__(self) -> None:
        self.count = 0
        self._cores: list[int] = []
        self._index: dict[int, int] = {}

    def number(self, met: Ints | list[int]) -> Ints:
        index, cores = self._index, self._cores
        numbers = []
        for core in met:
            found = index.get(core)
            if found is None:
                found = index[core] = len(cores)
                cores.append(core)
            numbers.append(found)
        self.count = len(cores)
        return np.array(numbers, dtype=np.int64)

    def batch(self, first: int) -> list[int]:
        return self._cores[first : first + _CHUNK]

    def cores(self) -> list[int]:
        return self._cores


class _OfArrays:
    """Known cores lie in a hash table with open addressing, which is asked for many of them at a time."""

    def __init__(self) -> None:
        self.count = 0
        self._met: deque[Ints] = deque()
        self._all: list[Ints] = []
        self._make(16)

    def number(self, met: Ints | list[int]) -> Ints:
        wanted = np.asarray(met, dtype=np.int64)
        if 2 * (self.count + len(wanted)) > len(self._cores):
            self._make((4 * (self.count + len(wanted))).bit_length())
        slots = self._slots(wanted)
        fresh = np.flatnonzero(self._numbers[slots] < 0)
        if len(fresh):
            place = slots[fresh]
            self._numbers[place[::-1]] = -2 - fresh[::-1]  # the first of several has the last word
            first = fresh[self._numbers[place] == -2 - fresh]
            new = wanted[first]
            self._numbers[slots[first]] = np.arange(self.count, self.count + len(first))
            self.count += len(first)
            self._all.append(new)
            self._met.extend(np.split(new, range(_CHUNK, len(new), _CHUNK)) if len(new) > _CHUNK else [new])
        found: Ints = self._numbers[slots]
        return found

    def _make(self, bits: int) -> None:
        """A table of 2^bits slots for what is known."""
        self._cores: Ints = np.full(1 << bits, _FREE, dtype=np.int64)
        self._numbers: Ints = np.full(1 << bits, -1, dtype=np.int64)
        self._shift = np.uint64(64 - bits)
        if self._all:
            known = np.concatenate(self._all)
            self._all = [known]
            self._numbers[self._slots(known)] = np.arange(self.count)

    def _slots(self, cores: Ints) -> Ints:
        """Where cores lie, those that were not there included; the same core is at the same place."""
        slots = (cores.view(np.uint64) * _GOLDEN >> self._shift).view(np.int64)
        rest = np.arange(len(cores))
        while len(rest):
            place, wanted = slots[rest], cores[rest]
            held = self._cores[place]
            free = held == _FREE
            if free.any():
                self._cores[place[free]] = wanted[free]  # of several, one has it; the others go on
                held = self._cores[place]
            rest = rest[held != wanted]
            slots[rest] = (slots[rest] + 1) & (len(self._cores) - 1)
        return slots

    def batch(self, first: int) -> Ints:
        return self._met.popleft()

    def cores(self) -> list[int]:
        found: list[int] = np.concatenate(self._all).tolist()
        return found


def _each(machine: Machine) -> Expand:
    """Expands one state after the other."""
    expanders, mask, timed = machine.expanders, machine.node_mask, timed_nodes(machine)

    def expand(level: Ints | list[int]) -> Edges:
        degree: list[int] = []
        choices: list[int] = []
        rewards: list[int] = []
        met: list[int] = []
        for core in level:
            before = len(met)
            edges = expanders[core & mask](core)
            if timed[core & mask]:
                edges = [*edges, *_timeouts(machine, core)]
            for choice, after, reward in edges:
                choices.append(choice)
                met.append(after)
                rewards.append(reward)
            degree.append(len(met) - before)
        degrees, taken, given = (np.array(column, dtype=np.int64) for column in (degree, choices, rewards))
        return Edges(degrees, taken, given, met)

    return expand


def _timeouts(machine: Machine, core: int) -> list[tuple[int, int, int]]:
    """(``TIMEOUT``, projected core, reward id) of every timer that may fire."""
    found = []
    for timer, _ in machine.timeouts(core):
        after, reward = machine.timeout(core, timer)
        found.append((TIMEOUT, machine.project(after), reward))
    return found


def _together(machine: Machine) -> Expand:
    """Expands all states of a node at once."""
    timed = timed_nodes(machine)
    conditions = [machine.available(node) for node in range(len(timed))]
    small = np.min_scalar_type(machine.node_mask)  # numbers of 16 bits are sorted by radix

    def of_node(node: int, cores: Ints) -> tuple[Ints, ...]:
        ways = machine.ways[node]
        late = [_timeouts(machine, core) for core in cores.tolist()] if timed[node] else []
        shape = (len(cores), len(ways) + max(map(len, late), default=0))
        choice, reward, met = (np.empty(shape, dtype=np.int64) for _ in range(3))
        here = np.ones(shape, dtype=np.bool_)
        choice[:] = np.arange(shape[1])
        condition = conditions[node]
        if condition is not None:
            for i, truth in enumerate(condition(cores)):
                here[:, i] = truth
        for i, way in enumerate(ways):
            met[:, i], reward[:, i] = _after(machine, way, cores)
        for row, timers in enumerate(late):
            here[row, len(ways) + len(timers) :] = False
            for i, timer in enumerate(timers, len(ways)):
                choice[row, i], met[row, i], reward[row, i] = timer
        if here.all():
            return np.full(len(cores), shape[1]), choice.ravel(), reward.ravel(), met.ravel()
        return here.sum(axis=1), choice[here], reward[here], met[here]

    def expand(level: Ints | list[int]) -> Edges:
        cores = np.asarray(level, dtype=np.int64)
        node = (cores & machine.node_mask).astype(small)
        by_node = np.argsort(node, kind="stable")
        node = node[by_node]
        starts = np.flatnonzero(node[1:] != node[:-1]) + 1
        groups = np.split(by_node, starts)
        nodes = node[[0, *starts]].tolist()
        parts = [of_node(n, cores[group]) for n, group in zip(nodes, groups, strict=True)]
        degrees, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
        if len(parts) == 1:
            return Edges(degrees, columns[0], columns[1], columns[2])
        degree, start = np.empty_like(degrees), np.empty_like(degrees)
        degree[by_node], start[by_node] = degrees, np.cumsum(degrees) - degrees
        edges = spans(start, degree)
        return Edges(degree, *(column[edges] for column in columns))

    return expand


def _after(machine: Machine, ways: Ways, cores: Ints) -> tuple[Ints, Ints | int]:
    """Projected cores after a choice, and reward ids."""
    layout = machine.layout
    if ways.over is None or layout.remaining is None or layout.overdrawn is None:
        way = ways.paid or ways.free
        if way is None:
            raise ValueError("a choice that leads nowhere")
        return _moved(machine, way, cores), way.reward
    found: Ints = _moved(machine, ways.over, cores)
    reward: Ints = np.full(len(cores), ways.over.reward)
    cases: list[tuple[Move | None, Bools]] = [
        (ways.free, cores & layout.overdrawn.mask != 0),
        (ways.paid, cores & layout.remaining.mask >= (ways.paid.cost << layout.remaining.offset if ways.paid else 0)),
    ]
    for way, applies in cases:
        if way is not None:
            found = np.where(applies, _moved(machine, way, cores), found)
            reward = np.where(applies, way.reward, reward)
    return found, reward


def _moved(machine: Machine, move: Move, cores: Ints) -> Ints:
    """Projected cores after a move: what ``Move.run`` does, for all at once, without the fields that die."""
    layout, keep = machine.layout, machine.live[move.target]
    stays = keep & ~layout.node_mask
    constant = move.target
    found: Ints | int = 0
    for field, add, low, high in move.changes:
        if field.mask & keep:
            stays &= ~field.mask
            if low == high:
                constant += low << field.offset
            else:
                value = (cores >> field.offset & ((1 << field.width) - 1)) + add
                if add < low:
                    value = np.maximum(value, low)
                if add + field.top > high:
                    value = np.minimum(value, high)
                found = found + (value << field.offset)
    if move.cost and layout.remaining is not None and layout.remaining.mask & keep:
        constant -= move.cost << layout.remaining.offset
    return (cores & stays) + found + constant


def timed_nodes(machine: Machine) -> list[bool]:
    """Nodes at which some timer may fire."""
    nodes = machine.scenario.nodes
    clock = any(node.clock is not None for node in nodes)
    waiting = (NodeKind.CHOICE, NodeKind.ANSWER)
    return [node.kind in waiting and (clock or node.time_limit is not None) for node in nodes]
