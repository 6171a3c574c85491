"""Which items of a pool serve which line of an exam's 抽题: a matching that exists is always found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.content.items import Draw, Exam, Item


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why an exam cannot be drawn: these lines (indices of ``Exam.draws``) want more items than there are for them."""

    draws: tuple[int, ...]
    wanted: int
    found: int


def suits(draw: Draw, item: Item) -> bool:
    """Whether an item may be drawn for a line of the blueprint."""
    return draw.lowest <= item.difficulty <= draw.highest and draw.competency in ("", *item.competencies)


def in_banks(exam: Exam, items: Iterable[Item]) -> tuple[Item, ...]:
    """The items of the exam's 题库, each once, in the order given."""
    found: dict[str, Item] = {}
    for item in items:
        if not exam.banks or item.id.partition("/")[0] in exam.banks:
            found.setdefault(item.id, item)
    return tuple(found.values())


def shortfall(exam: Exam, items: Iterable[Item]) -> Shortfall | None:
    """Why the exam cannot be drawn from these items, None if it can."""
    found = assign(exam, in_banks(exam, items))
    return found if isinstance(found, Shortfall) else None


def assign(exam: Exam, items: Sequence[Item]) -> tuple[tuple[int, ...], ...] | Shortfall:
    """For every line of the blueprint as many indices of ``items`` as it wants, none twice.

    Lines with the least to spare are served first, each with the first items that suit it; where they are taken,
    others move on along an augmenting path (bipartite matching after Kuhn), so that it fails only if there is no way.

    Args:
        exam: The blueprint; its 题库 does not matter here.
        items: Distinct items; their order decides which are taken.
    """
    draws = exam.draws
    suited = [[i for i, item in enumerate(items) if suits(draw, item)] for draw in draws]
    owner: dict[int, int] = {}
    for draw in sorted(range(len(draws)), key=lambda d: (len(suited[d]) - draws[d].count, d)):
        for _ in range(draws[draw].count):
            stuck = _augment(draw, suited, owner)
            if stuck:
                reached = {i for d in stuck for i in suited[d]}
                return Shortfall(tuple(sorted(stuck)), sum(draws[d].count for d in stuck), len(reached))
    return tuple(tuple(i for i in suited[d] if owner.get(i) == d) for d in range(len(draws)))


def _augment(draw: int, suited: Sequence[Sequence[int]], owner: dict[int, int]) -> set[int]:
    """Give a line one item more; if that is impossible, the lines that would have to give one up, itself included."""
    came: dict[int, tuple[int, int]] = {}
    queue = [draw]
    seen = {draw}
    for at in queue:
        for i in suited[at]:
            holder = owner.get(i)
            if holder is None:
                owner[i] = at
                while at != draw:
                    at, passed = came[at]
                    owner[passed] = at
                return set()
            if holder not in seen:
                seen.add(holder)
                came[holder] = (at, i)
                queue.append(holder)
    return seen
