"""A lesson, page by page; only the page that is read is ever laid out. Enter is always the next step."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from trainer.content.items import PartKind
from trainer.i18n import t
from trainer.service.quiz_views import CourseView, LessonRow, PageView, PartView
from trainer.textutil import normalise_name
from trainer.tui import course_rows as rows_of
from trainer.tui.newest import Newest
from trainer.tui.page import Overlay, Page, title_box
from trainer.tui.port import ServicePort
from trainer.tui.text import Pane, Row, Span, fit, span
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.lesson_pane import LessonPane
from trainer.tui.widgets.picker import Picker

Wanted = tuple[str, int | str | None, int]
"""A lesson, its page (index, title, or None: where the reader stood), and how it is come upon: 1 from before, -1 from
behind, 0 the same page read again."""


def load(service: ServicePort, wanted: Wanted) -> PageView:
    """Read a page; an unknown title gives the page where the reader stood."""
    lesson, page, _ = wanted
    if not isinstance(page, str):
        return service.page(lesson, page)
    view = service.page(lesson, None)
    names = [normalise_name(title) for title in view.titles]
    name = normalise_name(page)
    return service.page(lesson, names.index(name)) if name in names else view


class LessonScreen(Page):
    """The page at the left, the pages and the state of the lesson at the right."""

    SCOPE: ClassVar[str] = "lesson"

    def __init__(self, lesson: str, page: int | str | None = None) -> None:
        super().__init__()
        self.wanted: Wanted = (lesson, page, 1)
        self.view: PageView | None = None
        self.row: LessonRow | None = None
        self.titles: dict[str, str] = {}
        self._read_to_end: set[str] = set()
        self.newest: Newest[Wanted, PageView] = Newest(self, load, self._fill, self._failed)

    @property
    def pane(self) -> LessonPane:
        """Where the page is."""
        return self.query_one(LessonPane)

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(id="reader", classes="box"):
                yield LessonPane(id="page")
            with Vertical(id="pages", classes="box"):
                yield Picker(id="titles", shy=True)
                yield Pane(self._facts, id="facts")

    def dress(self) -> None:
        self.newest.reset()
        title_box(self.query_one("#pages"), t("course.contents"))
        self.watch(self.pane, "below", self._note_below, init=False)
        if self.view is not None:
            self._show(self.view, 0)
        else:
            self.pane.set_page([t("tui.loading")])
        self.pane.focus()

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the page again: checks may have been answered since. A page that is on its way is not held up."""
        if self.newest.busy:
            return
        if self.view is not None:
            self.wanted = (self.view.lesson, self.view.page, 0)
        self.newest.ask(self.wanted)

    def _ask(self, page: int | str | None, way: int = 1, *, lesson: str = "") -> None:
        self.wanted = (lesson or self.wanted[0], page, way)
        self.newest.ask(self.wanted)

    def _failed(self, error: Exception) -> None:
        if self.view is None:
            self.trainer.back(self)
        else:
            self.wanted = (self.view.lesson, self.view.page, 0)
        self.trainer.tell_error(error)

    def _fill(self, wanted: Wanted, view: PageView) -> None:
        self.view = view
        self._show(view, wanted[2])
        if view.page == view.pages - 1 and view.lesson not in self._read_to_end:
            self._read_to_end.add(view.lesson)
            self.call(lambda service: service.mark_read(view.lesson), lambda _: self._look())
        elif wanted[2] == 0 or self.row is None or self.row.id != view.lesson:
            self._look()

    def _look(self) -> None:
        self.call(lambda service: service.course(), self._place)

    def _place(self, course: CourseView) -> None:
        rows = [row for module in course.modules for row in module.lessons]
        self.titles = {row.id: row.title for row in rows}
        self.row = next((row for row in rows if self.view and row.id == self.view.lesson), None)
        if self.view:
            self._show(self.view, 0)

    def _show(self, view: PageView, way: int) -> None:
        left: Row = (span(view.lesson_title, "strong"), Span(" · ", "muted"), span(view.module_title, "muted"))
        right: Row = (Span(t("course.at", n=view.page + 1, all=view.pages), "muted"),)
        self.query_one(TitleBar).show(left, right)
        self.pane.set_page(
            rows_of.page_parts(view, self.titles.get(view.next_lesson or "", "")), keep=way == 0, end=way < 0
        )
        titles = self.query_one("#titles", Picker)
        titles.set_items(rows_of.contents_items(view), cursor=view.page)
        self.query_one("#facts", Pane).show(self._facts)
        self._note_below()
        self.keys_changed()

    def _note_below(self) -> None:
        """On the border: the page, and what Space would bring."""
        view, below = self.view, self.pane.below
        if view is None:
            return
        if below > 0:
            more = t("course.below", n=below)
        elif view.page + 1 < view.pages:
            more = t("course.next", title=fit(view.titles[view.page + 1], max(12, self.size.width // 3)))
        else:
            more = t("course.end")
        title_box(self.query_one("#reader"), view.title, more)

    def _facts(self, width: int) -> list[Row]:
        if self.row is None or self.view is None or self.row.id != self.view.lesson:
            return []
        row = self.row if self.row.status == "read" else replace(self.row, page=self.view.page, status="begun")
        return [(Span("─" * width, "rule"),), *rows_of.lesson_facts(row, width)]

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "part":
            return bool(self.view and self.pane.buttons)
        return True

    def _turn(self, step: int, way: int) -> bool:
        """To another page; the keys count from the page asked for last, not from the one that is shown."""
        view = self.view
        if view is None:
            return False
        lesson, page, _ = self.wanted
        if lesson != view.lesson:
            return True  # another lesson is on its way
        now = page if isinstance(page, int) else view.page
        if not 0 <= now + step < view.pages:
            return False
        self._ask(now + step, way)
        return True

    def action_page_on(self) -> None:
        """The next page, from its beginning."""
        self._turn(1, 1)

    def action_page_back(self) -> None:
        """The page before, from its beginning."""
        self._turn(-1, 1)

    def action_read_on(self) -> None:
        """The next screenful, or the next page; at the very end mark the first button."""
        if not self.pane.turn(1) and not self._turn(1, 1):
            self.pane.mark_first()

    def action_read_back(self) -> None:
        """The screenful before, or the end of the page before."""
        if not self.pane.turn(-1):
            self._turn(-1, -1)

    def action_go_on(self) -> None:
        """Press the marked button; without one read on."""
        if not self.pane.press_marked():
            self.action_read_on()

    def action_part(self, number: int) -> None:
        """A digit presses a button."""
        self.pane.press(number - 1)

    def on_lesson_pane_pressed(self, message: LessonPane.Pressed) -> None:
        """Go where the button leads."""
        match message.value:
            case PartView() as part:
                self._follow(part)
            case ("next", str(lesson)):
                self._ask(None, lesson=lesson)
            case ("course", _):
                self.trainer.goto("course")

    def _follow(self, part: PartView) -> None:
        if part.kind == PartKind.CHECK:
            self.trainer.check(part.target, part.item)
        elif part.kind == PartKind.CASE:
            self.trainer.open_briefing(part.target)
        elif part.kind == PartKind.LESSON:
            self.trainer.open_lesson(part.target, part.item or None)

    # --- the list of pages -------------------------------------------------------------------------------------------

    def action_contents(self) -> None:
        """To the list of pages and back; where there is no room for it, it opens over the page."""
        if self.view is None:
            return
        titles = self.query_one("#titles", Picker)
        if not self.has_class("-narrow"):
            (self.pane if titles.has_focus else titles).focus()
        else:
            self.app.push_screen(ContentsOverlay(self.view), self._chosen)

    def _chosen(self, page: int | None) -> None:
        if page is not None:
            self._ask(page)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """A page was picked from the list."""
        if isinstance(message.value, int):
            self._ask(message.value)
            self.pane.focus()


class ContentsOverlay(Overlay[int]):
    """The pages of a lesson, to pick one."""

    TITLE_KEY: ClassVar[str] = "course.contents"

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self.view = view

    def inside(self) -> ComposeResult:
        yield Picker(id="titles2")

    def on_mount(self) -> None:
        """List the pages."""
        picker = self.query_one(Picker)
        picker.set_items(rows_of.contents_items(self.view), cursor=self.view.page)
        picker.focus()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Go there."""
        self.dismiss(message.value if isinstance(message.value, int) else None)
