"""Taking quizzes: feedback, exams, retries, own ratings, time, what is derived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.quizzes import EVERY, EXAM, RIGHT, WRONG, key, parsed, reply, sound, stored_paper, take
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.errors import UsageError
from trainer.service import Service
from trainer.service.quiz_views import QuizView


@pytest.fixture
def courses(world: Any) -> Any:
    """The world with questions of every type and an exam."""
    world.put("questions/every-type.md", EVERY)
    world.put("exams/first-exam.md", EXAM)
    return world


@pytest.fixture
def quizzes(courses: Any) -> Service:
    opened: Service = courses.open()
    return opened


def practice(service: Service, **more: Any) -> QuizView:
    return service.start_quiz("every-type", key=key(), seed="s", **more)


def exam(service: Service, **more: Any) -> QuizView:
    return service.start_quiz("first-exam", exam=True, key=key(), seed="s", **more)


def raised(call: Any) -> str:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.code


# --- practice --------------------------------------------------------------------------------------------------------


def test_a_practice_goes_through_the_file_in_its_order_and_tells_at_once(quizzes: Service) -> None:
    view = practice(quizzes)
    names = []
    for number in range(9):
        assert view.item is not None and view.item.grade is None and view.item.response is None
        assert (view.item.index, view.item.total, view.answered) == (number, 9, number)
        names.append(view.item.name)
        told = reply(quizzes, view, RIGHT[view.item.name])
        assert told.item is not None and told.item.index == number and told.item.grade is not None
        assert told.item.grade.right and told.item.grade.score == 1.0
        assert told.ended is (number == 8)
        view = quizzes.quiz(view.attempt)
    assert names == list(RIGHT)
    assert view.item is None and view.closed and view.ended
    result = quizzes.quiz_result(view.attempt)
    assert (result.score, result.right, result.passed, result.due, result.used_ms) == (100.0, 9, None, 0, 9000)
    assert sound(quizzes)


def test_wrong_answers_tell_the_key_the_feedback_and_the_source(quizzes: Service) -> None:
    told = reply(quizzes, practice(quizzes), "A!")
    assert told.item is not None and told.item.grade is not None
    grade = told.item.grade
    assert (grade.score, grade.right) == (0.0, False)
    assert grade.key.endswith("决策者") and grade.given.endswith("技术专家")
    chosen = next(mark for mark in grade.marks if mark.chosen)
    assert (chosen.feedback, chosen.right) == ("影响选型，不拍板。", False)
    assert [mark.index for mark in grade.marks if mark.right] == [1]
    assert "把关权" in grade.explanation[0].text
    assert told.item.confidence is Confidence.SURE
    assert told.item.response == Response(picks=(0,))


def test_a_retry_with_the_same_key_never_doubles(quizzes: Service) -> None:
    view, own = practice(quizzes), key()
    once = reply(quizzes, view, "A", own=own)
    said = parsed(quizzes, view, "A")
    again = quizzes.answer(view.attempt, 0, said.response, key=own, elapsed_ms=1000)
    assert again == once
    other = quizzes.answer(view.attempt, 0, Response(picks=(1,)), key=key())
    assert other == once  # a double click with another answer changes nothing either
    assert quizzes.quiz(view.attempt).answered == 1
    starting = key()
    first = quizzes.start_quiz("every-type", key=starting)
    assert quizzes.start_quiz("every-type", key=starting).attempt == first.attempt


def test_another_process_goes_on_with_the_same_quiz(courses: Any, quizzes: Service) -> None:
    view = reply(quizzes, practice(quizzes), "A")
    other = courses.open()
    reply(other, other.quiz(view.attempt), "AC")
    late = reply(quizzes, quizzes.quiz(view.attempt), "B")
    assert late.item is not None and late.item.index == 2
    assert other.quiz(view.attempt).answered == 3
    assert sound(quizzes)


def test_an_own_rating_follows_the_reference(quizzes: Service) -> None:
    view = practice(quizzes, item="every-type/说说看")
    assert (view.purpose, view.total) == (Purpose.CHECK, 1)
    told = reply(quizzes, view, "先问清楚他怕什么")
    assert told.item is not None and told.item.grade is not None
    assert told.item.grade.score is None and told.item.grade.key == "先弄清他怕什么，再谈价。"
    assert told.item.grade.given == "先问清楚他怕什么"
    assert quizzes.quiz_result(view.attempt).pending == 1
    assert sound(quizzes)
    rated = quizzes.rate(view.attempt, 0, 2, key=key())
    assert rated.item is not None and rated.item.grade is not None
    assert rated.item.grade.score == pytest.approx(2 / 3)
    assert raised(lambda: quizzes.rate(view.attempt, 0, 3, key=key())) == "EN204"
    assert [row.name for row in quizzes.mistakes()] == ["说说看"]
    assert quizzes.quiz_result(view.attempt).pending == 0
    assert sound(quizzes)


def test_what_does_not_fit_is_refused_and_changes_nothing(quizzes: Service) -> None:
    view = practice(quizzes)
    assert raised(lambda: quizzes.answer(view.attempt, 1, Response(picks=(0,)), key=key())) == "EN202"
    assert raised(lambda: quizzes.answer(view.attempt, 0, Response(picks=(7,)), key=key())) == "EN203"
    assert raised(lambda: quizzes.answer(view.attempt, 0, Response(texts=("长" * 20_001,)), key=key())) == "SV207"
    assert raised(lambda: quizzes.start_quiz("nothing", key=key())) == "SV202"
    assert raised(lambda: practice(quizzes, item="every-type/没有")) == "SV202"
    assert raised(lambda: quizzes.start_quiz("every-type", exam=True, key=key())) == "SV202"
    assert raised(lambda: quizzes.quiz("nobody")) == "SV201"
    done = quizzes.abandon_quiz(view.attempt, key=key())
    assert done.closed and not done.ended
    assert raised(lambda: quizzes.answer(view.attempt, 0, Response(picks=(0,)), key=key())) == "SV206"
    assert quizzes.hand_in(view.attempt, key=key()).closed
    assert sound(quizzes)


def test_what_is_typed_is_stored_without_what_would_steer_a_terminal(quizzes: Service) -> None:
    view = practice(quizzes, item="every-type/八成两成")
    told = quizzes.answer(view.attempt, 0, Response(texts=("\x1b[31m利润", "客\ud800户\u202e")), key=key())
    assert told.item is not None and told.item.response is not None
    assert told.item.response.texts == ("[31m利润", "客\ufffd户")
    view = practice(quizzes, item="every-type/说说看")
    told = quizzes.answer(view.attempt, 0, Response(), key=key(), text="先问\ud800\x9b2J")
    assert told.item is not None and told.item.grade is not None
    assert told.item.grade.given == "先问\ufffd2J"
    assert raised(lambda: practice(quizzes, count=0)) == "SV204"
    assert practice(quizzes, count=3).total == 3
    assert quizzes.start_quiz("every-type", key=key(), seed="\udc80").total == 9
    assert sound(quizzes)


def test_a_quiz_is_no_play_and_a_play_no_quiz(quizzes: Service) -> None:
    from trainer.service.views import Mode

    view = practice(quizzes)
    assert raised(lambda: quizzes.resume(view.attempt)) == "SV105"
    assert raised(lambda: quizzes.debrief(view.attempt)) == "SV105"
    play = quizzes.start("first-call", Mode.PRACTICE, key=key())
    assert raised(lambda: quizzes.quiz(play.attempt)) == "SV201"
    home = quizzes.home()
    assert home.current is not None and home.current.attempt == play.attempt
    assert [row.attempt for row in quizzes.results().attempts] == [play.attempt]
    assert [row.attempt for row in quizzes.quiz_history()] == [view.attempt]


# --- exams -----------------------------------------------------------------------------------------------------------


def test_an_exam_tells_nothing_before_its_end(quizzes: Service) -> None:
    view = exam(quizzes)
    assert (view.purpose, view.total, view.remaining_ms) == (Purpose.EXAM, 4, 600_000)
    assert view.item is not None
    after = reply(quizzes, view, WRONG[view.item.name] + "!")
    assert after.item is not None and after.item.index == 1 and after.item.grade is None
    assert after.remaining_ms == 599_000
    assert raised(lambda: quizzes.quiz_result(view.attempt)) == "SV209"
    assert raised(lambda: quizzes.rate(view.attempt, 0, 3, key=key())) == "SV209"
    assert quizzes.mistakes() == () and quizzes.review_queue().cards == 0
    assert all(row.answers == 0 for row in quizzes.calibration().rows)
    assert sound(quizzes)
    end = take(quizzes, view)
    assert end.closed
    result = quizzes.quiz_result(view.attempt)
    assert (result.score, result.passed, result.right, result.due) == (75.0, True, 3, 1)
    assert len(quizzes.mistakes()) == 1 and quizzes.review_queue().cards == 1
    (overconfident,) = quizzes.calibration().overconfident
    assert overconfident.sure
    assert sound(quizzes)


def test_time_runs_out_and_what_came_late_is_not_taken(quizzes: Service) -> None:
    view = exam(quizzes)
    assert view.item is not None
    reply(quizzes, view, RIGHT[view.item.name])
    left = quizzes.tick(view.attempt, 590_000, key=key())
    assert left.remaining_ms == 9_000 and not left.closed
    late = quizzes.quiz(view.attempt)
    assert late.item is not None
    late = reply(quizzes, late, RIGHT[late.item.name], elapsed_ms=9_000)
    assert late.closed and late.answered == 1 and late.remaining_ms == 0
    result = quizzes.quiz_result(view.attempt)
    assert (result.score, result.passed, result.omitted, result.timed_out) == (25.0, False, 3, True)
    assert quizzes.tick(view.attempt, 5000, key=key()).closed
    assert sound(quizzes)


def test_a_left_exam_goes_on_at_the_same_item_with_the_time_last_stored(courses: Any, quizzes: Service) -> None:
    view = exam(quizzes)
    assert view.item is not None
    reply(quizzes, view, RIGHT[view.item.name], elapsed_ms=20_000)
    quizzes.tick(view.attempt, 5_000, key=key())
    courses.now += timedelta(hours=3)
    other = courses.open()
    (row,) = [one for one in other.quizzes() if one.exam]
    assert row.open_attempt == view.attempt and row.attempts_left == 1
    again = other.start_quiz("first-exam", exam=True, key=key(), seed="another")
    assert again.attempt == view.attempt and again.interrupted
    assert again.item is not None and again.item.index == 1
    assert again.remaining_ms == 575_000
    take(other, again)
    assert other.quiz_result(view.attempt).interrupted
    assert sound(other)


def test_an_exam_can_be_taken_as_often_as_it_says(quizzes: Service) -> None:
    for left in (1, 0):
        quizzes.hand_in(exam(quizzes).attempt, key=key())
        assert [row.attempts_left for row in quizzes.quizzes() if row.exam] == [left]
    assert raised(lambda: exam(quizzes)) == "SV203"
    quizzes.use_person(number="2")
    assert exam(quizzes).answered == 0


def test_the_same_seed_makes_the_same_paper_and_a_stored_paper_outlives_its_file(
    courses: Any, quizzes: Service
) -> None:
    papers = []
    for number in ("1", "2"):
        quizzes.use_person(number=number)
        view = exam(quizzes)
        papers.append(stored_paper(quizzes, view.attempt))
    assert papers[0] == papers[1]
    courses.put(
        "questions/every-type.md", EVERY.replace("[x] 决策者", "[ ] 决策者").replace("[ ] 使用者", "[x] 使用者")
    )
    other = courses.open()
    other.use_person(number="2")
    take(other, other.quiz(view.attempt))
    assert other.quiz_result(view.attempt).score == 100.0
    assert sound(other)


# --- lists -----------------------------------------------------------------------------------------------------------


def test_the_list_knows_runs_scores_and_what_is_open(quizzes: Service) -> None:
    first = practice(quizzes)
    (file, test) = quizzes.quizzes()
    assert (file.id, file.exam, file.items, file.open_attempt, file.runs) == ("every-type", False, 9, first.attempt, 0)
    assert (test.id, test.exam, test.items, test.limit_ms, test.pass_mark) == ("first-exam", True, 4, 600_000, 60)
    assert test.notes[0].text == "开考后不能返回。"
    take(quizzes, first, ("谁拍板", "怎么摊", "排个队"))
    take(quizzes, practice(quizzes), ("谁拍板",))
    reply(quizzes, practice(quizzes, item="every-type/谁拍板"), "B")
    file = quizzes.quizzes()[0]
    assert (file.runs, file.open_attempt) == (2, None)
    assert file.last == file.best == pytest.approx(100 * 8 / 9)
    assert [row.number for row in quizzes.quiz_history()] == [2, 1]  # a check inside a lesson is not listed


def test_mistakes_are_what_went_wrong_the_last_time(quizzes: Service) -> None:
    take(quizzes, practice(quizzes), ("谁拍板", "怎么摊"), mark="~")
    rows = {row.name: row for row in quizzes.mistakes()}
    assert set(rows) == {"谁拍板", "怎么摊"}
    assert (rows["谁拍板"].file, rows["谁拍板"].title, rows["谁拍板"].wrong) == ("every-type", "各种题型", 1)
    view = quizzes.start_mistakes(key=key(), seed="m")
    assert (view.purpose, view.total) == (Purpose.MISTAKES, 2)
    take(quizzes, view, ("谁拍板",))
    (left,) = quizzes.mistakes()
    assert (left.name, left.answers, left.wrong) == ("谁拍板", 2, 2)
    take(quizzes, quizzes.start_mistakes(key=key()))
    assert quizzes.mistakes() == ()
    assert raised(lambda: quizzes.start_mistakes(key=key())) == "SV212"
    likely = next(row for row in quizzes.calibration().rows if row.confidence is Confidence.LIKELY)
    assert likely.answers == 9 and likely.score == pytest.approx(7 / 9)
    assert sound(quizzes)
