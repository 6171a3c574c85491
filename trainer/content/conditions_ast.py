"""The tree of a condition; names are resolved to positions in the scenario. ``engine/expr.py`` gives it its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Attitude(IntEnum):
    """Attitude scale A-E of framework F48; the integer is the value of ``人.态度``."""

    OPPOSE = 1
    DOUBT = 2
    ACCEPT = 3
    SUPPORT = 4
    RECOMMEND = 5


ATTITUDE_NAMES: Mapping[str, Attitude] = {
    "反对": Attitude.OPPOSE,
    "怀疑": Attitude.DOUBT,
    "认可": Attitude.ACCEPT,
    "支持": Attitude.SUPPORT,
    "推荐": Attitude.RECOMMEND,
}
ATTITUDE_LETTERS: Mapping[Attitude, str] = {
    Attitude.RECOMMEND: "A",
    Attitude.SUPPORT: "B",
    Attitude.ACCEPT: "C",
    Attitude.DOUBT: "D",
    Attitude.OPPOSE: "E",
}


@dataclass(frozen=True, slots=True)
class Const:
    value: int


@dataclass(frozen=True, slots=True)
class Var:
    variable: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """剩余时间, in the unit of the budget."""


@dataclass(frozen=True, slots=True)
class Votes:
    """票数(level): the sum of the votes of people whose attitude is at or above the level."""

    level: Attitude


@dataclass(frozen=True, slots=True)
class Count:
    """次数(rung): how often a rung was climbed, saturating at 9."""

    rung: int


@dataclass(frozen=True, slots=True)
class Arith:
    """left + right or left − right."""

    op: str  # "+" or "-"
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Compare:
    op: str  # one of "<", "<=", "==", "!=", ">=", ">"
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Visited:
    """到过 node: it was entered before the present entry."""

    node: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """选过: one of these choices, each (node, choice), was taken in this play."""

    choices: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition


Term = Const | Var | Remaining | Votes | Count | Arith
Condition = Compare | Visited | Chosen | And | Or | Not
