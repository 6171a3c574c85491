"""The front matter of a lesson."""

from __future__ import annotations

import re
from collections.abc import Collection

from trainer.content.numbers import read_duration
from trainer.content.refs import lesson_id
from trainer.content.schema_values import ValueReader
from trainer.content.source import Place, Source
from trainer.content.yamltree import Tree

_MODULE = re.compile(r"[a-z0-9-]{1,64}")


class LessonFront(ValueReader):
    """``courseware/lessons/<module>/<nn>-<编号>.md``: what its front matter says.

    Attributes:
        module_place: Where 模块 is named, for a finding about it.
        minutes: Reading time, rounded up; None if it is not given.
    """

    required = ("编号", "模块")
    aliases = {  # noqa: RUF012 - replaced as a whole by a subclass
        "id": "编号", "title": "标题", "名称": "标题", "module": "模块", "章": "模块", "单元": "模块",
        "frameworks": "框架", "cases": "案例", "tools": "工具", "competencies": "能力", "skills": "能力",
        "duration": "时长", "用时": "时长", "时间": "时长", "tags": "标签", "author": "作者", "version": "版本",
    }  # fmt: skip

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        super().__init__(source, competencies)
        self.title = self.module = ""
        self.module_place = Place(0, 0, 0)
        self.competencies: tuple[str, ...] = ()
        self.frameworks: tuple[str, ...] = ()
        self.cases: tuple[str, ...] = ()
        self.tools: tuple[str, ...] = ()
        self.minutes: int | None = None
        self.keys = {
            "编号": self.read_id,
            "标题": self.read_title,
            "模块": self.read_module,
            "能力": self.read_competencies,
            "框架": self.read_frameworks,
            "案例": self.read_cases,
            "工具": self.read_tools,
            "时长": self.read_minutes,
            "版本": lambda tree: self.unused(tree, "版本"),
            "作者": lambda tree: self.unused(tree, "作者"),
            "标签": lambda tree: self.unused(tree, "标签"),
            "忽略": self.read_ignored,
        }

    def stem(self, name: str) -> str:
        """The number in front of a lesson's file name only orders the lessons."""
        return lesson_id(name)

    def unused(self, tree: Tree, key: str) -> None:
        """A value that is for people only."""
        self.texts(tree, key) if key == "标签" else self.text(tree, key)

    def read_title(self, tree: Tree) -> None:
        self.title = self.text(tree, "标题")

    def read_module(self, tree: Tree) -> None:
        text = self.text(tree, "模块")
        self.module_place = tree.place
        if not _MODULE.fullmatch(text):
            self.source.report("YM114", tree.place, text=text)
            return
        self.module = text

    def read_competencies(self, tree: Tree) -> None:
        self.competencies = self.competency_list(tree)

    def read_frameworks(self, tree: Tree) -> None:
        self.frameworks = self.references(tree, "框架", "F")

    def read_cases(self, tree: Tree) -> None:
        self.cases = self.references(tree, "案例", "C")

    def read_tools(self, tree: Tree) -> None:
        self.tools = self.references(tree, "工具", "T")

    def read_minutes(self, tree: Tree) -> None:
        text = self.text(tree, "时长")
        if not text:
            return
        duration = read_duration(text.removeprefix("约").strip())
        if duration is None or duration.ms is None or not 0 < duration.ms <= 8 * 3_600_000:
            self.source.report("LS203", tree.place, text=text)
            return
        self.minutes = -(-duration.ms // 60_000)
