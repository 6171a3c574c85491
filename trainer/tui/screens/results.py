"""我的成绩: where one stands, and every attempt; each opens the decisions behind its numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key

from trainer.i18n import t
from trainer.service.views import AttemptRow, ProfileRow, ResultsView
from trainer.tui.draw import score, when
from trainer.tui.page import Page, title_box
from trainer.tui.screens.home import profile_row, profile_rows
from trainer.tui.text import EMPTY, Prose, Row, Span, fit, pad, prose
from trainer.tui.widgets.edges import Tabs, TitleBar
from trainer.tui.widgets.picker import Item, Picker


class ResultsScreen(Page):
    """History at the left, competencies at the right; on a narrow screen the competencies come below the list."""

    SCOPE: ClassVar[str] = "results"

    def __init__(self) -> None:
        super().__init__()
        self.view: ResultsView | None = None

    def edge(self) -> TitleBar:
        return Tabs("results")

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill", id="halves"):
            with Vertical(classes="box", id="today"):
                yield Prose(lambda width: [header(width)], id="head")
                yield Picker(id="rows")
            yield Picker(id="skills", classes="box", shy=True)

    def dress(self) -> None:
        title_box(self.query_one("#today"), t("tui.results.title"))
        title_box(self.query_one("#skills"), t("tui.home.skills"))
        self.query_one("#rows", Picker).focus()

    def read(self) -> None:
        self.call(lambda service: service.results(), self._fill)

    def _fill(self, view: ResultsView) -> None:
        self.view = view
        tabs = self.query_one(Tabs)
        if view.person:
            tabs.person = " ".join(part for part in (view.person.name, view.person.number) if part)
            tabs.refresh()
        picker = self.query_one("#rows", Picker)
        now = datetime.now(UTC)
        items = [attempt_item(row, now) for row in view.attempts]
        if not items:
            items = [Item(None, lambda width, on: [EMPTY, *prose(t("tui.results.none"), width, "muted")], True)]
        picker.set_items(items, cursor=min(picker.cursor, max(0, len(items) - 1)))
        skills = self.query_one("#skills", Picker)
        skills.set_items(skill_items(view.profile), cursor=skills.cursor)

    def on_key(self, event: Key) -> None:
        """Arrows at the sides go to the other list, as Tab does."""
        side = {"left": "#rows", "right": "#skills"}.get(event.key)
        if side:
            self.query_one(side, Picker).focus()

    def action_goto_history(self) -> None:
        """The quizzes that were done."""
        self.trainer.open_page("quiz_history")

    def action_open(self) -> None:
        """Open what is under the cursor."""
        on = self.focused if isinstance(self.focused, Picker) else self.query_one("#rows", Picker)
        on.action_pick()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Go on with an open attempt, else show its debrief; of a competency, show the decisions behind it."""
        match message.value:
            case ("skill", str(name)):
                from trainer.tui.screens.evidence import EvidenceOverlay

                self.app.push_screen(
                    EvidenceOverlay(name), lambda attempt: self.trainer.open_debrief(attempt) if attempt else None
                )
            case ("open", str(attempt)):
                self.trainer.resume(attempt)
            case (_, str(attempt)):
                self.trainer.open_debrief(attempt)


def skill_items(profile: tuple[ProfileRow, ...]) -> list[Item]:
    """The competencies, each to be opened."""

    def entry(row: ProfileRow) -> Item:
        return Item(("skill", row.name), lambda width, here: [profile_row(row, profile, width)])

    if not profile:
        return [Item(None, lambda width, here: profile_rows(profile, width), True)]
    items = [entry(row) for row in profile]
    if any(row.level for row in profile):
        items.append(Item(None, lambda width, here: [EMPTY, *prose(t("tui.home.legend"), width, "muted")], True))
    items.append(Item(None, lambda width, here: [EMPTY, *prose(t("tui.results.skills"), width, "muted")], True))
    return items


def _widths(width: int) -> tuple[int, int, int, int, int]:
    """Cells of title, mode, ending, quality, date."""
    mode, quality, date = 7, 7, 12
    room = max(16, width - mode - quality - date - 1)
    ending = min(26, max(10, room * 2 // 5))
    return room - ending, mode, ending, quality, date


def header(width: int) -> Row:
    """The column heads."""
    names = ("title", "mode", "ending", "quality", "date")
    return (Span("".join(pad(t(f"tui.col.{n}"), w) for n, w in zip(names, _widths(width - 1), strict=True)), "muted"),)


def attempt_item(row: AttemptRow, now: datetime) -> Item:
    """One attempt on one line, red lines marked by a word."""

    def build(width: int, here: bool) -> list[Row]:
        title, mode, ending, quality, date = _widths(width)
        name = f"{row.title} #{row.number}"
        end = row.ending or t(f"tui.status.{row.status}")
        first: Row = (
            Span(pad(fit(name, title - 2), title), "strong" if here else ""),
            Span(pad(t(f"tui.mode.{row.mode.value}"), mode), "muted"),
            Span(pad(fit(end, ending - 2), ending), "" if row.status == "finished" else "muted"),
            Span(pad(score(row.score), quality), "strong"),
            Span(pad(when(row.finished or row.started, now), date), "muted"),
        )
        if not row.redlines:
            return [first]
        return [first, (Span("  "), Span(t("tui.results.redlines", n=row.redlines), "bad"))]

    return Item((row.status, row.attempt), build)
