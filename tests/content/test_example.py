"""The example of the format's description reads without findings, and means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.content_frame import COMPETENCIES
from trainer.content.dump import dump_scenario
from trainer.content.model import (
    SAME_NODE,
    Attitude,
    BlockKind,
    Change,
    CheckKind,
    Compare,
    Const,
    NodeKind,
    Points,
    Scenario,
    Text,
    Timer,
    Var,
)
from trainer.content.reader import read_scenario

FILE = Path(__file__).resolve().parents[1] / "fixtures" / "content" / "first-call.md"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    result = read_scenario(FILE.read_bytes(), "scenarios/first-call.md", competencies=COMPETENCIES)
    assert result.diagnostics == ()
    assert result.scenario is not None
    return result.scenario


def test_settings(scenario: Scenario) -> None:
    assert (scenario.id, scenario.title) == ("first-call", "前台那十五秒")
    assert (scenario.difficulty, scenario.duration, scenario.case) == (2, "6分钟", "C21")
    assert scenario.frameworks == ("F62", "F64", "F74")
    assert [(c.name, c.weight) for c in scenario.competencies] == [("需求挖掘", 3), ("决策链", 2)]
    assert (scenario.ending_share, scenario.pass_mark, scenario.start) == (40, 60, 0)
    assert scenario.budget is not None
    assert (scenario.budget.total, scenario.budget.unit, scenario.budget.target) == (20, "分钟", 4)
    assert scenario.rungs == ("情境", "难点", "暗示", "回报")


def test_people_and_variables(scenario: Scenario) -> None:
    assert [(v.name, v.initial, v.minimum, v.maximum) for v in scenario.variables] == [
        ("信任", 2, 0, 5),
        ("周工.态度", int(Attitude.DOUBT), 1, 5),
    ]
    (person,) = scenario.people
    assert (person.name, person.title, person.role, person.votes) == ("周工", "设备科工程师", "技术专家", 1)
    assert person.attitude == 1 and person.fields == ()


def test_nodes(scenario: Scenario) -> None:
    assert [(n.name, n.kind) for n in scenario.nodes] == [
        ("总机", NodeKind.CHOICE),
        ("采购部", NodeKind.CHANCE),
        ("周工接电话", NodeKind.CHOICE),
        ("约到了", NodeKind.ENDING),
        ("前台收线", NodeKind.ENDING),
    ]
    assert scenario.nodes[0].time_limit == Timer(30_000, 4)
    assert [(n.ending, n.rating) for n in scenario.nodes[3:]] == [("约到拜访", 90), ("没约上", 10)]
    assert [branch.weight for branch in scenario.nodes[1].choices] == [3, 7]


def test_choices(scenario: Scenario) -> None:
    first, second, third, fourth = scenario.nodes[0].choices
    assert (first.text, first.target, first.cost, first.line) == ("报上公司名，请转采购部", 1, 5, 28)
    assert [(b.kind, b.speaker, b.parts) for b in first.replies] == [
        (BlockKind.SPEECH, "总机", (Text("采购部不接推销电话。我帮您记一下吧。"),)),
        (BlockKind.COACH, "", (Text("一开口就把自己放进了「推销」那一格。"),)),
    ]
    assert second.effects == (Points(0, 2), Change(0, "+=", 1)) and second.rung == 0
    assert third.redline == "R3" and third.effects == (Change(0, "+=", -2),)
    assert fourth.target == 0 != SAME_NODE
    locked = scenario.nodes[2].choices[1]
    assert locked.lock == Compare(">=", Var(0), Const(3)) and locked.lock_reason == "他还不想说这个"


def test_conditional_blocks_and_briefing(scenario: Scenario) -> None:
    shown, otherwise = scenario.nodes[2].blocks
    assert shown.condition == Compare(">=", Var(0), Const(3)) and not shown.otherwise
    assert otherwise.condition is None and otherwise.otherwise
    assert [b.parts for b in scenario.briefing] == [
        (Text("你第一次打给江岚轴承。总机正忙，你只有一句话的机会。（情节虚构）"),)
    ]


def test_checks(scenario: Scenario) -> None:
    reach, walk, bot = scenario.checks
    assert (reach.kind, reach.node) == (CheckKind.REACHABLE, 3)
    assert walk.steps == ("问三号线停机", "问最近一次停机", "结局 约到拜访")
    assert (bot.bot, bot.percent, bot.line, bot.column) == ("随机", 50.0, 61, 4)


def test_the_digest_is_that_of_the_text_as_read(scenario: Scenario) -> None:
    import hashlib

    assert scenario.digest == hashlib.sha256(FILE.read_bytes()).hexdigest()


def test_text_and_bytes_line_ends_and_byte_order_mark_mean_the_same() -> None:
    text = FILE.read_text("utf-8")
    plain = dump_scenario(_read(text))
    for other in (text.encode(), "\ufeff" + text, ("\ufeff" + text).encode(), text.replace("\n", "\r\n")):
        dump = dump_scenario(_read(other))
        assert {k: v for k, v in dump.items() if k != "digest"} == {k: v for k, v in plain.items() if k != "digest"}


def _read(text: str | bytes) -> Scenario:
    result = read_scenario(text, "first-call.md", competencies=COMPETENCIES)
    assert result.diagnostics == () and result.scenario is not None
    return result.scenario


def test_the_dump_is_json_in_file_order(scenario: Scenario) -> None:
    import json

    dump = json.loads(json.dumps(dump_scenario(scenario), ensure_ascii=False))
    assert list(dump)[:4] == ["format", "id", "title", "digest"]
    assert [node["name"] for node in dump["nodes"]] == [node.name for node in scenario.nodes]
    assert dump["nodes"][2]["choices"][1]["lock"] == {
        "type": "Compare",
        "op": ">=",
        "left": {"type": "Var", "variable": 0},
        "right": {"type": "Const", "value": 3},
    }
