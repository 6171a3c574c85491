"""The play's side panel as rows, and folded to one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from trainer.i18n import t
from trainer.service.views import LadderView, PersonView, PlayView, VariableView
from trainer.textutil import display_width
from trainer.tui.draw import bar, clock
from trainer.tui.text import EMPTY, Row, Span, clean, fit, pad, span, wrap

LETTERS = {5: "A", 4: "B", 3: "C", 2: "D", 1: "E"}
"""Letters of the attitude scale; ``tui.attitude.<letter>`` names them."""


def attitude(person: PersonView) -> str:
    """A letter and a word; 「? 未知」 while it is hidden, nothing for one without an attitude."""
    if not person.has_attitude:
        return ""
    if person.attitude is None:
        return "? " + t("tui.attitude.unknown")
    letter = LETTERS.get(person.attitude, "?")
    return f"{letter} {t(f'tui.attitude.{letter}')}"


def _attitude_role(person: PersonView) -> str:
    if person.attitude is None:
        return "muted"
    return {5: "good", 4: "good", 2: "warn", 1: "bad"}.get(person.attitude, "")


def delta(now: int | None, before: int | None) -> str:
    """How a number has moved by the last answer: +1, -2, or nothing."""
    if now is None or before is None or now == before:
        return ""
    return f"{now - before:+d}"


def variable_rows(
    variables: Sequence[VariableView], width: int, before: Mapping[str, int] = MappingProxyType({})
) -> list[Row]:
    """Each variable with its bar, its number, and how the last answer moved it."""
    if not variables:
        return []
    column = min(max(display_width(clean(v.name)) for v in variables) + 2, max(6, width // 3))
    rows: list[Row] = []
    for one in variables:
        cells = max(4, min(16, width - column - 9))
        moved = delta(one.value, before.get(one.name))
        rows.append(
            (
                Span(pad(one.name, column)),
                *bar(one.value, one.minimum, one.maximum, cells),
                Span(f"  {one.value}", "strong"),
                Span(f"  {moved}" if moved else "", "accent"),
            )
        )
    return rows


def people_rows(
    people: Sequence[PersonView], width: int, before: Mapping[str, int | None] = MappingProxyType({})
) -> list[Row]:
    """The people map: who, role, votes, attitude; the columns give way in a narrow box.

    ``before`` holds the attitudes before the last answer; what moved is marked with its step.
    """
    if not people:
        return []
    attitudes = [attitude(person) for person in people]
    moves = [delta(person.attitude, before.get(person.name)) for person in people]
    if any(moves):
        attitudes = [f"{text} {move}" if move else text for text, move in zip(attitudes, moves, strict=True)]
    last = max((display_width(text) for text in attitudes), default=0)
    votes = any(person.votes for person in people)
    vote_column = max(4, display_width(t("tui.panel.votes")) + 1) if votes else 0
    role_column = (
        max((display_width(clean(p.role)) for p in people), default=0) + 1 if any(p.role for p in people) else 0
    )
    name_column = max(display_width(clean(p.name)) for p in people) + 1
    room = width - last - 1 - vote_column
    if name_column + role_column > room:
        name_column = max(7, min(name_column, room - min(role_column, 9)))
        role_column = max(0, room - name_column)
    head = pad(t("tui.panel.people"), name_column + role_column)
    if votes:
        head += pad(t("tui.panel.votes"), vote_column, right=True)
    rows: list[Row] = [(Span(head + " " + t("tui.panel.attitude"), "muted"),)]
    for person, text in zip(people, attitudes, strict=True):
        count = str(person.votes) if person.votes else ""
        rows.append(
            (
                Span(pad(person.name, name_column)),
                Span(pad(person.role, role_column), "muted"),
                Span(pad(count, vote_column, right=True) if votes else ""),
                Span(" " + text, _attitude_role(person)),
            )
        )
        for one in person.fields:
            rows.append((Span("  "), span(f"{one.name} {one.value}/{one.maximum}", "muted")))
    return rows


def ladder_text(ladder: LadderView) -> str:
    """倾听✓ 澄清✓ 证据· — a rung climbed more than once shows how often."""
    marks = [f"{r.name}{'✓' if r.climbed else '·'}{r.climbed if r.climbed > 1 else ''}" for r in ladder.rungs]
    return " ".join(marks)


def ladder_rows(ladders: Sequence[LadderView], width: int) -> list[Row]:
    """Each ladder on its own lines."""
    rows: list[Row] = []
    for ladder in ladders:
        name = clean(ladder.name) + "  "
        column = display_width(name)
        for index, line in enumerate(wrap(ladder_text(ladder), max(8, width - column))):
            rows.append((Span(name if index == 0 else " " * column, "muted"), Span(line)))
    return rows


def timer_rows(view: PlayView, spent_ms: int, width: int) -> list[Row]:
    """What is left of each timer."""
    rows: list[Row] = []
    for timer in view.timers:
        left = timer.ms - spent_ms
        role = "bad" if left <= 10_000 else "strong"
        rows.append((Span(t(f"tui.timer.{timer.kind}") + "  "), Span(clock(left), role)))
    return rows


def panel_rows(view: PlayView, width: int, spent_ms: int = 0, before: PlayView | None = None) -> list[Row]:
    """The whole panel; ``before`` is the view before the last answer, to show what it moved."""
    values = {v.name: v.value for v in before.variables} if before else {}
    attitudes = {p.name: p.attitude for p in before.people} if before else {}
    groups: list[list[Row]] = [timer_rows(view, spent_ms, width)]
    top: list[Row] = []
    if view.budget:
        name = t("tui.panel.budget") + "  "
        tail = f"  {view.budget.remaining}{view.budget.unit}"
        cells = max(4, min(16, width - display_width(name) - display_width(clean(tail)) - 2))
        top.append((Span(name), *bar(view.budget.remaining, 0, view.budget.total, cells), span(tail, "strong")))
    groups.append(top + variable_rows(view.variables, width, values))
    groups.append(people_rows(view.people, width, attitudes))
    if view.all_votes:
        groups.append([(Span(t("tui.panel.firm"), "muted"), Span(f"  {view.firm_votes} / {view.all_votes}", "strong"))])
    groups.append(ladder_rows(view.ladders, width))
    rows: list[Row] = []
    for group in groups:
        if group:
            rows += [EMPTY, *group] if rows else group
    return rows


def status_row(view: PlayView, width: int, spent_ms: int = 0) -> Row:
    """The panel in one line: time first, then numbers, votes, ladders, as far as there is room."""
    parts: list[Span] = []

    def add(name: str, value: str, role: str = "strong") -> None:
        used = sum(display_width(p.text) for p in parts)
        text = clean(f"{name} ")
        number = clean(value)
        need = display_width(text) + display_width(number) + (2 if parts else 0)
        if used + need <= width:
            if parts:
                parts.append(Span("  "))
            parts.extend((Span(text, "muted"), Span(number, role)))

    for timer in view.timers:
        left = timer.ms - spent_ms
        add(t(f"tui.timer.{timer.kind}"), clock(left), "bad" if left <= 10_000 else "strong")
    if view.budget:
        add(t("tui.panel.budget"), f"{view.budget.remaining}{view.budget.unit}")
    if view.all_votes:
        add(t("tui.panel.firm"), f"{view.firm_votes}/{view.all_votes}")
    for one in view.variables:
        add(one.name, str(one.value))
    for ladder in view.ladders:
        add(ladder.name, " ".join(f"{r.name}✓" for r in ladder.rungs if r.climbed) or t("tui.none"), "")
    return tuple(parts) or (Span(fit(t("tui.panel.nothing"), width), "muted"),)
