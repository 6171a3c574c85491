"""The first and the last line of a screen: what this is, and which keys work here now."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.strip import Strip

from trainer.i18n import t
from trainer.textutil import display_width
from trainer.tui import commands
from trainer.tui.text import Painter, Row, Span, clean, columns, fit, span, width_of


class TitleBar(Painter):
    """Title at the left, tabs or a state at the right; click a tab to go there."""

    def __init__(self) -> None:
        super().__init__()
        self._left: Row = ()
        self._right: Row = ()
        self._hits: list[tuple[int, int, str]] = []

    def show(self, left: Row, right: Row = ()) -> None:
        """Show two rows; the left one gives way."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        return Content("")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        room = width - width_of(self._right) - 2
        left: list[Span] = []
        for part in self._left:
            text = fit(part.text, room)
            left.append(Span(text, part.role))
            room -= display_width(text)
            if room <= 0:
                break
        return self.paint(columns(tuple(left), self._right, width), width)


class Tabs(TitleBar):
    """The title bar of the main pages, with the pages as tabs."""

    PAGES = (("home", "1"), ("library", "2"), ("course", "3"), ("quizzes", "4"), ("results", "5"))
    """The pages with the digit that leads there."""

    def __init__(self, current: str) -> None:
        super().__init__()
        self.current = current
        self.person = ""

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        names = [(page, f"{digit} {t(f'tui.cmd.{page}')}") for page, digit in self.PAGES]
        need = sum(display_width(name) + 2 for _, name in names) + display_width(clean(self.person)) + 5
        title = t("tui.app.title")
        row: list[Span] = []
        if need + display_width(title) <= width:
            row = [Span(title, "strong"), Span("   ")]
        self._hits = []
        at = sum(display_width(part.text) for part in row)
        for page, name in names:
            here = page == self.current
            text = f"[{name}]" if here else f" {name} "
            row.append(Span(text, "accent" if here else "muted"))
            self._hits.append((at, at + display_width(text), page))
            at += display_width(text)
        right: Row = (span(fit(self.person, max(0, width - at - 2)), "muted"),)
        return self.paint(columns(tuple(row), right, width), width)

    async def on_click(self, event: Click) -> None:
        """Go to the page that was clicked."""
        x = event.x - self.gutter.left
        for start, end, page in self._hits:
            if start <= x < end:
                await self.screen.run_action(f"goto('{page}')")


class KeyBar(Painter):
    """The keys that work here now, read off the list of commands; each can be clicked."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope
        self._hits: list[tuple[int, int, str]] = []
        self._typing = False

    def on_mount(self) -> None:
        """Follow the focus: while a text is typed, letters are no keys."""
        self.watch(self.screen, "focused", self._focus_moved)

    def _focus_moved(self) -> None:
        typing = bool(getattr(self.app, "typing", False))
        if typing != self._typing:
            self._typing = typing
            self.refresh()

    def render(self) -> Content:
        return Content("")

    def shown(self) -> list[commands.Command]:
        """Commands of this line that can be used now; help comes last and is never dropped."""
        found: list[commands.Command] = []
        for command in commands.of_screen(self.scope):
            if command.line and command.id not in {c.id for c in found}:
                verdict = self.screen.check_action(command.action.split("(")[0], ())
                if verdict:
                    found.append(command)
        return found

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        found = [(commands.shown_key(c, typing=self._typing), c) for c in self.shown()]
        entries = [(key, commands.name_of(c), c.action) for key, c in found if key]
        gap = 3 if sum(display_width(k + n) + 4 for k, n, _ in entries) <= width else 2
        keep = [e for e in entries if e[2] == "help"]
        room = width - sum(display_width(k + n) + 1 + gap for k, n, _ in keep)
        chosen = []
        for entry in entries:
            if entry in keep:
                chosen.append(entry)
                continue
            need = display_width(entry[0] + entry[1]) + 1 + gap
            if need <= room:
                room -= need
                chosen.append(entry)
        row: list[Span] = []
        self._hits = []
        at = 0
        for key, name, action in chosen:
            row += [Span(key, "key"), Span(" " + name + " " * gap, "muted")]
            size = display_width(key + name) + 1
            self._hits.append((at, at + size, action))
            at += size + gap
        return self.paint(tuple(row), width)

    async def on_click(self, event: Click) -> None:
        """Run the command that was clicked."""
        x = event.x - self.gutter.left
        for start, end, action in self._hits:
            if start <= x < end and action.partition("(")[0] not in commands.DIGITS:
                await self.screen.run_action(action if action != "quit" else "app.quit")
