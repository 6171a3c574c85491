"""Sizes and seeds of the fault tests: small by default, full with ``-m fault``, which prints a table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

Table = Callable[..., None]


@pytest.fixture
def random(request: pytest.FixtureRequest) -> Random:
    """Random numbers of a seed that is printed with a failure; ``TRAINER_FAULT_SEED`` sets it."""
    seed = int(os.environ.get("FAULT_SEED", "0")) or int.from_bytes(os.urandom(4), "big")
    print(f"FAULT_SEED={seed}")
    return Random(seed)


@pytest.fixture
def table(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Table:
    """Prints one line of the table of a full run."""

    def show(**values: object) -> None:
        if request.node.get_closest_marker("fault"):
            with capsys.disabled():
                cells = "  ".join(f"{name}={value}" for name, value in values.items())
                print(f"\n  {request.node.originalname or request.node.name:<44} {cells}", end="")

    return show


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of 1 MiB; skipped where one may not mount."""
    yield from _mounted(tmp_path / "disk", ["-t", "tmpfs", "-o", "size=1m", "tmpfs"])


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    """A folder that is mounted onto itself, so that it can be remounted read-only."""
    yield from _mounted(tmp_path / "bound", ["--bind", str(tmp_path / "bound")])


def _mounted(folder: Path, arguments: list[str]) -> Iterator[Path]:
    if sys.platform != "linux" or shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("needs root and mount")
    folder.mkdir()
    done = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"cannot mount: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
