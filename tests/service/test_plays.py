"""Playing through the service: every operation, retries, closing and reopening, edited files, two people, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.service.conftest import Do, World, choice, key
from trainer.engine.types import Choose, Elapse, Timeout
from trainer.errors import DatabaseError, UsageError
from trainer.service import Service
from trainer.service.views import Mode

BEST = ("问三号线", "问最近")
CASE = "first-call"


def test_a_newcomer_plays_the_case_to_its_end_and_finds_the_result(service: Service, do: Do) -> None:
    assert service.home().person is None
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    assert (view.ended, view.ending, view.rating) == (True, "约到拜访", 90)
    home = service.home()
    assert home.person is not None
    assert (home.person.name, home.person.number) == ("", None)
    assert [row.ending for row in home.recent] == ["约到拜访"]
    assert home.recent[0].score == pytest.approx(100)
    assert home.current is None


def test_starting_twice_with_one_key_starts_once(service: Service) -> None:
    once, again = key(), service.start(CASE, Mode.PRACTICE, key="k", seed="s")
    assert service.start(CASE, Mode.PRACTICE, key="k", seed="other") == again
    service.start(CASE, Mode.PRACTICE, key=once)
    assert len(service.results().attempts) == 2


def test_acting_twice_with_one_key_acts_once(service: Service) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key(), seed="s")
    action = choice(view, "问三号线")
    first = service.act(view.attempt, action, key="once", expected_step=0)
    assert service.act(view.attempt, action, key="once", expected_step=0) == first
    assert first.step == 1


def test_a_double_click_with_two_keys_acts_once(service: Service) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key())
    hang_up = choice(view, "先挂")
    first = service.act(view.attempt, hang_up, key=key(), expected_step=view.step)
    second = service.act(view.attempt, hang_up, key=key(), expected_step=view.step)
    assert first == second
    assert second.step == 1


@pytest.mark.parametrize("operation", ["undo", "abandon"])
def test_other_operations_are_done_once_per_key(service: Service, do: Do, operation: str) -> None:
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂", "问三号线")
    once: Any = getattr(service, operation)
    assert once(view.attempt, key="k") == once(view.attempt, key="k")
    assert service.resume(view.attempt).step == (1 if operation == "undo" else 2)


def test_a_play_is_taken_up_where_it_was_left(world: World, do: Do) -> None:
    first = world.open()
    left = do(first, first.start(CASE, Mode.PRACTICE, key=key()), "先挂", "问三号线")
    first.close()
    second = world.open()
    home = second.home()
    assert home.current is not None
    assert (home.current.attempt, home.current.step) == (left.attempt, 2)
    assert second.resume(left.attempt) == left
    assert not second.resume(left.attempt).interrupted


def test_an_assessment_that_is_taken_up_again_says_so(world: World, do: Do) -> None:
    first = world.open()
    left = do(first, first.start(CASE, Mode.ASSESS, key=key()), "先挂")
    assert not first.resume(left.attempt).interrupted
    first.close()
    second = world.open()
    assert second.resume(left.attempt).interrupted
    assert second.resume(left.attempt).step == 1


def test_remaining_time_survives_a_kill(world: World) -> None:
    first = world.open()
    view = first.start(CASE, Mode.ASSESS, key=key())
    first.act(view.attempt, Elapse(12_000), key=key())
    assert [(t.kind, t.ms) for t in world.open().resume(view.attempt).timers] == [("limit", 18_000)]


def test_a_timeout_is_a_step(service: Service) -> None:
    view = service.start(CASE, Mode.ASSESS, key=key())
    view = service.act(view.attempt, Timeout(), key=key(), expected_step=0)
    assert (view.ending, view.step) == ("没约上", 1)
    decision = service.debrief(view.attempt).decisions[0]
    assert (decision.label, decision.quality) == ("timeout", 0.0)


def test_practice_may_switch_timers_off_and_assessment_may_not(service: Service) -> None:
    assert service.start(CASE, Mode.PRACTICE, key=key(), timers=False).timers == ()
    assert service.start(CASE, Mode.ASSESS, key=key(), timers=False).timers != ()


def test_undo_brings_back_the_situation_in_the_same_order(service: Service, do: Do) -> None:
    start = service.start(CASE, Mode.PRACTICE, key=key())
    after = do(service, start, "先挂")
    back = service.undo(after.attempt, key=key())
    assert back.options == start.options
    assert back.transcript == start.transcript
    assert not back.can_undo


def test_undo_never_rolls_chance_again(service: Service, do: Do) -> None:
    for seed in map(str, range(20)):
        asked = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed=seed), "报上公司名")
        if not asked.closed:
            again = do(service, service.undo(asked.attempt, key=key()), "报上公司名")
            assert again.transcript == asked.transcript
            return
    raise AssertionError("every draw ended the play")


def test_assessment_has_no_undo_and_a_closed_attempt_no_more_steps(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.ASSESS, key=key()), "先挂")
    with pytest.raises(UsageError) as caught:
        service.undo(view.attempt, key=key())
    assert caught.value.code == "SV108"
    done = do(service, view, *BEST)
    with pytest.raises(UsageError, match="SV106"):
        service.act(done.attempt, Choose(0), key=key())
    with pytest.raises(UsageError, match="SV106"):
        service.abandon(done.attempt, key=key())


def test_nothing_to_undo_is_said(service: Service) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key())
    with pytest.raises(UsageError) as caught:
        service.undo(view.attempt, key=key())
    assert caught.value.code == "SV109"


def test_unknown_case_attempt_and_person_are_told_by_code(service: Service) -> None:
    with pytest.raises(UsageError, match="SV104"):
        service.start("nirgends", Mode.PRACTICE, key=key())
    with pytest.raises(UsageError, match="SV105"):
        service.resume("nirgends")
    with pytest.raises(UsageError, match="SV111"):
        service.use_person(id="nobody")


def test_an_impossible_choice_changes_nothing(service: Service) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key())
    with pytest.raises(UsageError):
        service.act(view.attempt, Choose(9), key=key())
    assert service.resume(view.attempt) == view


def test_a_running_attempt_goes_on_with_the_text_it_began_with(world: World, do: Do) -> None:
    first = world.open()
    left = do(first, first.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    first.close()
    path = world.scenarios / f"{CASE}.md"
    text = path.read_text(encoding="utf-8")
    world.write(CASE, text.replace("先挂，过十分钟再打", "问门卫老张在不在").replace("评 90", "评 20"))
    second = world.open()
    assert second.resume(left.attempt) == left
    done = do(second, left, *BEST)
    assert done.rating == 90
    assert second.debrief(done.attempt).decisions[-1].label == "best"
    fresh = second.start(CASE, Mode.PRACTICE, key=key())
    assert "问门卫老张在不在" in [option.text for option in fresh.options]


def test_a_running_attempt_survives_the_removal_of_its_file(world: World, do: Do) -> None:
    first = world.open()
    left = do(first, first.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    first.close()
    (world.scenarios / f"{CASE}.md").unlink()
    second = world.open()
    assert do(second, second.resume(left.attempt), *BEST).ending == "约到拜访"
    assert [row.title for row in second.results().attempts] == ["前台那十五秒"]


def test_a_content_text_that_is_gone_is_an_error_with_a_code(world: World, do: Do) -> None:
    first = world.open()
    left = do(first, first.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    first.close()
    (world.scenarios / f"{CASE}.md").unlink()
    second = world.open()
    store = second._ctx.store
    with store.raw(write=True) as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = 1")
        connection.exec_driver_sql("UPDATE content SET text = 'nonsense'")
    with pytest.raises(DatabaseError, match="SV115"):
        second.resume(left.attempt)


def test_giving_up_keeps_what_was_decided(service: Service, do: Do) -> None:
    view = do(service, service.start(CASE, Mode.ASSESS, key=key()), "问三号线")
    closed = service.abandon(view.attempt, key=key())
    assert closed.closed
    assert not closed.ended
    row = service.results().attempts[0]
    assert (row.status, row.ending) == ("abandoned", None)
    assert row.score == pytest.approx(100)
    assert service.home().current is None
    debrief = service.debrief(view.attempt)
    assert (debrief.finished, debrief.outcome) == (False, None)
    assert debrief.decisions[0].label == "best"


def test_two_people_have_their_own_attempts(world: World, do: Do) -> None:
    service = world.open()
    ann = service.use_person(number="00123", name="安")
    done = do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    service.use_person(number="00456")
    assert service.results().attempts == ()
    service.start(CASE, Mode.PRACTICE, key=key())
    assert [row.number for row in service.results().attempts] == [1]
    assert service.use_person(id=ann.id).attempts == 1
    assert [row.attempt for row in service.results().attempts] == [done.attempt]
    assert {(p.number, p.name, p.current) for p in service.people()} == {("00123", "安", True), ("00456", "", False)}


def test_many_threads_may_use_one_service(service: Service, do: Do) -> None:
    def run(_: int) -> str:
        done = do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
        service.home()
        service.debrief(done.attempt)
        return done.ending or ""

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(12))) == ["约到拜访"] * 12
    rows = service.results().attempts
    assert sorted(row.number for row in rows) == list(range(1, 13))
    assert len(service.people()) == 1


def test_many_clicks_at_once_are_one_step_each(service: Service) -> None:
    view = service.start(CASE, Mode.PRACTICE, key=key())
    hang_up = choice(view, "先挂")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: service.act(view.attempt, hang_up, key=key(), expected_step=0), range(8)))
    assert service.resume(view.attempt).step == 1


def test_two_programs_on_one_database_see_each_other(world: World, do: Do) -> None:
    here, there = world.open(), world.open()
    view = do(here, here.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    assert do(there, there.resume(view.attempt), "问三号线").step == 2
    assert here.resume(view.attempt).step == 2
    assert here.act(view.attempt, choice(view, "先挂"), key=key(), expected_step=1).step == 2


def test_the_same_seed_and_choices_give_the_same_play(service: Service, do: Do) -> None:
    played = []
    for _ in range(2):
        view = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="7"), "先挂", "报上公司名")
        played.append([(line.kind, line.text) for line in view.transcript])
    assert played[0] == played[1]


@pytest.mark.parametrize("seed", ["", "x" * 201])
def test_unusable_seeds_are_refused(service: Service, seed: str) -> None:
    with pytest.raises(UsageError, match="SV116"):
        service.start(CASE, Mode.PRACTICE, key=key(), seed=seed)


@pytest.mark.parametrize("change", ["bom", "crlf"])
def test_files_of_other_editors_are_stored_as_they_are(world: World, do: Do, change: str) -> None:
    path = world.scenarios / f"{CASE}.md"
    raw = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + raw if change == "bom" else raw.replace(b"\n", b"\r\n"))
    first = world.open()
    left = do(first, first.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    first.close()
    path.unlink()
    second = world.open()
    assert do(second, second.resume(left.attempt), *BEST).ending == "约到拜访"
    assert second.verify().ok


def test_a_case_too_large_to_close_is_scored_by_its_ending_only(
    world: World, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer.analysis import solve

    whole = solve.solve
    monkeypatch.setattr(solve, "solve", lambda scenario: whole(scenario, limit=2))
    service = world.open()
    done = do(service, service.start(CASE, Mode.ASSESS, key=key()), "问三号线", "报一个")
    found = service.debrief(done.attempt)
    assert (found.exhausted, found.ending, found.rating) == (False, "没约上", 10)
    assert (found.score, found.outcome, found.curve) == (None, None, ())
    assert [(d.regret, d.best, d.scored) for d in found.decisions] == [(None, "", False)] * 2
    assert [c.points for c in found.competencies] == [2, 0]
    row = service.results().attempts[0]
    assert (row.score, row.rating, row.slips) == (None, 10, 0)
    assert service.home().recent[0].score is None
    assert service.verify().ok
