"""A poison string in every text that content or people bring, so that a test sees where it comes out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

_STRUCTURE = frozenset(
    {
        "attempt",
        "ident",
        "item",
        "file",
        "lesson",
        "letter",
        "digest",
        "scenario",
        "id",
        "status",
        "label",
        "open_attempt",
        "reason",
        "level",
        "redline",
        "module",
        "target",
        "previous_lesson",
        "next_lesson",
    }
)


_KINDS = ("limit", "clock", "text", "check", "case", "tool", "lesson", "question")


def poisoned(view: Any, poison: str, name: str = "") -> Any:
    """The same view with the poison in every text that content or people bring."""
    if isinstance(view, Enum):
        return view
    if isinstance(view, str):
        return view + poison if name not in _STRUCTURE and not (name == "kind" and view in _KINDS) else view
    if isinstance(view, tuple):
        return tuple(poisoned(part, poison, name) for part in view)
    if is_dataclass(view) and not isinstance(view, type):
        return replace(view, **{f.name: poisoned(getattr(view, f.name), poison, f.name) for f in fields(view)})
    return view
