"""The compiled scenario: the one transition function behind ``step()`` and the solver.

A play's whole state is an integer, the core (layout.py). Functions are generated node by node, when first needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

from trainer.content.model import Condition, Scenario
from trainer.engine import codegen, expr, logic
from trainer.engine.flow import Flow, Move, Ways
from trainer.engine.layout import Layout, make_layout
from trainer.engine.types import TimerName

_KEPT = 64
"""Machines kept in memory."""

Expander = Callable[[int], list[tuple[int, int, int]]]


class Machine:
    """A scenario compiled to functions on integers.

    Attributes:
        scenario: What it was compiled from.
        blocks: Whether projection keeps what the conditions of blocks read.
        layout: Where what lies in a core.
        node_mask: The bits of the node.
        initial: The core after entering the first node; not projected, no chance node resolved.
        initial_reward: Reward id of that entry.
        rewards: Points per competency, by reward id.
        live: Per node, the bits that matter downstream (the node's bits included): ``core & live[node]`` decides the
            future (options, points, timers, endings; with ``blocks`` also the blocks shown).
        expanders: ``expanders[core & node_mask](core)`` is ``expand(core)``, for a hot loop.
        ways: Per node and choice, what it leads to: what ``apply`` and ``expand`` are generated from.
        has_timers: Some timer can fire somewhere.
    """

    def __init__(self, scenario: Scenario, *, blocks: bool = True) -> None:
        layout = make_layout(scenario)
        flow = Flow(scenario, layout)
        self.scenario = scenario
        self.blocks = blocks
        self.layout: Layout = layout
        self.node_mask = layout.node_mask
        self.rewards: list[tuple[int, ...]] = flow.rewards.vectors
        self.has_timers = any(move is not None for move in flow.limits) or any(flow.clocks)
        self._flow = flow
        self.ways: list[list[Ways]] = flow.ways
        self._offers = [logic.choice_offers(scenario, layout, n) for n in range(len(scenario.nodes))]
        reads = [offers.reads() for offers in self._offers]
        if blocks:
            reads = [mask | logic.block_offers(scenario, layout, n).reads() for n, mask in enumerate(reads)]
        self.live: list[int] = flow.live(reads)
        core = 0
        for field, variable in zip(layout.variables, scenario.variables, strict=True):
            core |= (variable.initial - variable.minimum) << field.offset
        if layout.remaining is not None and scenario.budget is not None:
            core |= scenario.budget.total << layout.remaining.offset
        self.initial: int = flow.start.run(core, layout)
        self.initial_reward: int = flow.start.reward
        nodes = range(len(scenario.nodes))
        self._apply: list[list[Callable[[int], tuple[int, int]]]] = [
            [partial(self._first_apply, n, i) for i in range(len(node.choices))]
            for n, node in enumerate(scenario.nodes)
        ]
        self._options: list[Callable[[int], tuple[int, ...]]] = [partial(self._first_options, n) for n in nodes]
        self._locked: list[Callable[[int], tuple[int, ...]]] = [partial(self._first_locked, n) for n in nodes]
        self._blocks: list[Callable[[int], tuple[int, ...]]] = [partial(self._first_blocks, n) for n in nodes]
        self.expanders: list[Expander] = [partial(self._first_expand, n) for n in nodes]
        self._predicates: dict[Condition, Callable[[int], bool]] = {}

    # --- reading a core -----------------------------------------------------------------------------------------------

    def node_of(self, core: int) -> int:
        """Index of the node."""
        return core & self.node_mask

    def value(self, core: int, variable: int) -> int:
        """Value of a variable; of a projected core only if it is live."""
        return self.layout.variables[variable].get(core)

    def remaining(self, core: int) -> int | None:
        """What is left of the budget, in its unit; None without one."""
        return self.layout.remaining.get(core) if self.layout.remaining is not None else None

    def overdrawn(self, core: int) -> bool:
        """Whether the budget was overdrawn; from then on nothing costs time."""
        return self.layout.overdrawn is not None and self.layout.overdrawn.get(core) == 1

    def clock_target(self, core: int) -> int | None:
        """Where the running 计时 leads, or None if none runs."""
        clock = self.layout.clock.get(core) if self.layout.clock is not None else 0
        return self.layout.clock_targets[clock - 1] if clock else None

    def project(self, core: int) -> int:
        """The core without what nothing downstream reads."""
        return core & self.live[core & self.node_mask]

    def predicate(self, condition: Condition) -> Callable[[int], bool]:
        """A function that says whether a condition of this scenario, or a part of one, holds in a core."""
        found = self._predicates.get(condition)
        if found is None:
            text = expr.source(condition, self.scenario, self.layout)
            made = codegen.compile_function([f"return True if {text} else False"])
            found = self._predicates[condition] = made
        return found

    # --- going on -----------------------------------------------------------------------------------------------------

    def options(self, core: int) -> tuple[int, ...]:
        """Available choices, or branches, in file order."""
        return self._options[core & self.node_mask](core)

    def locked(self, core: int) -> tuple[int, ...]:
        """Choices shown locked, in file order."""
        return self._locked[core & self.node_mask](core)

    def shown_blocks(self, core: int) -> tuple[int, ...]:
        """Blocks of the node that are shown; of a projected core only with ``blocks``."""
        return self._blocks[core & self.node_mask](core)

    def apply(self, core: int, choice: int) -> tuple[int, int]:
        """Take a choice or branch: the core after it and the reward id, the target's entry included.

        It is not asked whether the choice is available. A chance node that is reached is not resolved.
        """
        return self._apply[core & self.node_mask][choice](core)

    def expand(self, core: int) -> list[tuple[int, int, int]]:
        """(choice, projected core after it, reward id) for every available choice or branch."""
        return self.expanders[core & self.node_mask](core)

    def available(self, node: int) -> Callable[[Any], tuple[Any, ...]] | None:
        """A function that says of each choice of a node whether it is available; None if all always are.

        It takes a core, or an array of cores and then gives arrays (and True or False for what is so in all of them).
        """
        offers = self._offers[node]
        if all(item is True for item in offers.available):
            return None
        return codegen.compile_function(codegen.truth_lines(offers.names, offers.available))

    def timeouts(self, core: int) -> tuple[tuple[TimerName, int], ...]:
        """Timers that could fire here (whatever their time left), and the node they lead to."""
        node = core & self.node_mask
        found: list[tuple[TimerName, int]] = []
        limit = self._flow.limits[node]
        if limit is not None:
            found.append(("limit", limit.target))
        clock = self.layout.clock.get(core) if self.layout.clock is not None else 0
        if clock and clock in self._flow.clocks[node]:
            found.append(("clock", self.layout.clock_targets[clock - 1]))
        return tuple(found)

    def timeout(self, core: int, timer: TimerName) -> tuple[int, int]:
        """Let one of ``timeouts(core)`` fire: the core after it (not projected) and the reward id."""
        node = core & self.node_mask
        move: Move | None
        if timer == "limit" or self.layout.clock is None:
            move = self._flow.limits[node]
        else:
            move = self._flow.clocks[node].get(self.layout.clock.get(core))
        if move is None:
            raise ValueError(timer)
        return move.run(core, self.layout), move.reward

    # --- generated when first called (in two threads at once: twice, which does no harm) ------------------------------

    def _first_apply(self, node: int, choice: int, core: int) -> tuple[int, int]:
        known = codegen.Constants()
        lines = codegen.apply_lines(node, self.ways[node][choice], self.layout, known)
        self._apply[node][choice] = codegen.compile_function(lines, known)
        return self._apply[node][choice](core)

    def _first_expand(self, node: int, core: int) -> list[tuple[int, int, int]]:
        known = codegen.Constants()
        lines = codegen.expand_lines(self._offers[node], self.ways[node], self.live, self.layout, known)
        self.expanders[node] = codegen.compile_function(lines, known)
        return self.expanders[node](core)

    def _first_options(self, node: int, core: int) -> tuple[int, ...]:
        offers = self._offers[node]
        self._options[node] = codegen.compile_function(codegen.list_lines(offers.names, offers.available))
        return self._options[node](core)

    def _first_locked(self, node: int, core: int) -> tuple[int, ...]:
        offers = self._offers[node]
        self._locked[node] = codegen.compile_function(codegen.list_lines(offers.names, offers.locked))
        return self._locked[node](core)

    def _first_blocks(self, node: int, core: int) -> tuple[int, ...]:
        shown = logic.block_offers(self.scenario, self.layout, node)
        self._blocks[node] = codegen.compile_function(codegen.list_lines(shown.names, shown.available))
        return self._blocks[node](core)


_machines: OrderedDict[tuple[str, bool], tuple[Machine, Scenario]] = OrderedDict()
"""Machines, each with the scenario it was last asked for: equal to its own, and known to be without comparing again."""


def compile_scenario(scenario: Scenario, *, blocks: bool = True) -> Machine:
    """The machine of a scenario, kept for the next call.

    Args:
        scenario: A resolved scenario.
        blocks: Projection keeps what conditions of blocks read, so that ``shown_blocks`` and ``predicate`` are right
            on projected cores. Without, there may be far fewer states; values and choices are the same.
    """
    key = (scenario.digest, blocks)
    found = _machines.get(key)
    if found is not None:
        machine, last = found
        if machine.scenario is scenario or last is scenario:
            return machine
        if machine.scenario == scenario:
            _machines[key] = (machine, scenario)
            return machine
    made = Machine(scenario, blocks=blocks)
    _machines[key] = (made, scenario)
    while len(_machines) > _KEPT:
        _machines.popitem(last=False)
    return made
