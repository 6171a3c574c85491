"""The front matter of exams: the blueprint."""

from __future__ import annotations

import re
from collections.abc import Collection

from trainer.config import DEFAULT_PASS_MARK
from trainer.content.items import Draw
from trainer.content.numbers import MAX_MS, ascii_form, read_duration, read_int
from trainer.content.plain import plain_name
from trainer.content.question_front import BankFront
from trainer.content.source import Source
from trainer.content.suggest import nearest
from trainer.content.yamltree import Mapping, Scalar, Tree

ANY = "任意"
UNLIMITED = ("不限", "无限", "无", "不限次数")
MAX_ITEMS = 200
MAX_ATTEMPTS = 99
ALIASES = {
    "id": "编号", "title": "标题", "名称": "标题", "时间": "时限", "时长": "时限", "限时": "时限", "考试时间": "时限",
    "及格线": "合格线", "及格": "合格线", "合格": "合格线", "考试次数": "次数", "抽": "抽题", "组卷": "抽题",
    "蓝图": "抽题", "题目": "题库", "banks": "题库", "attempts": "次数", "limit": "时限", "draws": "抽题",
    "pass": "合格线", "author": "作者", "version": "版本",
}  # fmt: skip
"""Keys that authors write instead."""

_DRAW = re.compile(r"(?P<name>.*?)[\s,，]*(?:难度\s*(?P<low>[0-9]+)\s*(?:(?:-+|~|～|至|到|–)\s*(?P<high>[0-9]+))?)?")
_ID = re.compile(r"[a-z0-9-]{1,64}")


class ExamFront(BankFront):
    """``courseware/exams/<编号>.md``."""

    aliases = ALIASES
    required = ("编号", "抽题")

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        super().__init__(source, competencies)
        self.limit_ms: int | None = None
        self.pass_mark = DEFAULT_PASS_MARK
        self.attempts: int | None = None
        self.draws: list[Draw] = []
        self.banks: tuple[str, ...] = ()
        self.keys |= {
            "时限": self.read_limit,
            "合格线": self.read_pass_mark,
            "次数": self.read_attempts,
            "抽题": self.read_draws,
            "题库": self.read_banks,
        }

    def read_limit(self, tree: Tree) -> None:
        text = self.text(tree, "时限")
        if not isinstance(tree, Scalar) or plain_name(text) in UNLIMITED:
            return
        found = read_duration(text)
        if found is None or found.ms is None or not 0 < found.ms <= MAX_MS:
            self.source.report("QZ303", tree.place, text=text)
        else:
            self.limit_ms = found.ms

    def read_pass_mark(self, tree: Tree) -> None:
        value = self.integer(tree, "合格线", 0, 100)
        self.pass_mark = self.pass_mark if value is None else value

    def read_attempts(self, tree: Tree) -> None:
        if isinstance(tree, Scalar) and plain_name(tree.text) in UNLIMITED:
            return
        text = self.text(tree, "次数")
        value = read_int(text.removesuffix("次"))
        if isinstance(tree, Scalar) and (value is None or not 1 <= value <= MAX_ATTEMPTS):
            self.source.report("YM116", tree.place, key="次数", text=text, low=1, high=MAX_ATTEMPTS)
        self.attempts = value

    def read_banks(self, tree: Tree) -> None:
        """编号 of question files; whether they exist is seen by the library."""
        found = []
        for item in self.texts(tree, "题库"):
            name = item.text.removesuffix(".md").rsplit("/", 1)[-1]
            if _ID.fullmatch(name):
                found.append(name)
            else:
                self.source.report("QZ305", item.place, text=item.text)
        self.banks = tuple(dict.fromkeys(found))

    def read_draws(self, tree: Tree) -> None:
        """Lines ``客户选择 难度1-3: 5``; a single number draws from everything."""
        if isinstance(tree, Scalar) and (count := read_int(tree.text.removesuffix("题"))) is not None:
            self.source.report("YM127", tree.place, canonical=f"{{{ANY}: {count}}}")
            self.draw(Scalar(ANY, tree.place), tree)
        else:
            for key, value in self.mapping(tree, "抽题"):
                self.draw(key, value)
        total = sum(draw.count for draw in self.draws)
        if total > MAX_ITEMS:
            self.source.report("QZ302", tree.place, count=total, limit=MAX_ITEMS)
        elif not self.draws and "抽题" not in self.faulty and isinstance(tree, Scalar | Mapping):
            self.source.report("QZ302", tree.place, count=0, limit=MAX_ITEMS, case="none")

    def draw(self, key: Scalar, value: Tree) -> None:
        """One line of the blueprint."""
        found = _DRAW.fullmatch(ascii_form(key.text).strip())
        name = found["name"].strip() if found else ""
        low = int(found["low"]) if found and found["low"] and len(found["low"]) < 3 else 1
        high = int(found["high"]) if found and found["high"] and len(found["high"]) < 3 else 0
        high = high or (low if found and found["low"] else 5)
        if found is None or not 1 <= low <= high <= 5 or "难度" in name:
            self.source.report("QZ301", key.place, text=key.text)
            return
        if name in ("", ANY, "全部", "随机"):
            name = ""
        elif self.known and name not in self.known:
            self.source.report("SC602", key.place, name=name, near=nearest(name[:40], [*self.known, ANY]) or "")
        text = self.text(value, key.text)
        count = read_int(text.removesuffix("题").removesuffix("道"))
        if not isinstance(value, Scalar):
            return
        if count is None or not 1 <= count <= MAX_ITEMS:
            self.source.report("YM116", value.place, key=key.text, text=text, low=1, high=MAX_ITEMS)
            return
        made = Draw(count, name, low, high)
        twin = next((d for d in self.draws if (d.competency, d.lowest, d.highest) == (name, low, high)), None)
        if twin is not None:
            self.source.report("QZ306", key.place, text=key.text)
        self.draws.append(made)
