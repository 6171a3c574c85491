"""The review queue: what puts cards in, when they are due, reviewing, taking out, and that it can all be rebuilt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.quizzes import EVERY, EXAM, RIGHT, WRONG, key, reply, sound, take
from trainer.content.items import ItemType
from trainer.engine.quiz_types import Purpose
from trainer.errors import UsageError
from trainer.service import Service
from trainer.service.script import scripted
from trainer.service.views import Mode, PlayView

DAY = timedelta(days=1)


@pytest.fixture
def courses(world: Any) -> Any:
    """The world with questions of every type, an exam and the case of format.md."""
    world.put("questions/every-type.md", EVERY)
    world.put("exams/first-exam.md", EXAM)
    return world


@pytest.fixture
def learner(courses: Any) -> Service:
    opened: Service = courses.open()
    return opened


def practice(service: Service, *wrong: str, mark: str = "") -> str:
    """A whole practice, rightly but for these; the attempt."""
    view = service.start_quiz("every-type", key=key())
    return take(service, view, wrong, mark=mark).attempt


def play(service: Service, *words: str, seed: str = "7") -> PlayView:
    """A case played by the beginnings of the options."""
    view = service.start("first-call", Mode.PRACTICE, key=key(), seed=seed)
    for number, word in enumerate(words, 1):
        step = scripted(view, word, number)
        view = service.act(view.attempt, step.action, key=key(), expected_step=view.step, text=step.text)
    return view


def due(service: Service) -> list[str]:
    return [row.name for row in service.review_queue().due]


def test_a_wrong_answer_comes_back_the_next_day_and_later_and_later(courses: Any, learner: Service) -> None:
    practice(learner, "谁拍板")
    queue = learner.review_queue()
    assert (queue.due, queue.cards) == ((), 1) and queue.next_due is not None
    courses.now = queue.next_due
    (row,) = learner.review_queue().due
    assert (row.id, row.kind, row.title, row.reviews) == ("q:every-type/谁拍板", "question", "各种题型", 1)
    assert (learner.home().due, learner.home().due_minutes) == (1, 1)
    waits = []
    for _ in range(3):
        view = learner.start_review(key=key())
        assert (view.purpose, view.total) == (Purpose.REVIEW, 1)
        begun: datetime = courses.now
        take(learner, view)
        coming = learner.review_queue().next_due
        assert coming is not None
        waits.append(coming - begun)
        courses.now = coming
    assert waits == sorted(waits) and waits[0] >= DAY / 2
    assert sound(learner)


def test_guessed_comes_back_sooner_than_known_and_easy_later(courses: Any, learner: Service) -> None:
    coming = {}
    for number, mark in enumerate(("?", "!", "=easy")):
        learner.use_person(number=str(number))
        practice(learner, "谁拍板")
        courses.now += 2 * DAY
        take(learner, learner.start_review(key=key()), mark=mark)
        next_due = learner.review_queue().next_due
        assert next_due is not None
        coming[mark] = next_due - courses.now
    assert coming["?"] <= coming["!"] < coming["=easy"]
    assert sound(learner)


def test_nothing_due_is_said(learner: Service) -> None:
    assert learner.review_queue().cards == 0
    with pytest.raises(UsageError) as caught:
        learner.start_review(key=key())
    assert caught.value.code == "SV211"


def test_a_card_can_be_put_in_and_taken_out(courses: Any, learner: Service) -> None:
    own = key()
    assert learner.add_card("q:every-type/怎么摊", key=own)
    assert learner.add_card("q:every-type/怎么摊", key=own)  # a retry
    assert not learner.add_card("q:every-type/怎么摊", key=key())
    assert due(learner) == ["怎么摊"]
    assert learner.remove_card("q:every-type/怎么摊", key=key())
    assert not learner.remove_card("q:every-type/怎么摊", key=key())
    assert due(learner) == [] and learner.review_queue().cards == 0
    with pytest.raises(UsageError) as caught:
        learner.add_card("q:every-type/没有", key=key())
    assert caught.value.code == "SV213"
    practice(learner, "怎么摊")
    assert learner.review_queue().cards == 1
    assert sound(learner)


def test_a_question_is_asked_as_its_file_says_now_and_from_its_paper_when_it_is_gone(
    courses: Any, learner: Service
) -> None:
    practice(learner, "谁拍板")
    courses.now += 3 * DAY
    courses.put("questions/every-type.md", EVERY.replace("合同由谁签字放行？", "谁说了算？"))
    corrected = courses.open().start_review(key=key())
    assert corrected.item is not None and corrected.item.stem[0].text == "谁说了算？"
    courses.put("questions/every-type.md", EVERY.replace("## 谁拍板", "## 谁放行"))
    gone = courses.open().start_review(key=key())
    assert gone.item is not None and gone.item.stem[0].text == "合同由谁签字放行？"


# --- decisions -------------------------------------------------------------------------------------------------------


def test_a_costly_decision_of_a_finished_run_becomes_a_card(courses: Any, learner: Service) -> None:
    view = play(learner, "问三号线", "报一个试用价")
    assert view.ended
    cost = {row.number: row for row in learner.debrief(view.attempt).decisions}
    assert [row.label for row in cost.values()] == ["best", "blunder"]
    queue = learner.review_queue()
    assert queue.cards == 1
    courses.now = queue.next_due
    (row,) = learner.review_queue().due
    assert (row.id, row.kind, row.name, row.title) == (
        "d:first-call:周工接电话",
        "decision",
        "周工接电话",
        "前台那十五秒",
    )
    asked = learner.start_review(key=key())
    assert asked.item is not None
    assert (asked.item.type, asked.item.decision, asked.item.name) == (ItemType.SINGLE, True, "周工接电话")
    assert "周工听出你懂设备" in asked.item.stem[0].text
    told = reply(learner, asked, "A")
    assert told.item is not None and told.item.grade is not None
    assert told.item.grade.right and told.item.grade.source is not None
    assert told.item.grade.source.scenario == "first-call"
    assert due(learner) == [] and learner.mistakes() == ()
    assert sound(learner)
    # the next time it is asked from the stored paper of that review, whatever became of the case
    courses.now = learner.review_queue().next_due
    again = learner.start_review(key=key())
    assert again.item is not None and again.item.stem == asked.item.stem


def test_unfinished_runs_and_cheap_decisions_make_no_cards(learner: Service) -> None:
    play(learner, "问三号线", "问最近一次")
    given_up = play(learner, "报上公司名")
    if not given_up.closed:
        learner.abandon(given_up.attempt, key=key())
    assert [row.id for row in learner.review_queue().due] == []
    assert sound(learner)


def test_a_decision_can_be_put_in_from_the_debrief(courses: Any, learner: Service) -> None:
    view = play(learner, "问三号线", "问最近一次")
    assert learner.add_decision_card(view.attempt, 2, key=key())
    assert not learner.add_decision_card(view.attempt, 2, key=key())
    assert due(learner) == ["周工接电话"]
    asked = learner.start_review(key=key())
    assert asked.item is not None and asked.item.decision
    for decision in (0, 3):
        with pytest.raises(UsageError) as caught:
            learner.add_decision_card(view.attempt, decision, key=key())
        assert caught.value.code == "SV113"
    assert sound(learner)


def test_runs_from_before_there_were_cards_get_theirs(courses: Any, learner: Service) -> None:
    from trainer.service.cards import MARK
    from trainer.store import cards, settings

    play(learner, "问三号线", "报一个试用价")
    with learner._ctx.store.write() as tx:  # as an older version left it
        person = learner._ctx.somebody(tx).id
        cards.replace_all(tx, person, ())
        settings.put(tx, MARK, None, scope=person)
    assert courses.open().verify().findings == ()
    courses.now += 5 * DAY
    assert courses.open().home().due == 1
    assert sound(courses.open())


def test_a_clock_that_goes_back_leads_to_the_same_cards(courses: Any, learner: Service) -> None:
    practice(learner, "谁拍板")
    courses.now -= 2 * DAY
    practice(learner, "谁拍板", "怎么摊")
    courses.now += 4 * DAY
    take(learner, learner.start_review(key=key()))
    assert sound(learner)


# --- the same rows either way ----------------------------------------------------------------------------------------

NAMES = ["谁拍板", "营收头名"]
EXAMPLES = 3 if settings.default is None else max(3, settings.default.max_examples // 13)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(NAMES), st.booleans(), st.sampled_from(["", "?", "=easy"])),
        st.tuples(st.just("wait"), st.sampled_from([-30, 30, 100])),
        st.tuples(st.just("review"), st.booleans()),
        st.tuples(st.just("add"), st.sampled_from(NAMES)),
        st.tuples(st.just("remove"), st.sampled_from(NAMES)),
        st.tuples(st.just("case"), st.booleans()),
        st.tuples(st.just("exam"), st.sampled_from(NAMES)),
        st.tuples(st.just("person"), st.sampled_from("12")),
        st.tuples(st.just("merge")),
    ),
    max_size=7,
)


@settings(max_examples=EXAMPLES)
@given(steps=STEPS)
def test_however_cards_came_about_a_rebuild_makes_the_same_rows(
    steps: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory, repo_root: Any
) -> None:
    from tests.service.conftest import World

    world: Any = World(tmp_path_factory.mktemp("rebuild"))
    world.put("questions/every-type.md", EVERY)
    world.put("exams/first-exam.md", EXAM)
    example = repo_root / "tests" / "fixtures" / "content" / "first-call.md"
    world.write("first-call", example.read_text(encoding="utf-8"))
    service = world.open()
    service.use_person(number="1")
    for step in steps:
        _do(world, service, step)
    assert sound(service)
    service.close()


def _do(world: Any, service: Service, step: tuple[Any, ...]) -> None:
    match step:
        case ("answer", name, right, mark):
            view = service.start_quiz("every-type", item=f"every-type/{name}", key=key())
            reply(service, view, (RIGHT if right else WRONG)[name] + mark)
        case ("wait", hours):
            world.now += timedelta(hours=hours)
        case ("review", right):
            if service.review_queue().due:
                view = service.start_review(key=key(), count=3)
                while view.item is not None:
                    words = "A" if view.item.decision else (RIGHT if right else WRONG)[view.item.name]
                    reply(service, view, words)
                    view = service.quiz(view.attempt)
        case ("add", name):
            service.add_card(f"q:every-type/{name}", key=key())
        case ("remove", name):
            service.remove_card(f"q:every-type/{name}", key=key())
        case ("case", bad):
            play(service, "问三号线", "报一个试用价" if bad else "问最近一次")
        case ("exam", wrong):
            try:
                view = service.start_quiz("first-exam", exam=True, key=key())
            except UsageError as error:
                assert error.code == "SV203"
            else:
                take(service, view, (wrong,))
        case ("person", number):
            service.use_person(number=number)
        case ("merge",):
            people = {row.number: row.id for row in service.people()}
            if {"1", "2"} <= people.keys():
                service.merge_people(people["2"], people["1"], key=key())
