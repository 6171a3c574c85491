"""Before a quiz: what it is, and the ways to do it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key

from trainer.i18n import t
from trainer.service.quiz_views import QuizRow
from trainer.tui.draw import clock
from trainer.tui.page import Overlay, title_box
from trainer.tui.quiz_list_rows import fact_rows
from trainer.tui.text import Sheet, prose
from trainer.tui.widgets.picker import Item, Picker, numbered

PORTION = 10
"""Items of a short run."""


def ways(row: QuizRow) -> list[tuple[str, str, str]]:
    """What can be done with a quiz: what it stands for, its name, a note."""
    found: list[tuple[str, str, str]] = []
    if row.open_attempt:
        found.append(("resume", t("quiz.way.resume"), t("quiz.way.resume.exam") if row.exam else ""))
    if row.exam:
        if row.attempts_left != 0 and not row.open_attempt:
            limit = clock(row.limit_ms) if row.limit_ms else ""
            note = t("quiz.way.exam.timed", time=limit) if limit else t("quiz.way.exam.untimed")
            found.append(("exam", t("quiz.way.exam", n=row.items), note))
        return found
    found.append(("all", t("quiz.way.all", n=row.items), ""))
    if row.items > PORTION + 2:
        found.append(("some", t("quiz.way.some", n=PORTION), ""))
    return found


class StartOverlay(Overlay[None]):
    """Facts, notes, and the ways."""

    def __init__(self, row: QuizRow) -> None:
        super().__init__()
        self.row = row

    def inside(self) -> ComposeResult:
        yield Sheet(lambda width: fact_rows(self.row, width), classes="gap")
        yield Picker(id="ways")

    def on_mount(self) -> None:
        """List the ways."""
        title_box(self.query_one("#dialog"), self.row.title, t("tui.overlay.close"))
        items = [numbered(name, str(n), text, note=note) for n, (name, text, note) in enumerate(ways(self.row), 1)]
        if not items:
            items = [Item(None, lambda width, here: prose(t("quiz.way.none"), width, "warn"), True)]
        picker = self.query_one(Picker)
        picker.set_items(items)
        picker.focus()

    def on_key(self, event: Key) -> None:
        """Digits take a way; the page keys turn the notes."""
        if event.key.isdigit() and event.key != "0":
            event.stop()
            self.query_one(Picker).pick(int(event.key) - 1)
        elif event.key in ("left", "right"):
            sheet = self.query_one(Sheet)
            step = -1 if event.key == "left" else 1
            sheet.scroll_to(y=sheet.scroll_y + step * max(1, sheet.size.height - 1), animate=False)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Begin, or go on."""
        row, trainer = self.row, self.trainer
        self.dismiss(None)
        match message.value:
            case "resume":
                trainer.resume_quiz(row.open_attempt or "")
            case "exam":
                trainer.start_quiz(row.id, exam=True)
            case "all":
                trainer.start_quiz(row.id)
            case "some":
                trainer.start_quiz(row.id, count=PORTION)
