"""Rows for HR: which runs count, and what their evidence says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.service.conftest import Do, World, key
from trainer.service import Service
from trainer.service.admin_views import EvidenceExport, RunExport
from trainer.service.exports import Policy, Selection
from trainer.service.views import Mode

CASE = "first-call"
BEST = ("问三号线", "问最近")
ALL = Selection()


def runs(service: Service, selection: Selection = ALL) -> list[RunExport]:
    return list(service.export_runs(selection))


def evidence(service: Service, policy: Policy, selection: Selection = ALL) -> dict[str, EvidenceExport]:
    return {one.competency: one for one in service.export_evidence(selection, policy)}


def test_every_attempt_is_a_row(service: Service, do: Do) -> None:
    service.use_person(number="00123", name="安")
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), "冒称", "问最近")
    service.use_person(number="00045")
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    rows = runs(service)
    assert [(r.number, r.run, r.mode, r.status) for r in rows] == [
        ("00045", 1, "practice", "open"),
        ("00123", 1, "assess", "finished"),
        ("00123", 2, "practice", "finished"),
    ]
    first, second = rows[1], rows[2]
    assert (first.title, first.ending, first.rating) == ("前台那十五秒", "约到拜访", 90)
    assert first.score == pytest.approx(100)
    assert (first.counts, second.counts, first.proctored) == (True, False, False)
    assert first.finished is not None
    assert first.seconds == (first.finished - first.started).total_seconds() > 0
    assert second.redlines == ("R3",)
    assert (rows[0].score, rows[0].seconds) == (None, None)


def test_selections(service: Service, do: Do) -> None:
    service.use_person(number="1")
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    service.use_person(number="2")
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    assert [r.number for r in runs(service, Selection(number=" ２"))] == ["2"]
    assert runs(service, Selection(scenario="other")) == []
    assert runs(service, Selection(since=datetime(2026, 3, 2, tzinfo=UTC))) == []
    assert len(runs(service, Selection(until=datetime(2026, 3, 2, tzinfo=UTC)))) == 2
    assert evidence(service, Policy.HR, Selection(scenario="other")) == {}


def test_for_hr_only_an_assessment_of_somebody_who_knew_nothing_of_the_case_counts(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    first = evidence(service, Policy.HR)
    do(service, service.start(CASE, Mode.ASSESS, key=key()), "问三号线", "报一个")
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), "问三号线", "报一个")
    again = evidence(service, Policy.HR)
    assert {k: (v.runs, v.decisions) for k, v in again.items()} == {k: (v.runs, v.decisions) for k, v in first.items()}
    personal = evidence(service, Policy.PERSONAL)["需求挖掘"]
    assert personal.runs == 3
    assert personal.evidence == pytest.approx(first["需求挖掘"].evidence * 1.4, rel=1e-3)


def test_an_abandoned_assessment_counts_with_the_decisions_made(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.ASSESS, key=key()), "问三号线")
    service.abandon(view.attempt, key=key())
    assert {name: row.decisions for name, row in evidence(service, Policy.HR).items()} == {"需求挖掘": 1}


def test_an_attempt_left_before_its_first_step_gives_nothing_away(service: Service, do: Do) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key())
    service.abandon(view.attempt, key=key())
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    assert [r.counts for r in runs(service)] == [False, True]


def test_a_practice_under_way_spoils_an_assessment_begun_after_it(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    assert evidence(service, Policy.HR) == {}


def test_numbers_of_thin_evidence_have_no_level(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    row = evidence(service, Policy.HR)["需求挖掘"]
    assert (row.level, row.scenarios) == (None, 1)
    assert row.evidence == pytest.approx(row.quality, rel=1e-6)
    assert 0 < row.chance < row.quality


def test_decisions_are_first_answers(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    view = service.undo(view.attempt, key=key())
    do(service, view, *BEST)
    found = service.export_decisions(view.attempt)
    assert [d.choice for d in found] == ["先挂，过十分钟再打", "问最近一次停机误了哪张单"]


def test_an_export_is_kept_in_the_chain_without_names(world: World, service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.ASSESS, key=key()), *BEST)
    service.note_export("x.xlsx", 3, "0" * 64)
    assert service.verify().ok
    from trainer.store import events

    with service._ctx.store.read() as tx:
        assert events.own(tx, "exported")[0].data == {"file": "x.xlsx", "rows": 3, "digest": "0" * 64}
