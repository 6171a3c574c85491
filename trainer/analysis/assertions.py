"""``# 检查``: does what the author asserts hold?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trainer.analysis.bots import bot_of
from trainer.analysis.line import TIMEOUT_TEXT, step_text, witness
from trainer.content.model import CheckKind, NodeKind
from trainer.textutil import normalise_name

if TYPE_CHECKING:
    from trainer.analysis.arrays import Ints
    from trainer.analysis.graph import StateGraph
    from trainer.analysis.report import Analysis
    from trainer.content.model import Check, Scenario

MOST_SHOWN = 4
"""Texts that a failing 走法 names as possible."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An assertion that does not hold: the code of the finding, its parameters and a witness."""

    check: Check
    code: str
    params: dict[str, object]
    witness: tuple[str, ...] = ()


def failures(analysis: Analysis, parents: Ints) -> list[Failure]:
    """All assertions that do not hold; what is not known (未穷尽) is no failure."""
    found = []
    for check in analysis.scenario.checks:
        failure = _TESTS[check.kind](analysis, check, parents)
        if failure is not None:
            found.append(failure)
    return found


def _reachable(analysis: Analysis, check: Check, parents: Ints) -> Failure | None:
    if check.node is None or not analysis.exhausted or (analysis.solution.graph.node == check.node).any():
        return None
    return Failure(check, "SC330", {"check": check.source})


def _unreachable(analysis: Analysis, check: Check, parents: Ints) -> Failure | None:
    graph = analysis.solution.graph
    states = np.flatnonzero(graph.node == check.node)
    if check.node is None or not len(states):
        return None
    play = witness(analysis.scenario, graph, parents, int(states[0]))
    return Failure(check, "SC331", {"check": check.source}, play)


def _walk(analysis: Analysis, check: Check, parents: Ints) -> Failure | None:
    scenario, graph = analysis.scenario, analysis.solution.graph
    states: list[int] = [0]
    done: list[str] = []
    for step in check.steps:
        following = _after(scenario, graph, states, step)
        if not following:
            if not analysis.exhausted and any(not graph.edges(s) and not graph.ending[s] for s in states):
                return None
            possible = "、".join(_possible(scenario, graph, states)[:MOST_SHOWN])
            return Failure(check, "SC332", {"check": check.source, "step": step, "possible": possible}, tuple(done))
        states = following
        done.append(step)
    return None


def _after(scenario: Scenario, graph: StateGraph, states: list[int], step: str) -> list[int]:
    """States that a step leads to from any of the given ones; 作答 is passed without being named."""
    wanted = normalise_name(step)
    found: dict[int, None] = {}
    waiting = list(states)
    seen = set(waiting)
    while waiting:
        state = waiting.pop()
        node = scenario.nodes[int(graph.node[state])]
        if node.ending is not None and normalise_name("结局" + node.ending) == wanted:
            found[state] = None
        for edge in range(int(graph.offset[state]), int(graph.offset[state + 1])):
            text = step_text(scenario, graph, edge)
            target = int(graph.target[edge])
            if normalise_name(text) == wanted if text == TIMEOUT_TEXT else normalise_name(text).startswith(wanted):
                found[target] = None
            elif node.kind is NodeKind.ANSWER and target not in seen:
                seen.add(target)
                waiting.append(target)
    return list(found)


def _possible(scenario: Scenario, graph: StateGraph, states: list[int]) -> list[str]:
    texts: dict[str, None] = {}
    for state in states:
        node = scenario.nodes[int(graph.node[state])]
        if node.ending is not None:
            texts[f"结局 {node.ending}"] = None
        for edge in range(int(graph.offset[state]), int(graph.offset[state + 1])):
            texts[step_text(scenario, graph, edge)] = None
    return list(texts)


def _bot(analysis: Analysis, check: Check, parents: Ints) -> Failure | None:
    bot = bot_of(check.bot)
    share = analysis.bots[bot].share if bot else None
    if share is None or share * 100 <= check.percent + 1e-9:
        return None
    return Failure(check, "SC333", {"check": check.source, "share": f"{share * 100:.1f}"})


_TESTS = {
    CheckKind.REACHABLE: _reachable,
    CheckKind.UNREACHABLE: _unreachable,
    CheckKind.WALK: _walk,
    CheckKind.BOT: _bot,
}
