"""What all screens share: edges, the notice for a small terminal, calling the service, overlays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Resize
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from trainer.i18n import t
from trainer.tui import ops
from trainer.tui.commands import bindings
from trainer.tui.port import ServicePort
from trainer.tui.text import Prose, clean, prose
from trainer.tui.widgets.edges import KeyBar, TitleBar

if TYPE_CHECKING:
    from trainer.tui.app import TrainerApp

T = TypeVar("T")
R = TypeVar("R")

LEAST = (80, 24)
"""Columns and lines below which a page shows a notice instead of itself."""

FOLD = 100
"""Columns under which side panels fold."""


class Page(Screen[None]):
    """A whole screen. ``SCOPE`` names its commands."""

    SCOPE: ClassVar[str] = ""
    _dressed = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "SCOPE" in cls.__dict__:
            cls.BINDINGS = cast(Any, bindings(cls.SCOPE))
        super().__init_subclass__(**kwargs)

    @property
    def trainer(self) -> TrainerApp:
        """The app, by its type."""
        return cast("TrainerApp", self.app)

    @property
    def ready(self) -> bool:
        """Composed and not on its way out: results of the service can be shown."""
        return self._dressed and self.is_attached and self in self.app.screen_stack

    def edge(self) -> TitleBar:
        """The title bar."""
        return TitleBar()

    def body(self) -> ComposeResult:
        """What is between the edges."""
        yield from ()

    def compose(self) -> ComposeResult:
        Page.fit_classes(self, self.app.size.width, self.app.size.height)  # the first frame is already folded
        yield self.edge()
        yield from self.body()
        yield KeyBar(self.SCOPE)
        yield Prose(self._small, classes="small")

    def on_mount(self) -> None:
        """Fill what was composed; nothing was if the screen left again at once."""
        if self in self.app.screen_stack:
            self.dress()
            self._dressed = True

    def dress(self) -> None:
        """Titles and first content, after every compose."""

    def read(self) -> None:
        """Ask the service for what is shown."""

    def on_screen_resume(self) -> None:
        """Read again whenever the screen comes up."""
        self.read()

    async def renew(self) -> None:
        """Compose anew and read again."""
        self._dressed = False
        await self.recompose()
        if not self.query(KeyBar):
            return  # it has left meanwhile
        self.dress()
        self._dressed = True
        if self.is_current:
            self.read()

    def _small(self, width: int) -> list[tuple[Any, ...]]:
        have = f"{self.size.width}x{self.size.height}"
        return list(prose(t("tui.small", need=f"{LEAST[0]}x{LEAST[1]}", have=have), max(4, width), "muted"))

    def on_resize(self, event: Resize) -> None:
        """Fold, or give way to the notice."""
        self.fit_classes(event.size.width, event.size.height)

    def fit_classes(self, width: int, height: int) -> None:
        """Set the classes that depend on the size."""
        self.set_class(width < LEAST[0] or height < LEAST[1], "-small")
        self.set_class(width < FOLD, "-narrow")

    def call(
        self,
        work: Callable[[ServicePort], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call the service in the background for this screen."""
        ops.call(self, work, done, failed)

    def keys_changed(self) -> None:
        """What can be done has changed."""
        for bar in self.query(KeyBar):
            bar.refresh()

    def action_back(self) -> None:
        """Leave the screen."""
        self.trainer.back(self)

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_goto(self, page: str) -> None:
        """Go to a main page."""
        self.trainer.goto(page)

    def action_settings(self) -> None:
        """Open the settings."""
        self.trainer.open_settings()

    def action_search_all(self) -> None:
        """Search lessons, questions and cases."""
        self.trainer.open_search()

    def action_people(self) -> None:
        """Open the list of people."""
        self.trainer.open_people()


class Overlay(ModalScreen[R], Generic[R]):
    """A dialog over a page. Esc closes it with None; a click outside does the same."""

    BINDINGS: ClassVar[list[Binding]] = [Binding("escape", "close", show=False)]  # type: ignore[assignment]
    TITLE_KEY: ClassVar[str] = ""
    WIDE: ClassVar[bool] = False

    @property
    def trainer(self) -> TrainerApp:
        """The app, by its type."""
        return cast("TrainerApp", self.app)

    @property
    def ready(self) -> bool:
        """Composed and not on its way out."""
        return self.is_attached and len(self.query("#dialog")) > 0

    def inside(self) -> ComposeResult:
        """What the dialog holds."""
        yield from ()

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-wide" if self.WIDE else "") as dialog:
            if self.TITLE_KEY:
                dialog.border_title = plain(t(self.TITLE_KEY))
            dialog.border_subtitle = plain(t("tui.overlay.close"))
            yield from self.inside()

    def on_click(self, event: Any) -> None:
        """Close on a click outside of the dialog; one inside arrives here too, when it bubbles."""
        if event.screen_offset not in self.query_one("#dialog").region:
            self.action_close()

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close it. A second key does nothing more: Textual would close whatever is on top by then."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


def plain(text: str) -> Any:
    """A text for a border title: literal, one line, no markup."""
    from textual.content import Content

    return Content(clean(text))


def title_box(widget: Widget, title: str, subtitle: str = "") -> None:
    """Write on the border of a box; what stands there already is not painted again."""
    if str(widget.border_title or "") != clean(title):
        widget.border_title = plain(title)
    if str(widget.border_subtitle or "") != clean(subtitle):
        widget.border_subtitle = plain(subtitle)
