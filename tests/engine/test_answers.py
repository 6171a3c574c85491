"""The grammar of ``--answers``: what is read, what is refused and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import quiz as made
from trainer.content.items import Item, ItemType
from trainer.engine.answers import free_response, parse_answer, parse_answers, split_answers
from trainer.engine.quiz import grade, key
from trainer.engine.quiz_types import Confidence, Response
from trainer.errors import UsageError
from trainer.i18n import area

SURE, LIKELY, GUESS = Confidence


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        (made.single(), "B", Response(picks=(1,))),
        (made.single(), " ｂ ", Response(picks=(1,))),
        (made.true_false(), "a", Response(picks=(0,))),
        (made.judgement(0, 3, 1), "C", Response(picks=(2,))),
        (made.multiple(True, False, True, False), "DA", Response(picks=(0, 3))),
        (made.multiple(True, False, True, False), "a、c", Response(picks=(0, 2))),
        (made.ordering(), "BDAC", Response(picks=(1, 3, 0, 2))),
        (made.ordering(), "B→D→A→C", Response(picks=(1, 3, 0, 2))),
        (made.matching(), "1b 2a 3c", Response(picks=(1, 0, 2))),
        (made.matching(), "2a", Response(picks=(-1, 0, -1))),
        (made.matching(), "bac", Response(picks=(1, 0, 2))),
        (made.matching(), "b-c", Response(picks=(1, -1, 2))),
        (made.blanks(), "甲|乙", Response(texts=("甲", "乙"))),
        (made.blanks(), "甲｜", Response(texts=("甲", ""))),
        (made.blanks(), r"甲\|丙|乙\!", Response(texts=("甲|丙", "乙!"))),
        (made.numeric(), "12.5万元", Response(texts=("12.5万元",))),
        (made.numeric(), "-3", Response(texts=("-3",))),
        (made.free(), r"您怎么看\?", free_response("您怎么看?")),
        (made.free(), "先问需求=2", free_response("先问需求", 2)),
        (made.free(), r"a\=3", free_response("a=3")),
        *((item, "-", Response()) for item in made.one_of_each()),
    ],
    ids=str,
)
def test_what_is_read(item: Item, text: str, expected: Response) -> None:
    assert parse_answer(item, text).response == expected


@pytest.mark.parametrize(("mark", "expected"), [("!", SURE), ("~", LIKELY), ("?", GUESS), ("", None)])
@pytest.mark.parametrize("body", ["-", "A"])
def test_how_sure(body: str, mark: str, expected: Confidence | None) -> None:
    assert parse_answer(made.single(), body + mark).confidence is expected


def test_full_width_marks_count_for_letters_but_are_text_elsewhere() -> None:
    assert parse_answer(made.single(), "A？").confidence is GUESS
    asked = parse_answer(made.free(), "您怎么看？")
    assert (asked.text, asked.confidence) == ("您怎么看？", None)


def test_the_learner_calls_it_easy() -> None:
    found = parse_answer(made.single(), "A=easy!")
    assert (found.response.picks, found.easy, found.confidence) == ((0,), True, SURE)


def test_the_words_of_a_free_text_are_kept_apart() -> None:
    found = parse_answer(made.free(), "先问需求=3~")
    assert (found.text, found.response.rating, found.response.length, found.confidence) == ("先问需求", 3, 4, LIKELY)
    assert len(found.response.digest) == 64


def test_a_whole_line() -> None:
    line = r"A,AC!,B,B,ABCD~,1a 2b 3c,客户|乙方,12\,5?,先问\,再答=2"
    found = parse_answers(made.one_of_each(), line)
    assert [grade(i, a.response).right for i, a in zip(made.one_of_each(), found, strict=True)] == [
        True, True, False, True, True, True, True, True, False,
    ]  # fmt: skip
    assert found[-1].text == "先问,再答"


def test_a_line_may_stop_early() -> None:
    assert len(parse_answers(made.one_of_each(), "A,-")) == 2
    assert parse_answers(made.one_of_each(), " ") == ()


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        (made.single(), "", "EN212"),
        (made.single(), "!", "EN212"),
        (made.free(), "=2", "EN212"),
        (made.single(), "E", "EN213"),
        (made.single(), "1", "EN213"),
        (made.single(), "AB", "EN214"),
        (made.multiple(True, True, False), "AA", "EN215"),
        (made.ordering(), "ABC", "EN215"),
        (made.matching(), "1a 1b", "EN216"),
        (made.matching(), "4a", "EN216"),
        (made.matching(), "1d", "EN216"),
        (made.matching(), "ab", "EN216"),
        (made.matching(), "1a 甲", "EN216"),
        (made.blanks(), "甲", "EN217"),
        (made.free(), "甲=4", "EN218"),
    ],
    ids=str,
)
def test_what_is_refused(item: Item, text: str, code: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_answer(item, text, place="--answers:7")
    assert error.value.code == code
    assert error.value.place == "--answers:7"
    assert error.value.params["item"] == item.name
    for lang in ("zh", "en"):
        for text_key in (code, f"{code}.fix"):
            assert area("errors", lang)[text_key].format(**error.value.params)


def test_errors_name_the_place_in_the_line() -> None:
    with pytest.raises(UsageError) as error:
        parse_answers(made.one_of_each(), "A,AC,,B")
    assert error.value.place == "--answers:3"
    with pytest.raises(UsageError, match="EN211"):
        parse_answers(made.one_of_each()[:1], "A,B")


@given(st.lists(st.text(r"甲A,|!?~=\-", min_size=1, max_size=6).filter(lambda text: text.strip() == text)))
def test_any_words_can_be_written_with_backslashes(texts: list[str]) -> None:
    line = ",".join("".join(f"\\{c}" if c in r"\,|!?~=-" else c for c in text) for text in texts)
    assert [parse_answer(made.free(), part).text for part in split_answers(line)] == texts


@given(made.items())
def test_every_key_can_be_written(item: Item) -> None:
    right = key(item)
    letters = "".join(chr(ord("A") + i) for i in right.picks)
    text = letters or "|".join(right.texts) or "甲=3"
    assert grade(item, parse_answer(item, text).response).right
    assert item.type is not ItemType.FREE or text == "甲=3"
