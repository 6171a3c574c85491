"""Simulated power cuts: what was written but not synced may be lost in any mixture; what was acknowledged may not.

A real writer runs under strace. Its log is replayed into crash images: for every file all bytes up to its last sync
before the cut, plus a random part of the later writes, the last one torn at a sector. (File creation and names count as
durable at once; the test of the tests runs the same with synchronous=NORMAL and must find losses.)
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Table
from tests.support.history import History, judge, prepare

FULL = pytest.mark.fault
SECTOR = 512

WRITER = """
import os, sys
from pathlib import Path
from trainer.store import db
db.PRAGMAS = tuple((n, int(sys.argv[3]) if n == "synchronous" else v) for n, v in db.PRAGMAS)
from tests.support.history import answering
keys = [f"k{n}" for n in range(int(sys.argv[4]))]
answering(Path(sys.argv[1]), sys.argv[2], keys)(lambda line: os.write(1, line.encode() + b"\\n"))
"""

CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+)")
FILE = re.compile(r"^\d+<(?P<path>[^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One system call that changes a file, or a line told to the parent (``name`` tell)."""

    name: str
    path: str
    data: bytes = b""
    offset: int = -1


@dataclass
class Recording:
    """The files before, and everything that happened to them."""

    folder: Path
    before: dict[str, bytes]
    calls: list[Call]


@dataclass
class Image:
    """What is on the disk after the cut, and what had been acknowledged by then."""

    files: dict[str, bytes]
    history: History
    cut: int
    number: int = 0


@dataclass
class _File:
    durable: bytearray
    later: list[Call] = field(default_factory=list)


def need_strace() -> None:
    """Skip where there is no strace, or it may not trace."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        pytest.skip("needs strace")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")


def record(folder: Path, *, synchronous: int, answers: int) -> Recording:
    """Run a writer under strace."""
    work = folder / "work"
    work.mkdir()
    path = work / "x.db"
    attempt = prepare(path)
    before = {one.name: one.read_bytes() for one in work.iterdir()}
    log = folder / "strace.log"
    calls = "trace=pwrite64,write,pwritev,writev,ftruncate,fsync,fdatasync,unlink,rename"
    subprocess.run(
        [
            *("strace", "-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-e", "signal=none", "-o", str(log)),
            *(sys.executable, "-c", WRITER, str(path), attempt, str(synchronous), str(answers)),
        ],
        check=True,
        capture_output=True,
    )
    return Recording(work, before, list(parse(log, work)))


def parse(log: Path, folder: Path) -> Iterator[Call]:
    """The calls on files of a folder and on standard output."""
    for line in log.read_text(encoding="ascii", errors="replace").splitlines():
        match = CALL.match(line)
        if not match or match["result"].startswith("-"):
            continue
        name, arguments = match["name"], match["arguments"]
        texts = [bytes.fromhex(one.replace("\\x", "")) for one in TEXT.findall(arguments)]
        if name in {"unlink", "rename"}:
            if texts and texts[0].startswith(bytes(folder)):
                yield Call("unlink", Path(texts[0].decode()).name)
            continue
        target = FILE.match(arguments)
        if not target:
            continue
        where = re.sub(r"\\x([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), target["path"])
        if name == "write" and arguments.startswith("1<"):
            yield Call("tell", "", texts[0])
        elif where.startswith(str(folder) + "/") and not where.endswith("-shm"):
            file = where.removeprefix(str(folder) + "/")
            last = arguments.rsplit(", ", 1)[-1]
            offset = int(last) if name in {"pwrite64", "ftruncate"} else -1
            yield Call("sync" if name in {"fsync", "fdatasync"} else name, file, texts[0] if texts else b"", offset)


def images(recording: Recording, random: Random, count: int) -> Iterator[Image]:
    """Crash images at random moments."""
    for number in range(count):
        cut = random.randint(0, len(recording.calls))
        history = History()
        files = {name: _File(bytearray(data)) for name, data in recording.before.items()}
        for call in recording.calls[:cut]:
            if call.name == "tell":
                for line in call.data.decode().splitlines():
                    history.note(line)
                continue
            file = files.setdefault(call.path, _File(bytearray()))
            if call.name == "sync":
                for one in file.later:
                    _apply(file.durable, one, len(one.data))
                file.later.clear()
            elif call.name == "unlink":
                del files[call.path]
            else:
                file.later.append(call)
        for file in files.values():
            _lose(file, random)
        yield Image({name: bytes(file.durable) for name, file in files.items()}, history, cut, number)


def _lose(file: _File, random: Random) -> None:
    """Let a random part of what was not synced reach the disk: all, none, a beginning, or any mixture."""
    way = random.randrange(4)
    kept = random.randint(0, len(file.later))
    for place, call in enumerate(file.later):
        if way == 0 or (way == 2 and place >= kept) or (way == 3 and random.random() < 0.5):
            continue
        size = len(call.data)
        if way == 2 and place == kept - 1 and size > SECTOR:
            size = random.randrange(0, size, SECTOR)
        _apply(file.durable, call, size)


def _apply(data: bytearray, call: Call, size: int) -> None:
    if call.name == "ftruncate":
        del data[call.offset :]
        data.extend(bytes(call.offset - len(data)))
        return
    offset = call.offset if call.offset >= 0 else len(data)
    if offset > len(data):
        data.extend(bytes(offset - len(data)))
    data[offset : offset + size] = call.data[:size]


def lost_in(image: Image, folder: Path) -> str:
    """What is wrong after the power cut; empty: nothing."""
    place = folder / f"image-{image.number}-{image.cut}"
    place.mkdir()
    try:
        for name, data in image.files.items():
            (place / name).write_bytes(data)
        verdict = judge(place / "x.db", image.history)
        return "" if verdict.clean else str(verdict)
    finally:
        shutil.rmtree(place)


@pytest.mark.parametrize(("answers", "cuts"), [(12, 25), pytest.param(40, 1000, marks=FULL)])
def test_a_power_cut_loses_nothing_acknowledged(
    tmp_path: Path, random: Random, table: Table, answers: int, cuts: int
) -> None:
    need_strace()
    recording = record(tmp_path, synchronous=2, answers=answers)
    told = [call for call in recording.calls if call.name == "tell"]
    assert len(told) == 2 * answers
    acknowledged = 0
    for image in images(recording, random, cuts):
        assert lost_in(image, tmp_path) == ""
        acknowledged += len(image.history.acknowledged)
    table(images=cuts, calls=len(recording.calls), acknowledged=acknowledged, lost=0)
