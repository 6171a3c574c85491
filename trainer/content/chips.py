"""Chips: what an inline code span says. Names are checked later, the words here."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from trainer.content.inline import Chip
from trainer.content.numbers import ascii_form
from trainer.content.source import Place, Source
from trainer.textutil import normalise_name

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

_EFFECT = re.compile(r"\s*(?P<name>[^+\-=]*?[^+\-=\s])\s*(?P<op>[+\-=—])\s*(?P<amount>[^+\-=\s]+?)\s*")
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


def parse_chip(source: Source, chip: Chip, declared: Collection[str]) -> Parsed:
    """What a chip says by its form; ``declared`` are the normalised names that an effect may be on."""
    text = ascii_form(chip.text)
    if text.startswith("=") and len(text) > 1:
        name = text[1:].strip()
        return ShowValue(chip, name, _at(chip, text.index(name, 1), len(name)) if name else chip.place)
    word = next((w for w in KEYWORDS if text.startswith(w)), None)
    effects, canonical = _effects(chip, text)
    if word is None:
        return _as_effects(source, chip, effects, canonical) if effects else Unknown(chip)
    rest = text[len(word) :]
    if not rest:
        return Word(chip, word, "", chip.place)
    spaced = rest[0] in " \t"
    if effects and (not spaced or word in FLAGS) and _is_effect(effects[0], word, declared):
        return _as_effects(source, chip, effects, canonical)
    blanks = " \t:" if word in ARGUMENTS else " \t"
    argument = rest.lstrip(blanks).rstrip()
    if not argument:
        return Word(chip, word, "", chip.place)
    start = len(text) - len(rest.lstrip(blanks))
    if not spaced and argument[0] not in '「“"『(':
        source.report("SC149", chip.outer, canonical=f"{word} {chip.text[start:]}")
    return Word(chip, word, chip.text[start : start + len(argument)], _at(chip, start, len(argument)))


def _is_effect(first: RawEffect, word: str, declared: Collection[str]) -> bool:
    """``需求挖掘 +2`` is an effect, ``需信任=3`` a condition: the declared names decide."""
    name = normalise_name(first.name)
    return name in declared or word not in ("若", "需") or name.removeprefix(word) not in declared


def _at(chip: Chip, start: int, length: int) -> Place:
    return Place(chip.place.line, chip.place.start + start, chip.place.start + start + length)


def _as_effects(source: Source, chip: Chip, effects: tuple[RawEffect, ...], canonical: bool) -> Effects:
    """Effects with a note about unusual signs and separators."""
    if not canonical:
        said = "，".join(f"{e.name.replace('。', '.')} {e.op.replace('—', '-')}{e.amount}" for e in effects)
        source.report("SC149", chip.outer, canonical=said)
    return Effects(chip, effects)


def _effects(chip: Chip, text: str) -> tuple[tuple[RawEffect, ...], bool]:
    """The effects, none if the text is of another form, and whether all separators and signs are usual."""
    found = []
    at = 0
    canonical = True
    for cut in [*_SEPARATOR.finditer(text), None]:
        part = text[at : cut.start() if cut else len(text)]
        canonical = canonical and (cut is None or cut.group() in "，,")
        match = _EFFECT.fullmatch(part)
        if match:
            name, amount = match["name"], match["amount"]
            found.append(
                RawEffect(
                    chip.text[at + match.start("name") : at + match.end("name")],
                    match["op"],
                    amount,
                    _at(chip, at + match.start("name"), len(name)),
                    _at(chip, at + match.start("op"), match.end("amount") - match.start("op")),
                )
            )
            canonical = canonical and match["op"] != "—" and "。" not in name and part[-1:] == part[-1:].strip()
        elif part.strip() or not found:
            return (), True
        at = cut.end() if cut else at
    return tuple(found), canonical
