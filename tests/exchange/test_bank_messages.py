"""Every finding about a bank has a message and a fix, with the values they need."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from trainer.exchange import bank
from trainer.exchange.bank.losses import FIELDS, ITEM
from trainer.exchange.bank.xlsx_out import LEGEND
from trainer.i18n import area

FOLDER = Path(bank.__path__[0])
CODE = re.compile(r"BK[EWI]\d{3}")


@cache
def told() -> tuple[tuple[str, str, frozenset[str] | None], ...]:
    """Place, code and names of the values of every finding in the source."""
    return tuple(_told())


def _told() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            codes = [
                one.value
                for argument in node.args
                for one in ast.walk(argument)
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value)
            ]
            names = {keyword.arg for keyword in node.keywords}
            given = None if None in names else frozenset(name for name in names if name)
            yield from ((f"{path.name}:{node.lineno}", code, given) for code in codes)


def wanted(code: str) -> set[str]:
    texts = area("bank", "zh")
    return {name for text in (texts[code], texts[f"{code}.fix"]) for _, name, _, _ in Formatter().parse(text) if name}


def test_every_finding_brings_its_values() -> None:
    assert not [(place, code) for place, code, given in told() if given is not None and not wanted(code) <= given]


def test_no_text_of_a_finding_is_left_over() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    assert {code for code in area("bank", "zh") if CODE.fullmatch(code)} == set(CODE.findall(source))


def test_fields_and_columns_have_names() -> None:
    texts = area("bank", "zh")
    assert not [field for field in (*FIELDS, ITEM, "id", "options", "feedback") if f"field.{field}" not in texts]
    assert not [column for column in LEGEND if f"legend.{column}" not in texts or f"legend.{column}.about" not in texts]
