"""Quizzes that are verified, rebuilt, submitted, collected, merged and exported."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.amounts import first_few
from tests.support.quizzes import EVERY, EXAM, key, reply, sound, take
from tests.support.stored import tamper
from trainer.errors import UsageError
from trainer.service import Service
from trainer.service.exports import Policy, Selection
from trainer.service.script import scripted
from trainer.service.views import Mode
from trainer.store import attempts


@pytest.fixture
def courses(world: Any) -> Any:
    """The world with questions of every type and an exam."""
    world.put("questions/every-type.md", EVERY)
    world.put("exams/first-exam.md", EXAM)
    return world


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> Any:
    """A database file, made once and copied: a practice, an exam, an open exam, a free text to be rated, a case."""
    from tests.service.conftest import World

    made = World(tmp_path_factory.mktemp("filled"))
    example = repo_root / "tests" / "fixtures" / "content" / "first-call.md"
    made.write("first-call", example.read_text(encoding="utf-8"))
    made.put("questions/every-type.md", EVERY)
    made.put("exams/first-exam.md", EXAM)
    service = made.open()
    service.use_person(number="00123", name="安")
    take(service, service.start_quiz("every-type", key=key(), seed="1"), ("谁拍板", "说说看"), mark="!")
    take(service, service.start_quiz("first-exam", exam=True, key=key(), seed="2"), ("营收头名", "怎么摊"))
    reply(service, service.start_quiz("every-type", item="every-type/说说看", key=key()), "先弄清他怕什么")
    reply(service, service.start_quiz("first-exam", exam=True, key=key(), seed="3"), "-")
    view = service.start("first-call", Mode.ASSESS, key=key(), seed="7")
    for number, word in enumerate(("问三号线", "报一个试用价"), 1):
        step = scripted(view, word, number)
        view = service.act(view.attempt, step.action, key=key(), expected_step=view.step)
    service.close()
    return made


@pytest.fixture
def laptop(courses: Any, filled: Any) -> Service:
    """The machine of somebody who has used it for a while."""
    for name in ("trainer.db", "trainer.db.heads"):
        shutil.copy(filled.folder / name, courses.folder / name)
    courses.now = filled.now
    service: Service = courses.open()
    return service


@pytest.fixture
def desk(courses: Any, tmp_path: Path) -> Any:
    """Another machine with the same content."""
    there = tmp_path / "desk"
    there.mkdir()
    (there / "content").symlink_to(courses.scenarios)
    made = type(courses)(there, now=courses.now)
    yield made
    for service in made.opened:
        service.close()


def errors(service: Service) -> set[tuple[str, str]]:
    return {(f.kind, f.table) for f in service.verify().findings if f.severity == "error"}


# --- verify and rebuild ----------------------------------------------------------------------------------------------


def test_every_kind_of_attempt_is_replayed_and_compared(laptop: Service) -> None:
    report = laptop.verify()
    assert report.findings == () and report.attempts == report.replayed == 5
    assert report.compared == 4
    assert sound(laptop)


@pytest.mark.parametrize(
    "change",
    first_few(
        [
            ("UPDATE item_answer SET score = 0.5 WHERE number = 0", "number_differs", "item_answer"),
            ("UPDATE review_card SET due = '2020-01-01 00:00:00.000000'", "number_differs", "review_card"),
            ("UPDATE item_answer SET confidence = 'guess' WHERE number = 0", "number_differs", "item_answer"),
            ("DELETE FROM item_answer WHERE number = 0", "row_missing", "item_answer"),
            ("UPDATE quiz_result SET score = 100", "number_differs", "quiz_result"),
            ("UPDATE quiz_result SET passed = 1 - passed", "number_differs", "quiz_result"),
            ("DELETE FROM quiz_result", "result_missing", "quiz_result"),
            ("UPDATE review_card SET active = 0", "number_differs", "review_card"),
            ("DELETE FROM review_card", "row_missing", "review_card"),
        ],
        2,
    ),
)
def test_a_changed_derived_row_is_named_and_a_rebuild_mends_it(
    courses: Any, laptop: Service, change: tuple[str, str, str]
) -> None:
    statement, kind, table = change
    laptop.close()
    tamper(courses.file, statement)
    service = courses.open()
    assert (kind, table) in errors(service)
    done = service.doctor(rebuild=True)
    assert done.report.findings == () and (done.changed or done.cards)
    assert sound(service)


@pytest.mark.parametrize(
    "change",
    first_few(
        [
            ("UPDATE content SET text = replace(text, '决策者', '使用者') WHERE kind = 'paper'", "content_edited"),
            (
                "UPDATE event SET data = replace(data, '\"picks\":[0]', '\"picks\":[1]') WHERE type = 'replied'",
                "edited",
            ),
            ("UPDATE attempt SET kind = 'case' WHERE kind = 'quiz'", "attempt_differs"),
            ("UPDATE free_text SET text = 'anders'", "text_edited"),
        ],
        1,
    ),
)
def test_changed_papers_events_kinds_and_texts_are_named(
    courses: Any, laptop: Service, change: tuple[str, str]
) -> None:
    statement, kind = change
    laptop.close()
    tamper(courses.file, statement)
    assert kind in {found for found, _ in errors(courses.open())}


def test_events_that_no_engine_makes_do_not_verify(courses: Any, laptop: Service) -> None:
    """A chain that was made anew by hand, with an answer after the end."""
    from trainer.store.records import NewEvent

    with laptop._ctx.store.write() as tx:
        closed = next(one for one in attempts.everything(tx) if one.kind == "quiz" and one.status == "finished")
        forged = {"index": 0, "item": "every-type/谁拍板", "rating": 3}
        attempts.append(tx, closed.id, [NewEvent("rated", forged)], key=key(), at=courses.tick())
    assert ("not_replayable", "attempt") in errors(laptop)


# --- submit, collect, merge ------------------------------------------------------------------------------------------


def test_quizzes_travel_with_the_rest_and_are_scored_there(courses: Any, laptop: Service, desk: Any) -> None:
    pack = laptop.submit()
    assert pack.attempts == 5
    service: Service = desk.open()
    done = service.collect(pack.data, place="x.pack")
    assert (done.attempts, done.conflict) == (5, "")
    assert service.collect(pack.data, place="x.pack").events == 0
    service.use_person(number="00123")
    for view in (laptop, service):
        view.use_person(number="00123")
    here, there = laptop.quiz_history(), service.quiz_history()
    assert [(r.attempt, r.score, r.passed, r.status) for r in here] == [
        (r.attempt, r.score, r.passed, r.status) for r in there
    ]
    assert laptop.quiz_result(here[1].attempt).items == service.quiz_result(here[1].attempt).items
    assert [row.item for row in service.mistakes()] == [row.item for row in laptop.mistakes()]
    assert service.review_queue().cards == laptop.review_queue().cards > 2
    assert sound(service)


def test_what_went_on_later_follows_also_a_rating_after_the_end(courses: Any, laptop: Service, desk: Any) -> None:
    service: Service = desk.open()
    service.collect(laptop.submit().data, place="1.pack")
    check = next(one for one in _stored(laptop) if "/" in one.scenario)
    laptop.rate(check.id, 0, 1, key=key())
    again = service.collect(laptop.submit().data, place="2.pack")
    assert (again.attempts, again.extended, again.events) == (0, 1, 1)
    (row,) = [one for one in _stored(service) if one.id == check.id]
    assert (row.status, row.finished) == (check.status, check.finished)
    assert sound(service)


def test_a_forged_answer_is_refused(laptop: Service, desk: Any) -> None:
    data = laptop.submit().data.replace(b'\\"picks\\":[1]', b'\\"picks\\":[0]', 1)
    with pytest.raises(UsageError) as caught:
        desk.open().collect(data, place="x.pack")
    assert caught.value.code == "DB131"


def test_a_pack_of_a_version_without_kinds_is_collected(
    courses: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older programs wrote no kind into their ``started`` events; such attempts are of cases."""
    from trainer.store import pack as packs

    old: Service = courses.open()
    with monkeypatch.context() as older:
        kept = tuple(name for name in attempts.FACTS if name != "kind")
        older.setattr(attempts, "FACTS", kept)
        old.use_person(number="9")
        view = old.start("first-call", Mode.PRACTICE, key=key(), seed="1")
        old.abandon(view.attempt, key=key())
    data = old.submit().data
    assert b'"version":1' in data and b'"kind"' not in data.replace(b'"kind":"scenario"', b"")
    assert packs.read_pack(data, place="x").attempts[0].facts["kind"] == "case"
    service: Service = desk.open()
    assert service.collect(data, place="old.pack").attempts == 1
    assert service.verify().ok and old.verify().ok


def test_a_pack_with_quizzes_names_its_newer_version(laptop: Service) -> None:
    assert b'"version":2' in laptop.submit().data


def test_merging_brings_numbers_and_cards_together(courses: Any, laptop: Service) -> None:
    laptop.use_person(name="无名")
    take(laptop, laptop.start_quiz("every-type", key=key()), ("怎么摊",))
    people = {row.number or row.name: row.id for row in laptop.people()}
    laptop.merge_people(people["无名"], people["00123"], key=key())
    practices = [row for row in laptop.quiz_history() if row.ident == "every-type"]
    assert [row.number for row in practices] == [2, 1]
    assert {row.name for row in laptop.mistakes()} == {"怎么摊"}  # the rest was right the last time
    assert sound(laptop)


def test_a_quarantined_quiz_counts_no_more(courses: Any, laptop: Service) -> None:
    before = laptop.review_queue().cards
    laptop.close()
    tamper(courses.file, "UPDATE event SET data = replace(data, '\"elapsed_ms\":1000', '\"elapsed_ms\":999')")
    service = courses.open()
    done = service.doctor(quarantine=True)
    assert done.quarantined
    courses.now += timedelta(days=5)
    assert service.quiz_history() == () and service.mistakes() == ()
    assert service.review_queue().cards < before


# --- export ----------------------------------------------------------------------------------------------------------


def test_exports_of_cases_hold_no_quizzes_and_the_quiz_sheet_no_cases(laptop: Service) -> None:
    everything = Selection()
    assert [run.scenario for run in laptop.export_runs(everything)] == ["first-call"]
    assert {one.runs for one in laptop.export_evidence(everything, Policy.HR)} == {1}
    rows = list(laptop.export_quizzes(everything))
    assert [(r.quiz, r.purpose, r.run, r.status) for r in rows] == [
        ("every-type", "practice", 1, "finished"),
        ("first-exam", "exam", 1, "finished"),
        ("first-exam", "exam", 2, "open"),
    ]
    practice, exam, opened = rows
    assert practice.score == pytest.approx(700 / 9)
    assert (practice.passed, practice.pass_mark) == (None, None)
    told = laptop.quiz_result(exam.attempt)
    assert (exam.score, exam.passed, exam.pass_mark, exam.proctored) == (told.score, told.passed, 60, False)
    assert (opened.score, opened.passed, opened.interrupted) == (None, None, False)
    assert {(r.number, r.name) for r in rows} == {("00123", "安")}


def _stored(service: Service) -> Any:
    with service._ctx.store.read() as tx:
        return attempts.everything(tx)
