"""Questions that are there twice: the same but for width and blanks, or very nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trainer.content.items import Item
from trainer.exchange.bank.prose import plain_text
from trainer.textutil import normalise_name

NEAR = 92.0
"""Likeness in percent (rapidfuzz ``ratio``) from which two questions are shown to the person who imports them."""

_RARE = 6
"""Rarest pairs of characters of a question by which questions like it are looked for."""

_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Twin:
    """The item ``index`` is like an earlier one.

    Attributes:
        other: Index of the earlier item of the same file, or None if it is in the library.
        id: Of the item in the library. likeness: percent; 100 for the same but for width and blanks.
        contradicts: The keys differ.
    """

    index: int
    other: int | None
    id: str
    likeness: float
    contradicts: bool


def form_of(item: Item) -> str:
    """Stem and choices as they are compared; the order of options does not count."""
    parts = sorted(normalise_name(option.text) for option in item.options)
    parts += sorted(normalise_name(left) for left, _ in item.pairs)
    return "\x1f".join([normalise_name(plain_text(item.stem)), *parts])


def _key(item: Item) -> tuple[object, ...]:
    right = frozenset(normalise_name(option.text) for option in item.options if option.right)
    order = tuple(normalise_name(option.text) for option in item.options) if not right else ()
    return (right, order, item.pairs, item.blanks, item.number)


def find_twins(items: Sequence[Item], library: Iterable[Item]) -> list[Twin]:
    """Every item that is like an earlier one or like one of the library; the likest is named."""
    others = list(library)
    every = [*others, *items]
    forms = [form_of(item) for item in every]
    first: dict[str, int] = {}
    found: list[Twin] = []
    near = _Near(forms)
    for at, (item, form) in enumerate(zip(every, forms, strict=True)):
        index = at - len(others)
        if index < 0:
            first.setdefault(form, at)
            near.add(at)
            continue
        likest = (first[form], 100.0) if form in first else near.likest(at)
        if likest is not None:
            twin, likeness = likest
            other = every[twin]
            inside = twin - len(others) if twin >= len(others) else None
            same_key = _key(item) == _key(other)
            found.append(Twin(index, inside, other.id, likeness, likeness == 100.0 and not same_key))
        first.setdefault(form, at)
        near.add(at)
    return found


class _Near:
    """An index by the rarest pairs of characters: questions that are alike share some of them."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms
        self.common = Counter(pair for form in forms for pair in set(_pairs(form)))
        self.index: dict[str, list[int]] = {}

    def rare(self, at: int) -> list[str]:
        return sorted(set(_pairs(self.forms[at])), key=lambda pair: (self.common[pair], pair))[:_RARE]

    def add(self, at: int) -> None:
        for pair in self.rare(at):
            self.index.setdefault(pair, []).append(at)

    def likest(self, at: int) -> tuple[int, float] | None:
        """The earlier question that is most like this one, if any is like it at all."""
        from rapidfuzz import fuzz

        form = self.forms[at]
        if len(form) < _SHORTEST:
            return None
        votes = Counter(other for pair in self.rare(at) for other in self.index.get(pair, ())[:200])
        best: tuple[int, float] | None = None
        for other, count in votes.most_common(50):
            if count < 2:
                break
            likeness = fuzz.ratio(form, self.forms[other], score_cutoff=NEAR)
            if likeness and (best is None or likeness > best[1]):
                best = other, min(likeness, 99.9)
        return best


def _pairs(form: str) -> Iterator[str]:
    return (form[at : at + 2] for at in range(len(form) - 1))
