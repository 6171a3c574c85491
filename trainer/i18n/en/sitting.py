"""Quizzes and reviews as the service words them."""

MESSAGES: dict[str, str] = {
    "comma": "; ",
    "omitted": "(no answer)",
    "erased": "(an answer of {length} characters, whose words are no longer kept)",
    "mistakes": "My mistakes",
    "review": "Review",
}
