"""The transcript of a play: lines are appended and wrapped once; what is new stands out and comes into view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding

from trainer.service.views import Line, LineKind
from trainer.tui.draw import line_rows, name_column
from trainer.tui.text import EMPTY, Pane, Row, span

Entry = tuple[Line, bool]


class Transcript(Pane, can_focus=False):
    """All lines of a play; those before the last action are set back a little."""

    BINDINGS: ClassVar[list[Binding]] = []  # type: ignore[assignment]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.lines: tuple[Line, ...] = ()
        self.new_from = 0
        self._starts: list[int] = []

    def show_lines(self, lines: tuple[Line, ...], new_from: int) -> None:
        """Show these; lines that were there already are kept as they are, only set back."""
        self.lines = lines
        self.new_from = min(new_from, max(0, len(lines) - 1))
        self._width = -1
        self.lay_out()
        self.to_new()

    def make_rows(self, width: int) -> Iterable[Row]:
        rows: list[Row] = []
        self._starts = []
        node = ""
        column = name_column(self.lines)
        for index, line in enumerate(self.lines):
            if rows:
                rows.append(EMPTY)
            self._starts.append(len(rows))
            if line.node and line.node != node and line.kind not in (LineKind.YOU, LineKind.COACH):
                rows += [(span(line.node, "muted"),), EMPTY]
                node = line.node
            rows += line_rows(line, width, column=column, old=index < self.new_from)
        return rows

    def to_new(self) -> None:
        """Bring the first new line into view, and as much of the rest as fits."""
        height = self.scrollable_content_region.height
        if not self._starts or height <= 0:
            return
        first = self._starts[self.new_from]
        last = max(0, len(self._rows) - height)
        self.scroll_to(y=min(first, last), animate=False, force=True)
        self.note_below()

    def on_resize(self) -> None:
        at_new = self._width != self.scrollable_content_region.width
        super().on_resize()
        if at_new or self.below:
            self.to_new()

    def page(self, direction: int) -> None:
        """Scroll by a page."""
        height = max(1, self.scrollable_content_region.height - 2)
        self.scroll_to(y=self.scroll_y + direction * height, animate=False)
