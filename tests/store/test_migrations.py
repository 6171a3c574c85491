"""The fast way to a new database and the migrations lead to the same schema; a killed migration can be run again."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.support.amounts import first_few
from tests.support.stored import fill
from trainer.errors import DatabaseError
from trainer.store import db, schema
from trainer.store.backup import list_backups
from trainer.store.db import Store, open_store
from trainer.store.driver import driver
from trainer.store.migrate import SCRIPTS, config, upgrade
from trainer.store.probe import APPLICATION_ID
from trainer.store.restore import restore, what_would_be_lost
from trainer.store.tables import Base
from trainer.store.verify import verify

THIRD = '''
"""A column more, and a rebuilt event table."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None

def upgrade() -> None:
    op.add_column("person", sa.Column("nickname", sa.String(), nullable=True))
    with op.batch_alter_table("attempt") as batch:
        batch.add_column(sa.Column("place", sa.String(), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_attempt_place"), "length(place) < 100")
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO extra (id) VALUES (1)")
'''


def bare(path: Path) -> Store:
    """A database file of ours without any table."""
    connection = driver().module.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    return Store(path, driver())


def schema_of(store: Store) -> set[tuple[str, str, frozenset[str]]]:
    """Name, kind and the definition's lines in any order; SQLite quotes the name of a table that was rebuilt."""
    with store.raw() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    return {
        (
            kind,
            name,
            frozenset(
                line.strip().rstrip(",").replace(f'"{name}" (', f"{name} (") for line in (sql or "").splitlines()
            ),
        )
        for kind, name, sql in rows
    }


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Our migrations and one more."""
    import shutil

    shutil.copytree(SCRIPTS, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "scripts" / "versions" / "0003_more.py").write_text(THIRD)
    return tmp_path / "scripts"


def test_the_fast_way_and_the_migrations_make_the_same_schema(tmp_path: Path) -> None:
    with open_store(tmp_path / "fast.db") as fast, bare(tmp_path / "slow.db") as slow:
        assert upgrade(slow, backup=False) == schema.HEAD
        assert schema_of(fast) == schema_of(slow)
        with slow.raw() as connection:
            assert schema.check(connection, "")
            assert schema.stored(connection).keys() == {"id", "created", "created_by", "reader"}


def test_the_newest_script_is_the_head_that_opening_expects() -> None:
    directory = ScriptDirectory.from_config(config(SCRIPTS, None))
    assert directory.get_current_head() == schema.HEAD
    assert tuple(reversed([one.revision for one in directory.walk_revisions()])) == schema.REVISIONS


def test_the_tables_and_the_migrated_schema_do_not_differ(tmp_path: Path) -> None:
    with bare(tmp_path / "x.db") as store:
        upgrade(store, backup=False)
        with store.raw() as connection:
            found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert found == []


def test_the_program_that_reads_the_newest_schema_is_not_newer_than_this_one() -> None:
    from trainer import __version__

    def numbers(text: str) -> list[int]:
        return [int(one) for one in re.findall(r"\d+", text)][:3]

    assert numbers(schema.READER) <= numbers(__version__)


def test_an_older_database_is_brought_up_to_date_after_a_backup(
    store: Store, path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    store.close()
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002", "0003"))
    monkeypatch.setattr(schema, "HEAD", "0003")
    monkeypatch.setattr("trainer.store.migrate.SCRIPTS", scripts)
    monkeypatch.setattr(upgrade, "__kwdefaults__", {**(upgrade.__kwdefaults__ or {}), "scripts": scripts})
    with pytest.raises(DatabaseError) as caught:
        open_store(path, migrate=False)
    assert caught.value.code == "DB120"
    with open_store(path) as migrated:
        assert verify(migrated).ok
        with migrated.raw() as connection:
            assert connection.exec_driver_sql("SELECT id FROM extra").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert [one.reason for one in list_backups(path)] == ["migrate"]


CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from trainer.store import db, migrate
from trainer.store.driver import driver

path, scripts, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
store = db.Store(path, driver())
count = 0

def before(connection, cursor, statement, *_):
    global count
    count += 1
    if count > limit:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(store._engine, "before_cursor_execute", before)
migrate.upgrade(store, scripts=scripts, backup=False)
print(count)
"""


def migrate_in_child(path: Path, scripts: Path, limit: int) -> int:
    """Run the migration in a process that kills itself before the statement after ``limit``; returns its status."""
    arguments = [sys.executable, "-c", textwrap.dedent(CHILD), str(path), str(scripts), str(limit)]
    return subprocess.run(arguments, capture_output=True, check=False).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("limit", first_few([15, 22, 4, 11, 19], 2))
def test_a_migration_killed_between_statements_is_undone_and_runs_again(
    store: Store, path: Path, scripts: Path, limit: int
) -> None:
    fill(store)
    before = schema_of(store)
    store.close()
    assert migrate_in_child(path, scripts, limit) == -9
    with open_store(path) as untouched:
        assert schema_of(untouched) == before
        assert verify(untouched).findings == ()
    assert migrate_in_child(path, scripts, 10_000) == 0
    with db.Store(path, driver()) as done, done.raw() as connection:
        assert schema.revision(connection) == "0003"
        assert not [name for _, name, _ in schema_of(done) if name.startswith("_alembic_tmp")]


def test_a_migration_that_breaks_a_reference_is_undone(store: Store, path: Path, scripts: Path) -> None:
    fill(store)
    (scripts / "versions" / "0003_more.py").write_text(
        THIRD + "    op.execute(\"UPDATE attempt SET person = 'nobody'\")\n"
    )
    before = schema_of(store)
    with pytest.raises(DatabaseError) as caught:
        upgrade(store, scripts=scripts, backup=False)
    assert caught.value.code == "DB124"
    assert schema_of(store) == before
    assert verify(store).findings == ()


def test_two_processes_may_make_the_same_database_at_once(tmp_path: Path) -> None:
    code = f"from trainer.store import open_store; open_store({str(tmp_path / 'x.db')!r}).close()"
    children = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    assert [child.communicate()[1] for child in children] == [b""] * 4
    with open_store(tmp_path / "x.db") as store:
        fill(store)
        assert verify(store).findings == ()


# --- 0001 to 0002: attempts get a kind -------------------------------------------------------------------------------


def old_database(path: Path) -> Store:
    """A database as the first version left it, with an attempt, its events and what was derived of it."""
    store = bare(path)
    upgrade(store, target="0001", backup=False)
    newest = "attempt", "event", "free_text", "person", "content", "run_result", "decision", "competency_evidence"
    with open_store(path.with_name("new.db")) as new:
        fill(new)
        with new.raw() as connection:
            rows = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").mappings().all() for name in newest}
        heads = new.heads.read_bytes()
    connection = store.dbapi()
    connection.execute("PRAGMA foreign_keys = 0")
    for name, found in rows.items():
        for row in found:
            kept = {key: value for key, value in row.items() if (name, key) != ("attempt", "kind")}
            columns, places = ", ".join(kept), ", ".join("?" * len(kept))
            connection.execute(f"INSERT INTO {name} ({columns}) VALUES ({places})", tuple(kept.values()))
    connection.close()
    store.heads.write_bytes(heads)
    return store


def test_every_attempt_of_the_first_version_is_one_at_a_case(tmp_path: Path) -> None:
    with old_database(tmp_path / "old.db") as old, old.raw() as connection:
        before = connection.exec_driver_sql("SELECT id, person, status FROM attempt ORDER BY id").all()
    with open_store(tmp_path / "old.db") as store:
        with store.raw() as connection:
            assert schema.revision(connection) == schema.HEAD
            found = connection.exec_driver_sql("SELECT id, person, status FROM attempt ORDER BY id").all()
            kinds = set(connection.exec_driver_sql("SELECT kind FROM attempt").scalars())
        assert (found, kinds) == (before, {"case"})
        assert verify(store).findings == ()
        with open_store(tmp_path / "new.db") as new:
            assert schema_of(store) == schema_of(new)
    assert [one.reason for one in list_backups(tmp_path / "old.db")] == ["migrate"]


def test_a_backup_of_the_first_version_can_be_restored(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old_database(path).close()
    open_store(path).close()
    (backup,) = list_backups(path)
    with open_store(path) as store:
        lost = what_would_be_lost(store, backup.path)
        assert (lost.events, lost.same_line) == (0, True)
    restore(path, backup.path)
    with open_store(path) as store:
        assert verify(store).findings == ()
        with store.raw() as connection:
            assert schema.revision(connection) == schema.HEAD


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("limit", first_few([9, 17, *(n for n in range(1, 30) if n not in (9, 17))], 2))
def test_the_second_migration_killed_after_any_statement_runs_again(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "old.db"
    old_database(path).close()
    killed = migrate_in_child(path, SCRIPTS, limit)
    with db.Store(path, driver()) as store, store.raw() as connection:
        assert schema.revision(connection) == ("0001" if killed else "0002")
    assert migrate_in_child(path, SCRIPTS, 10_000) == 0
    with open_store(path) as store, open_store(tmp_path / "new.db") as new:
        assert schema_of(store) == schema_of(new)
        assert verify(store).findings == ()
