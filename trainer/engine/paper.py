"""Papers: which items in which order, and in which order their options are shown, from a seed alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from trainer.content.exam_pool import Shortfall, assign, in_banks
from trainer.content.items import Draw, Exam, Item, ItemType
from trainer.engine import rng
from trainer.engine.quiz_types import Entry, Paper, Purpose
from trainer.errors import UsageError


def compose(
    ident: str,
    title: str,
    purpose: Purpose,
    items: Iterable[Item],
    seed: str,
    *,
    count: int | None = None,
    shuffle: bool = True,
    limit_ms: int | None = None,
    pass_mark: int = 60,
    cards: Mapping[str, str] | None = None,
    derived: Collection[str] = (),
) -> Paper:
    """Make a paper.

    Args:
        ident: 编号 of the question file or exam, or ``mistakes``, ``review``.
        title: Shown above it.
        purpose: Why it is made.
        items: What may be asked, each id once (later ones of the same id are left out).
        seed: Any text; the same seed and items give the same paper.
        count: At most so many items, the first of the order; None: all.
        shuffle: False keeps the order of the items; their options are shuffled all the same.
        limit_ms: Time for the whole paper.
        pass_mark: Percent.
        cards: Item id to the id of the card that it comes from.
        derived: Ids of items that were made from decisions of a case.
    """
    known = cards or {}
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.id, item)
    unique = list(first.values())
    order = rng.order(seed, "items", 0, len(unique)) if shuffle else range(len(unique))
    chosen = [unique[i] for i in order][:count]
    return Paper(
        ident=ident,
        title=title,
        purpose=purpose,
        entries=tuple(entry(item, seed, card=known.get(item.id, ""), derived=item.id in derived) for item in chosen),
        limit_ms=limit_ms,
        pass_mark=pass_mark,
    )


def entry(item: Item, seed: str, *, card: str = "", derived: bool = False) -> Entry:
    """An item with the order in which it shows its options; it depends on the seed and the item alone."""
    return Entry(item, _shown(item, seed), card, derived)


def _shown(item: Item, seed: str) -> tuple[int, ...]:
    if item.type is ItemType.TRUE_FALSE:
        return tuple(range(len(item.options)))
    if item.type in (ItemType.ORDERING, ItemType.MATCHING):
        return _mixed(seed, item.id, len(item.options) or len(item.pairs))
    return rng.order(seed, item.id, 0, len(item.options))


def _mixed(seed: str, name: str, count: int) -> tuple[int, ...]:
    """A permutation that is not already the solution (of fewer than two there is no other)."""
    solved = tuple(range(count))
    for attempt in range(64):
        order = rng.order(seed, name, attempt, count)
        if order != solved or count < 2:
            return order
    return (*solved[1:], 0)


def draw(exam: Exam, pool: Iterable[Item], seed: str) -> tuple[Item, ...]:
    """Draw the items of an exam: for each line of its blueprint as many as it wants, no item twice.

    Raises:
        UsageError: EN205, the pool cannot fill the blueprint; it names the lines that want too much.
    """
    items = in_banks(exam, pool)
    mixed = [items[i] for i in rng.order(seed, f"draw {exam.id}", 0, len(items))]
    found = assign(exam, mixed)
    if isinstance(found, Shortfall):
        lines = "、".join(draw_text(exam.draws[i]) for i in found.draws)
        raise UsageError("EN205", title=exam.title, lines=lines, wanted=found.wanted, found=found.found)
    return tuple(mixed[i] for part in found for i in part)


def exam_paper(exam: Exam, pool: Iterable[Item], seed: str) -> Paper:
    """The paper of an exam: drawn, shuffled, with its limit and pass mark."""
    return compose(
        exam.id,
        exam.title,
        Purpose.EXAM,
        draw(exam, pool, seed),
        seed,
        limit_ms=exam.limit_ms,
        pass_mark=exam.pass_mark,
    )


def draw_text(line: Draw) -> str:
    """A line of 抽题 as its author writes it: ``客户选择 难度2-3``."""
    name = line.competency or "任意"
    if (line.lowest, line.highest) == (1, 5):
        return name
    span = str(line.lowest) if line.lowest == line.highest else f"{line.lowest}-{line.highest}"
    return f"{name} 难度{span}"
