"""Findings of the analysis: messages and what to do (owned by the analysis)."""

from __future__ import annotations

MESSAGES: dict[str, str] = {}
