"""Python source of the functions of one node.

Everything known beforehand is folded: masks, targets, entry effects, reward ids, and the table of a clamped addition
where the range is small. A node without conditions becomes one return statement. ``c`` is the core. Numbers that
differ from node to node are parameters of the source (``Constants``), so nodes of one shape are compiled once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trainer.engine import expr
from trainer.engine.expr import Expr
from trainer.engine.flow import Move, Ways
from trainer.engine.layout import Field, Layout
from trainer.engine.logic import Offers

_TABLE = 64
"""Largest range of a field whose clamped additions become a table."""

_NESTED = 3
"""Up to so many undecided items a list of available ones is a tree of constant tuples."""


_SHAPES = 4096
"""Compiled shapes kept in memory; then all are forgotten."""

_shapes: dict[str, Callable[..., Callable[[Any], Any]]] = {}


class Constants:
    """Values that a function's source names ``K0``, ``K1`` …, in the order in which it was written."""

    def __init__(self) -> None:
        self.values: list[object] = []

    def add(self, value: object) -> str:
        """The name of a value."""
        self.values.append(value)
        return f"K{len(self.values) - 1}"


def compile_function(lines: Sequence[str], constants: Constants | None = None) -> Callable[[Any], Any]:
    """Compile a function of ``c``; its body is ours, made of integers and our own names."""
    values = constants.values if constants is not None else []
    shape = "\n".join([f"def make({', '.join(f'K{i}' for i in range(len(values)))}):", *lines])
    make = _shapes.get(shape)
    if make is None:
        first, _, rest = shape.partition("\n")
        names, body = expr.resolve(rest)
        text = "\n        ".join([f"{first}\n    def made(c):", *names, *body.split("\n")])
        space: dict[str, Any] = {"__builtins__": {}, "tuple": tuple, "min": min, "max": max}
        exec(text + "\n    return made", space)  # noqa: S102  integers and our own names only, no text of the content
        if len(_shapes) >= _SHAPES:
            _shapes.clear()
        make = _shapes[shape] = space["make"]
    return make(*values)


def core_after(move: Move, keep: int, layout: Layout, known: Constants, at: int | None = None) -> str:
    """The core after a move, of which only the bits in ``keep`` matter.

    The terms never overlap, so they are added: integer addition is what the interpreter does fastest.

    Args:
        move: The move.
        keep: Bits to keep; the others are cleared.
        layout: Where what lies.
        known: Takes up the numbers.
        at: The node that is left, if ``keep`` is everything: then nothing need be cleared to change only the node.
    """
    constant = move.target
    cleared = layout.node_mask
    tables: list[tuple[Field, list[int]]] = []
    sums: list[str] = []
    for field, add, low, high in move.changes:
        if not field.mask & keep:
            continue
        cleared |= field.mask
        if low == high:
            constant += low << field.offset
        elif field.top <= _TABLE:
            values = [min(max(raw + add, low), high) << field.offset for raw in range(field.top + 1)]
            tables.append((field, values))
        else:
            sums.append(_clamped(field, add, low, high))
    if move.cost and layout.remaining is not None and layout.remaining.mask & keep:
        constant -= move.cost << layout.remaining.offset
    if tables:
        field, values = tables[0]
        tables[0] = (field, [entry + constant for entry in values])
        constant = 0
    mask = keep & ~cleared
    parts = [expr.part(mask)] if mask else []
    if at is not None and cleared == layout.node_mask:
        constant -= at
        parts = ["c"]
    parts += [f"{known.add(tuple(values))}[{expr.value(field)}]" for field, values in tables]
    parts += sums
    if constant or not parts:
        parts.append(known.add(constant))
    return " + ".join(parts)


def _clamped(field: Field, add: int, low: int, high: int) -> str:
    text = f"{expr.value(field)} + {add}"
    if add + field.top > high:
        text = f"min({text}, {high})"
    if add < low:
        text = f"max({text}, {low})"
    return f"(({text}) << {field.offset})"


def after(ways: Ways, make: Callable[[Move], str], layout: Layout) -> str:
    """An expression for what a choice leads to."""
    if ways.over is None or layout.remaining is None or layout.overdrawn is None:
        way = ways.paid or ways.free
        return make(way) if way is not None else "None"
    text = make(ways.over)
    if ways.free is not None:
        text = f"({make(ways.free)} if {expr.bits(layout.overdrawn.mask)} else {text})"
    if ways.paid is not None:
        enough = expr.compare(layout.remaining, ">=", ways.paid.cost)
        text = f"({make(ways.paid)} if {enough} else {text})"
    return text


def apply_lines(node: int, ways: Ways, layout: Layout, known: Constants) -> list[str]:
    """Body of ``c -> (core after the choice, reward id)``."""

    def result(way: Move) -> str:
        return f"({core_after(way, layout.full, layout, known, node)}, {known.add(way.reward)})"

    return ["return " + after(ways, result, layout)]


def expand_lines(
    offers: Offers, ways: Sequence[Ways], live: Sequence[int], layout: Layout, known: Constants
) -> list[str]:
    """Body of ``c -> [(choice, projected core after it, reward id), ...]`` over the available choices."""

    def entry(i: int) -> str:
        def result(way: Move) -> str:
            return f"({i}, {core_after(way, live[way.target], layout, known)}, {known.add(way.reward)})"

        return after(ways[i], result, layout)

    lines = [f"{name} = {text}" for name, text in offers.names]
    some = [i for i in range(len(ways)) if offers.available[i] is not False]
    if all(offers.available[i] is True for i in some):
        return [*lines, f"return [{', '.join(map(entry, some))}]"]
    lines.append("r = []")
    for i in some:
        add = f"r.append({entry(i)})"
        lines.append(add if offers.available[i] is True else f"if {offers.available[i]}: {add}")
    return [*lines, "return r"]


def truth_lines(names: Sequence[tuple[str, Expr]], items: Sequence[Expr]) -> list[str]:
    """Body of ``c -> (truth of each item, ...)``; of an array of cores, arrays and constants."""
    return [*(f"{name} = {text}" for name, text in names), f"return ({''.join(f'{item}, ' for item in items)})"]


def list_lines(names: Sequence[tuple[str, Expr]], items: Sequence[Expr]) -> list[str]:
    """Body of ``c -> positions of the items that are true``."""
    lines = [f"{name} = {text}" for name, text in names]
    open_items = [i for i, item in enumerate(items) if not isinstance(item, bool)]
    if len(open_items) > _NESTED:
        lines.append("r = []")
        lines += [f"if {item}: r.append({i})" for i, item in enumerate(items) if item is not False]
        return [*lines, "return tuple(r)"]
    certain = [i for i, item in enumerate(items) if item is True]

    def tree(k: int, chosen: list[int]) -> str:
        if k == len(open_items):
            return repr(tuple(sorted(certain + chosen)))
        i = open_items[k]
        return f"({tree(k + 1, [*chosen, i])} if {items[i]} else {tree(k + 1, chosen)})"

    return [*lines, f"return {tree(0, [])}"]
