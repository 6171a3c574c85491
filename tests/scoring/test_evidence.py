"""From evidence to a level (scoring.md §4)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.support.amounts import first_few
from trainer.scoring.evidence import DAY, Observation, age_weight, estimate, exposure_weight

NOW = 1_000 * DAY


def seen(scenario: str = "a", quality: float = 1.0, **more: object) -> Observation:
    made = Observation(scenario, quality, 0.5, 1.0, 1, NOW)
    return replace(made, **more)  # type: ignore[arg-type]


def many(quality: float, scenarios: int = 4, each: int = 5) -> list[Observation]:
    return [seen(f"s{i}", quality) for i in range(scenarios) for _ in range(each)]


def test_no_evidence() -> None:
    found = estimate([], now=NOW)
    assert (found.mean, found.low, found.high, found.level, found.sufficient) == (None, None, None, None, False)


def test_mean_and_scale() -> None:
    found = estimate([seen(quality=0.5), seen(quality=1.0)], now=NOW)
    assert (found.alpha, found.beta) == (2.5, 1.5)
    assert found.mean == pytest.approx(100 * (0.625 - 0.5) / 0.5)
    assert found.low is not None and found.high is not None and found.mean is not None
    assert found.low < found.mean < found.high


def test_clicking_at_random_is_zero_on_the_scale() -> None:
    found = estimate([seen(f"s{i % 5}", 0.5) for i in range(2000)], now=NOW)
    assert found.mean == pytest.approx(0, abs=0.1)
    assert found.level == "L1"


def test_the_correction_uses_the_weighted_guess_of_the_same_evidence() -> None:
    rows = [seen(quality=1, random_quality=0.2, weight=3.0), seen(quality=1, random_quality=0.6, weight=1.0)]
    assert estimate(rows, now=NOW).random_quality == pytest.approx(0.3)


def test_too_little_evidence_or_too_few_scenarios() -> None:
    assert estimate(many(1.0, scenarios=3, each=1), now=NOW).level is None, "Σw = 3"
    assert estimate(many(1.0, scenarios=2, each=10), now=NOW).level is None
    assert estimate(many(1.0, scenarios=3, each=10), now=NOW).level is not None


def test_levels_by_probability() -> None:
    """A level needs its cut to be exceeded with probability 0.8, so the mean lies above the cut."""
    for quality, level in ((0.5, "L1"), (0.75, "L2"), (0.82, "L3"), (0.9, "L4"), (1.0, "L5")):
        found = estimate(many(quality, scenarios=10, each=30), now=NOW)
        assert found.level == level, quality
        for cut in (40, 55, 70, 85)[: int(level[1]) - 1]:
            assert found.probability(cut) >= 0.8
            assert found.mean is not None and found.mean > cut


def test_cuts_can_be_chosen() -> None:
    rows = many(0.75, scenarios=10, each=30)
    assert estimate(rows, now=NOW, cuts=(10, 20, 30, 40)).level == "L5"
    assert estimate(rows, now=NOW, cuts=(60, 70, 80, 90)).level == "L1"


def test_certified_needs_four_scenarios() -> None:
    three, four = estimate(many(1.0, 3, 40), now=NOW), estimate(many(1.0, 4, 40), now=NOW)
    assert three.level == four.level == "L5"
    assert not three.reaches("L2")
    assert four.reaches("L2") and four.reaches("L5")
    assert not estimate(many(0.5, 4, 40), now=NOW).reaches("L2")


def test_exposure_and_age() -> None:
    assert [exposure_weight(n) for n in (1, 2, 3, 9)] == [1.0, 0.3, 0.1, 0.1]
    assert age_weight(NOW, NOW) == 1
    assert age_weight(NOW - 180 * DAY, NOW) == pytest.approx(0.5)
    assert age_weight(NOW + DAY, NOW) == 1
    found = estimate([seen(exposure=2, at=NOW - 360 * DAY)], now=NOW)
    assert found.evidence == pytest.approx(0.3 / 4)


def test_a_red_line_caps_the_level_for_half_a_year() -> None:
    rows = many(1.0, 5, 20)
    fresh = estimate(rows, now=NOW, redlines=[NOW - 179 * DAY])
    assert (fresh.level, fresh.uncapped, fresh.capped) == ("L1", "L5", True)
    old = estimate(rows, now=NOW, redlines=[NOW - 181 * DAY])
    assert (old.level, old.capped) == ("L5", False)
    assert estimate([], now=NOW, redlines=[NOW]).level is None


# --- simulations: do the numbers mean what they say? -------------------------------------------------------------


def person(rng: random.Random, ability: float, scenarios: int) -> list[Observation]:
    """Somebody who finds the best option with this probability and else clicks at random.

    His days differ, so decisions of one run correlate. On the corrected scale his true value is 100·ability.
    """
    rows = []
    for scenario in range(scenarios):
        today = min(1.0, max(0.0, rng.gauss(ability, 0.1))) if 0 < ability < 1 else ability
        for _ in range(12):
            options = [1.0, 0.0, *(rng.random() for _ in range(rng.randint(0, 2)))]
            quality = 1.0 if rng.random() < today else rng.choice(options)
            stake = min(2.0, rng.uniform(0.4, 2.4))
            share = rng.choice((0.4, 0.7, 1.0))
            rows.append(Observation(f"s{scenario}", quality, sum(options) / len(options), share * stake / 2, 1, NOW))
    return rows


LEVELS = ("L1", "L2", "L3", "L4", "L5")


def true_level(ability: float) -> str:
    return LEVELS[sum(100 * ability >= cut for cut in (40, 55, 70, 85))]


@pytest.mark.parametrize("people", first_few((60, 300), 1))
def test_simulated_people(people: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Intervals cover, hardly anybody is promoted beyond his level, and clicking at random stays at 0 and L1."""
    rng = random.Random(20_220_603)
    lines = ["ability  scenarios  mean est.  coverage 90 %  promoted too high  level reached"]
    for scenarios in (3, 6, 12):
        for ability in (0.0, 0.3, 0.5, 0.65, 0.8, 0.95):
            found = [estimate(person(rng, ability, scenarios), now=NOW) for _ in range(people)]
            means = [f.mean for f in found if f.mean is not None]
            covered = sum((f.low or 0) <= 100 * ability <= (f.high or 0) for f in found) / len(found)
            levels = [f.level for f in found]
            high = sum(level is not None and level > true_level(ability) for level in levels) / len(found)
            right = sum(level == true_level(ability) for level in levels) / len(found)
            mean = sum(means) / len(means)
            lines.append(f"{ability:7.2f}  {scenarios:9}  {mean:9.1f}  {covered:13.2f}  {high:17.2f}  {right:13.2f}")
            assert high <= 0.2
            if 0.3 <= ability <= 0.8:
                assert covered >= 0.85
            if ability == 0:
                assert abs(mean) < 5
                assert all(level == "L1" for level in levels)
    with capsys.disabled():
        print("\n" + "\n".join(lines))
