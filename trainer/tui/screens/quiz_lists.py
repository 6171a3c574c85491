"""错题本 and confidence: the questions that went wrong, those one had been sure of first, each to be tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical

from trainer.i18n import t
from trainer.service.quiz_views import CalibrationView, MistakeRow, QuizResultRow
from trainer.tui.page import Page, title_box
from trainer.tui.quiz_list_rows import history_item, mistake_item
from trainer.tui.quiz_rows import calibration_rows
from trainer.tui.text import EMPTY, Prose, Row, Span, prose
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.picker import Item, Picker


class MistakeList(Page):
    """A list over the page; of items: Enter practises the one under the cursor."""

    TITLE_KEY: ClassVar[str] = ""
    NONE_KEY: ClassVar[str] = ""

    def body(self) -> ComposeResult:
        with Vertical(classes="box fill", id="list"):
            yield Prose(self.above, id="summary")
            yield Picker(id="rows", classes="fill")

    def above(self, width: int) -> list[Row]:
        """What stands above the list."""
        return []

    def dress(self) -> None:
        self.query_one(TitleBar).show((Span(t(self.TITLE_KEY), "strong"),))
        title_box(self.query_one("#list"), t(self.TITLE_KEY))
        picker = self.query_one("#rows", Picker)
        picker.set_items([Item(None, lambda width, here: prose(t("tui.loading"), width, "muted"), True)])
        picker.focus()

    def show(self, rows: Sequence[MistakeRow]) -> None:
        """Show these items."""
        now = datetime.now(UTC)
        self.fill([mistake_item(row, now) for row in rows])

    def fill(self, items: list[Item]) -> None:
        """Fill the list."""
        picker = self.query_one("#rows", Picker)
        here, count = picker.value, len(items)
        if not items:
            items = [Item(None, lambda width, on: prose(t(self.NONE_KEY), width, "muted"), True)]
        places = [item.value for item in items]
        picker.set_items(items, cursor=places.index(here) if here is not None and here in places else None)
        title_box(self.query_one("#list"), t(self.TITLE_KEY), str(count))
        self.query_one("#summary", Prose).show(self.above)
        self.keys_changed()

    def action_open(self) -> None:
        """Practise the item under the cursor."""
        self.query_one("#rows", Picker).action_pick()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Practise it."""
        match message.value:
            case (str(file), str(item)):
                self.trainer.start_quiz(file, item=item)


class HistoryScreen(MistakeList):
    """Every run; Enter shows its result, or goes on with an open one."""

    SCOPE: ClassVar[str] = "quiz_history"
    TITLE_KEY = "quiz.history"
    NONE_KEY = "quiz.history.none"

    def read(self) -> None:
        self.call(lambda service: service.quiz_history(), self._fill)

    def _fill(self, rows: tuple[QuizResultRow, ...]) -> None:
        now = datetime.now(UTC)
        self.fill([history_item(row, now) for row in rows])

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Show the result, or go on."""
        match message.value:
            case ("open", str(attempt)):
                self.trainer.resume_quiz(attempt)
            case (_, str(attempt)):
                self.trainer.open_quiz_result(attempt)


class MistakesScreen(MistakeList):
    """错题本."""

    SCOPE: ClassVar[str] = "mistakes"
    TITLE_KEY = "quiz.mistakes"
    NONE_KEY = "quiz.mistakes.empty"

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[MistakeRow, ...] = ()

    def read(self) -> None:
        self.call(lambda service: service.mistakes(), self._fill)

    def _fill(self, rows: tuple[MistakeRow, ...]) -> None:
        self.rows = rows
        self.show(rows)

    def above(self, width: int) -> list[Row]:
        return [*prose(t("quiz.about.mistakes"), width, "muted"), EMPTY]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.rows) if action in ("all", "open") else True

    def action_all(self) -> None:
        """Go through them, the newest twenty at most."""
        key = uuid4().hex
        self.trainer.quiz(lambda service: service.start_mistakes(key=key))


class CalibrationScreen(MistakeList):
    """How sure one was and what came of it; below, the items one was sure of and wrong."""

    SCOPE: ClassVar[str] = "calibration"
    TITLE_KEY = "quiz.calibration.title"
    NONE_KEY = "quiz.calibration.empty"

    def __init__(self) -> None:
        super().__init__()
        self.view: CalibrationView | None = None

    def read(self) -> None:
        self.call(lambda service: service.calibration(), self._fill)

    def _fill(self, view: CalibrationView) -> None:
        self.view = view
        self.show(view.overconfident)

    def above(self, width: int) -> list[Row]:
        if self.view is None:
            return []
        rows = prose(t("quiz.about.calibration"), width, "muted")
        rows += [EMPTY, *calibration_rows(self.view.rows, width), EMPTY]
        return [*rows, (Span(t("quiz.overconfident", n=len(self.view.overconfident)), "muted"),)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.view and self.view.overconfident) if action == "open" else True
