"""Doctor names what is wrong, and changes only what it is told to change."""

from __future__ import annotations

from pathlib import Path

from tests.support.stored import START, fill, tamper
from trainer.store import attempts, doctor, events
from trainer.store.db import Store
from trainer.store.verify import verify


def test_doctor_quarantines_only_the_damaged_attempt_and_says_so(store: Store, path: Path) -> None:
    person, _ = fill(store)
    tamper(path, "UPDATE event SET data = '{\"choice\":2}' WHERE type = 'chose' AND chain > 5 AND seq = 2")
    report = doctor.examine(store)
    named = doctor.damaged_attempts(report)
    assert named
    before = Path(path).read_bytes()
    doctor.examine(store)
    assert Path(path).read_bytes() == before
    assert set(doctor.quarantine(store, report, now=START)) == set(named)
    assert doctor.quarantine(store, report, now=START) == ()
    with store.read() as tx:
        assert {one.id for one in attempts.of_person(tx, person)}.isdisjoint(named)
        assert [one.data["attempt"] for one in events.own(tx, "quarantined")] == list(named)
    after = doctor.examine(store)
    assert {one.kind for one in after.findings if one.severity == "error"} == {
        one.kind for one in report.findings if one.severity == "error"
    }


def test_doctor_names_strange_tables_and_broken_references(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "CREATE TABLE _alembic_tmp_event (x)", "UPDATE attempt SET person = 'nobody'")
    kinds = {one.kind for one in doctor.examine(store).findings}
    assert {"strange_table", "foreign_key", "attempt_differs"} <= kinds


def test_renewed_heads_say_what_happened(store: Store, path: Path) -> None:
    fill(store)
    store.heads.write_text("1 " + "d" * 64 + "\n")
    assert not verify(store).ok
    old = doctor.renew_heads(store, now=START)
    assert old is not None
    assert old.exists()
    assert verify(store).ok
