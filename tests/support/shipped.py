"""What is worked out once for each shipped case, whichever test asks first."""

from __future__ import annotations

from functools import cache

from trainer.analysis.report import Analysis, analyse
from trainer.analysis.solve import Solution
from trainer.content.library import Library, load_library


@cache
def library() -> Library:
    """The shipped library."""
    return load_library()


@cache
def analysis(case: str) -> Analysis:
    """The whole analysis of a case."""
    return analyse(library().get(case))


def solution(case: str) -> Solution:
    """Its exact values."""
    return analysis(case).solution


CASES = list(library().cards)
