"""The front matter of question files: defaults of their items."""

from __future__ import annotations

import re
from collections.abc import Collection

from trainer.content.codes import SEVERITIES
from trainer.content.diagnostics import Severity
from trainer.content.numbers import ascii_form
from trainer.content.schema_values import ValueReader
from trainer.content.source import Source
from trainer.content.suggest import nearest
from trainer.content.yamltree import Mapping, Tree
from trainer.i18n import DEFAULT, area

_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
DEFAULT_DIFFICULTY = 2
ALIASES = {
    "id": "编号", "title": "标题", "名称": "标题", "difficulty": "难度", "frameworks": "框架", "competencies": "能力",
    "skills": "能力", "考点": "能力", "知识点": "标签", "tags": "标签", "author": "作者", "version": "版本",
}  # fmt: skip
"""Keys that authors write instead."""


class BankFront(ValueReader):
    """What question files and exams have in common."""

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        super().__init__(source, competencies)
        self.title = ""
        self.ignored: dict[str, str] = {}
        self.keys = {
            "编号": self.read_id,
            "标题": self.read_title,
            "版本": self.unused("版本"),
            "作者": self.unused("作者"),
            "忽略": self.read_ignored,
        }

    def read(self, tree: Mapping | None) -> None:
        """Read all keys; nothing happens where there is no front matter."""
        if tree is not None:
            self.read_keys(tree)

    def unused(self, key: str) -> _Text:
        """Reads a text that is for people only."""
        return _Text(self, key)

    def read_title(self, tree: Tree) -> None:
        self.title = self.text(tree, "标题")

    def read_ignored(self, tree: Tree) -> None:
        for key, value in self.mapping(tree, "忽略"):
            code = ascii_form(key.text).strip().upper()
            reason = self.text(value, key.text)
            if not _CODE.fullmatch(code) or code not in area("diag", DEFAULT) or SEVERITIES.get(code) is Severity.ERROR:
                self.source.report("YM123", key.place, name=key.text, case="code")
            elif not reason:
                self.source.report("YM123", key.place, name=key.text, case="reason")
            else:
                self.ignored[code] = reason


class _Text:
    """Reads a key whose value says nothing to the program."""

    def __init__(self, reader: BankFront, key: str) -> None:
        self.reader = reader
        self.key = key

    def __call__(self, tree: Tree) -> None:
        self.reader.text(tree, self.key)


class QuestionFront(BankFront):
    """``courseware/questions/<编号>.md``."""

    aliases = ALIASES

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        super().__init__(source, competencies)
        self.competencies: tuple[str, ...] = ()
        self.frameworks: tuple[str, ...] = ()
        self.difficulty = DEFAULT_DIFFICULTY
        self.tags: tuple[str, ...] = ()
        self.keys |= {
            "能力": self.read_competencies,
            "框架": self.read_frameworks,
            "难度": self.read_difficulty,
            "标签": self.read_tags,
        }

    def read_competencies(self, tree: Tree) -> None:
        """A list; the weights of a scenario's mapping mean nothing here."""
        if not isinstance(tree, Mapping):
            self.competencies = self.names(tree, "能力")
            return
        canonical = ", ".join(key.text.strip() for key, _ in tree.entries)
        self.source.report("YM127", tree.place, canonical=f"[{canonical}]")
        for key, _ in tree.entries:
            name = key.text.strip()
            if self.known and name not in self.known:
                self.source.report("SC602", key.place, name=name, near=nearest(name[:40], self.known) or "")
            self.competencies += (name,)

    def read_frameworks(self, tree: Tree) -> None:
        self.frameworks = self.references(tree, "框架", "F")

    def read_difficulty(self, tree: Tree) -> None:
        self.difficulty = self.integer(tree, "难度", 1, 5) or DEFAULT_DIFFICULTY

    def read_tags(self, tree: Tree) -> None:
        self.tags = tuple(dict.fromkeys(item.text for item in self.texts(tree, "标签")))
