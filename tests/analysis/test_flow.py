"""Loops, dead ends, red lines, and what is never reached: by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.analysis.cases import case, chance, choice, decision, ending
from trainer.analysis.lints import findings
from trainer.analysis.report import analyse
from trainer.analysis.solve import solve
from trainer.analysis.text import as_text
from trainer.content.diagnostics import Severity
from trainer.content.model import (
    SAME_NODE,
    Block,
    BlockKind,
    Change,
    Compare,
    Const,
    Points,
    Scenario,
    Text,
    Timer,
    Var,
    Variable,
    Visited,
)

TRUST = (Variable("信任", 0, 0, 3),)


def codes(scenario: Scenario) -> list[str]:
    return [d.code for d in findings(scenario, analyse(scenario))]


# --- loops -----------------------------------------------------------------------------------------------------------


def test_a_loop_is_worth_what_its_best_and_its_worst_exit_are_worth() -> None:
    """Iteration from 0 would stop at 0 for the worst line, and at 0 for the best of negative values."""
    hall = decision("厅", choice("左", 1), choice("右", 2), choice("再看看", SAME_NODE))
    left = decision("左厅", choice("走", 3, effects=(Points(0, 4),)), choice("回", 0))
    right = decision("右厅", choice("走", 3, effects=(Points(0, 2),)), choice("回", 0))
    scenario = case(hall, left, right, ending("完", 40), ending_share=50)
    told = analyse(scenario).to_dict()
    assert told["value"]["best"] == pytest.approx(50 + 20)
    assert told["value"]["worst"] == pytest.approx(0 + 20)
    assert told["value"]["random"] == pytest.approx(25 + 20)
    assert told["farms"] == []
    assert told["points"]["需求挖掘"] == {"min": 2, "max": 4, "best_expected": 4}


def test_points_in_a_loop_are_a_farm() -> None:
    scenario = case(
        decision("一", choice("聊", 1, effects=(Points(0, 1),)), choice("走", 2)),
        decision("二", choice("回头", 0)),
        ending("完", 50),
    )
    found = analyse(scenario)
    told = found.to_dict()
    assert told["value"] == {"best": None, "worst": None, "random": None}
    [farm] = told["farms"]
    assert sorted(farm["loop"]) == ["回头", "聊"]
    assert farm["points"] == {"需求挖掘": 1}
    assert told["endings"]["完"]["reachable"]
    assert told["endings"]["完"]["random"] == pytest.approx(1)
    [finding] = [d for d in findings(scenario, found) if d.code == "SC311"]
    assert finding.severity is Severity.ERROR
    assert "聊" in finding.message


def test_once_makes_the_loop_harmless() -> None:
    scenario = case(
        decision("一", choice("聊", 1, effects=(Points(0, 1),), once=True), choice("走", 2)),
        decision("二", choice("回头", 0)),
        ending("完", 50),
    )
    told = analyse(scenario).to_dict()
    assert told["farms"] == []
    assert told["value"]["best"] == pytest.approx(75)


def test_a_draw_in_a_loop_is_a_farm() -> None:
    scenario = case(
        decision("一", choice("再试", 1), choice("走", 2)),
        chance("抽", choice("成", 3), choice("不成", 0)),
        ending("败", 10),
        ending("成", 90),
    )
    [farm] = analyse(scenario).to_dict()["farms"]
    assert farm["chance"] and farm["points"] == {}


def test_a_loop_without_exit() -> None:
    scenario = case(
        decision("一", choice("进", 1), choice("走", 3)),
        decision("二", choice("左", 2)),
        decision("三", choice("右", 1)),
        ending("完", 50),
    )
    found = analyse(scenario)
    [finding] = [d for d in findings(scenario, found) if d.code == "SC310"]
    assert finding.witness == ("进",)
    assert found.best == pytest.approx(50), "the best line does not go there"
    assert found.bots["random"].value is None, "the random bot may never come to an end"
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [o["regret"] for o in told["start"]["options"]] == [None, 0]
    assert "—" in as_text(found)


def test_only_a_timeout_leads_out() -> None:
    scenario = case(decision("一", choice("等", SAME_NODE), time_limit=Timer(1000, 1)), ending("完", 50))
    assert "SC310" in codes(scenario)
    told = analyse(scenario).to_dict()
    assert told["endings"]["完"] == {"reachable": True, "rating": 50, "random": pytest.approx(0), "witness": ["超时"]}
    assert told["value"]["best"] is None


def test_no_option_and_no_branch() -> None:
    never = Compare(">=", Var(0), Const(2))
    empty = case(decision("一", choice("甲", 1, condition=never)), ending("完", 1), variables=TRUST)
    assert "SC313" in codes(empty)
    assert "SC310" not in codes(empty)
    undrawn = case(
        decision("零", choice("乙", 1)),
        chance("抽", choice("甲", 2, condition=never)),
        ending("完", 1),
        variables=TRUST,
    )
    [finding] = [d for d in findings(undrawn, analyse(undrawn)) if d.code == "SC312"]
    assert finding.witness == ("乙",)


# --- red lines -------------------------------------------------------------------------------------------------------


def test_red_lines_are_no_part_of_the_best_line_or_the_ranges() -> None:
    node = decision("一", choice("守", 1, effects=(Points(0, 2),)), choice("越", 2, redline="R1"))
    scenario = case(node, ending("平", 50), ending("大", 100), ending_share=80)
    found = analyse(scenario)
    told = found.to_dict()
    assert told["value"]["best"] == told["value"]["worst"] == pytest.approx(50)
    assert told["bots"]["last"]["endings"]["大"] == pytest.approx(0.995)
    [row] = told["redline_pays"]
    assert (row["node"], row["text"], row["gain"]) == ("一", "越", pytest.approx(50))
    assert row["witness"] == ["越"]
    assert [d.code for d in findings(scenario, found)] == ["SC511"]


def test_only_red_lines_left() -> None:
    node = decision("一", choice("越", 1, redline="R1"), choice("越多", 2, redline="R2"))
    scenario = case(node, ending("大", 100), ending("小", 10), ending_share=100)
    found = analyse(scenario)
    assert found.best == pytest.approx(100)
    assert found.worst == pytest.approx(10)
    assert "SC510" in [d.code for d in findings(scenario, found)]


def test_a_compliant_loop_is_no_way_out() -> None:
    node = decision("一", choice("等等", SAME_NODE), choice("越", 1, redline="R1"))
    scenario = case(node, ending("大", 100), ending_share=100)
    assert "SC510" in codes(scenario)
    assert analyse(scenario).best == pytest.approx(100)


# --- what never happens ----------------------------------------------------------------------------------------------


def test_dead_choices_unreachable_endings_and_constants() -> None:
    high, low = Compare(">=", Var(0), Const(2)), Compare("<=", Var(0), Const(3))
    node = decision(
        "一",
        choice("甲", 1, condition=low, line=11),
        choice("乙", 2, lock=high, lock_reason="不熟", line=12),
        choice("丙", 1, effects=(Change(0, "+=", 1),), line=13),
    )
    scenario = case(node, ending("成", 80, line=20), ending("败", 10, line=30), variables=TRUST)
    found = analyse(scenario)
    told = found.to_dict()
    assert told["never_choices"] == [{"node": "一", "text": "乙"}]
    assert [c["condition"] for c in told["always_true"]] == ["信任≤3"]
    assert [c["condition"] for c in told["always_false"]] == ["信任≥2"]
    assert told["endings"]["败"] == {"reachable": False, "rating": 10, "random": pytest.approx(0), "witness": []}
    assert [(d.code, d.line) for d in findings(scenario, found)] == [("SC323", 11), ("SC322", 12), ("SC320", 30)]


def test_constant_conditions_of_texts() -> None:
    def text(words: str, condition: object) -> Block:
        return Block(BlockKind.NARRATION, (Text(words),), condition=condition)  # type: ignore[arg-type]

    first = decision("一", choice("甲", 1, effects=(Change(0, "+=", 1),)), choice("乙", 1))
    last = ending(
        "完",
        50,
        blocks=(
            text("有时", Compare(">=", Var(0), Const(1))),
            text("从不", Compare(">=", Var(0), Const(2))),
            text("总是", Visited(0)),
        ),
    )
    told = analyse(case(first, last, variables=TRUST)).to_dict()
    assert told["always_true"] == [{"node": "完", "text": "总是", "condition": "到过 一", "line": 0}]
    assert told["always_false"] == [{"node": "完", "text": "从不", "condition": "信任≥2", "line": 0}]


def test_more_than_nine_options() -> None:
    options = [choice(f"选{i}", 1) for i in range(10)]
    scenario = case(decision("一", *options), ending("完", 50))
    [finding] = [d for d in findings(scenario, analyse(scenario)) if d.severity is Severity.ERROR]
    assert finding.code == "SC314"


def test_ignored_findings_are_not_told_but_errors_are() -> None:
    scenario = case(decision("一", choice("等", SAME_NODE)), ending("完", 50, line=9))
    assert codes(scenario) == ["SC310", "SC320"]
    assert codes(replace(scenario, ignored={"SC310": "就这样", "SC320": "故意的"})) == ["SC310"]


def test_a_bot_that_wins_is_told() -> None:
    scenario = case(
        decision("一", choice("好", 1, effects=(Points(0, 5),)), choice("差", 1)), ending("完", 50), ending_share=0
    )
    messages = [d.message for d in findings(scenario, analyse(scenario)) if d.code == "SC412"]
    assert any("总选第一" in message for message in messages)
    assert not any("总选最后" in message for message in messages)


# --- not exhausted ---------------------------------------------------------------------------------------------------


def test_not_exhausted_says_nothing_it_does_not_know() -> None:
    variables = tuple(Variable(f"量{i}", 0, 0, 9) for i in range(4))
    turns = [choice(f"加{i}", SAME_NODE, effects=(Change(i, "+=", 1),)) for i in range(4)]
    goal = [choice(f"到{i}", 1, condition=Compare(">=", Var(i), Const(9))) for i in range(4)]
    scenario = case(decision("一", *turns, *goal), ending("完", 50), variables=variables)
    found = analyse(scenario, limit=500)
    told = found.to_dict()
    assert not told["exhausted"]
    assert told["value"] == {"best": None, "worst": None, "random": None}
    assert told["never_choices"] is None and told["always_true"] is None
    assert told["endings"]["完"]["reachable"] in (True, None)
    assert told["endings"]["完"]["random"] is None
    assert told["decisions"] == []
    assert [d.code for d in findings(scenario, found)] == ["SC340"]
    assert solve(scenario, limit=500).start_value is None
    assert analyse(scenario, limit=20_000).exhausted


def test_no_range_of_points_counts_the_ending_only() -> None:
    scenario = case(
        decision("一", choice("甲", 1), choice("乙", 2)), ending("成", 80), ending("败", 20), ending_share=30
    )
    assert (analyse(scenario).best, analyse(scenario).worst) == (80, 20)
