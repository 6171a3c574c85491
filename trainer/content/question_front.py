"""The front matter of question files: defaults of their items."""

from __future__ import annotations

from collections.abc import Collection

from trainer.content.schema_values import ValueReader
from trainer.content.source import Source
from trainer.content.yamltree import Mapping, Tree

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
        self.competencies = self.competency_list(tree)

    def read_frameworks(self, tree: Tree) -> None:
        self.frameworks = self.references(tree, "框架", "F")

    def read_difficulty(self, tree: Tree) -> None:
        self.difficulty = self.integer(tree, "难度", 1, 5) or DEFAULT_DIFFICULTY

    def read_tags(self, tree: Tree) -> None:
        self.tags = tuple(dict.fromkeys(item.text for item in self.texts(tree, "标签")))
