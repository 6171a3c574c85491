"""Taking quizzes: feedback, exams, retries, rating, time, cards."""

from __future__ import annotations

import pytest

from tests.support.quizzes import EVERY, EXAM, RIGHT, WRONG, key, parsed, reply, take
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.errors import UsageError


@pytest.fixture
def quiz_world(world):
    world.put("questions/every-type.md", EVERY)
    world.put("exams/first-exam.md", EXAM)
    return world


@pytest.fixture
def quizzes(quiz_world):
    return quiz_world.open()


def test_practice(quizzes):
    view = quizzes.start_quiz("every-type", key=key(), seed="1")
    assert view.total == 9 and view.item.index == 0 and view.item.grade is None
    after = reply(quizzes, view, WRONG[view.item.name])
    assert after.item.index == 0
    assert after.item.grade.score == 0.0 or after.item.grade.score is not None
    end = take(quizzes, view)
    assert end.ended and end.closed and end.item is None
    result = quizzes.quiz_result(view.attempt)
    print(result)
    assert result.right == 8
    assert result.due == 1
    assert quizzes.verify().ok, quizzes.verify().findings
