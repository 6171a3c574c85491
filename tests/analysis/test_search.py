"""All states of a node at once, or one after the other: the same states and edges in the same order."""

from __future__ import annotations

import random

import pytest

from tests.analysis.cases import case, choice, decision, ending
from tests.support.large import large_scenario
from tests.support.random_scenarios import random_scenario
from trainer.analysis import search as searching
from trainer.analysis.search import WIDEST, search
from trainer.content.model import Change, Scenario, Variable
from trainer.engine.machine import Machine


def same(scenario: Scenario, *, blocks: bool, limit: int = 100_000) -> int:
    """Compare both ways; the number of states."""
    machine = Machine(scenario, blocks=blocks)
    together, single = search(machine, limit), search(machine, limit, single=True)
    assert together.cores == single.cores
    for one, other in zip(together[1:], single[1:], strict=True):
        assert one.tolist() == other.tolist()
    return len(together.cores)


@pytest.fixture(autouse=True)
def nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays are used from the third state on."""
    monkeypatch.setattr(searching, "SMALL", 2)


@pytest.mark.parametrize("block", range(4))
def test_both_ways_of_random_scenarios(block: int) -> None:
    found = [same(random_scenario(random.Random(seed)), blocks=bool(seed % 2)) for seed in range(block, 120, 4)]
    assert max(found) > 10


def test_both_ways_of_a_large_scenario() -> None:
    assert same(large_scenario(acts=3), blocks=False) > 1000


def test_a_core_too_wide_for_an_array_is_searched_alone() -> None:
    names = [Variable(f"数{i}", 0, 0, 1000) for i in range(8)]
    scenario = case(
        decision("起点", *(choice(f"走{i}", 1, effects=(Change(i, "+=", 1 + i),)) for i in range(8))),
        decision("中间", choice("再走", 2, effects=(Change(0, "+=", 7),))),
        ending("完", 50),
        variables=tuple(names),
    )
    machine = Machine(scenario)
    assert machine.layout.bits > WIDEST
    assert len(search(machine, 1000).cores) == len(search(machine, 1000, single=True).cores)


def test_a_limit_stops_the_search() -> None:
    scenario = large_scenario(acts=3)
    machine = Machine(scenario, blocks=False)
    whole = search(machine, 100_000)
    part = search(machine, 100)
    assert 100 < len(part.cores) < len(whole.cores)
    assert len(part.degree) < len(part.cores)
    assert part.cores == whole.cores[: len(part.cores)]
