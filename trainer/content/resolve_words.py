"""Attributes: what the words on a node or a choice say, checked against the names of the scenario."""

from __future__ import annotations

import re
from functools import partial

from trainer.content.chips import ARGUMENTS, FLAGS, Effects, Parsed, ShowValue, Unknown, Word
from trainer.content.model import Timer
from trainer.content.numbers import MAX_MS, find_arrow, read_duration, read_int
from trainer.content.plain import plain_name
from trainer.content.scope import Scope
from trainer.content.source import Place
from trainer.content.suggest import nearest
from trainer.content.tree import RawNode

NODE_WORDS = frozenset(("限时", "计时", "停表", "随机", "固定顺序", "不计分", "考察", "作答", "结局", "评"))
CHOICE_WORDS = frozenset(("若", "需", "否则", "一次", "耗时", "阶", "红线", "号"))
BRANCH_WORDS = frozenset(("若", "否则", "一次", "权重", "号"))
_SPLIT = re.compile(r"[，,、；;]")


def refuse(scope: Scope, parsed: Parsed, where: str) -> None:
    """A chip that has no meaning here: unknown, or of another place."""
    chip = parsed.chip
    name = next((n for n in scope.names_by_length if plain_name(chip.text).startswith(n)), "")
    if isinstance(parsed, Unknown) and name and where != "text":
        shown = scope.shown_name(name)
        scope.source.report("SC152", chip.place, name=shown, text=chip.text[len(shown) :].strip())
    elif isinstance(parsed, Word | ShowValue | Effects):
        scope.source.report("SC147", chip.outer, text=chip.text, case=where)
    else:
        near = partial(nearest, chip.text.split()[0] if chip.text.split() else "", FLAGS + ARGUMENTS)
        scope.source.report("SC146", chip.outer, text=chip.text, near=near)


def check_flag(scope: Scope, word: Word) -> None:
    """A word that stands alone has no argument."""
    if word.argument:
        scope.source.report("SC150", word.place, chip=word.word, text=word.argument)


class Attributes:
    """The attributes of one node."""

    def __init__(self, scope: Scope, words: dict[str, Word]) -> None:
        self.scope = scope
        self.words = words
        for word in words.values():
            if word.word in FLAGS:
                check_flag(scope, word)

    def timer(self, name: str) -> Timer | None:
        """``限时 30秒 → 节`` or ``计时 …``."""
        word = self.words.get(name)
        if word is None:
            return None
        arrow = find_arrow(word.argument)
        target = word.argument[arrow.end :].strip() if arrow else ""
        amount = read_duration(word.argument[: arrow.start] if arrow else word.argument)
        if arrow is None or not target or amount is None or amount.ms is None:
            self.scope.source.report("SC150", word.place, chip=name, text=word.argument)
            return None
        if not 0 < amount.ms <= MAX_MS:
            end = word.place.start + arrow.start
            place = Place(word.place.line, word.place.start, end)
            self.scope.source.report(
                "SC151", place, text=word.argument[: arrow.start].strip(), low=1, high=MAX_MS // 1000
            )
            return None
        if not arrow.canonical:
            place = Place(word.place.line, word.place.start + arrow.start, word.place.start + arrow.end)
            self.scope.source.report("SC149", place, canonical=f"{name} {amount.amount}{amount.unit} → {target}")
        start = word.place.start + word.argument.index(target, arrow.end)
        index = self.scope.target(target, Place(word.place.line, start, start + len(target)), None)
        return Timer(amount.ms, index)

    def observes(self) -> tuple[int, ...]:
        """``考察 名，名``."""
        word = self.words.get("考察")
        if word is None:
            return ()
        found = []
        if not word.argument:
            self.scope.source.report("SC150", word.place, chip="考察", text="")
        for part in _SPLIT.split(word.argument):
            name = part.strip()
            if not name:
                continue
            index = self.scope.competencies.get(plain_name(name))
            if index is not None:
                found.append(index)
            elif self.scope.trusted:
                near = partial(nearest, name, [c.name for c in self.scope.front.competencies])
                self.scope.source.report("SC206", word.place, name=name, near=near)
        return tuple(dict.fromkeys(found))

    def ending(self, raw: RawNode, endings: dict[str, RawNode]) -> tuple[str | None, int | None]:
        """``结局 名`` and ``评 n`` belong together."""
        word, mark = self.words.get("结局"), self.words.get("评")
        report = self.scope.source.report
        if word is None:
            if mark is not None:
                report("SC303", mark.chip.outer, missing="结局")
            return None, None
        name = word.argument
        if not name:
            report("SC150", word.place, chip="结局", text="")
        elif plain_name(name) in endings:
            other = endings[plain_name(name)]
            report("SC210", word.place, name=name, line=other.place.line + 1)
        endings.setdefault(plain_name(name), raw)
        if mark is None:
            report("SC303", word.chip.outer, missing="评")
            return name, None
        rating = read_int(mark.argument.removesuffix("分"))
        if rating is None:
            report("SC150", mark.place, chip="评", text=mark.argument)
        elif not 0 <= rating <= 100:
            report("SC151", mark.place, text=mark.argument, low=0, high=100)
        return name, rating
