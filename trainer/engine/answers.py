"""The grammar of ``--answers``: ``A,ACD!,1b 2a 3c,甲|乙,12.5?,我会先问=2,-``.

Answers are separated by ASCII commas. Letters name options in file order, whatever order they are shown in. ``-``
leaves an item out. The last character may say how sure the learner is: ``!`` 很确定, ``~`` 大概, ``?`` 猜的; before it
``=2`` is the own rating of a free text, and ``=easy`` calls a review easy. A backslash takes the next mark as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from trainer.content.items import Item, ItemType
from trainer.engine.quiz_grade import CHOICES, TOP_RATING
from trainer.engine.quiz_types import Confidence, Response
from trainer.errors import UsageError
from trainer.textutil import to_halfwidth

CONFIDENCE = {"!": Confidence.SURE, "~": Confidence.LIKELY, "?": Confidence.GUESS}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KEPT = 0xE000
"""Escaped characters travel as private ones, so that no rule sees them."""
_ESCAPED = re.compile(r"\\([\\,|!?~=-])")
_PRIVATE = re.compile(f"[{chr(_KEPT)}-{chr(_KEPT + 0x7F)}]")
_ROW = re.compile(r"([1-9][0-9]?)\s*[-.:]?\s*([A-Z])")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as it was written; ``text`` is the words of a free text, which are kept apart from the response."""

    response: Response
    confidence: Confidence | None = None
    text: str | None = None
    easy: bool = False


def split_answers(text: str) -> tuple[str, ...]:
    """The answers of a line, still with their escapes; an empty line has none."""
    hidden = _hide(text)
    return tuple(_escape(part.strip()) for part in hidden.split(",")) if hidden.strip() else ()


def parse_answers(items: Sequence[Item], text: str, *, place: str = "--answers") -> tuple[Answered, ...]:
    """As many answers as the line has, to the first of these items.

    Raises:
        UsageError: EN211 there are more answers than items; EN212-EN218 as in ``parse_answer``.
    """
    parts = split_answers(text)
    if len(parts) > len(items):
        raise UsageError("EN211", place=place, given=len(parts), count=len(items))
    return tuple(
        parse_answer(item, part, place=f"{place}:{number}")
        for number, (item, part) in enumerate(zip(items, parts, strict=False), 1)
    )


def parse_answer(item: Item, text: str, *, place: str = "--answers") -> Answered:
    """One answer to one item.

    Args:
        item: What is answered.
        text: As written, with escapes.
        place: Where it was written, for the error.

    Raises:
        UsageError: EN212 empty; EN213 not a letter of an option; EN214 one letter is wanted; EN215 each letter once (an
            ordering wants all of them); EN216 a matching; EN217 number of blanks; EN218 rating out of range.
    """
    body = _hide(text).strip()
    if not body:
        raise UsageError("EN212", place=place, item=item.name)
    confidence = None
    if item.type not in (ItemType.FREE, ItemType.BLANKS, ItemType.NUMERIC):
        body = to_halfwidth(body)
    if body[-1] in CONFIDENCE:
        confidence, body = CONFIDENCE[body[-1]], body[:-1].rstrip()
    easy = body.endswith("=easy")
    body = body.removesuffix("=easy").rstrip()
    if body == "-":
        return Answered(Response(), confidence, easy=easy)
    if not body:
        raise UsageError("EN212", place=place, item=item.name)
    if item.type is ItemType.FREE:
        return _free(item, body, confidence, easy, place)
    return Answered(_response(item, body, place), confidence, easy=easy)


def _response(item: Item, body: str, place: str) -> Response:
    if item.type is ItemType.NUMERIC:
        return Response(texts=(_show(body),))
    if item.type is ItemType.BLANKS:
        texts = tuple(_show(part.strip()) for part in body.replace("｜", "|").split("|"))
        if len(texts) != len(item.blanks):
            raise UsageError("EN217", place=place, item=item.name, given=len(texts), count=len(item.blanks))
        return Response(texts=texts)
    if item.type is ItemType.MATCHING:
        return Response(picks=_rows(item, body, place))
    picks = _letters(item, body, place)
    if item.type in CHOICES and len(picks) != 1:
        raise UsageError("EN214", place=place, item=item.name, given=_show(body))
    if len(set(picks)) != len(picks) or (item.type is ItemType.ORDERING and len(picks) != len(item.options)):
        raise UsageError("EN215", place=place, item=item.name, given=_show(body), letters=_known(len(item.options)))
    return Response(picks=tuple(sorted(picks)) if item.type is ItemType.MULTIPLE else picks)


def _letters(item: Item, body: str, place: str) -> tuple[int, ...]:
    known = _known(len(item.options))
    found = []
    for letter in re.sub(r"[\s>→、+]", "", body).upper():
        if letter not in known:
            raise UsageError("EN213", place=place, item=item.name, given=_show(body), letters=known)
        found.append(known.index(letter))
    return tuple(found)


def _rows(item: Item, body: str, place: str) -> tuple[int, ...]:
    """``1b 2a`` names rows; ``ba-`` gives the right side of each row in turn, ``-`` for none."""
    count = len(item.pairs)
    known = _known(count)
    tidy = body.upper()
    found = [-1] * count
    rows = _ROW.findall(tidy)
    if rows:
        numbers = [int(number) for number, _ in rows]
        letters = [letter for _, letter in rows]
        good = not _ROW.sub("", tidy).strip(" ;、") and len(set(numbers)) == len(numbers) and max(numbers) <= count
    else:
        letters = list("".join(tidy.split()))
        numbers = list(range(1, count + 1))
        good = len(letters) == count
    if not good or any(letter not in f"{known}-" for letter in letters):
        raise UsageError("EN216", place=place, item=item.name, given=_show(body), count=count, letters=known)
    for number, letter in zip(numbers, letters, strict=True):
        found[number - 1] = known.find(letter)
    return tuple(found)


def _free(item: Item, body: str, confidence: Confidence | None, easy: bool, place: str) -> Answered:
    words, mark, after = body.rpartition("=")
    rating = None
    if mark and re.fullmatch("[0-9]+", after):
        rating, body = int(after), words.rstrip()
        if rating > TOP_RATING:
            raise UsageError("EN218", place=place, item=item.name, given=after)
    text = _show(body)
    if not text:
        raise UsageError("EN212", place=place, item=item.name)
    return Answered(free_response(text, rating), confidence, text, easy)


def free_response(text: str, rating: int | None = None) -> Response:
    """The response that a free text is stored as: its length and SHA-256, never its words."""
    return Response(rating=rating, length=len(text), digest=sha256(text.encode()).hexdigest() if text else "")


def _known(count: int) -> str:
    return _LETTERS[:count]


def _hide(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(_KEPT + ord(found[1])), text)


def _escape(hidden: str) -> str:
    return _PRIVATE.sub(lambda found: "\\" + chr(ord(found[0]) - _KEPT), hidden)


def _show(hidden: str) -> str:
    return _PRIVATE.sub(lambda found: chr(ord(found[0]) - _KEPT), hidden)
