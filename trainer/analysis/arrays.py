"""Kinds of arrays, and what every array computation here needs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TIMEOUT = -1
"""``choice`` of an edge that a timer takes."""


def spans(first: Ints, length: Ints) -> Ints:
    """The numbers ``first[i] … first[i] + length[i] - 1`` for all i, one after the other."""
    total = int(length.sum())
    if total == 0:
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(length)
    return np.arange(total) - np.repeat(ends - length - first, length)
