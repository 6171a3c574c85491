"""The bare app that the interface is measured against: a header, a text, a footer."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static

MARK = "bare app painted"


class Bare(App[None]):
    """As little as Textual can do."""

    def compose(self) -> ComposeResult:
        """Three widgets."""
        yield Header()
        yield Static(MARK)
        yield Footer()


if __name__ == "__main__":
    Bare().run()
