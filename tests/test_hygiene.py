"""Rules about the repository itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import trainer

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    ".ci",
    ".githooks",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "constraints.txt",
    "courseware",
    "docs",
    "pyproject.toml",
    "scenarios",
    "tests",
    "trainer",
}
STDOUT_WRITERS = {"trainer/cli/output.py"}
STDERR_WRITERS = {"trainer/cli/report_errors.py", "trainer/tui/terminal.py"}
MAX_LINES, MAX_SCREEN_LINES = 400, 300


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control that exist."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def test_the_top_level_holds_nothing_unexpected() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long() -> None:
    too_long = {}
    for path in python_files("trainer", "tests"):
        name = path.relative_to(ROOT).as_posix()
        limit = MAX_SCREEN_LINES if name.startswith("trainer/tui/screens/") else MAX_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            too_long[name] = lines
    assert not too_long


def _writes(tree: ast.AST, stream: str) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if stream == "stdout" and isinstance(called, ast.Name) and called.id == "print":
                return True
            if isinstance(called, ast.Attribute) and called.attr in ("write", "writelines"):
                target = called.value
                if isinstance(target, ast.Attribute) and target.attr in (stream, f"__{stream}__"):
                    return True
            if isinstance(called, ast.Attribute) and called.attr in ("echo", "secho"):
                return True
    return False


@pytest.mark.parametrize(("stream", "allowed"), [("stdout", STDOUT_WRITERS), ("stderr", STDERR_WRITERS)])
def test_one_place_writes_to_a_stream(stream: str, allowed: set[str]) -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("trainer")
        if _writes(ast.parse(path.read_text(encoding="utf-8")), stream)
    }
    assert writers <= allowed


def test_no_package_registry_is_named() -> None:
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb" + "ian.org", "yarnpkg" + ".com"]
    pattern = re.compile("|".join(map(re.escape, hosts)))
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if pattern.search(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not naming


def test_nothing_is_left_half_done() -> None:
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "raise NotImplemented" + "Error"]))
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("trainer", "tests")
        if marks.search(path.read_text(encoding="utf-8"))
    ]
    assert not marked


def test_every_public_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("trainer")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == trainer.__version__
    assert f"## {trainer.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_import_is_a_declared_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split("[^a-z0-9-]", line.lower())[0] for line in project["dependencies"]}
    declared |= {"rich", "sqlalchemy"}  # Textual's and SQLModel's own foundations, used through them
    owners = packages_distributions()
    imported: dict[str, str] = {}
    for path in python_files("trainer"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            imported |= {name.partition(".")[0]: path.name for name in names}
    undeclared = {
        (name, file)
        for name, file in imported.items()
        if name not in sys.stdlib_module_names | {"trainer"}
        and not {owner.lower() for owner in owners.get(name, [name])} & declared
    }
    assert not undeclared


def test_constraints_pin_every_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    def name(line: str) -> str:
        found = re.match("[A-Za-z0-9._-]+", line)
        assert found, line
        return found[0].lower().replace("_", "-")

    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name(line) for line in lines if line and not line.startswith("#")}
    assert {name(line) for line in wanted} <= pinned
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+]+( ?;.*)?", line) for line in lines if line[0] != "#")


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    commands = [line for line in english.splitlines() if line.startswith(("python3 -m venv", "py -m venv"))]
    assert len(commands) == 3
    assert all(command in chinese.splitlines() for command in commands)


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    awk = re.search(r"awk '(.+)' README\.md", script)
    assert awk
    found = subprocess.run(["awk", awk[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found.strip().endswith("&& .venv/bin/pytest -n auto")
    assert len(found.strip().splitlines()) == 1


def test_image_links_of_the_readmes_exist() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert "://" in target or (ROOT / target).exists(), (name, target)
