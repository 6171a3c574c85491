"""All commands that work here, to be picked instead of remembered; the palette also finds cases."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key

from trainer.i18n import t
from trainer.service.views import CaseRow
from trainer.textutil import normalise_name
from trainer.tui import commands
from trainer.tui.fields import Field
from trainer.tui.page import Overlay, Page, title_box
from trainer.tui.text import Prose, prose
from trainer.tui.widgets.picker import Item, Picker, numbered


def usable(page: Page) -> list[commands.Command]:
    """Commands of a page that can be used now, each once."""
    found: dict[str, commands.Command] = {}
    for command in commands.of_screen(page.SCOPE):
        name = command.action.partition("(")[0]
        if command.palette and command.id not in found and page.check_action(name, ()) and command.id != "palette":
            found[command.id] = command
    return list(found.values())


class MenuOverlay(Overlay[None]):
    """The menu of a play: digits, arrows, Enter and Esc reach everything."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def inside(self) -> ComposeResult:
        yield Prose(lambda width: prose(t("tui.menu.kept"), width, "muted"), classes="gap")
        yield Picker(id="entries")

    def on_mount(self) -> None:
        """List what can be done."""
        title_box(self.query_one("#dialog"), t("tui.menu.title"), t("tui.overlay.close"))
        entries: list[tuple[str, str, str]] = [("close", t("tui.menu.go_on"), "Esc")]
        for command in usable(self.page):
            if command.id not in ("leave_play", "quit"):
                entries.append((command.action, commands.name_of(command), commands.shown_key(command)))
        entries.append(("leave", t("tui.menu.leave"), ""))
        picker = self.query_one(Picker)
        picker.set_items(numbered(action, str(n), text, key) for n, (action, text, key) in enumerate(entries, 1))
        picker.focus()

    def on_key(self, event: Key) -> None:
        """Digits pick."""
        key = event.key
        if key.isdigit() and key != "0":
            event.stop()
            self.query_one(Picker).pick(int(key) - 1)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Close, and do it on the page."""
        self.dismiss(None)
        if message.value != "close":
            run_on(self.page, str(message.value))


def run_on(page: Page, action: str) -> None:
    """Run an action on a page once the dialog over it is gone."""
    if action in ("help", "palette", "quit"):
        action = f"app.{action}"
    page.app.call_later(page.run_action, action)


class PaletteOverlay(Overlay[None]):
    """Type a few characters, pick with the arrows."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.cases: tuple[CaseRow, ...] = ()
        self._words = ""

    def inside(self) -> ComposeResult:
        yield Field(placeholder=t("tui.palette.hint"))
        yield Picker(id="entries")

    def on_mount(self) -> None:
        """List everything; the cases come when they are read."""
        title_box(self.query_one("#dialog"), t("tui.cmd.palette"), t("tui.overlay.close"))
        self._show()
        self.query_one(Field).focus()
        if self.page.SCOPE not in ("play", "quiz"):
            from trainer.tui import ops

            ops.call(self, lambda service: service.cases(), self._got)

    def _got(self, cases: tuple[CaseRow, ...]) -> None:
        self.cases = cases
        self._show()

    def _show(self) -> None:
        words = self._words = normalise_name(self.query_one(Field).value)
        items: list[Item] = []
        for command in usable(self.page):
            name = commands.name_of(command)
            if words in normalise_name(name + command.id):
                items.append(numbered(("do", command.action), "", name, commands.shown_key(command)))
        for case in self.cases:
            if words in normalise_name(case.title + case.id):
                items.append(numbered(("case", case.id), "", case.title, t("tui.palette.case")))
        if not items:
            items = [Item(None, lambda width, here: prose(t("tui.palette.none"), width, "muted"), True)]
        self.query_one(Picker).set_items(items)

    def on_input_changed(self, message: Field.Changed) -> None:
        """Filter while typing, as soon as the letter is on the screen."""
        self.call_after_refresh(self._show)

    def on_field_left(self, message: Field.Left) -> None:
        """Arrows move in the list while the caret stays in the field."""
        self.query_one(Picker).action_move(message.step)

    def on_input_submitted(self, message: Field.Submitted) -> None:
        """Enter takes what is marked."""
        if self._words != normalise_name(message.value):
            self._show()
        self.query_one(Picker).action_pick()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Close, and do it."""
        self.dismiss(None)
        match message.value:
            case ("do", str(action)):
                run_on(self.page, action)
            case ("case", str(scenario)):
                self.trainer.open_briefing(scenario)
