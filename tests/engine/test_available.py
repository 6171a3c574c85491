"""The rules of format.md 1.4 on what is offered: conditions, locks, 否则, votes and counts."""

from __future__ import annotations

from tests.support.player import MakePlayer
from tests.support.scenarios import add, choice, cmp, ending, node, scenario, text
from trainer.content.model import Arith, Attitude, Compare, Const, Count, Not, Person, Var, Variable, Votes

END = ending("完", 50)


def test_condition_hides_and_lock_shows_locked(play: MakePlayer) -> None:
    low, high = cmp(0, ">=", 1), cmp(0, ">=", 2)
    p = play(
        scenario(
            node(
                "甲",
                choice("加", "#本节", add(0, 1)),
                choice("藏", "完", condition=low),
                choice("锁", "完", lock=high, lock_reason="还不行"),
                choice("先藏后锁", "完", condition=low, lock=high),
            ),
            END,
            variables=[(0, 0, 2)],
        )
    )
    assert (p.options, p.locked) == (["加"], ["锁"])
    p.choose("加")
    assert (p.options, p.locked) == (["加", "藏"], ["锁", "先藏后锁"])
    p.choose("加")
    assert (p.options, p.locked) == (["加", "藏", "锁", "先藏后锁"], [])


def test_otherwise_looks_at_available_conditionals_since_the_previous_otherwise(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("加", "#本节", add(0, 1)),
                choice("若一", "完", condition=cmp(0, "==", 1)),
                choice("常", "完"),
                choice("否则一", "完", otherwise=True),
                choice("若二", "完", condition=cmp(0, "==", 2)),
                choice("否则二", "完", otherwise=True),
            ),
            END,
            variables=[(0, 0, 2)],
        )
    )
    assert p.options == ["加", "常", "否则一", "否则二"]
    p.choose("加")
    assert p.options == ["加", "若一", "常", "否则二"]
    p.choose("加")
    assert p.options == ["加", "常", "否则一", "若二"]


def test_a_locked_or_used_up_conditional_does_not_keep_otherwise_away(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("若锁", "完", condition=cmp(0, "==", 0), lock=cmp(0, "==", 1)),
                choice("否则一", "完", otherwise=True),
                choice("若一次", "#本节", condition=cmp(0, "==", 0), once=True),
                choice("否则二", "完", otherwise=True),
            ),
            END,
            variables=[(0, 0, 1)],
        )
    )
    assert (p.options, p.locked) == (["否则一", "若一次"], ["若锁"])
    p.choose("若一次")
    assert p.options == ["否则一", "否则二"]


def test_otherwise_blocks(play: MakePlayer) -> None:
    p = play(
        scenario(
            node(
                "甲",
                choice("加", "甲", add(0, 1)),
                choice("完了", "完"),
                blocks=(
                    text("若一", condition=cmp(0, "==", 1)),
                    text("常"),
                    text("否则一", otherwise=True),
                    text("若二", condition=cmp(0, "==", 2)),
                    text("若三", condition=cmp(0, ">=", 1)),
                    text("否则二", otherwise=True),
                ),
            ),
            END,
            variables=[(0, 0, 2)],
        )
    )
    assert p.scene.blocks == (1, 2, 5)
    assert p.choose("加").scene.blocks == (0, 1, 4)
    assert p.choose("加").scene.blocks == (1, 2, 3, 4)


def test_votes_counts_arithmetic_and_logic(play: MakePlayer) -> None:
    people = [
        Person("王总", votes=2, attitude=0),
        Person("李工", votes=3, attitude=1),
        Person("客人", votes=5),
    ]
    attitudes = [Variable("王总.态度", 3, 1, 5), Variable("李工.态度", 2, 1, 5), Variable("信任", 0, 0, 9)]
    p = play(
        scenario(
            node(
                "甲",
                choice("王", "#本节", add(0, 1), rung=0),
                choice("李", "#本节", add(1, 1)),
                choice("支持有二", "完", condition=Compare(">=", Votes(Attitude.SUPPORT), Const(2))),
                choice("认可有五", "完", condition=Compare("==", Votes(Attitude.ACCEPT), Const(5))),
                choice("王减李不少于二", "完",
                       condition=Compare(">=", Arith("-", Var(0), Var(1)), Arith("+", Const(1), Const(1)))),
                choice("爬过两次", "完", condition=Compare(">=", Count(0), Const(2))),
                choice("没有爬过", "完", condition=Not(Compare(">", Count(0), Const(0)))),
            ),
            END,
            people=people,
            variables=attitudes,
            rungs=1,
        )
    )  # fmt: skip
    assert p.options == ["王", "李", "没有爬过"]
    p.choose("王")
    assert p.options == ["王", "李", "支持有二", "王减李不少于二"]
    p.choose("王").choose("李")
    assert p.options == ["王", "李", "支持有二", "认可有五", "王减李不少于二", "爬过两次"]


def test_rung_counts_saturate_at_nine(play: MakePlayer) -> None:
    p = play(
        scenario(
            node("甲", choice("爬", "#本节", rung=0), choice("九", "完", condition=Compare("==", Count(0), Const(9)))),
            END,
            rungs=1,
        )
    )
    for climbed in range(1, 12):
        p.choose("爬")
        assert ("九" in p.options) is (climbed >= 9)
