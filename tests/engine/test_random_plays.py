"""Whole plays of random scenarios through ``step``: JSON, replay, undo, trace, display."""

from __future__ import annotations

import random

import pytest

from tests.support.amounts import first_few
from tests.support.player import MakePlayer, Player
from tests.support.scenarios import random_scenario
from trainer.content.model import NodeKind
from trainer.engine.play import step, trace
from trainer.engine.types import Choose, Elapse, EventType, Respond, Timeout


def play_on(player: Player, rng: random.Random) -> None:
    """Random actions until the end, at most 60."""
    for _ in range(60):
        if player.state.ended:
            return
        scene = player.scene
        left = [ms for ms in (player.state.limit_ms, player.state.clock_ms) if ms is not None]
        spare = min(left) - 1 if left else 1000
        roll = rng.random()
        if left and roll < 0.2:
            player.act(Timeout())
        elif roll < 0.3:
            player.act(Elapse(rng.randint(0, spare)))
        elif scene.answer is not None:
            player.act(Respond((), (), rng.randrange(99), "0" * 64, rng.randint(0, spare)))
        else:
            player.act(Choose(rng.choice(scene.options), rng.randint(0, spare)))


@pytest.mark.parametrize("first", first_few(range(0, 200, 50), 2))
def test_random_plays(play: MakePlayer, first: int) -> None:
    ended = 0
    for seed in range(first, first + 50):
        rng = random.Random(seed)
        case = random_scenario(rng)
        player = play(case, seed=f"种子{seed}", timers=rng.random() < 0.8)
        play_on(player, rng)
        ended += player.state.ended

        assert player.replayed() == player.states
        for before, action, after in zip(player.states, player.actions, player.states[1:], strict=False):
            assert step(case, before, action)[0] == after  # pure: the same again
        cut = rng.randint(0, len(player.actions))
        assert player.replayed(cut) == player.states[: cut + 1]
        assert player.replayed(recorded=False) == player.states

        moves = trace(case, player.events)
        cores = [player.machine.initial, *(move.after for move in moves)]
        assert cores[-1] == player.state.core
        assert {state.core for state in player.states} <= set(cores)
        rewards = [player.machine.initial_reward, *(move.reward for move in moves)]
        for k in range(len(case.competencies)):
            assert sum(player.machine.rewards[r][k] for r in rewards) == player.state.points[k]

        entered = [event for event in player.events if event.type is EventType.ENTERED]
        assert len(entered) == player.state.entries
        for event in player.events:
            if event.type in (EventType.ENTERED, EventType.SHOWN_AGAIN):
                order, kind = event.data["order"], case.nodes[event.data["node"]].kind
                assert (0 < len(order) <= 9) is (kind is NodeKind.CHOICE)
                assert len(set(order)) == len(order)
        if not player.state.ended:
            assert sorted(player.scene.options) == (
                [] if player.scene.answer is not None else list(player.machine.options(player.state.core))
            )
        clock = player.machine.clock_target(player.state.core)
        assert player.state.clock_target == (clock if player.timers else None)
    assert ended > 30
