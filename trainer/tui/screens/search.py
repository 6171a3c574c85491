"""The search over lessons, questions and cases: results come as one types, in the background, the newest only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding

from trainer.i18n import t
from trainer.service.quiz_views import Hit
from trainer.tui import course_rows as rows_of
from trainer.tui import ops
from trainer.tui.fields import Field
from trainer.tui.newest import Newest
from trainer.tui.page import Overlay, title_box
from trainer.tui.text import Prose, prose
from trainer.tui.widgets.picker import Picker

if TYPE_CHECKING:
    from trainer.tui.ways import Ways


def follow(app: Ways, hit: Hit) -> None:
    """Go to what was found: the page of a lesson, the question to practise, the case."""
    if hit.kind == "lesson":
        app.open_lesson(hit.id, hit.page)
    elif hit.kind == "question":
        file, _, name = hit.id.partition("/")
        app.start_quiz(file, item=hit.id if name else "")
    elif hit.kind == "case":
        app.open_briefing(hit.id)
    else:
        from trainer.tui.screens.message import MessageOverlay

        app.push_screen(MessageOverlay(hit.title, t("course.no_screen")))


class SearchOverlay(Overlay[Hit]):
    """A field and, under it, what was found, grouped; arrows move in the list while the caret stays in the field."""

    TITLE_KEY: ClassVar[str] = "course.search"
    WIDE: ClassVar[bool] = True
    BINDINGS: ClassVar[list[Binding]] = [
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._eager = False
        self.newest: Newest[str, tuple[Hit, ...]] = Newest(
            self, lambda service, words: service.search(words), self._fill, self._failed
        )

    def inside(self) -> ComposeResult:
        yield Field(placeholder=t("course.search.hint"), id="words")
        yield Prose(id="said")
        yield Picker(id="hits", wraps=False)

    def on_mount(self) -> None:
        """Begin with an empty field."""
        self.query_one("#hits", Picker).can_focus = False
        self._say(t("course.search.how"))
        self.query_one(Field).focus()

    def on_input_changed(self, message: Field.Changed) -> None:
        """Search while typing."""
        words = message.value.strip()
        self._eager = False
        if words:
            self.newest.ask(words)
        else:
            self.query_one("#hits", Picker).set_items(())
            self._say(t("course.search.how"))

    def _fill(self, words: str, hits: tuple[Hit, ...]) -> None:
        if not self.query_one(Field).value.strip():
            return
        self.query_one("#hits", Picker).set_items(rows_of.hit_items(hits, words))
        self._say("" if hits else t("course.search.none", words=words))
        title_box(self.query_one("#dialog"), t("course.search"), t("course.search.found", n=len(hits)))
        if self._eager:
            self._pick()

    def _failed(self, error: Exception) -> None:
        self._eager = False
        self.query_one("#hits", Picker).set_items(())
        self._say(ops.message_of(error))

    def _say(self, text: str) -> None:
        said = self.query_one("#said", Prose)
        said.display = bool(text)
        said.show(lambda width: prose(text, width, "muted"))

    def on_field_left(self, message: Field.Left) -> None:
        """Arrows move in the list."""
        self.query_one("#hits", Picker).action_move(message.step)

    def action_page(self, direction: int) -> None:
        """A screenful of results."""
        picker = self.query_one("#hits", Picker)
        if len(picker.body) > picker.scrollable_content_region.height:
            picker.action_page(direction)

    def on_input_submitted(self, message: Field.Submitted) -> None:
        """Enter takes what is marked, or will be when the answer to what was typed is there."""
        if self.newest.busy:
            self._eager = True
        else:
            self._pick()

    def _pick(self) -> None:
        self._eager = False
        picker = self.query_one("#hits", Picker)
        if picker.items:
            picker.action_pick()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Close, and go there."""
        self.dismiss(message.value if isinstance(message.value, Hit) else None)
