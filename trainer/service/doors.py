"""Closed doors: what a choice put out of reach that the best choice would have kept. Pure.

A door is a choice without a red line, or an ending. For every state that can be reached the set of doors still open
is one integer of bits, found by going through the states backwards until nothing changes (once for an acyclic case).
"""

from __future__ import annotations

from threading import Lock

from trainer.analysis.solve import Solution
from trainer.content.model import NodeKind, Scenario
from trainer.engine.machine import Machine
from trainer.i18n import t

MOST_DOORS = 3
_LONGEST_LINE = 200


class Doors:
    """Open doors per state, worked out lazily from the states asked about and kept. Thread-safe."""

    def __init__(self, scenario: Scenario, machine: Machine) -> None:
        self._scenario = scenario
        self._machine = machine
        self._open: dict[int, int] = {}
        self._bits: dict[tuple[int, int], int] = {}
        self._lock = Lock()
        for index, node in enumerate(scenario.nodes):
            count = 1 if node.kind is NodeKind.ENDING else len(node.choices)
            for choice in range(count):
                self._bits[index, choice] = 1 << len(self._bits)

    def open(self, core: int) -> int:
        """The doors that can still be gone through from a state, as bits."""
        core = self._machine.project(core)
        with self._lock:
            if core not in self._open:
                self._explore(core)
            return self._open[core]

    def closed(self, solution: Solution, chosen: int, best: int) -> tuple[str, ...]:
        """What lies on the best line after ``best`` and is out of reach after ``chosen``, at most ``MOST_DOORS`` texts.

        Args:
            solution: Values, to follow the best line.
            chosen: The state that the choice taken led to.
            best: The state that the best choice leads to.
        """
        left = self.open(chosen)
        found: list[str] = []
        core = best
        for _ in range(_LONGEST_LINE):
            at = self._machine.node_of(core)
            node = self._scenario.nodes[at]
            if node.kind is NodeKind.ENDING:
                if not left & self._bits[at, 0]:
                    found.append(t("service.closed_ending", ending=node.ending))
                break
            choice = best_choice(self._scenario, self._machine, solution, core)
            if choice is None:
                break
            several = node.kind is NodeKind.CHOICE and len(self._machine.options(core)) > 1
            if several and not left & self._bits[at, choice] and len(found) < MOST_DOORS - 1:
                found.append(t("service.closed_choice", choice=node.choices[choice].text))
            core = self._machine.apply(core, choice)[0]
        return tuple(dict.fromkeys(found))

    def _explore(self, root: int) -> None:
        """Depth-first from ``root``; then sweeps in postorder until no set grows."""
        machine, known = self._machine, self._open
        edges: dict[int, list[tuple[int, int]]] = {}
        order: list[int] = []
        stack: list[tuple[int, bool]] = [(root, False)]
        while stack:
            core, done = stack.pop()
            if done:
                order.append(core)
            elif core not in edges and core not in known:
                edges[core] = [(choice, after) for choice, after, _ in machine.expand(core)]
                stack.append((core, True))
                stack += [(after, False) for _, after in edges[core]]
        own = {core: self._own(core, edges[core]) for core in order}
        grown = True
        while grown:
            grown = False
            for core in order:
                bits = own[core]
                for _, after in edges[core]:
                    bits |= known.get(after, 0)
                if known.get(core) != bits:
                    known[core] = bits
                    grown = True

    def _own(self, core: int, edges: list[tuple[int, int]]) -> int:
        at = self._machine.node_of(core)
        node = self._scenario.nodes[at]
        if node.kind is NodeKind.ENDING:
            return self._bits[at, 0]
        bits = 0
        for choice, _ in edges:
            if node.choices[choice].redline is None:
                bits |= self._bits[at, choice]
        return bits


def best_choice(scenario: Scenario, machine: Machine, solution: Solution, core: int) -> int | None:
    """The choice of the best line in a state: least regret, first in the file; at a chance node the likeliest one."""
    node = scenario.nodes[machine.node_of(core)]
    if node.kind is NodeKind.ENDING:
        return None
    available = machine.options(core)
    if not available:
        return None
    if node.kind is NodeKind.CHANCE:
        return max(available, key=lambda branch: (node.choices[branch].weight, -branch))
    if node.kind is NodeKind.ANSWER or len(available) == 1:
        return available[0]
    values = solution.decision(core)
    return None if values is None else values.best
