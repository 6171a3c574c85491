"""「360 万防结剂招标」 through the service, along its play plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.conftest import key
from tests.support.amounts import first_few
from trainer.content.library import Library, load_library
from trainer.errors import UsageError
from trainer.service import open_service
from trainer.service.script import scripted
from trainer.service.views import LineKind, Mode

CASE = "bid-360w"
PLANS = sorted((Path(__file__).parents[1] / "plans").glob(f"{CASE}-*.txt"))


@pytest.fixture(scope="module")
def library() -> Library:
    """The bundled content, read once."""
    return load_library()


def steps(plan: Path) -> tuple[str, list[str]]:
    """The ending that a plan expects, and its steps: choices, and the branches drawn."""
    lines = [line.strip() for line in plan.read_text(encoding="utf-8").splitlines()]
    expected = next(line.partition(":")[2].strip() for line in lines if line.startswith("expect:"))
    return expected, [line for line in lines if line and not line.startswith(("#", "scenario:", "expect:"))]


@pytest.mark.parametrize("plan", first_few(PLANS, 4), ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", list(Mode))
def test_the_first_case_along_a_plan(plan: Path, mode: Mode, library: Library, tmp_path: Path) -> None:
    """The steps that the seed's draws leave possible are taken; then the first option, to the end."""
    _, words = steps(plan)
    with open_service(str(tmp_path / "t.db"), library) as service:
        view = service.start(CASE, mode, key=key(), seed="plan")
        for word in words:
            if view.closed:
                break
            try:
                step = scripted(view, word, 1)
            except UsageError:
                continue
            view = service.act(view.attempt, step.action, key=key(), expected_step=view.step)
        while not view.closed:
            view = service.act(view.attempt, scripted(view, "1", 1).action, key=key(), expected_step=view.step)
        assert view.ended
        assert (LineKind.COACH in {line.kind for line in view.transcript}) == (mode is Mode.PRACTICE)
        found = service.debrief(view.attempt)
        assert found.exhausted
        assert found.outcome is not None
        assert found.curve[-1] == pytest.approx(found.outcome, abs=1e-9)
        assert sum(d.scored for d in found.decisions) >= 5
        assert all(d.scene for d in found.decisions)
        assert all(d.coach for d in found.decisions if d.label in ("slip", "blunder"))
        row = service.results().attempts[0]
        assert (row.ending, row.score) == (found.ending, found.score)
        assert row.step >= len(found.decisions)  # 作答 is a step, too, and no decision
