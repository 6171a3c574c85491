"""演练: the scene, the choices, the state of things. Every answer is kept before the play goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key

from trainer.engine.types import Choose, Respond, Timeout
from trainer.i18n import t
from trainer.service.views import PlayView
from trainer.tui.conduct import Conduct
from trainer.tui.page import Page, title_box
from trainer.tui.port import ServicePort
from trainer.tui.text import EMPTY, Pane, Prose, Row, Span, prose, span
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.options import option_items
from trainer.tui.widgets.panel import panel_rows, status_row
from trainer.tui.widgets.picker import Picker
from trainer.tui.widgets.transcript import Transcript

Loader = Callable[[ServicePort], PlayView]
MARKS = {"saved": ("tui.saved", "good"), "saving": ("tui.saving", "muted"), "failed": ("tui.unsaved", "bad")}


class PlayScreen(Page):
    """One play. Shows what the service returned, and only after it has returned."""

    SCOPE: ClassVar[str] = "play"

    def __init__(self, loader: Loader, now: Callable[[], float]) -> None:
        super().__init__()
        self.loader = loader
        self.conduct = Conduct(self, now)

    @property
    def view(self) -> PlayView | None:
        """What is shown."""
        return self.conduct.view

    @property
    def picker(self) -> Picker:
        """The choices."""
        return self.query_one("#options", Picker)

    @property
    def transcript(self) -> Transcript:
        """The transcript."""
        return self.query_one(Transcript)

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(id="left"):
                with Vertical(id="scene", classes="box"):
                    yield Prose(self._status_rows, id="status")
                    yield Transcript(id="transcript", classes="fill")
                with Vertical(id="choices", classes="box"):
                    yield Prose(id="notice")
                    yield Picker(id="options", digits=self.action_choose)
            yield Pane(self._panel_rows, id="panel", classes="box")
            yield Prose(self._pause_rows, id="cover")

    def dress(self) -> None:
        title_box(self.query_one("#scene"), t("tui.play.scene"))
        title_box(self.query_one("#choices"), t("tui.play.choices"))
        title_box(self.query_one("#panel"), t("tui.play.panel"))
        self.picker.focus()
        self.watch(self.transcript, "below", self._note_below, init=False)
        if self.view is not None:
            self.arrived(self.view)
            return
        self.set_interval(0.25, self.tick)
        self.conduct.load(self.loader, self._not_loaded)

    def _not_loaded(self, error: Exception) -> None:
        self.trainer.back(self)
        self.trainer.tell_error(error)

    # --- showing -----------------------------------------------------------------------------------------------------

    def arrived(self, view: PlayView) -> None:
        """A view came back, so everything up to it is stored."""
        self.notice("")
        self.marked()
        self.transcript.show_lines(view.transcript, view.new_from)
        self._note_below()
        self._show_side()
        self._show_options(view)
        self.keys_changed()

    def _show_options(self, view: PlayView) -> None:
        for form in self.query(".form"):
            form.remove()
        box = self.query_one("#choices")
        asked = view.answer is not None and not view.closed
        self.picker.display = not asked
        if asked and view.answer is not None:
            from trainer.tui.widgets.answer import AnswerForm

            title_box(box, t("tui.play.answer"))
            box.mount(AnswerForm(view.answer))
            return
        if view.ended:
            title_box(box, t("tui.play.ending", ending=view.ending, rating=view.rating))
        else:
            title_box(box, t("tui.play.over" if view.closed else "tui.play.choices"))
        self.picker.set_items(option_items(view))
        self.picker.focus()

    def marked(self) -> None:
        """The title, and at its right whether the last answer is kept."""
        view = self.view
        if view is None:
            return
        left: Row = (span(view.title, "strong"), Span(" · " + t(f"tui.mode.{view.mode.value}"), "muted"))
        key, role = MARKS.get(self.conduct.saved, ("", ""))
        right: Row = (Span(t(key), role),) if key else ()
        if view.interrupted:
            right = (Span(t("tui.interrupted") + "  ", "warn"), *right)
        self.query_one(TitleBar).show(left, right)

    def notice(self, text: str, role: str = "warn") -> None:
        """Something to know about the last answer, above the choices."""
        notice = self.query_one("#notice", Prose)
        notice.set_class(bool(text), "-on")
        notice.show(lambda width: prose(text, width, role) if text else [])

    def _show_side(self) -> None:
        self.query_one("#panel", Pane).show(self._panel_rows, keep=True)
        self.query_one("#status", Prose).show(self._status_rows)

    def _panel_rows(self, width: int) -> list[Row]:
        if self.view is None:
            return [(Span(t("tui.loading"), "muted"),)]
        return panel_rows(self.view, width, self.conduct.clock.ms, self.conduct.before)

    def _status_rows(self, width: int) -> list[Row]:
        return [status_row(self.view, width, self.conduct.clock.ms), EMPTY] if self.view else []

    def _pause_rows(self, width: int) -> list[Row]:
        return [EMPTY, EMPTY, *((Span("   "), *row) for row in prose(t("tui.play.paused"), width - 6))]

    def _note_below(self) -> None:
        below = self.transcript.below
        title_box(self.query_one("#scene"), t("tui.play.scene"), t("tui.play.below", n=below) if below else "")

    # --- acting ------------------------------------------------------------------------------------------------------

    def action_choose(self, number: int) -> None:
        """Take the option with this number."""
        view = self.view
        if view is None or self.conduct.clock.paused:
            return
        if view.closed and number == 1:
            self.trainer.open_debrief(view.attempt, replace=True)
        for index, option in enumerate(view.options):
            if option.number == number and not option.locked and self.conduct.listens:
                self.picker.go(index, tell=False)
                self._choose(option.choice)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Enter or a click on an option; after a failed save Enter tries again."""
        if message.picker is not self.picker or self.view is None:
            return
        if self.conduct.retry is not None:
            if not self.conduct.busy:
                self.conduct.retry()
        elif message.value == "debrief":
            self.trainer.open_debrief(self.view.attempt, replace=True)
        elif isinstance(message.value, int):
            self._choose(message.value)

    def _choose(self, choice: int) -> None:
        if self.conduct.listens:
            self.picker.press()
        self.conduct.act(lambda: Choose(choice, self.conduct.clock.take()))

    def on_answer_form_done(self, message: object) -> None:
        """The free answer is handed in; after a failed save the same one is sent again."""
        if self.conduct.retry is not None:
            if not self.conduct.busy:
                self.conduct.retry()
            return
        text, checks = str(getattr(message, "text", "")), tuple(getattr(message, "checks", ()))
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.conduct.act(lambda: Respond((), checks, len(text), digest, self.conduct.clock.take()), text=text)

    def tick(self) -> None:
        """Ask whether a timer is over."""
        view = self.view
        if view is None or not view.timers or self.conduct.clock.paused:
            return
        self._show_side()
        over = self.conduct.over()
        if over == "limit" and view.answer is not None:
            for form in self.query("AnswerForm"):
                form.hand_in()  # type: ignore[attr-defined]
        elif over:
            self.conduct.act(Timeout)

    # --- commands ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view, paused = self.view, self.conduct.clock.paused
        if action == "undo":
            return bool(view and view.can_undo and not paused)
        if action == "pause":
            return bool(view and view.pausable and not view.closed)
        if action in ("panel", "transcript", "choose"):
            return view is not None and not paused
        if action == "abandon":
            return bool(view and not view.closed)
        return True

    def action_undo(self) -> None:
        """Take the last answer back (practice)."""
        self.conduct.undo()

    def action_pause(self) -> None:
        """Stop the clock and cover the scene, or go on."""
        clock = self.conduct.clock
        if clock.paused:
            clock.go_on()
        else:
            clock.pause()
        self.set_class(clock.paused, "-paused")
        if not clock.paused and self.picker.display:
            self.picker.focus()
        self.keys_changed()

    def action_panel(self) -> None:
        """The state of things as an overlay; beside a wide scene it is there already."""
        from trainer.tui.screens.reading import ReadingOverlay

        self.app.push_screen(ReadingOverlay("tui.play.panel", self._panel_rows))

    def action_transcript(self) -> None:
        """Everything so far, on the whole screen."""
        from trainer.tui.draw import lines_rows
        from trainer.tui.screens.reading import ReadingOverlay

        lines = self.view.transcript if self.view else ()
        self.app.push_screen(
            ReadingOverlay("tui.play.all", lambda width: lines_rows(lines, width, heads=True), wide=True, end=True)
        )

    def action_abandon(self) -> None:
        """End this attempt for good, after a question."""
        from trainer.tui.screens.message import ConfirmOverlay

        view = self.view

        def answered(yes: bool | None) -> None:
            if yes and view is not None:
                key = uuid4().hex
                self.call(lambda service: service.abandon(view.attempt, key=key), lambda _: self.trainer.goto("home"))

        words = (t("tui.cmd.abandon"), t("tui.play.abandon"), t("tui.play.abandon.yes"))
        self.app.push_screen(ConfirmOverlay(*words), answered)

    def action_back(self) -> None:
        """The menu; while paused, go on; after the end, leave."""
        from trainer.tui.screens.palette import MenuOverlay

        if self.conduct.clock.paused:
            self.action_pause()
        elif self.view is None or self.view.closed:
            self.trainer.back(self)
        else:
            self.app.push_screen(MenuOverlay(self))

    def action_leave(self) -> None:
        """Leave; the attempt stays open and goes on from here."""
        if self.view is not None and self.view.timers and self.conduct.free:
            self.conduct.report(lambda: self.trainer.back(self))
        else:
            self.trainer.back(self)

    def on_key(self, event: Key) -> None:
        """Arrows at the sides, the blank and the page keys turn the scene's pages; Enter ends a pause."""
        key = event.key
        if self.conduct.clock.paused and key in ("enter", "space"):
            event.stop()
            self.action_pause()
        elif key in ("left", "pageup"):
            self.transcript.page(-1)
        elif key in ("right", "space", "pagedown"):
            self.transcript.page(1)
        self._note_below()
