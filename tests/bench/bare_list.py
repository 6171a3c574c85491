"""The bare app that a key in play is measured against: a header, an option list, a footer."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, OptionList

MARK = "option five"


class BareList(App[None]):
    """A list to move in, and nothing else."""

    def compose(self) -> ComposeResult:
        """Three widgets."""
        yield Header()
        yield OptionList("option one", "option two", "option three", "option four", MARK)
        yield Footer()


if __name__ == "__main__":
    BareList().run()
