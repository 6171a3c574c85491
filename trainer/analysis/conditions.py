"""Conditions in words, and those that are always the same.

What decides about choices is known in every reachable state. What only decides about texts is not part of those states:
such conditions are first tried on sampled plays, and only those that never changed are looked at exactly, on a graph
that keeps what they read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.graph import StateGraph, explore
from trainer.analysis.line import witness
from trainer.analysis.report import ConstantCondition
from trainer.content.model import (
    ATTITUDE_NAMES,
    SAME_NODE,
    And,
    Arith,
    Block,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Node,
    Not,
    Remaining,
    Scenario,
    Term,
    Text,
    Var,
    Visited,
    Votes,
)
from trainer.engine.machine import Machine

if TYPE_CHECKING:
    from trainer.analysis.arrays import Ints
    from trainer.analysis.solve import Solution

PLAYS = 400
"""Sampled plays that look for both values of a text's condition."""

STEPS = 300
"""Longest sampled play."""

SEED = 20_220_603

TEXT_LIMIT = 300_000
"""States explored for the conditions of texts; if there are more, the suspects are not reported."""

_SIGNS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", ">": ">", "<": "<"}
_LEVELS = {int(level): name for name, level in ATTITUDE_NAMES.items()}


def words(condition: Condition, scenario: Scenario) -> str:
    """A condition as an author writes it."""
    return _words(condition, scenario, 0)


def _words(condition: Condition, scenario: Scenario, strength: int) -> str:
    if isinstance(condition, Compare):
        attitudes = {p.attitude for p in scenario.people}
        named = any(isinstance(t, Var) and t.variable in attitudes for t in (condition.left, condition.right))
        left, right = (_term(t, scenario, named) for t in (condition.left, condition.right))
        return f"{left}{_SIGNS[condition.op]}{right}"
    if isinstance(condition, Visited):
        return f"到过 {scenario.nodes[condition.node].name}"
    if isinstance(condition, Chosen):
        n, c = condition.choices[0]
        choice = scenario.nodes[n].choices[c]
        return f"选过「{choice.text}」" if choice.id == choice.text else f"选过 {choice.id}"
    if isinstance(condition, Not):
        return f"非 {_words(condition.item, scenario, 3)}"
    sign, level = (" 且 ", 2) if isinstance(condition, And) else (" 或 ", 1)
    text = sign.join(_words(item, scenario, level) for item in condition.items)
    return f"({text})" if strength > level else text


def _term(term: Term, scenario: Scenario, attitude: bool) -> str:
    if isinstance(term, Const):
        return _LEVELS.get(term.value, str(term.value)) if attitude else str(term.value)
    if isinstance(term, Var):
        return scenario.variables[term.variable].name
    if isinstance(term, Remaining):
        return "剩余时间"
    if isinstance(term, Votes):
        return f"票数({_LEVELS[int(term.level)]})"
    if isinstance(term, Count):
        return f"次数({scenario.rungs[term.rung]})"
    right = _term(term.right, scenario, False)
    if isinstance(term.right, Arith):
        right = f"({right})"
    return f"{_term(term.left, scenario, False)}{'+' if term.op == '+' else '−'}{right}"


@dataclass
class _Seen:
    """What a condition was found to be."""

    node: int
    text: str
    condition: Condition
    line: int
    of_choice: bool = True
    true: bool = False
    false: bool = False

    def note(self, value: bool) -> None:
        if value:
            self.true = True
        else:
            self.false = True

    @property
    def both(self) -> bool:
        return self.true and self.false


def constants(solution: Solution, parents: Ints) -> tuple[ConstantCondition, ...]:
    """Conditions that are the same wherever they are asked; those that are never asked are left out.

    Args:
        solution: A solution whose states are exhausted.
        parents: Last step of a shortest play into each state.
    """
    scenario, graph = solution.scenario, solution.graph
    machine = solution.problem.machine
    first: dict[int, int] = {}
    for state, node in enumerate(graph.node.tolist()):
        first.setdefault(node, state)
    found = [seen for seen in _of_choices(scenario, machine, graph) if seen.true != seen.false]
    found += [seen for seen in _of_texts(scenario) if seen.true != seen.false]
    return tuple(
        ConstantCondition(
            node=seen.node,
            of_choice=seen.of_choice,
            text=seen.text,
            condition=words(seen.condition, scenario),
            value=seen.true,
            line=seen.line,
            witness=witness(scenario, graph, parents, first[seen.node]),
        )
        for seen in sorted(found, key=lambda s: (s.node, s.line))
    )


def _of_choices(scenario: Scenario, machine: Machine, graph: StateGraph) -> list[_Seen]:
    shown: dict[int, list[tuple[int, _Seen]]] = {}
    locks: dict[int, list[tuple[int, _Seen]]] = {}
    for n, node in enumerate(scenario.nodes):
        for i, choice in enumerate(node.choices):
            if choice.condition is not None:
                shown.setdefault(n, []).append((i, _Seen(n, choice.text, choice.condition, choice.line)))
            if choice.lock is not None:
                locks.setdefault(n, []).append((i, _Seen(n, choice.text, choice.lock, choice.line)))
    for n in {*shown, *locks}:
        tests = [(seen, machine.predicate(seen.condition)) for _, seen in shown.get(n, ())]
        for state in np.flatnonzero(graph.node == n).tolist():
            core = graph.cores[state]
            pending = [(i, seen) for i, seen in locks.get(n, ()) if not seen.both]
            if pending:
                options, locked = machine.options(core), machine.locked(core)
                for i, seen in pending:
                    if i in options or i in locked:
                        seen.note(i in options)
            tests = [(seen, test) for seen, test in tests if not seen.both]
            for seen, test in tests:
                seen.note(test(core))
            if not tests and not pending:
                break
    return [seen for rows in (*shown.values(), *locks.values()) for _, seen in rows]


def _label(block: Block) -> str:
    text = "".join(part.text for part in block.parts if isinstance(part, Text)).strip()
    return text if len(text) <= 24 else text[:24] + "…"


def _of_texts(scenario: Scenario) -> list[_Seen]:
    rows: dict[int, list[_Seen]] = {}
    for n, node in enumerate(scenario.nodes):
        for block in node.blocks:
            if block.condition is not None:
                rows.setdefault(n, []).append(_Seen(n, _label(block), block.condition, block.line, of_choice=False))
    if not rows:
        return []
    machine = Machine(scenario)
    tests = {n: [(seen, machine.predicate(seen.condition)) for seen in some] for n, some in rows.items()}
    for core in _sampled(machine, scenario):
        for seen, test in tests.get(machine.node_of(core), ()):
            if not seen.both:
                seen.note(test(core))
    suspects = {n: [s for s in seen if not s.both] for n, seen in rows.items()}
    if any(suspects.values()) and not _exactly(scenario, suspects):
        for seen in (s for some in suspects.values() for s in some):
            seen.true = seen.false = False
    return [seen for some in rows.values() for seen in some]


def _sampled(machine: Machine, scenario: Scenario) -> Iterator[int]:
    """Full cores after every entry of a node in seeded random plays."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    for _ in range(PLAYS):
        core = machine.initial
        yield core
        for roll in rng.random(STEPS).tolist():
            options = machine.options(core)
            if not options:
                break
            choice = options[int(roll * len(options))]
            node = scenario.nodes[machine.node_of(core)]
            core, _ = machine.apply(core, choice)
            if node.choices[choice].target != SAME_NODE:
                yield core


def _exactly(scenario: Scenario, suspects: dict[int, list[_Seen]]) -> bool:
    """Look at every reachable entry for the suspects only; False if there are too many states."""
    wanted = {id(s.condition) for some in suspects.values() for s in some}

    def kept(node: Node) -> Node:
        blocks = tuple(replace(b, otherwise=False) for b in node.blocks if id(b.condition) in wanted)
        return replace(node, blocks=blocks)

    reduced = replace(scenario, nodes=tuple(kept(node) for node in scenario.nodes))
    machine = Machine(reduced)
    graph = explore(machine, reduced, TEXT_LIMIT)
    if not graph.exhausted:
        return False
    entered = np.zeros(graph.states, dtype=np.bool_)
    entered[0] = True
    width = max((len(node.choices) for node in reduced.nodes), default=0) + 1
    again = np.zeros((len(reduced.nodes), width), dtype=np.bool_)
    for n, node in enumerate(reduced.nodes):
        again[n, : len(node.choices)] = [choice.target == SAME_NODE for choice in node.choices]
    source = graph.node[graph.source]
    entered[graph.target[~again[source, graph.choice] | (source != graph.node[graph.target])]] = True
    tests: dict[int, list[tuple[_Seen, Callable[[int], bool]]]] = {
        n: [(s, machine.predicate(s.condition)) for s in some] for n, some in suspects.items() if some
    }
    for state in np.flatnonzero(entered & np.isin(graph.node, list(tests))).tolist():
        for seen, test in tests[int(graph.node[state])]:
            if not seen.both:
                seen.note(test(graph.cores[state]))
    return True
