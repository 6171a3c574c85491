"""The identity and the random bot on every scenario that is shipped."""

from __future__ import annotations

import pytest

from tests.analysis.test_bots import distance
from tests.scoring.test_run import IDENTITY, play, utility
from tests.support.amounts import together
from tests.support.shipped import CASES, analysis, solution
from trainer.engine.machine import compile_scenario
from trainer.scoring.run import score_run


@pytest.mark.parametrize("name", together(CASES))
def test_identity(name: str) -> None:
    known = solution(name)
    scenario, machine = known.scenario, compile_scenario(known.scenario)
    assert known.start_value is not None
    for seed in range(100):
        moves = play(scenario, seed)
        run = score_run(scenario, known, moves, ended=True)
        assert run.outcome == pytest.approx(utility(scenario, known, machine, moves), abs=IDENTITY)
        assert run.outcome == pytest.approx(known.start_value - run.regret + run.luck, abs=IDENTITY)
        assert sum(e.weight for e in run.evidence) == pytest.approx(sum(i.weight for i in run.items))


@pytest.mark.parametrize("name", together(CASES))
def test_random_bot(name: str) -> None:
    known = solution(name)
    exact = analysis(name).bots["random"].value
    assert exact is not None
    assert distance(known.scenario, exact, 3) < 4.5
