"""The bars that every shipped case has to clear (design/writing.md, scoring.md), and its play plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.amounts import together
from tests.support.plans import plans_of, play_plan, read_plan
from tests.support.shipped import CASES, analysis, library, solution
from trainer.analysis.lints import findings
from trainer.analysis.solve import DecisionValues
from trainer.content.model import BlockKind, Choice, Node, NodeKind, Points, Scenario, Text
from trainer.engine.machine import Machine

PLANS = [path for case in CASES for path in plans_of(case)]


def length(node: Node | Choice, *kinds: BlockKind) -> int:
    blocks = node.blocks if isinstance(node, Node) else node.replies
    shown = [b for b in blocks if b.kind in kinds and b.condition is None and not b.otherwise]
    return sum(len(part.text) for block in shown for part in block.parts if isinstance(part, Text))


def named(node: Node) -> set[int]:
    """Competencies that a decision is evidence of."""
    found = {e.competency for choice in node.choices for e in choice.effects if isinstance(e, Points)}
    return found | set(node.observes)


def best_lines(case: str) -> Iterator[list[DecisionValues]]:
    """The scored decisions along the best line, for every outcome of every draw."""
    known = solution(case)
    machine: Machine = known.problem.machine
    todo: list[tuple[int, list[DecisionValues]]] = [(machine.initial, [])]
    while todo:
        core, line = todo.pop()
        node = library().get(case).nodes[machine.node_of(core)]
        if node.kind is NodeKind.ENDING:
            yield line
        elif node.kind is NodeKind.CHANCE:
            todo += [(machine.apply(core, branch)[0], line) for branch in machine.options(core)]
        elif node.kind is NodeKind.ANSWER:
            todo.append((machine.apply(core, 0)[0], line))
        else:
            decision = known.decision(core)
            assert decision is not None
            after = machine.apply(core, decision.best)[0]
            todo.append((after, [*line, decision] if decision.scored else line))


@pytest.mark.parametrize("case", together(CASES))
def test_the_reader_finds_nothing(case: str) -> None:
    result = library().read(library().path(case))
    assert [d.code for d in result.diagnostics] == []


@pytest.mark.parametrize("case", together(CASES))
def test_the_analysis_is_complete_and_finds_nothing(case: str) -> None:
    found = analysis(case).to_dict()
    assert found["exhausted"]
    assert found["states"] < 100_000
    assert findings(library().get(case), analysis(case)) == ()  # what 忽略 accepts with a reason is left out
    assert not found["farms"]
    assert not found["redline_pays"]
    assert all(ending["reachable"] for ending in found["endings"].values())
    assert len(found["endings"]) >= 3


@pytest.mark.parametrize("case", together(CASES))
def test_no_bot_gets_half(case: str) -> None:
    shares = {name: bot["share"] for name, bot in analysis(case).to_dict()["bots"].items()}
    assert {name: share for name, share in shares.items() if share > 0.5} == {}
    assert len(shares) == 6


@pytest.mark.parametrize("case", together(CASES))
def test_best_options_are_robust(case: str) -> None:
    found = [row["robustness"] for row in analysis(case).to_dict()["decisions"] if row["robustness"] is not None]
    assert sum(value >= 0.8 for value in found) >= 0.8 * len(found) > 0


@pytest.mark.parametrize("case", together(CASES))
def test_the_best_line_meets_every_competency_three_times(case: str) -> None:
    scenario = library().get(case)
    lines = list(best_lines(case))
    assert lines
    for line in lines:
        met = Counter(c for decision in line for c in named(scenario.nodes[decision.node]))
        few = {c.name: met[i] for i, c in enumerate(scenario.competencies) if met[i] < 3}
        assert few == {}


@pytest.mark.parametrize("case", together(CASES))
def test_best_options_stand_at_every_place(case: str) -> None:
    """No position of the file holds the best option more than half of the time."""
    rows = [row for row in analysis(case).to_dict()["decisions"] if len(row["options"]) > 2]
    places = Counter(min(range(len(row["options"])), key=lambda i: row["options"][i]["regret"]) for row in rows)
    assert max(places.values()) <= 0.5 * len(rows)


@pytest.mark.parametrize("case", together(CASES))
def test_texts_fit_the_screen(case: str) -> None:
    long: list[str] = []
    for node in library().get(case).nodes:
        if node.kind is NodeKind.CHOICE and length(node, BlockKind.NARRATION, BlockKind.SPEECH) > 180:
            long.append(node.name)
        for choice in node.choices:
            over = (
                len(choice.text) > 32,
                length(choice, BlockKind.SPEECH, BlockKind.NARRATION) > 60,
                length(choice, BlockKind.COACH) > 80,
            )
            long += [f"{node.name}: {choice.text}"] if any(over) else []
    assert long == []


@pytest.mark.parametrize("case", together(CASES))
def test_every_choice_is_answered_and_coached(case: str) -> None:
    decisions = {row["node"] for row in analysis(case).to_dict()["decisions"] if len(row["options"]) > 1}
    silent = [
        f"{node.name}: {choice.text}"
        for node in library().get(case).nodes
        if node.name in decisions
        for choice in node.choices
        if not choice.redline and BlockKind.COACH not in {block.kind for block in choice.replies}
    ]
    assert silent == []


@pytest.mark.parametrize("case", together(CASES))
def test_a_case_has_plans(case: str) -> None:
    assert len(plans_of(case)) >= 3


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_comes_to_its_ending(path: Path) -> None:
    plan = read_plan(path)
    assert play_plan(library().get(plan.scenario), plan) == plan.expect


def test_the_flagship_case_has_its_people_and_its_length() -> None:
    scenario: Scenario = library().get("bid-360w")
    assert len(scenario.people) == 11
    assert sum(person.votes for person in scenario.people) == 7
    assert len(scenario.nodes) >= 25
    assert sum(node.ending is not None for node in scenario.nodes) >= 5
    assert scenario.budget is not None
    assert (scenario.budget.total, scenario.budget.unit) == (30, "天")
    assert max(len(line) for line in best_lines("bid-360w")) >= 14
