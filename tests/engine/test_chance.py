"""Draws, the order of options, undo and replay (format.md 1.4, rule 6)."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.player import MakePlayer
from tests.support.scenarios import add, chance, choice, cmp, ending, node, pts, scenario
from trainer.content.model import Scenario
from trainer.engine import rng
from trainer.engine.play import drawn, replay, scene, start, step, trace
from trainer.engine.types import Choose, Event, EventType, Timeout
from trainer.errors import UsageError

END = ending("完", 50)


def gamble() -> Scenario:
    return scenario(
        node("甲", choice("掷", "运"), choice("算了", "完")),
        chance(
            "运",
            choice("好", "乙", add(0, 1), pts(0, 3), weight=3),
            choice("坏", "乙", weight=7),
            choice("奇", "乙", condition=cmp(0, ">=", 2), weight=90),
        ),
        node("乙", choice("再", "甲", once=True), choice("再再", "甲", once=True), choice("完了", "完")),
        END,
        variables=[(0, 0, 2)],
    )


def test_a_chance_node_is_resolved_within_the_step(play: MakePlayer) -> None:
    p = play(gamble()).choose("掷")
    assert p.node == "乙"
    assert p.kinds == ["chose", "entered", "drew", "entered"]
    drew = p.last_of(EventType.DREW).data
    assert (drew["node"], drew["counter"]) == (1, 0)
    assert p.state.draws == 1
    assert p.value(0) == (1 if drew["branch"] == 0 else 0)
    assert p.state.points == ((3, 0) if drew["branch"] == 0 else (0, 0))


def test_draws_follow_the_weights_of_the_available_branches() -> None:
    case = gamble()
    seen: Counter[int] = Counter()
    for seed in range(4000):
        state, _ = start(case, str(seed))
        state, events = step(case, state, Choose(0))
        seen.update(drawn(events))
    assert seen[2] == 0
    assert abs(seen[0] / 4000 - 0.3) < 0.03


def test_the_draw_is_integer_exact() -> None:
    assert rng.draw("s", 0, [5]) == 0
    huge = 10**60
    assert {rng.draw(str(i), 0, [huge, huge]) for i in range(20)} == {0, 1}
    with pytest.raises(ValueError):
        rng.draw("s", 0, [])


def test_up_to_fifty_branches() -> None:
    assert {rng.draw(str(i), 1, [1] * 50) for i in range(2000)} == set(range(50))


def test_the_order_is_a_permutation_that_depends_on_seed_node_and_entry() -> None:
    for count in (0, 1, 2, 9, 50, 400):
        assert sorted(rng.order("s", "甲", 1, count)) == list(range(count))
    base = rng.order("s", "甲", 1, 9)
    assert base == rng.order("s", "甲", 1, 9)
    others = [rng.order("t", "甲", 1, 9), rng.order("s", "乙", 1, 9), rng.order("s", "甲", 2, 9)]
    assert all(other != base for other in others)
    firsts = Counter(rng.order(str(i), "甲", 1, 5)[0] for i in range(2000))
    assert all(abs(firsts[i] / 2000 - 0.2) < 0.05 for i in range(5))


def shop() -> Scenario:
    return scenario(
        node(
            "甲",
            *(choice(f"选{i}", "#本节", once=i == 2) for i in range(6)),
            choice("锁", "完", lock=cmp(0, ">=", 1)),
            choice("否则", "完", otherwise=True),
            choice("再来", "甲"),
            choice("去乙", "乙"),
        ),
        node("乙", choice("一", "完"), choice("二", "完"), choice("否则", "完", otherwise=True), choice("三", "完"),
             fixed_order=True),
        END,
        variables=[(0, 0, 1)],
    )  # fmt: skip


def test_otherwise_and_locked_choices_stay_last(play: MakePlayer) -> None:
    for seed in range(12):
        p = play(shop(), seed=str(seed))
        assert p.shown[-1] == "否则"
        assert sorted(p.shown) == sorted(["选0", "选1", "选2", "选3", "选4", "选5", "再来", "去乙", "否则"])
        assert p.locked == ["锁"]
        assert p.events[0].data["order"] == list(p.scene.options)


def test_the_order_holds_over_same_node_and_changes_with_a_new_entry(play: MakePlayer) -> None:
    p = play(shop())
    before = p.shown
    assert p.choose("选1").shown == before
    assert p.last[-1].data["order"] == list(p.scene.options)
    assert p.choose("选2").shown == [text for text in before if text != "选2"]
    orders = {tuple(p.choose("再来").shown) for _ in range(6)}
    assert len(orders) > 1


def test_fixed_order_keeps_the_file(play: MakePlayer) -> None:
    for seed in range(6):
        p = play(shop(), seed=str(seed)).choose("去乙")
        assert p.shown == ["一", "二", "否则", "三"]


def test_undo_by_replay_never_rerolls(play: MakePlayer) -> None:
    for seed in range(8):
        p = play(gamble(), seed=str(seed)).choose("掷").choose("再").choose("掷")
        full = p.states
        assert p.replayed() == full
        assert p.replayed(1) == full[:2]  # undo twice
        assert p.replayed(recorded=False) == full  # drawing anew gives the same
        again, _ = step(p.scenario, p.replayed(2)[-1], Choose(0))
        assert again == full[-1]


def test_replay_reads_the_recorded_draws(play: MakePlayer) -> None:
    case = gamble()
    for branch in (0, 1):
        played = replay(case, "any", [Choose(0)], [branch])
        assert drawn(event for _, events in played for event in events) == [branch]
    for wrong in ([], [2], [7]):
        with pytest.raises(UsageError) as caught:
            replay(case, "any", [Choose(0)], wrong)
        assert caught.value.code == "EN112"


def test_no_available_branch_is_told() -> None:
    case = scenario(chance("运", choice("好", "完", condition=cmp(0, ">=", 1))), END, variables=[(0, 0, 1)])
    with pytest.raises(UsageError) as caught:
        start(case, "s")
    assert caught.value.code == "EN110"


def test_chance_that_never_ends_is_told() -> None:
    case = scenario(chance("运", choice("转", "运")), END)
    with pytest.raises(UsageError) as caught:
        start(case, "s")
    assert caught.value.code == "EN111"


def test_wrong_actions_are_refused(play: MakePlayer) -> None:
    p = play(gamble())
    for choice_ in (-1, 2, 99):
        with pytest.raises(UsageError) as caught:
            p.act(Choose(choice_))
        assert caught.value.code == "EN103"
    p.choose("算了")
    for action in (Choose(0), Timeout()):
        with pytest.raises(UsageError) as caught:
            p.act(action)
        assert caught.value.code == "EN101"


def test_the_trace_names_every_transition(play: MakePlayer) -> None:
    p = play(gamble()).choose("掷").choose("完了")
    moves = trace(p.scenario, p.events)
    assert [(m.kind, m.node) for m in moves] == [("choice", 0), ("chance", 1), ("choice", 2)]
    assert moves[0].before == p.machine.initial
    assert moves[-1].after == p.state.core
    assert [m.after for m in moves[:-1]] == [m.before for m in moves[1:]]
    total = [sum(p.machine.rewards[m.reward][k] for m in moves) for k in (0, 1)]
    assert tuple(total) == p.state.points


def test_events_survive_json(play: MakePlayer) -> None:
    p = play(gamble()).choose("掷")
    assert [Event.from_dict(event.to_dict()) for event in p.events] == p.events
    assert scene(p.scenario, p.state) == p.scene
