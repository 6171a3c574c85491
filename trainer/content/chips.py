"""Chips: what an inline code span says. Names are checked later, the words here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from trainer.content.inline import Chip
from trainer.content.model import ATTITUDE_NAMES
from trainer.content.numbers import ascii_form
from trainer.content.plain import plain_name
from trainer.content.source import Place, Source

FLAGS = ("固定顺序", "不计分", "否则", "一次", "停表", "随机")
"""Chips that stand alone."""

ARGUMENTS = (
    "耗时",
    "限时",
    "计时",
    "权重",
    "红线",
    "考察",
    "作答",
    "结局",
    "命中",
    "自评",
    "若",
    "需",
    "阶",
    "评",
    "号",
)
"""Chips with an argument after a blank."""

KEYWORDS = FLAGS + ARGUMENTS

_EFFECT = re.compile(
    r"\s*(?P<name>[^+\-=<>≥≤≠!（(]*?[^+\-=<>≥≤≠!（(\s])\s*(?P<op>[+\-=—])\s*(?P<amount>[^+\-=\s]+?)\s*"
)
_AMOUNT = re.compile("[0-9]{1,10}|" + "|".join(ATTITUDE_NAMES))
_SEPARATOR = re.compile(r"[，,；;、]|(?<=[0-9])\s(?=\s*[^\s\d+\-=])")


@dataclass(frozen=True, slots=True)
class Word:
    """A chip that is a word of the format, with its argument (may be empty) and the argument's place."""

    chip: Chip
    word: str
    argument: str
    place: Place


@dataclass(frozen=True, slots=True)
class RawEffect:
    """``名 +2``: name and amount as typed (half-width), with the places of both."""

    name: str
    op: str
    amount: str
    name_place: Place
    amount_place: Place


@dataclass(frozen=True, slots=True)
class Effects:
    chip: Chip
    effects: tuple[RawEffect, ...]


@dataclass(frozen=True, slots=True)
class ShowValue:
    """``=信任``."""

    chip: Chip
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Unknown:
    chip: Chip


Parsed = Word | Effects | ShowValue | Unknown


class _Found(NamedTuple):
    """An effect in a text: name, sign and amount, where the name, the sign and the amount's end stand."""

    name: str
    op: str
    amount: str
    at: int
    sign: int
    end: int


class _Form(NamedTuple):
    """What a chip's text says by itself; many chips have the same text."""

    text: str
    word: str
    effects: tuple[_Found, ...]
    canonical: bool


def parse_chip(source: Source, chip: Chip, declared: Collection[str]) -> Parsed:
    """What a chip says by its form; ``declared`` are the normalised names that an effect may be on."""
    form = _form(chip.text)
    text, word = form.text, form.word
    if not word:
        if form.effects:
            return _as_effects(source, chip, form)
        if text.startswith("=") and (name := text[1:].strip()):
            return ShowValue(chip, name, _at(chip, text.index(name, 1), len(name)))
        return Unknown(chip)
    rest = text[len(word) :]
    if not rest:
        return Word(chip, word, "", chip.place)
    spaced = rest[0] in " \t"
    numbers = all(_AMOUNT.fullmatch(effect.amount) for effect in form.effects)
    if form.effects and numbers and (not spaced or word in FLAGS) and _is_effect(form.effects[0].name, word, declared):
        return _as_effects(source, chip, form)
    if word in FLAGS and not spaced:
        return Unknown(chip)
    blanks = " \t:" if word in ARGUMENTS else " \t"
    argument = rest.lstrip(blanks).rstrip()
    if not argument:
        return Word(chip, word, "", chip.place)
    start = len(text) - len(rest.lstrip(blanks))
    if not spaced and argument[0] not in '「“"『(':
        source.report("SC149", chip.outer, canonical=f"{word} {chip.text[start:]}")
    return Word(chip, word, chip.text[start : start + len(argument)], _at(chip, start, len(argument)))


def _is_effect(name: str, word: str, declared: Collection[str]) -> bool:
    """``需求挖掘 +2`` is an effect, ``需信任=3`` a condition: the declared names decide."""
    form = plain_name(name)
    return form in declared or word not in ("若", "需") or form.removeprefix(word) not in declared


def _at(chip: Chip, start: int, length: int) -> Place:
    return Place(chip.place.line, chip.place.start + start, chip.place.start + start + length)


def _as_effects(source: Source, chip: Chip, form: _Form) -> Effects:
    """Effects with their places, and a note about unusual signs and separators."""
    if not form.canonical:
        said = "，".join(f"{e.name.replace('。', '.')} {e.op.replace('—', '-')}{e.amount}" for e in form.effects)
        source.report("SC149", chip.outer, canonical=said)
    return Effects(
        chip,
        tuple(
            RawEffect(e.name, e.op, e.amount, _at(chip, e.at, len(e.name)), _at(chip, e.sign, e.end - e.sign))
            for e in form.effects
        ),
    )


@lru_cache(maxsize=4096)
def _form(typed: str) -> _Form:
    text = ascii_form(typed)
    word = next((w for w in KEYWORDS if text.startswith(w)), "")
    found: list[_Found] = []
    at = 0
    canonical = True
    for cut in [*_SEPARATOR.finditer(text), None]:
        part = text[at : cut.start() if cut else len(text)]
        canonical = canonical and (cut is None or cut.group() in "，,")
        if match := _EFFECT.fullmatch(part):
            name, op = typed[at + match.start("name") : at + match.end("name")], match["op"]
            places = (at + match.start("name"), at + match.start("op"), at + match.end("amount"))
            found.append(_Found(name, op, match["amount"], *places))
            canonical = canonical and op != "—" and "。" not in name
        elif part.strip() or not found:
            return _Form(text, word, (), True)
        at = cut.end() if cut else at
    return _Form(text, word, tuple(found), canonical)
