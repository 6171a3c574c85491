"""Verification: every attempt replayed, every derived number compared; the doctor; old versions."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.service.conftest import Do, World, act, choice, key
from tests.support.stored import tamper
from trainer.engine.types import Elapse, Timeout
from trainer.service import Service
from trainer.service.compare import same
from trainer.service.views import Mode
from trainer.store import attempts
from trainer.store.records import NewEvent

CASE = "first-call"
BEST = ("问三号线", "问最近")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> World:
    """A database with every kind of attempt: finished, timed out, undone, given up, restarted, open, interrupted."""
    world = World(tmp_path_factory.mktemp("made"))
    world.write(CASE, (repo_root / "tests" / "fixtures" / "content" / f"{CASE}.md").read_text(encoding="utf-8"))
    service = world.open()
    service.use_person(number="00123", name="安")
    done = act(service, service.start(CASE, Mode.ASSESS, key=key(), seed="1"), "先挂", "问三号线", "请他说说")
    view = service.start(CASE, Mode.ASSESS, key=key(), seed="2")
    service.act(view.attempt, Elapse(5_000), key=key())
    service.act(view.attempt, Timeout(), key=key())
    view = act(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="3"), "先挂", "报上公司名")
    if not view.closed:
        service.undo(view.attempt, key=key())
    view = act(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="4"), "先挂", "先挂")
    act(service, service.undo(view.attempt, key=key()), *BEST)
    view = act(service, service.start(CASE, Mode.PRACTICE, key=key(), seed="5"), "问三号线")
    service.abandon(view.attempt, key=key())
    act(service, service.restart_from(done.attempt, 2, key=key()), *BEST)
    act(service, service.start(CASE, Mode.ASSESS, key=key(), seed="6"), "先挂")
    service.close()
    second = world.open()
    opened = second.home().current
    assert opened is not None
    second.resume(opened.attempt)
    second.close()
    return world


@pytest.fixture
def played(world: World, made: World) -> World:
    """A copy of it."""
    for name in ("trainer.db", "trainer.db.heads"):
        shutil.copy(made.folder / name, world.folder / name)
    world.now = made.now
    return world


def findings(service: Service) -> list[tuple[str, str]]:
    return [(f.kind, f.table) for f in service.verify().findings if f.severity == "error"]


def test_what_was_played_verifies(played: World) -> None:
    report = played.open().verify()
    assert report.findings == ()
    assert report.ok
    assert report.attempts == report.replayed == 7
    assert report.compared >= 5
    assert report.old == 0


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE run_result SET score = score - 1e-6", "score"),
        ("UPDATE run_result SET outcome = 96.0 WHERE outcome IS NOT NULL", "outcome"),
        ("UPDATE run_result SET luck = 1", "luck"),
        ("UPDATE run_result SET rating = 91 WHERE rating = 90", "rating"),
        ("UPDATE run_result SET ending = '中标' WHERE ending IS NOT NULL", "ending"),
        ("UPDATE run_result SET redlines = 1", "redlines"),
        ("UPDATE run_result SET slips = slips + 1", "slips"),
        ("UPDATE run_result SET data = replace(data, '\"undone\":1', '\"undone\":0')", "data"),
        ("UPDATE decision SET regret = 0", "regret"),
        ("UPDATE decision SET quality = 1.0 WHERE scored", "quality"),
        ("UPDATE decision SET label = 'best'", "label"),
        ("UPDATE decision SET choice = 'x'", "choice"),
        ("UPDATE competency_evidence SET weight = weight * 2", "weight"),
        ("UPDATE competency_evidence SET quality = quality + 0.001", "quality"),
    ],
)
def test_every_derived_number_that_was_changed_is_named(played: World, statement: str, row: str) -> None:
    tamper(played.file, statement)
    report = played.open().verify()
    assert not report.ok
    named = [f for f in report.findings if f.kind == "number_differs"]
    assert named
    assert all(row in f.message for f in named)


def test_numbers_within_the_tolerance_are_the_same() -> None:
    assert same(1.0, 1.0 + 9e-10)
    assert not same(1.0, 1.0 + 2e-9)
    assert not same(None, 0.0)
    assert not same(1.0, "1.0")
    assert same({"a": [1, 2.0]}, {"a": [1, 2.0 + 1e-10]})
    assert not same({"a": [1]}, {"a": [1, 2]})


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM run_result", ("result_missing", "run_result")),
        ("DELETE FROM decision WHERE number = 0", ("row_missing", "decision")),
        ("DELETE FROM competency_evidence", ("row_missing", "competency_evidence")),
        (
            "INSERT INTO decision SELECT attempt, number + 50, seq, node, choice, best, regret, stake, quality, "
            "chance, label, scored, luck FROM decision",
            ("row_extra", "decision"),
        ),
        (
            "UPDATE run_result SET attempt = (SELECT id FROM attempt WHERE status = 'open' LIMIT 1) "
            "WHERE attempt = (SELECT min(attempt) FROM run_result)",
            ("result_of_open", "run_result"),
        ),
        (
            "UPDATE run_result SET attempt = 'nobody' WHERE attempt = (SELECT min(attempt) FROM run_result)",
            ("result_orphan", "run_result"),
        ),
    ],
)
def test_missing_and_surplus_rows_are_named(played: World, statement: str, finding: tuple[str, str]) -> None:
    tamper(played.file, statement)
    assert finding in findings(played.open())


def test_a_made_up_draw_is_found_though_the_chain_is_sound(world: World, do: Do) -> None:
    """Whoever owns the machine can write what he likes with a valid chain; the seed tells what would be drawn."""
    service = world.open()
    for seed in map(str, range(20)):
        view = service.start(CASE, Mode.PRACTICE, key=key(), seed=seed)
        asked = do(service, service.start(CASE, Mode.PRACTICE, key=key(), seed=seed), "报上公司名")
        if asked.closed:
            break
    chosen = {"node": 0, "choice": 0, "cost": 5, "elapsed_ms": 0}
    made_up = [
        NewEvent("chose", chosen),
        NewEvent("entered", {"node": 1, "blocks": [], "order": []}),
        NewEvent("drew", {"node": 1, "branch": 0, "counter": 0}),
        NewEvent("entered", {"node": 2, "blocks": [1], "order": [0, 2]}),
    ]
    with service._ctx.store.write() as tx:
        attempts.append(tx, view.attempt, made_up, key=key(), at=world.tick())
    assert findings(service) == [("replay_differs", "event")]


def test_made_up_steps_are_found(world: World, do: Do) -> None:
    service = world.open()
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    with service._ctx.store.write() as tx:
        ended = NewEvent("ended", {"node": 3, "ending": "约到拜访", "rating": 90})
        attempts.append(tx, view.attempt, [ended], key=key(), at=world.tick())
    assert [kind for kind, _ in findings(service)] in (["replay_differs"], ["not_replayable"])


def test_an_older_scoring_version_is_a_note(played: World) -> None:
    tamper(played.file, "UPDATE run_result SET scoring_version = 0, score = 1")
    report = played.open().verify()
    assert report.ok
    assert report.compared == 0
    assert report.old == len(report.findings) > 0
    assert {f.kind for f in report.findings} == {"old_scoring"}
    assert "旧版" in report.findings[0].message


def test_the_text_that_was_played_is_needed(played: World) -> None:
    tamper(played.file, "UPDATE content SET text = 'nonsense'")
    (played.scenarios / f"{CASE}.md").unlink()
    kinds = {kind for kind, _ in findings(played.open())}
    assert {"content_edited", "not_replayable"} <= kinds


def test_derived_tables_can_be_dropped_and_rebuilt_with_the_same_result(played: World) -> None:
    def rows(service: Service) -> Any:
        return service.results(), [service.export_decisions(a.attempt) for a in service.results().attempts]

    before = rows(played.open())
    tamper(played.file, "DELETE FROM run_result", "DELETE FROM decision", "UPDATE competency_evidence SET weight = 9")
    service = played.open()
    report = service.doctor(rebuild=True)
    assert report.report.ok
    assert (report.rebuilt, report.failed) == (7, ())
    assert rows(service)[1] == before[1]
    assert [a.score for a in service.results().attempts] == [a.score for a in before[0].attempts]
    assert service.doctor(rebuild=True).changed == ()


def test_the_doctor_changes_nothing_unless_asked_to(played: World) -> None:
    tamper(played.file, "UPDATE run_result SET score = 0")
    service = played.open()
    assert not service.doctor().report.ok
    assert not service.verify().ok


def test_damaged_attempts_can_be_put_into_quarantine(played: World) -> None:
    tamper(played.file, "UPDATE event SET data = replace(data, 'node', 'nude') WHERE chain = 3")
    service = played.open()
    before = len(service.results().attempts)
    report = service.doctor(quarantine=True)
    assert len(report.quarantined) == 1
    assert len(service.results().attempts) == before - 1


def test_progress_is_told(played: World) -> None:
    told: list[tuple[int, int]] = []
    played.open().verify(progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 7) for n in range(1, 8)]


def test_a_choice_is_made_as_displayed(service: Service) -> None:
    """The helper of these tests takes options by their text, whatever their order."""
    view = service.start(CASE, Mode.PRACTICE, key=key())
    assert choice(view, "先挂").choice == 3
