"""Decisions of cases as questions."""

from __future__ import annotations

import pytest

from tests.scoring.test_run import play
from tests.support import scenarios as made
from tests.support.amounts import first_few
from tests.support.shipped import CASES, library
from trainer.analysis.solve import solve
from trainer.content.item_json import item_from_dict, item_to_dict
from trainer.content.items import Item, ItemType
from trainer.content.model import Block, BlockKind, Scenario, Text, Value
from trainer.content.prose import Inline
from trainer.engine.machine import compile_scenario
from trainer.engine.quiz import grade
from trainer.engine.quiz_types import Response
from trainer.scoring.decision_item import card_id, decision_item
from trainer.scoring.review import DECISION_REGRET
from trainer.scoring.run import score_run


def coach(*parts: Inline) -> Block:
    return Block(BlockKind.COACH, parts)


def small() -> Scenario:
    """A decision with two good options, a bad one and a red line; a variable that the texts show."""
    return made.scenario(
        made.node(
            "开场",
            made.choice("先问", "好", made.pts(0, 10), replies=(coach(Text("先问，信任是 "), Value(0)),)),
            made.choice("也问", "好", made.pts(0, 10)),
            made.choice("直接报价", "差", replies=(coach(Text("太早")),)),
            made.choice("送礼", "好", made.pts(0, 10), redline="R1", replies=(coach(Text("违规")),)),
            made.choice("锁住的", "好", condition=made.cmp(0, ">", 5)),
            blocks=(
                Block(BlockKind.NARRATION, (Text("信任 "), Value(0))),
                Block(BlockKind.NARRATION, (Text("看不见"),), condition=made.cmp(0, ">", 5)),
                coach(Text("提示")),
            ),
        ),
        made.ending("好", 100),
        made.ending("差", 0),
        variables=[(2, 0, 9)],
        frameworks=("F01", "F02"),
        difficulty=4,
    )


def item_of(scenario: Scenario) -> Item | None:
    return decision_item(scenario, solve(scenario), compile_scenario(scenario).initial)


def words(item: Item) -> list[str]:
    return ["".join(part.text for part in block.parts if isinstance(part, Text)) for block in item.explanation]


def test_a_decision_becomes_a_question() -> None:
    item = item_of(small())
    assert item is not None
    assert (item.id, item.name, item.type) == ("test/开场", "开场", ItemType.SINGLE)
    assert [(o.text, o.right) for o in item.options] == [
        ("先问", True),
        ("也问", True),
        ("直接报价", False),
        ("送礼", False),
    ]
    assert [o.feedback for o in item.options] == ["先问，信任是 2", "", "太早", "这一步踩了红线 R1。\n违规"]
    assert [block.parts for block in item.stem] == [(Text("信任 "), Text("2"))]
    assert words(item) == ["最好的选择：先问", "先问，信任是 2", "相关框架：F01、F02"]
    assert (item.difficulty, item.frameworks, item.competencies) == (4, ("F01", "F02"), ("能力0",))


def test_every_best_option_counts_as_right() -> None:
    item = item_of(small())
    assert item is not None
    assert [grade(item, Response(picks=(i,))).right for i in range(4)] == [True, True, False, False]


def test_nothing_to_choose_is_no_question() -> None:
    scenario = made.scenario(made.node("开场", made.choice("走", "好")), made.ending("好", 100))
    assert item_of(scenario) is None


def test_a_case_without_values_makes_no_question() -> None:
    scenario = small()
    assert decision_item(scenario, solve(scenario, limit=1), compile_scenario(scenario).initial) is None


def test_card_ids() -> None:
    assert card_id("bid-360w", "开标") == "d:bid-360w:开标"


@pytest.mark.parametrize("name", first_few(CASES, 1))
def test_every_costly_decision_of_a_shipped_case_makes_a_card(name: str) -> None:
    scenario = library().get(name)
    known = solve(scenario)
    seen = set()
    for seed in range(12):
        moves = play(scenario, seed, timeouts=False)
        for move, step in zip(moves, score_run(scenario, known, moves, ended=True).steps, strict=True):
            if not step.scored or step.regret <= DECISION_REGRET or move.node in seen or move.choice is None:
                continue
            seen.add(move.node)
            item = decision_item(scenario, known, move.before)
            assert item is not None and item.stem
            assert any(o.right for o in item.options)
            chosen = [o.text for o in item.options].index(scenario.nodes[move.node].choices[move.choice].text)
            assert not grade(item, Response(picks=(chosen,))).right
            assert item_from_dict(item_to_dict(item)) == item
    assert seen
