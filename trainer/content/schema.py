"""The front matter's schema: from a tree of texts to declared names and settings."""

from __future__ import annotations

from collections.abc import Collection

from trainer.content.front import Front
from trainer.content.model import Competency, Ladder
from trainer.content.names import check_name
from trainer.content.numbers import find_arrow, read_duration
from trainer.content.people import read_person
from trainer.content.plain import plain_name
from trainer.content.schema_values import ValueReader
from trainer.content.source import Place, Source
from trainer.content.suggest import nearest
from trainer.content.variables import looks_like_declaration, read_variable
from trainer.content.yamltree import Mapping, Scalar, Sequence, Tree

ALIASES = {
    "id": "编号", "title": "标题", "difficulty": "难度", "duration": "时长", "case": "案例", "frameworks": "框架",
    "tools": "工具", "competencies": "能力", "skills": "能力", "variables": "变量", "vars": "变量", "people": "人物",
    "角色": "人物", "time": "时间", "预算": "时间", "ladders": "阶梯", "阶": "阶梯", "start": "开场", "起点": "开场",
    "author": "作者", "version": "版本", "tags": "标签", "名称": "标题", "权重": "能力", "及格线": "合格线",
}  # fmt: skip
"""Keys that authors write instead."""


class FrontReader(ValueReader):
    """Reads the front matter of a scenario; findings go to the source. Other kinds of content derive from its base."""

    aliases = ALIASES
    required = ("编号", "能力")

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        super().__init__(source, competencies)
        self.front = Front()
        self.front.faulty, self.front.ignored = self.faulty, self.ignored
        self.keys = {
            "编号": self.read_id,
            "标题": self.read_title,
            "能力": self.read_competencies,
            "案例": self.read_case,
            "框架": self.read_frameworks,
            "工具": self.read_tools,
            "难度": self.read_difficulty,
            "时长": self.read_duration_text,
            "版本": self.read_version,
            "作者": self.read_author,
            "标签": self.read_tags,
            "变量": self.read_variables,
            "人物": self.read_people,
            "阶梯": self.read_ladders,
            "时间": self.read_budget,
            "结果占比": self.read_share,
            "合格线": self.read_pass_mark,
            "开场": self.read_start,
            "忽略": self.read_ignored,
        }

    def read(self, tree: Mapping) -> Front:
        """Check every key and collect what they say."""
        self.read_keys(tree)
        self.front.id, self.front.place = self.id, self.id_place
        self.front.trusted = not self.shapeless
        return self.front

    def unknown(self, key: Scalar, value: Tree) -> None:
        """A key that the schema does not know; what it was to declare is unknown, too."""
        if isinstance(value, Scalar) and looks_like_declaration(value.text):
            self.shapeless = True
            self.source.report("YM111", key.place, key=key.text, case="variable")
            return
        super().unknown(key, value)

    # --- keys --------------------------------------------------------------------------------------------------------

    def read_title(self, tree: Tree) -> None:
        self.front.title = self.text(tree, "标题")

    def read_competencies(self, tree: Tree) -> None:
        for key, value in self.mapping(tree, "能力"):
            name = key.text.strip()
            if any(plain_name(c.name) == plain_name(name) for c in self.front.competencies):
                self.source.report("YM119", key.place, name=name, case="twice")
                continue
            weight = self.integer(value, name, 1, 5)
            self.declare_competency(name, weight or 1, key.place)
            if self.known and name not in self.known:
                near = nearest(name[:40], self.known) or ""
                self.source.report("SC602", key.place, name=name, near=near)
                if near and all(text.text.strip() != near for text, _ in self.mapping(tree, "能力")):
                    self.declare_competency(near, 1, key.place)  # so that its uses in the body are not blamed
        if not self.front.competencies and not isinstance(tree, Sequence):
            self.source.report("YM113", tree.place, key="能力", case="mapping")

    def declare_competency(self, name: str, weight: int, place: Place) -> None:
        """Make a competency's name known."""
        if all(plain_name(c.name) != plain_name(name) for c in self.front.competencies):
            self.front.competencies.append(Competency(name, weight))
            self.front.points_at.append(place)

    def read_case(self, tree: Tree) -> None:
        self.front.cases = self.references(tree, "案例", "C")
        self.front.case = next(iter(self.front.cases), None)

    def read_frameworks(self, tree: Tree) -> None:
        self.front.frameworks = self.references(tree, "框架", "F")

    def read_tools(self, tree: Tree) -> None:
        self.front.tools = self.references(tree, "工具", "T")

    def read_difficulty(self, tree: Tree) -> None:
        self.front.difficulty = self.integer(tree, "难度", 1, 5)

    def read_duration_text(self, tree: Tree) -> None:
        self.front.duration = self.text(tree, "时长")

    def read_version(self, tree: Tree) -> None:
        self.front.version = self.text(tree, "版本")

    def read_author(self, tree: Tree) -> None:
        self.front.author = self.text(tree, "作者")

    def read_tags(self, tree: Tree) -> None:
        self.front.tags = tuple(item.text for item in self.texts(tree, "标签"))

    def read_variables(self, tree: Tree) -> None:
        for key, value in self.mapping(tree, "变量"):
            read_variable(self.source, self.front, key, value)

    def read_people(self, tree: Tree) -> None:
        for key, value in self.mapping(tree, "人物"):
            read_person(self.source, self.front, key, value)

    def read_ladders(self, tree: Tree) -> None:
        seen: set[str] = set()
        for key, value in self.mapping(tree, "阶梯"):
            rungs = []
            for item in self.texts(value, key.text):
                norm = plain_name(item.text)
                if not check_name(self.source, item):
                    continue
                if norm in seen:
                    self.source.report("YM122", item.place, name=item.text)
                    continue
                seen.add(norm)
                rungs.append(len(self.front.rungs))
                self.front.rungs.append(item.text)
            if not rungs:
                self.source.report("YM113", value.place, key=key.text, case="list")
            self.front.ladders.append(Ladder(key.text.strip(), tuple(rungs)))

    def read_budget(self, tree: Tree) -> None:
        text = self.text(tree, "时间")
        if not isinstance(tree, Scalar):
            return
        arrow = find_arrow(tree.text)
        amount = read_duration(tree.text[: arrow.start]) if arrow else None
        target = tree.text[arrow.end :].strip() if arrow else ""
        if not arrow or not amount or not target or not 1 <= amount.amount <= 100_000:
            self.source.report("YM121", tree.place, text=text)
            return
        if not arrow.canonical:
            self.source.report("YM127", tree.place, canonical=f"{amount.amount}{amount.unit} → {target}")
        at = tree.place.start + tree.text.index(target, arrow.end)
        self.front.budget = (amount.amount, amount.unit, target, Place(tree.place.line, at, at + len(target)))

    def read_share(self, tree: Tree) -> None:
        value = self.integer(tree, "结果占比", 0, 100)
        self.front.ending_share = self.front.ending_share if value is None else value

    def read_pass_mark(self, tree: Tree) -> None:
        value = self.integer(tree, "合格线", 0, 100)
        self.front.pass_mark = self.front.pass_mark if value is None else value

    def read_start(self, tree: Tree) -> None:
        text = self.text(tree, "开场")
        if text:
            self.front.start = (text, tree.place)
