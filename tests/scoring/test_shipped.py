"""The identity and the random bot on every scenario that is shipped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.analysis.test_bots import distance
from tests.scoring.test_run import IDENTITY, play, utility
from trainer.analysis.compute import report
from trainer.analysis.solve import Solution, solve
from trainer.content.competencies import competency_names
from trainer.content.reader import read_scenario
from trainer.engine.machine import compile_scenario
from trainer.scoring.run import score_run

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.md"))


@cache
def solution(path: Path) -> Solution:
    read = read_scenario(path.read_bytes(), str(path), competencies=competency_names())
    assert read.scenario is not None, read.diagnostics
    return solve(read.scenario)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_identity(path: Path) -> None:
    known = solution(path)
    scenario, machine = known.scenario, compile_scenario(known.scenario)
    assert known.start_value is not None
    for seed in range(100):
        moves = play(scenario, seed)
        run = score_run(scenario, known, moves, ended=True)
        assert run.outcome == pytest.approx(utility(scenario, known, machine, moves), abs=IDENTITY)
        assert run.outcome == pytest.approx(known.start_value - run.regret + run.luck, abs=IDENTITY)
        assert sum(e.weight for e in run.evidence) == pytest.approx(sum(i.weight for i in run.items))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_random_bot(path: Path) -> None:
    known = solution(path)
    exact = report(known).bots["random"].value
    assert exact is not None
    assert distance(known.scenario, exact, 3) < 4.5
