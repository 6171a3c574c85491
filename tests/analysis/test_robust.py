"""Robustness: how often the best option stays best when the author's numbers move."""

from __future__ import annotations

import pytest

from tests.analysis.cases import case, choice, decision, ending, random_case
from trainer.analysis.report import analyse
from trainer.content.model import Change, Compare, Const, Points, Scenario, Var, Variable


def rob(scenario: Scenario) -> dict[str, float | None]:
    return {d["node"]: d["robustness"] for d in analyse(scenario).to_dict()["decisions"]}


def graded(*points: int) -> Scenario:
    options = [choice(f"选{i}", 1, effects=(Points(0, p),) if p else ()) for i, p in enumerate(points)]
    return case(decision("问", *options), ending("完", 0), ending_share=0)


def test_a_clear_best_option_is_robust() -> None:
    assert rob(graded(100, 0)) == {"问": 1.0}
    assert rob(graded(100, 60, 0))["问"] == pytest.approx(1.0)


def test_a_near_tie_is_not_robust() -> None:
    found = rob(graded(100, 97, 0))["问"]
    assert found is not None
    assert 0.5 < found < 0.8


def test_more_distance_is_more_robust() -> None:
    values = [rob(graded(100, p, 0))["问"] or 0 for p in (98, 92, 85, 75, 60)]
    assert values == sorted(values)
    assert values[-1] == 1.0


def test_equal_options_move_apart() -> None:
    """Two effects of the same size are perturbed apart from each other."""
    found = rob(graded(100, 100, 0))["问"]
    assert found is not None and found < 0.75


def test_what_both_options_lead_to_does_not_matter() -> None:
    """Points on entering the next node move both options alike."""
    node = decision("问", choice("甲", 1, effects=(Points(0, 20),)), choice("乙", 1))
    scenario = case(node, ending("完", 0, effects=(Points(0, 900),)), ending_share=0)
    assert rob(scenario) == {"问": 1.0}


def test_ratings_move_too() -> None:
    node = decision("问", choice("甲", 1), choice("乙", 2), choice("丙", 3))
    scenario = case(node, ending("一", 90), ending("二", 85), ending("三", 0), ending_share=100)
    found = rob(scenario)["问"]
    assert found is not None and found < 0.9


def test_states_are_weighed_by_the_random_bots_visits() -> None:
    """The second node is met with trust 0 by half of the plays, with 3 by the others; one is a near tie."""
    second = decision(
        "问",
        choice("甲", 2, effects=(Points(0, 100),), condition=Compare("<", Var(0), Const(3))),
        choice("乙", 2, effects=(Points(0, 97),)),
        choice("丙", 2),
    )
    first = decision("先", choice("热", 1, effects=(Change(0, "=", 3),)), choice("冷", 1))
    scenario = case(first, second, ending("完", 0), ending_share=0, variables=(Variable("信任", 0, 0, 3),))
    tie = rob(graded(100, 97, 0))["问"] or 0
    found = rob(scenario)["问"] or 0
    assert found == pytest.approx((1 + tie) / 2, abs=0.08)


def test_the_same_scenario_always_gives_the_same_numbers() -> None:
    scenario = random_case(7)
    assert rob(scenario) == rob(scenario)
    for seed in range(60):
        assert all(r is None or 0 <= r <= 1 for r in rob(random_case(seed)).values())
