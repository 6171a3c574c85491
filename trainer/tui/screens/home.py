"""Home: what to go on with, what to do next, what was done, and where one stands. Enter is always the next step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize

from trainer.i18n import t
from trainer.service.views import AttemptRow, HomeView, ProfileRow
from trainer.textutil import display_width
from trainer.tui.draw import duration, interval, score, stars, when
from trainer.tui.page import Page, title_box
from trainer.tui.skills import skill, skills
from trainer.tui.text import EMPTY, Pane, Row, Span, clean, columns, fit, pad, prose, span, wrap
from trainer.tui.widgets.edges import Tabs, TitleBar
from trainer.tui.widgets.picker import Item, Picker


class HomeScreen(Page):
    """Painted at once without numbers; they are filled in when the database has been read."""

    SCOPE: ClassVar[str] = "home"

    def __init__(self) -> None:
        super().__init__()
        self.view: HomeView | None = None
        self._eager = False
        self._fitted = 0

    def edge(self) -> TitleBar:
        return Tabs("home")

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            yield Picker(id="today", classes="box")
            yield Pane(self._skills, id="skills", classes="box")

    def dress(self) -> None:
        title_box(self.query_one("#today"), t("tui.home.today"))
        title_box(self.query_one("#skills"), t("tui.home.skills"))
        today = self.query_one("#today", Picker)
        if self.view is None:
            today.set_items([Item(None, lambda w, h: [EMPTY, (Span(t("tui.loading"), "muted"),)], True)])
        else:
            self._show(self.view)
        today.focus()

    def read(self) -> None:
        self.call(lambda service: service.home(), self._fill)

    def _fill(self, view: HomeView) -> None:
        self.view = view
        self._show(view)
        if self._eager:
            self._eager = False
            self.query_one("#today", Picker).action_pick()
        elif view.ask_name and self.is_current:
            self.trainer.ask_name()

    def _show(self, view: HomeView) -> None:
        self.query_one(Tabs).person = person_name(view)
        self.query_one(Tabs).refresh()
        self._fit(fresh=True)
        self.query_one("#skills", Pane).show(self._skills, keep=True)
        self.keys_changed()

    def _fit(self, *, fresh: bool = False) -> None:
        """The entries, and as many cases of the library as there is room for; with fresh numbers from the first on."""
        picker = self.query_one("#today", Picker)
        if self.view is None:
            return
        now = datetime.now(UTC)
        items = today_items(self.view, now)
        region = picker.scrollable_content_region
        used = sum(len(item.build(region.width, False)) for item in items)
        cards = library_items(self.view, region.width, region.height - used - 1) if region.width > 0 else []
        if cards:
            items = today_items(self.view, now, [*cards, _space()])
        places = [item.value for item in items]
        if fresh or places != [item.value for item in picker.items] or region.width != self._fitted:
            here, self._fitted = None if fresh else picker.value, region.width
            picker.set_items(items, cursor=places.index(here) if here is not None and here in places else None)

    def on_resize(self, event: Resize) -> None:
        """Another height has room for other entries."""
        super().on_resize(event)
        self.call_after_refresh(self._fit)

    def action_open(self) -> None:
        """Enter before the numbers are there: open as soon as they are."""
        self._eager = self.view is None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "goto_review":
            return bool(self.view and self.view.due)
        if action == "goto_lesson":
            return bool(self.view and self.view.lesson)
        return True

    def action_goto_review(self) -> None:
        """What is due."""
        self.trainer.open_page("review")

    def action_goto_lesson(self) -> None:
        """The lesson to go on with."""
        if self.view and self.view.lesson:
            self.trainer.open_lesson(self.view.lesson.id)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Go to what was picked."""
        match message.value:
            case ("resume", str(attempt)):
                self.trainer.resume(attempt)
            case ("exam", str(attempt)):
                self.trainer.resume_quiz(attempt)
            case ("case", str(scenario)):
                self.trainer.open_briefing(scenario)
            case ("debrief", str(attempt)):
                self.trainer.open_debrief(attempt)
            case ("lesson", str(lesson)):
                self.trainer.open_lesson(lesson)
            case ("page", str(page)):
                self.trainer.open_page(page)
            case ("goto", str(page)):
                self.trainer.goto(page)

    def _skills(self, width: int) -> list[Row]:
        if self.view is None:
            return [(Span(t("tui.loading"), "muted"),)]
        return profile_rows(self.view.profile, width)


def person_name(view: HomeView) -> str:
    """Who is at the keyboard."""
    person = view.person
    if person is None or not (person.name or person.number):
        return t("tui.person.nobody")
    return " ".join(part for part in (person.name, person.number) if part)


def profile_rows(profile: tuple[ProfileRow, ...], width: int) -> list[Row]:
    """Competencies with interval and level, or 证据不足."""
    if not profile:
        return prose(t("tui.home.no_skills"), width, "muted")
    rows = [profile_row(row, profile, width) for row in profile]
    if any(row.level for row in profile):
        rows += [EMPTY, *prose(t("tui.home.legend"), width, "muted")]
    return rows


def profile_row(row: ProfileRow, profile: tuple[ProfileRow, ...], width: int) -> Row:
    """One competency, in columns as wide as the whole profile needs them."""
    column = min(max(display_width(clean(skill(one.name))) for one in profile) + 2, max(8, width // 2))
    name = Span(pad(skill(row.name), column))
    if row.score is None or row.low is None or row.high is None or row.level is None:
        return (name, Span(fit(t("tui.home.little", n=row.scenarios), width - column), "muted"))
    half = round((row.high - row.low) / 2)
    tail = f"  {round(row.score):>3} ±{half:<2} {row.level}"
    cells = max(4, min(20, width - column - display_width(tail)))
    return (name, *interval(row.low, row.score, row.high, cells), span(tail, "strong"))


def _labelled(label: str, title: str, tail: str, note: str) -> Item:
    def build(width: int, here: bool) -> list[Row]:
        column = max(6, display_width(label) + 2)
        room = width - column - (display_width(clean(tail)) + 3 if tail else 1)
        rows: list[Row] = []
        for index, line in enumerate(wrap(title, max(10, room))):
            row: Row = (Span(pad("" if index else label, column), "accent"), Span(line, "strong" if here else ""))
            rows.append(columns(row, (span(tail, "muted"), Span(" ")), width) if tail and index == 0 else row)
        if note:
            rows += [(Span(" " * column), *row) for row in prose(note, width - column - 1, "muted")]
        return rows

    return Item(None, build)


def _entry(value: object, label: str, title: str, tail: str = "", note: str = "") -> Item:
    return Item(value, _labelled(label, title, tail, note).build)


def _space() -> Item:
    return Item(None, lambda width, here: [EMPTY], True)


def recent_text(row: AttemptRow) -> str:
    """Score and labels of a finished attempt in a few words."""
    if row.status != "finished":
        return t(f"tui.status.{row.status}")
    return t("tui.home.recent", score=score(row.score), fine=row.fine, slips=row.slips)


def today_items(view: HomeView, now: datetime, cards: list[Item] | None = None) -> list[Item]:
    """What can be done from here, the next step first; ``cards`` are cases to be had at once, above the library."""
    items: list[Item] = []
    if view.current:
        row = view.current
        title = f"{row.title} · {t('tui.step', n=row.step)} · {when(row.started, now)}"
        items += [_entry(("resume", row.attempt), t("tui.home.continue"), title), _space()]
    if view.exam:
        title = f"{view.exam.title} · {when(view.exam.started, now)}"
        items += [_entry(("exam", view.exam.attempt), t("tui.home.exam"), title), _space()]
    if view.due:
        text = t("course.home.due", n=view.due, minutes=max(1, view.due_minutes))
        items.append(_entry(("page", "review"), t("course.home.review"), text))
    if view.lesson:
        lesson = view.lesson
        at = t("course.at", n=lesson.page + 1, all=lesson.pages) if lesson.status != "new" else ""
        title = t("course.home.on" if at else "course.home.new", title=lesson.title)
        items.append(_entry(("lesson", lesson.id), t("course.home.course"), title, at))
    if view.due or view.lesson:
        items.append(_space())
    if view.recommended:
        case = view.recommended
        facts = " · ".join(part for part in (" ".join(skills(case.competencies[:3])), duration(case.duration)) if part)
        note = "\n".join(part for part in (facts, reason(view)) if part)
        items += [_entry(("case", case.id), t("tui.home.recommended"), case.title, "", note), _space()]
    for index, row in enumerate(view.recent):
        label = t("tui.home.lately") if index == 0 else ""
        value = ("debrief", row.attempt) if row.status != "open" else ("resume", row.attempt)
        items.append(_entry(value, label, row.title, when(row.finished or row.started, now), recent_text(row)))
    if view.recent:
        items.append(_space())
    items += cards or []
    items.append(_entry(("goto", "library"), t("tui.home.all"), t("tui.home.all_cases", n=view.cases)))
    return items


def library_items(view: HomeView, width: int, height: int) -> list[Item]:
    """Cases of the library, each on its lines, as long as they fit; nothing if less than three do."""
    known = {view.recommended.id} if view.recommended else set()
    found: list[Item] = []
    for case in view.library:
        if case.id in known:
            continue
        parts = (
            t("tui.home.difficulty", stars=stars(case.difficulty)) if case.difficulty else "",
            duration(case.duration),
            t("tui.home.best", score=score(case.best)) if case.best is not None else t(f"tui.case.{case.status}"),
        )
        item = _entry(
            ("case", case.id),
            "" if found else t("tui.home.cases"),
            case.title,
            "  ".join(filter(None, parts if width >= 60 else parts[1:2])),
        )
        height -= len(item.build(width, False))
        if height < 0:
            break
        found.append(item)
    return found if len(found) >= 3 else []


def reason(view: HomeView) -> str:
    """Why this case is recommended."""
    return t(view.reason, competency=skill(view.reason_competency)) if view.reason else ""
