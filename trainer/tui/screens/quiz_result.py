"""The result of a quiz: score, competencies, how well one knew what one knew, and every item with its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Purpose
from trainer.i18n import t
from trainer.service.quiz_views import ItemView, QuizResultView, ReviewQueueView
from trainer.tui import quiz_result_rows as rows_of
from trainer.tui.page import Page
from trainer.tui.port import ServicePort
from trainer.tui.quiz_rows import card_of, title_row
from trainer.tui.text import Pane, Prose, Row, Span, prose
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.picker import Item, Picker

TALL = 32
"""Lines from which the competencies stand above the items instead of below them."""


class QuizResultScreen(Page):
    """The result above, the items in the middle, the one under the cursor below."""

    SCOPE: ClassVar[str] = "quiz_result"

    def __init__(self, attempt: str) -> None:
        super().__init__()
        self.attempt = attempt
        self.view: QuizResultView | None = None
        self.queue: ReviewQueueView | None = None

    def body(self) -> ComposeResult:
        with Vertical(classes="box fill"):
            yield Prose(self._summary, id="summary")
            yield Picker(id="items", wraps=False)
            yield Pane(self._detail, id="detail")

    def dress(self) -> None:
        picker = self.query_one("#items", Picker)
        picker.set_items([Item(None, lambda width, here: prose(t("tui.loading"), width, "muted"), True)])
        picker.focus()
        if self.view is not None:
            self._fill((self.view, self.queue))

    def read(self) -> None:
        if self.view is None:
            self._read()

    def _read(self) -> None:
        attempt = self.attempt

        def work(service: ServicePort) -> tuple[QuizResultView, ReviewQueueView | None]:
            view = service.quiz_result(attempt)
            return view, service.review_queue() if view.purpose is Purpose.REVIEW else None

        self.call(work, self._fill, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trainer.back(self)
        self.trainer.tell_error(error)

    def _fill(self, found: tuple[QuizResultView, ReviewQueueView | None]) -> None:
        first = self.view is None
        self.view, self.queue = found
        self._head()
        picker = self.query_one("#items", Picker)
        picker.set_items(
            [rows_of.result_item(item) for item in self.view.items],
            cursor=rows_of.first_of_interest(self.view.items) if first else picker.cursor,
        )
        self.query_one("#summary", Prose).show(self._summary)
        self._show_detail()
        self.keys_changed()

    def _head(self, *right: Span) -> None:
        view = self.view
        if view is not None:
            left: Row = (Span(t("quiz.result") + " · ", "muted"), *title_row(view.title, view.purpose))
            self.query_one(TitleBar).show(left, right)

    def fit_classes(self, width: int, height: int) -> None:
        super().fit_classes(width, height)
        self.query_one("#summary", Prose).show(self._summary)

    @property
    def _tall(self) -> bool:
        return self.size.height >= TALL

    def _summary(self, width: int) -> list[Row]:
        if self.view is None:
            return []
        return rows_of.summary_rows(self.view, self.queue, width, datetime.now(UTC), whole=self._tall)

    @property
    def item(self) -> ItemView | None:
        """The item under the cursor."""
        items = self.view.items if self.view else ()
        return items[min(self.query_one("#items", Picker).cursor, len(items) - 1)] if items else None

    def _detail(self, width: int) -> list[Row]:
        if self.view is None:
            return []
        rows = rows_of.detail_rows(self.item, width) if self.item else []
        return rows if self._tall else [*rows, *rows_of.closing_rows(self.view, width)]

    def _show_detail(self) -> None:
        self.query_one("#detail", Pane).show(self._detail)

    def on_picker_moved(self, message: Picker.Moved) -> None:
        """Show the item under the cursor."""
        self._head()
        self._show_detail()
        self.keys_changed()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Enter: the whole question."""
        self.action_more()

    def on_key(self, event: Key) -> None:
        """Arrows at the sides turn the pages of the detail."""
        if event.key in ("left", "right", "space"):
            pane = self.query_one("#detail", Pane)
            step = -1 if event.key == "left" else 1
            pane.scroll_to(y=pane.scroll_y + step * max(1, pane.size.height - 1), animate=False)

    # --- commands ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        item, view = self.item if self._dressed else None, self.view
        if action == "more":
            return item is not None
        if action == "card":
            return bool(item and not item.decision and view and view.purpose is not Purpose.REVIEW)
        if action == "source":
            return bool(item and item.grade and item.grade.source)
        if action == "rate":
            return item is not None and rows_of.unrated(item)
        if action == "again":
            return bool(view and view.purpose is not Purpose.EXAM)
        return True

    def action_more(self) -> None:
        """The question, the answer and all that is to be said about it, on the whole screen."""
        from trainer.tui.screens.reading import ReadingOverlay

        item = self.item
        if item:
            self.app.push_screen(
                ReadingOverlay("quiz.the_item", lambda width: rows_of.detail_rows(item, width), wide=True)
            )

    def action_rate(self, rating: int) -> None:
        """The own rating of the free text under the cursor."""
        item = self.item
        if item is not None and item.type is ItemType.FREE and rows_of.unrated(item):
            key, attempt, index = uuid4().hex, self.attempt, item.index
            self.call(lambda service: service.rate(attempt, index, rating, key=key), lambda _: self._read())

    def action_source(self) -> None:
        """Open the lesson where this is taught."""
        if self.item and self.item.grade and self.item.grade.source:
            self.trainer.open_source(self.item.grade.source)

    def action_card(self) -> None:
        """Put the item into the review queue."""
        if self.item:
            name, key = card_of(self.item), uuid4().hex
            self.call(lambda service: service.add_card(name, key=key), self._carded)

    def _carded(self, fresh: bool) -> None:
        self._head(Span(t("quiz.card.added" if fresh else "quiz.card.there"), "good"))

    def action_again(self) -> None:
        """The same once more; of reviews and mistakes, what is left of them."""
        view = self.view
        if view is None:
            return
        key = uuid4().hex
        self.trainer.back(self)
        if view.purpose is Purpose.REVIEW:
            self.trainer.quiz(lambda service: service.start_review(key=key))
        elif view.purpose is Purpose.MISTAKES:
            self.trainer.quiz(lambda service: service.start_mistakes(key=key))
        else:
            self.trainer.start_quiz(view.ident)
