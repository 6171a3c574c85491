"""Keys as text and back: blanks with alternatives, numbers with a tolerance, points of a judgement."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from trainer.content.items import Number
from trainer.content.markdown import Piece
from trainer.content.question_key import read_number
from trainer.content.source import Source
from trainer.exchange.bank.draft import LETTERS
from trainer.exchange.bank.prose import BLANK, one_line

BETWEEN_BLANKS, BETWEEN_ANSWERS = "|｜", ";；"
_BRACKETED = re.compile(r"(?:[(（][^()（）]*[)）]\s*){2,}")
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]|【\s*】|\[\s*\]")


def split(text: str, marks: str) -> list[str]:
    """The parts between marks; a backslash before a mark or a backslash makes it an ordinary character."""
    parts, part, at = [], "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] and text[at + 1] in BETWEEN_BLANKS + BETWEEN_ANSWERS + "\\":
            part += text[at : at + 2]
            at += 2
            continue
        if char in marks:
            parts.append(part)
            part = ""
        else:
            part += char
        at += 1
    return [*parts, part]


def plain(text: str) -> str:
    """A part without its backslashes."""
    return re.sub(r"\\([|｜;；\\])", r"\1", text).strip()


def escaped(text: str) -> str:
    """A part that ``split`` leaves whole."""
    return re.sub(r"([|｜;；]|\\(?=[|｜;；\\]|$))", r"\\\1", text)


def blanks_of(text: str, marks: int) -> list[tuple[str, ...]]:
    """The answers of each blank of a key such as ``甲;乙|丙``; ``marks`` is how many blanks the stem has.

    Also understood: ``(甲)(乙)``. Without ``|`` a key whose ``;`` parts are as many as the blanks (more than one) is
    one answer for each.
    """
    text = one_line(text)
    parts = split(text, BETWEEN_BLANKS)
    if len(parts) == 1 and marks > 1 and len(split(text, BETWEEN_ANSWERS)) == marks:
        parts = split(text, BETWEEN_ANSWERS)
    if len(parts) == 1 and _BRACKETED.fullmatch(text):
        inside = re.findall(r"[(（]([^()（）]*)[)）]", text)
        parts = inside if len(inside) == marks else parts
    return [
        tuple(dict.fromkeys(answer for raw in split(part, BETWEEN_ANSWERS) if (answer := plain(raw))))
        for part in parts
        if part.strip() or len(parts) > 1
    ]


def blanks_text(blanks: Iterable[Sequence[str]]) -> str:
    """The key that ``blanks_of`` reads."""
    return "|".join(";".join(map(escaped, answers)) for answers in blanks)


def mark_blanks(stem: str) -> str:
    """A stem whose blanks all read ``____``: runs of underscores, or else empty brackets."""
    found = re.sub(r"[_＿]{2,}(?:\s*[_＿]{2,})*", BLANK, stem)
    return found if BLANK in found else _EMPTY_BRACKETS.sub(BLANK, found)


def number_of(text: str) -> Number | None:
    """``12.5 ±0.1 万元`` and what the content format understands beside it; None if it is no number."""
    word = one_line(text)
    source = Source("", [word])
    found = read_number(source, Piece(0, 0, word))
    return None if found is None or source.errors or re.search("[，。；,;]", found.unit) else found


def points_of(text: str, count: int) -> list[int] | None:
    """Points of the options: ``3,1,0,2`` in their order or ``A3 B1 C0 D2``; None if it is neither."""
    word = unicodedata.normalize("NFKC", text).upper().strip()
    named = re.findall(r"([A-Z])\s*[:=]?\s*([0-3])(?:\.0)?\s*分?", word)
    if named and not re.sub(r"[A-Z]\s*[:=]?\s*[0-3](?:\.0)?\s*分?|[\s,;、|/]", "", word):
        found = {LETTERS.index(letter): int(points) for letter, points in named}
        return [found.get(index, 0) for index in range(count)] if max(found) < count else None
    plain_points = re.split(r"[\s,;、|/]+", word.strip(" ,;、|/"))
    if len(plain_points) == count and all(re.fullmatch("[0-3]", part) for part in plain_points):
        return [int(part) for part in plain_points]
    return None
