"""The ways from screen to screen. Screens are imported when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from trainer.service.views import Mode
from trainer.tui import ops
from trainer.tui.page import Page
from trainer.tui.port import ServicePort
from trainer.tui.prefs import Prefs

if TYPE_CHECKING:
    from trainer.service.quiz_views import SourceView


class Ways(App[int]):
    """The part of the app that opens and leaves screens."""

    prefs: Prefs
    now: Callable[[], float]

    def goto(self, page: str) -> None:
        """Show a main page, leaving whatever is above it."""
        from trainer.tui.screens import pages

        with self.batch_update():
            while len(self.screen_stack) > 1:
                self.pop_screen()
            if page != "home":
                self.push_screen(pages.make(page))

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen over the others. A key that was pressed twice shows it once: the first is on its way."""
        top = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(screen, Screen) and type(top) is type(screen) and top is not None and not top.is_mounted:
            return AwaitComplete()
        return super().push_screen(screen, *args, **options)

    def uncover(self, page: Page) -> None:
        """Close what is open over a page."""
        while self.screen is not page and page in self.screen_stack:
            self.pop_screen()

    def back(self, page: Page) -> None:
        """Leave a page, and what is open over it."""
        self.uncover(page)
        if self.screen is page and len(self.screen_stack) > 1:
            self.pop_screen()

    def open_briefing(self, scenario: str) -> None:
        """Show a case before it is played."""
        from trainer.tui.screens.briefing import BriefingScreen

        self.push_screen(BriefingScreen(scenario))

    def play(self, load: Callable[[ServicePort], Any]) -> None:
        """Show a play that the service starts or finds."""
        from trainer.tui.screens.play import PlayScreen

        self.push_screen(PlayScreen(load, self.now))

    def start(self, scenario: str, mode: Mode) -> None:
        """Start a new attempt; timers off counts in practice only."""
        key, timers = uuid4().hex, self.prefs.timers or mode is Mode.ASSESS
        self.play(lambda service: service.start(scenario, mode, key=key, timers=timers))

    def resume(self, attempt: str) -> None:
        """Go on with an open attempt."""
        self.play(lambda service: service.resume(attempt))

    def open_debrief(self, attempt: str, *, replace: bool = False) -> None:
        """Show a debrief, instead of the screen on top if ``replace``."""
        from trainer.tui.screens.debrief import DebriefScreen

        screen = DebriefScreen(attempt)
        if replace:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # --- quizzes -----------------------------------------------------------------------------------------------------

    def quiz(self, load: Callable[[ServicePort], Any]) -> None:
        """Show a quiz that the service starts or finds."""
        from trainer.tui.screens.quiz import QuizScreen

        self.push_screen(QuizScreen(load, self.now))

    def start_quiz(self, ident: str, *, exam: bool = False, count: int | None = None, item: str = "") -> None:
        """Start a run of a question file (one item of it, or ``count`` of them) or of an exam."""
        key = uuid4().hex
        self.quiz(lambda service: service.start_quiz(ident, exam=exam, key=key, count=count, item=item))

    def resume_quiz(self, attempt: str) -> None:
        """Go on with an open run."""
        self.quiz(lambda service: service.quiz(attempt))

    def open_quiz_result(self, attempt: str, *, replace: bool = False) -> None:
        """Show the result of a run, instead of the screen on top if ``replace``."""
        from trainer.tui.screens.quiz_result import QuizResultScreen

        screen = QuizResultScreen(attempt)
        if replace:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def open_page(self, name: str) -> None:
        """Show a page over the present one: review, mistakes or calibration."""
        from trainer.tui.screens import pages

        self.push_screen(pages.make(name))

    def open_source(self, source: SourceView) -> None:
        """Show where an item is taught: the page of a lesson, or the case."""
        if source.scenario:
            self.open_briefing(source.scenario)
        else:
            self.open_lesson(source.lesson, source.page)

    # --- lessons -----------------------------------------------------------------------------------------------------

    def open_lesson(self, lesson: str, page: int | str | None = None) -> None:
        """Show a lesson at a page, by its index or its title; without one where the reader stood."""
        from trainer.tui.screens.lesson import LessonScreen

        self.push_screen(LessonScreen(lesson, page))

    def check(self, file: str, item: str = "") -> None:
        """Start the check of a lesson: a question file, or one item of it."""
        from trainer.engine.quiz_types import Purpose

        key = uuid4().hex
        self.quiz(lambda service: service.start_quiz(file, key=key, item=item, purpose=Purpose.CHECK))

    def open_search(self) -> None:
        """Search lessons, questions and cases, and go to what was picked."""
        from trainer.tui.screens.search import SearchOverlay, follow

        self.push_screen(SearchOverlay(), lambda hit: follow(self, hit) if hit else None)

    # --- people and settings -----------------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Ask for a name once, after the first result."""
        from trainer.tui.screens.people import NameOverlay

        def answered(done: bool | None) -> None:
            if done:
                self.renew()
            else:
                ops.call(self, lambda service: service.rename("", None), lambda _: None)

        self.push_screen(NameOverlay(first=True), answered)

    def renew(self) -> None:
        """Make the pages anew: their language, or the person, may have changed."""
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.run_worker(screen.renew(), exit_on_error=True)

    def open_settings(self) -> None:
        """Show the settings."""
        from trainer.tui.screens.settings import SettingsOverlay

        self.push_screen(SettingsOverlay())

    def open_people(self) -> None:
        """Show who uses this database."""
        from trainer.tui.screens.people import PeopleOverlay

        self.push_screen(PeopleOverlay(), lambda switched: self.renew() if switched else None)
