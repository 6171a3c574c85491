"""Texts of the readable report on a scenario."""

MESSAGES = {
    "timeout": "超时",
}
