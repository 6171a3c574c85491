"""测验: what is due, what went wrong, the exams and the question files; the row under the cursor is explained."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key

from trainer.i18n import t
from trainer.service.quiz_views import CalibrationView, MistakeRow, QuizRow, ReviewQueueView
from trainer.textutil import normalise_name
from trainer.tui import quiz_list_rows as rows_of
from trainer.tui.fields import Field
from trainer.tui.listing import Explained, Filtered
from trainer.tui.page import title_box
from trainer.tui.port import ServicePort
from trainer.tui.skills import skills
from trainer.tui.text import Pane, Prose, Row, prose
from trainer.tui.widgets.edges import Tabs, TitleBar
from trainer.tui.widgets.picker import Item, Picker

Read = tuple[tuple[QuizRow, ...], ReviewQueueView, tuple[MistakeRow, ...], CalibrationView]


class QuizzesScreen(Filtered, Explained):
    """A list, and beside it (below it where it is narrow) what the row under the cursor is."""

    SCOPE: ClassVar[str] = "quizzes"

    def __init__(self) -> None:
        super().__init__()
        self.found: Read | None = None

    def edge(self) -> TitleBar:
        return Tabs("quizzes")

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(classes="box", id="left"):
                yield Field(placeholder=t("quiz.search"), id="search")
                yield Prose(lambda width: [rows_of.header(width)], id="head")
                yield Picker(id="rows")
                yield Pane(self._about, id="about")
            yield Pane(self._about, id="panel", classes="box")

    def dress(self) -> None:
        title_box(self.query_one("#left"), t("quiz.title"))
        title_box(self.query_one("#panel"), t("quiz.about"))
        picker = self.query_one("#rows", Picker)
        if self.found is None:
            picker.set_items([Item(None, lambda width, here: prose(t("tui.loading"), width, "muted"), True)])
        picker.focus()

    def read(self) -> None:
        def work(service: ServicePort) -> Read:
            return service.quizzes(), service.review_queue(), service.mistakes(), service.calibration()

        self.call(work, self._fill)

    def _fill(self, found: Read) -> None:
        self.found = found
        self._show()
        self._rows_came()

    def _show(self) -> None:
        if self.found is None:
            return
        quizzes, queue, mistakes, calibration = self.found
        picker = self.query_one("#rows", Picker)
        here, words = picker.value, self.query_one("#search", Field).value
        rows = [row for row in quizzes if matches(row, words)]
        items = [] if words.strip() else rows_of.desk_items(queue, mistakes, calibration, datetime.now(UTC))
        items += rows_of.quiz_items(rows)
        if not rows:
            key = "quiz.none" if quizzes else "quiz.empty"
            items.append(Item(None, lambda width, on: prose(t(key), width, "muted"), True))
        places = [item.value for item in items]
        if here is None or here not in places:
            here = first(rows, queue)
        picker.set_items(items, cursor=places.index(here) if here in places else None)
        title_box(self.query_one("#left"), t("quiz.title"), t("quiz.count", n=len(rows), all=len(quizzes)))
        self._explain()

    def _about(self, width: int) -> list[Row]:
        if self.found is None:
            return []
        return rows_of.about_rows(self.query_one("#rows", Picker).value, *self.found, width, datetime.now(UTC))

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Open a list, or begin."""
        match message.value:
            case ("page", str(name)):
                self.trainer.open_page(name)
            case ("exam" | "file", str(_)):
                self._begin(message.value)

    def _begin(self, value: object) -> None:
        from trainer.tui.screens.quiz_start import StartOverlay, ways

        row = next((row for row in self.found[0] if rows_of.value_of(row) == value), None) if self.found else None
        if row is None:
            return
        if not row.exam and len(ways(row)) == 1:
            self.trainer.start_quiz(row.id)
        else:
            self.app.push_screen(StartOverlay(row))

    def action_goto_review(self) -> None:
        """What is due."""
        self.trainer.open_page("review")

    def action_goto_history(self) -> None:
        """What was done and what came of it."""
        self.trainer.open_page("quiz_history")

    def action_goto_mistakes(self) -> None:
        """错题本."""
        self.trainer.open_page("mistakes")

    def action_goto_calibration(self) -> None:
        """Confidence and what came of it."""
        self.trainer.open_page("calibration")

    def on_key(self, event: Key) -> None:
        """Arrows at the sides turn the pages of the explanation."""
        field = self.query_one("#search", Field)
        if event.key in ("left", "right") and not field.has_focus:
            pane = self.query_one("#about" if self.has_class("-narrow") else "#panel", Pane)
            step = -1 if event.key == "left" else 1
            pane.scroll_to(y=pane.scroll_y + step * max(1, pane.size.height - 1), animate=False)


def first(rows: list[QuizRow], queue: ReviewQueueView) -> tuple[str, str] | None:
    """Where the cursor begins: at what was left open, else at what is due, else at the first quiz not yet done."""
    left = next((row for row in rows if row.open_attempt), None)
    if left is not None:
        return rows_of.value_of(left)
    if queue.due:
        return ("page", "review")
    fresh = next((row for row in rows if not row.runs and not row.exam), rows[0] if rows else None)
    return rows_of.value_of(fresh) if fresh else None


def matches(row: QuizRow, words: str) -> bool:
    """Whether every word is in the title, the id, a competency or the kind."""
    kind = t("quiz.exam" if row.exam else "quiz.practice")
    text = normalise_name(" ".join((row.title, row.id, kind, *row.competencies, *skills(row.competencies))))
    return all(normalise_name(word) in text for word in words.split())
