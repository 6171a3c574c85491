"""The example of format.md §1, whose numbers were worked out by hand."""

from __future__ import annotations

import json

import pytest

from tests.analysis.cases import example
from trainer.analysis.lints import findings
from trainer.analysis.report import Analysis, analyse
from trainer.analysis.solve import solve
from trainer.content.model import Check, CheckKind
from trainer.engine.machine import compile_scenario


@pytest.fixture(scope="module")
def found() -> Analysis:
    return analyse(example())


def test_values(found: Analysis) -> None:
    value = found.to_dict()["value"]
    assert value["best"] == pytest.approx(96)
    assert value["worst"] == pytest.approx(4)
    assert value["random"] == pytest.approx(38.3020833333)


def test_keys_are_those_promised(found: Analysis) -> None:
    told = json.loads(json.dumps(found.to_dict()))
    assert list(told) == [
        "id", "exhausted", "states", "transitions", "value", "points", "endings", "bots", "decisions", "start",
        "never_choices", "always_true", "always_false", "farms", "redline_pays",
    ]  # fmt: skip
    assert told["id"] == "first-call"
    assert told["points"]["需求挖掘"] == {"min": 0, "max": 5, "best_expected": 5}
    assert told["endings"]["约到拜访"] == {
        "reachable": True,
        "rating": 90,
        "random": pytest.approx(0.41927083333),
        "witness": ["问三号线停机的事归谁管", "问最近一次停机误了哪张单"],
    }
    assert set(told["bots"]) == {"random", "first", "last", "longest", "shortest", "politest"}
    assert set(told["bots"]["first"]) == {"value", "share", "endings"}
    assert [d["node"] for d in told["decisions"]] == ["总机", "周工接电话"]
    assert told["decisions"][1]["stake"] == pytest.approx(68)
    assert told["decisions"][1]["options"][1] == {
        "text": "请他说说谁管备件预算",
        "value": pytest.approx(52),
        "regret": pytest.approx(20),
        "redline": None,
    }
    assert [o["regret"] for o in told["start"]["options"]] == pytest.approx([71.6, 0, 24, 0])
    assert told["never_choices"] == told["always_true"] == told["always_false"] == told["farms"] == []


def test_no_findings(found: Analysis) -> None:
    assert findings(example(), found) == ()


def test_decision_at_the_start() -> None:
    scenario = example()
    solution = solve(scenario)
    decision = solution.decision(compile_scenario(scenario).initial)
    assert decision is not None
    assert decision.value == pytest.approx(96)
    assert decision.stake == pytest.approx(71.6)
    assert [o.redline for o in decision.options] == [None, None, "R3", None]
    assert [o.quality for o in decision.options] == pytest.approx([0, 1, 0, 1])
    assert decision.best == 1
    assert decision.mean_quality == pytest.approx(0.5)
    assert (solution.pmin, solution.pmax) == (0, 15)
    assert solution.median_stake == pytest.approx((71.6 + 68) / 2)


def test_stands_where_its_author_says(found: Analysis) -> None:
    scenario = found.scenario
    walk = Check(CheckKind.WALK, "走法", steps=("问三号线停机", "问最近一次停机", "结局 约到拜访"))
    kept = (
        Check(CheckKind.REACHABLE, "可达 结局 约到拜访", node=3),
        walk,
        Check(CheckKind.BOT, "机器人 随机 不超过 50%", bot="随机", percent=50.0),
    )
    from dataclasses import replace

    good = replace(scenario, checks=kept)
    assert findings(good, analyse(good)) == ()
    bad = replace(
        scenario,
        checks=(
            Check(CheckKind.UNREACHABLE, "不可达 结局 没约上", node=4, line=7),
            Check(CheckKind.WALK, "走法 …", steps=("报上公司名", "占线", "结局 约到拜访"), line=8),
            Check(CheckKind.WALK, "走法 …", steps=("超时", "结局 没约上"), line=9),
            Check(CheckKind.WALK, "走法 …", steps=("先挂", "先挂", "先挂", "没有"), line=10),
            Check(CheckKind.BOT, "机器人 总选最长 不超过 50%", bot="总选最长", percent=50.0, line=11),
        ),
    )
    told = findings(bad, analyse(bad))
    assert [(d.code, d.line) for d in told] == [("SC331", 7), ("SC332", 8), ("SC332", 10), ("SC333", 11)]
    assert told[0].witness == ("超时",)
    assert told[1].witness == ("报上公司名", "占线")
    assert "结局 没约上" in told[1].message
