"""Our GIFT through a parser that somebody else wrote: npm ``gift-pegjs`` 1.0.2."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.support.banks import names
from tests.support.question_making import files
from trainer.content.items import Item, ItemType, Option, QuestionFile
from trainer.content.library import load_library
from trainer.content.prose import Block, BlockKind, Text
from trainer.exchange.bank.gift_out import can_carry
from trainer.exchange.bank.outlet import export_bank
from trainer.exchange.bank.prose import is_plain, plain_text

pytestmark = pytest.mark.heavy

PACKAGE, VERSION = "gift-pegjs", "1.0.2"
SCRIPT = """
const { parse } = require('gift-pegjs');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map((text) => {
  try { return parse(text); } catch (error) { return { error: error.message, at: error.location }; }
})));
"""
TYPES = {
    ItemType.SINGLE: "MC", ItemType.MULTIPLE: "MC", ItemType.JUDGEMENT: "MC", ItemType.TRUE_FALSE: "TF",
    ItemType.NUMERIC: "Numerical", ItemType.MATCHING: "Matching", ItemType.FREE: "Essay", ItemType.BLANKS: "Short",
}  # fmt: skip
_LEFTOVERS = re.compile("&&(092|058|035|061|123|125|126|010)")


@pytest.fixture(scope="module")
def parser() -> Path:
    """A folder outside the repository in which the parser is installed; skipped with a reason where it cannot be."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js is not installed")
    folder = Path(os.environ.get("TRAINER_NPM_CACHE") or Path(tempfile.gettempdir()) / f"trainer-{PACKAGE}-{VERSION}")
    found = folder / "node_modules" / PACKAGE / "package.json"
    if not found.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or not found.is_file():
            pytest.skip(f"{PACKAGE} cannot be installed: {done.stderr.strip()[-200:]}")
    return folder


def parsed(folder: Path, texts: list[str]) -> list[Any]:
    """What the parser makes of each text."""
    done = subprocess.run(
        ["node", "-e", SCRIPT], cwd=folder, input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made: list[Any] = json.loads(done.stdout)
    return made


def gift(file: QuestionFile) -> str:
    return export_bank([file], "gift", names(), created=datetime(2026, 3, 1, tzinfo=UTC)).data.decode()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def same(item: Item, found: dict[str, Any]) -> None:
    """The parser's question is the item."""
    assert found["type"] == TYPES[item.type]
    assert squeezed(found["title"]) == squeezed(item.name)
    assert found["id"] == item.id.replace("]", "")[: len(found["id"])]
    assert not _LEFTOVERS.search(json.dumps([found.get("stem"), found.get("choices")]))
    if is_plain(item.stem) and item.type is not ItemType.BLANKS:
        assert squeezed(found["stem"]["text"]) == squeezed(plain_text(item.stem))
    if TYPES[item.type] == "MC":
        texts = [choice["text"] for choice in found["choices"]]
        assert len(texts) == len(item.options)
        for option, text, choice in zip(item.options, texts, found["choices"], strict=True):
            if text["format"] != "html":
                assert squeezed(text["text"]) == squeezed(option.text)
            if item.type is ItemType.MULTIPLE:
                assert (choice["weight"] > 0) == option.right
            else:
                assert choice["isCorrect"] == option.right
    elif item.type is ItemType.TRUE_FALSE:
        truths = {"对": True, "正确": True, "是": True}
        assert found["isTrue"] == next(truths.get(option.text, False) for option in item.options if option.right)
    elif item.type is ItemType.NUMERIC and item.number is not None:
        choice = found["choices"]
        assert (choice["number"], choice.get("range", 0)) == (item.number.value, item.number.tolerance)
    elif item.type is ItemType.MATCHING:
        assert len(found["matchPairs"]) == len(item.pairs)


def test_the_shipped_questions_parse(parser: Path) -> None:
    for file in load_library().question_files.values():
        category, *found = parsed(parser, [gift(file)])[0]
        assert category["type"] == "Category"
        carried = [item for item in file.items if can_carry(item)]
        assert len(found) == len(carried)
        for item, question in zip(carried, found, strict=True):
            same(item, question)


def test_questions_made_of_hard_words_parse(parser: Path) -> None:
    made: list[QuestionFile] = []

    @seed(20260301)
    @settings(max_examples=150, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    @given(files())
    def collect(file: QuestionFile) -> None:
        usual = tuple(
            item
            for item in file.items
            if item.type is not ItemType.MULTIPLE or sum(option.right for option in item.options) > 1
        )
        made.extend(replace(file, items=(item,)) for item in usual if can_carry(item))

    collect()
    assert len(made) > 100
    for file, found in zip(made, parsed(parser, [gift(file) for file in made]), strict=True):
        assert "error" not in found, (found, gift(file))
        assert len(found) == 2, gift(file)
        same(file.items[0], found[1])


def test_arrows_parse(parser: Path) -> None:
    options = (Option("甲->乙", right=True, feedback="先甲->后乙"), Option("乙->甲"))
    stem = (Block(BlockKind.NARRATION, (Text("先->后"),)),)
    file = QuestionFile("a", "题库", "", (Item("a/q1", "->", ItemType.SINGLE, stem, options),))
    found = parsed(parser, [gift(file)])[0]
    assert "error" not in found, gift(file)
    assert [choice["text"]["text"] for choice in found[1]["choices"]] == ["甲-&gt;乙", "乙-&gt;甲"]
    same(file.items[0], found[1])
