"""The grammar of conditions against random trees, printed in many ways and read again."""

from __future__ import annotations

import random

import pytest

from trainer.content.conditions import ConditionReader, References
from trainer.content.lexer import Names
from trainer.content.model import (
    ATTITUDE_NAMES,
    And,
    Arith,
    Attitude,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Not,
    Or,
    Remaining,
    Term,
    Var,
    Visited,
    Votes,
)
from trainer.content.source import Place, Source

VARIABLES = ("信任", "信任度", "火气", "周工.态度", "是非观", "且慢吧", "X1")
NODES = ("总机", "总机 再打", "前台且收线", "或者(二)", "A-B")
CHOICES = {"c7": ((0, 1),), "先挂，过十分钟再打": ((0, 3), (1, 0)), "c77": ((2, 0),)}
RUNGS = ("情境", "暗示")
OPERATORS = {">=": "≥ >= ＞＝ ≧", "<=": "≤ <=", ">": "> ＞", "<": "<", "==": "= == ＝", "!=": "≠ !="}


def reader() -> ConditionReader:
    names = Names.of(VARIABLES, NODES, CHOICES, RUNGS, ("需求挖掘",))
    refs = References(
        {name: i for i, name in enumerate(VARIABLES)},
        {name: i for i, name in enumerate(NODES)},
        CHOICES,
        {name: i for i, name in enumerate(RUNGS)},
        frozenset({3}),
        True,
    )
    return ConditionReader(Source("x.md", [""]), names, refs)


class Printer:
    """Prints trees with random blanks, widths and redundant brackets."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def blank(self) -> str:
        return self.rng.choice(("", "", " ", "  ", "　"))

    def condition(self, tree: Condition, parent: int = 0) -> str:
        level, text = self.bare(tree)
        if level < parent or self.rng.random() < 0.1:
            left, right = self.rng.choice(("()", "（）"))
            return left + self.blank() + text + self.blank() + right
        return text

    def bare(self, tree: Condition) -> tuple[int, str]:
        if isinstance(tree, Or):
            return 0, (self.blank() + "或" + self.blank()).join(self.condition(item, 1) for item in tree.items)
        if isinstance(tree, And):
            return 1, (self.blank() + "且" + self.blank()).join(self.condition(item, 2) for item in tree.items)
        if isinstance(tree, Not):
            return 2, "非" + self.blank() + self.condition(tree.item, 2)
        if isinstance(tree, Visited):
            return 2, "到过" + self.rng.choice((f"「{NODES[tree.node]}」", f" {NODES[tree.node]} "))
        if isinstance(tree, Chosen):
            name = next(name for name, where in CHOICES.items() if where == tree.choices)
            return 2, "选过" + self.rng.choice((f"「{name}」", f" {name} "))
        operator = self.rng.choice(OPERATORS[tree.op].split())
        return 2, self.term(tree.left) + self.blank() + operator + self.blank() + self.term(tree.right)

    def term(self, tree: Term) -> str:
        if isinstance(tree, Arith):
            sign = self.rng.choice(("+", "＋") if tree.op == "+" else ("-", "−", "－"))
            return self.term(tree.left) + self.blank() + sign + self.blank() + self.term(tree.right)
        if isinstance(tree, Const):
            return str(tree.value)
        if isinstance(tree, Var):
            return VARIABLES[tree.variable]
        if isinstance(tree, Remaining):
            return "剩余时间"
        if isinstance(tree, Votes):
            return "票数(" + next(name for name, value in ATTITUDE_NAMES.items() if value is tree.level) + ")"
        return f"次数（{RUNGS[tree.rung]}）"


def random_term(rng: random.Random) -> Term:
    tree: Term = rng.choice(
        (
            Const(rng.randint(-9, 99)),
            Var(rng.randrange(len(VARIABLES))),
            Remaining(),
            Votes(rng.choice(list(Attitude))),
            Count(rng.randrange(2)),
        )
    )
    while rng.random() < 0.3:
        tree = Arith(rng.choice("+-"), tree, rng.choice((Const(rng.randint(0, 9)), Var(rng.randrange(4)))))
    return tree


def random_condition(rng: random.Random, depth: int) -> Condition:
    kind = rng.random()
    if depth and kind < 0.5:
        items = tuple(random_condition(rng, depth - 1) for _ in range(rng.randint(2, 3)))
        if kind < 0.25:
            return And((*tuple(i for i in items if not isinstance(i, And)), random_atom(rng), random_atom(rng)))
        return Or((*tuple(i for i in items if not isinstance(i, Or)), random_atom(rng), random_atom(rng)))
    if depth and kind < 0.65:
        return Not(random_condition(rng, depth - 1))
    return random_atom(rng)


def random_atom(rng: random.Random) -> Condition:
    if rng.random() < 0.15:
        return Visited(rng.randrange(len(NODES)))
    if rng.random() < 0.15:
        return Chosen(rng.choice(list(CHOICES.values())))
    return Compare(rng.choice(list(OPERATORS)), random_term(rng), random_term(rng))


@pytest.mark.parametrize("seed", range(300))
def test_a_printed_tree_reads_as_itself(seed: int) -> None:
    rng = random.Random(seed)
    tree = random_condition(rng, 4)
    text = Printer(rng).condition(tree)
    conditions = reader()
    assert conditions.read(text, Place(0, 0, len(text))) == tree, text
    assert conditions.source.findings({}) == ()


def test_names_are_matched_longest_first() -> None:
    read = reader().read
    place = Place(0, 0, 0)
    assert read("信任度≥信任", place) == Compare(">=", Var(1), Var(0))
    assert read("是非观≥3且且慢吧≤2", place) == And((Compare(">=", Var(4), Const(3)), Compare("<=", Var(5), Const(2))))
    assert read("到过 总机 再打 且 非信任≥3", place) == And((Visited(1), Not(Compare(">=", Var(0), Const(3)))))
    assert read("到过 前台且收线且到过总机", place) == And((Visited(2), Visited(0)))


def test_case_width_and_blanks_do_not_matter() -> None:
    read = reader().read
    assert read("ｘ１ ≥ ３", Place(0, 0, 0)) == Compare(">=", Var(6), Const(3))
    assert read("周工．态度≥支持", Place(0, 0, 0)) == Compare(">=", Var(3), Const(4))


def test_precedence() -> None:
    a, b, c = (Compare(">=", Var(v), Const(1)) for v in (0, 2, 6))
    read = reader().read
    place = Place(0, 0, 0)
    assert read("信任≥1或火气≥1且X1≥1", place) == Or((a, And((b, c))))
    assert read("非信任≥1且火气≥1", place) == And((Not(a), b))
    assert read("非(信任≥1且火气≥1)", place) == Not(And((a, b)))
    assert read("信任-火气-1≥1", place) == Compare(">=", Arith("-", Arith("-", Var(0), Var(2)), Const(1)), Const(1))


@pytest.mark.parametrize("text", ["(" * 31 + "信任≥1" + ")" * 31, "非" * 31 + "信任≥1", " 或 ".join(["信任≥1"] * 250)])
def test_large_but_allowed(text: str) -> None:
    conditions = reader()
    assert conditions.read(text, Place(0, 0, len(text))) is not None
    assert conditions.source.findings({}) == ()


@pytest.mark.parametrize("seed", range(200))
def test_random_words_never_raise(seed: int) -> None:
    rng = random.Random(seed)
    words = [
        *VARIABLES,
        *NODES,
        *"且或非()（）≥<=+-3「」，：:'",
        "到过",
        "选过",
        "票数",
        "次数",
        "支持",
        "9" * 30,
        "大于",
        "\x00",
    ]
    text = "".join(rng.choice(words) for _ in range(rng.randint(0, 30)))
    conditions = reader()
    made = conditions.read(text, Place(0, 0, len(text)))
    assert (made is None) == (conditions.source.errors > 0)
