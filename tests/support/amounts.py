"""How much of a long series runs by default: the first few parts; the rest is ``heavy``, for ``make test-all``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def first_few(parts: Sequence[Any], few: int) -> list[Any]:
    """Parameters of a test: the first ``few`` as they are, the others marked heavy."""
    return [*parts[:few], *(pytest.param(part, marks=pytest.mark.heavy) for part in parts[few:])]


def together(names: Sequence[str]) -> list[Any]:
    """Parameters whose tests run in one worker each, so that what they share is worked out once."""
    return [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]
