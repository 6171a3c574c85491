"""Which choices and blocks a node offers, as expressions: 若, 需, 否则, 一次 (format.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainer.content.model import Condition, Scenario
from trainer.engine import expr
from trainer.engine.expr import Expr
from trainer.engine.layout import Layout


@dataclass(frozen=True, slots=True)
class Offers:
    """Expressions of a run of items; ``names`` are assignments that they rely on, in order."""

    names: tuple[tuple[str, Expr], ...]
    available: tuple[Expr, ...]
    locked: tuple[Expr, ...]

    def reads(self) -> int:
        """Bits of the core that decide what is available and what is locked."""
        mask = 0
        for text in (*(text for _name, text in self.names), *self.available, *self.locked):
            mask |= expr.reads(text)
        return mask


class _Item(Protocol):
    @property
    def condition(self) -> Condition | None: ...
    @property
    def otherwise(self) -> bool: ...


class _Group:
    """The 若-items since the previous 否则."""

    def __init__(self) -> None:
        self.names: list[tuple[str, Expr]] = []
        self._members: list[str] = []
        self._certain = False

    def add(self, position: int, available: Expr) -> Expr:
        """Note a 若-item; the expression to use for it from now on."""
        if isinstance(available, bool):
            self._certain |= available
            return available
        name = f"k{position}"
        self.names.append((name, available))
        self._members.append(name)
        return name

    def close(self) -> Expr:
        """Whether an 否则 at this place is shown; a new group begins."""
        found = negate_all(self._members) if not self._certain else False
        self._members, self._certain = [], False
        return found


def negate_all(names: Sequence[str]) -> Expr:
    """True if none of the names is."""
    return expr.negate(expr.either(*names)) if names else True


def choice_offers(scenario: Scenario, layout: Layout, node: int) -> Offers:
    """The choices (or branches) of a node."""
    group = _Group()
    available: list[Expr] = []
    locked: list[Expr] = []
    choices = scenario.nodes[node].choices
    for i, choice in enumerate(choices):
        shown = _condition(choice.condition, scenario, layout)
        if choice.otherwise:
            shown = expr.both(group.close(), shown)
        if choice.once:
            shown = expr.both(shown, expr.negate(expr.bits(layout.taken[node, i].mask)))
        lock = True if choice.lock is None else expr.source(choice.lock, scenario, layout)
        here = expr.both(shown, lock)
        locked.append(expr.both(shown, expr.negate(lock)))
        if choice.condition is not None and not choice.otherwise and _read_later(choices, i):
            here = group.add(i, here)
        available.append(here)
    return Offers(tuple(group.names), tuple(available), tuple(locked))


def block_offers(scenario: Scenario, layout: Layout, node: int) -> Offers:
    """The blocks of a node."""
    group = _Group()
    shown: list[Expr] = []
    blocks = scenario.nodes[node].blocks
    for i, block in enumerate(blocks):
        here = _condition(block.condition, scenario, layout)
        if block.otherwise:
            here = expr.both(group.close(), here)
        elif block.condition is not None and _read_later(blocks, i):
            here = group.add(i, here)
        shown.append(here)
    return Offers(tuple(group.names), tuple(shown), ())


def _condition(condition: Condition | None, scenario: Scenario, layout: Layout) -> Expr:
    return True if condition is None else expr.source(condition, scenario, layout)


def _read_later(items: Sequence[_Item], position: int) -> bool:
    return any(item.otherwise for item in items[position + 1 :])
