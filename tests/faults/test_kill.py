"""SIGKILL at random moments: nothing acknowledged is lost, nothing is written twice, nothing has a gap."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Table
from tests.support.history import History, answering, duration, fork, judge, prepare, run_and_kill
from tests.support.stored import fill
from trainer.store import driver
from trainer.store.backup import back_up, check_backup
from trainer.store.db import open_store
from trainer.store.heads import SUFFIX
from trainer.store.restore import restore
from trainer.store.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork")

FULL = pytest.mark.fault


@pytest.mark.parametrize("kills", [8, pytest.param(1000, marks=FULL)])
def test_killed_while_answering(tmp_path: Path, random: Random, table: Table, kills: int) -> None:
    path = tmp_path / "x.db"
    attempt = prepare(path)
    history = History()
    killed = unacknowledged = 0
    for round_ in range(kills):
        retried = history.open[-1:]
        fresh = [f"{round_}-{number}" for number in range(40)]
        killed += run_and_kill(answering(path, attempt, retried + fresh), random, history, most_lines=24)
        if kills < 100 or round_ % 50 == 0:
            verdict = judge(path, history)
            assert verdict.clean, verdict
            unacknowledged += verdict.unacknowledged
    verdict = judge(path, history)
    table(kills=killed, tried=len(set(history.tried)), acknowledged=len(history.acknowledged), lost=len(verdict.lost))
    assert verdict.clean, verdict
    assert killed > kills // 2


@pytest.mark.parametrize("kills", [8, pytest.param(500, marks=FULL)])
def test_killed_while_answering_without_wal(
    tmp_path: Path, random: Random, table: Table, kills: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old SQLite: a kill leaves a rollback journal, which the next opening has to play back."""
    monkeypatch.setattr(driver, "_chosen", driver.Driver(driver.driver().module, (3, 40, 1)))
    test_killed_while_answering(tmp_path, random, table, kills)


@pytest.mark.parametrize("kills", [4, pytest.param(300, marks=FULL)])
def test_killed_while_the_database_is_made(tmp_path: Path, random: Random, table: Table, kills: int) -> None:
    killed = 0
    longest = duration(lambda tell: open_store(tmp_path / "first.db").close())
    for number in range(kills):
        path = tmp_path / f"{number}.db"

        def work(tell: object, path: Path = path) -> None:
            open_store(path).close()

        killed += run_and_kill(work, random, History(), longest=longest)
        with open_store(path) as store:
            fill(store)
            assert verify(store).findings == ()
    table(kills=killed)


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=FULL)])
def test_killed_while_backing_up(tmp_path: Path, random: Random, table: Table, kills: int) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store, answers=40)
    killed = 0

    def work(tell: object) -> None:
        with open_store(path) as store:
            back_up(store, reason="auto")

    longest = duration(work)
    for _ in range(kills):
        killed += run_and_kill(work, random, History(), longest=longest)
        found = list((tmp_path / "backups").glob("*.db"))
        assert all(check_backup(one).findings == () for one in found)
    with open_store(path) as store:
        back_up(store)
        assert verify(store).findings == ()
    table(kills=killed, backups=len(found))


@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=FULL)])
def test_killed_while_restoring(tmp_path: Path, random: Random, table: Table, kills: int) -> None:
    path = tmp_path / "x.db"
    with open_store(path) as store:
        fill(store)
        made = back_up(store)
    states: Counter[str] = Counter()
    longest = duration(lambda tell: restore(path, made.path))
    for number in range(kills):
        fill_more(path, number)
        run_and_kill(lambda tell: restore(path, made.path), random, History(), longest=longest)
        with open_store(path) as store:
            report = verify(store)
            told = "" if report.ok else " and told"
            states[{19: "restored", 20: "restored and noted"}.get(report.events, "as before") + told] += 1
            assert {one.kind for one in report.findings} <= {"truncated", "head_differs", "unacknowledged"}
        done = restore(path, made.path)
        with open_store(path) as store:
            assert verify(store).findings == ()
            assert done.before is not None
    table(kills=kills, **{name.replace(" ", "_"): count for name, count in sorted(states.items())})


def fill_more(path: Path, number: int) -> None:
    """Some rows that the backup does not have."""
    from tests.support.stored import add_person, begin

    with open_store(path) as store, store.write() as tx:
        begin(tx, add_person(tx, f"x{number}"))


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=FULL)])
def test_a_head_line_cut_short_is_healed_by_the_next_writer(tmp_path: Path, random: Random, rounds: int) -> None:
    path = tmp_path / "x.db"
    attempt = prepare(path)
    history = History()
    heads = path.with_name(path.name + SUFFIX)
    for round_ in range(rounds):
        child = fork(answering(path, attempt, [f"{round_}-{number}" for number in range(5)]))
        lines, status = child.finish()
        assert status == 0
        for line in lines:
            history.note(line)
        os.truncate(heads, heads.stat().st_size - random.randint(1, 66))
        assert judge(path, history).clean
    assert judge(path, history).clean
