"""Play plans: readable walks through a case, kept in tests/plans/ and played with the pure engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trainer.content.model import NodeKind, Scenario
from trainer.engine.machine import compile_scenario
from trainer.engine.play import start, step
from trainer.engine.types import Action, Choose, Respond, State, Timeout

FOLDER = Path(__file__).resolve().parent.parent / "plans"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan file says: the case, the ending it expects, and prefixes of choices and drawn branches."""

    path: Path
    scenario: str
    expect: str
    steps: tuple[str, ...]


def read_plan(path: Path) -> Plan:
    """Read a plan file."""
    head: dict[str, str] = {}
    steps: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, colon, value = line.partition(":")
        if colon and name in ("scenario", "expect"):
            head[name] = value.strip()
        elif line.strip() and not line.startswith("#"):
            steps.append(line.strip())
    return Plan(path, head["scenario"], head["expect"], tuple(steps))


def plans_of(scenario: str) -> list[Path]:
    """The plan files of a case."""
    return sorted(path for path in FOLDER.glob("*.txt") if read_plan(path).scenario == scenario)


def play_plan(scenario: Scenario, plan: Plan) -> str | None:
    """Play a plan and return the name of the ending it comes to (None: it stops before one).

    A step names a choice, or the branch to be drawn, by the beginning of its text; 超时 lets a timer run out; a 作答
    needs a step of its own, whose text is the answer, unless the step fits what follows.
    """
    left = list(plan.steps)
    draws = _branches(scenario, plan)
    state, _ = start(scenario, "plan", draws=draws)
    while left and not state.ended:
        state, _ = step(scenario, state, _action(scenario, state, left), draws=draws)
    return scenario.nodes[compile_scenario(scenario).node_of(state.core)].ending


def _branches(scenario: Scenario, plan: Plan) -> Iterator[int]:
    """Branches that the plan names, in its order."""
    nodes = [node for node in scenario.nodes if node.kind is NodeKind.CHANCE]
    for text in plan.steps:
        for node in nodes:
            yield from (i for i, branch in enumerate(node.choices) if branch.text.startswith(text))


def _action(scenario: Scenario, state: State, left: list[str]) -> Action:
    machine = compile_scenario(scenario)
    node = scenario.nodes[machine.node_of(state.core)]
    while True:
        text = left.pop(0)
        if text == "超时":
            return Timeout()
        if node.kind is NodeKind.ANSWER:
            if not node.choices[0].text.startswith(text) and not text.startswith("答"):
                left.insert(0, text)
            return Respond((), (), 0, "")
        found = [i for i in machine.options(state.core) if node.choices[i].text.startswith(text)]
        if len(found) == 1:
            return Choose(found[0])
        # the text of a branch that was drawn since the last choice
        drawn = [b for n in scenario.nodes if n.kind is NodeKind.CHANCE for b in n.choices if b.text.startswith(text)]
        assert drawn and left, f"{node.name}: {text}"
