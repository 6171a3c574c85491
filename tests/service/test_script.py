"""``--choices``: what a word of a script means in a situation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trainer.engine.types import Choose, Respond, Timeout
from trainer.errors import UsageError
from trainer.service.script import scripted, split_script
from trainer.service.views import AnswerView, Mode, OptionView, PlayView, TimerView

VIEW = PlayView(
    attempt="a", scenario="s", title="S", mode=Mode.PRACTICE, node="总机", step=0, transcript=(), new_from=0,
    options=(
        OptionView(1, 2, "请他推荐一位主任"),
        OptionView(2, 0, "请第三方做检测"),
        OptionView(3, 5, "3天后再来"),
        OptionView(0, 1, "约钟工见面", locked=True, reason="需 信任≥3"),
    ),
    answer=None, variables=(), people=(), firm_votes=0, all_votes=0, ladders=(), budget=None, timers=(),
    can_undo=False, ended=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("1", 0),
        ("2", 2),
        ("３", 5),
        ("请第三方", 0),
        ("请第三方做检测", 0),
        ("请他", 2),
        ("3天", 5),
        ("3 天 后", 5),
    ],
)
def test_number_in_file_order_or_beginning_of_a_text(word: str, choice: int) -> None:
    assert scripted(VIEW, word, 1).action == Choose(choice)


@pytest.mark.parametrize(
    ("word", "code"), [("4", "SV101"), ("0", "SV101"), ("约钟工", "SV101"), ("", "SV101"), ("请", "SV102")]
)
def test_what_matches_nothing_or_too_much_is_told_with_its_place_and_the_texts(word: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        scripted(VIEW, word, 3)
    assert caught.value.code == code
    assert caught.value.place == "--choices[3]"
    assert "1「请第三方做检测」" in str(caught.value.params["options"])
    assert "约钟工" not in str(caught.value.params["options"])
    assert caught.value.exit_code == 2


def test_an_exact_text_wins_over_longer_ones() -> None:
    view = replace(VIEW, options=(OptionView(1, 0, "等等看"), OptionView(2, 1, "等")))
    assert scripted(view, "等", 1).action == Choose(1)


def test_timeout_needs_a_timer() -> None:
    with pytest.raises(UsageError) as caught:
        scripted(VIEW, "超时", 1)
    assert caught.value.code == "SV103"
    assert scripted(replace(VIEW, timers=(TimerView("limit", 9),)), " 超时 ", 1).action == Timeout()


@pytest.mark.parametrize(
    ("word", "text"), [("答:先听他说", "先听他说"), ("答：先听他说", "先听他说"), ("先听他说", "先听他说"), ("1", "1")]
)
def test_a_free_answer_is_any_text(word: str, text: str) -> None:
    found = scripted(replace(VIEW, options=(), answer=AnswerView("?", 1, 9, ())), word, 1)
    assert isinstance(found.action, Respond)
    assert found.text == text


def test_scripts_are_split_at_ascii_commas_only() -> None:
    assert split_script(" 1, 请他说，再走 ,超时,") == ("1", "请他说，再走", "超时")
    assert split_script("") == ()
