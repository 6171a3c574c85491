"""The main pages by name, imported when first shown."""

from __future__ import annotations

from trainer.tui.page import Page


def make(name: str) -> Page:
    """A new main page: home, library or results."""
    if name == "library":
        from trainer.tui.screens.library import LibraryScreen

        return LibraryScreen()
    if name == "results":
        from trainer.tui.screens.results import ResultsScreen

        return ResultsScreen()
    from trainer.tui.screens.home import HomeScreen

    return HomeScreen()
