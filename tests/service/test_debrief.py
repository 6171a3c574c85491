"""The debrief: the line finally played, what the first answers are worth, doors, luck, restarting from a decision."""

from __future__ import annotations

import pytest

from tests.service.conftest import Do, World, key
from trainer.errors import UsageError
from trainer.service import Service
from trainer.service.views import DebriefView, LineKind, Mode, PlayView
from trainer.store import attempts, results

CASE = "first-call"
BEST = ("问三号线", "问最近")


def finish(service: Service, do: Do, *words: str, mode: Mode = Mode.PRACTICE, seed: str = "s") -> DebriefView:
    view = do(service, service.start(CASE, mode, key=key(), seed=seed), *words)
    return service.debrief(view.attempt)


def lucky(service: Service, do: Do) -> PlayView:
    """A practice play in which the purchasing department puts the call through."""
    for seed in map(str, range(20)):
        view = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed=seed), "报上公司名")
        if not view.closed:
            return view
    raise AssertionError("no seed is lucky")


def test_the_curve_begins_with_the_best_expectation_and_ends_with_the_outcome(service: Service, do: Do) -> None:
    for words in (BEST, ("先挂", "问三号线", "请他说说"), ("报上公司名",), ("冒称", "报一个")):
        found = finish(service, do, *words)
        if not found.finished:
            continue
        assert found.curve[0] == pytest.approx(96)
        assert found.curve[-1] == pytest.approx(found.outcome)


def test_decisions_say_what_was_chosen_what_was_best_and_what_it_cost(service: Service, do: Do) -> None:
    found = finish(service, do, "问三号线", "报一个")
    first, second = found.decisions
    assert (first.label, first.scored, first.quality) == ("best", True, 1.0)
    assert (second.node, second.choice, second.best) == ("周工接电话", "报一个试用价", "问最近一次停机误了哪张单")
    assert (second.label, second.quality) == ("blunder", 0.0)
    assert second.regret == pytest.approx(68)
    assert second.expectation == pytest.approx(96)
    assert {option.text: round(option.value) for option in second.options} == {
        "问最近一次停机误了哪张单": 96,
        "请他说说谁管备件预算": 76,
        "报一个试用价": 28,
    }
    assert second.options[0].text == second.best
    assert [line.text for line in second.scene] == ["周工听出你懂设备，语气松了下来。"]


def test_the_coach_speaks_in_the_debrief_of_an_assessment(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.ASSESS, key=key(), seed="s"), "报上公司名")
    assert LineKind.COACH not in [line.kind for line in view.transcript]
    if not view.closed:
        service.abandon(view.attempt, key=key())
    assert "推销" in service.debrief(view.attempt).decisions[0].coach


def test_an_open_assessment_gives_nothing_away(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.ASSESS, key=key(), seed="s"), "先挂", "问三号线")
    found = service.debrief(view.attempt)
    assert [d.choice for d in found.decisions] == ["先挂，过十分钟再打", "问三号线停机的事归谁管"]
    assert (found.score, found.outcome, found.curve, found.competencies) == (None, None, (), ())
    for decision in found.decisions:
        assert (decision.best, decision.regret, decision.stake, decision.options) == ("", None, None, ())
        assert (decision.coach, decision.best_coach, decision.closed) == ("", "", ())


def test_what_a_choice_closes_is_told(service: Service, do: Do) -> None:
    found = finish(service, do, "问三号线", "报一个")
    assert any("约到拜访" in text for text in found.decisions[1].closed)
    assert found.decisions[0].closed == ()


def test_red_lines_are_named_and_fail_the_play(service: Service, do: Do) -> None:
    found = finish(service, do, "冒称", "问最近")
    assert found.redlines == ("R3",)
    assert found.decisions[0].label == "redline"
    assert not found.passed
    assert service.results().attempts[0].redlines == 1
    assert {row.capped for row in service.results().profile} == {True}


def test_luck_is_told_apart_from_decisions(service: Service, do: Do) -> None:
    seen = set()
    for seed in map(str, range(12)):
        found = finish(service, do, "报上公司名", seed=seed)
        assert len(found.luck_moments) == 1
        text, luck = found.luck_moments[0]
        seen.add(text)
        assert (luck > 0) == (text.startswith("对方正好"))
        assert found.luck == pytest.approx(luck)
    assert len(seen) == 2


def test_going_back_mends_the_story_and_not_the_score(world: World, do: Do) -> None:
    service = world.open()
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="s"), "问三号线")
    bad = do(service, view, "请他说说")
    assert bad.closed  # the play is over: nothing to take back any more
    plain = service.debrief(bad.attempt)

    view = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="s"), "先挂", "先挂")
    view = service.undo(view.attempt, key=key())
    view = service.undo(view.attempt, key=key())
    view = do(service, view, "问三号线", "请他说说")
    mended = service.debrief(view.attempt)
    assert mended.undone == 2
    assert [d.choice for d in mended.decisions] == ["问三号线停机的事归谁管", "请他说说谁管备件预算"]
    assert [d.first_choice for d in mended.decisions] == ["先挂，过十分钟再打", ""]
    assert mended.outcome == pytest.approx(plain.outcome)


def test_the_first_answer_counts_in_the_stored_result(world: World, do: Do) -> None:
    service = world.open()
    view = lucky(service, do)
    view = service.undo(view.attempt, key=key())
    view = do(service, view, *BEST)
    found = service.debrief(view.attempt)
    assert [d.label for d in found.decisions] == ["best", "best"]
    assert found.decisions[0].first_choice == "报上公司名，请转采购部"
    assert found.outcome == pytest.approx(96)
    assert found.score is not None
    assert found.score < 100
    with service._ctx.store.read() as tx:
        stored = results.get(tx, view.attempt)
        decisions = results.decisions(tx, view.attempt)
    assert stored is not None
    assert stored.score == pytest.approx(found.score)
    assert stored.slips == 1
    assert [d.label for d in decisions] == ["blunder", "best"]
    assert next(a for a in service.results().attempts if a.attempt == view.attempt).score == stored.score


def test_starting_again_from_a_decision_is_a_practice_run_with_the_way_there_copied(service: Service, do: Do) -> None:
    source = finish(service, do, "问三号线", "报一个", mode=Mode.ASSESS)
    view = service.restart_from(source.attempt, 2, key="again")
    assert service.restart_from(source.attempt, 2, key="again") == view
    assert (view.mode, view.node, view.step) == (Mode.PRACTICE, "周工接电话", 1)
    assert not view.can_undo
    done = do(service, view, "问最近")
    found = service.debrief(done.attempt)
    assert (found.restarted, found.number) == (True, 2)
    assert [d.copied for d in found.decisions] == [True, False]
    with service._ctx.store.read() as tx:
        record = attempts.need(tx, done.attempt)
        decisions = results.decisions(tx, done.attempt)
    assert (record.parent, record.mode) == (source.attempt, "practice")
    assert [d.node for d in decisions] == ["周工接电话"]  # the copied decision is no evidence again


def test_what_cannot_be_started_again_from_is_refused(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    with pytest.raises(UsageError, match="SV110"):
        service.restart_from(view.attempt, 1, key=key())
    done = do(service, view, *BEST)
    for decision in (0, 4):
        with pytest.raises(UsageError, match="SV113"):
            service.restart_from(done.attempt, decision, key=key())


def test_stored_numbers_are_those_of_the_debrief(service: Service, do: Do) -> None:
    found = finish(service, do, "先挂", "问三号线", "请他说说", mode=Mode.ASSESS)
    with service._ctx.store.read() as tx:
        stored = results.get(tx, found.attempt)
        decisions = results.decisions(tx, found.attempt)
        evidence = results.evidence(tx, found.attempt)
    assert stored is not None
    assert (stored.score, stored.outcome, stored.luck) == (found.score, found.outcome, found.luck)
    assert [d.regret for d in decisions] == [pytest.approx(d.regret) for d in found.decisions]
    shown = [(c.name, c.decisions) for c in found.competencies if c.decisions]
    assert sorted((e.competency, e.decisions) for e in evidence) == sorted(shown)
    assert sum(e.weight for e in evidence) == pytest.approx(sum(c.weight for c in found.competencies))
