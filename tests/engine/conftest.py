"""A player for tests; every test that uses it runs a second time with the state through JSON after each step."""

from __future__ import annotations

import json

import pytest

from tests.support.player import MakePlayer, Player
from trainer.content.model import Scenario
from trainer.engine.types import State


@pytest.fixture(params=["memory", "json"])
def play(request: pytest.FixtureRequest) -> MakePlayer:
    """Makes a player of a scenario: ``play(scenario, seed="s", timers=True)``."""

    def same(state: State) -> State:
        return state

    def through_json(state: State) -> State:
        read = State.from_dict(json.loads(json.dumps(state.to_dict())))
        assert read == state
        return read

    def make(scenario: Scenario, *, seed: str = "s", timers: bool = True) -> Player:
        return Player(scenario, seed, timers, through_json if request.param == "json" else same)

    return make
