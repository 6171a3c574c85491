"""复盘: what came of it, how well it was decided, where it was lost, and what would have been better."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key

from trainer.i18n import t
from trainer.service.views import DebriefView, DecisionView, Mode
from trainer.tui import debrief_rows as rows_of
from trainer.tui import skills
from trainer.tui.page import Page
from trainer.tui.text import Pane, Prose, Row, Span, span
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from pathlib import Path


class DebriefScreen(Page):
    """Result above, the decisions in the middle, the one under the cursor below."""

    SCOPE: ClassVar[str] = "debrief"

    def __init__(self, attempt: str) -> None:
        super().__init__()
        self.attempt = attempt
        self.view: DebriefView | None = None

    def body(self) -> ComposeResult:
        with Vertical(classes="box fill"):
            yield Prose(self._result, id="result")
            yield Prose(lambda width: [rows_of.header(width)], id="head")
            yield Picker(id="decisions", wraps=False)
            yield Pane(self._detail, id="detail")

    def dress(self) -> None:
        self.query_one("#head").display = False
        picker = self.query_one("#decisions", Picker)
        picker.set_items([Item(None, lambda w, h: [(Span(t("tui.debrief.working"), "muted"),)], True)])
        picker.focus()

    def read(self) -> None:
        if self.view is None:
            self.call(lambda service: service.debrief(self.attempt), self._fill, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trainer.back(self)
        self.trainer.tell_error(error)

    def _fill(self, view: DebriefView) -> None:
        self.view = view
        self._head()
        self.query_one("#result", Prose).show(self._result)
        self.query_one("#head").display = bool(view.decisions)
        picker = self.query_one("#decisions", Picker)
        picker.set_items(
            [rows_of.decision_item(one) for one in view.decisions], cursor=rows_of.costliest(view.decisions)
        )
        self._show_detail()
        self.keys_changed()

    def _head(self, *right: Span) -> None:
        view = self.view
        if view is None:
            return
        left: Row = (
            Span(t("tui.debrief.title") + " · ", "muted"),
            span(view.title, "strong"),
            Span(f" · {t('tui.debrief.run', n=view.number)} · {t(f'tui.mode.{view.mode.value}')}", "muted"),
        )
        self.query_one(TitleBar).show(left, right)

    def fit_classes(self, width: int, height: int) -> None:
        super().fit_classes(width, height)
        self.query_one("#result", Prose).show(self._result)

    def _result(self, width: int) -> list[Row]:
        return rows_of.result_rows(self.view, width, short=self.size.height < 32) if self.view else []

    @property
    def decision(self) -> DecisionView | None:
        """The decision under the cursor."""
        if self.view is None or not self.view.decisions:
            return None
        return self.view.decisions[min(self.query_one("#decisions", Picker).cursor, len(self.view.decisions) - 1)]

    def _detail(self, width: int) -> list[Row]:
        if self.view is None:
            return []
        one = self.decision
        rows = rows_of.detail_rows(one, width) if one else []
        return rows + rows_of.closing_rows(self.view, width, bool(rows))

    def _show_detail(self) -> None:
        self.query_one("#detail", Pane).show(self._detail)

    def on_picker_moved(self, message: Picker.Moved) -> None:
        """Show the decision under the cursor."""
        self._head()
        self._show_detail()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Enter: everything about this decision."""
        self.action_more()

    def on_key(self, event: Key) -> None:
        """Arrows at the sides turn the pages of the detail."""
        key = event.key
        if key in ("left", "right", "space"):
            pane = self.query_one("#detail", Pane)
            step = -1 if key == "left" else 1
            pane.scroll_to(y=pane.scroll_y + step * max(1, pane.size.height - 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("restart", "more", "card"):
            return self.decision is not None
        if action in ("again", "export"):
            return self.view is not None
        return True

    def action_more(self) -> None:
        """The scene, all options with their values, the coach."""
        from trainer.tui.screens.reading import ReadingOverlay

        one = self.decision
        if one:
            self.app.push_screen(
                ReadingOverlay("tui.debrief.decision", lambda width: rows_of.full_rows(one, width), wide=True)
            )

    def action_restart(self) -> None:
        """Practise from the decision under the cursor."""
        one = self.decision
        if one:
            key, attempt, number = uuid4().hex, self.attempt, one.number
            self.trainer.play(lambda service: service.restart_from(attempt, number, key=key))

    def action_again(self) -> None:
        """Practise the whole case once more."""
        if self.view:
            self.trainer.start(self.view.scenario, Mode.PRACTICE)

    def action_transcript(self) -> None:
        """The whole play, as it was told."""
        from trainer.tui.draw import lines_rows
        from trainer.tui.screens.reading import ReadingOverlay

        view = self.view
        if view:
            lines = tuple(line for one in view.decisions for line in one.scene) + view.epilogue
            self.app.push_screen(
                ReadingOverlay("tui.play.all", lambda width: lines_rows(lines, width, heads=True), wide=True)
            )

    def action_card(self) -> None:
        """Put the decision under the cursor into the review queue."""
        one = self.decision
        if one:
            key, attempt, number = uuid4().hex, self.attempt, one.number
            self.call(lambda service: service.add_decision_card(attempt, number, key=key), self._carded)

    def _carded(self, fresh: bool) -> None:
        self._head(Span(t("quiz.card.added" if fresh else "quiz.card.there"), "good"))

    def action_export(self) -> None:
        """Write the debrief into the folder of exports, and say where it is."""
        from trainer.tui.exporting import export_debrief
        from trainer.tui.screens.message import MessageOverlay

        view = self.view

        def done(files: tuple[Path, Path]) -> None:
            self.app.push_screen(
                MessageOverlay(t("tui.export.title"), "\n".join(map(str, files)), t("tui.export.note"))
            )

        if view:
            self.call(lambda _: export_debrief(view, skills.names()), done)
