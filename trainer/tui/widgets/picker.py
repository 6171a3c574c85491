"""A list to pick from with arrows, Enter or the mouse; an item may take several lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message

from trainer.textutil import display_width
from trainer.tui.text import Pane, Row, Span, clean, columns, pad, wrap

DIGITS = frozenset("123456789")

ItemBuilder = Callable[[int, bool], Sequence[Row]]
"""Builds an item's rows for a width; the flag says whether the cursor is on it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: what it stands for and how it looks. A disabled one is shown and skipped."""

    value: object
    build: ItemBuilder
    disabled: bool = False


class Picker(Pane, can_focus=True):
    """The list. The cursor never rests on a disabled item as long as another is there.

    A ``shy`` one shows its cursor only while it has the focus: it stands beside a list that is used more.
    ``digits`` takes 1 to 9 at once, as ``MOVES`` does the arrows.
    """

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("enter", "pick", show=False),
    ]

    MOVES: ClassVar[dict[str, tuple[str, int]]] = {
        "up": ("move", -1),
        "down": ("move", 1),
        "home": ("edge", 0),
        "end": ("edge", 1),
    }
    """Keys that act at once. A binding acts only when its key has gone round by all parents: 2 ms that one feels."""

    class Moved(Message):
        """The cursor went to another item."""

        def __init__(self, picker: Picker, index: int, value: object) -> None:
            super().__init__()
            self.picker, self.index, self.value = picker, index, value

    class Picked(Message):
        """An item was picked."""

        def __init__(self, picker: Picker, index: int, value: object) -> None:
            super().__init__()
            self.picker, self.index, self.value = picker, index, value

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
        wraps: bool = True,
        shy: bool = False,
        digits: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.items: tuple[Item, ...] = ()
        self.cursor = 0
        self.wraps = wraps
        self.shy = shy
        self.digits = digits
        self.pressed = False
        self._owner: list[int] = []
        self._made: dict[tuple[int, bool], Sequence[Row]] = {}
        self._made_for = -1

    # --- content ---------------------------------------------------------------------------------------------------

    def set_items(self, items: Iterable[Item], *, cursor: int | None = None) -> None:
        """Show these; the cursor goes to ``cursor``, else to the first that can be picked."""
        self.items = tuple(items)
        self._made, self.pressed = {}, False
        start = 0 if cursor is None else max(0, min(cursor, len(self.items) - 1))
        self.cursor = self._free(start, 1)
        self._again()
        self.scroll_to(y=0, animate=False)
        if self.cursor:
            self._reveal()
        self.refresh(layout=True)

    @property
    def value(self) -> object | None:
        """What the item under the cursor stands for."""
        return self.items[self.cursor].value if self.items else None

    def make_rows(self, width: int) -> Iterable[Row]:
        self._owner = []
        rows: list[Row] = []
        for index in range(len(self.items)):
            built = self._rows_of(index, width)
            rows.extend(built)
            self._owner.extend([index] * len(built))
        return rows

    def _rows_of(self, index: int, width: int) -> Sequence[Row]:
        """The rows of an item, built once for a width with the cursor and once without."""
        if width != self._made_for:
            self._made, self._made_for = {}, width
        here = index == self.cursor
        found = self._made.get((index, here))
        if found is None:
            found = self._made[index, here] = self.items[index].build(width, here)
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        inner = width - 1  # the gutter of the scrollbar
        if inner <= 0:
            return 0
        return sum(len(self._rows_of(index, inner)) for index in range(len(self.items)))

    def over(self, index: int) -> str:
        if self.shy and not self.has_focus:
            return ""
        on = index < len(self._owner) and self._owner[index] == self.cursor
        if not on or not self.items or self.items[self.cursor].disabled:
            return ""
        return "pressed" if self.pressed else "cursor"

    def press(self) -> None:
        """Show that the item under the cursor was taken, until the cursor moves or other items come."""
        self.pressed = True
        for line, owner in enumerate(self._owner):
            if owner == self.cursor:
                self.refresh_line(line)

    def _again(self) -> None:
        self._width = -1
        self.lay_out()

    # --- moving ----------------------------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """Move, or hand a digit on; what else a key may do is for the bindings, here and on the screen."""
        move = self.MOVES.get(event.key)
        if move is not None:
            event.stop()
            getattr(self, f"action_{move[0]}")(move[1])
        elif self.digits is not None and event.key in DIGITS:
            event.stop()
            self.digits(int(event.key))

    def _free(self, start: int, direction: int) -> int:
        """The first item from ``start`` on that can be picked, going round; ``start`` if there is none."""
        count = len(self.items)
        for step in range(count):
            index = (start + step * direction) % count
            if not self.items[index].disabled:
                return index
        return start

    def go(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on an item."""
        if not self.items or index == self.cursor:
            return
        before = self._lines()
        self.cursor, self.pressed = index, False
        self._rows = list(self.make_rows(self._width)) if self._width > 0 else []
        after = self._lines()
        if len(after) != len(before):
            self._again()
        else:
            for line, (old, new) in enumerate(zip(before, after, strict=True)):
                if old != new:
                    self.refresh_line(line)
        self._reveal()
        if tell:
            self.post_message(self.Moved(self, index, self.items[index].value))

    def _lines(self) -> list[tuple[Row, str]]:
        """What every line shows, to find those that change."""
        return [(row, self.over(line)) for line, row in enumerate(self._rows)]

    def _reveal(self) -> None:
        """Scroll so that the item under the cursor is seen."""
        lines = [line for line, owner in enumerate(self._owner) if owner == self.cursor]
        if lines:
            height = self.scrollable_content_region.height
            top, bottom = lines[0], lines[-1]
            if self.cursor == self._free(0, 1):
                top = 0
            if top < self.scroll_y:
                self.scroll_to(y=top, animate=False)
            elif bottom >= self.scroll_y + height:
                self.scroll_to(y=bottom - height + 1, animate=False)

    def action_move(self, step: int) -> None:
        """One item up or down."""
        if not self.items:
            return
        target = self.cursor + step
        if not self.wraps and not 0 <= target < len(self.items):
            return
        self.go(self._free(target % len(self.items), step))

    def action_edge(self, end: int) -> None:
        """The first or the last item."""
        if self.items:
            self.go(self._free(len(self.items) - 1, -1) if end else self._free(0, 1))

    def action_page(self, direction: int) -> None:
        """A screenful up or down."""
        if len(self._rows) <= self.scrollable_content_region.height:
            raise SkipAction
        if self.items:
            step = max(1, self.scrollable_content_region.height - 1)
            target = max(0, min(len(self.items) - 1, self.cursor + direction * step))
            self.go(self._free(target, -direction))

    def action_pick(self) -> None:
        """Take the item under the cursor; with nothing to take the key is the screen's."""
        if not self.items or self.items[self.cursor].disabled:
            raise SkipAction
        self.pick(self.cursor)

    def pick(self, index: int) -> None:
        """Take an item, if it can be taken."""
        if 0 <= index < len(self.items) and not self.items[index].disabled:
            self.post_message(self.Picked(self, index, self.items[index].value))

    def on_click(self, event: Click) -> None:
        """A click moves the cursor and takes what is there."""
        line = event.y - self.gutter.top + self.scroll_offset.y
        if 0 <= line < len(self._owner):
            index = self._owner[line]
            if not self.items[index].disabled:
                self.go(index)
                self.pick(index)


def numbered(value: object, mark: str, text: str, tail: str = "", *, note: str = "", disabled: bool = False) -> Item:
    """An item with a number before it and a short text at its right edge.

    Args:
        value: What it stands for.
        mark: The number, or another mark of at most two cells.
        text: What it says; wraps under itself.
        tail: A cost or a date, set at the right edge of the first line where there is room for it.
        note: A second, quieter text under it.
        disabled: Shown, but not to be picked.
    """

    def build(width: int, here: bool) -> list[Row]:
        end = clean(tail)
        room = width - 3 - (display_width(end) + 2 if end else 0)
        lines = wrap(text, max(8, room))
        role = "muted" if disabled else ("strong" if here else "")
        rows: list[Row] = []
        for index, line in enumerate(lines):
            head = Span(pad(mark if index == 0 else "", 3), "muted" if disabled else "key")
            row: Row = (head, Span(line, role))
            if index == 0 and end:
                row = columns(row, (Span(end + " ", "muted"),), width)
            rows.append(row)
        if note:
            rows += [(Span("   "), Span(line, "muted")) for line in wrap(note, max(8, width - 3))]
        return rows

    return Item(value, build, disabled)
