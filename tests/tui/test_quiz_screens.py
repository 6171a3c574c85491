"""Every screen of quizzes and reviews: poison stays text, shapes hold, nothing is lost at 80x24, in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake_quiz import ITEMS, KEYS, graded
from tests.tui.fake_service import NOW, POISON, FakeService
from tests.tui.poison import poisoned
from tests.tui.screen_text import running, text_of, until
from tests.tui.test_screens import SANE_POISON, check_screen
from trainer import i18n
from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Response
from trainer.service.quiz_views import CalibrationRow, ItemView
from trainer.tui import quiz_list_rows as list_rows
from trainer.tui import quiz_result_rows as result_rows
from trainer.tui import quiz_rows
from trainer.tui.app import TrainerApp
from trainer.tui.screens.quiz import QuizScreen
from trainer.tui.text import Row, width_of
from trainer.tui.widgets.answers import ListBox
from trainer.tui.widgets.writing import answer_box


async def walk(app: TrainerApp, pilot: Pilot[Any]) -> list[str]:
    """Visit the pages, then every type of item as it is asked and as it is told, and the result."""
    seen: list[str] = []

    async def look(*keys: str, scope: str = "", overlay: bool = False) -> None:
        for key in keys:
            await pilot.press(key)
        await until(
            pilot,
            lambda: (
                app.desk.running == 0
                and (not scope or getattr(app.screen, "SCOPE", "") == scope)
                and app.screen.is_modal == overlay
            ),
            f"{keys} {scope}",
        )
        await pilot.pause()
        check_screen(app)
        seen.append(text_of(app))

    await look("4", scope="quizzes")
    await look("end", "enter", overlay=True)
    await look("escape", scope="quizzes")
    await look("m", scope="mistakes")
    await look("escape", scope="quizzes")
    await look("k", scope="calibration")
    await look("escape", scope="quizzes")
    await look("r", scope="review")
    await look("escape", scope="quizzes")
    app.start_quiz("pricing")
    await look(scope="quiz")
    screen = app.screen
    assert isinstance(screen, QuizScreen)
    await look("2", scope="quiz")
    await look("escape", "f1", overlay=True)
    await look("escape", scope="quiz")
    for n in range(len(ITEMS)):
        await until(pilot, lambda n=n: screen.stage == "answer" and screen.item and screen.item.index == n, str(n))  # type: ignore[misc]
        await look(scope="quiz")
        await look("f3", scope="quiz")
        await until(pilot, lambda: screen.stage == "feedback", f"told {n}")
        await pilot.press("enter")
    await look(scope="quiz_result")
    await look("up", "enter", overlay=True)
    await look("escape", scope="quiz_result")
    await look("escape", scope="quizzes")
    await look("h", scope="quiz_history")
    return seen


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("language", "size", "poison"),
    [("zh", (80, 24), POISON), ("en", (120, 40), POISON), ("en", (80, 24), ""), ("zh", (200, 60), "")],
    ids=["zh-80-poison", "en-120-poison", "en-80", "zh-200"],
)
async def test_every_screen_shows_poison_as_plain_text_and_keeps_its_shape(
    language: str, size: tuple[int, int], poison: str
) -> None:
    i18n.set_language(language)
    async with running(FakeService(poison=poison), size, language_fixed=True) as (app, pilot):
        seen = await walk(app, pilot)
        assert app.is_running
    everything = re.sub(r"[│\s]", "", "".join(seen))
    assert SANE_POISON in everything if poison else "quiz." not in everything


RIGHT = tuple(Response(texts=key) if key and isinstance(key[0], str) else Response(key or ()) for key in KEYS)
WRONG = (
    Response((2,)), Response((0, 2)), Response((0,)), Response((1,)), Response((3, 2, 1, 0)), Response((1, 0, -1)),
    Response(texts=("货币", "")), Response(texts=("9",)), Response(length=5, digest="x"),
)  # fmt: skip


def told(item: ItemView, response: Response, rating: int | None = None) -> ItemView:
    """The item with its answer and grade."""
    return replace(item, response=response, confidence=Confidence.SURE, grade=graded(item, response, rating))


def harmless(rows: Iterable[Row], width: int) -> str:
    """The text of rows that fit and hold no control character."""
    rows = list(rows)
    assert all(width_of(row) <= width for row in rows)
    text = "\n".join("".join(part.text for part in row) for row in rows)
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in text.replace("\n", ""))
    return text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [60, 76])
def test_every_list_fits_and_shows_poison_as_plain_text(language: str, width: int) -> None:
    i18n.set_language(language)
    service = FakeService(poison=POISON)
    service.start_quiz("final", exam=True, key="k")
    quizzes, queue, mistakes, calibration = (
        service.quizzes(), service.review_queue(), service.mistakes(), service.calibration()
    )  # fmt: skip
    items = [*list_rows.desk_items(queue, mistakes, calibration, NOW), *list_rows.quiz_items(quizzes)]
    items += [list_rows.mistake_item(mistakes[0], NOW), *list_rows.card_items(queue.due, NOW)]
    items += [list_rows.history_item(row, NOW) for row in service.quiz_history()]
    about = [item.value for item in items if item.value]
    result = service.quiz_result("q1")
    items += [result_rows.result_item(item) for item in result.items]
    for item in ITEMS:
        box = answer_box(poisoned(item, POISON), QuizScreen(lambda port: port.quiz(""), float))
        items += box.entries() if isinstance(box, ListBox) else []
    for built in items:
        harmless(built.build(width, True), width)
    for value in about:
        harmless(list_rows.about_rows(value, quizzes, queue, mistakes, calibration, width, NOW), width)
    harmless(result_rows.summary_rows(result, queue, width, NOW, whole=True), width)
    for item in result.items:
        harmless(result_rows.detail_rows(item, width), width)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.type.value)
@pytest.mark.parametrize("width", [36, 74, 110])
def test_feedback_fits_and_says_everything(item: ItemView, width: int) -> None:
    for response in (RIGHT[item.index], WRONG[item.index], Response()):
        view = poisoned(told(item, response), POISON)
        text = re.sub(r"\s", "", harmless(quiz_rows.feedback_rows(view, width, hint="按 l 打开"), width))
        assert "不是决定权" in text and "讲解" in text
        if item.type is not ItemType.FREE and response is WRONG[item.index]:
            right = item.choices or item.rights
            keys = [choice.text for choice in right if choice.index in (KEYS[item.index] or ())]
            assert all(re.sub(r"\s", "", key) in text for key in keys)


def test_verdicts_are_words_and_marks() -> None:
    assert quiz_rows.verdict(told(ITEMS[0], RIGHT[0])) == ("✓ 对", "good")
    assert quiz_rows.verdict(told(ITEMS[0], WRONG[0])) == ("✗ 错", "bad")
    assert quiz_rows.verdict(told(ITEMS[1], Response((0,)))) == ("~ 部分对，50%", "warn")
    assert quiz_rows.verdict(told(ITEMS[0], Response())) == ("- 没有答", "warn")
    assert quiz_rows.verdict(told(ITEMS[8], WRONG[8])) == ("? 等你自评", "warn")
    assert quiz_rows.verdict(told(ITEMS[8], WRONG[8], 3)) == ("自评 3 / 3", "good")
    assert quiz_rows.verdict(ITEMS[0])[0] == "已答"


@pytest.mark.parametrize(
    ("confidence", "answers", "score", "word"),
    [
        (Confidence.SURE, 4, 0.1, "题还少"),
        (Confidence.SURE, 9, 0.6, "自信但错的不少"),
        (Confidence.SURE, 9, 0.8, "略有高估"),
        (Confidence.SURE, 9, 0.95, "确实有数"),
        (Confidence.LIKELY, 9, 0.4, "高估"),
        (Confidence.GUESS, 9, 0.7, "比你以为的懂得多"),
    ],
)
def test_calibration_is_told_in_words(confidence: Confidence, answers: int, score: float, word: str) -> None:
    assert word in quiz_rows.calibration_word(CalibrationRow(confidence, answers, score))
