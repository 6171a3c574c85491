"""Every command of the interface, once: bindings, the key line, the palette and the help are read off this list."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something a user can ask for.

    Attributes:
        id: ``cmd.<id>`` is its name, ``help.<id>`` says what it does, in one of ``AREAS``.
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
    Command("card", "card", ("c", "f4"), "debrief", True),
    Command("again", "again", ("a", "f6"), "debrief", True),
    Command("transcript", "transcript", ("t", "f3"), "debrief", True),
    Command("export", "export", ("e", "ctrl+e"), "debrief", True),
    Command("start", "start", ("enter",), "briefing", True, False),
    Command("search", "search", ("slash", "ctrl+f"), "library", True, shown="/"),
    Command("sort", "sort", ("s", "f5"), "library", True),
    Command("open", "open", ("enter",), "library", True, False),
    Command("open", "open", ("enter",), "results", True, False),
    Command("open", "open", ("enter",), "home", True, False),
    Command("search", "search", ("slash", "ctrl+f"), "quizzes", True, shown="/"),
    Command("open", "open", ("enter",), "quizzes", True, False),
    Command("review", "goto_review", ("r", "f5"), "quizzes", True),
    Command("mistakes", "goto_mistakes", ("m", "f3"), "quizzes", True),
    Command("calibration", "goto_calibration", ("k", "f4"), "quizzes", True),
    Command("history", "goto_history", ("h", "f2"), "quizzes", True),
    Command("history", "goto_history", ("h", "f2"), "results", True),
    Command("choose", "choose(1)", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), "quiz", True, False, "1-9"),
    Command("toggle", "tick_option", ("space",), "quiz", True, False),
    Command("shift_up", "shift(-1)", ("shift+up", "ctrl+up"), "quiz", True, False, "Shift+↑↓"),
    Command("shift_down", "shift(1)", ("shift+down", "ctrl+down"), "quiz", False, False, "Shift+↓"),
    Command("turn", "turn(1)", ("right",), "quiz", True, False, "← →"),
    Command("turn_back", "turn(-1)", ("left",), "quiz", False, False),
    Command("take_back", "take_back", ("backspace", "delete"), "quiz", False, False),
    Command("go_on", "go_on", ("enter",), "quiz", True, False),
    Command("source", "source", ("l", "f2"), "quiz", True),
    Command("card", "card", ("c", "f4"), "quiz", True),
    Command("skip", "skip", ("s", "f3"), "quiz", True),
    Command("easy", "easy", ("e", "f10"), "quiz", True),
    Command("confidence", "confidence", ("f7",), "quiz"),
    Command("hand_in", "hand_in", ("f9",), "quiz", True),
    Command("leave_play", "back", ("escape",), "quiz", True, shown="Esc"),
    Command("abandon_quiz", "abandon", ("f8",), "quiz"),
    Command("item_more", "more", ("enter",), "quiz_result", True, False),
    Command("rate", "rate(0)", ("0", "1", "2", "3"), "quiz_result", True, False, "0-3"),
    Command("source", "source", ("l", "f2"), "quiz_result", True),
    Command("card", "card", ("c", "f4"), "quiz_result", True),
    Command("again_quiz", "again", ("a", "f6"), "quiz_result", True),
    Command("item_go", "open", ("enter",), "mistakes", True, False),
    Command("all_mistakes", "all", ("a", "f6"), "mistakes", True),
    Command("item_go", "open", ("enter",), "calibration", True, False),
    Command("open", "open", ("enter",), "quiz_history", True, False),
    Command("begin_review", "open", ("enter",), "review", True, False),
    Command("card_out", "card_out", ("delete", "f8"), "review", True),
    Command("review", "goto_review", ("r", "f5"), "home", True),
    Command("lesson", "goto_lesson", ("l", "f2"), "home", True),
    Command("search_all", "search_all", ("slash", "ctrl+f"), "course", True, shown="/"),
    Command("open", "open", ("enter",), "course", True, False),
    Command("fold", "fold(-1)", ("left",), "course", False, False),
    Command("unfold", "fold(1)", ("right",), "course", False, False),
    Command("page_on", "page_on", ("right",), "lesson", True, shown="← →"),
    Command("page_back", "page_back", ("left",), "lesson", shown="←"),
    Command("read_on", "read_on", ("space", "pagedown"), "lesson", True, False),
    Command("read_back", "read_back", ("pageup",), "lesson", False, False),
    Command("part", "part(1)", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), "lesson", True, False, "1-9"),
    Command("press", "go_on", ("enter",), "lesson", False, False),
    Command("contents", "contents", ("f2", "tab"), "lesson", True, shown="F2"),
    Command("search_all", "search_all", ("slash", "ctrl+f", "ctrl+k"), "lesson", True, shown="/"),
    Command("home", "goto('home')", ("1", "f6"), "page", shown="1"),
    Command("library", "goto('library')", ("2", "f7"), "page", shown="2"),
    Command("course", "goto('course')", ("3", "f8"), "page", shown="3"),
    Command("quizzes", "goto('quizzes')", ("4", "f9"), "page", shown="4"),
    Command("results", "goto('results')", ("5", "f11"), "page", shown="5"),
    Command("search_all", "search_all", ("ctrl+k",), "page"),
    Command("settings", "settings", ("0", "f12"), "page", shown="0"),
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
    "course": ("course", "page"),
    "lesson": ("lesson", "back"),
    "quizzes": ("quizzes", "page"),
    "results": ("results", "page"),
    "briefing": ("briefing", "back"),
    "play": ("play",),
    "debrief": ("debrief", "back"),
    "quiz": ("quiz",),
    "quiz_result": ("quiz_result", "back"),
    "mistakes": ("mistakes", "back"),
    "calibration": ("calibration", "back"),
    "review": ("review", "back"),
    "quiz_history": ("quiz_history", "back"),
}
"""The scopes a screen has besides ``app``."""

DIGITS = ("choose", "rate", "part")
"""Commands of which each digit is a key of its own."""

AREAS = ("tui", "quiz", "course")
"""Areas of the catalogue that hold names and explanations of commands, looked through in this order."""

_NAMES = {
    "backspace": "Backspace",
    "delete": "Delete",
    "right": "→",
    "left": "←",
    "enter": "tui.key.enter",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "tab": "Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "tui.key.space",
}


def of_screen(screen: str) -> list[Command]:
    """The commands of a screen, its own first."""
    scopes = (*SCOPES.get(screen, ()), "app")
    return [command for scope in scopes for command in COMMANDS if command.scope == scope]


def bindings(screen: str) -> list[Binding]:
    """Textual's bindings of a screen without those of the app. Those of ``DIGITS`` bind each digit."""
    out: list[Binding] = []
    for command in of_screen(screen):
        if command.scope == "app":
            continue
        for key in command.keys:
            digit = command.id in DIGITS
            action = f"{command.id}({key})" if digit else command.action
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


def word(key: str, missing: str | None = None) -> str:
    """A text about commands (``cmd.…``, ``help.…``, ``about.…``) in the language in use.

    Raises:
        KeyError: No area has it and no ``missing`` was given.
    """
    from trainer.i18n import area, language

    for name in AREAS:
        found = area(name, language()).get(key)
        if found is not None:
            return found
    if missing is None:
        raise KeyError(key)
    return missing


def name_of(command: Command) -> str:
    """The name of a command."""
    return word(f"cmd.{command.id}")


def key_name(key: str) -> str:
    """How a key is written: 回车, Ctrl+Z, F2, u."""
    from trainer.i18n import t

    name = _NAMES.get(key)
    if name:
        return t(name) if name.startswith("tui.") else name
    for prefix in ("ctrl", "shift"):
        if key.startswith(prefix + "+"):
            rest = key[len(prefix) + 1 :]
            return f"{prefix.title()}+" + ({"up": "↑", "down": "↓"}.get(rest) or rest.upper())
    return key.upper() if len(key) > 1 else key


def shown_key(command: Command, *, typing: bool = False) -> str:
    """How the command's first key is written; while a text is being typed, the first that is no part of it."""
    first = command.keys[0]
    if typing and len(command.shown or first) == 1:
        return next((key_name(key) for key in command.keys if len(key) > 1 and key not in _TYPED), "")
    return command.shown or key_name(first)


_TYPED = ("slash", "question_mark", "space")
"""Keys with names that are characters all the same."""
