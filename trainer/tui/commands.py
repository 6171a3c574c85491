"""Every command of the interface, once: bindings, the key line, the palette and the help are read off this list."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something a user can ask for.

    Attributes:
        id: ``tui.cmd.<id>`` is its name, ``tui.help.<id>`` says what it does.
        action: The Textual action.
        keys: Keys, the first of them shown. A single letter always has a twin that an input method lets through.
        scope: ``app``, ``page`` (the main pages) or the name of one screen.
        line: Shown in the key line.
        palette: Offered in the palette.
        shown: How the key is written, when not the first of ``keys``.
    """

    id: str
    action: str
    keys: tuple[str, ...]
    scope: str
    line: bool = False
    palette: bool = True
    shown: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("choose", "choose(1)", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), "play", True, False, "1-9"),
    Command("panel", "panel", ("f2", "tab"), "play", True, shown="F2"),
    Command("undo", "undo", ("u", "ctrl+z"), "play", True),
    Command("transcript", "transcript", ("t", "f3"), "play", True),
    Command("pause", "pause", ("p", "f4"), "play", True),
    Command("leave_play", "back", ("escape",), "play", True, shown="Esc"),
    Command("abandon", "abandon", ("f8",), "play"),
    Command("debrief_more", "more", ("enter",), "debrief", True, False),
    Command("restart", "restart", ("r", "f5"), "debrief", True),
    Command("again", "again", ("a", "f6"), "debrief", True),
    Command("transcript", "transcript", ("t", "f3"), "debrief", True),
    Command("export", "export", ("e", "ctrl+e"), "debrief", True),
    Command("start", "start", ("enter",), "briefing", True, False),
    Command("search", "search", ("slash", "ctrl+f"), "library", True, shown="/"),
    Command("sort", "sort", ("s", "f5"), "library", True),
    Command("open", "open", ("enter",), "library", True, False),
    Command("open", "open", ("enter",), "results", True, False),
    Command("open", "open", ("enter",), "home", True, False),
    Command("home", "goto('home')", ("1", "f6"), "page", shown="1"),
    Command("library", "goto('library')", ("2", "f7"), "page", shown="2"),
    Command("results", "goto('results')", ("3", "f8"), "page", shown="3"),
    Command("settings", "settings", ("4", "f9"), "page", shown="4"),
    Command("people", "people", ("w", "f10"), "page", True),
    Command("back", "back", ("escape",), "back", True, False, "Esc"),
    Command("palette", "palette", ("ctrl+p",), "app", True, False),
    Command("help", "help", ("question_mark", "f1"), "app", True, shown="?"),
    Command("quit_page", "quit", ("q",), "page", True, False),
    Command("quit", "quit", ("ctrl+q", "ctrl+c"), "app", shown="Ctrl+Q"),
)

SCOPES: dict[str, tuple[str, ...]] = {
    "home": ("home", "page"),
    "library": ("library", "page"),
    "results": ("results", "page"),
    "briefing": ("briefing", "back"),
    "play": ("play",),
    "debrief": ("debrief", "back"),
}
"""The scopes a screen has besides ``app``."""

_NAMES = {
    "enter": "tui.key.enter",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "tab": "Tab",
    "space": "tui.key.space",
}


def of_screen(screen: str) -> list[Command]:
    """The commands of a screen, its own first."""
    scopes = (*SCOPES.get(screen, ()), "app")
    return [command for scope in scopes for command in COMMANDS if command.scope == scope]


def bindings(screen: str) -> list[Binding]:
    """Textual's bindings of a screen without those of the app. ``choose`` binds each digit to its choice."""
    out: list[Binding] = []
    for command in of_screen(screen):
        if command.scope == "app":
            continue
        for key in command.keys:
            action = f"choose({key})" if command.id == "choose" else command.action
            out.append(Binding(key, action, command.id, show=False))
    return out


def app_bindings() -> list[Binding]:
    """The bindings that work on every screen; the quit keys have priority over a text field."""
    return [
        Binding(key, command.action, command.id, show=False, priority=key.startswith("ctrl+q") or key == "ctrl+p")
        for command in COMMANDS
        if command.scope == "app"
        for key in command.keys
    ]


def key_name(key: str) -> str:
    """How a key is written: 回车, Ctrl+Z, F2, u."""
    from trainer.i18n import t

    name = _NAMES.get(key)
    if name:
        return t(name) if name.startswith("tui.") else name
    if key.startswith("ctrl+"):
        return "Ctrl+" + key[5:].upper()
    return key.upper() if len(key) > 1 else key


def shown_key(command: Command) -> str:
    """How the command's first key is written."""
    return command.shown or key_name(command.keys[0])
