"""Texts of the interface: one catalogue per language, split by area so that a command loads only what it says.

A key is ``area.rest``; ``trainer/i18n/<language>/<area>.py`` holds ``MESSAGES`` with the keys without their area.
"""

from __future__ import annotations

from importlib import import_module

LANGUAGES = ("zh", "en")
DEFAULT = "zh"

_language = DEFAULT
_areas: dict[tuple[str, str], dict[str, str]] = {}


def set_language(language: str) -> None:
    """Choose the language of all later texts; raises ValueError for one that is not in ``LANGUAGES``."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def area(name: str, lang: str) -> dict[str, str]:
    """All messages of one area in one language."""
    found = _areas.get((lang, name))
    if found is None:
        found = _areas[lang, name] = import_module(f"trainer.i18n.{lang}.{name}").MESSAGES
    return found


def t(key: str, /, **params: object) -> str:
    """The text of a key in the language in use, with ``{name}`` replaced by the parameter of that name.

    Raises:
        KeyError: The key is in no catalogue (a programming error that a test finds).
    """
    name, _, rest = key.partition(".")
    text = area(name, _language)[rest]
    return text.format(**params) if params else text
