"""The only way content text gets on screen: sanitised, without markup, broken by the rules of Chinese.

Text is built as ``Row``s of ``Span``s, a span being literal text and the name of a role (``ROLES``), and painted as
segments. Nothing here parses markup, so no text can change a style, run an action or reach the terminal as a control.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from trainer.textutil import display_width, sanitise
from trainer.textutil import wrap as break_lines

ROLES = (
    "muted",
    "strong",
    "accent",
    "good",
    "warn",
    "bad",
    "coach",
    "you",
    "speaker",
    "key",
    "rule",
    "cursor",
    "pressed",
    "raised",
    "old",
)
"""Roles a span may have; theme.py gives each its look through the component class ``t--<role>``."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one role. Build it with ``span`` unless the text is already clean."""

    text: str
    role: str = ""


Row = tuple[Span, ...]
Builder = Callable[[int], Sequence[Row]]
"""Builds the rows for a width in cells."""

EMPTY: Row = ()


def clean(text: str) -> str:
    """One line of harmless text: no controls, tabs and line ends turned into spaces."""
    return sanitise(text).replace("\n", " ").replace("\t", " ")


def span(text: str, role: str = "") -> Span:
    """A span of any text."""
    return Span(clean(text), role)


def width_of(row: Row) -> int:
    """Cells a row takes."""
    return sum(display_width(part.text) for part in row)


def fit(text: str, width: int) -> str:
    """The text cut to a width, the cut marked with 「..」 (a mark whose width no terminal argues about)."""
    text = clean(text)
    if display_width(text) <= width:
        return text
    room = width - 2
    if room <= 0:
        return "." * max(0, width)
    kept, used = "", 0
    for char in text:
        used += display_width(char)
        if used > room:
            break
        kept += char
    return kept + ".."


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly ``width`` cells, cut or filled; ``right`` aligns it to the right."""
    text = fit(text, width)
    fill = " " * max(0, width - display_width(text))
    return fill + text if right else text + fill


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text in ``width`` cells; paragraphs keep their line ends."""
    lines: list[str] = []
    for part in sanitise(text).replace("\t", " ").split("\n"):
        lines.extend(break_lines(part, max(2, width)) or [""])
    return lines


def flow(words: Iterable[str], width: int) -> list[str]:
    """Words side by side, each kept whole as long as it fits a line."""
    lines: list[str] = []
    for word in map(clean, words):
        if lines and display_width(lines[-1]) + 1 + display_width(word) <= width:
            lines[-1] += " " + word
        else:
            lines.extend(break_lines(word, max(2, width)))
    return lines or [""]


def prose(text: str, width: int, role: str = "") -> list[Row]:
    """A paragraph."""
    return [(Span(line, role),) for line in wrap(text, width)]


def hanging(
    label: str, text: str, width: int, column: int, *, label_role: str = "speaker", role: str = ""
) -> list[Row]:
    """A paragraph beside a label in a fixed column; its further lines hang under the first.

    A label that does not fit its column stands on a line of its own.
    """
    name = clean(label)
    body = wrap(text, max(8, width - column))
    rows: list[Row] = []
    if display_width(name) > column - 1:
        rows.append((Span(fit(name, width), label_role),))
        name = ""
    for index, line in enumerate(body):
        rows.append((Span(pad(name if index == 0 else "", column), label_role), Span(line, role)))
    return rows


def columns(left: Row, right: Row, width: int) -> Row:
    """Two rows on one line, the second at the right edge."""
    gap = width - width_of(left) - width_of(right)
    return (*left, Span(" " * max(1, gap)), *right)


def grid(rows: Sequence[Sequence[str]], width: int, *, header: bool = True) -> list[Row]:
    """A table: columns as wide as their content, shrunk in proportion if need be; cells wrap."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    cells = [[clean(cell) for cell in row] + [""] * (count - len(row)) for row in rows]
    natural = [max(4, *(display_width(row[i]) for row in cells)) for i in range(count)]
    room = max(count * 4, width - 2 * (count - 1))
    while sum(natural) > room:
        widest = natural.index(max(natural))
        if natural[widest] <= 4:
            break
        natural[widest] -= 1
    out: list[Row] = []
    for number, row in enumerate(cells):
        wrapped = [wrap(cell, natural[i]) for i, cell in enumerate(row)]
        for line in range(max(len(cell) for cell in wrapped)):
            parts = [pad(cell[line] if line < len(cell) else "", natural[i]) for i, cell in enumerate(wrapped)]
            out.append((Span("  ".join(parts), "strong" if header and number == 0 else ""),))
        if header and number == 0:
            out.append((Span("─" * min(width, sum(natural) + 2 * (count - 1)), "rule"),))
    return out


class Painter(Widget):
    """A widget that paints rows; the base of everything that shows text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"t--{role}" for role in ROLES}

    def __init__(self, *children: Widget, **widget: Any) -> None:
        super().__init__(*children, **widget)
        self._looks: dict[tuple[str, str], Style] = {}
        self._base = Style()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        base = self.rich_style  # depends on all parents, so it is worked out once for all lines
        if base != self._base:
            self._base = base
            self._looks.clear()
        return super().render_lines(crop)

    def _look(self, role: str, over: str) -> Style:
        """The style of a role under another one; Textual forgets component styles at every repaint."""
        found = self._looks.get((role, over))
        if found is None:
            found = self._base
            for name in filter(None, (role, over)):
                found += self.get_component_rich_style(f"t--{name}", partial=True)
            self._looks[role, over] = found
        return found

    def paint(self, row: Row, width: int, *, over: str = "") -> Strip:
        """A row as a strip of exactly ``width`` cells; ``over`` lays a role over the whole line."""
        segments = [Segment(part.text, self._look(part.role, over)) for part in row if part.text]
        return Strip(segments).adjust_cell_length(max(0, width), self._look("", over))


class Prose(Painter):
    """A block of text as high as it needs to be, rebuilt for the width it gets."""

    def __init__(self, build: Builder | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._build: Builder = build or (lambda _: [])
        self._built: tuple[int, list[Row]] = (-1, [])

    def show(self, build: Builder) -> None:
        """Show something else."""
        self._build = build
        self._built = (-1, [])
        self.refresh(layout=True)

    def rows(self, width: int) -> list[Row]:
        """The rows at a width."""
        if self._built[0] != width:
            self._built = (width, list(self._build(width)))
        return self._built[1]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._built = (-1, [])

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width)) if width > 0 else 0

    def render(self) -> RenderResult:
        return Content("")

    def render_line(self, y: int) -> Strip:
        rows = self.rows(self.size.width)
        return self.paint(rows[y] if y < len(rows) else EMPTY, self.size.width)


class Pane(ScrollView, Painter, can_focus=False):
    """A block of text that scrolls inside the room it is given."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Painter.COMPONENT_CLASSES
    below: Reactive[int] = Reactive(0, layout=False, init=False)
    """How many rows wait under the lower edge."""

    def __init__(self, build: Builder | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._build: Builder = build or (lambda _: [])
        self._rows: list[Row] = []
        self._width = -1

    @property
    def body(self) -> list[Row]:
        """The rows as laid out now."""
        return self._rows

    def show(self, build: Builder, *, keep: bool = False) -> None:
        """Show something else, from its top unless ``keep``."""
        self._build = build
        self._width = -1
        self.lay_out()
        if not keep:
            self.scroll_to(y=0, animate=False)

    def make_rows(self, width: int) -> Iterable[Row]:
        """The rows at a width; subclasses build their own."""
        return self._build(width)

    def lay_out(self) -> None:
        """Build the rows if the width has changed since."""
        width = self.scrollable_content_region.width
        if width <= 0 or width == self._width:
            return
        self._width = width
        self._rows = list(self.make_rows(width))
        self.virtual_size = Size(width, len(self._rows))
        self.note_below()
        self.refresh()

    def note_below(self) -> None:
        """Count what is under the lower edge."""
        height = self.scrollable_content_region.height
        self.below = max(0, len(self._rows) - int(self.scroll_y) - height)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.note_below()

    def on_resize(self) -> None:
        self.lay_out()
        self.note_below()

    def over(self, index: int) -> str:
        """The role laid over a whole row, or an empty string."""
        return ""

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= len(self._rows):
            return self.paint(EMPTY, width)
        return self.paint(self._rows[index], width, over=self.over(index))


class Sheet(Pane):
    """A pane that is only as high as its text, where there is room for it."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        inner = width - 1  # the gutter of the scrollbar
        return len(list(self.make_rows(inner))) if inner > 0 else 0

    def show(self, build: Builder, *, keep: bool = False) -> None:
        super().show(build, keep=keep)
        self.refresh(layout=True)
