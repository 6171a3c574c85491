"""Real time: 限时, 计时, 停表 and 作答 (format.md 1.3, 1.4)."""

from __future__ import annotations

import pytest

from tests.support.player import MakePlayer, Player
from tests.support.scenarios import add, answer, chance, choice, ending, node, pts, scenario, text
from trainer.content.model import Answer, Keyword, Points, Scenario, SelfCheck, Visited
from trainer.engine.types import EventType
from trainer.errors import UsageError

END = ending("完", 50)
LATE = ending("晚", 0)


def refused(player: Player, code: str, action: str, *args: object) -> None:
    """The action is refused with this code and changes nothing."""
    before = player.state
    with pytest.raises(UsageError) as caught:
        getattr(player, action)(*args)
    assert caught.value.code == code
    assert player.state == before


def limited() -> Scenario:
    return scenario(
        node("甲", choice("等", "#本节"), choice("再来", "甲"), choice("走", "乙"), limit=(3000, "晚点")),
        node("乙", choice("完了", "完")),
        node("晚点", choice("甲来的", "完", condition=Visited(0)), choice("完了", "完"), effects=(pts(0, -1),)),
        END,
    )


def test_a_limit_starts_on_each_entry_and_runs_on_over_same_node(play: MakePlayer) -> None:
    p = play(limited())
    assert p.state.limit_ms == 3000
    assert p.choose("等", 1000).state.limit_ms == 2000
    assert p.choose("再来", 500).state.limit_ms == 3000
    assert p.choose("走", 2999).state.limit_ms is None


def test_a_limit_that_runs_out_leads_on(play: MakePlayer) -> None:
    p = play(limited()).timeout()
    assert p.node == "晚点"
    assert p.kinds == ["timed_out", "entered"]
    assert p.last[0].data == {"node": 0, "timer": "limit"}
    assert p.state.points == (-1, 0)
    assert p.options == ["甲来的", "完了"]


def test_a_choice_after_the_deadline_is_refused(play: MakePlayer) -> None:
    p = play(limited())
    refused(p, "EN105", "choose", "走", 3000)
    refused(p, "EN105", "elapse", 5000)
    p.elapse(2000)
    refused(p, "EN105", "choose", "走", 1000)
    assert p.choose("走", 999).node == "乙"


def test_elapsed_time_is_stored(play: MakePlayer) -> None:
    p = play(limited()).elapse(1200)
    assert p.state.limit_ms == 1800
    assert p.kinds == ["elapsed"]
    assert p.last[0].data == {"elapsed_ms": 1200}
    refused(p, "EN104", "elapse", -1)
    refused(p, "EN104", "choose", "走", -1)


def clocked() -> Scenario:
    return scenario(
        node("甲", choice("走", "乙"), choice("停", "停"), clock=(10_000, "晚点")),
        node("乙", choice("走", "丙"), choice("再开", "甲"), limit=(4000, "丙")),
        node("丙", choice("停", "停"), choice("转", "运"), choice("完了", "完")),
        chance("运", choice("好", "丙"), choice("坏", "丙")),
        node("停", choice("走", "丙"), stop_clock=True),
        node("晚点", choice("完了", "完"), choice("等", "#本节")),
        END,
    )


def test_a_clock_runs_on_across_nodes(play: MakePlayer) -> None:
    p = play(clocked()).choose("走", 1000)
    assert (p.state.clock_ms, p.state.limit_ms, p.state.clock_target) == (9000, 4000, 5)
    p.choose("走", 3000)
    assert (p.state.clock_ms, p.state.limit_ms) == (6000, None)
    p.choose("转", 500)
    assert (p.node, p.state.clock_ms) == ("丙", 5500)
    p.timeout()
    assert (p.node, p.state.clock_ms, p.state.clock_target) == ("晚点", None, None)
    assert p.last[0].data["timer"] == "clock"
    p.choose("等", 60_000)  # firing ended it
    assert p.machine.timeouts(p.state.core) == ()


def test_the_earlier_deadline_fires_first(play: MakePlayer) -> None:
    p = play(clocked()).choose("走", 1000).timeout()
    assert (p.node, p.last[0].data["timer"], p.state.clock_ms) == ("丙", "limit", 5000)
    p = play(clocked()).choose("走", 7000).timeout()
    assert (p.node, p.last[0].data["timer"], p.state.limit_ms) == ("晚点", "clock", None)


def test_on_a_tie_the_clock_fires(play: MakePlayer) -> None:
    p = play(clocked()).choose("走", 6000)
    assert (p.state.clock_ms, p.state.limit_ms) == (4000, 4000)
    assert p.timeout().node == "晚点"


def test_stop_and_ending_end_a_clock(play: MakePlayer) -> None:
    p = play(clocked()).choose("停", 100)
    assert (p.state.clock_ms, p.state.clock_target) == (None, None)
    refused(p, "EN109", "timeout")
    p = play(clocked()).choose("走").choose("走").choose("完了")
    assert (p.state.ended, p.state.clock_ms) == (True, None)


def test_there_is_one_clock_at_a_time(play: MakePlayer) -> None:
    p = play(clocked()).choose("走", 4000).choose("再开", 1000)
    assert (p.node, p.state.clock_ms) == ("甲", 10_000)


def test_clocks_to_different_nodes_are_told_apart(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("左", "左"), choice("右", "右")),
            node("左", choice("走", "中"), clock=(5000, "完")),
            node("右", choice("走", "中"), clock=(5000, "晚")),
            node("中", choice("走", "完")),
            END,
            LATE,
        )
    )
    p.choose("右").choose("走")
    assert p.machine.timeouts(p.state.core) == (("clock", 5),)
    assert p.timeout().node == "晚"


def test_timers_can_be_switched_off(play: MakePlayer) -> None:
    p = play(clocked(), timers=False)
    p.choose("走", 99_000)
    assert (p.state.clock_ms, p.state.limit_ms) == (None, None)
    refused(p, "EN109", "timeout")
    p.elapse(99_000).choose("走", 99_000)
    assert p.node == "丙"


# --- 作答 -----------------------------------------------------------------------------------------------------------


def written(ms: int = 60_000) -> Scenario:
    return scenario(
        node("甲", choice("写", "写"), clock=(90_000, "晚点")),
        answer(
            "写",
            choice("提交", "乙", add(0, 1), pts(0, 2)),
            Answer(
                ms,
                30,
                150,
                text("请写"),
                (Keyword(("停机", "损失"), (Points(0, 3),)), Keyword(("预算",), (Points(1, 1),))),
                (SelfCheck("提到了时间", (Points(1, 2),)),),
            ),
        ),
        node("乙", choice("完了", "完")),
        node("晚点", choice("完了", "完")),
        END,
        variables=[(0, 0, 3)],
    )


def test_an_answer_gives_practice_points_and_goes_on_by_its_link(play: MakePlayer) -> None:
    p = play(written()).choose("写", 1000)
    assert p.scene.answer is not None
    assert p.scene.options == ()
    assert p.state.limit_ms == 60_000
    p.respond((0, 1), (0,), 20_000)
    assert (p.node, p.value(0)) == ("乙", 1)
    assert (p.state.points, p.state.practice) == ((2, 0), (3, 3))
    assert p.state.limit_ms is None
    assert p.state.clock_ms == 69_000
    assert p.kinds == ["responded", "entered"]
    assert p.last[0].data == {
        "node": 1,
        "keywords": [0, 1],
        "self_checks": [0],
        "length": 12,
        "digest": "0" * 64,
        "elapsed_ms": 20_000,
    }


def test_at_zero_the_text_stands(play: MakePlayer) -> None:
    p = play(written()).choose("写").respond((0,), (), 60_200)
    assert (p.node, p.state.practice) == ("乙", (3, 0))
    assert p.state.clock_ms == 30_000  # the answer ended at its limit


def test_a_timeout_of_an_answer_is_an_empty_one(play: MakePlayer) -> None:
    p = play(written()).choose("写").timeout()
    assert (p.node, p.state.practice, p.state.points) == ("乙", (0, 0), (2, 0))
    assert p.kinds == ["responded", "entered"]
    assert p.last[0].data["length"] == 0


def test_a_clock_may_fire_during_an_answer(play: MakePlayer) -> None:
    p = play(written()).choose("写", 30_000)
    refused(p, "EN105", "respond", (), (), 60_000)  # tie: the clock
    assert p.timeout().node == "晚点"


def test_wrong_answers_are_refused(play: MakePlayer) -> None:
    p = play(written())
    refused(p, "EN106", "respond")
    p.choose("写")
    refused(p, "EN102", "choose", "提交")
    refused(p, "EN107", "respond", (2,))
    refused(p, "EN107", "respond", (0, 0))
    refused(p, "EN107", "respond", (), (-1,))
    refused(p, "EN104", "respond", (), (), -5)


def test_an_answer_without_limit(play: MakePlayer) -> None:
    p = play(written(0)).choose("写", 10)
    assert p.state.limit_ms is None
    assert p.respond((), (), 80_000).node == "乙"


def test_every_event_survives_json(play: MakePlayer) -> None:
    p = play(written()).choose("写").respond((0,)).choose("完了")
    assert {event.type for event in p.events} >= {EventType.RESPONDED, EventType.ENDED}
