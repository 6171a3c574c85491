"""How the course, a lesson's buttons and what a search found are set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trainer.content.items import PartKind
from trainer.i18n import language, t
from trainer.service.quiz_views import CourseView, Hit, LessonRow, ModuleRow, PageView, PartView
from trainer.textutil import display_width
from trainer.tui.draw import bar, heading
from trainer.tui.markdown_rows import flowed
from trainer.tui.text import EMPTY, Row, Span, clean, columns, fit, pad, prose, span, wrap
from trainer.tui.widgets.lesson_pane import Button
from trainer.tui.widgets.picker import Item

STATUS_ROLES = {"begun": "accent", "read": "good"}
KINDS = ("lesson", "question", "case", "tool")
"""Kinds of what is found, in the order of their groups."""


def space() -> Item:
    """An empty row."""
    return Item(None, lambda width, here: [EMPTY], True)


def words(key: str, role: str = "muted") -> Item:
    """A row that only tells something."""
    return Item(None, lambda width, here: prose(t(key), width, role), True)


# --- the course ------------------------------------------------------------------------------------------------------


def name_of(module: ModuleRow) -> str:
    """A module's title in the language in use."""
    return module.english if language() == "en" and module.english else module.title


def place(row: LessonRow) -> str:
    """Where the reader stands in a lesson."""
    return t("course.at", n=min(row.page + 1, row.pages), all=row.pages)


def _sizes(width: int) -> tuple[int, int, int, int, int]:
    """Cells of title, pages, checks, minutes, status."""
    fixed = (8, 8, 9, 8)
    return max(16, width - sum(fixed)), *fixed


def header(width: int) -> Row:
    """The column heads, for a list with a scrollbar at its right."""
    names = ("title", "pages", "checks", "minutes", "status")
    return (
        Span("".join(pad(t(f"course.col.{n}"), w) for n, w in zip(names, _sizes(width - 1), strict=True)), "muted"),
    )


def course_items(view: CourseView, folded: Iterable[str]) -> list[Item]:
    """What to go on with, then each module with its lessons."""
    shut = set(folded)
    items: list[Item] = []
    if view.current is not None:
        items += [_current(view.current), space()]
    for module in view.modules:
        if len(items) > 2:
            items.append(space())
        items.append(_module(module, module.id in shut))
        if module.id not in shut:
            items += [_lesson(row, n) for n, row in enumerate(module.lessons, 1)]
    return items


def _current(row: LessonRow) -> Item:
    label = t("course.start" if row.status == "new" else "course.continue")

    def build(width: int, here: bool) -> list[Row]:
        column = display_width(label) + 2
        tail = place(row) if row.status != "new" else minutes(row)
        lines = wrap(row.title, max(10, width - column - display_width(tail) - 3))
        rows: list[Row] = []
        for n, line in enumerate(lines):
            one: Row = (Span(pad("" if n else label, column), "accent"), Span(line, "strong"))
            rows.append(columns(one, (Span(tail + " ", "muted"),), width) if n == 0 else one)
        return rows

    return Item(("lesson", row.id), build)


def _module(module: ModuleRow, shut: bool) -> Item:
    done = sum(row.status == "read" for row in module.lessons)

    def build(width: int, here: bool) -> list[Row]:
        tail = t("course.module.read", n=done, all=len(module.lessons))
        name = fit(name_of(module), width - display_width(tail) - 5)
        left: Row = (Span("+ " if shut else "- ", "muted"), Span(name, "strong"))
        return [columns(left, (Span(tail + " ", "muted"),), width)]

    return Item(("module", module.id), build)


def minutes(row: LessonRow) -> str:
    """How long a lesson takes."""
    return t("course.minutes", n=row.minutes) if row.minutes else t("tui.none")


def _lesson(row: LessonRow, number: int) -> Item:
    def build(width: int, here: bool) -> list[Row]:
        title, *rest = _sizes(width)
        lines = wrap(row.title, title - 7)
        checks = f"{row.checks_done}/{row.checks}" if row.checks else t("tui.none")
        pages = f"{min(row.page + 1, row.pages)}/{row.pages}" if row.status == "begun" else str(row.pages)
        cells = (pages, checks, minutes(row))
        rows: list[Row] = []
        for n, line in enumerate(lines):
            head = Span(pad(f"  {number}" if n == 0 else "", 5), "muted")
            one: Row = (head, Span(pad(line, title - 5), "strong" if here else ""))
            if n == 0:
                one += tuple(Span(pad(cell, size), "muted") for cell, size in zip(cells, rest[:3], strict=True))
                one += (Span(pad(t(f"course.status.{row.status}"), rest[3]), STATUS_ROLES.get(row.status, "")),)
            rows.append(one)
        return rows

    return Item(("lesson", row.id), build)


def about_rows(view: CourseView, value: object, width: int, *, roomy: bool = False) -> list[Row]:
    """What the row under the cursor is; where there is room for it also what its module is about."""
    if not isinstance(value, tuple):
        return []
    kind, ident = value
    for module in view.modules:
        if kind == "module" and module.id == ident:
            return _about_module(module, width)
        for row in module.lessons:
            if kind == "lesson" and row.id == ident:
                rows = [*flowed((span(row.title, "strong"),), width), EMPTY, *lesson_facts(row, width)]
                if roomy and module.about:
                    rows += [EMPTY, heading(name_of(module)), EMPTY, *prose(module.about, width, "muted")]
                return rows
    return []


def _about_module(module: ModuleRow, width: int) -> list[Row]:
    rows = flowed((span(name_of(module), "strong"),), width)
    if module.about:
        rows += [EMPTY, *prose(module.about, width)]
    time = sum(row.minutes or 0 for row in module.lessons)
    facts = [t("course.lessons", n=len(module.lessons)), t("course.minutes", n=time) if time else ""]
    return [*rows, EMPTY, (Span(" · ".join(filter(None, facts)), "muted"),)]


def lesson_facts(row: LessonRow, width: int) -> list[Row]:
    """Position, checks and time of a lesson, each with its bar."""
    column = max(display_width(t(f"course.fact.{name}")) for name in ("pages", "checks", "time")) + 2
    cells = max(4, min(16, width - column - 8))

    def line(name: str, done: int, total: int) -> Row:
        return (
            Span(pad(t(f"course.fact.{name}"), column), "muted"), *bar(done, 0, total, cells),
            Span(f"  {done}/{total}", "strong"),
        )  # fmt: skip

    seen = row.pages if row.status == "read" else (0 if row.status == "new" else min(row.page + 1, row.pages))
    rows = [line("pages", seen, row.pages)]
    if row.checks:
        rows.append(line("checks", row.checks_done, row.checks))
    rows.append((Span(pad(t("course.fact.time"), column), "muted"), Span(minutes(row))))
    return rows


# --- a page ----------------------------------------------------------------------------------------------------------


def page_parts(view: PageView, following: str = "") -> list[str | Button]:
    """Texts and buttons of a page; at the end of the last one the way to the next lesson, or back to the course.

    Args:
        view: The page.
        following: Title of the next lesson, as soon as it is known.
    """
    parts: list[str | Button] = []
    number = 0
    for part in view.parts:
        if part.kind == PartKind.TEXT:
            parts.append(part.markdown)
        else:
            number += 1
            parts.append(_button(part, number))
    if view.page == view.pages - 1:
        value = ("next", view.next_lesson) if view.next_lesson else ("course", "")
        label = following or t("course.next_lesson") if view.next_lesson else t("course.to_course")
        parts.append(Button(value, str(number + 1) if number < 9 else "", t("course.part.on"), label))
    widest = max((display_width(part.kind) for part in parts if isinstance(part, Button)), default=0)
    return [replace(part, column=widest) if isinstance(part, Button) else part for part in parts]


def _button(part: PartView, number: int) -> Button:
    mark = str(number) if number < 10 else ""
    tail, role = _standing(part)
    kind = t(f"course.part.{part.kind}")
    return Button(part, mark, kind, part.label or part.title, tail, role, part.missing)


def _standing(part: PartView) -> tuple[str, str]:
    """How it stands with a check; what is missing says so."""
    if part.missing:
        return t("course.missing"), "warn"
    if part.kind != PartKind.CHECK:
        return "", "muted"
    if not part.done:
        return t("course.check.none") if part.items == 1 else t("course.check.new", n=part.items), "muted"
    score = t("tui.none") if part.score is None else t("course.check.score", n=round(100 * part.score))
    if part.items == 1:
        return score, "good" if part.score is not None and part.score > 0.999 else "accent"
    role = "good" if part.done == part.items and part.score is not None and part.score > 0.999 else "accent"
    return t("course.check.done", n=part.done, all=part.items, score=score), role


def contents_items(view: PageView) -> list[Item]:
    """The pages of a lesson; the present one is marked."""
    return [_contents(n, title, n == view.page) for n, title in enumerate(view.titles)]


def _contents(index: int, title: str, current: bool) -> Item:
    def build(width: int, here: bool) -> list[Row]:
        lines = wrap(title, max(8, width - 3))
        role = "strong" if current else ""
        return [(Span(pad(">" if current and n == 0 else "", 2), "accent"), Span(line, role)) for n, line in
                enumerate(lines)]  # fmt: skip

    return Item(index, build)


# --- the search ------------------------------------------------------------------------------------------------------


def hit_items(hits: Sequence[Hit], typed: str) -> list[Item]:
    """Found things grouped by kind, each group under its name; what was typed is marked where it stands."""
    items: list[Item] = []
    kinds = [*KINDS, *dict.fromkeys(hit.kind for hit in hits if hit.kind not in KINDS)]
    for kind in kinds:
        group = [hit for hit in hits if hit.kind == kind]
        if group:
            items += [space()] if items else []
            items.append(_group(kind, len(group)))
            items += [_hit(hit, typed) for hit in group]
    return items


def _group(kind: str, count: int) -> Item:
    name = t(f"course.kind.{kind}") if kind in KINDS else kind
    return Item(None, lambda width, here: [heading(name, str(count))], True)


def _hit(hit: Hit, typed: str) -> Item:
    def build(width: int, here: bool) -> list[Row]:
        tail = t("course.hit.page", n=hit.page + 1) if hit.kind == "lesson" else ""
        title = fit(hit.title, width - display_width(tail) - 5)
        at = title.casefold().find(typed.casefold())
        left: Row = (Span("  "), *_marked(title, at, len(typed) if at >= 0 else 0, "strong" if here else ""))
        rows = [columns(left, (Span(tail + " ", "muted"),), width) if tail else left]
        if hit.excerpt and (hit.length or clean(hit.excerpt) != clean(hit.title)):
            rows += [
                (Span("  "), *row)
                for row in flowed(_marked(hit.excerpt, hit.start, hit.length, "muted"), max(8, width - 4), "muted")[:2]
            ]
        return rows

    return Item(hit, build)


def _marked(text: str, start: int, length: int, role: str) -> list[Span]:
    """A text with a part of it set off."""
    start = max(0, start)
    end = start + length
    parts = ((text[:start], role), (text[start:end], "key"), (text[end:], role))
    return [span(part, look) for part, look in parts if part]
