"""The page before a play: what it is about, who is there, how it is played. Enter starts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key

from trainer.i18n import t
from trainer.service.views import BriefingView, Mode
from trainer.tui.draw import duration, heading, lines_rows, score, stars, when
from trainer.tui.page import Page, title_box
from trainer.tui.skills import skill
from trainer.tui.text import EMPTY, Pane, Row, Span, prose, span
from trainer.tui.widgets.edges import TitleBar
from trainer.tui.widgets.panel import people_rows
from trainer.tui.widgets.picker import Item, Picker, numbered


class BriefingScreen(Page):
    """Text at the left, facts and people at the right, the ways to play below."""

    SCOPE: ClassVar[str] = "briefing"

    def __init__(self, scenario: str) -> None:
        super().__init__()
        self.scenario = scenario
        self.view: BriefingView | None = None
        self._eager = False

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(id="left"):
                yield Pane(self._text, id="scene", classes="box")
                with Vertical(id="choices", classes="box"):
                    yield Picker(id="ways")
            yield Pane(self._facts, id="panel", classes="box")

    def dress(self) -> None:
        title_box(self.query_one("#scene"), t("tui.briefing.title"))
        title_box(self.query_one("#panel"), t("tui.briefing.facts"))
        title_box(self.query_one("#choices"), t("tui.briefing.how"))
        ways = self.query_one("#ways", Picker)
        ways.set_items([Item(None, lambda w, h: [(Span(t("tui.loading"), "muted"),)], True)])
        ways.focus()
        self.query_one(TitleBar).show((Span(t("tui.app.title"), "strong"),))

    def read(self) -> None:
        self.call(lambda service: service.briefing(self.scenario), self._fill, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trainer.back(self)
        self.trainer.tell_error(error)

    def _fill(self, view: BriefingView) -> None:
        self.view = view
        self.query_one(TitleBar).show((span(view.title, "strong"),), (span(_difficulty(view), "muted"),))
        self.query_one("#scene", Pane).show(self._text, keep=True)
        self.query_one("#panel", Pane).show(self._facts, keep=True)
        self.query_one("#ways", Picker).set_items(ways(view))
        if self._eager:
            self._eager = False
            self.query_one("#ways", Picker).action_pick()

    def _text(self, width: int) -> list[Row]:
        view = self.view
        if view is None:
            return []
        rows = lines_rows(view.lines, width)
        if self.has_class("-narrow"):
            rows += [EMPTY, *self._facts(width)]
        return rows

    def _facts(self, width: int) -> list[Row]:
        view = self.view
        if view is None:
            return []
        rows: list[Row] = [heading(t("tui.briefing.trains"))]
        rows += [(span(f"  {skill(name)}"), Span("  " + "*" * weight, "muted")) for name, weight in view.competencies]
        rows += [EMPTY, *prose(t("tui.briefing.pass", mark=view.pass_mark), width, "muted")]
        if view.budget:
            rows += prose(t("tui.briefing.budget", total=view.budget.total, unit=view.budget.unit), width, "muted")
        if view.timed:
            key = "tui.briefing.timed" if self.trainer.prefs.timers else "tui.briefing.untimed"
            rows += prose(t(key), width, "muted")
        if view.people:
            rows += [EMPTY, *people_rows(view.people, width)]
            rows += [row for p in view.people if p.title for row in _title(p.name, p.title, width)]
        if view.past:
            rows += [EMPTY, heading(t("tui.briefing.past"))]
            for one in view.past:
                line = (
                    f"  {when(one.finished or one.started, datetime.now(UTC))}  {one.ending or ''}  {score(one.score)}"
                )
                rows += prose(line, width)
        return rows

    def action_start(self) -> None:
        """Enter: take the way under the cursor, or as soon as it is known."""
        if self.view is None:
            self._eager = True

    def on_key(self, event: Key) -> None:
        """A digit takes a way to play; arrows at the sides turn pages."""
        key = event.key
        if key.isdigit() and key != "0":
            event.stop()
            self.query_one("#ways", Picker).pick(int(key) - 1)
        elif key in ("left", "right", "space"):
            pane = self.query_one("#scene", Pane)
            step = -1 if key == "left" else 1
            pane.scroll_to(y=pane.scroll_y + step * max(1, pane.size.height - 2), animate=False)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Begin, or go on."""
        match message.value:
            case ("resume", str(attempt)):
                self.trainer.resume(attempt)
            case Mode() as mode:
                self.trainer.start(self.scenario, mode)


def _title(name: str, title: str, width: int) -> list[Row]:
    return [(Span("  ", "muted"), *row) for row in prose(f"{name}：{title}", width - 2, "muted")]


def _difficulty(view: BriefingView) -> str:
    parts = [
        t("tui.briefing.difficulty", stars=stars(view.difficulty)) if view.difficulty else "",
        duration(view.duration),
    ]
    return " · ".join(part for part in parts if part)


def ways(view: BriefingView) -> list[Item]:
    """Go on, practise, or be assessed."""
    found: list[Item] = []
    if view.open_attempt:
        found.append(numbered(("resume", view.open_attempt), "1", t("tui.briefing.resume")))
    for mode in (Mode.PRACTICE, Mode.ASSESS):
        text = t(f"tui.mode.{mode.value}.start")
        found.append(numbered(mode, str(len(found) + 1), text, note=t(f"tui.mode.{mode.value}.note")))
    return found
