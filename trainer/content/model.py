"""The resolved scenario: small, frozen, and all that the engine and the solver see.

References are positions: a node, a variable, a person, a competency or a rung is named by its index in the
scenario's tuple. Texts are kept as inline parts, so no front end ever parses content again.
Units: points are integers, ratings 0-100, real time in milliseconds, simulated time in the scenario's own unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trainer.content.conditions_ast import (
    ATTITUDE_LETTERS,
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
from trainer.content.prose import Block, BlockKind, Inline, Text, Value

__all__ = [
    "ATTITUDE_LETTERS",
    "ATTITUDE_NAMES",
    "MODEL_FORMAT",
    "SAME_NODE",
    "And",
    "Answer",
    "Arith",
    "Attitude",
    "Block",
    "BlockKind",
    "Budget",
    "Change",
    "Check",
    "CheckKind",
    "Choice",
    "Chosen",
    "Compare",
    "Competency",
    "Condition",
    "Const",
    "Count",
    "Effect",
    "Inline",
    "Keyword",
    "Ladder",
    "Node",
    "NodeKind",
    "Not",
    "Or",
    "Person",
    "Points",
    "Remaining",
    "Scenario",
    "SelfCheck",
    "Term",
    "Text",
    "Timer",
    "Value",
    "Var",
    "Variable",
    "Visited",
    "Votes",
]

MODEL_FORMAT = 1
"""Version of the model; part of what an attempt stores."""

SAME_NODE = -1
"""Target of a choice written ``#本节``: show the choices again, without entering the node anew."""


# --- effects, people, time -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Points:
    """Points (positive or negative) on a competency, an index into ``Scenario.competencies``."""

    competency: int
    amount: int


@dataclass(frozen=True, slots=True)
class Change:
    """A variable changes and is clamped to its range: ``+=`` adds the amount (may be negative), ``=`` sets it."""

    variable: int
    op: str  # "+=" or "="
    amount: int


Effect = Points | Change


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency the scenario trains: short name (courseware/competencies.yaml) and weight 1-5."""

    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A bounded integer of the play.

    Attributes:
        name: As the author writes it; ``周工.态度`` for a person's field.
        initial, minimum, maximum: Integers, minimum <= initial <= maximum.
        hidden: Never shown to the trainee.
        hidden_until_changed: 态度隐藏: shown as 未知 until its value first changes.
        person: Index of the person it belongs to, or None.
    """

    name: str
    initial: int
    minimum: int
    maximum: int
    hidden: bool = False
    hidden_until_changed: bool = False
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the buying centre; ``attitude`` is the index of the variable 人.态度 (None: no attitude given)."""

    name: str
    title: str = ""
    role: str = ""
    votes: int = 0
    attitude: int | None = None
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ordered rungs; ``rungs`` are positions in ``Scenario.rungs``."""

    name: str
    rungs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """Simulated time: total and unit (秒/分钟/小时/天/回合), and the node play goes to when it is overdrawn."""

    total: int
    unit: str
    target: int


@dataclass(frozen=True, slots=True)
class Timer:
    """Real time: milliseconds and the node play goes to when they are over."""

    ms: int
    target: int


# --- nodes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a node, or a branch of a chance node.

    Attributes:
        text: Plain text of the link.
        target: Index of the node it leads to, or ``SAME_NODE``.
        id: ``号``, else the text; names the decision in statistics.
        effects: In file order; applied left to right after the cost.
        condition: ``若``: shown only if true.
        lock: ``需``: shown locked with ``lock_reason`` unless true.
        otherwise: ``否则``.
        once: Gone after being taken in this play.
        cost: Simulated time, in the budget's unit.
        rung: Rung it climbs, or None.
        redline: ``R1`` … ``R7``, or None.
        weight: Weight of a branch, > 0.
        replies: What is shown after it is taken, in file order; coach's words are blocks of kind COACH.
        line: Line in the file, from 1.
    """

    text: str
    target: int
    id: str
    effects: tuple[Effect, ...] = ()
    condition: Condition | None = None
    lock: Condition | None = None
    lock_reason: str = ""
    otherwise: bool = False
    once: bool = False
    cost: int = 0
    rung: int | None = None
    redline: str | None = None
    weight: int = 1
    replies: tuple[Block, ...] = ()
    line: int = 0


class NodeKind(StrEnum):
    """How a node goes on."""

    CHOICE = "choice"
    CHANCE = "chance"
    ANSWER = "answer"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Keyword:
    """命中: any of the words in a free answer gives these practice points."""

    words: tuple[str, ...]
    points: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """自评: a statement the trainee ticks for these practice points."""

    statement: str
    points: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """作答: free text with its prompt; lengths in characters; the way on is the node's only choice."""

    ms: int
    minimum: int
    maximum: int
    prompt: Block
    keywords: tuple[Keyword, ...] = ()
    self_checks: tuple[SelfCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node; its position in ``Scenario.nodes`` is its identity, its name the author's.

    Attributes:
        effects: On every entry.
        choices: Choices, or the branches of a chance node; empty exactly for an ending.
        ending, rating: Name and 评 (0-100) of an ending, else None.
        time_limit: 限时 of the decision. clock: 计时 started on entry. stop_clock: 停表 on entry.
        fixed_order: Choices keep file order. unscored: 不计分.
        observes: 考察: competencies named for the evidence.
    """

    name: str
    kind: NodeKind
    effects: tuple[Effect, ...] = ()
    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    ending: str | None = None
    rating: int | None = None
    time_limit: Timer | None = None
    clock: Timer | None = None
    stop_clock: bool = False
    fixed_order: bool = False
    unscored: bool = False
    observes: tuple[int, ...] = ()
    answer: Answer | None = None
    line: int = 0


class CheckKind(StrEnum):
    """What an author asserts in ``# 检查``."""

    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    WALK = "walk"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Check:
    """One assertion: a node for 可达 and 不可达, prefixes of 走法, bot and percent of 机器人."""

    kind: CheckKind
    source: str
    node: int | None = None
    steps: tuple[str, ...] = ()
    bot: str = ""
    percent: float = 0.0
    line: int = 0
    column: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole case, resolved and without errors.

    Attributes:
        id: 编号. digest: SHA-256 (hex) of the file's text as read. ending_share: 结果占比 in percent (lambda * 100).
        pass_mark: 合格线. start: index of the first node. ignored: accepted findings, code to reason.
    """

    id: str
    title: str
    digest: str
    competencies: tuple[Competency, ...]
    nodes: tuple[Node, ...]
    start: int = 0
    briefing: tuple[Block, ...] = ()
    variables: tuple[Variable, ...] = ()
    people: tuple[Person, ...] = ()
    rungs: tuple[str, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    budget: Budget | None = None
    ending_share: int = 50
    pass_mark: int = 60
    checks: tuple[Check, ...] = ()
    ignored: Mapping[str, str] = field(default_factory=dict)
    case: str | None = None
    cases: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    difficulty: int | None = None
    duration: str = ""
    version: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    path: str = ""
