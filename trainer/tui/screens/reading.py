"""Something to read, over the screen: the state of things, the whole transcript, a decision in full."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from trainer.i18n import t
from trainer.tui.page import Overlay, title_box
from trainer.tui.text import Builder, Pane


class Reader(Pane, can_focus=True):
    """A pane that can be scrolled with the keys."""


class ReadingOverlay(Overlay[None]):
    """Arrows and page keys scroll, Esc and Enter close."""

    BINDINGS: ClassVar[list[Binding]] = [
        Binding("enter,f2,f3", "close", show=False),
        Binding("space,right", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]

    def __init__(self, title: str, build: Builder, *, wide: bool = False, end: bool = False) -> None:
        super().__init__()
        self.heading, self._build, self._wide, self._end = title, build, wide, end

    def inside(self) -> ComposeResult:
        yield Reader(self._build)

    def on_mount(self) -> None:
        """Write the title; a transcript starts at its end."""
        dialog = self.query_one("#dialog")
        dialog.set_class(self._wide, "-wide")
        title_box(dialog, t(self.heading), t("tui.overlay.read"))
        reader = self.query_one(Reader)
        reader.focus()
        if self._end:
            self.call_after_refresh(reader.scroll_end, animate=False)

    def action_turn(self, direction: int) -> None:
        """A page on or back."""
        reader = self.query_one(Reader)
        reader.scroll_to(y=reader.scroll_y + direction * max(1, reader.size.height - 2), animate=False)
