"""案例库: all cases, filtered by typing, sorted by key, each row with what it trains and how it went."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from trainer.i18n import t
from trainer.service.views import CaseRow
from trainer.textutil import normalise_name
from trainer.tui.draw import duration, score, stars
from trainer.tui.fields import Field
from trainer.tui.listing import Filtered
from trainer.tui.page import title_box
from trainer.tui.skills import skills
from trainer.tui.text import Prose, Row, Span, fit, flow, pad, prose, wrap
from trainer.tui.widgets.edges import Tabs, TitleBar
from trainer.tui.widgets.picker import Item, Picker

STATUS_ROLES = {"open": "accent", "done": "good"}
SORTS = ("file", "difficulty", "status", "best")


class LibraryScreen(Filtered):
    """The list and, under it, a line about the case under the cursor."""

    SCOPE: ClassVar[str] = "library"

    def __init__(self) -> None:
        super().__init__()
        self.cases: tuple[CaseRow, ...] | None = None
        self.sorting = 0

    def edge(self) -> TitleBar:
        return Tabs("library")

    def body(self) -> ComposeResult:
        with Vertical(classes="box fill", id="list"):
            yield Field(placeholder=t("tui.library.search"), id="search")
            yield Prose(lambda width: [header(width)], id="head")
            yield Picker(id="rows")

    def dress(self) -> None:
        title_box(self.query_one("#list"), t("tui.library.title"))
        self.query_one("#rows", Picker).focus()

    def read(self) -> None:
        self.call(lambda service: service.cases(), self._fill)

    def _fill(self, cases: tuple[CaseRow, ...]) -> None:
        self.cases = cases
        self._show()

    def _show(self) -> None:
        cases = self.cases or ()
        picker = self.query_one("#rows", Picker)
        here = picker.value
        found = sort([case for case in cases if matches(case, self.query_one("#search", Field).value)], self.sorting)
        items = [case_item(case) for case in found]
        if not items:
            key = "tui.library.none" if cases else "tui.library.empty"
            items = [Item(None, lambda width, on: prose(t(key), width, "muted"), True)]
        places = [case.id for case in found]
        picker.set_items(items, cursor=places.index(str(here)) if here in places else None)
        box = self.query_one("#list")
        title_box(box, t("tui.library.title"), t(f"tui.sort.{SORTS[self.sorting]}", n=len(found), all=len(cases)))

    def action_open(self) -> None:
        """Open the case under the cursor."""
        self.query_one("#rows", Picker).action_pick()

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Show the case."""
        self.trainer.open_briefing(str(message.value))

    def action_sort(self) -> None:
        """Sort by the next criterion."""
        self.sorting = (self.sorting + 1) % len(SORTS)
        self._show()


def matches(case: CaseRow, words: str) -> bool:
    """Whether every word is in the title, the id, a competency or a tag; also by 难度 and the name of a status."""
    trains = (*case.competencies, *skills(case.competencies))
    status = t(f"tui.case.{case.status}")
    text = normalise_name(" ".join((case.title, case.id, *trains, *case.tags, status, case.duration)))
    return all(normalise_name(word) in text for word in words.split())


def sort(cases: list[CaseRow], by: int) -> list[CaseRow]:
    """The cases in the order of one of ``SORTS``."""
    name = SORTS[by]
    if name == "difficulty":
        return sorted(cases, key=lambda case: (case.difficulty or 9, case.title))
    if name == "status":
        return sorted(cases, key=lambda case: ({"open": 0, "new": 1, "done": 2}.get(case.status, 3), case.title))
    if name == "best":
        return sorted(cases, key=lambda case: (case.best is None, case.best or 0.0))
    return cases


def _widths(width: int) -> tuple[int, int, int, int, int, int]:
    """Cells of title, competencies, difficulty, duration, best/first, status."""
    fixed = (6, 10, 11, 8)
    room = max(20, width - sum(fixed) - 1)
    second = min(44, max(16, room * 2 // 5))
    return room - second, second, *fixed


def header(width: int) -> Row:
    """The column heads, for a list with a scrollbar at its right."""
    names = ("title", "skills", "difficulty", "duration", "best", "status")
    return (Span("".join(pad(t(f"tui.col.{n}"), w) for n, w in zip(names, _widths(width - 1), strict=True)), "muted"),)


def case_item(case: CaseRow) -> Item:
    """A row; a long title goes on in a second line."""

    def build(width: int, here: bool) -> list[Row]:
        title, second, *rest = _widths(width)
        names = wrap(case.title, title - 2)
        trains = flow(skills(case.competencies), second - 2)
        best = t("tui.none") if case.best is None else f"{score(case.best)} / {score(case.first)}"
        cells = (stars(case.difficulty), duration(case.duration), best)
        rows: list[Row] = []
        for index in range(max(len(names), len(trains))):
            row: Row = (
                Span(pad(names[index] if index < len(names) else "", title), "strong" if here else ""),
                Span(pad(trains[index] if index < len(trains) else "", second), "muted"),
            )
            if index == 0:
                row += tuple(Span(pad(fit(cell, size - 1), size)) for cell, size in zip(cells, rest[:3], strict=True))
                row += (Span(pad(t(f"tui.case.{case.status}"), rest[3]), STATUS_ROLES.get(case.status, "")),)
            rows.append(row)
        return rows

    return Item(case.id, build)
