"""Backups are checked before they count, thinned by rule, and restored with a report of what would be lost."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.stored import START, add_person, answer, begin, fill, respond, tamper
from trainer.errors import DatabaseError
from trainer.store import backup, doctor, events, people, schema
from trainer.store.backup import Backup, back_up, check_backup, due, kept_of, list_backups
from trainer.store.db import Store, open_store
from trainer.store.heads import heads_path
from trainer.store.restore import restore, what_would_be_lost
from trainer.store.verify import verify

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_backup_is_one_sound_private_file_with_a_head(store: Store, path: Path) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    assert made.path == path.parent / "backups" / "trainer-20260302T040000Z-manual.db"
    assert made.reason == "manual"
    report = check_backup(made.path)
    assert report.findings == ()
    assert report.events == 19
    assert {one.name for one in made.path.parent.iterdir()} == {made.path.name, heads_path(made.path).name}
    if os.name == "posix":
        assert {one.stat().st_mode & 0o777 for one in made.path.parent.iterdir()} == {0o600}
    assert list_backups(path) == (made,)
    assert back_up(store, now=NOW).path.name == "trainer-20260302T040000Z-2-manual.db"


def test_an_empty_database_can_be_backed_up_and_restored(store: Store, path: Path) -> None:
    made = back_up(store, now=NOW)
    fill(store)
    store.close()
    done = restore(path, made.path, now=NOW)
    assert done.loss is not None
    assert done.loss.events == 19
    with open_store(path) as again, again.read() as tx:
        assert people.everyone(tx) == ()


def test_a_backup_while_others_write_is_a_consistent_state(store: Store) -> None:
    _, attempt = fill(store)
    with store.write() as tx:
        answer(tx, attempt)
        made = back_up(store, now=NOW)
    assert check_backup(made.path).events == 19


def test_a_damaged_database_is_not_backed_up_as_if_it_were_sound(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "UPDATE event SET ms = 1 WHERE chain = 5")
    with pytest.raises(DatabaseError) as caught:
        back_up(store, now=NOW)
    assert caught.value.code == "DB140"
    assert list((path.parent / "backups").iterdir()) == []
    kept = back_up(store, now=NOW, keep_damaged=True)
    assert kept.reason == "damaged"


@pytest.mark.parametrize("size", [0, 10, 3000, 9000])
def test_a_cut_backup_is_refused(store: Store, size: int) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    made.path.write_bytes(made.path.read_bytes()[:size])
    with pytest.raises(DatabaseError) as caught:
        what_would_be_lost(store, made.path)
    assert caught.value.code in {"DB104", "DB105", "DB111"}


def test_a_backup_edited_afterwards_is_refused(store: Store, path: Path) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    tamper(made.path, "UPDATE event SET data = '{\"choice\":0}' WHERE chain = 7")
    with pytest.raises(DatabaseError) as caught:
        restore(path, made.path, now=NOW)
    assert caught.value.code == "DB142"
    assert verify(store).findings == ()


def test_a_missing_backup(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        what_would_be_lost(store, tmp_path / "none.db")
    assert caught.value.code == "DB143"


def test_the_restore_drill(store: Store, path: Path) -> None:
    person, attempt = fill(store)
    made = back_up(store, now=NOW)
    with store.write() as tx:
        answer(tx, attempt)
        newcomer = add_person(tx, "99", "新人")
        later = begin(tx, newcomer)
    loss = what_would_be_lost(store, made.path)
    assert loss.events == 4
    assert loss.same_line
    assert [one.id for one in loss.attempts] == [later]
    assert [one.id for one in loss.shortened] == [attempt]
    assert [one.name for one in loss.people] == ["新人"]
    store.close()
    done = restore(path, made.path, now=NOW)
    assert done.before is not None
    assert check_backup(done.before.path).events == 23
    with open_store(path) as again:
        assert again.notices == ()
        assert verify(again).findings == ()
        with again.read() as tx:
            assert people.get(tx, person) is not None
            assert people.get(tx, newcomer) is None
            assert len(events.of_attempt(tx, attempt)) == 8
            restored = events.own(tx, "restored")
        assert [(one.data["backup"], one.data["lost"]) for one in restored] == [(made.path.name, 4)]
    back = restore(path, done.before.path, now=NOW)
    assert back.loss is not None
    assert not back.loss.same_line
    with open_store(path) as again, again.read() as tx:
        assert people.get(tx, newcomer) is not None


def test_who_was_erased_is_erased_again(store: Store, path: Path) -> None:
    person, attempt = fill(store)
    with store.write() as tx:
        respond(tx, attempt, "我的原话")
    made = back_up(store, now=NOW)
    with store.write() as tx:
        people.erase(tx, person, key="erase", at=START)
    assert what_would_be_lost(store, made.path).erased == (person,)
    store.close()
    restore(path, made.path, now=NOW)
    with open_store(path) as again, again.read() as tx:
        assert people.everyone(tx) == ()
        assert events.texts(tx, attempt) == {}


@pytest.mark.parametrize("damage", ["gone", "garbage", "cut"])
def test_restoring_over_an_unreadable_database_moves_it_aside(store: Store, path: Path, damage: str) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    store.close()
    if damage == "gone":
        path.unlink()
    elif damage == "garbage":
        path.write_bytes(random.Random(5).randbytes(20000))
    else:
        path.write_bytes(path.read_bytes()[:5000])
    done = restore(path, made.path, now=NOW)
    assert (done.moved_aside is None) is (damage == "gone")
    with open_store(path) as again:
        report = verify(again)
        assert report.findings == ()
        assert report.events == 20


def test_other_connections_see_the_restored_database(store: Store, path: Path) -> None:
    _, attempt = fill(store)
    made = back_up(store, now=NOW)
    with store.write() as tx:
        answer(tx, attempt)
    with open_store(path) as other:
        restore(path, made.path, now=NOW)
        with other.read() as tx:
            assert len(events.of_attempt(tx, attempt)) == 8
    with pytest.raises(DatabaseError) as caught, store.write():
        pass
    assert caught.value.code == "DB113"


# --- thinning and the automatic backup -------------------------------------------------------------------------------


def _many(days: int, per_day: int = 4) -> list[Backup]:
    return [
        Backup(Path(f"{day}-{turn}"), NOW - timedelta(days=day, hours=turn), "auto", 1)
        for day in range(days)
        for turn in range(per_day)
    ]


def test_thinning_keeps_days_weeks_and_months() -> None:
    kept = kept_of(_many(500))
    ages = [(NOW - one.at).days for one in kept]
    assert len(kept) <= 3 + 12 + 10 + 9
    assert len({one.at.date() for one in kept if one.at > NOW - timedelta(days=11, hours=5)}) == 12
    assert max(ages) > 200
    assert len({(one.at.year, one.at.month) for one in kept}) == 9
    assert len({one.at.isocalendar()[:2] for one in kept}) >= 10


def test_thinning_again_removes_nothing_more() -> None:
    kept = kept_of(_many(500))
    assert kept_of(kept) == kept


def test_thinning_is_the_same_for_any_order() -> None:
    backups = _many(60)
    random.Random(3).shuffle(backups)
    assert kept_of(backups) == kept_of(_many(60))


def test_few_backups_are_all_kept() -> None:
    backups = _many(1, 3)
    assert set(kept_of(backups)) == set(backups)


def test_thinning_touches_only_backups_of_this_database(store: Store, path: Path) -> None:
    fill(store)
    for turn in range(6):
        back_up(store, now=NOW + timedelta(minutes=turn), reason="auto")
    folder = path.parent / "backups"
    (folder / "notes.txt").write_text("mine")
    (folder / "other-20260302T040000Z-auto.db").write_text("x")
    back_up(store, now=NOW + timedelta(minutes=9), reason="auto")
    names = {one.name for one in folder.iterdir()}
    assert {"notes.txt", "other-20260302T040000Z-auto.db"} <= names
    assert len(list_backups(path)) == backup.KEEP_NEWEST
    assert len(names) == 2 + 2 * backup.KEEP_NEWEST


def test_thinning_that_is_cut_short_leaves_no_backup_without_its_head(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    for turn in range(backup.KEEP_NEWEST):
        back_up(store, now=NOW + timedelta(minutes=turn), reason="auto")
    unlink = Path.unlink

    def once(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok)
        if ".part" not in self.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", once)
    with pytest.raises(KeyboardInterrupt):
        back_up(store, now=NOW + timedelta(minutes=9), reason="auto")
    monkeypatch.undo()
    left = list_backups(path)
    assert len(left) == backup.KEEP_NEWEST
    assert all(check_backup(one.path).findings == () for one in left)


def test_backups_made_by_hand_are_not_thinned(store: Store, path: Path) -> None:
    fill(store)
    by_hand = back_up(store, now=NOW)
    for turn in range(1, 8):
        back_up(store, now=NOW + timedelta(minutes=turn), reason="auto")
    assert by_hand in list_backups(path)


def test_restoring_does_not_thin_the_backup_that_is_restored(store: Store, path: Path) -> None:
    fill(store)
    made = [back_up(store, now=NOW + timedelta(minutes=turn), reason="auto") for turn in range(3)]
    restore(path, made[0].path, now=NOW + timedelta(hours=1))
    assert made[0].path.exists()


def test_an_automatic_backup_is_due_after_ten_minutes_if_something_changed(store: Store, path: Path) -> None:
    now = datetime.now(UTC)
    _, attempt = fill(store)
    assert not due(store, now + timedelta(minutes=9))
    assert due(store, now + timedelta(minutes=11))
    made = back_up(store, now=now + timedelta(minutes=11), reason="auto")
    os.utime(path, (made.at.timestamp() - 5,) * 2)
    os.utime(path.with_name(path.name + "-wal"), (made.at.timestamp() - 5,) * 2)
    assert not due(store, now + timedelta(minutes=40))
    with store.write() as tx:
        answer(tx, attempt)
    later = (now + timedelta(minutes=30)).timestamp()
    os.utime(path.with_name(path.name + "-wal"), (later, later))
    assert due(store, now + timedelta(minutes=40))


def test_leftovers_of_a_killed_backup_are_named_by_the_doctor(store: Store, path: Path) -> None:
    fill(store)
    back_up(store, now=NOW)
    (path.parent / "backups" / "trainer-20260302T050000Z-auto.db.part").write_text("half")
    (path.parent / "backups" / "trainer-20260302T050000Z-auto.db.heads").write_text("1 x")
    rows = [one.row for one in doctor.examine(store).findings if one.kind == "leftover_file"]
    assert len(rows) == 2


def test_a_backup_may_be_named_by_a_relative_path(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    store.close()
    monkeypatch.chdir(path.parent)
    relative = made.path.relative_to(path.parent)
    assert check_backup(relative).ok
    assert restore(path, relative).loss is not None


def test_info(store: Store, path: Path) -> None:
    fill(store)
    made = back_up(store, now=NOW)
    told = doctor.info(store)
    assert (told.path, told.revision, told.journal_mode) == (path, schema.HEAD, "wal")
    assert told.rows["event"] == told.head.chain == 19
    assert told.last_backup == made
    assert len(told.id) == 32
