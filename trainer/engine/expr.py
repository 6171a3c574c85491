"""Conditions as Python expressions over ``c``, the core: an integer, or an array of integers.

Truth values are joined by ``&``, ``|`` and ``^``, which do for both.

The text is made of integers, operators and names of our own; nothing of the content's text enters it. Where a field of
the core is read, the expression holds a mark, for only when a whole function is known can it be said whether the
field is worth a local name (``resolve``). The same marks tell which bits an expression reads (``reads``).
An expression that cannot be otherwise is the constant True or False.
"""

from __future__ import annotations

import re
from collections import Counter

from trainer.content.model import (
    And,
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
from trainer.engine.layout import Field, Layout, terms

Expr = str | bool
"""Python source of a condition, or what it always is."""

_MARK = re.compile("\x01(\\d+):(\\d+)(?::([<>=!]+):(\\d+))?\x02|\x03([0-9a-f]+)\x02")
_PART = re.compile("\x04([0-9a-f]+)\x02")
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def value(field: Field) -> str:
    """The raw value of a field."""
    return f"\x01{field.offset}:{field.width}\x02" if field.width else "0"


def compare(field: Field, op: str, raw: int) -> str:
    """A comparison of a field's raw value with a number from 0 to its top."""
    return f"\x01{field.offset}:{field.width}:{op}:{raw}\x02"


def bits(mask: int) -> str:
    """True if any of the bits is set."""
    return f"\x03{mask:x}\x02"


def part(mask: int) -> str:
    """The core with only these bits left."""
    return f"\x04{mask:x}\x02"


def reads(text: Expr) -> int:
    """The bits of the core that an expression reads."""
    if isinstance(text, bool):
        return 0
    mask = 0
    for offset, width, _op, _raw, some in _MARK.findall(text):
        mask |= int(some, 16) if some else ((1 << int(width)) - 1) << int(offset)
    return mask


def resolve(text: str) -> tuple[list[str], str]:
    """Replace the marks: a field or a part of the core that occurs more than once gets a local name.

    Returns:
        The assignments that must come first, and the text.
    """
    uses = Counter((m[1], m[2]) for m in _MARK.finditer(text) if m[1])
    named = {key for key, count in uses.items() if count > 1}

    def raw(offset: str, width: str) -> str:
        shifted = f"c >> {offset}" if offset != "0" else "c"
        return f"{shifted} & {(1 << int(width)) - 1}"

    def replace(m: re.Match[str]) -> str:
        if m[5]:
            return f"((c & 0x{m[5]}) != 0)"
        known = (m[1], m[2]) in named
        if not m[3]:
            return f"f{m[1]}" if known else f"({raw(m[1], m[2])})"
        if known:
            return f"f{m[1]} {m[3]} {m[4]}"
        mask = ((1 << int(m[2])) - 1) << int(m[1])
        return f"(c & {mask:#x}) {m[3]} {int(m[4]) << int(m[1]):#x}"

    lines = [f"f{offset} = {raw(offset, width)}" for offset, width in sorted(named, key=lambda k: int(k[0]))]
    parts = [mask for mask, count in Counter(_PART.findall(text)).items() if count > 1]
    names = {mask: f"p{i}" for i, mask in enumerate(parts)}
    lines += [f"{name} = c & 0x{mask}" for mask, name in names.items()]
    text = _PART.sub(lambda m: names.get(m[1], f"(c & 0x{m[1]})"), text)
    return lines, _MARK.sub(replace, text)


def both(*items: Expr) -> Expr:
    """且."""
    if any(item is False for item in items):
        return False
    left = [item for item in items if isinstance(item, str)]
    return _joined(" & ", left) if left else True


def either(*items: Expr) -> Expr:
    """或."""
    if any(item is True for item in items):
        return True
    left = [item for item in items if isinstance(item, str)]
    return _joined(" | ", left) if left else False


def negate(item: Expr) -> Expr:
    """非."""
    return (not item) if isinstance(item, bool) else f"(({item}) ^ True)"


def _joined(operator: str, items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"({operator.join(f'({item})' for item in items)})"


class _Sum:
    """A term as sum of coefficient times raw field, votes above thresholds, and a constant."""

    def __init__(self) -> None:
        self.fields: dict[Field, int] = {}
        self.steps: dict[tuple[Field, int], int] = {}
        self.constant = 0

    def add(self, term: Term, sign: int, scenario: Scenario, layout: Layout) -> None:
        for inner, atom in terms(term):
            times = sign * inner
            if isinstance(atom, Const):
                self.constant += times * atom.value
            elif isinstance(atom, Votes):
                for person in scenario.people:
                    if person.attitude is not None and person.votes:
                        self._step(layout.variables[person.attitude], int(atom.level), times * person.votes)
            else:
                self._field(_field(atom, layout), times)

    def _field(self, field: Field | None, times: int) -> None:
        if field is not None:
            self.constant += times * field.minimum
            if field.top:
                self.fields[field] = self.fields.get(field, 0) + times

    def _step(self, field: Field, level: int, votes: int) -> None:
        raw = level - field.minimum
        if raw <= 0:
            self.constant += votes
        elif raw <= field.top:
            self.steps[field, raw] = self.steps.get((field, raw), 0) + votes

    def span(self) -> tuple[int, int]:
        """Smallest and largest possible value, each field taken alone."""
        parts = [k * f.top for f, k in self.fields.items()] + list(self.steps.values())
        return self.constant + sum(p for p in parts if p < 0), self.constant + sum(p for p in parts if p > 0)

    def source(self) -> str:
        """The sum without its constant."""
        parts = []
        for field, k in self.fields.items():
            text = value(field)
            parts.append((k, text if abs(k) == 1 else f"{abs(k)} * {text}"))
        for (field, raw), votes in self.steps.items():
            parts.append((votes, f"{abs(votes)} * ({compare(field, '>=', raw)})"))
        parts.sort(key=lambda part: part[0] < 0)
        text = "".join(f" {'-' if k < 0 else '+'} {part}" for k, part in parts)
        return text[3:] if text.startswith(" + ") else text.strip()


def _field(term: Var | Remaining | Count, layout: Layout) -> Field | None:
    if isinstance(term, Var):
        return layout.variables[term.variable]
    if isinstance(term, Remaining):
        return layout.remaining
    return layout.counts[term.rung]


def _decided(op: str, low: int, high: int) -> bool | None:
    """What ``x op 0`` is for every x from low to high, if that is always the same."""
    if op == "==":
        return False if low > 0 or high < 0 else True if low == high == 0 else None
    if op == "!=":
        return True if low > 0 or high < 0 else False if low == high == 0 else None
    if op in (">", ">="):
        strict = op == ">"
        if low > 0 or (low == 0 and not strict):
            return True
        return False if high < 0 or (high == 0 and strict) else None
    found = _decided(">=" if op == "<" else ">", low, high)
    return None if found is None else not found


def _comparison(condition: Compare, scenario: Scenario, layout: Layout) -> Expr:
    total = _Sum()
    total.add(condition.left, 1, scenario, layout)
    total.add(condition.right, -1, scenario, layout)
    total.fields = {field: k for field, k in total.fields.items() if k}
    total.steps = {step: votes for step, votes in total.steps.items() if votes}
    decided = _decided(condition.op, *total.span())
    if decided is not None:
        return decided
    if len(total.fields) == 1 and not total.steps:
        [(field, k)] = total.fields.items()
        if abs(k) == 1:
            op, raw = (condition.op, -total.constant) if k == 1 else (_FLIP[condition.op], total.constant)
            if 0 <= raw <= field.top:
                return compare(field, op, raw)
    return f"{total.source()} {condition.op} {-total.constant}"


def source(condition: Condition, scenario: Scenario, layout: Layout) -> Expr:
    """The expression of a condition."""
    if isinstance(condition, And):
        return both(*(source(item, scenario, layout) for item in condition.items))
    if isinstance(condition, Or):
        return either(*(source(item, scenario, layout) for item in condition.items))
    if isinstance(condition, Not):
        return negate(source(condition.item, scenario, layout))
    if isinstance(condition, Visited):
        return bits(layout.visited[condition.node].mask)
    if isinstance(condition, Chosen):
        mask = 0
        for choice in condition.choices:
            mask |= layout.taken[choice].mask
        return bits(mask) if mask else False
    return _comparison(condition, scenario, layout)
