"""Python source of the functions of one node.

Everything known beforehand is folded: masks, targets, entry effects, reward ids, and the table of a clamped addition
where the range is small. A node without conditions becomes one return statement. ``c`` is the core.
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


def compile_function(lines: Sequence[str]) -> Callable[[int], Any]:
    """Compile a function of ``c``; its body is ours, made of integers and our own names."""
    names, body = expr.resolve("\n".join(lines))
    text = "\n".join(["def made(c):", *(f"    {line}" for line in [*names, *body.split("\n")])])
    space: dict[str, Any] = {"__builtins__": {}, "tuple": tuple}
    exec(text, space)  # noqa: S102  the source holds integers and our own names only, never text of the content
    made: Callable[[int], Any] = space["made"]
    return made


def core_after(move: Move, keep: int, layout: Layout, at: int | None = None) -> str:
    """The core after a move, of which only the bits in ``keep`` matter.

    The terms never overlap, so they are added: integer addition is what the interpreter does fastest.

    Args:
        move: The move.
        keep: Bits to keep; the others are cleared.
        layout: Where what lies.
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
    parts += [f"({', '.join(map(hex, values))})[{expr.value(field)}]" for field, values in tables]
    parts += sums
    if constant or not parts:
        parts.append(hex(constant))
    return " + ".join(parts)


def _clamped(field: Field, add: int, low: int, high: int) -> str:
    raw = expr.value(field)
    text = f"({raw} + {add})"
    if add + field.top > high:
        text = f"({high} if {expr.compare(field, '>=', max(high - add, 0))} else {text})"
    if add < low:
        text = f"({low} if {expr.compare(field, '<=', min(low - add, field.top))} else {text})"
    return f"({text} << {field.offset})"


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


def apply_lines(node: int, ways: Ways, layout: Layout) -> list[str]:
    """Body of ``c -> (core after the choice, reward id)``."""
    return [
        "return " + after(ways, lambda way: f"({core_after(way, layout.full, layout, node)}, {way.reward})", layout)
    ]


def expand_lines(offers: Offers, ways: Sequence[Ways], live: Sequence[int], layout: Layout) -> list[str]:
    """Body of ``c -> [(choice, projected core after it, reward id), ...]`` over the available choices."""

    def entry(i: int) -> str:
        return after(ways[i], lambda way: f"({i}, {core_after(way, live[way.target], layout)}, {way.reward})", layout)

    lines = [f"{name} = {text}" for name, text in offers.names]
    always = 0
    while always < len(ways) and offers.available[always] is True:
        always += 1
    first = f"[{', '.join(entry(i) for i in range(always))}]"
    rest = [i for i in range(always, len(ways)) if offers.available[i] is not False]
    if not rest:
        return [*lines, f"return {first}"]
    lines.append(f"r = {first}")
    for i in rest:
        found = offers.available[i]
        add = f"r.append({entry(i)})"
        lines.append(add if found is True else f"if {found}: {add}")
    return [*lines, "return r"]


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
