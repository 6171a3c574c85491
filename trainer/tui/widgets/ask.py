"""A question with a few short answers on one line: how sure, how good. A digit, an arrow and Enter, or a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.strip import Strip

from trainer.textutil import display_width
from trainer.tui.text import EMPTY, Painter, Row, Span, clean, prose


class AskBar(Painter, can_focus=True):
    """The question, and under it the answers, as many on a line as fit. Enter without a mark takes None."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down", "move(1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(self, taken: Callable[[object | None], None], *, id: str | None = None) -> None:  # noqa: A002
        """Make it; ``taken`` gets what was taken at once, before another key can come, None for nothing."""
        super().__init__(id=id)
        self._taken = taken
        self.question = ""
        self.entries: tuple[tuple[str, str, object | None], ...] = ()
        self.cursor = -1
        self._hits: list[tuple[int, int, int, int]] = []
        self._laid: list[Row] = []

    def ask(self, question: str, entries: tuple[tuple[str, str, object | None], ...]) -> None:
        """Ask; an entry is a key, its words and what it stands for."""
        self.question, self.entries, self.cursor = question, entries, -1
        self.refresh(layout=True)

    def pick(self, key: str) -> bool:
        """Take the entry with this key."""
        for index, (name, _, value) in enumerate(self.entries):
            if name == key:
                self.cursor = index
                self.refresh()
                self._taken(value)
                return True
        return False

    def action_move(self, step: int) -> None:
        """Mark the next entry."""
        count = len(self.entries)
        self.cursor = (0 if step > 0 else count - 1) if self.cursor < 0 else (self.cursor + step) % count
        self.refresh()

    def action_take(self) -> None:
        """Take the marked entry, else none."""
        value = self.entries[self.cursor][2] if 0 <= self.cursor < len(self.entries) else None
        self._taken(value)

    # --- painting ----------------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[Row]:
        """The rows at a width."""
        rows = prose(self.question, width, "muted")
        self._hits = []
        line: list[Span] = []
        at = 0
        for index, (key, words, _) in enumerate(self.entries):
            text = clean(words)
            size = display_width(key) + 1 + display_width(text)
            if line and at + size > width:
                rows.append(tuple(line))
                line, at = [], 0
            on = index == self.cursor
            self._hits.append((len(rows), at, at + size, index))
            line += [Span(key, "key"), Span(f" {text}", "accent" if on else ""), Span("   ")]
            at += size + 3
        return [*rows, tuple(line)] if line else rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width)) if width > 0 else 0

    def render(self) -> Content:
        return Content("")

    def render_line(self, y: int) -> Strip:
        rows = self.rows(self.size.width)
        return self.paint(rows[y] if y < len(rows) else EMPTY, self.size.width)

    def on_click(self, event: Click) -> None:
        """Take the entry that was clicked."""
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        for row, start, end, index in self._hits:
            if row == y and start <= x < end:
                self._taken(self.entries[index][2])
