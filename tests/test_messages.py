"""Every text that the source asks for is in the catalogues, with the values it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import trainer
from trainer.i18n import area

PACKAGE = Path(trainer.__file__).parent
ERRORS = {"TrainerError", "UsageError", "DatabaseError", "PlatformError", "NoModel"}


@cache
def calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """File and name of the function of every call in the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", name, node))
    return tuple(found)


def constant(node: ast.Call) -> str | None:
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def wanted(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def given(node: ast.Call) -> set[str] | None:
    """Names of the keyword arguments; None if some come out of a mapping."""
    names = {keyword.arg for keyword in node.keywords}
    return None if None in names else {name for name in names if name is not None}


def asked() -> Iterator[tuple[str, str, ast.Call]]:
    for place, name, node in calls():
        key = constant(node)
        if name == "t" and key is not None:
            yield place, key, node


def test_every_text_is_in_the_catalogue() -> None:
    missing = [
        f"{place} {key}" for place, key, _ in asked() if key.partition(".")[2] not in area(key.partition(".")[0], "zh")
    ]
    assert not missing


def test_every_text_gets_its_values() -> None:
    wrong = []
    for place, key, node in asked():
        head, _, rest = key.partition(".")
        names, text = given(node), area(head, "zh").get(rest, "")
        if names is not None and names != wanted(text):
            wrong.append(f"{place} {key}: {sorted(names ^ wanted(text))}")
    assert not wrong


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    for place, name, node in calls():
        code = constant(node)
        if name in ERRORS and code is not None:
            yield place, code, node


def test_every_error_has_a_message_and_a_fix() -> None:
    known = area("errors", "zh")
    missing = [f"{place} {code}" for place, code, _ in raised() if code not in known or f"{code}.fix" not in known]
    assert not missing


def test_every_error_brings_its_values() -> None:
    known = area("errors", "zh")
    wrong = []
    for place, code, node in raised():
        names = given(node)
        needed = wanted(known.get(code, "")) | wanted(known.get(f"{code}.fix", ""))
        if names is not None and not needed <= names:
            wrong.append(f"{place} {code}: {sorted(needed - names)}")
    assert not wrong


def test_no_error_text_is_left_over() -> None:
    used = {code for _, code, _ in raised()} | {
        node.value
        for path in PACKAGE.rglob("*.py")
        if "i18n" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code for code in area("errors", "zh") if "." not in code} <= used
