"""The solver agrees with the enumeration of plays on random scenarios with every construct of the format."""

from __future__ import annotations

import pytest

from tests.analysis.brute import TooLarge, World
from tests.analysis.cases import random_case
from tests.analysis.naive import S, Vector
from tests.support.amounts import first_few
from trainer.analysis.bots import BOTS
from trainer.analysis.lints import findings
from trainer.analysis.report import Analysis, analyse

BATCH = 50


def check(seed: int) -> str:
    """Compare everything for one scenario; says what kind of scenario it was."""
    scenario = random_case(seed)
    try:
        world = World.of(scenario)
        farm = world.farm() if len(world.edges) <= 400 else None
        if farm is None:
            return "large"
        found = analyse(scenario)
        told = found.to_dict()
        assert told["exhausted"]
        assert told["states"] <= len(world.edges)
        reached = {n.ending for s in world.edges if (n := scenario.nodes[s.node]).ending is not None}
        assert {name for name, row in told["endings"].items() if row["reachable"]} == reached
        assert bool(told["farms"]) == farm
        if farm:
            assert told["value"] == {"best": None, "worst": None, "random": None}
            return "farm"
        if not world.sound():
            return faults(world, found)
        return compare(world, told)
    except TooLarge:
        return "large"


def faults(world: World, found: Analysis) -> str:
    """Dead ends and corners are found exactly where they are, and nowhere else."""
    codes = {d.code for d in findings(world.scenario, found)}
    ends = world.ends(lambda s: world.edges[s])
    assert bool(codes & {"SC310", "SC312", "SC313"}) == (len(ends) < len(world.edges))
    permitted = world.ends(world.open_edges)
    only = any(all(world.redline(s, e[0]) for e in world.edges[s]) for s in ends if world.edges[s])
    assert ("SC510" in codes) == (only or bool(ends - permitted))
    if world.first not in ends:
        assert found.best is None
    return "unsound"


def compare(world: World, told: dict) -> str:  # type: ignore[type-arg]
    """Values of a scenario without faults of flow."""
    scenario = world.scenario
    weights = [c.weight for c in scenario.competencies]

    def weighted(points: Vector) -> float:
        return float(sum(w * p for w, p in zip(weights, points, strict=True)))

    pmax = world.extreme(lambda s, p: weighted(p), max)
    pmin = world.extreme(lambda s, p: weighted(p), min)
    share = scenario.ending_share / 100

    def utility(state: S, points: Vector) -> float:
        rating = scenario.nodes[state.node].rating
        assert rating is not None
        if pmax - pmin < 1e-9:
            return float(rating)
        return (1 - share) * 100 * (weighted(points) - pmin) / (pmax - pmin) + share * rating

    best, worst = world.extreme(utility, max), world.extreme(utility, min)
    assert told["value"]["best"] == pytest.approx(best, abs=1e-9)
    assert told["value"]["worst"] == pytest.approx(worst, abs=1e-9)
    for k, competency in enumerate(scenario.competencies):
        row = told["points"][competency.name]

        def own(state: S, points: Vector, k: int = k) -> float:
            return float(points[k])

        assert row["max"] == world.extreme(own, max, lucky=True)
        assert row["min"] == world.extreme(own, min, lucky=True)
        assert row["best_expected"] == pytest.approx(world.extreme(own, max), abs=1e-9)
    gain = world.extreme(utility, max, redlines=True) - best
    assert bool(told["redline_pays"]) or gain <= 0.5
    ratings = {n.ending: n.rating for n in scenario.nodes if n.ending is not None}
    for bot in BOTS:
        endings, points = world.bot(bot)
        row = told["bots"][bot]
        assert row["endings"] == pytest.approx(endings, abs=1e-9)
        outcome = sum(p * (ratings[name] or 0) for name, p in endings.items())
        scale = 0.0 if pmax - pmin < 1e-9 else (1 - share) * 100 / (pmax - pmin)
        expected = scale * (float(points @ weights) - pmin) + (share if scale or pmax - pmin >= 1e-9 else 1.0) * outcome
        assert row["value"] == pytest.approx(expected, abs=1e-8)
        if best - worst > 1e-9:
            assert row["share"] == pytest.approx((expected - worst) / (best - worst), abs=1e-7)
        else:
            assert row["share"] is None
    return "looped" if world.loops() else "plain"


@pytest.mark.parametrize("batch", first_few(range(32), 8))
def test_random_scenarios(batch: int) -> None:
    """Best, worst, ranges, endings and bots of 1,600 scenarios, of which more than a thousand are without faults."""
    kinds = [check(seed) for seed in range(batch * BATCH, (batch + 1) * BATCH)]
    assert sum(kind in ("plain", "looped") for kind in kinds) >= BATCH // 2, kinds
