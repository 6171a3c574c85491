"""作答: a few sentences in one's own words, with a counter; then, if the case asks, a look at oneself."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from trainer.i18n import t
from trainer.service.views import AnswerView
from trainer.tui.text import Prose, Row, Span, prose
from trainer.tui.widgets.picker import Picker, numbered


class AnswerArea(TextArea):
    """A text area where Enter hands in: the answer is one paragraph, and no key combination is needed."""

    class HandedIn(Message):
        """Enter was pressed."""

    async def _on_key(self, event: Key) -> None:
        if event.key in ("enter", "ctrl+j", "f5"):
            event.stop()
            event.prevent_default()
            self.post_message(self.HandedIn())
            return
        await super()._on_key(event)


class AnswerForm(Vertical):
    """Prompt, text, counter; then the self-checks."""

    class Done(Message):
        """The answer and the self-checks ticked."""

        def __init__(self, text: str, checks: tuple[int, ...]) -> None:
            super().__init__()
            self.text, self.checks = text, checks

    def __init__(self, view: AnswerView) -> None:
        super().__init__(classes="form")
        self.view = view
        self.ticked: set[int] = set()
        self.area = AnswerArea(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def compose(self) -> ComposeResult:
        yield Prose(lambda width: prose(self.view.prompt, width))
        yield self.area
        yield Prose(self._counter, id="counter")
        yield Picker(id="checks")

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one("#checks").display = False
        self.area.focus()

    @property
    def text(self) -> str:
        """What was written."""
        return self.area.text.strip()

    def _counter(self, width: int) -> list[Row]:
        count = len(self.text) if self.is_mounted else 0
        low, high = self.view.minimum, self.view.maximum
        enough = low <= count <= high
        text = t("tui.answer.count", n=count, low=low, high=high)
        hint = t("tui.answer.enter") if enough else t("tui.answer.short" if count < low else "tui.answer.long")
        return [(Span(text, "good" if enough else "warn"), Span("  " + hint, "muted"))]

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Count."""
        self.query_one("#counter", Prose).show(self._counter)

    def on_answer_area_handed_in(self, message: AnswerArea.HandedIn) -> None:
        """Long enough: on to the self-checks, or done."""
        if not self.view.minimum <= len(self.text) <= self.view.maximum:
            self.app.bell()
            return
        if not self.view.self_checks:
            self.hand_in()
            return
        self.area.read_only = True
        picker = self.query_one("#checks", Picker)
        picker.display = True
        self.query_one("#counter", Prose).show(lambda width: prose(t("tui.answer.checks"), width, "muted"))
        self._show_checks(0)
        picker.focus()

    def _show_checks(self, cursor: int) -> None:
        picker = self.query_one("#checks", Picker)
        items = [
            numbered(index, str(index + 1), ("[x] " if index in self.ticked else "[ ] ") + text)
            for index, text in enumerate(self.view.self_checks)
        ]
        items.append(numbered("done", str(len(items) + 1), t("tui.answer.done")))
        picker.set_items(items, cursor=cursor)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Tick, or finish."""
        message.stop()
        if message.value == "done":
            self.hand_in()
            return
        index = int(str(message.value))
        self.ticked ^= {index}
        self._show_checks(message.index)

    def on_key(self, event: Key) -> None:
        """Digits tick."""
        picker = self.query_one("#checks", Picker)
        if picker.display and event.key.isdigit() and event.key != "0":
            event.stop()
            picker.pick(int(event.key) - 1)

    def hand_in(self) -> None:
        """Hand in what is there."""
        self.post_message(self.Done(self.text, tuple(sorted(self.ticked))))


def focus_of(form: AnswerForm) -> Any:
    """What should have the focus in the form."""
    checks = form.query_one("#checks")
    return checks if checks.display else form.area
