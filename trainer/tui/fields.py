"""Text fields. Their text is literal by nature; what is typed may be anything an input method gives."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class Field(Input):
    """A line of text; ↑ and ↓ are left to whoever shows a list beside it."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
    ]

    class Left(Message):
        """An arrow key asks for the list."""

        def __init__(self, field: Field, step: int) -> None:
            super().__init__()
            self.field, self.step = field, step

    def action_leave(self, step: int) -> None:
        """Tell whoever shows the list."""
        self.post_message(self.Left(self, step))
