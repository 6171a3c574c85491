"""The chain finds every change made behind the store's back, and names the row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.stored import answer, fill, tamper
from trainer.errors import DatabaseError
from trainer.i18n import LANGUAGES, set_language, t
from trainer.store import attempts, events
from trainer.store.chain import GENESIS, Row, sealed
from trainer.store.db import Store, open_store
from trainer.store.driver import driver
from trainer.store.heads import heads_path
from trainer.store.verify import verify

SHIFT = "UPDATE event SET chain = -chain WHERE chain >= 5"
COPY = """INSERT INTO event SELECT {chain}, attempt, 900, NULL, type, data, at, ms, previous, hash
          FROM event WHERE chain = 5"""

Found = list[tuple[str, str, str]]


def found(store: Store) -> Found:
    report = verify(store)
    return [(one.kind, one.table, one.row) for one in report.findings if one.severity == "error"]


def rehash(path: Path, start: int) -> None:
    """What a forger does who knows how the hash is made, but leaves the head file alone."""
    connection = driver().module.connect(str(path), isolation_level=None)
    query = "SELECT chain, attempt, seq, key, type, data, at, ms, previous, hash FROM event ORDER BY chain"
    previous = GENESIS
    for values in connection.execute(query).fetchall():
        row = Row(*values)
        if row.chain >= start:
            row = sealed(row._replace(previous=previous))
            connection.execute(
                "UPDATE event SET previous = ?, hash = ? WHERE chain = ?", (row.previous, row.hash, row.chain)
            )
        previous = row.hash
    connection.close()


def test_an_untouched_database_verifies(store: Store) -> None:
    fill(store)
    report = verify(store)
    assert report.ok
    assert report.findings == ()
    assert (report.events, report.attempts, report.contents) == (19, 2, 1)


def test_an_empty_database_verifies(store: Store) -> None:
    assert verify(store).findings == ()


def test_an_untouched_copy_of_database_and_heads_verifies(store: Store, path: Path, tmp_path: Path) -> None:
    fill(store)
    store.close()
    shutil.copy(path, tmp_path / "copy.db")
    shutil.copy(heads_path(path), heads_path(tmp_path / "copy.db"))
    with open_store(tmp_path / "copy.db") as copy:
        assert copy.notices == ()
        assert verify(copy).findings == ()


EDITS = {
    "attempt": "'somebody'",
    "seq": "77",
    "key": "'other'",
    "type": "'entered2'",
    "data": "'{\"choice\":3}'",
    "at": "'2026-03-02T01:30:00.000001Z'",
    "ms": "ms + 1",
    "previous": f"'{'a' * 64}'",
    "hash": f"'{'b' * 64}'",
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_named(store: Store, path: Path, column: str) -> None:
    fill(store)
    tamper(path, f"UPDATE event SET {column} = {EDITS[column]} WHERE chain = 5")
    assert ("edited", "event", "5") in found(store)


def test_a_value_of_another_type_is_an_edit(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "UPDATE event SET data = CAST(data AS BLOB) WHERE chain = 5")
    assert ("edited", "event", "5") in found(store)


@pytest.mark.parametrize(("where", "row"), [("chain = 5", "5"), ("chain BETWEEN 5 AND 8", "5-8"), ("chain = 1", "1")])
def test_a_deletion_is_named(store: Store, path: Path, where: str, row: str) -> None:
    fill(store)
    tamper(path, f"DELETE FROM event WHERE {where}")
    assert ("deleted", "event", row) in found(store)


def test_a_deletion_with_the_rest_moved_up_is_found(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "DELETE FROM event WHERE chain = 5", SHIFT, "UPDATE event SET chain = -chain - 1 WHERE chain < 0")
    kinds = found(store)
    assert ("moved", "event", "5") in kinds
    assert ("truncated", "event", "19") in kinds


def test_an_insertion_between_is_named(store: Store, path: Path) -> None:
    fill(store)
    tamper(
        path, SHIFT, "UPDATE event SET chain = 1 - chain WHERE chain < 0", COPY.format(chain=5).replace("= 5", "= 6")
    )
    kinds = found(store)
    assert ("moved", "event", "6") in kinds
    assert ("edited", "event", "5") in kinds


def test_an_insertion_at_the_end_is_named(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, COPY.format(chain=20))
    assert ("edited", "event", "20") in found(store)


def test_rows_forged_onto_the_end_are_beyond_the_heads(store: Store, path: Path) -> None:
    _, attempt = fill(store)
    kept = store.heads.read_bytes()
    for _ in range(2):
        with store.write() as tx:
            answer(tx, attempt)
    store.heads.write_bytes(kept)
    assert found(store) == [("beyond_heads", "event", "20-23")]


def test_swapped_rows_are_named(store: Store, path: Path) -> None:
    fill(store)
    tamper(
        path,
        "UPDATE event SET chain = -1 WHERE chain = 5",
        "UPDATE event SET chain = 5 WHERE chain = 9",
        "UPDATE event SET chain = 9 WHERE chain = -1",
    )
    report = verify(store)
    moved = {(one.row, one.params["was"]) for one in report.findings if one.kind == "moved"}
    assert moved == {("5", 9), ("9", 5)}


def test_swapped_contents_of_rows_are_named(store: Store, path: Path) -> None:
    fill(store)
    tamper(
        path,
        "CREATE TEMP TABLE both AS SELECT chain, data FROM event WHERE chain IN (5, 9)",
        "UPDATE event SET data = (SELECT data FROM both WHERE chain = 9) WHERE chain = 5",
        "UPDATE event SET data = (SELECT data FROM both WHERE chain = 5) WHERE chain = 9",
    )
    assert {("edited", "event", "5"), ("edited", "event", "9")} <= set(found(store))


@pytest.mark.parametrize("rows", [1, 3, 19])
def test_a_cut_tail_is_named(store: Store, path: Path, rows: int) -> None:
    fill(store)
    tamper(path, f"DELETE FROM event WHERE chain > {19 - rows}")
    first = 19 - rows + 1
    assert ("truncated", "event", "19" if rows == 1 else f"{first}-19") in found(store)


def test_a_forged_chain_does_not_fit_the_heads(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "UPDATE event SET data = replace(data, '\"choice\":3', '\"choice\":1') WHERE type = 'chose'")
    rehash(path, 1)
    kinds = {kind for kind, _, _ in found(store)}
    assert "head_differs" in kinds
    assert "edited" not in kinds


def test_a_replaced_head_file_is_found(store: Store, path: Path, tmp_path: Path) -> None:
    fill(store)
    with open_store(tmp_path / "other.db") as other:
        fill(other, answers=6)
    shutil.copy(heads_path(tmp_path / "other.db"), store.heads)
    assert {kind for kind, _, _ in found(store)} == {"head_differs"}


def test_a_changed_line_of_the_head_file_is_named(store: Store) -> None:
    fill(store)
    lines = store.heads.read_text().splitlines()
    lines[2] = lines[2].split()[0] + " " + "c" * 64
    store.heads.write_text("\n".join(lines) + "\n")
    assert found(store) == [("head_differs", "heads", "3")]


def test_a_missing_head_file_is_found_and_noticed(store: Store, path: Path) -> None:
    fill(store)
    store.close()
    store.heads.unlink()
    with open_store(path) as again:
        assert [one.kind for one in again.notices] == ["heads_missing"]
        assert found(again) == [("heads_missing", "heads", "trainer.db.heads")]


def test_an_older_copy_of_the_database_is_noticed(store: Store, path: Path, tmp_path: Path) -> None:
    _, attempt = fill(store)
    store.close()
    shutil.copy(path, tmp_path / "old.db")
    with open_store(path) as again, again.write() as tx:
        answer(tx, attempt)
    shutil.copy(tmp_path / "old.db", path)
    with open_store(path) as replaced:
        assert [one.kind for one in replaced.notices] == ["heads_differ"]
        assert ("truncated", "event", "20-21") in found(replaced)


def test_a_missing_last_head_line_is_only_a_note(store: Store) -> None:
    _, attempt = fill(store)
    kept = store.heads.read_bytes()
    with store.write() as tx:
        answer(tx, attempt)
    store.heads.write_bytes(kept)
    report = verify(store)
    assert report.ok
    assert [(one.kind, one.row) for one in report.findings] == [("unacknowledged", "20-21")]


def test_a_torn_last_head_line_is_only_a_note_and_the_next_write_goes_on(store: Store, path: Path) -> None:
    _, attempt = fill(store)
    store.close()
    store.heads.write_bytes(store.heads.read_bytes()[:-20])
    with open_store(path) as again:
        assert verify(again).ok
        with again.write() as tx:
            answer(tx, attempt)
        report = verify(again)
        assert report.ok
        assert [one.kind for one in report.findings] == ["head_unreadable"]


def test_head_lines_of_several_writers_may_be_out_of_order(store: Store) -> None:
    fill(store)
    lines = store.heads.read_text().splitlines()
    lines[1], lines[4], lines[-1], lines[-2] = lines[4], lines[1], lines[-2], lines[-1]
    store.heads.write_text("\n".join(lines) + "\n")
    assert verify(store).findings == ()


CASES: dict[str, tuple[str, str, str]] = {
    "content_edited": ("UPDATE content SET text = replace(text, '一段', '两段')", "content", ""),
    "content_missing": ("DELETE FROM content", "content", ""),
    "attempt_missing": ("DELETE FROM attempt WHERE scenario = 'bid'", "attempt", ""),
    "text_edited": ("UPDATE free_text SET text = text || '！'", "free_text", ""),
}


@pytest.mark.parametrize("kind", CASES)
def test_what_hangs_on_the_events_is_checked(store: Store, path: Path, kind: str) -> None:
    fill(store)
    statement, table, _ = CASES[kind]
    tamper(path, statement)
    assert (kind, table) in {(one[0], one[1]) for one in found(store)}


ATTEMPT_EDITS = {
    "person": "'somebody'",
    "scenario": "'x'",
    "mode": "'assess'",
    "seed": "'x'",
    "timers": "0",
    "number": "5",
    "origin": "'class'",
    "proctored": "1",
    "parent": "'x'",
    "parent_seq": "2",
    "engine_version": "9",
    "scoring_version": "9",
    "quarantine": "'x'",
    "started": "'2026-03-02 01:30:00.000001'",
    "finished": "'2026-03-03 01:30:00.000000'",
    "status": "'abandoned'",
}


@pytest.mark.parametrize("column", ATTEMPT_EDITS)
def test_every_column_of_an_attempt_is_checked(store: Store, path: Path, column: str) -> None:
    fill(store)
    tamper(path, f"UPDATE attempt SET {column} = {ATTEMPT_EDITS[column]} WHERE scenario = 'bid'")
    findings = [one for one in verify(store).findings if one.kind == "attempt_differs"]
    assert [one.params["column"] for one in findings] == [column]


@pytest.mark.parametrize("value", ["'2026-13-02 01:30:00.000000'", "'garbage'", "5", "5.5", "x'00'"])
def test_an_attempt_that_cannot_be_read_is_named(store: Store, path: Path, value: str) -> None:
    fill(store)
    tamper(path, f"UPDATE attempt SET started = {value} WHERE scenario = 'bid'")
    assert "attempt_unreadable" in {one[0] for one in found(store)}
    with pytest.raises(DatabaseError) as caught, store.read() as tx:
        attempts.everything(tx)
    assert caught.value.code == "DB111"


def test_text_that_is_no_utf8_is_named_printably(store: Store, path: Path) -> None:
    fill(store)
    tamper(path, "UPDATE event SET type = CAST(x'63ff6f' AS TEXT) WHERE chain = 5")
    report = verify(store)
    assert [(one.kind, one.row, one.params["type"]) for one in report.findings] == [("edited", "5", "c\\udcffo")]
    with pytest.raises(DatabaseError) as caught, store.read() as tx:
        events.own(tx)
        tx.connection().exec_driver_sql("SELECT type FROM event").all()
    assert caught.value.code == "DB111"


def test_an_invented_attempt_is_named(store: Store, path: Path) -> None:
    fill(store)
    tamper(
        path,
        "INSERT INTO attempt SELECT 'invented', person, scenario, content, engine_version, scoring_version, mode, "
        "seed, timers, 9, origin, proctored, parent, parent_seq, started, finished, status, quarantine, kind "
        "FROM attempt LIMIT 1",
    )
    assert found(store) == [("attempt_without_events", "attempt", "invented")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_a_text(lang: str, repo_root: Path) -> None:
    import re

    set_language(lang)
    source = (repo_root / "trainer/store/verify.py").read_text() + (repo_root / "trainer/store/doctor.py").read_text()
    kinds = set(re.findall(r"""(?:find|Finding)\(\s*"([a-z_]+)",""", source))
    assert len(kinds) > 15
    names = "attempt expected found chain was column stored chained reason parent notice mode"
    params = {name: "x" for name in names.split()}
    for kind in kinds:
        assert t(f"store.finding.{kind}", row="1", table="event", **params)
