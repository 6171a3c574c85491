"""The rules of format.md 1.4, one by one; the second (what is offered) is in test_available.py."""

from __future__ import annotations

from tests.support.player import MakePlayer
from tests.support.scenarios import add, chance, choice, cmp, ending, node, pts, put, scenario, text
from trainer.content.model import (
    Chosen,
    Compare,
    Const,
    Count,
    Remaining,
    Visited,
)
from trainer.engine.types import EventType

END = ending("完", 50)


# --- 1. entering ------------------------------------------------------------------------------------------------------


def test_entering_applies_the_entry_effects_once(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("去", "乙"), effects=(add(0, 1), pts(0, 2))),
            node("乙", choice("回", "甲"), choice("完了", "完"), effects=(add(0, 2),)),
            END,
            variables=[(0, 0, 9)],
        )
    )
    assert (p.value(0), p.state.points) == (1, (2, 0))
    p.choose("去")
    assert (p.value(0), p.state.points) == (3, (2, 0))
    p.choose("回")
    assert (p.value(0), p.state.points) == (4, (4, 0))


def test_entry_effects_decide_what_the_node_shows(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("一", "完", condition=cmp(0, ">=", 1)),
                choice("二", "完"),
                effects=(add(0, 1),),
                blocks=(text("有", condition=cmp(0, ">=", 1)), text("无", otherwise=True)),
            ),
            END,
            variables=[(0, 0, 1)],
        )
    )
    assert p.options == ["一", "二"]
    assert p.scene.blocks == (0,)
    assert p.events[0].data["blocks"] == [0]


def test_visited_means_entered_before_the_present_entry(play: MakePlayer) -> None:
    here = Visited(0)
    p = play(
        scenario(
            node("甲", choice("再来", "甲"), choice("去", "乙"), choice("来过", "完", condition=here)),
            node(
                "乙",
                choice("到过甲", "完", condition=here),
                choice("到过乙", "完", condition=Visited(1)),
                choice("回", "甲"),
                choice("重来", "乙"),
            ),
            END,
        )
    )
    assert "来过" not in p.options
    p.choose("去")
    assert "到过甲" in p.options
    assert "到过乙" not in p.options
    p.choose("重来")
    assert "到过乙" in p.options
    p.choose("回")
    assert "来过" in p.options


def test_the_first_node_may_be_any(play: MakePlayer) -> None:
    p = play(scenario(node("甲", choice("去", "完")), node("乙", choice("走", "完")), END, start=1))
    assert p.node == "乙"


# --- 3. a choice ------------------------------------------------------------------------------------------------------


def test_effects_apply_left_to_right_each_clamped(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("上下", "#本节", add(0, 9), add(0, -2)),
                choice("设", "#本节", put(0, 3), add(0, 1)),
                choice("设过头", "#本节", add(0, 1), put(0, 99)),
                choice("完了", "完"),
            ),
            END,
            variables=[(1, -3, 5)],
        )
    )
    assert p.choose("上下").value(0) == 3
    assert p.choose("设").value(0) == 4
    assert p.choose("设过头").value(0) == 5


def test_a_wide_range_clamps_at_both_ends(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("加", "#本节", add(0, 700)),
                choice("减", "#本节", add(0, -800)),
                choice("往返", "#本节", add(0, 5000), add(0, -300), add(0, 10)),
                choice("完了", "完"),
            ),
            END,
            variables=[(0, -1000, 1000)],
        )
    )
    seen = [p.choose(way).value(0) for way in ("加", "加", "减", "减", "减", "加", "往返")]
    assert seen == [700, 1000, 200, -600, -1000, -300, 710]


def test_a_choice_stays_unless_it_is_once(play: MakePlayer) -> None:
    p = play(
        scenario(node("甲", choice("常在", "#本节"), choice("一次", "#本节", once=True), choice("完了", "完")), END)
    )
    p.choose("常在").choose("一次")
    assert p.options == ["常在", "完了"]


def test_once_holds_over_entries(play: MakePlayer) -> None:
    p = play(
        scenario(node("甲", choice("一次", "乙", once=True), choice("完了", "完")), node("乙", choice("回", "甲")), END)
    )
    p.choose("一次").choose("回")
    assert p.options == ["完了"]


def test_chosen_knows_what_was_taken(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("问", "乙"), choice("不问", "乙"), choice("也问", "乙")),
            node("乙", choice("问过", "完", condition=Chosen(((0, 0), (0, 2)))), choice("完了", "完")),
            END,
        )
    )
    assert p.choose("问").options == ["问过", "完了"]


def test_points_add_up_and_do_not_change_the_core(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("好", "乙", pts(0, 2), pts(1, -1), pts(0, 1)), choice("差", "乙")),
            node("乙", choice("完了", "完", pts(1, 4))),
            ending("完", 50, effects=(pts(0, 10),)),
        )
    )
    p.choose("好")
    assert p.state.points == (3, -1)
    assert p.choose("完了").state.points == (13, 3)


# --- 4. the budget ----------------------------------------------------------------------------------------------------


def test_exactly_zero_is_not_overdrawn(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("拜访", "#本节", cost=3), choice("完了", "完")), ending("超", 0), END, budget=(6, "超")
        )
    )
    p.choose("拜访").choose("拜访")
    assert (p.remaining, p.overdrawn, p.node) == (0, False, "甲")
    assert p.last[0].data["cost"] == 3
    p.choose("完了")
    assert p.node == "完"


def test_an_overdrawn_choice_counts_and_goes_to_the_target(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("拜访", "乙", pts(0, 5), add(0, 1), cost=5, once=True, rung=0), choice("完了", "完")),
            node("乙", choice("完了", "完"), effects=(pts(1, 9),)),
            node(
                "超时",
                choice("又拜访", "超时", cost=4),
                choice("看", "完", condition=Chosen(((0, 0),))),
                choice("爬过", "完", condition=Compare("==", Count(0), Const(1))),
                choice("来自甲", "完", condition=Visited(0)),
                choice("没时间", "完", condition=Compare("==", Remaining(), Const(0))),
                effects=(pts(1, 1),),
            ),
            END,
            budget=(4, "超时"),
            variables=[(0, 0, 3)],
            rungs=1,
        )
    )
    p.choose("拜访")
    assert p.node == "超时"
    assert (p.remaining, p.overdrawn, p.value(0), p.state.points) == (0, True, 1, (5, 1))
    assert p.kinds == ["chose", "overdrawn", "entered"]
    assert p.options == ["又拜访", "看", "爬过", "来自甲", "没时间"]
    p.choose("又拜访")  # 耗时 costs nothing any more
    assert (p.node, p.remaining, p.overdrawn) == ("超时", 0, True)
    assert p.kinds == ["chose", "entered"]
    assert p.last[0].data["cost"] == 0


def test_overdrawing_in_the_target_itself_or_by_same_node_is_a_new_entry(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("等", "#本节", cost=2), choice("完了", "完"), effects=(add(0, 1),)),
            END,
            budget=(3, "甲"),
            variables=[(0, 0, 9)],
        )
    )
    p.choose("等")
    assert (p.value(0), p.kinds) == (1, ["chose", "shown_again"])
    p.choose("等")
    assert (p.value(0), p.kinds) == (2, ["chose", "overdrawn", "entered"])
    p.choose("等")
    assert (p.value(0), p.kinds) == (2, ["chose", "shown_again"])


def test_remaining_time_is_read_after_the_cost(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("走", "乙", cost=2)),
            node("乙", choice("还剩三", "完", condition=Compare("==", Remaining(), Const(3))), choice("完了", "完")),
            END,
            budget=(5, "完"),
        )
    )
    assert p.choose("走").options == ["还剩三", "完了"]


# --- 5. this node, next node ------------------------------------------------------------------------------------------


def test_same_node_shows_the_choices_again_without_entering(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("本节", "#本节", add(1, 1)),
                choice("按名", "甲"),
                choice("到过", "完", condition=Visited(0)),
                choice("够了", "完", condition=cmp(1, ">=", 1)),
                effects=(add(0, 1),),
            ),
            END,
            variables=[(0, 0, 9), (0, 0, 9)],
        )
    )
    p.choose("本节")
    assert (p.value(0), p.state.entries, p.kinds) == (1, 1, ["chose", "shown_again"])
    assert p.options == ["本节", "按名", "够了"]
    p.choose("按名")
    assert (p.value(0), p.state.entries, p.kinds) == (2, 2, ["chose", "entered"])
    assert p.options == ["本节", "按名", "到过", "够了"]


# --- endings ----------------------------------------------------------------------------------------------------------


def test_an_ending_ends_the_play_on_arrival(play: MakePlayer) -> None:
    p = play(scenario(node("甲", choice("走", "完")), END))
    p.choose("走")
    assert p.state.ended
    assert p.kinds == ["chose", "entered", "ended"]
    assert p.last_of(EventType.ENDED).data == {"node": 1, "ending": "完", "rating": 50}
    assert p.scene.options == ()
    assert p.scene.ended


def test_a_scenario_may_begin_with_chance_and_end_at_once(play: MakePlayer) -> None:
    p = play(scenario(chance("运", choice("只有", "完", pts(0, 1))), END))
    assert p.state.ended
    assert p.state.points == (1, 0)
    assert p.kinds == ["entered", "drew", "entered", "ended"]
