"""From the evidence of many runs to an estimate of a competency (scoring.md §4).

θ, the quality to be expected of a person, is Beta(1 + Σwq, 1 + Σw(1 − q)). Estimates are told on the corrected scale:
0 is clicking at random, 100 every step best. No clock is read: ``now`` is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trainer.config import EVIDENCE_HALF_LIFE_DAYS, LEVEL_CONFIDENCE, LEVEL_CUTS, MIN_EVIDENCE, MIN_SCENARIOS
from trainer.scoring import beta

DAY = 86_400.0

EXPOSURE = (1.0, 0.3, 0.1)
"""ν: weight of the first, the second and every later run of a scenario by the same person."""

REDLINE_DAYS = 180.0
"""How long a red line caps the levels of its scenario's competencies."""

CERTIFIED_SCENARIOS = 4
"""达标 needs evidence from at least this many scenarios."""

LOW, HIGH = 0.05, 0.95
"""Quantiles of the interval."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A scored decision's evidence on one competency, with the run it comes from.

    Attributes:
        scenario: 编号 of the scenario.
        quality, random_quality: q and what clicking at random gets, 0–1.
        weight: As in ``run.Evidence``.
        exposure: 1 for this person's first run of the scenario, 2 for the second, …
        at: When, in seconds since any fixed moment.
    """

    scenario: str
    quality: float
    random_quality: float
    weight: float
    exposure: int
    at: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known of one competency of one person.

    Attributes:
        mean, low, high: Mean and 5 %/95 % quantiles, corrected, unfloored; None without evidence.
        level: L1 to L5, or None for 证据不足.
        uncapped: The level without regard to red lines.
        capped: A red line holds the level at L1.
        evidence: Σw.
        scenarios: Distinct scenarios.
        alpha, beta: The distribution of θ.
        random_quality: w-weighted quality of clicking at random; what the correction is by.
    """

    mean: float | None
    low: float | None
    high: float | None
    level: str | None
    uncapped: str | None
    capped: bool
    evidence: float
    scenarios: int
    alpha: float
    beta: float
    random_quality: float

    @property
    def sufficient(self) -> bool:
        """Not 证据不足."""
        return self.uncapped is not None

    def probability(self, cut: float) -> float:
        """Probability that the competency is above a cut of the corrected scale."""
        if self.random_quality >= 1:
            return 0.0
        theta = self.random_quality + cut / 100 * (1 - self.random_quality)
        return 1.0 - beta.cdf(theta, self.alpha, self.beta)

    def reaches(self, level: str) -> bool:
        """达标: at least this level, on evidence from at least ``CERTIFIED_SCENARIOS`` scenarios."""
        return self.level is not None and self.level >= level and self.scenarios >= CERTIFIED_SCENARIOS


def exposure_weight(exposure: int) -> float:
    """ν of the n-th run of a scenario."""
    return EXPOSURE[min(max(exposure, 1), len(EXPOSURE)) - 1]


def age_weight(at: float, now: float) -> float:
    """Weight of evidence by its age; what lies in the future counts as new."""
    return float(2.0 ** (-max(0.0, now - at) / DAY / EVIDENCE_HALF_LIFE_DAYS))


def estimate(
    observations: Iterable[Observation],
    *,
    now: float,
    redlines: Iterable[float] = (),
    cuts: Sequence[float] = LEVEL_CUTS,
    confidence: float = LEVEL_CONFIDENCE,
) -> Estimate:
    """Estimate one competency of one person.

    Args:
        observations: All evidence on it.
        now: In the seconds of ``Observation.at``.
        redlines: When red lines were broken in scenarios that train it.
        cuts: Least corrected scores of L2, L3, …
        confidence: Probability with which a level's cut must be exceeded.
    """
    alpha = after = 1.0
    total = chance = 0.0
    scenarios = set()
    for seen in observations:
        weight = seen.weight * exposure_weight(seen.exposure) * age_weight(seen.at, now)
        if weight <= 0:
            continue
        alpha += weight * seen.quality
        after += weight * (1 - seen.quality)
        total += weight
        chance += weight * seen.random_quality
        scenarios.add(seen.scenario)
    capped = any(now - REDLINE_DAYS * DAY <= at for at in redlines)
    if total <= 0:
        return Estimate(None, None, None, None, None, capped, 0.0, 0, alpha, after, 0.0)
    guess = chance / total

    def scaled(theta: float) -> float:
        return 100 * (theta - guess) / (1 - guess)

    found = Estimate(
        mean=scaled(alpha / (alpha + after)),
        low=scaled(beta.quantile(LOW, alpha, after)),
        high=scaled(beta.quantile(HIGH, alpha, after)),
        level=None,
        uncapped=None,
        capped=capped,
        evidence=total,
        scenarios=len(scenarios),
        alpha=alpha,
        beta=after,
        random_quality=guess,
    )
    if total < MIN_EVIDENCE or len(scenarios) < MIN_SCENARIOS:
        return found
    level = 1 + sum(1 for i in range(len(cuts)) if all(found.probability(c) >= confidence for c in cuts[: i + 1]))
    return _with_level(found, f"L{level}", capped)


def _with_level(found: Estimate, level: str, capped: bool) -> Estimate:
    return replace(found, level="L1" if capped else level, uncapped=level)
