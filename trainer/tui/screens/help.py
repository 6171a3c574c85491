"""Help: the keys that work on this very screen, and how things are meant."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from trainer.i18n import t
from trainer.textutil import display_width
from trainer.tui import commands
from trainer.tui.page import Overlay, title_box
from trainer.tui.screens.reading import Reader
from trainer.tui.text import EMPTY, Row, Span, hanging, prose


class HelpOverlay(Overlay[None]):
    """The list of commands, read for one screen."""

    BINDINGS: ClassVar[list[Binding]] = [Binding("enter,question_mark,f1", "close", show=False)]

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def inside(self) -> ComposeResult:
        yield Reader(self.rows)

    def on_mount(self) -> None:
        """Write the title."""
        title_box(self.query_one("#dialog"), t("tui.cmd.help"), t("tui.overlay.read"))
        self.query_one(Reader).focus()

    def rows(self, width: int) -> list[Row]:
        """Keys with what they do, then the words of this screen explained."""
        entries: list[tuple[str, str]] = []
        for command in commands.of_screen(self.scope):
            if command.id not in {e[0] for e in entries}:
                names = [commands.shown_key(command), *map(commands.key_name, command.keys[1:])]
                names = names[:1] if command.id in commands.DIGITS else names
                entries.append((command.id, " / ".join(dict.fromkeys(names))))
        column = max(display_width(keys) for _, keys in entries) + 2
        rows: list[Row] = []
        for name, keys in entries:
            words = commands.word(f"help.{name}", commands.word(f"cmd.{name}"))
            rows += hanging(keys, words, width, column, label_role="key")
        rows += hanging(t("tui.help.arrows.key"), t("tui.help.arrows"), width, column, label_role="key")
        about = commands.word(f"about.{self.scope}", "")
        for part in about.split("\n") if about else ():
            rows += [EMPTY, *prose(part, width, "muted")]
        rows += [EMPTY, (Span(t("tui.help.fullwidth"), "muted"),)] if width >= 60 else []
        return rows
