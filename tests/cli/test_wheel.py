"""The wheel works outside a checkout: built, installed into a fresh environment, run with an empty home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> Path:
    """The script ``trainer`` of a fresh environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(folder), str(repo_root)], check=True)
    (wheel,) = folder.glob("trainer-*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(scripts / "python"), "-m", "pip", "install", "-q", "-c", str(repo_root / "constraints.txt")]
    subprocess.run([*install, str(wheel)], check=True)
    return scripts / "trainer"


def run(installed: Path, tmp_path: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    home = tmp_path / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"HOME": str(home)}
    return subprocess.run(
        [str(installed), *argv], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False
    )


def test_it_brings_its_cases(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "check", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] >= 1


def test_it_brings_the_pages_of_the_diagnostics(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "explain", "SC201")
    assert done.returncode == 0, done.stderr
    assert "SC201" in done.stdout


@pytest.mark.parametrize(
    "argv", [["--help"], ["--version"], ["analyse", "bid-360w"], ["dump", "bid-360w"]], ids=" ".join
)
def test_it_runs(argv: list[str], installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, *argv)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_it_plays_and_keeps_the_run(installed: Path, tmp_path: Path) -> None:
    argv = ["play", "bid-360w", "--choices", "1,1", "--seed", "1", "--format", "json", "--as", "00123"]
    done = run(installed, tmp_path, *argv)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["attempt"]
    assert list((tmp_path / "home").rglob("trainer.db"))
