"""A page of a lesson: its text, and the buttons in it, in a measure that is good to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from trainer.textutil import display_width
from trainer.tui.markdown_rows import read, rows_of
from trainer.tui.text import EMPTY, Pane, Row, Span, clean, columns, fit, pad, wrap

MEASURE = 84
"""Most cells of a line of text: forty-two Chinese characters."""

STEP = 2
"""Rows that an arrow key scrolls."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press.

    Attributes:
        value: What it stands for.
        mark: The digit that presses it.
        kind, label, tail: What it is, what it says, how it stands with it.
        role: The look of ``tail``.
        off: Shown, but leads nowhere.
        column: Cells of the widest ``kind`` on the page.
    """

    value: object
    mark: str
    kind: str
    label: str
    tail: str = ""
    role: str = "muted"
    off: bool = False
    column: int = 0

    def rows(self, width: int, here: bool) -> list[Row]:
        """Its rows, each as wide as the measure."""
        kind, tail = clean(self.kind), clean(self.tail)
        kind = pad(kind, max(self.column, display_width(kind)))
        head = 4 + display_width(kind) + 2
        room = width - head - 1
        beside = room - display_width(tail) - 2 >= 16
        lines = wrap(self.label, max(8, room - (display_width(tail) + 2 if tail and beside else 0)))
        look = "muted" if self.off else ("strong" if here else "")
        rows: list[Row] = []
        for n, line in enumerate(lines):
            row: Row = (Span(" " * head), Span(line, look))
            if n == 0:
                number = Span(pad(f" {self.mark}", 4), "muted" if self.off else "key")
                row = (number, Span(kind + "  ", "muted" if self.off else "accent"), Span(line, look))
                if tail and beside:
                    row = columns(row, (Span(tail + " ", self.role),), width)
            rows.append(row)
        if tail and not beside:
            rows.append((Span(" " * head), Span(fit(tail, max(4, room)), self.role)))
        return rows


class LessonPane(Pane, can_focus=True, inherit_bindings=False):
    """Arrows move to the buttons in sight and else scroll; Enter presses the marked one. At first none is marked."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
    ]

    class Pressed(Message):
        """A button was pressed."""

        def __init__(self, value: object) -> None:
            super().__init__()
            self.value = value

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.parts: tuple[str | Button, ...] = ()
        self.buttons: tuple[Button, ...] = ()
        self.mark = -1
        self._owner: list[int] = []

    # --- content -----------------------------------------------------------------------------------------------------

    def set_page(self, parts: Iterable[str | Button], *, keep: bool = False, end: bool = False) -> None:
        """Show Markdown texts and buttons in their order.

        Args:
            keep: It is the same page: stay where the reader is.
            end: Begin at its end, for one who turns back.
        """
        self.parts = tuple(parts)
        self.buttons = tuple(part for part in self.parts if isinstance(part, Button))
        self.mark = min(self.mark, len(self.buttons) - 1) if keep else -1
        self._again()
        if not keep:
            self.scroll_to(
                y=max(0, len(self._rows) - self.scrollable_content_region.height) if end else 0, animate=False
            )
        self.note_below()

    def _again(self) -> None:
        self._width = -1
        self.lay_out()
        self.refresh(Region(0, 0, self.size.width, self.size.height))

    def measure(self, width: int) -> int:
        """Cells of a line of text in a pane of this width."""
        return max(8, min(MEASURE, width - 1))

    def make_rows(self, width: int) -> Iterable[Row]:
        size = self.measure(width)
        rows: list[Row] = []
        self._owner = []
        number = -1
        before: str | Button | None = None
        for part in self.parts:
            if isinstance(part, Button):
                number += 1
                made: Sequence[Row] = part.rows(size, number == self.mark)
            else:
                made = rows_of(read(part), size)
            if before is not None and not (isinstance(before, Button) and isinstance(part, Button)):
                made = [EMPTY, *made]
                self._owner.append(-1)
            rows += made
            self._owner += [number if isinstance(part, Button) else -1] * (len(rows) - len(self._owner))
            before = part
        return rows

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        size = self.measure(width)
        index = y + self.scroll_offset.y
        row = self._rows[index] if index < len(self._rows) else EMPTY
        owner = self._owner[index] if index < len(self._owner) else -1
        over = "" if owner < 0 else ("cursor" if owner == self.mark else "raised")
        left = max(0, (width - size) // 2)
        strips = [self.paint(EMPTY, left), self.paint(row, size, over=over), self.paint(EMPTY, width - left - size)]
        return Strip.join(strips)

    # --- moving ------------------------------------------------------------------------------------------------------

    def _lines(self, button: int) -> list[int]:
        return [line for line, owner in enumerate(self._owner) if owner == button]

    def _seen(self, button: int) -> bool:
        lines, top = self._lines(button), int(self.scroll_y)
        return bool(lines) and top <= lines[0] and lines[-1] < top + self.scrollable_content_region.height

    def _set_mark(self, button: int) -> None:
        self.mark = button
        self._again()

    def action_step(self, step: int) -> None:
        """To the next button in sight, else scroll; above the first one no button is marked."""
        places = [n for n, button in enumerate(self.buttons) if not button.off]
        wanted = [n for n in places if (n - self.mark) * step > 0 and (self.mark >= 0 or step > 0)]
        target = (wanted[0] if step > 0 else wanted[-1]) if wanted else None
        if target is not None and self._seen(target):
            self._set_mark(target)
            return
        if step < 0 and self.mark >= 0 and target is None:
            self._set_mark(-1)
        self.scroll_to(y=self.scroll_y + step * STEP, animate=False)

    def action_edge(self, end: int) -> None:
        """The beginning or the end of the page."""
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False)

    def turn(self, step: int) -> bool:
        """A screenful on or back; returns whether there was one."""
        height = self.scrollable_content_region.height
        before = self.scroll_y
        if (self.below if step > 0 else before) <= 0:
            return False
        self.scroll_to(y=before + step * max(1, height - 1), animate=False)
        return True

    def press(self, number: int) -> bool:
        """Press a button by its position; returns whether there is one that leads somewhere.

        No button is marked afterwards: who comes back reads on with Enter.
        """
        if not 0 <= number < len(self.buttons) or self.buttons[number].off:
            return False
        self._set_mark(-1)
        self.post_message(self.Pressed(self.buttons[number].value))
        return True

    def press_marked(self) -> bool:
        """Press the marked button, if one is."""
        return self.press(self.mark)

    def mark_first(self) -> bool:
        """Mark the first button that leads somewhere, if none is marked yet and there is one."""
        first = next((n for n, button in enumerate(self.buttons) if not button.off), None)
        if self.mark >= 0 or first is None:
            return False
        self._set_mark(first)
        return True

    def on_click(self, event: Click) -> None:
        """A click presses."""
        line = event.y - self.gutter.top + self.scroll_offset.y
        if 0 <= line < len(self._owner):
            self.press(self._owner[line])
