"""A case of realistic size for measurements: six acts of ten nodes, people, a budget, gates, chance."""

from __future__ import annotations

import random

from tests.support.scenarios import N, add, chance, choice, cmp, ending, node, pts, scenario
from trainer.content.model import Attitude, Compare, Const, Person, Remaining, Scenario, Variable, Visited, Votes

ACTS = 6
PER_ACT = 10


def large_scenario(seed: int = 1, *, acts: int = ACTS, budget: int = 30) -> Scenario:
    """The same seed gives the same case."""
    rng = random.Random(seed)
    people = [Person(f"人{i}", votes=1 + i % 2, attitude=i) for i in range(4)]
    variables = [Variable(f"人{i}.态度", 2 + i % 2, 1, 5, person=i) for i in range(4)]
    variables += [Variable("信任", 2, 0, 5), Variable("情报", 0, 0, 5)]
    nodes: list[N] = []
    for act in range(acts):
        for k in range(PER_ACT):
            n = act * PER_ACT + k
            ahead = [f"节{min(n + d, acts * PER_ACT)}" for d in (1, 1, 2)]
            if k == 6:
                nodes.append(
                    chance(f"节{n}", choice("顺", ahead[0], add(4, 1), weight=3), choice("不顺", ahead[1], weight=7))
                )
                continue
            person = (act + k) % 4 if act < 4 else k % 2
            ways = [
                choice("问清楚", ahead[0], pts(0, 2), add(5, 1), cost=1),
                choice("拉近", ahead[1], pts(1, 1), add(person, 1), rung=0, cost=1 if k % 2 else 0),
                choice("报价", ahead[2], add(4, -1), pts(1, -1)),
            ]
            if k % 3 == 0:
                ways.append(choice("请帮忙", ahead[0], pts(0, 3), add(4, 1), condition=cmp(person, ">=", 4)))
            if k % 4 == 1:
                ways.append(choice("谈预算", ahead[1], pts(1, 2), lock=cmp(5, ">=", 2), lock_reason="还不知道"))
            if k == 8:
                ways.append(choice("再问", "#本节", add(5, 1), cost=1, once=True))
            nodes.append(node(f"节{n}", *ways))
    last = acts * PER_ACT
    votes = Compare(">=", Votes(Attitude.SUPPORT), Const(4))
    nodes.append(
        node(
            f"节{last}",
            choice("推动表决", "赢", pts(0, 3), condition=votes),
            choice("催", "平", condition=Compare(">=", Remaining(), Const(3))),
            choice("看看", "平", condition=Visited(3)),
            choice("认了", "输", otherwise=True),
        )
    )
    nodes += [ending("赢", 95), ending("平", 50), ending("输", 10)]
    rng.shuffle(people)
    return scenario(*nodes, people=people, variables=variables, rungs=1, budget=(budget, "输"))
