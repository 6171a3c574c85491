"""Quizzes and reviews as the service words them."""

MESSAGES: dict[str, str] = {
    "comma": "；",
    "omitted": "（没有作答）",
    "erased": "（{length} 字的作答，原文已不保存）",
    "mistakes": "错题本",
    "review": "复习",
}
