"""Decisions to evidence, evidence to competency estimates."""

SCORING_VERSION = 1
"""Changes whenever the same moves could give another score."""
