"""The decisions behind a number: they are those stored, and their weights add up to what the profile says."""

from __future__ import annotations

import pytest

from tests.service.conftest import Do, World, key
from trainer.service import Service
from trainer.service.views import Mode

CASE = "first-call"


def play(service: Service, do: Do, *words: str, mode: Mode = Mode.PRACTICE) -> str:
    return do(service, service.start(CASE, mode, key=key(), seed="s"), *words).attempt


def test_every_decision_behind_a_number_is_named(service: Service, do: Do) -> None:
    first = play(service, do, "问三号线", "请他说说")
    second = play(service, do, "问三号线", "报一个", mode=Mode.ASSESS)
    rows = service.evidence("需求挖掘")
    assert {row.attempt for row in rows} == {first, second}
    assert rows[0].attempt == second
    found = {(row.attempt, row.choice): (row.label, row.quality, row.mode) for row in rows}
    assert found[second, "报一个试用价"] == ("blunder", 0.0, Mode.ASSESS)
    assert {row.title for row in rows} == {"前台那十五秒"}


def test_the_weights_add_up_to_the_profile(service: Service, do: Do) -> None:
    for words in (("问三号线", "请他说说"), ("先挂", "问三号线", "报一个"), ("问三号线", "问最近")):
        play(service, do, *words)
    seen = 0
    for row in service.results().profile:
        rows = service.evidence(row.name)
        assert sum(one.weight for one in rows) == pytest.approx(row.evidence, rel=1e-3)
        seen += len(rows)
    assert seen


def test_what_is_not_known_has_no_evidence(world: World, do: Do) -> None:
    service = world.open()
    assert service.evidence("需求挖掘") == ()
    play(service, do, "问三号线", "请他说说")
    assert service.evidence("没有这个能力") == ()


def test_home_brings_the_library(service: Service) -> None:
    assert service.home().library == service.cases()
