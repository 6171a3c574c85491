"""Quizzes in the words of ``--answers``: an answer that was typed, and answers written down as one would type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trainer.content.items import Item, ItemType
from trainer.engine.answers import parse_answer, split_answers
from trainer.engine.quiz import key as right_answer
from trainer.engine.quiz_types import Response
from trainer.errors import UsageError
from trainer.service import quizzes
from trainer.service.context import Context
from trainer.service.quiz_present import LETTERS
from trainer.service.quiz_views import ItemView, QuizView
from trainer.service.sittings import load
from trainer.textutil import to_halfwidth

_SUFFIX = re.compile(r"(.*?)((?:=easy)?\s*[!~?！？～]?)", re.DOTALL)
_LETTERED = frozenset(
    {ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUE_FALSE, ItemType.JUDGEMENT, ItemType.ORDERING, ItemType.MATCHING}
)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An item with its answer and its key as one would type them; None: not answered, or not to be told."""

    id: str
    type: ItemType
    response: str | None
    key: str | None
    confidence: str | None


def checked_answers(ctx: Context, attempt: str, answers: str) -> tuple[str, ...]:
    """The answers of a line to the items that are left, after every one of them was read without a fault.

    Raises:
        UsageError: EN211 there are more than items left; EN212-EN218 one cannot be read. Nothing was answered.
    """
    found = split_answers(answers)
    with ctx.store.read() as tx:
        sitting = load(ctx.papers, tx, attempt)
    left = () if sitting.closed else sitting.paper.entries[len(sitting.state.given) :]
    if len(found) > len(left):
        raise UsageError("EN211", place="--answers", given=len(found), count=len(left))
    for number, (entry, words) in enumerate(zip(left, found, strict=False), 1):
        parse_answer(entry.item, words, place=f"--answers:{number}")
    return found


def answer_words(
    ctx: Context, attempt: str, words: str, *, key: str, place: str = "--answers", elapsed_ms: int = 0
) -> QuizView:
    """Answer the next item in the words of ``--answers``; EN212-EN218 if they cannot be read."""
    with ctx.store.read() as tx:
        sitting = load(ctx.papers, tx, attempt)
    index = len(sitting.state.given)
    if sitting.closed or index >= len(sitting.paper.entries):
        raise UsageError("SV206", place=attempt)
    said = parse_answer(sitting.paper.entries[index].item, words, place=place)
    return quizzes.answer(
        ctx,
        attempt,
        index,
        said.response,
        key=key,
        confidence=said.confidence,
        elapsed_ms=elapsed_ms,
        text=said.text,
        easy=said.easy,
    )


def written_answers(ctx: Context, attempt: str) -> tuple[WrittenAnswer, ...]:
    """All items of a quiz; the keys of an open quiz only where they have been told."""
    with ctx.store.read() as tx:
        sitting = load(ctx.papers, tx, attempt)
    found = []
    for index, entry in enumerate(sitting.paper.entries):
        given = sitting.state.given[index] if index < len(sitting.state.given) else None
        told = sitting.told and (given is not None or sitting.closed)
        found.append(
            WrittenAnswer(
                entry.item.id,
                entry.item.type,
                written(entry.item, given.response, sitting.texts.get(index, "")) if given else None,
                written(entry.item, right_answer(entry.item)) if told else None,
                given.confidence.value if given and given.confidence else None,
            )
        )
    return tuple(found)


def written(item: Item, response: Response, words: str = "") -> str:
    """A response as one would type it; of a free text its words and rating."""
    if item.type is ItemType.FREE:
        rating = f"={response.rating}" if response.rating is not None else ""
        return f"{_escaped(words)}{rating}" or "-"
    if response.omitted:
        return "-"
    if item.type is ItemType.MATCHING:
        return "".join(LETTERS[pick].lower() if pick >= 0 else "-" for pick in response.picks)
    if item.type in (ItemType.BLANKS, ItemType.NUMERIC):
        return "|".join(map(_escaped, response.texts))
    return "".join(LETTERS[pick] for pick in response.picks)


def in_file_order(item: ItemView, words: str) -> str:
    """What was typed with the letters on screen, with the letters of the file's order."""
    if item.type not in _LETTERED:
        return words
    shown = item.rights or item.choices
    known = {choice.letter: LETTERS[choice.index] for choice in shown}
    match = _SUFFIX.fullmatch(words.strip())
    body, suffix = (match[1], match[2]) if match else (words, "")
    return "".join(known.get(letter, letter) for letter in to_halfwidth(body).upper()) + suffix


def _escaped(text: str) -> str:
    return re.sub(r"([\\,|!?~=-])", r"\\\1", text)
