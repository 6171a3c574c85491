"""复习: what is due, how long it takes, when the next thing falls due. Enter begins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical

from trainer.i18n import t
from trainer.service.quiz_views import ReviewQueueView
from trainer.tui.page import Page, title_box
from trainer.tui.quiz_list_rows import card_items, due_when
from trainer.tui.text import EMPTY, Prose, Row, Span, prose
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.picker import Item, Picker

PORTION = 20
"""Cards of one session."""


def queue_rows(queue: ReviewQueueView, width: int, now: datetime) -> list[Row]:
    """How many are due and when the next one is."""
    if queue.open_attempt:
        rows = prose(t("quiz.review.open"), width, "accent")
    elif queue.due:
        rows = prose(t("quiz.review.due", n=len(queue.due), minutes=queue.minutes), width, "strong")
        if len(queue.due) > PORTION:
            rows += prose(t("quiz.review.portion", n=PORTION), width, "muted")
    elif queue.cards:
        rows = prose(t("quiz.review.later", when=due_when(queue.next_due, now)), width, "strong")
    else:
        rows = prose(t("quiz.review.none"), width)
    return [*rows, *prose(t("quiz.review.cards", n=queue.cards), width, "muted")]


class ReviewScreen(Page):
    """The queue."""

    SCOPE: ClassVar[str] = "review"

    def __init__(self) -> None:
        super().__init__()
        self.queue: ReviewQueueView | None = None
        self._eager = False

    def body(self) -> ComposeResult:
        with Vertical(classes="box fill", id="list"):
            yield Prose(self._above, id="summary")
            yield Picker(id="rows", classes="fill")

    def dress(self) -> None:
        self.query_one(TitleBar).show((Span(t("quiz.review"), "strong"),))
        title_box(self.query_one("#list"), t("quiz.review"))
        picker = self.query_one("#rows", Picker)
        picker.set_items([Item(None, lambda width, here: prose(t("tui.loading"), width, "muted"), True)])
        picker.focus()

    def read(self) -> None:
        self.call(lambda service: service.review_queue(), self._fill)

    def _fill(self, queue: ReviewQueueView) -> None:
        self.queue = queue
        picker = self.query_one("#rows", Picker)
        here = picker.value
        items = card_items(queue.due, datetime.now(UTC))
        if not items:
            items = [Item(None, lambda width, on: prose(t("quiz.about.review"), width, "muted"), True)]
        places = [item.value for item in items]
        picker.set_items(items, cursor=places.index(here) if here is not None and here in places else None)
        self.query_one("#summary", Prose).show(self._above)
        self.keys_changed()
        if self._eager:
            self._eager = False
            self.action_open()

    def _above(self, width: int) -> list[Row]:
        return [*queue_rows(self.queue, width, datetime.now(UTC)), EMPTY] if self.queue else []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        queue = self.queue
        if action == "open":
            return queue is None or bool(queue.due or queue.open_attempt)
        if action == "card_out":
            return bool(queue and queue.due)
        return True

    def action_open(self) -> None:
        """Begin, or go on with a session that was left."""
        queue = self.queue
        if queue is None:
            self._eager = True
        elif queue.open_attempt:
            self.trainer.resume_quiz(queue.open_attempt)
        elif queue.due:
            key = uuid4().hex
            self.trainer.quiz(lambda service: service.start_review(key=key, count=PORTION))

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Begin, whichever card the cursor is on."""
        self.action_open()

    def action_card_out(self) -> None:
        """Take the card under the cursor out of the queue, after a question."""
        from trainer.tui.screens.message import ConfirmOverlay

        card = self.query_one("#rows", Picker).value
        row = next((one for one in self.queue.due if one.id == card), None) if self.queue else None
        if row is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                key = uuid4().hex
                self.call(lambda service: service.remove_card(row.id, key=key), lambda _: self.read())

        words = (t("quiz.card.out"), t("quiz.card.out.text", name=row.name), t("quiz.card.out.yes"))
        self.app.push_screen(ConfirmOverlay(*words), answered)
