"""Running the command line in this process or in one of its own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run_here(capsys: pytest.CaptureFixture[str], *argv: str) -> Result:
    """``trainer ARGV`` in this process."""
    from trainer.cli.main import main

    capsys.readouterr()
    code = main(list(argv))
    said = capsys.readouterr()
    return Result(code, said.out, said.err)


def run_process(
    *argv: str, env: Mapping[str, str | None] | None = None, cwd: Path | None = None, close: Sequence[int] = ()
) -> Result:
    """``trainer ARGV`` in a process of its own, without stdin.

    Args:
        argv: The arguments.
        env: Variables to set, or to unset with None.
        cwd: Where it runs.
        close: Descriptors that it finds closed.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, value in (env or {}).items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    command = [sys.executable, "-m", "trainer", *argv]
    if close:
        closing = " ".join(f"{number}>&-" for number in close)
        command = ["sh", "-c", f'exec "$0" "$@" {closing}', *command]
    done = subprocess.run(command, env=environment, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"
        for path in sorted(folder.rglob("*"))
    }
