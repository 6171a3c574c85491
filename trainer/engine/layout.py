"""How the whole state of a play is packed into one integer, the core.

The node lies in the low bits; then come the variables (offset by their minimum), the remaining budget, the overdrawn
flag, the id of the running clock, and those rung counts and marks that some condition reads. A mark that nothing
reads takes no bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trainer.content.model import (
    And,
    Arith,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Not,
    Or,
    Remaining,
    Scenario,
    Term,
    Var,
    Visited,
    Votes,
)

RUNG_LIMIT = 9
"""次数 saturates here."""


@dataclass(frozen=True, slots=True)
class Field:
    """Some bits of the core: the raw value runs from 0 to ``top``; the meaning is raw + ``minimum``."""

    offset: int
    top: int
    minimum: int = 0

    @property
    def width(self) -> int:
        """Number of bits; 0 for a value that cannot change."""
        return self.top.bit_length()

    @property
    def mask(self) -> int:
        """The bits it occupies."""
        return ((1 << self.width) - 1) << self.offset

    def get(self, core: int) -> int:
        """The value in a core, with its minimum added."""
        return (core >> self.offset & ((1 << self.width) - 1)) + self.minimum


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies in the core of one scenario.

    Attributes:
        node_mask: The bits of the node.
        variables: One field per variable.
        remaining, overdrawn: None without a budget; the flag also without any 耗时.
        clock: Id of the running 计时, 0 for none; clocks with the same target share an id.
        clock_targets: ``clock_targets[id - 1]`` is the node that the clock leads to.
        counts: Fields of the rungs that 次数 reads.
        visited: Marks of the nodes that 到过 reads, set on leaving.
        taken: Marks of the choices that are 一次 or that 选过 reads, by (node, choice).
        bits: Number of bits of a core.
    """

    node_mask: int
    variables: tuple[Field, ...]
    remaining: Field | None
    overdrawn: Field | None
    clock: Field | None
    clock_targets: tuple[int, ...]
    counts: dict[int, Field]
    visited: dict[int, Field]
    taken: dict[tuple[int, int], Field]
    bits: int

    @property
    def full(self) -> int:
        """All bits."""
        return (1 << self.bits) - 1

    def clock_id(self, target: int) -> int:
        """Id of the clocks that lead to a node."""
        return self.clock_targets.index(target) + 1


def conditions(scenario: Scenario) -> Iterator[Condition]:
    """Every condition of a scenario."""
    for node in scenario.nodes:
        for block in node.blocks:
            if block.condition is not None:
                yield block.condition
        for choice in node.choices:
            if choice.condition is not None:
                yield choice.condition
            if choice.lock is not None:
                yield choice.lock
            for reply in choice.replies:
                if reply.condition is not None:
                    yield reply.condition


def leaves(condition: Condition) -> Iterator[Compare | Visited | Chosen]:
    """The atoms of a condition."""
    if isinstance(condition, And | Or):
        for item in condition.items:
            yield from leaves(item)
    elif isinstance(condition, Not):
        yield from leaves(condition.item)
    else:
        yield condition


def terms(term: Term) -> Iterator[tuple[int, Const | Var | Remaining | Votes | Count]]:
    """The atoms of a sum, each with its sign; sums may be long, so there is no recursion."""
    todo: list[tuple[int, Term]] = [(1, term)]
    while todo:
        sign, term = todo.pop()
        if isinstance(term, Arith):
            todo.append((sign if term.op == "+" else -sign, term.right))
            todo.append((sign, term.left))
        else:
            yield sign, term


def make_layout(scenario: Scenario) -> Layout:
    """Pack a scenario's state."""
    rungs: set[int] = set()
    nodes: set[int] = set()
    choices: set[tuple[int, int]] = {
        (n, i) for n, node in enumerate(scenario.nodes) for i, choice in enumerate(node.choices) if choice.once
    }
    for condition in conditions(scenario):
        for leaf in leaves(condition):
            if isinstance(leaf, Visited):
                nodes.add(leaf.node)
            elif isinstance(leaf, Chosen):
                choices.update(leaf.choices)
            else:
                for side in (leaf.left, leaf.right):
                    rungs.update(term.rung for _sign, term in terms(side) if isinstance(term, Count))

    node_bits = (len(scenario.nodes) - 1).bit_length()
    bits = node_bits

    def field(top: int, minimum: int = 0) -> Field:
        nonlocal bits
        made = Field(bits, top, minimum)
        bits += made.width
        return made

    variables = tuple(field(v.maximum - v.minimum, v.minimum) for v in scenario.variables)
    remaining = overdrawn = clock = None
    if scenario.budget is not None:
        remaining = field(scenario.budget.total)
        if any(choice.cost for node in scenario.nodes for choice in node.choices):
            overdrawn = field(1)
    targets = tuple(sorted({node.clock.target for node in scenario.nodes if node.clock is not None}))
    if targets:
        clock = field(len(targets))
    return Layout(
        node_mask=(1 << node_bits) - 1,
        variables=variables,
        remaining=remaining,
        overdrawn=overdrawn,
        clock=clock,
        clock_targets=targets,
        counts={rung: field(RUNG_LIMIT) for rung in sorted(rungs)},
        visited={node: field(1) for node in sorted(nodes)},
        taken={choice: field(1) for choice in sorted(choices)},
        bits=bits,
    )
