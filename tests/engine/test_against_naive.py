"""The compiled machine against the plain interpreter, along random walks through random scenarios."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.support import naive
from tests.support.amounts import first_few
from tests.support.large import large_scenario
from tests.support.scenarios import random_scenario
from trainer.content.model import Scenario
from trainer.engine.layout import conditions
from trainer.engine.machine import Machine

SEEDS = range(600)
WALKS = 6
LENGTH = 80


def check(machine: Machine, core: int, world: naive.World) -> None:
    """Core and world say the same."""
    case = machine.scenario
    available, locked = naive.offers(world)
    assert machine.node_of(core) == world.node
    assert [machine.value(core, i) for i in range(len(case.variables))] == world.variables
    assert machine.remaining(core) == world.remaining
    assert machine.overdrawn(core) is world.overdrawn
    assert machine.clock_target(core) == world.clock_target
    assert list(machine.options(core)) == available
    assert list(machine.locked(core)) == locked
    assert list(machine.shown_blocks(core)) == naive.blocks(world)
    assert list(machine.timeouts(core)) == naive.timers(world)
    assert 0 < len(available) <= 9 or not case.nodes[world.node].choices
    projected = machine.project(core)
    assert machine.project(projected) == projected
    assert [i for i, _, _ in machine.expand(projected)] == available
    assert machine.expand(projected) == machine.expand(core)


def walk(machine: Machine, rng: random.Random) -> Iterator[tuple[int, naive.World]]:
    """A random play; checks each transition and yields what it comes by."""
    case = machine.scenario
    core, world = machine.initial, naive.begin(case)
    points = list(machine.rewards[machine.initial_reward])
    for _ in range(LENGTH):
        check(machine, core, world)
        assert points == world.points
        yield core, world
        options = machine.options(core)
        timers = machine.timeouts(core)
        if not options:
            return
        if timers and rng.random() < 0.15:
            timer, target = rng.choice(timers)
            core, reward = machine.timeout(core, timer)
            assert machine.node_of(core) == target
            naive.time_out(world, timer)
        else:
            choice = rng.choice(options)
            expanded = {i: (after, reward) for i, after, reward in machine.expand(core)}
            core, reward = machine.apply(core, choice)
            assert expanded[choice] == (machine.project(core), reward)
            naive.take(world, choice)
        points = [p + q for p, q in zip(points, machine.rewards[reward], strict=True)]


@pytest.mark.parametrize("first", first_few(SEEDS[::60], 4))
def test_same_options_same_states_same_points(first: int) -> None:
    for seed in range(first, first + 60):
        rng = random.Random(seed)
        machine = Machine(random_scenario(rng))
        given = list(conditions(machine.scenario))
        for _ in range(WALKS):
            for core, world in walk(machine, rng):
                for condition in given:
                    assert machine.predicate(condition)(core) is naive.holds(world, condition)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_case_of_realistic_size(seed: int) -> None:
    machine = Machine(large_scenario(seed))
    rng = random.Random(seed)
    ends = {machine.node_of(core) for _ in range(60) for core, _ in walk(machine, rng)}
    assert len(ends & set(range(len(machine.scenario.nodes) - 3, len(machine.scenario.nodes)))) >= 2


def futures(machine: Machine, core: int, rng: random.Random) -> Iterator[tuple[object, ...]]:
    """All that a random walk sees, without what projection drops."""
    for _ in range(25):
        options = machine.options(core)
        seen = (machine.node_of(core), options, machine.locked(core), machine.timeouts(core))
        yield (*seen, machine.shown_blocks(core) if machine.blocks else ())
        timers = machine.timeouts(core)
        if not options:
            return
        if timers and rng.random() < 0.2:
            core, reward = machine.timeout(core, rng.choice(timers)[0])
        else:
            core, reward = machine.apply(core, rng.choice(options))
        yield ("reward", machine.rewards[reward])


def reached(machine: Machine, rng: random.Random, walks: int) -> Iterator[int]:
    """Full cores on random walks."""
    for _ in range(walks):
        core = machine.initial
        for _ in range(LENGTH):
            yield core
            options = machine.options(core)
            if not options:
                break
            core, _ = machine.apply(core, rng.choice(options))


@pytest.mark.parametrize("blocks", [True, False])
@pytest.mark.parametrize("first", first_few(range(0, 300, 50), 3))
def test_equal_projection_means_equal_futures(first: int, blocks: bool) -> None:
    pairs = 0
    for seed in range(first, first + 50):
        rng = random.Random(seed)
        machine = Machine(random_scenario(rng), blocks=blocks)
        groups: dict[int, set[int]] = {}
        for core in reached(machine, rng, 12):
            groups.setdefault(machine.project(core), set()).add(core)
        for projected, cores in groups.items():
            for core in [*sorted(cores)[:4], projected]:
                start = rng.random()
                expected = list(futures(machine, min(cores), random.Random(start)))
                assert list(futures(machine, core, random.Random(start))) == expected
            pairs += len(cores) > 1
    assert pairs > 20  # the test sees states that differ only in what is dropped


def test_without_blocks_no_more_is_kept() -> None:
    fewer = 0
    for seed in range(200):
        case: Scenario = random_scenario(random.Random(seed))
        full, bare = Machine(case), Machine(case, blocks=False)
        assert all(b & ~f == 0 for b, f in zip(bare.live, full.live, strict=True))
        fewer += bare.live != full.live
    assert fewer > 20
