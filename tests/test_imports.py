"""What a command loads, looked up in ``sys.modules`` of a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import json, sys
from trainer.cli.main import main
sys.stdout = open({log!r}, "w", encoding="utf-8")
code = main({argv!r})
sys.stdout.close()
sys.__stdout__.write(json.dumps([code, sorted(sys.modules)]))
"""

DATABASE = {"sqlmodel", "sqlalchemy", "alembic", "sqlite3", "pysqlite3", "pydantic"}
INTERFACE = {"textual", "rich"}
CASE = "scenarios/bid-360w.md"


def loaded(argv: list[str], folder: Path, root: Path) -> tuple[int, set[str]]:
    """Exit status and loaded modules of ``trainer ARGV``."""
    code = PROBE.format(argv=argv, log=str(folder / "log"))
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    status, modules = json.loads(done.stdout)
    return status, set(modules)


def tops(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    "argv",
    [["--version"], ["--help"], ["check", "--help"], ["check", CASE], ["analyse", CASE], ["dump", CASE]],
    ids=" ".join,
)
def test_no_command_about_content_loads_database_or_interface(argv: list[str], tmp_path: Path, repo_root: Path) -> None:
    status, modules = loaded(argv, tmp_path, repo_root)
    assert status == 0
    assert not tops(modules) & (DATABASE | INTERFACE)


@pytest.mark.parametrize("argv", [["--version"], ["--help"]], ids=" ".join)
def test_help_and_version_load_next_to_nothing(argv: list[str], tmp_path: Path, repo_root: Path) -> None:
    _, modules = loaded(argv, tmp_path, repo_root)
    assert not tops(modules) & {"click", "numpy", "lark", "yaml", "markdown_it", "pypinyin", "platformdirs", "shutil"}
    assert not {name for name in modules if name.startswith(("trainer.cli.commands.", "trainer.content"))}


@pytest.mark.parametrize("argv", [["check", "--static", CASE], ["dump", CASE]], ids=" ".join)
def test_reading_needs_no_numbers(argv: list[str], tmp_path: Path, repo_root: Path) -> None:
    _, modules = loaded(argv, tmp_path, repo_root)
    assert "numpy" not in modules
    assert not {name for name in modules if name.startswith("trainer.analysis")}
