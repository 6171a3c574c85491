"""What answers are worth: by type, against the key, and by exact enumeration of guessing."""

from __future__ import annotations

from itertools import chain, combinations, permutations
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.items import Item, ItemType, Option
from trainer.engine.quiz import chance, grade, key, misfit
from trainer.engine.quiz_types import Response


def guesses(item: Item) -> list[Response]:
    """Everything that somebody who guesses might answer, each equally likely; empty if it cannot be guessed."""
    options = range(len(item.options))
    match item.type:
        case ItemType.MULTIPLE:
            sets = chain.from_iterable(combinations(options, size) for size in range(1, len(options) + 1))
            return [Response(picks=picks) for picks in sets]
        case ItemType.ORDERING:
            return [Response(picks=picks) for picks in permutations(options)]
        case ItemType.MATCHING:
            return [Response(picks=picks) for picks in permutations(range(len(item.pairs)))]
        case ItemType.BLANKS | ItemType.NUMERIC | ItemType.FREE:
            return []
    return [Response(picks=(i,)) for i in options]


@given(made.items())
def test_chance_is_the_mean_over_all_guesses(item: Item) -> None:
    found = [grade(item, guess).score for guess in guesses(item)]
    assert chance(item) == pytest.approx(mean(found) if found else 0.0, abs=1e-12)


def test_chance_of_equal_right_sides_and_several_keys() -> None:
    pairs = made.matching(("一", "甲"), ("二", "甲"), ("三", "乙"))
    assert chance(pairs) == pytest.approx(mean(grade(pairs, guess).score for guess in guesses(pairs)))
    assert grade(pairs, Response(picks=(1, 0, 2))).right
    either = made.item(ItemType.SINGLE, options=made.choices(True, True, False))
    assert chance(either) == pytest.approx(2 / 3)
    assert grade(either, Response(picks=(1,))).marks == (True, True, True)


@given(made.items())
def test_the_key_has_full_marks(item: Item) -> None:
    found = grade(item, key(item))
    assert misfit(item, key(item)) == ""
    assert (found.score, found.right, all(found.marks)) == (1.0, True, True)


@given(st.data())
def test_grades_lie_between_none_and_all(data: st.DataObject) -> None:
    item = data.draw(made.items())
    response = data.draw(made.responses(item))
    assert misfit(item, response) == ""
    found = grade(item, response)
    assert 0 <= found.score <= 1 and 0 <= found.chance <= 1
    assert found.right == (found.score == 1)
    assert len(found.marks) in {0, 1, len(item.options), len(item.pairs), len(item.blanks)}
    if response.omitted:
        assert found.score == 0 and not any(found.marks)


@pytest.mark.parametrize("item", made.one_of_each(), ids=lambda item: item.type)
def test_leaving_out_scores_nothing(item: Item) -> None:
    assert grade(item, Response()).score == 0.0


@pytest.mark.parametrize(
    ("picks", "score"),
    [((0, 2), 1.0), ((0,), 0.5), ((0, 1), 0.0), ((0, 1, 2), 0.5), ((0, 1, 2, 3), 0.0), ((1, 3), 0.0)],
)
def test_several_right(picks: tuple[int, ...], score: float) -> None:
    assert grade(made.multiple(True, False, True, False), Response(picks=picks)).score == score


def test_marks_say_which_options_were_handled_rightly() -> None:
    found = grade(made.multiple(True, False, True, False), Response(picks=(0, 1)))
    assert found.marks == (True, False, False, True)
    assert grade(made.single(right=1), Response(picks=(2,))).marks == (True, False, False, True)
    assert grade(made.single(right=1), Response(picks=(1,))).marks == (True, True, True, True)


@pytest.mark.parametrize(("pick", "score"), [(0, 0.0), (1, 1.0), (2, 0.5)])
def test_situational_judgement(pick: int, score: float) -> None:
    item = made.judgement(0, 2, 1)
    assert grade(item, Response(picks=(pick,))).score == score
    assert chance(item) == 0.5


@pytest.mark.parametrize(("picks", "score"), [((0, 1, 2), 1.0), ((1, 0, 2), 1 / 3), ((2, 0, 1), 0.0), ((2, 1, 0), 0.0)])
def test_ordering(picks: tuple[int, ...], score: float) -> None:
    assert grade(made.ordering(3), Response(picks=picks)).score == pytest.approx(score)


def test_matching_and_blanks_give_the_share_that_is_right() -> None:
    assert grade(made.matching(), Response(picks=(0, -1, 1))).score == pytest.approx(1 / 3)
    assert grade(made.blanks(), Response(texts=("客户", "不知道"))).marks == (True, False)


@pytest.mark.parametrize("rating", range(4))
def test_a_free_text_is_worth_its_own_rating(rating: int) -> None:
    found = grade(made.free(), Response(rating=rating, length=5, digest="0" * 64))
    assert found.score == pytest.approx(rating / 3)
    assert found.self_rated


@pytest.mark.parametrize(
    ("item", "response", "part"),
    [
        (made.single(), Response(picks=(4,)), "picks"),
        (made.single(), Response(picks=(0, 1)), "picks"),
        (made.multiple(True, True, False), Response(picks=(1, 0)), "picks"),
        (made.multiple(True, True, False), Response(picks=(1, 1)), "picks"),
        (made.ordering(3), Response(picks=(0, 1)), "picks"),
        (made.matching(), Response(picks=(0, 1, 3)), "picks"),
        (made.matching(), Response(picks=(0, -2, 1)), "picks"),
        (made.blanks(), Response(texts=("甲",)), "texts"),
        (made.numeric(), Response(texts=("1", "2")), "texts"),
        (made.numeric(), Response(picks=(0,)), "picks"),
        (made.single(), Response(texts=("甲",)), "texts"),
        (made.single(), Response(rating=1), "rating"),
        (made.free(), Response(rating=4), "rating"),
        (made.single(), Response(length=1), "length"),
        (made.free(), Response(length=-1), "length"),
    ],
    ids=str,
)
def test_what_does_not_fit(item: Item, response: Response, part: str) -> None:
    assert misfit(item, response) == part


def test_a_worthless_item_is_worth_nothing() -> None:
    empty = made.item(ItemType.JUDGEMENT, options=(Option("甲"), Option("乙")))
    assert (chance(empty), grade(empty, Response(picks=(0,))).score) == (0.0, 0.0)
