"""What pages with a list have in common: a filter above it, an explanation of the row under the cursor beside it."""

from __future__ import annotations

from textual.events import Key

from trainer.tui.fields import Field
from trainer.tui.page import Page
from trainer.tui.text import Pane, Row
from trainer.tui.widgets.picker import Picker


class Filtered(Page):
    """A page with ``#search`` above the list ``#rows``."""

    def _show(self) -> None:
        """Fill the list with what the filter leaves; each page its own way."""

    def action_search(self) -> None:
        """Open the filter."""
        field = self.query_one("#search", Field)
        field.add_class("-open")
        field.focus()

    def on_input_changed(self, message: Field.Changed) -> None:
        """Filter while typing, as soon as the letter is on the screen."""
        self.call_after_refresh(self._show)

    def on_input_submitted(self, message: Field.Submitted) -> None:
        """Enter opens what is left at the top."""
        self._show()
        picker = self.query_one("#rows", Picker)
        picker.focus()
        picker.action_pick()

    def on_field_left(self, message: Field.Left) -> None:
        """Arrows go to the list."""
        picker = self.query_one("#rows", Picker)
        picker.focus()
        picker.action_move(message.step)

    def on_key(self, event: Key) -> None:
        """Esc ends the filter."""
        field = self.query_one("#search", Field)
        if event.key == "escape" and field.has_class("-open"):
            event.stop()
            field.value = ""
            field.remove_class("-open")
            self.query_one("#rows", Picker).focus()


class Explained(Page):
    """A page with the list ``#rows``, explained in ``#panel``, or in ``#about`` where it is narrow.

    Enter that comes before the rows opens the first of them as soon as they are there.
    """

    _ready = False
    _eager = False

    def _about(self, width: int) -> list[Row]:
        """What the row under the cursor is; each page its own words."""
        return []

    def _rows_came(self) -> None:
        """The list has been filled for the first time, or anew."""
        self._ready = True
        if self._eager:
            self._eager = False
            self.query_one("#rows", Picker).action_pick()

    def _explain(self) -> None:
        for name in ("#about", "#panel"):
            self.query_one(name, Pane).show(self._about)

    def on_picker_moved(self, message: Picker.Moved) -> None:
        """Explain the row under the cursor."""
        self._explain()

    def action_open(self) -> None:
        """Open the row under the cursor, or as soon as there are rows."""
        if self._ready:
            self.query_one("#rows", Picker).action_pick()
        else:
            self._eager = True
