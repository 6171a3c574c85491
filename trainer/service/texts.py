"""Content texts as plain strings: inline parts with their values, blocks as transcript lines, conditions as written.

Pure functions of the model; the only place of the service that turns parts of a scenario into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.content.model import (
    ATTITUDE_NAMES,
    And,
    Arith,
    Attitude,
    Block,
    BlockKind,
    Change,
    Choice,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Effect,
    Inline,
    Not,
    Or,
    Remaining,
    Scenario,
    Term,
    Text,
    Var,
    Variable,
    Visited,
    Votes,
)
from trainer.service.views import Line, LineKind

_KINDS = {
    BlockKind.NARRATION: LineKind.NARRATION,
    BlockKind.SPEECH: LineKind.SPEECH,
    BlockKind.COACH: LineKind.COACH,
    BlockKind.LIST: LineKind.LIST,
    BlockKind.TABLE: LineKind.TABLE,
}
_SIGNS = {"<": "<", "<=": "≤", "==": "=", "!=": "≠", ">=": "≥", ">": ">"}
_ATTITUDES: dict[int, str] = {int(value): name for name, value in ATTITUDE_NAMES.items()}


def plain(parts: Sequence[Inline], values: Sequence[int]) -> str:
    """Inline parts as one string; ``values`` holds the present value of every variable of the scenario."""
    return "".join(part.text if isinstance(part, Text) else str(values[part.variable]) for part in parts)


def block_line(block: Block, values: Sequence[int], node: str) -> Line:
    """A block as a line of the transcript. Items of an ordered list are numbered."""
    rows = tuple(tuple(plain(cell, values) for cell in row) for row in block.rows)
    if block.kind is BlockKind.LIST and block.ordered:
        rows = tuple((f"{i}. {row[0]}", *row[1:]) for i, row in enumerate(rows, 1))
    return Line(_KINDS[block.kind], plain(block.parts, values), block.speaker, rows, node)


def after_effects(effects: Sequence[Effect], values: Sequence[int], variables: Sequence[Variable]) -> list[int]:
    """Values after these effects, each clamped, left to right: what a reply shows before the next node is entered."""
    now = list(values)
    for effect in effects:
        if isinstance(effect, Change):
            spec = variables[effect.variable]
            raw = effect.amount if effect.op == "=" else now[effect.variable] + effect.amount
            now[effect.variable] = max(spec.minimum, min(spec.maximum, raw))
    return now


def coach_words(choice: Choice, values: Sequence[int]) -> str:
    """What the coach says about a choice, one paragraph per line; empty if he is silent."""
    return "\n".join(plain(b.parts, values) for b in choice.replies if b.kind is BlockKind.COACH)


# --- conditions ------------------------------------------------------------------------------------------------------


def describe(scenario: Scenario, condition: Condition) -> str:
    """A condition in the author's notation, such as ``信任≥3 且 非 到过 总机``."""
    match condition:
        case Compare(op, left, right):
            return _compare(scenario, op, left, right)
        case Visited(node):
            return f"到过 {scenario.nodes[node].name}"
        case Chosen(choices):
            node, choice = choices[0]
            return f"选过「{scenario.nodes[node].choices[choice].text}」"
        case And(items):
            return " 且 ".join(_nested(scenario, item, Or) for item in items)
        case Or(items):
            return " 或 ".join(_nested(scenario, item, And) for item in items)
        case Not(item):
            return f"非 {_nested(scenario, item, And, Or)}"


def reads(scenario: Scenario, condition: Condition) -> frozenset[int]:
    """Variables whose present value the condition reads (votes read the attitudes of everybody who has votes)."""
    return frozenset(_variables(scenario, condition))


def _nested(scenario: Scenario, item: Condition, *bracketed: type) -> str:
    text = describe(scenario, item)
    return f"({text})" if isinstance(item, bracketed) else text


def _compare(scenario: Scenario, op: str, left: Term, right: Term) -> str:
    attitude = _is_attitude(scenario, left) or _is_attitude(scenario, right)
    return f"{_term(scenario, left, attitude)}{_SIGNS[op]}{_term(scenario, right, attitude)}"


def _is_attitude(scenario: Scenario, term: Term) -> bool:
    return isinstance(term, Var) and any(p.attitude == term.variable for p in scenario.people)


def _term(scenario: Scenario, term: Term, attitude: bool) -> str:
    match term:
        case Const(value):
            return _ATTITUDES.get(value, str(value)) if attitude else str(value)
        case Var(variable):
            return scenario.variables[variable].name
        case Remaining():
            return "剩余时间"
        case Votes(level):
            return f"票数({_ATTITUDES[int(Attitude(level))]})"
        case Count(rung):
            return f"次数({scenario.rungs[rung]})"
        case Arith(op, left, right):
            sign = "−" if op == "-" else "+"
            return f"{_term(scenario, left, attitude)}{sign}{_term(scenario, right, attitude)}"


def _variables(scenario: Scenario, condition: Condition) -> Iterator[int]:
    match condition:
        case Compare(_, left, right):
            yield from _term_variables(scenario, left)
            yield from _term_variables(scenario, right)
        case And(items) | Or(items):
            for item in items:
                yield from _variables(scenario, item)
        case Not(item):
            yield from _variables(scenario, item)
        case _:
            return


def _term_variables(scenario: Scenario, term: Term) -> Iterator[int]:
    match term:
        case Var(variable):
            yield variable
        case Votes():
            yield from (p.attitude for p in scenario.people if p.votes and p.attitude is not None)
        case Arith(_, left, right):
            yield from _term_variables(scenario, left)
            yield from _term_variables(scenario, right)
        case _:
            return
