"""One quiz; the parts are in quiz_step (start, step, replay), quiz_grade (grade, chance) and quiz_json (JSON forms)."""

from trainer.engine.quiz_grade import (
    CHOICES,
    TOP_RATING,
    chance,
    grade,
    key,
    misfit,
    number_text,
    pending,
    right_options,
)
from trainer.engine.quiz_json import (
    grade_from_dict,
    grade_to_dict,
    paper_from_dict,
    paper_to_dict,
    response_from_dict,
    response_to_dict,
    state_from_dict,
    state_to_dict,
)
from trainer.engine.quiz_step import actions_of, replay, responses, start, step
from trainer.engine.quiz_words import read_number, same_words

__all__ = [
    "CHOICES",
    "TOP_RATING",
    "actions_of",
    "chance",
    "grade",
    "grade_from_dict",
    "grade_to_dict",
    "key",
    "misfit",
    "number_text",
    "paper_from_dict",
    "paper_to_dict",
    "pending",
    "read_number",
    "replay",
    "response_from_dict",
    "response_to_dict",
    "responses",
    "right_options",
    "same_words",
    "start",
    "state_from_dict",
    "state_to_dict",
    "step",
]
