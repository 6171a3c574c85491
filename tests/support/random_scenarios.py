"""A seeded generator of small legal scenarios that use everything the engine knows."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from hashlib import sha256

from trainer.content.model import (
    SAME_NODE,
    And,
    Answer,
    Arith,
    Attitude,
    Block,
    BlockKind,
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
    Node,
    NodeKind,
    Not,
    Or,
    Person,
    Points,
    Remaining,
    Scenario,
    Term,
    Text,
    Timer,
    Var,
    Variable,
    Visited,
    Votes,
)


def _text(words: str, *, condition: Condition | None = None, otherwise: bool = False) -> Block:
    return Block(BlockKind.NARRATION, (Text(words),), condition=condition, otherwise=otherwise)


@dataclass
class _World:
    """What the random conditions of a scenario may speak of."""

    rng: random.Random
    variables: list[Variable]
    people: list[Person]
    rungs: int
    nodes: int
    choices: list[tuple[int, int]]
    budget: int | None

    def term(self, depth: int = 1) -> Term:
        rng = self.rng
        kinds = ["var"] * 4 + ["const"]
        if self.budget is not None:
            kinds += ["remaining"]
        if self.people:
            kinds += ["votes"]
        if self.rungs:
            kinds += ["count", "count"]
        if depth:
            kinds += ["arith"]
        kind = rng.choice(kinds)
        if kind == "remaining":
            return Remaining()
        if kind == "votes":
            return Votes(rng.choice(list(Attitude)))
        if kind == "count":
            return Count(rng.randrange(self.rungs))
        if kind == "arith":
            return Arith(rng.choice("+-"), self.term(depth - 1), self.term(depth - 1))
        if kind == "var" and self.variables:
            return Var(rng.randrange(len(self.variables)))
        return Const(rng.randint(-1, 4))

    def condition(self, depth: int = 2) -> Condition:
        rng = self.rng
        roll = rng.random()
        if depth and roll < 0.25:
            items = tuple(self.condition(depth - 1) for _ in range(rng.randint(2, 3)))
            return rng.choice((And, Or))(items)
        if depth and roll < 0.33:
            return Not(self.condition(depth - 1))
        if roll < 0.45:
            return Visited(rng.randrange(self.nodes))
        if roll < 0.57:
            return Chosen(tuple(rng.sample(self.choices, min(len(self.choices), rng.randint(1, 2)))))
        op = rng.choice(["<", "<=", "==", "!=", ">=", ">"])
        return Compare(op, self.term(), Const(rng.randint(0, 3)) if rng.random() < 0.7 else self.term())

    def effects(self, *, points: bool) -> tuple[Effect, ...]:
        rng = self.rng
        found: list[Effect] = []
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            if points and rng.random() < 0.6:
                found.append(Points(rng.randrange(2), rng.choice((-2, -1, 1, 2, 3))))
            elif self.variables:
                v = rng.randrange(len(self.variables))
                low, high = self.variables[v].minimum, self.variables[v].maximum
                if rng.random() < 0.3:
                    found.append(Change(v, "=", rng.randint(low - 1, high + 1)))
                else:
                    found.append(Change(v, "+=", rng.choice((-2, -1, 1, 1, 2))))
        return tuple(found)


def random_scenario(
    rng: random.Random,
    *,
    nodes: int | None = None,
    cycles: bool = True,
    timers: bool = True,
    chances: bool = True,
    budgets: bool = True,
    redlines: bool = True,
) -> Scenario:
    """A small legal scenario: every node is left by an unconditional, compliant way forward, so an ending is always
    reached; a way back carries no points and passes no chance node, unless it is 一次.

    Args:
        rng: Its source of randomness; the same seed gives the same scenario.
        nodes: Number of nodes before the endings; 2 to 7 if None.
        cycles, timers, chances, budgets, redlines: Whether such things may occur.
    """
    inner = nodes if nodes is not None else rng.randint(2, 7)
    endings = rng.randint(1, 3)
    total = inner + endings
    kinds = [NodeKind.CHOICE] * inner
    for n in range(inner):
        if chances and rng.random() < 0.25:
            kinds[n] = NodeKind.CHANCE
        elif rng.random() < 0.1:
            kinds[n] = NodeKind.ANSWER
    counts = [1 if kind is NodeKind.ANSWER else rng.randint(1, 4) for kind in kinds]
    people = [Person(f"人{i}", votes=rng.randint(0, 3), attitude=i) for i in range(rng.choice((0, 0, 1, 2)))]
    variables = [Variable(f"人{i}.态度", rng.randint(1, 5), 1, 5, person=i) for i in range(len(people))]
    for i in range(rng.randint(0 if people else 1, 3)):
        low = rng.randint(-2, 1)
        high = low + rng.randint(0, 4)
        variables.append(Variable(f"变量{i}", rng.randint(low, high), low, high))
    if rng.random() < 0.05:
        variables.append(Variable("大", 50, -100, 900))
    budget = rng.randint(2, 8) if budgets and rng.random() < 0.5 else None
    rungs = rng.choice((0, 0, 1, 2))
    world = _World(
        rng, variables, people, rungs, total, [(n, i) for n, k in enumerate(counts) for i in range(k)], budget
    )
    quiet = [kinds[n] is NodeKind.CHOICE and rng.random() < 0.35 for n in range(inner)]
    clocks = timers and rng.random() < 0.3
    built = [
        _random_node(
            world, n, kinds[n], counts[n], quiet, total, cycles=cycles, redlines=redlines, timers=timers, clocks=clocks
        )
        for n in range(inner)
    ]
    for e in range(endings):
        effects = world.effects(points=True) if rng.random() < 0.2 else ()
        built.append(Node(f"节{inner + e}", NodeKind.ENDING, effects, ending=f"结局{e}", rating=rng.randint(0, 100)))
    found = Scenario(
        id="random",
        title="随机",
        digest="",
        competencies=(Competency("甲", rng.randint(1, 5)), Competency("乙", rng.randint(1, 5))),
        nodes=tuple(built),
        variables=tuple(variables),
        people=tuple(people),
        rungs=tuple(f"级{i}" for i in range(rungs)),
        budget=None if budget is None else Budget(budget, "天", rng.randrange(1, total)),
        ending_share=rng.choice((0, 30, 50, 50, 100)),
    )
    return replace(found, digest=sha256(repr(found).encode()).hexdigest())


def _random_node(
    world: _World,
    n: int,
    kind: NodeKind,
    count: int,
    quiet: list[bool],
    total: int,
    *,
    cycles: bool,
    redlines: bool,
    timers: bool,
    clocks: bool,
) -> Node:
    rng = world.rng
    silent = quiet[n]
    waits = kind is not NodeKind.CHANCE
    choices = [_random_choice(world, n, i, kind, quiet, total, cycles=cycles, redlines=redlines) for i in range(count)]
    open_way = rng.randrange(count)
    choices[open_way] = replace(
        choices[open_way],
        target=rng.randrange(n + 1, total),
        condition=None,
        lock=None,
        otherwise=False,
        once=False,
        redline=None,
    )
    if kind is NodeKind.CHOICE and rng.random() < 0.2:  # 若 … 否则 as the way on
        extra = _random_choice(world, n, count, kind, quiet, total, cycles=False, redlines=False)
        extra = replace(extra, lock=None, otherwise=False, once=False, redline=None, target=rng.randrange(n + 1, total))
        choices.append(replace(extra, condition=world.condition()))
        name = f"{n}-{count + 1}"
        choices.append(replace(extra, text=name, id=name, condition=None, otherwise=True))
    blocks = [_text("常")]
    if rng.random() < 0.5:
        blocks.append(_text("若", condition=world.condition()))
        if rng.random() < 0.5:
            blocks.append(_text("若二", condition=world.condition()))
        blocks.append(_text("否则", otherwise=True))
    return Node(
        f"节{n}",
        kind,
        effects=world.effects(points=not silent) if rng.random() < 0.3 else (),
        blocks=tuple(blocks),
        choices=tuple(choices),
        time_limit=(
            Timer(rng.randint(1, 9) * 1000, rng.randrange(n + 1, total))
            if timers and kind is NodeKind.CHOICE and rng.random() < 0.15
            else None
        ),
        clock=Timer(rng.randint(2, 20) * 1000, total - 1) if clocks and waits and rng.random() < 0.3 else None,
        stop_clock=clocks and waits and rng.random() < 0.15,
        fixed_order=rng.random() < 0.2,
        unscored=rng.random() < 0.1,
        observes=(rng.randrange(2),) if rng.random() < 0.1 else (),
        answer=Answer(rng.choice((0, 4000)), 5, 50, _text("请写")) if kind is NodeKind.ANSWER else None,
    )


def _random_choice(
    world: _World,
    n: int,
    i: int,
    kind: NodeKind,
    quiet: list[bool],
    total: int,
    *,
    cycles: bool,
    redlines: bool,
) -> Choice:
    rng = world.rng
    choosing = kind is NodeKind.CHOICE
    target = rng.randrange(n + 1, total)
    once = kind is not NodeKind.ANSWER and rng.random() < 0.1
    if cycles and choosing and rng.random() < 0.3:
        back = rng.randrange(n + 1)
        once = once or not all(quiet[back : n + 1])
        target = SAME_NODE if back == n and rng.random() < 0.6 else back
    redline = f"R{rng.randint(1, 7)}" if redlines and choosing and rng.random() < 0.08 else None
    effects = world.effects(points=not quiet[n])
    if redline:
        effects = tuple(e for e in effects if not (isinstance(e, Points) and e.amount > 0))
    gated = kind is not NodeKind.ANSWER and rng.random() < 0.3
    return Choice(
        f"{n}-{i}",
        target,
        f"{n}-{i}",
        effects,
        condition=world.condition() if gated else None,
        lock=world.condition() if choosing and rng.random() < 0.12 else None,
        lock_reason="还不行",
        otherwise=kind is not NodeKind.ANSWER and not gated and i > 0 and rng.random() < 0.1,
        once=once,
        cost=rng.randint(1, 3) if choosing and world.budget is not None and rng.random() < 0.5 else 0,
        rung=rng.randrange(world.rungs) if choosing and world.rungs and rng.random() < 0.4 else None,
        redline=redline,
        weight=rng.randint(1, 5),
    )
