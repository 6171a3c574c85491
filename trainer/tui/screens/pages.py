"""The main pages by name, imported when first shown."""

from __future__ import annotations

from trainer.tui.page import Page


def make(name: str) -> Page:
    """A new page: home, library, course, quizzes, results; review, mistakes, calibration."""
    if name == "library":
        from trainer.tui.screens.library import LibraryScreen

        return LibraryScreen()
    if name == "course":
        from trainer.tui.screens.course import CourseScreen

        return CourseScreen()
    if name == "quizzes":
        from trainer.tui.screens.quizzes import QuizzesScreen

        return QuizzesScreen()
    if name == "review":
        from trainer.tui.screens.review import ReviewScreen

        return ReviewScreen()
    if name == "mistakes":
        from trainer.tui.screens.quiz_lists import MistakesScreen

        return MistakesScreen()
    if name == "quiz_history":
        from trainer.tui.screens.quiz_lists import HistoryScreen

        return HistoryScreen()
    if name == "calibration":
        from trainer.tui.screens.quiz_lists import CalibrationScreen

        return CalibrationScreen()
    if name == "results":
        from trainer.tui.screens.results import ResultsScreen

        return ResultsScreen()
    from trainer.tui.screens.home import HomeScreen

    return HomeScreen()
