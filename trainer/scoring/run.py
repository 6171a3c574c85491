"""The score of one run (scoring.md §3) and what it says about competencies (§4).

Nothing here loads numpy; the solution is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer.config import LABEL_CUTS
from trainer.content.model import NodeKind, Points, Scenario

if TYPE_CHECKING:
    from trainer.analysis.solve import DecisionValues, Solution
    from trainer.engine.play import Move

DEPENDENCE = 0.5
"""δ: decisions of one run correlate, so each counts for half."""

MOST_STAKE = 2.0
"""A decision counts for at most this many times the median stake of its scenario."""

LABELS = ("best", "fine", "slip", "blunder", "redline", "timeout", "single", "small", "unscored")
"""最优, 可行, 失误, 严重失误, 红线, 超时; then unscored steps: one option, small stake, 不计分 or no decision."""


@dataclass(frozen=True, slots=True)
class StepScore:
    """One move of a run.

    Attributes:
        node: The node it was made in.
        choice: The choice or branch, None for a timeout.
        label: One of ``LABELS``.
        scored: It counts in the run score.
        regret: ρ in points of utility; 0 for a draw, and where nothing is known.
        luck: ℓ in points of utility; 0 unless it is a draw.
        stake: σ of the decision, None if it is none.
        quality: q from 0 to 1; None unless scored.
        random_quality: Mean q of the options; None unless scored.
        best: Choice of the best option, None if it is no decision.
        redline: The rule that it breaks, or None.
    """

    node: int
    choice: int | None
    label: str
    scored: bool
    regret: float = 0.0
    luck: float = 0.0
    stake: float | None = None
    quality: float | None = None
    random_quality: float | None = None
    best: int | None = None
    redline: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one scored decision says about one competency.

    Attributes:
        competency: Short name.
        step: Index of the move.
        quality, random_quality: q, and what clicking at random gets, 0–1.
        weight: share · min(2, σ/σ_median) · δ; exposure and age are not in it yet.
    """

    competency: str
    step: int
    quality: float
    random_quality: float
    weight: float


@dataclass(frozen=True, slots=True)
class CompetencyEvidence:
    """Evidence of one run on one competency: ``score`` is chance-corrected, 100 = every step best; unfloored."""

    competency: str
    score: float
    weight: float
    decisions: int


@dataclass(frozen=True, slots=True)
class RunScore:
    """The score of a run.

    Attributes:
        steps: One per move.
        score: S', unfloored; None without a scored decision, or where the scenario has no values.
        outcome: U of the play, unclamped; None if it did not end or nothing is known.
        luck: Σℓ.
        regret: Σρ.
        redlines: Rules broken, in order.
        evidence: Per competency, in the scenario's order; only those with evidence.
        items: The evidence one by one.
    """

    steps: tuple[StepScore, ...]
    score: float | None
    outcome: float | None
    luck: float
    regret: float
    redlines: tuple[str, ...]
    evidence: tuple[CompetencyEvidence, ...]
    items: tuple[Evidence, ...]


def score_run(scenario: Scenario, solution: Solution, moves: Sequence[Move], *, ended: bool) -> RunScore:
    """Score the moves of a run.

    Args:
        scenario: The case.
        solution: Its values.
        moves: What was done, in order; for ``ended`` all of the play, else any selection.
        ended: The moves lead from the start to an ending: there is an outcome.
    """
    steps = tuple(_step(scenario, solution, move) for move in moves)
    counted = [(s.stake, s.quality, s.random_quality) for s in steps if s.scored]
    items = tuple(_evidence(scenario, solution, moves, steps))
    return RunScore(
        steps=steps,
        score=corrected((k, q, r) for k, q, r in counted if k is not None and q is not None and r is not None),
        outcome=_outcome(scenario, solution, moves) if ended else None,
        luck=sum(s.luck for s in steps),
        regret=sum(s.regret for s in steps),
        redlines=tuple(s.redline for s in steps if s.redline is not None),
        evidence=_by_competency(scenario, items),
        items=items,
    )


def corrected(rows: Iterable[tuple[float, float, float]]) -> float | None:
    """Chance-corrected mean quality, 0 = clicking at random, 100 = every step best; None without weight.

    Args:
        rows: (weight, quality, quality of clicking at random).
    """
    weight = quality = chance = 0.0
    for w, q, r in rows:
        weight, quality, chance = weight + w, quality + w * q, chance + w * r
    if weight <= 0 or weight - chance <= 0:
        return None
    return 100 * (quality - chance) / (weight - chance)


def _step(scenario: Scenario, solution: Solution, move: Move) -> StepScore:
    node = scenario.nodes[move.node]
    before, after = solution.value(move.before), solution.value(move.after)
    change = 0.0
    if before is not None and after is not None:
        change = solution.worth(solution.problem.machine.rewards[move.reward]) + after - before
    if move.kind == "chance":
        return StepScore(move.node, move.choice, "unscored", False, luck=change)
    redline = None if move.choice is None else node.choices[move.choice].redline
    values = solution.decision(move.before) if node.kind is NodeKind.CHOICE else None
    if values is None:
        label = "timeout" if move.choice is None else "redline" if redline else "unscored"
        return StepScore(move.node, move.choice, label, False, regret=-change, redline=redline)
    scored = values.scored
    return StepScore(
        node=move.node,
        choice=move.choice,
        label=_label(values, node.unscored, move.choice, redline),
        scored=scored,
        regret=-change,
        stake=values.stake,
        quality=_quality(values, move.choice) if scored else None,
        random_quality=values.mean_quality if scored else None,
        best=values.best,
        redline=redline,
    )


def _quality(values: DecisionValues, choice: int | None) -> float:
    return 0.0 if choice is None else values.option(choice).quality


def _label(values: DecisionValues, unscored: bool, choice: int | None, redline: str | None) -> str:
    if choice is None:
        return "timeout"
    if redline is not None:
        return "redline"
    if len(values.options) < 2:
        return "single"
    if unscored:
        return "unscored"
    if not values.scored:
        return "small"
    regret = values.option(choice).regret
    for label, cut in zip(LABELS, LABEL_CUTS, strict=False):
        if regret <= cut:
            return label
    return "blunder"


def _outcome(scenario: Scenario, solution: Solution, moves: Sequence[Move]) -> float | None:
    if not solution.exact:
        return None
    machine = solution.problem.machine
    points = list(solution.start_points)
    for move in moves:
        points = [a + b for a, b in zip(points, machine.rewards[move.reward], strict=True)]
    last = machine.node_of(moves[-1].after if moves else machine.initial)
    rating = scenario.nodes[last].rating
    return None if rating is None else solution.utility(points, rating)


def shares(scenario: Scenario, node: int, options: Iterable[int]) -> dict[int, float]:
    """How the evidence of a decision is split between competencies (indices); the parts add up to 1.

    The parts are Σ|points| over the options' own effects. A competency that 考察 adds and no option names counts like
    the mean of those named; with 考察 alone all count the same.
    """
    amounts: dict[int, float] = {}
    for index in options:
        for effect in scenario.nodes[node].choices[index].effects:
            if isinstance(effect, Points) and effect.amount:
                amounts[effect.competency] = amounts.get(effect.competency, 0.0) + abs(effect.amount)
    mean = sum(amounts.values()) / len(amounts) if amounts else 1.0
    for competency in scenario.nodes[node].observes:
        amounts.setdefault(competency, mean)
    total = sum(amounts.values())
    return {k: amount / total for k, amount in sorted(amounts.items())}


def _evidence(
    scenario: Scenario, solution: Solution, moves: Sequence[Move], steps: Sequence[StepScore]
) -> Iterable[Evidence]:
    for i, (move, step) in enumerate(zip(moves, steps, strict=True)):
        values = solution.decision(move.before) if step.scored else None
        if values is None or step.quality is None or step.random_quality is None:
            continue
        middle = solution.median_stake
        size = min(MOST_STAKE, values.stake / middle) if middle else 1.0
        for competency, share in shares(scenario, step.node, (o.choice for o in values.options)).items():
            yield Evidence(
                scenario.competencies[competency].name,
                i,
                step.quality,
                step.random_quality,
                share * size * DEPENDENCE,
            )


def _by_competency(scenario: Scenario, items: Sequence[Evidence]) -> tuple[CompetencyEvidence, ...]:
    found = []
    for competency in scenario.competencies:
        mine = [item for item in items if item.competency == competency.name]
        score = corrected((item.weight, item.quality, item.random_quality) for item in mine)
        if score is not None:
            found.append(CompetencyEvidence(competency.name, score, sum(item.weight for item in mine), len(mine)))
    return tuple(found)
