"""The whole report on a scenario: values, ranges, endings, bots, decisions, and what is wrong with its flow.

Importing this module is cheap; numpy is loaded by ``analyse``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from trainer.analysis.solve import LIMIT, Solution, solve
from trainer.config import REDLINE_PAYS_MARGIN
from trainer.content.model import Scenario

PAYS = REDLINE_PAYS_MARGIN
"""A red line pays if it is worth more than this."""


@dataclass(frozen=True, slots=True)
class PointRange:
    """Attainable points of a competency without red lines: chance counted as possible, and the best expectation."""

    minimum: float
    maximum: float
    best_expected: float


@dataclass(frozen=True, slots=True)
class EndingReport:
    """``reachable`` None: not found, and not every state was seen. ``random``: probability for the random bot."""

    name: str
    node: int
    reachable: bool | None
    rating: int
    random: float | None
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BotReport:
    """Exact expectation of a naive player. ``share`` = (value − worst)/(best − worst)."""

    value: float | None
    share: float | None
    endings: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class OptionReport:
    """``value`` is Q(s,a), points made before not counted."""

    choice: int
    text: str
    value: float
    regret: float
    redline: str | None


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """A node at the state that stands for it. ``robustness`` 0–1 over all its states."""

    node: int
    state: int
    stake: float
    robustness: float | None
    scored: bool
    options: tuple[OptionReport, ...]


@dataclass(frozen=True, slots=True)
class Farm:
    """A loop that carries points or draws: the node in which it starts and the texts once round."""

    node: int
    choice: int
    loop: tuple[str, ...]
    points: dict[str, int]
    chance: bool
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PayingRedline:
    """A red line that is worth ``gain`` more than the best permitted line in some reachable state."""

    node: int
    choice: int
    gain: float
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConstantCondition:
    """A condition that is always the same, of a choice (``of_choice``) or of a text; ``text`` is how that begins."""

    node: int
    of_choice: bool
    text: str
    condition: str
    value: bool
    line: int
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything ``trainer analyse`` tells. Numbers are None where they do not exist."""

    scenario: Scenario
    solution: Solution
    best: float | None
    worst: float | None
    points: dict[str, PointRange | None]
    endings: tuple[EndingReport, ...]
    bots: dict[str, BotReport]
    decisions: tuple[DecisionReport, ...]
    start: tuple[OptionReport, ...]
    never: tuple[tuple[int, int], ...] | None
    constants: tuple[ConstantCondition, ...] | None
    farms: tuple[Farm, ...]
    redline_pays: tuple[PayingRedline, ...]

    @property
    def exhausted(self) -> bool:
        """Every reachable state was seen."""
        return self.solution.exhausted

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the keys that the command line promises."""
        nodes = self.scenario.nodes
        constants = self.constants

        def conditions(value: bool) -> list[dict[str, Any]] | None:
            if constants is None:
                return None
            return [
                {"node": nodes[c.node].name, "text": c.text, "condition": c.condition, "line": c.line}
                for c in constants
                if c.value is value
            ]

        return {
            "id": self.scenario.id,
            "exhausted": self.exhausted,
            "states": self.solution.graph.states,
            "transitions": self.solution.graph.transitions,
            "value": {"best": self.best, "worst": self.worst, "random": self.bots["random"].value},
            "points": {
                name: {
                    "min": row.minimum if row else None,
                    "max": row.maximum if row else None,
                    "best_expected": row.best_expected if row else None,
                }
                for name, row in self.points.items()
            },
            "endings": {
                e.name: {
                    "reachable": e.reachable,
                    "rating": e.rating,
                    "random": e.random,
                    "witness": list(e.witness),
                }
                for e in self.endings
            },
            "bots": {
                name: {"value": bot.value, "share": bot.share, "endings": bot.endings}
                for name, bot in self.bots.items()
            },
            "decisions": [
                {
                    "node": nodes[d.node].name,
                    "stake": d.stake,
                    "robustness": d.robustness,
                    "options": [
                        {"text": o.text, "value": finite(o.value), "regret": finite(o.regret), "redline": o.redline}
                        for o in d.options
                    ],
                }
                for d in self.decisions
            ],
            "start": {"options": [{"text": o.text, "regret": finite(o.regret)} for o in self.start]},
            "never_choices": None
            if self.never is None
            else [{"node": nodes[n].name, "text": nodes[n].choices[c].text} for n, c in self.never],
            "always_true": conditions(True),
            "always_false": conditions(False),
            "farms": [
                {
                    "node": nodes[f.node].name,
                    "loop": list(f.loop),
                    "points": f.points,
                    "chance": f.chance,
                    "witness": list(f.witness),
                }
                for f in self.farms
            ],
            "redline_pays": [
                {
                    "node": nodes[r.node].name,
                    "text": nodes[r.node].choices[r.choice].text,
                    "redline": nodes[r.node].choices[r.choice].redline,
                    "gain": r.gain,
                    "witness": list(r.witness),
                }
                for r in self.redline_pays
            ],
        }


def finite(value: float) -> float | None:
    """The value, or None for what JSON cannot say."""
    return value if isfinite(value) else None


def analyse(scenario: Scenario, *, limit: int = LIMIT) -> Analysis:
    """Work out everything about a scenario.

    Args:
        scenario: The case.
        limit: Explore at most this many states.
    """
    from trainer.analysis.compute import report

    return report(solve(scenario, limit=limit))
