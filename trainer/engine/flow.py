"""What a step does to the core, and what can still matter after it.

Every way out of a node is a ``Move``: the target, and for each field that changes a clamped addition
``min(max(raw + add, low), high)`` (a constant when low = high). Compositions of clamped additions are clamped
additions, so a choice's effects and the target's entry effects fold into one per field.

Two passes over the graph of nodes:
- forward, what may be: the running clock, the overdrawn flag, the least remaining budget;
- backward, liveness: the bits that something downstream reads. Two cores that agree in them have the same future.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.content.model import SAME_NODE, Change, Effect, NodeKind, Points, Scenario
from trainer.engine.layout import Field, Layout

_PATIENCE = 16
"""Sweeps over the nodes after which a least remaining budget that still falls is taken to be 0."""


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one node to another.

    Attributes:
        target: The node that play goes to.
        changes: (field, add, low, high) in raw values.
        cost: Taken from the remaining budget, which holds as much.
        reward: Id of the points, those of the target's entry included.
    """

    target: int
    changes: tuple[tuple[Field, int, int, int], ...]
    reward: int
    cost: int = 0

    @property
    def kills(self) -> int:
        """Bits whose earlier value is lost."""
        mask = 0
        for field, _add, low, high in self.changes:
            if low == high:
                mask |= field.mask
        return mask

    def run(self, core: int, layout: Layout) -> int:
        """The core after it."""
        for field, add, low, high in self.changes:
            raw = core >> field.offset & ((1 << field.width) - 1)
            core += (min(max(raw + add, low), high) - raw) << field.offset
        if self.cost and layout.remaining is not None:
            core -= self.cost << layout.remaining.offset
        return core & ~layout.node_mask | self.target


@dataclass(frozen=True, slots=True)
class Ways:
    """What a choice can lead to: the budget pays it, or it is free already, or it overdraws the budget.

    Without a cost only ``paid`` exists; a way that cannot happen is None.
    """

    paid: Move | None
    free: Move | None = None
    over: Move | None = None

    def all(self) -> list[Move]:
        """Those that can happen."""
        return [way for way in (self.paid, self.free, self.over) if way is not None]


class Rewards:
    """Point vectors by id; id 0 is nothing."""

    def __init__(self, competencies: int) -> None:
        self.vectors: list[tuple[int, ...]] = [(0,) * competencies]
        self._ids = {self.vectors[0]: 0}

    def id_of(self, effects: Iterable[Effect]) -> int:
        """Id of the sum of the points among some effects."""
        total = list(self.vectors[0])
        for effect in effects:
            if isinstance(effect, Points):
                total[effect.competency] += effect.amount
        vector = tuple(total)
        found = self._ids.setdefault(vector, len(self.vectors))
        if found == len(self.vectors):
            self.vectors.append(vector)
        return found


class _Changes:
    """Folds successive changes of fields."""

    def __init__(self) -> None:
        self._found: dict[Field, tuple[int, int, int]] = {}

    def add(self, field: Field | None, amount: int) -> None:
        if field is None or not field.top:
            return
        add, low, high = self._found.get(field, (0, 0, field.top))
        self._found[field] = (
            add + amount,
            min(max(low + amount, 0), field.top),
            min(max(high + amount, 0), field.top),
        )

    def set(self, field: Field | None, raw: int) -> None:
        if field is not None and field.top:
            raw = min(max(raw, 0), field.top)
            self._found[field] = (0, raw, raw)

    def effects(self, effects: Iterable[Effect], layout: Layout) -> None:
        for effect in effects:
            if isinstance(effect, Change):
                field = layout.variables[effect.variable]
                if effect.op == "=":
                    self.set(field, effect.amount - field.minimum)
                else:
                    self.add(field, effect.amount)

    def result(self) -> tuple[tuple[Field, int, int, int], ...]:
        return tuple(
            (field, add, low, high)
            for field, (add, low, high) in self._found.items()
            if not (add == 0 and low == 0 and high == field.top)
        )


class Flow:
    """All moves of a scenario.

    Attributes:
        ways: Per node, per choice.
        limits: Per node the move when its 限时 runs out, or None.
        clocks: Per node, by clock id, the move when that clock, which may run there, fires.
        rewards: The point vectors.
        start: The move into the first node, from the core of the initial values.
    """

    def __init__(self, scenario: Scenario, layout: Layout) -> None:
        self.scenario = scenario
        self.layout = layout
        self.rewards = Rewards(len(scenario.competencies))
        self.start = self._move(None, scenario.start)
        self.ways = [[self._ways(n, i) for i in range(len(node.choices))] for n, node in enumerate(scenario.nodes)]
        self.limits = [
            self._move(n, node.time_limit.target)
            if node.time_limit is not None and node.kind is NodeKind.CHOICE
            else None
            for n, node in enumerate(scenario.nodes)
        ]
        running = self._running_clocks()
        self.clocks = [
            {k: self._fire(n, k) for k in sorted(running[n]) if k} if _waits(node.kind) else {}
            for n, node in enumerate(scenario.nodes)
        ]
        self._prune()

    # --- moves --------------------------------------------------------------------------------------------------------

    def _move(
        self,
        leaving: int | None,
        target: int,
        *,
        choice: int | None = None,
        again: bool = False,
        over: bool = False,
        cost: int = 0,
        fired: bool = False,
    ) -> Move:
        layout, nodes = self.layout, self.scenario.nodes
        changes = _Changes()
        effects: list[Effect] = []
        if over:
            changes.set(layout.remaining, 0)
            changes.set(layout.overdrawn, 1)
        if leaving is not None and choice is not None:
            taken = nodes[leaving].choices[choice]
            effects += taken.effects
            changes.effects(taken.effects, layout)
            changes.set(layout.taken.get((leaving, choice)), 1)
            if taken.rung in layout.counts:
                changes.add(layout.counts[taken.rung], 1)
        if fired:
            changes.set(layout.clock, 0)
        if not again:
            if leaving is not None:
                changes.set(layout.visited.get(leaving), 1)
            entered = nodes[target]
            effects += entered.effects
            changes.effects(entered.effects, layout)
            if entered.clock is not None:
                changes.set(layout.clock, layout.clock_id(entered.clock.target))
            elif entered.stop_clock or entered.kind is NodeKind.ENDING:
                changes.set(layout.clock, 0)
        return Move(target, changes.result(), self.rewards.id_of(effects), cost)

    def _ways(self, node: int, choice: int) -> Ways:
        taken = self.scenario.nodes[node].choices[choice]
        again = taken.target == SAME_NODE
        target = node if again else taken.target
        budget = self.scenario.budget
        if budget is None or not taken.cost:
            return Ways(self._move(node, target, choice=choice, again=again))
        return Ways(
            self._move(node, target, choice=choice, again=again, cost=taken.cost),
            self._move(node, target, choice=choice, again=again),
            self._move(node, budget.target, choice=choice, over=True),
        )

    def _fire(self, node: int, clock: int) -> Move:
        return self._move(node, self.layout.clock_targets[clock - 1], fired=True)

    def moves(self, node: int) -> list[Move]:
        """Every move out of a node."""
        found = [way for ways in self.ways[node] for way in ways.all()]
        limit = self.limits[node]
        if limit is not None:
            found.append(limit)
        found.extend(self.clocks[node].values())
        return found

    # --- forward: what may be -----------------------------------------------------------------------------------------

    def _running_clocks(self) -> list[set[int]]:
        """Per node, the clock ids (0: none) with which it may be entered, its own start and stop included."""
        found: list[set[int]] = [set() for _ in self.scenario.nodes]
        if self.layout.clock is None:
            return found
        kinds = [node.kind for node in self.scenario.nodes]
        todo = [(self.start.target, self._clock_after(self.start, 0))]
        while todo:
            node, clock = todo.pop()
            if clock in found[node]:
                continue
            found[node].add(clock)
            onward = [way for ways in self.ways[node] for way in ways.all()]
            limit = self.limits[node]
            if limit is not None:
                onward.append(limit)
            if clock and _waits(kinds[node]):
                onward.append(self._fire(node, clock))
            todo.extend((move.target, self._clock_after(move, clock)) for move in onward)
        return found

    def _clock_after(self, move: Move, clock: int) -> int:
        for field, _add, low, _high in move.changes:
            if field is self.layout.clock:
                return low
        return clock

    def _prune(self) -> None:
        """Drop ways that the budget rules out: paying more than is ever left, overdrawing what always suffices."""
        budget = self.scenario.budget
        if budget is None or self.layout.overdrawn is None:
            return
        over = [False] * len(self.scenario.nodes)
        todo = [budget.target]
        while todo:
            node = todo.pop()
            if not over[node]:
                over[node] = True
                todo.extend(move.target for move in self.moves(node))
        least = self._least_remaining(budget.total)
        for n, ways in enumerate(self.ways):
            for i, way in enumerate(ways):
                if way.free is None or way.paid is None:
                    continue
                cost = way.paid.cost
                if least[n] >= cost:
                    self.ways[n][i] = Ways(self._surely_paid(way.paid))
                    continue
                self.ways[n][i] = Ways(
                    way.paid if cost <= budget.total else None, way.free if over[n] else None, way.over
                )

    def _surely_paid(self, move: Move) -> Move:
        """The cost as a clamped subtraction, harmless where projection has dropped a budget that nothing reads."""
        remaining = self.layout.remaining
        if remaining is None:
            return move
        change = (remaining, -move.cost, 0, max(remaining.top - move.cost, 0))
        return Move(move.target, (*move.changes, change), move.reward)

    def _least_remaining(self, total: int) -> list[int]:
        """Per node, a lower bound of the remaining budget with which it is entered; total + 1 where never."""
        ways: list[set[tuple[int, int]]] = []
        for n in range(len(self.ways)):
            found = set()
            for move in self.moves(n):
                overdraws = any(field is self.layout.overdrawn for field, *_ in move.changes)
                found.add((move.target, total if overdraws else move.cost))
            ways.append(found)
        least = [total + 1] * len(ways)
        least[self.start.target] = total
        sweep, fell = 0, True
        while fell:
            sweep, fell = sweep + 1, False
            for n, onward in enumerate(ways):  # in the order of the file, which mostly is the order of play
                if least[n] > total:
                    continue
                for target, cost in onward:
                    low = max(least[n] - cost, 0)
                    if low < least[target]:
                        least[target] = low if sweep < _PATIENCE else 0
                        fell = True
        return least

    # --- backward: liveness -------------------------------------------------------------------------------------------

    def live(self, reads: Sequence[int]) -> list[int]:
        """Per node, the bits that something downstream of having entered it reads; the node's bits are among them.

        Args:
            reads: Per node, the bits that its conditions read.
        """
        layout = self.layout
        live = [mask | layout.node_mask for mask in reads]
        for n, ways in enumerate(self.ways):
            if self.clocks[n] and layout.clock is not None:
                live[n] |= layout.clock.mask
            for way in ways:
                if way.over is not None and layout.remaining is not None:
                    live[n] |= layout.remaining.mask if way.paid is not None else 0
                    if way.free is not None and layout.overdrawn is not None:
                        live[n] |= layout.overdrawn.mask
        before: list[list[tuple[int, int]]] = [[] for _ in live]
        for n in range(len(live)):
            for target, kills in {(move.target, move.kills) for move in self.moves(n)}:
                before[target].append((n, ~kills))
        todo = list(range(len(live)))
        waiting = [True] * len(live)
        while todo:
            n = todo.pop()
            waiting[n] = False
            for source, keeps in before[n]:
                more = live[source] | live[n] & keeps
                if more != live[source]:
                    live[source] = more
                    if not waiting[source]:
                        waiting[source] = True
                        todo.append(source)
        return live


def _waits(kind: NodeKind) -> bool:
    """Whether play stands still at such a node, so that a timer can run out there."""
    return kind in (NodeKind.CHOICE, NodeKind.ANSWER)
