"""A message that waits to be read, and a question with two answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key

from trainer.i18n import t
from trainer.tui.page import Overlay, title_box
from trainer.tui.text import EMPTY, Prose, Row, prose
from trainer.tui.widgets.picker import Picker, numbered


class MessageOverlay(Overlay[bool]):
    """Says something; any of Enter, Esc or a click goes on."""

    BINDINGS = [Binding("enter,space", "close", show=False)]  # noqa: RUF012

    def __init__(self, title: str, text: str, more: str = "") -> None:
        super().__init__()
        self.heading, self.text, self.more = title, text, more

    def inside(self) -> ComposeResult:
        yield Prose(self._rows)

    def on_mount(self) -> None:
        """Write the title."""
        title_box(self.query_one("#dialog"), self.heading, t("tui.message.go"))

    def _rows(self, width: int) -> list[Row]:
        rows = prose(self.text, width)
        return [*rows, EMPTY, *prose(self.more, width, "muted")] if self.more else rows


class ConfirmOverlay(Overlay[bool]):
    """Asks before something is done; the harmless answer comes first."""

    def __init__(self, title: str, text: str, yes: str) -> None:
        super().__init__()
        self.heading, self.text, self.yes = title, text, yes

    def inside(self) -> ComposeResult:
        yield Prose(lambda width: prose(self.text, width), classes="gap")
        yield Picker(id="answers")

    def on_mount(self) -> None:
        """Write the title and the answers."""
        title_box(self.query_one("#dialog"), self.heading, t("tui.overlay.close"))
        answers = [(False, t("tui.confirm.no")), (True, self.yes)]
        picker = self.query_one(Picker)
        picker.set_items(numbered(value, str(number), text) for number, (value, text) in enumerate(answers, 1))
        picker.focus()

    def on_key(self, event: Key) -> None:
        """1 and 2 answer at once."""
        key = event.key
        if key in ("1", "2"):
            event.stop()
            self.dismiss(key == "2")

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """An answer was picked."""
        self.dismiss(bool(message.value))
