"""What a user has chosen about the interface; kept in the database as settings, read once when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trainer.i18n import LANGUAGES
from trainer.tui.port import ServicePort
from trainer.tui.theme import DEFAULT, NAMES


@dataclass(frozen=True, slots=True)
class Prefs:
    """Language (None: not chosen), theme, timers on or off, motion, whether a quiz asks how sure one is."""

    language: str | None = None
    theme: str = DEFAULT
    timers: bool = True
    motion: bool = True
    confidence: bool = True


def load(service: ServicePort) -> Prefs:
    """Read the settings; what is missing or not understood keeps its default."""
    language = service.setting("language")
    theme = service.setting("theme")
    return Prefs(
        language=language if language in LANGUAGES else None,
        theme=theme if theme in NAMES else DEFAULT,
        timers=service.setting("timers") != "off",
        motion=service.setting("motion") != "off",
        confidence=service.setting("confidence") != "off",
    )


def stored(name: str, value: object) -> tuple[str, str]:
    """A preference as a setting's key and value."""
    if name in ("timers", "motion", "confidence"):
        return name, "on" if value else "off"
    return name, str(value)


def changed(prefs: Prefs, name: str, value: object) -> Prefs:
    """The preferences with one of them changed."""
    return replace(prefs, **{name: value})  # type: ignore[arg-type]
