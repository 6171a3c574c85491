"""Small scenarios: the format's example, and random ones with every construct that can influence a play."""

from __future__ import annotations

import random
from dataclasses import replace

from trainer.content.model import (
    SAME_NODE,
    And,
    Arith,
    Attitude,
    Budget,
    Change,
    Choice,
    Chosen,
    Compare,
    Competency,
    Condition,
    Const,
    Count,
    Effect,
    Ladder,
    Node,
    NodeKind,
    Not,
    Or,
    Person,
    Points,
    Remaining,
    Scenario,
    Term,
    Timer,
    Var,
    Variable,
    Visited,
    Votes,
)


def choice(text: str, target: int, **more: object) -> Choice:
    """A choice whose id is its text."""
    return replace(Choice(text, target, text), **more)  # type: ignore[arg-type]


def decision(name: str, *choices: Choice, **more: object) -> Node:
    """A node with choices."""
    return replace(Node(name, NodeKind.CHOICE, choices=choices), **more)  # type: ignore[arg-type]


def chance(name: str, *branches: Choice, **more: object) -> Node:
    """A 随机 node."""
    return replace(Node(name, NodeKind.CHANCE, choices=branches), **more)  # type: ignore[arg-type]


def ending(ending_name: str, rating: int, **more: object) -> Node:
    """An ending; its node has the same name unless another is given."""
    made = Node(ending_name, NodeKind.ENDING, ending=ending_name, rating=rating)
    return replace(made, **more)  # type: ignore[arg-type]


def case(*nodes: Node, **more: object) -> Scenario:
    """A scenario with one competency of weight 1."""
    made = Scenario(
        "case",
        "Case",
        digest=repr((nodes, sorted(more.items(), key=repr))),
        competencies=(Competency("需求挖掘", 1),),
        nodes=nodes,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def example() -> Scenario:
    """The example of format.md §1."""
    ge3 = Compare(">=", Var(0), Const(3))
    return case(
        decision(
            "总机",
            choice("报上公司名，请转采购部", 1, cost=5),
            choice("问三号线停机的事归谁管", 2, cost=5, effects=(Points(0, 2), Change(0, "+=", 1)), rung=0),
            choice("冒称老客户做回访", 2, redline="R3", effects=(Change(0, "+=", -2),)),
            choice("先挂，过十分钟再打", 0, cost=10),
            time_limit=Timer(30_000, 4),
        ),
        chance(
            "采购部",
            choice("对方正好有空，听了两句转给设备科", 2, weight=3),
            choice("占线，没人接", 4, weight=7),
        ),
        decision(
            "周工接电话",
            choice("问最近一次停机误了哪张单", 3, effects=(Points(0, 3), Change(1, "+=", 1)), rung=2),
            choice("请他说说谁管备件预算", 3, effects=(Points(1, 2),), lock=ge3, lock_reason="他还不想说这个"),
            choice("报一个试用价", 4),
        ),
        ending("约到拜访", 90, name="约到了"),
        ending("没约上", 10, name="前台收线"),
        id="first-call",
        competencies=(Competency("需求挖掘", 3), Competency("决策链", 2)),
        variables=(Variable("信任", 2, 0, 5), Variable("周工.态度", 2, 1, 5, person=0)),
        people=(Person("周工", "设备科工程师", "技术专家", 1, 1),),
        rungs=("情境", "难点", "暗示", "回报"),
        ladders=(Ladder("SPIN", (0, 1, 2, 3)),),
        budget=Budget(20, "分钟", 4),
        ending_share=40,
    )


OPS = ("<", "<=", "==", "!=", ">=", ">")


class Maker:
    """Makes one random scenario; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        rng = self.rng
        self.inner = rng.randint(2, 6)
        self.ends = rng.randint(1, 3)
        self.count = self.inner + self.ends
        self.variables = [self.variable(i) for i in range(rng.randint(0, 3))]
        self.people: list[Person] = []
        for i in range(rng.choice((0, 0, 1, 2))):
            self.variables.append(Variable(f"人{i}.态度", rng.randint(1, 5), 1, 5, person=i))
            self.people.append(Person(f"人{i}", votes=rng.randint(0, 2), attitude=len(self.variables) - 1))
        self.rungs = ("情境", "难点") if rng.random() < 0.3 else ()
        self.budget = Budget(rng.randint(1, 6), "天", rng.randrange(self.count)) if rng.random() < 0.4 else None
        self.competencies = tuple(Competency(f"能力{i}", rng.randint(1, 5)) for i in range(rng.randint(1, 3)))
        self.sizes = [rng.randint(1, 4) for _ in range(self.inner)]
        self.kinds = [NodeKind.CHANCE if rng.random() < 0.2 else NodeKind.CHOICE for _ in range(self.inner)]
        self.loops = rng.random() < 0.35
        self.timed = rng.random() < 0.3

    def variable(self, i: int) -> Variable:
        low = self.rng.randint(-2, 0)
        high = low + self.rng.randint(1, 4)
        return Variable(f"变量{i}", self.rng.randint(low, high), low, high)

    def scenario(self, seed: int) -> Scenario:
        nodes = [self.node(i) for i in range(self.inner)]
        for i in range(self.ends):
            nodes.append(ending(f"结局{i}", self.rng.randint(0, 100), effects=self.effects(0.2)))
        return case(
            *nodes,
            id=f"random-{seed}",
            competencies=self.competencies,
            variables=tuple(self.variables),
            people=tuple(self.people),
            rungs=self.rungs,
            ladders=(Ladder("SPIN", (0, 1)),) if self.rungs else (),
            budget=self.budget,
            ending_share=self.rng.choice((0, 30, 50, 100)),
        )

    def node(self, i: int) -> Node:
        rng = self.rng
        kind = self.kinds[i]
        choices = tuple(self.choice(i, j, kind) for j in range(self.sizes[i]))
        more: dict[str, object] = {"effects": self.effects(0.3)}
        if self.timed and kind is NodeKind.CHOICE:
            if rng.random() < 0.3:
                more["time_limit"] = Timer(1000, rng.randrange(self.count))
            if rng.random() < 0.2:
                more["clock"] = Timer(5000, rng.randrange(self.count))
            elif rng.random() < 0.2:
                more["stop_clock"] = True
        if rng.random() < 0.1:
            more["unscored"] = True
        if rng.random() < 0.1:
            more["observes"] = (0,)
        made = Node(f"节{i}", kind, choices=choices)
        return replace(made, **more)  # type: ignore[arg-type]

    def target(self, i: int, once: bool) -> int:
        rng = self.rng
        if rng.random() < (0.3 if self.loops or once else 0.03):
            return rng.choice((SAME_NODE, rng.randrange(i + 1)))
        return rng.randrange(i + 1, self.count)

    def choice(self, i: int, j: int, kind: NodeKind) -> Choice:
        rng = self.rng
        once = rng.random() < 0.15
        target = self.target(i, once)
        text = rng.choice(("请问", "报价", "谢谢您", "走", "问一问停机的事")) + "啊" * rng.randint(0, 5) + f"{i}{j}"
        more: dict[str, object] = {"once": once}
        if kind is NodeKind.CHANCE:
            more["weight"] = rng.randint(1, 9)
            target = rng.randrange(i + 1, self.count) if target == SAME_NODE else target
        looping = target == SAME_NODE or target <= i
        if kind is NodeKind.CHOICE:
            if rng.random() < 0.12:
                more["redline"] = "R1"
            if self.budget is not None and rng.random() < 0.4:
                more["cost"] = rng.randint(1, 3)
            if self.rungs and rng.random() < 0.4:
                more["rung"] = rng.randrange(2)
            if rng.random() < 0.15:
                more["lock"] = self.condition(2)
        if j and rng.random() < 0.2:
            more["otherwise"] = True
        elif rng.random() < 0.35:
            more["condition"] = self.condition(2)
        more["effects"] = self.effects(0.2 if looping and rng.random() < 0.8 else 0.7, points=not looping or once)
        return choice(text, target, **more)

    def effects(self, chance_of: float, *, points: bool = True) -> tuple[Effect, ...]:
        rng = self.rng
        found: list[Effect] = []
        while rng.random() < chance_of and len(found) < 3:
            if self.variables and rng.random() < 0.5:
                variable = rng.randrange(len(self.variables))
                v = self.variables[variable]
                if rng.random() < 0.3:
                    found.append(Change(variable, "=", rng.randint(v.minimum, v.maximum)))
                else:
                    found.append(Change(variable, "+=", rng.choice((-2, -1, 1, 2))))
            elif points:
                found.append(Points(rng.randrange(len(self.competencies)), rng.choice((-2, -1, 1, 2, 3))))
        return tuple(found)

    def condition(self, depth: int) -> Condition:
        rng = self.rng
        if depth and rng.random() < 0.35:
            kind = rng.randrange(3)
            if kind == 2:
                return Not(self.condition(depth - 1))
            items = (self.condition(depth - 1), self.condition(depth - 1))
            return And(items) if kind else Or(items)
        roll = rng.random()
        if roll < 0.15:
            return Visited(rng.randrange(self.inner))
        if roll < 0.3:
            node = rng.randrange(self.inner)
            return Chosen(((node, rng.randrange(self.sizes[node])),))
        return Compare(rng.choice(OPS), self.term(), Const(rng.randint(-1, 4)))

    def term(self) -> Term:
        rng = self.rng
        terms: list[Term] = [Var(i) for i in range(len(self.variables))]
        if self.budget is not None:
            terms.append(Remaining())
        if self.rungs:
            terms += [Count(0), Count(1)]
        if self.people:
            terms.append(Votes(rng.choice((Attitude.ACCEPT, Attitude.SUPPORT))))
        if not terms:
            return Const(rng.randint(0, 2))
        found = rng.choice(terms)
        if rng.random() < 0.2:
            return Arith(rng.choice("+-"), found, rng.choice(terms))
        return found


def random_case(seed: int) -> Scenario:
    """A small random scenario; it may have any fault of flow."""
    return Maker(seed).scenario(seed)
