"""Questions that ask the same: equal after NFKC, or nearly equal by their pairs of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from trainer.content.items import Item
from trainer.content.plain import plain_name
from trainer.content.question_text import plain_text

NEAR = 0.8
"""Least Jaccard similarity of the pairs of characters of two questions that are told as twins."""

_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Twin:
    """Two questions, by their index; ``equal``: the same words but for width, case and blanks."""

    first: int
    second: int
    equal: bool


def said(item: Item) -> str:
    """All that a question asks, normalised: stem, options (in any order), pairs."""
    options = sorted(plain_name(option.text) for option in item.options)
    pairs = sorted(plain_name(cell) for pair in item.pairs for cell in pair)
    return "|".join([plain_name(plain_text(item.stem)), *options, *pairs])


def twins(items: Sequence[Item]) -> Iterator[Twin]:
    """Each question that repeats an earlier one, with the first it repeats; in the order of the second.

    Candidates share one of their rarest pairs of characters (prefix filter of Chaudhuri, Ganti & Kaushik 2006), so
    thousands of questions take a moment and no near pair is missed.
    """
    texts = [said(item) for item in items]
    grams = [frozenset(text[i : i + 2] for i in range(len(text) - 1)) for text in texts]
    counts = Counter(gram for some in grams for gram in some)
    index: dict[str, list[int]] = {}
    first_of: dict[str, int] = {}
    for number, text in enumerate(texts):
        some = grams[number]
        before = first_of.setdefault(text, number)
        if before != number:
            yield Twin(before, number, True)
            continue
        if len(some) < _SHORTEST:
            continue
        rare = sorted(some, key=lambda gram: (counts[gram], gram))[: len(some) - ceil(NEAR * len(some)) + 1]
        candidates = sorted({other for gram in rare for other in index.get(gram, ())})
        near = next((other for other in candidates if _similar(some, grams[other])), None)
        if near is not None:
            yield Twin(near, number, False)
        for gram in rare:
            index.setdefault(gram, []).append(number)


def _similar(left: frozenset[str], right: frozenset[str]) -> bool:
    if not NEAR <= len(left) / len(right) <= 1 / NEAR:
        return False
    both = len(left & right)
    return both >= NEAR * (len(left) + len(right) - both)
