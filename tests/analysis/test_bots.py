"""Bots: what they click, and the exact expectation against sampled plays."""

from __future__ import annotations

import random
from math import sqrt

import pytest

from tests.analysis.cases import case, choice, decision, ending, example, random_case
from trainer.analysis.bots import bot_of, politeness
from trainer.analysis.report import analyse
from trainer.analysis.solve import solve
from trainer.content.model import NodeKind, Scenario
from trainer.engine.machine import compile_scenario

PLAYS = 3000


def sample(scenario: Scenario, plays: int, seed: int) -> list[float]:
    """Utilities of plays of the random bot, without timeouts."""
    machine, solution, rng = compile_scenario(scenario), solve(scenario), random.Random(seed)
    found = []
    for _ in range(plays):
        core = machine.initial
        points = list(machine.rewards[machine.initial_reward])
        while scenario.nodes[machine.node_of(core)].kind is not NodeKind.ENDING:
            node = scenario.nodes[machine.node_of(core)]
            options = machine.options(core)
            weights = [node.choices[o].weight if node.kind is NodeKind.CHANCE else 1 for o in options]
            core, reward = machine.apply(core, rng.choices(options, weights)[0])
            points = [a + b for a, b in zip(points, machine.rewards[reward], strict=True)]
        value = solution.utility(points, scenario.nodes[machine.node_of(core)].rating or 0)
        assert value is not None
        found.append(value)
    return found


def distance(scenario: Scenario, exact: float, seed: int) -> float:
    """How many standard errors the mean of sampled plays is away from the exact value."""
    values = sample(scenario, PLAYS, seed)
    mean = sum(values) / len(values)
    error = sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))
    if error < 1e-9:
        return 0.0 if abs(mean - exact) < 1e-6 else 99.0
    return abs(mean - exact) / error


def test_monte_carlo_of_the_example() -> None:
    scenario = example()
    exact = analyse(scenario).bots["random"].value
    assert exact is not None
    assert distance(scenario, exact, 1) < 4


def test_monte_carlo_of_random_scenarios() -> None:
    far = checked = 0
    for seed in range(40):
        scenario = random_case(seed)
        exact = analyse(scenario).bots["random"].value
        if exact is None:
            continue
        checked += 1
        gap = distance(scenario, exact, seed)
        assert gap < 4.5
        far += gap > 2
    assert checked >= 15
    assert far <= 0.25 * checked


def shares(*texts: str) -> dict[str, dict[str, float | None]]:
    """Endings of the bots when every option has an ending of its own."""
    ends = [ending(f"结{i}", i) for i in range(len(texts))]
    scenario = case(decision("一", *(choice(text, i + 1) for i, text in enumerate(texts))), *ends)
    return {name: bot.endings for name, bot in analyse(scenario).bots.items()}


def test_what_bots_click() -> None:
    found = shares("请您说说", "报一个价给他看看吧", "走")
    assert found["random"] == pytest.approx({"结0": 1 / 3, "结1": 1 / 3, "结2": 1 / 3})
    slip = 0.01 / 3
    for bot, wanted in (("first", 0), ("last", 2), ("longest", 1), ("shortest", 2), ("politest", 0)):
        expected = {f"结{i}": slip + (0.99 if i == wanted else 0) for i in range(3)}
        assert found[bot] == pytest.approx(expected), bot


def test_lengths_within_two_characters_are_equal() -> None:
    found = shares("一二三四五", "一二三四五六七", "一二三四五六七八")
    assert found["longest"] == pytest.approx({"结0": 0.01 / 3, "结1": 0.495 + 0.01 / 3, "结2": 0.495 + 0.01 / 3})
    assert found["shortest"] == pytest.approx({"结0": 0.495 + 0.01 / 3, "结1": 0.495 + 0.01 / 3, "结2": 0.01 / 3})


def test_without_polite_words_all_are_equal() -> None:
    assert shares("甲", "乙")["politest"] == pytest.approx({"结0": 0.5, "结1": 0.5})


def test_politeness_counts_occurrences() -> None:
    assert politeness("您好，麻烦您，谢谢") == 4
    assert politeness("报价") == 0
    assert politeness("Thank you, please") == 2


def test_names_of_bots() -> None:
    assert [bot_of(name) for name in ("随机", "总选最长", "最客气", "first", "高手")] == [
        "random", "longest", "politest", "first", None,
    ]  # fmt: skip
