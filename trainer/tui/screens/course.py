"""课程: what to go on with, the modules with their lessons, and what the row under the cursor is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from trainer.i18n import t
from trainer.service.quiz_views import CourseView
from trainer.tui import course_rows as rows_of
from trainer.tui.listing import Explained
from trainer.tui.page import title_box
from trainer.tui.text import Pane, Prose, Row
from trainer.tui.widgets.edges import Tabs, TitleBar
from trainer.tui.widgets.picker import Picker


class CourseScreen(Explained):
    """The tree, and beside it (below it where it is narrow) an explanation. A module folds."""

    SCOPE: ClassVar[str] = "course"

    def __init__(self) -> None:
        super().__init__()
        self.found: CourseView | None = None
        self.folded: set[str] = set()

    def edge(self) -> TitleBar:
        return Tabs("course")

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(classes="box", id="left"):
                yield Prose(lambda width: [rows_of.header(width)], id="head")
                yield Picker(id="rows")
                yield Pane(self._about, id="about")
            yield Pane(self._about, id="panel", classes="box")

    def dress(self) -> None:
        title_box(self.query_one("#left"), t("course.title"))
        title_box(self.query_one("#panel"), t("course.about"))
        picker = self.query_one("#rows", Picker)
        if self.found is None:
            picker.set_items([rows_of.words("tui.loading")])
        else:
            self._show()
        picker.focus()

    def read(self) -> None:
        self.call(lambda service: service.course(), self._fill)

    def _fill(self, found: CourseView) -> None:
        self.found = found
        self._show()
        self._rows_came()

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        picker = self.query_one("#rows", Picker)
        here, scrolled = picker.cursor if picker.value is not None else None, picker.scroll_y
        value = picker.value
        items = rows_of.course_items(found, self.folded) or [rows_of.words("course.empty")]
        same = here is not None and here < len(items) and items[here].value == value
        places = [item.value for item in items]
        at = here if same else (places.index(value) if value is not None and value in places else None)
        picker.set_items(items, cursor=at)
        if at is not None:
            picker.scroll_to(y=scrolled, animate=False)
        lessons = [row for module in found.modules for row in module.lessons]
        read = sum(row.status == "read" for row in lessons)
        title_box(self.query_one("#left"), t("course.title"), t("course.read", n=read, all=len(lessons)))
        self._explain()

    def _about(self, width: int) -> list[Row]:
        value = self.query_one("#rows", Picker).value
        roomy = not self.has_class("-narrow")
        return rows_of.about_rows(self.found, value, width, roomy=roomy) if self.found else []

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Open a lesson, fold a module or open it again."""
        match message.value:
            case ("lesson", str(lesson)):
                self.trainer.open_lesson(lesson)
            case ("module", str(module)):
                self.folded ^= {module}
                self._show()

    def action_fold(self, step: int) -> None:
        """Fold the module the cursor is in, or open it again."""
        value = self.query_one("#rows", Picker).value
        module = self._module_of(value)
        if module is None:
            return
        if step > 0:
            self.folded.discard(module)
        elif module not in self.folded:
            self.folded.add(module)
            if value != ("module", module):
                picker = self.query_one("#rows", Picker)
                picker.go(next(n for n, item in enumerate(picker.items) if item.value == ("module", module)))
        self._show()

    def _module_of(self, value: object) -> str | None:
        for module in self.found.modules if self.found else ():
            if value == ("module", module.id) or any(value == ("lesson", row.id) for row in module.lessons):
                return module.id
        return None
