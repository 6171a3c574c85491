"""Full, read-only, locked and foreign disks: told plainly, nothing lost, and work goes on afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.history import History, judge, one_answer, prepare
from tests.support.stored import fill
from trainer.errors import DatabaseError
from trainer.store.backup import back_up, list_backups
from trainer.store.db import open_store
from trainer.store.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


def test_full_disk(small_disk: Path) -> None:
    path = small_disk / "x.db"
    attempt = prepare(path)
    history = History()
    codes = set()
    with open_store(path) as store:
        number = failures = 0
        while failures < 20:
            number += 1
            key = f"k{number}"
            history.tried.append(key)
            try:
                one_answer(store, attempt, key)
                history.acknowledged.append(key)
            except DatabaseError as error:
                codes.add(error.code)
                failures += 1
        assert codes <= {"DB109", "DB114", "DB110"}
        assert "DB109" in codes or "DB114" in codes
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
        for key in history.open:
            one_answer(store, attempt, key)
            history.acknowledged.append(key)
    verdict = judge(path, history)
    assert verdict.clean, verdict
    assert len(set(history.acknowledged)) == number


def test_a_backup_that_does_not_fit_leaves_nothing(small_disk: Path) -> None:
    path = small_disk / "x.db"
    subprocess.run(["mount", "-o", "remount,size=2m", str(small_disk)], check=True)
    with open_store(path) as store:
        fill(store, answers=20)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        with pytest.raises(DatabaseError) as caught:
            back_up(store)
        assert caught.value.code in {"DB109", "DB110", "DB141"}
        filler.unlink()
        assert list_backups(path) == ()
        assert list((small_disk / "backups").glob("*")) == []
        back_up(store)
        assert verify(store).findings == ()


def test_read_only_disk(bound: Path) -> None:
    path = bound / "x.db"
    attempt = prepare(path)
    subprocess.run(["mount", "-o", "remount,ro,bind", str(bound)], check=True)
    with pytest.raises(DatabaseError) as caught:
        open_store(path)
    assert caught.value.code == "DB107"
    with pytest.raises(DatabaseError) as caught:
        open_store(bound / "new.db")
    assert caught.value.code == "DB107"
    subprocess.run(["mount", "-o", "remount,rw,bind", str(bound)], check=True)
    with open_store(path) as store:
        one_answer(store, attempt, "after")
        assert verify(store).findings == ()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs another user")
@pytest.mark.parametrize(("mode", "codes"), [(0o600, {"DB116"}), (0o644, {"DB107"})])
def test_the_database_of_another_user(tmp_path: Path, mode: int, codes: set[str]) -> None:
    path = tmp_path / "x.db"
    prepare(path)
    path.chmod(mode)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_mode & 0o001:
            break
        folder.chmod(0o755)
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            open_store(path)
            os.write(writing, b"opened")
        except DatabaseError as error:
            os.write(writing, error.code.encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    assert os.read(reading, 100).decode() in codes
    os.close(reading)


def test_locked_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    attempt = prepare(path)
    code = (
        "import sys\nfrom trainer.store.driver import driver\n"
        "c = driver().module.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\nprint('locked', flush=True)\nsys.stdin.readline()\n"
    )
    arguments = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"locked\n"
        with open_store(path, busy_ms=100) as store:
            with pytest.raises(DatabaseError) as caught:
                one_answer(store, attempt, "k")
            assert caught.value.code == "DB108"
            with store.read() as tx:
                assert tx.connection().exec_driver_sql("SELECT count(*) FROM event").scalar() == 2
            other.stdin.close()
            other.wait()
            one_answer(store, attempt, "k")
            assert verify(store).findings == ()
