"""Papers: seeded orders, and draws of exams that succeed whenever they can."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.exam_pool import Shortfall, assign, in_banks, shortfall, suits
from trainer.content.items import Draw, Exam, Item, ItemType
from trainer.engine.paper import compose, draw, draw_text, entry, exam_paper
from trainer.engine.quiz_types import Paper, Purpose
from trainer.errors import UsageError
from trainer.i18n import area


def paper(seed: str, *items: Item, count: int | None = None, shuffle: bool = True) -> Paper:
    return compose("甲", "卷", Purpose.PRACTICE, items, seed, count=count, shuffle=shuffle)


def names(made_paper: Paper) -> list[str]:
    return [one.item.name for one in made_paper.entries]


MANY = tuple(made.single(f"题{i}") for i in range(8))


def test_the_same_seed_gives_the_same_paper_and_others_differ() -> None:
    assert paper("s", *MANY) == paper("s", *MANY)
    assert len({tuple(names(paper(str(seed), *MANY))) for seed in range(20)}) == 20


def test_items_keep_their_order_if_asked() -> None:
    assert names(paper("s", *MANY, shuffle=False)) == [item.name for item in MANY]


def test_a_number_of_items_is_a_beginning_of_the_whole() -> None:
    assert names(paper("s", *MANY, count=3)) == names(paper("s", *MANY))[:3]
    assert len(paper("s", *MANY, count=99).entries) == 8


def test_an_item_is_asked_once() -> None:
    assert names(paper("s", *MANY[:2], MANY[0], shuffle=False)) == ["题0", "题1"]


def test_cards_and_decisions_are_marked() -> None:
    found = compose("review", "复习", Purpose.REVIEW, MANY[:2], "s", shuffle=False,
                    cards={"甲/题1": "d:case:node"}, derived=["甲/题1"])  # fmt: skip
    assert [(one.card, one.derived) for one in found.entries] == [("", False), ("d:case:node", True)]


def test_every_order_of_options_comes_up_about_equally_often() -> None:
    found = Counter(entry(made.single(count=3), str(seed)).order for seed in range(1200))
    assert set(found) == set(permutations(range(3)))
    assert all(140 < times < 260 for times in found.values())


def test_right_and_wrong_keep_the_order_of_the_file() -> None:
    assert {entry(made.true_false(), str(seed)).order for seed in range(50)} == {(0, 1)}


@pytest.mark.parametrize("item", [made.ordering(2), made.ordering(3), made.matching()], ids=lambda item: item.type)
def test_what_is_to_be_ordered_is_never_shown_solved(item: Item) -> None:
    size = len(item.options) or len(item.pairs)
    found = {entry(item, str(seed)).order for seed in range(300)}
    assert found == set(permutations(range(size))) - {tuple(range(size))}


@given(made.papers())
def test_orders_are_permutations(found: Paper) -> None:
    for one in found.entries:
        kind = one.item.type
        size = len(one.item.pairs) if kind is ItemType.MATCHING else len(one.item.options)
        assert sorted(one.order) == list(range(size))


# --- exams -----------------------------------------------------------------------------------------------------------


def exam(*draws: Draw, banks: tuple[str, ...] = ()) -> Exam:
    return Exam("考", "结业考", "", draws, banks=banks, limit_ms=60_000, pass_mark=70)


def question(name: str, difficulty: int = 2, *competencies: str, file: str = "甲") -> Item:
    return Item(f"{file}/{name}", name, ItemType.FREE, (), competencies=competencies, difficulty=difficulty)


def test_a_narrow_line_is_served_before_a_wide_one() -> None:
    pool = [question("一", 2, "客户选择"), question("二", 5)]
    for seed in range(10):
        found = draw(exam(Draw(1), Draw(1, "客户选择")), pool, str(seed))
        assert [item.name for item in found] == ["二", "一"]


def test_lines_give_way_along_a_chain() -> None:
    """甲 may take 1 or 2, 乙 2 or 3, 丙 only 1: serving the narrow line first is not enough in general."""
    pool = [question("1", 1, "甲", "丙"), question("2", 1, "甲", "乙"), question("3", 1, "乙")]
    for seed in range(10):
        found = draw(exam(Draw(1, "甲"), Draw(1, "乙"), Draw(1, "丙")), pool, str(seed))
        assert [item.name for item in found] == ["2", "3", "1"]


def test_an_exam_is_drawn_from_its_banks() -> None:
    pool = [question("一", file="甲"), question("二", file="乙"), question("一", file="甲")]
    assert [item.id for item in in_banks(exam(banks=("乙",)), pool)] == ["乙/二"]
    assert len(in_banks(exam(), pool)) == 2


def test_the_paper_of_an_exam() -> None:
    pool = [question(str(i), i % 5 + 1) for i in range(20)]
    found = exam_paper(exam(Draw(3, lowest=1, highest=2), Draw(4)), pool, "s")
    assert (found.ident, found.purpose, found.limit_ms, found.pass_mark) == ("考", Purpose.EXAM, 60_000, 70)
    assert len({one.item.id for one in found.entries}) == 7
    assert found == exam_paper(exam(Draw(3, lowest=1, highest=2), Draw(4)), pool, "s")


def test_every_item_is_drawn_about_equally_often() -> None:
    pool = [question(str(i)) for i in range(6)]
    found = Counter(item.id for seed in range(600) for item in draw(exam(Draw(2)), pool, str(seed)))
    assert len(found) == 6 and all(150 < times < 250 for times in found.values())


def test_a_pool_that_is_too_small_says_what_is_missing() -> None:
    pool = [question("一", 2, "客户选择"), question("二", 3, "客户选择"), *(question(str(i)) for i in range(9))]
    blueprint = exam(Draw(3), Draw(2, "客户选择"), Draw(1, "客户选择", 3, 3))
    with pytest.raises(UsageError) as error:
        draw(blueprint, pool, "s")
    assert error.value.code == "EN205"
    assert error.value.params == {
        "title": "结业考", "lines": "客户选择、客户选择 难度3", "wanted": 3, "found": 2,
    }  # fmt: skip
    assert shortfall(blueprint, pool) == Shortfall((1, 2), 3, 2)
    for lang in ("zh", "en"):
        assert "客户选择 难度3" in area("errors", lang)["EN205"].format(**error.value.params)


def test_how_a_line_reads() -> None:
    assert draw_text(Draw(1)) == "任意"
    assert draw_text(Draw(1, "客户选择", 2, 2)) == "客户选择 难度2"
    assert draw_text(Draw(1, "情报信任", 1, 3)) == "情报信任 难度1-3"


def by_brute_force(draws: tuple[Draw, ...], items: list[Item]) -> bool:
    """Whether every slot can get an item of its own."""
    slots = [line for line in draws for _ in range(line.count)]

    def fill(slot: int, free: frozenset[int]) -> bool:
        return slot == len(slots) or any(
            suits(slots[slot], items[i]) and fill(slot + 1, free - {i}) for i in sorted(free)
        )

    return len(slots) <= len(items) and fill(0, frozenset(range(len(items))))


_LINES = st.builds(
    lambda count, competency, ends: Draw(count, competency, min(ends), max(ends)),
    st.integers(1, 2),
    st.sampled_from(["", "甲", "乙"]),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
)
_POOLS = st.lists(st.tuples(st.integers(1, 3), st.sets(st.sampled_from(["甲", "乙"]))), max_size=6)


@given(st.lists(_LINES, min_size=1, max_size=3), _POOLS, st.text(max_size=2))
def test_a_draw_succeeds_exactly_if_there_is_a_way(
    lines: list[Draw], made_of: list[tuple[int, set[str]]], seed: str
) -> None:
    pool = [question(str(i), difficulty, *sorted(of)) for i, (difficulty, of) in enumerate(made_of)]
    blueprint = exam(*lines)
    found = assign(blueprint, pool)
    if isinstance(found, Shortfall):
        assert not by_brute_force(blueprint.draws, pool)
        lacking = [blueprint.draws[i] for i in found.draws]
        assert found.wanted == sum(line.count for line in lacking) > found.found
        assert found.found == sum(1 for item in pool if any(suits(line, item) for line in lacking))
        return
    assert by_brute_force(blueprint.draws, pool)
    drawn = draw(blueprint, pool, seed)
    assert len({item.id for item in drawn}) == len(drawn) == sum(line.count for line in lines)
    at = 0
    for line in lines:
        assert all(suits(line, item) for item in drawn[at : at + line.count])
        at += line.count
