"""Choices of the model: conditions, locks, cost, rungs, red lines, targets."""

from __future__ import annotations

import re
from functools import partial

from trainer.content.chips import Effects, Parsed, Word, parse_chip
from trainer.content.model import Choice, Condition, Effect, Points
from trainer.content.numbers import MAX_NUMBER, ascii_form, read_duration, read_int
from trainer.content.plain import plain_name
from trainer.content.resolve_effects import resolve_effects
from trainer.content.resolve_text import read_condition, resolve_blocks
from trainer.content.resolve_words import BRANCH_WORDS, CHOICE_WORDS, check_flag, refuse
from trainer.content.scope import Scope
from trainer.content.source import Place
from trainer.content.suggest import nearest
from trainer.content.tree import RawChoice, RawNode

MAX_WEIGHT = 1_000_000
_REDLINE = re.compile(r"[Rr]?\s*([1-7])")


def parse_choices(scope: Scope, node: RawNode) -> list[list[Parsed]]:
    """The chips of every choice by their form."""
    return [[parse_chip(scope.source, chip, scope.declared) for chip in c.chips] for c in node.choices]


def choice_ids(scope: Scope, parsed: list[list[list[Parsed]]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """What 选过 may name: every 号, and every choice's text; a 号 must be unique."""
    ids: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    seen: dict[str, int] = {}
    for n, node in enumerate(parsed):
        for c, chips in enumerate(node):
            for chip in chips:
                if isinstance(chip, Word) and chip.word == "号" and chip.argument:
                    form = plain_name(chip.argument)
                    if form in seen:
                        scope.source.report("SC209", chip.place, name=chip.argument, line=seen[form])
                    else:
                        seen[form] = chip.place.line + 1
                        ids[form] = (chip.argument, [(n, c)])
    texts: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for n, raw in enumerate(scope.raw.nodes):
        for c, choice in enumerate(raw.choices):
            form = plain_name(choice.link.text)
            if form and form not in ids:
                texts.setdefault(form, (choice.link.text, []))[1].append((n, c))
    return {name: tuple(where) for name, where in [*ids.values(), *texts.values()]}


def resolve_choices(
    scope: Scope, node: int, raw: RawNode, chips: list[list[Parsed]], *, chance: bool
) -> tuple[Choice, ...]:
    """The choices of a node, or the branches of a chance node."""
    found = []
    guarded = False
    for choice, parsed in zip(raw.choices, chips, strict=True):
        made = _Maker(scope, node, choice, chance).make(parsed)
        if made.otherwise:
            if not guarded:
                scope.source.report("SC153", choice.link.place)
            guarded = False
        elif made.condition is not None or any(isinstance(p, Word) and p.word == "若" for p in parsed):
            guarded = True
        found.append(made)
    return tuple(found)


class _Maker:
    """Makes one choice."""

    def __init__(self, scope: Scope, node: int, raw: RawChoice, chance: bool) -> None:
        self.scope = scope
        self.node = node
        self.raw = raw
        self.allowed = BRANCH_WORDS if chance else CHOICE_WORDS
        self.where = "branch" if chance else "choice"
        self.report = scope.source.report

    def make(self, parsed: list[Parsed]) -> Choice:
        words: dict[str, Word] = {}
        effects: list[Effect] = []
        for chip in parsed:
            if isinstance(chip, Effects):
                effects += resolve_effects(self.scope, chip)
            elif isinstance(chip, Word) and chip.word in self.allowed:
                if chip.word in words:
                    self.report("SC148", chip.chip.outer, text=chip.chip.text)
                words[chip.word] = chip
            else:
                refuse(self.scope, chip, self.where)
        for flag in ("否则", "一次"):
            if flag in words:
                check_flag(self.scope, words[flag])
        if "若" in words and "否则" in words:
            self.report("SC148", words["否则"].chip.outer, text="若 + 否则")
        lock, reason = self.lock(words.get("需"))
        text = self.raw.link.text
        if not text:
            self.report("SC155", self.raw.link.place)
        identity = words["号"].argument if "号" in words else ""
        if "号" in words and not identity:
            self.report("SC150", words["号"].place, chip="号", text="")
        return Choice(
            text=text,
            target=self.target(),
            id=identity or text,
            effects=tuple(effects),
            condition=self.condition(words.get("若")),
            lock=lock,
            lock_reason=reason,
            otherwise="否则" in words,
            once="一次" in words,
            cost=self.cost(words.get("耗时")),
            rung=self.rung(words.get("阶")),
            redline=self.redline(words.get("红线"), effects),
            weight=self.weight(words.get("权重")),
            replies=resolve_blocks(self.scope, self.raw.replies),
            line=self.raw.link.place.line + 1,
        )

    def target(self) -> int:
        link = self.raw.link
        typed = link.target.strip()
        name = typed.strip("<>").strip()
        if link.target != typed or (name == typed and re.search(r"\s", name)):
            self.report("SC121", link.target_place)
        if not name:
            self.report("SC156", link.place, text=link.text)
            return 0
        start = link.target_place.start + link.target.index(name)
        place = Place(link.target_place.line, start, start + len(name))
        if name[0] in "#＃":
            return self.scope.target(name[1:], place, self.node)
        if plain_name(name) in self.scope.nodes:
            self.report("SC122", place, name=name)
            return self.scope.target(name, place, self.node)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|.*[/\\]", name):
            self.report("SC136", place, text=name)
            return 0
        return self.scope.target(name, place, self.node)

    def condition(self, word: Word | None) -> Condition | None:
        return None if word is None else read_condition(self.scope, word)

    def lock(self, word: Word | None) -> tuple[Condition | None, str]:
        """``需 条件：理由``."""
        if word is None:
            return None, ""
        text, depth, quote = ascii_form(word.argument), 0, ""
        colon = -1
        for index, char in enumerate(text):
            if quote:
                quote = "" if char == quote else quote
            elif char in "「『“":
                quote = {"「": "」", "『": "』", "“": "”"}[char]
            elif char == ":" and not depth:
                colon = index
                break
        if colon < 0 or not word.argument[colon + 1 :].strip():
            self.report("SC162", word.place, text=word.argument)
            return None, ""
        condition = word.argument[:colon].rstrip()
        place = Place(word.place.line, word.place.start, word.place.start + len(condition))
        return self.scope.conditions.read(condition, place), word.argument[colon + 1 :].strip()

    def cost(self, word: Word | None) -> int:
        if word is None:
            return 0
        amount = read_duration(word.argument)
        if amount is None:
            self.report("SC150", word.place, chip="耗时", text=word.argument)
            return 0
        budget = self.scope.front.budget
        if budget is None:
            if self.scope.trusted and "时间" not in self.scope.front.faulty:
                self.report("SC213", word.chip.outer, what="耗时")
        elif amount.unit != budget[1]:
            self.report("SC214", word.place, found=amount.unit, wanted=budget[1])
        if not 0 < amount.amount <= MAX_NUMBER:
            self.report("SC151", word.place, text=word.argument, low=1, high=MAX_NUMBER)
        return amount.amount

    def rung(self, word: Word | None) -> int | None:
        if word is None:
            return None
        index = self.scope.rungs.get(plain_name(word.argument))
        if index is None and self.scope.trusted:
            near = partial(nearest, word.argument, self.scope.front.rungs)
            self.report("SC205", word.place, name=word.argument, near=near)
        return index

    def redline(self, word: Word | None, effects: list[Effect]) -> str | None:
        if word is None:
            return None
        match = _REDLINE.fullmatch(ascii_form(word.argument).strip())
        if not match:
            self.report("SC217", word.place, text=word.argument)
            return None
        if any(isinstance(e, Points) and e.amount > 0 for e in effects):
            self.report("SC501", word.chip.outer)
        return f"R{match[1]}"

    def weight(self, word: Word | None) -> int:
        if word is None:
            return 1
        weight = read_int(word.argument)
        if weight is None:
            self.report("SC150", word.place, chip="权重", text=word.argument)
            return 1
        if not 1 <= weight <= MAX_WEIGHT:
            self.report("SC151", word.place, text=word.argument, low=1, high=MAX_WEIGHT)
            return 1
        return weight
