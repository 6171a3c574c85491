"""The shipped questions through the engine: every key has full marks, every paper survives JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainer.content.question_reader import read_questions
from trainer.engine.paper import compose
from trainer.engine.quiz import grade, key, misfit, paper_from_dict, paper_to_dict, same_words
from trainer.engine.quiz_types import Purpose

FILES = sorted((Path(__file__).parents[2] / "courseware" / "questions").glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_has_full_marks(path: Path) -> None:
    found = read_questions(path.read_bytes(), str(path), competencies=()).file
    assert found is not None
    for item in found.items:
        assert not misfit(item, key(item))
        assert grade(item, key(item)).right, item.name
        assert all(same_words(words, words) for accepted in item.blanks for words in accepted)
    paper = compose(found.id, found.title, Purpose.PRACTICE, found.items, "s")
    assert paper_from_dict(json.loads(json.dumps(paper_to_dict(paper)))) == paper
