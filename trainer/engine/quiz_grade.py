"""What a response is worth, and what random guessing would be worth (issue E, «partial credit»)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import comb

from trainer.content.items import Item, ItemType
from trainer.engine.quiz_types import Grade, Response
from trainer.engine.quiz_words import is_right, same_words

TOP_RATING = 3
"""Best rating that a learner gives his own free text."""

CHOICES = frozenset({ItemType.SINGLE, ItemType.TRUE_FALSE, ItemType.JUDGEMENT})
"""Types answered with one option."""

_FULL = 1.0 - 1e-9


def grade(item: Item, response: Response) -> Grade:
    """Grade a response that fits the item (``misfit`` is empty); an omitted one scores 0.

    Multiple: max(0, (right - wrong) / number right). Judgement: points / most points. Ordering: max(0, (concordant -
    discordant pairs) / pairs). Matching and blanks: share of right ones. Free text: own rating / 3, 0 until rated.
    """
    score, marks = _GRADERS[item.type](item, response)
    return Grade(
        score=score,
        chance=chance(item),
        marks=marks,
        right=score >= _FULL,
        self_rated=item.type is ItemType.FREE,
    )


def pending(item: Item, response: Response) -> bool:
    """A free text was written and its author has not rated it yet."""
    return item.type is ItemType.FREE and response.rating is None and not response.omitted


def key(item: Item) -> Response:
    """A response with full marks; of a free text only its rating."""
    match item.type:
        case ItemType.MULTIPLE:
            return Response(picks=tuple(i for i, option in enumerate(item.options) if option.right))
        case ItemType.ORDERING:
            return Response(picks=tuple(range(len(item.options))))
        case ItemType.MATCHING:
            return Response(picks=tuple(range(len(item.pairs))))
        case ItemType.BLANKS:
            return Response(texts=tuple(accepted[0] for accepted in item.blanks))
        case ItemType.NUMERIC:
            return Response(texts=(number_text(item.number.value) if item.number else "",))
        case ItemType.FREE:
            return Response(rating=TOP_RATING)
    best = right_options(item)
    return Response(picks=best[:1])


def right_options(item: Item) -> tuple[int, ...]:
    """The options that give full marks if chosen; for a judgement those with the most points."""
    if item.type is ItemType.JUDGEMENT:
        most = _most(item)
        return tuple(i for i, option in enumerate(item.options) if option.points == most)
    return tuple(i for i, option in enumerate(item.options) if option.right)


def number_text(value: float) -> str:
    """A number without needless decimals."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def misfit(item: Item, response: Response) -> str:
    """Why a response cannot be one to this item, empty if it can: ``picks``, ``texts``, ``rating`` or ``length``."""
    picks, texts = response.picks, response.texts
    if picks and not _picks_fit(item, picks):
        return "picks"
    if texts and len(texts) != {ItemType.BLANKS: len(item.blanks), ItemType.NUMERIC: 1}.get(item.type, 0):
        return "texts"
    if response.rating is not None and (item.type is not ItemType.FREE or not 0 <= response.rating <= TOP_RATING):
        return "rating"
    if response.length < 0 or ((response.length or response.digest) and item.type is not ItemType.FREE):
        return "length"
    return ""


def _picks_fit(item: Item, picks: tuple[int, ...]) -> bool:
    count = len(item.options)
    if item.type in CHOICES:
        return len(picks) == 1 and 0 <= picks[0] < count
    if item.type is ItemType.MULTIPLE:
        return all(0 <= i < count for i in picks) and all(a < b for a, b in pairwise(picks))
    if item.type is ItemType.ORDERING:
        return sorted(picks) == list(range(count))
    if item.type is ItemType.MATCHING:
        return len(picks) == len(item.pairs) and all(-1 <= i < len(item.pairs) for i in picks)
    return False


# --- one function per type -------------------------------------------------------------------------------------------

Marked = tuple[float, tuple[bool, ...]]


def _choice(item: Item, response: Response) -> Marked:
    if not response.picks:
        return 0.0, (False,) * len(item.options)
    chosen, right = response.picks[0], right_options(item)
    if item.type is ItemType.JUDGEMENT:
        most = _most(item)
        score = max(0.0, item.options[chosen].points / most) if most > 0 else 0.0
    else:
        score = 1.0 if chosen in right else 0.0
    done = chosen in right
    return score, tuple(i in right if i == chosen else done or i not in right for i in range(len(item.options)))


def _multiple(item: Item, response: Response) -> Marked:
    if not response.picks:
        return 0.0, (False,) * len(item.options)
    right = right_options(item)
    hits = sum(1 for i in response.picks if i in right)
    score = max(0, 2 * hits - len(response.picks)) / len(right) if right else 0.0
    return score, tuple((i in response.picks) == (i in right) for i in range(len(item.options)))


def _ordering(item: Item, response: Response) -> Marked:
    count = len(item.options)
    if not response.picks:
        return 0.0, (False,) * count
    pairs = comb(count, 2)
    wrong = sum(a > b for i, a in enumerate(response.picks) for b in response.picks[i + 1 :])
    score = max(0, pairs - 2 * wrong) / pairs if pairs else 1.0
    return score, tuple(response.picks[i] == i for i in range(count))


def _matching(item: Item, response: Response) -> Marked:
    if not response.picks:
        return 0.0, (False,) * len(item.pairs)
    rights = [right for _, right in item.pairs]
    marks = tuple(pick >= 0 and rights[pick] == rights[i] for i, pick in enumerate(response.picks))
    return sum(marks) / len(marks), marks


def _blanks(item: Item, response: Response) -> Marked:
    if not response.texts:
        return 0.0, (False,) * len(item.blanks)
    marks = tuple(
        any(same_words(text, words) for words in accepted)
        for text, accepted in zip(response.texts, item.blanks, strict=True)
    )
    return sum(marks) / len(marks), marks


def _numeric(item: Item, response: Response) -> Marked:
    right = bool(response.texts) and item.number is not None and is_right(response.texts[0], item.number)
    return float(right), (right,)


def _free(item: Item, response: Response) -> Marked:
    return (response.rating or 0) / TOP_RATING, ()


_GRADERS = {
    ItemType.SINGLE: _choice,
    ItemType.TRUE_FALSE: _choice,
    ItemType.JUDGEMENT: _choice,
    ItemType.MULTIPLE: _multiple,
    ItemType.ORDERING: _ordering,
    ItemType.MATCHING: _matching,
    ItemType.BLANKS: _blanks,
    ItemType.NUMERIC: _numeric,
    ItemType.FREE: _free,
}


def _most(item: Item) -> int:
    return max((option.points for option in item.options), default=0)


# --- chance ----------------------------------------------------------------------------------------------------------


def chance(item: Item) -> float:
    """Expected score of guessing at random, 0-1.

    One option, or an order or a matching, is drawn uniformly; of a multiple item any non-empty set of options. What is
    typed cannot be guessed: 0.
    """
    count = len(item.options)
    match item.type:
        case ItemType.SINGLE | ItemType.TRUE_FALSE:
            return len(right_options(item)) / count if count else 0.0
        case ItemType.JUDGEMENT:
            most = _most(item)
            return sum(max(0, o.points) for o in item.options) / (most * count) if most > 0 else 0.0
        case ItemType.MULTIPLE:
            return _multiple_chance(len(right_options(item)), count)
        case ItemType.ORDERING:
            return _ordering_chance(count)
        case ItemType.MATCHING:
            rights = Counter(right for _, right in item.pairs)
            return sum(n * n for n in rights.values()) / len(item.pairs) ** 2 if item.pairs else 0.0
    return 0.0


@lru_cache(maxsize=256)
def _multiple_chance(right: int, count: int) -> float:
    if not right:
        return 0.0
    total = sum(
        comb(right, hits) * comb(count - right, misses) * (hits - misses)
        for hits in range(right + 1)
        for misses in range(min(hits, count - right) + 1)
    )
    return total / right / ((1 << count) - 1)


@lru_cache(maxsize=64)
def _ordering_chance(count: int) -> float:
    """By the number of permutations with each number of inversions (Mahonian numbers)."""
    pairs = comb(count, 2)
    if not pairs:
        return 1.0
    ways = [1]
    for size in range(2, count + 1):
        ways = [sum(ways[max(0, k - size + 1) : k + 1]) for k in range(len(ways) + size - 1)]
    return sum(n * max(0, pairs - 2 * k) for k, n in enumerate(ways)) / pairs / sum(ways)
