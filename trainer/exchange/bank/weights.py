"""The weights that Moodle accepts for an answer; any other is an error on its import."""

from __future__ import annotations

WEIGHTS = (
    100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333, 30.0, 25.0, 20.0, 16.66667,
    14.28571, 12.5, 11.11111, 10.0, 5.0, 0.0,
)  # fmt: skip
"""Percent; each but 0 also negative."""


def nearest(share: float) -> float:
    """The accepted weight nearest to a share of 1, in percent."""
    best = min(WEIGHTS, key=lambda weight: abs(weight - abs(share) * 100))
    return -best if share < 0 else best


def percent(weight: float) -> str:
    """A weight as it is written: ``33.33333``, ``50``."""
    return f"{weight:.5f}".rstrip("0").rstrip(".")
