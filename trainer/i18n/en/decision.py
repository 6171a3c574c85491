"""Decisions of cases as questions."""

MESSAGES = {
    "best": "The best choice: {option}",
    "redline": "This breaks red line {code}.",
    "frameworks": "Frameworks: {codes}",
    "comma": ", ",
}
