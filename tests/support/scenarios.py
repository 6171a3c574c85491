"""Small scenarios for tests: concise builders, and (from its own module) a seeded generator of legal random ones.

Targets are node names; conditions name nodes, variables and rungs by their index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from tests.support.random_scenarios import random_scenario as random_scenario
from trainer.content.model import (
    SAME_NODE,
    Answer,
    Block,
    BlockKind,
    Budget,
    Change,
    Choice,
    Compare,
    Competency,
    Const,
    Effect,
    Node,
    NodeKind,
    Person,
    Points,
    Scenario,
    Text,
    Timer,
    Var,
    Variable,
)

SAME = "#本节"


@dataclass(frozen=True)
class C:
    """A choice whose target is a node's name; ``more`` are fields of ``Choice``."""

    text: str
    target: str
    effects: Sequence[Effect] = ()
    more: dict[str, Any] = field(default_factory=dict)


def choice(text: str, target: str, *effects: Effect, **more: Any) -> C:
    """A choice or branch."""
    return C(text, target, effects, more)


@dataclass(frozen=True)
class N:
    """A node; ``limit`` and ``clock`` are (milliseconds, target name)."""

    name: str
    choices: Sequence[C] = ()
    kind: NodeKind = NodeKind.CHOICE
    limit: tuple[int, str] | None = None
    clock: tuple[int, str] | None = None
    more: dict[str, Any] = field(default_factory=dict)


def node(
    name: str,
    *choices: C,
    limit: tuple[int, str] | None = None,
    clock: tuple[int, str] | None = None,
    **more: Any,
) -> N:
    """A node with choices."""
    return N(name, choices, NodeKind.CHOICE, limit, clock, more)


def chance(name: str, *branches: C, **more: Any) -> N:
    """A 随机 node."""
    return N(name, branches, NodeKind.CHANCE, more=more)


def ending(name: str, rating: int, **more: Any) -> N:
    """An ending, named like its node."""
    return N(name, (), NodeKind.ENDING, more={"ending": name, "rating": rating, **more})


def answer(name: str, link: C, given: Answer, *, clock: tuple[int, str] | None = None, **more: Any) -> N:
    """A 作答 node."""
    return N(name, (link,), NodeKind.ANSWER, clock=clock, more={"answer": given, **more})


def pts(competency: int, amount: int) -> Points:
    """Points."""
    return Points(competency, amount)


def add(variable: int, amount: int) -> Change:
    """``名 +n``."""
    return Change(variable, "+=", amount)


def put(variable: int, amount: int) -> Change:
    """``名 =n``."""
    return Change(variable, "=", amount)


def cmp(variable: int, op: str, constant: int) -> Compare:
    """A variable compared with a number."""
    return Compare(op, Var(variable), Const(constant))


def text(words: str, **more: Any) -> Block:
    """A paragraph."""
    return Block(BlockKind.NARRATION, (Text(words),), **more)


def scenario(
    *nodes: N,
    competencies: int = 2,
    variables: Sequence[Variable | tuple[int, int, int]] = (),
    budget: tuple[int, str] | None = None,
    rungs: int = 0,
    people: Sequence[Person] = (),
    start: int = 0,
    **more: Any,
) -> Scenario:
    """A scenario; variables may be given as (initial, minimum, maximum); the digest follows the content."""
    index = {made.name: i for i, made in enumerate(nodes)}

    def timer(given: tuple[int, str] | None) -> Timer | None:
        return None if given is None else Timer(given[0], index[given[1]])

    built = []
    for made in nodes:
        choices = tuple(
            Choice(
                c.text,
                SAME_NODE if c.target == SAME else index[c.target],
                c.more.get("id", c.text),
                tuple(c.effects),
                **{key: value for key, value in c.more.items() if key != "id"},
            )
            for c in made.choices
        )
        built.append(
            Node(
                made.name,
                made.kind,
                choices=choices,
                time_limit=timer(made.limit),
                clock=timer(made.clock),
                **made.more,
            )
        )
    found = Scenario(
        id="test",
        title="测试",
        digest="",
        competencies=tuple(Competency(f"能力{i}", i + 1) for i in range(competencies)),
        nodes=tuple(built),
        start=start,
        variables=tuple(v if isinstance(v, Variable) else Variable(f"变量{i}", *v) for i, v in enumerate(variables)),
        people=tuple(people),
        rungs=tuple(f"级{i}" for i in range(rungs)),
        budget=None if budget is None else Budget(budget[0], "天", index[budget[1]]),
        **more,
    )
    return replace(found, digest=sha256(repr(found).encode()).hexdigest())
