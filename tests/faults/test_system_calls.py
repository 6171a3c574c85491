"""EIO and ENOSPC at the k-th system call on the database: told plainly, nothing acknowledged is lost, work goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Table
from tests.faults.test_power import need_strace
from tests.support.history import History, Verdict, judge, one_answer, prepare
from trainer.store.db import open_store

FULL = pytest.mark.fault
ANSWERS = 4
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate")

WRITER = """
import os, sys
from pathlib import Path
from tests.support.history import one_answer
from trainer.errors import DatabaseError
from trainer.store.db import open_store

def tell(line):
    os.write(1, line.encode() + b"\\n")

try:
    with open_store(Path(sys.argv[1])) as store:
        for n in range(int(sys.argv[3])):
            tell(f"try k{n}")
            try:
                one_answer(store, sys.argv[2], f"k{n}")
            except DatabaseError as error:
                tell(f"told {error.code}")
            else:
                tell(f"ack k{n}")
except DatabaseError as error:
    tell(f"told {error.code}")
"""


def run(path: Path, attempt: str, call: str, error: str, at: int) -> tuple[History, list[str], bool]:
    """Answer while one call fails: the history, the codes told, and whether the fault was injected at all."""
    log = path.with_suffix(".log")
    done = subprocess.run(
        [
            *("strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={at}", "-o", str(log)),
            *(sys.executable, "-c", WRITER, str(path), attempt, str(ANSWERS)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    history, told = History(), []
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word == "told":
            told.append(rest)
        else:
            (history.tried if word == "try" else history.acknowledged).append(rest)
    return history, told, "(INJECTED)" in log.read_text(encoding="utf-8", errors="replace")


def cases(random: Random, full: bool) -> Iterator[tuple[str, str, Iterable[int]]]:
    """Call, error, and at which of its calls; in a full run at every one, until there are no more."""
    if full:
        yield from ((call, error, count(1)) for call in CALLS for error in ("EIO", "ENOSPC"))
    else:
        yield "pwrite64", "EIO", [random.randint(1, 8)]
        yield "fdatasync", "EIO", [random.randint(1, 3)]


@pytest.mark.parametrize("full", [False, pytest.param(True, marks=FULL)], ids=["some", "full"])
def test_a_failing_system_call(tmp_path: Path, random: Random, table: Table, full: bool) -> None:
    need_strace()
    injected = told = lost = 0
    codes: set[str] = set()
    for call, error, places in cases(random, full):
        for at in places:
            folder = tmp_path / f"{call}-{error}-{at}"
            folder.mkdir()
            hit, found, verdict = one_fault(folder / "x.db", call, error, at)
            injected += hit
            told += len(found)
            codes |= set(found)
            lost += len(verdict.lost)
            if not hit:
                break
    table(calls=injected, told=told, codes=" ".join(sorted(codes)), lost=lost)
    assert injected


def one_fault(path: Path, call: str, error: str, at: int) -> tuple[bool, list[str], Verdict]:
    """Answer under one fault, judge, and answer everything again without it."""
    attempt = prepare(path)
    history, found, hit = run(path, attempt, call, error, at)
    verdict = judge(path, history)
    assert verdict.clean, (call, error, at, verdict)
    assert all(code.startswith("DB") for code in found)
    with open_store(path) as store:
        for key in (f"k{n}" for n in range(ANSWERS)):
            history.tried.append(key)
            one_answer(store, attempt, key)
            history.acknowledged.append(key)
    assert judge(path, history).clean, (call, error, at)
    return hit, found, verdict
