"""The names that competencies are shown by: their own, or in English the curriculum's English ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trainer.i18n import language

_english: dict[str, str] = {}


def know(names: Mapping[str, str]) -> None:
    """Take over the English names, by their own."""
    _english.clear()
    _english.update(names)


def names() -> dict[str, str]:
    """The names to show in the language in use, where they differ from their own."""
    return dict(_english) if language() == "en" else {}


def skill(name: str) -> str:
    """The name to show a competency by."""
    return _english.get(name, name) if language() == "en" else name


def skills(found: Iterable[str]) -> tuple[str, ...]:
    """The names to show competencies by, side by side; English ones are several words and need commas."""
    shown = tuple(map(skill, found))
    return tuple(f"{name}," for name in shown[:-1]) + shown[-1:] if language() == "en" else shown
