"""The quiz page as rows: what is due and went wrong, exams and question files, and each of them explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from trainer.engine.quiz_types import Confidence
from trainer.i18n import t
from trainer.service.quiz_views import CalibrationView, CardRow, MistakeRow, QuizResultRow, QuizRow, ReviewQueueView
from trainer.textutil import display_width
from trainer.tui.draw import clock, lines_rows, number, stars, when
from trainer.tui.quiz_rows import calibration_rows
from trainer.tui.skills import skills
from trainer.tui.text import EMPTY, Row, Span, clean, columns, fit, flow, hanging, pad, prose, span, wrap
from trainer.tui.widgets.picker import Item

SHORT = 6
"""How many cards or items are named in an explanation."""


def value_of(row: QuizRow) -> tuple[str, str]:
    """What a row stands for in the list."""
    return ("exam" if row.exam else "file", row.id)


def due_when(moment: datetime | None, now: datetime) -> str:
    """When something falls due: now, in minutes, hours or days, or on a date."""
    if moment is None:
        return t("tui.none")
    minutes = (moment - now).total_seconds() / 60
    if minutes <= 0:
        return t("quiz.when.now")
    if minutes < 90:
        return t("quiz.when.minutes", n=max(1, round(minutes)))
    if minutes < 36 * 60:
        return t("quiz.when.hours", n=round(minutes / 60))
    days = (moment.astimezone().date() - now.astimezone().date()).days
    return t("quiz.when.days", n=days) if days < 60 else moment.astimezone().strftime("%Y-%m-%d")


# --- the list --------------------------------------------------------------------------------------------------------


def _widths(width: int) -> tuple[int, int, int, int]:
    """Cells of title, items, best/last, status."""
    items, best, status = 7, 11, max(8, *(display_width(t(f"quiz.status.{s}")) + 1 for s in STATUSES))
    return max(16, width - items - best - status), items, best, status


STATUSES = ("new", "open", "done", "passed", "failed", "used_up")


def status_of(row: QuizRow) -> str:
    """How it stands with a quiz; ``quiz.status.<name>`` says it."""
    if row.open_attempt:
        return "open"
    if row.exam and row.passed:
        return "passed"
    if row.exam and row.attempts_left == 0:
        return "used_up"
    if not row.runs:
        return "new"
    return "failed" if row.exam else "done"


ROLES = {"open": "accent", "passed": "good", "done": "good", "failed": "warn", "used_up": "muted"}


def header(width: int) -> Row:
    """The column heads, for a list with a scrollbar at its right."""
    names = ("title", "items", "best", "status")
    return (Span("".join(pad(t(f"quiz.col.{n}"), w) for n, w in zip(names, _widths(width - 1), strict=True)), "muted"),)


def desk_items(
    queue: ReviewQueueView, mistakes: Sequence[MistakeRow], calibration: CalibrationView, now: datetime
) -> list[Item]:
    """Review, 错题本 and confidence, one line each."""
    if queue.due:
        due = t("quiz.due", n=len(queue.due), minutes=queue.minutes)
    elif queue.cards:
        due = t("quiz.due.later", when=due_when(queue.next_due, now))
    else:
        due = t("quiz.due.none")
    wrong = t("quiz.mistakes.count", n=len(mistakes)) if mistakes else t("quiz.mistakes.none")
    sure = next((row for row in calibration.rows if row.confidence is Confidence.SURE), None)
    if sure is not None and sure.score is not None:
        word = t("quiz.calibration.short", share=round(100 * sure.score), n=len(calibration.overconfident))
    else:
        word = t("quiz.calibration.none")
    return [
        _desk("review", t("quiz.review"), due, "accent" if queue.due else "muted"),
        _desk("mistakes", t("quiz.mistakes"), wrong, "" if mistakes else "muted"),
        _desk("calibration", t("quiz.calibration"), word, "" if sure is not None and sure.answers else "muted"),
    ]


def _desk(name: str, title: str, text: str, role: str) -> Item:
    def build(width: int, here: bool) -> list[Row]:
        column = max(display_width(t(f"quiz.{key}")) for key in ("review", "mistakes", "calibration")) + 3
        head = Span(pad(title, column), "strong" if here else "")
        return [(head, Span(fit(text, max(4, width - column)), role))]

    return Item(("page", name), build)


def quiz_items(rows: Sequence[QuizRow]) -> list[Item]:
    """Exams, then question files, each under its heading."""
    items: list[Item] = []
    for exam in (True, False):
        part = [row for row in rows if row.exam is exam]
        if part:
            items.append(_heading(t("quiz.exams" if exam else "quiz.files")))
            items += map(quiz_item, part)
    return items


def _heading(text: str) -> Item:
    return Item(None, lambda width, here: [EMPTY, (Span(text, "muted"),)], True)


def quiz_item(row: QuizRow) -> Item:
    """A row; a long title goes on in further lines."""

    def build(width: int, here: bool) -> list[Row]:
        title, items, best, status = _widths(width)
        state = status_of(row)
        score = f"{number(row.best)} / {number(row.last)}" if row.runs and row.best is not None else t("tui.none")
        out: list[Row] = []
        for index, line in enumerate(wrap(row.title, max(8, title - 2))):
            cells: Row = (Span(pad(line, title), "strong" if here else ""),)
            if index == 0:
                cells += (
                    Span(pad(t("quiz.items", n=row.items), items)),
                    Span(pad(score, best)),
                    Span(pad(t(f"quiz.status.{state}"), status), ROLES.get(state, "")),
                )
            out.append(cells)
        return out

    return Item(value_of(row), build)


# --- what a row is ---------------------------------------------------------------------------------------------------


def about_rows(
    value: object,
    quizzes: Sequence[QuizRow],
    queue: ReviewQueueView,
    mistakes: Sequence[MistakeRow],
    calibration: CalibrationView,
    width: int,
    now: datetime,
) -> list[Row]:
    """The row under the cursor, explained."""
    match value:
        case ("page", "review"):
            rows = [*prose(t("quiz.about.review"), width, "muted"), EMPTY]
            rows += [row for card in queue.due[:SHORT] for row in _named(card.name, card.title, width)]
            return rows + _more(len(queue.due), width)
        case ("page", "mistakes"):
            rows = [*prose(t("quiz.about.mistakes"), width, "muted"), EMPTY]
            rows += [row for one in mistakes[:SHORT] for row in _named(one.name, one.title, width)]
            return rows + _more(len(mistakes), width)
        case ("page", "calibration"):
            rows = calibration_rows(calibration.rows, width)
            return [*rows, EMPTY, *prose(t("quiz.about.calibration"), width, "muted")]
    row = next((row for row in quizzes if value_of(row) == value), None)
    return fact_rows(row, width) if row else []


def _named(name: str, title: str, width: int) -> list[Row]:
    return hanging("-", t("quiz.named", name=name, title=title), width, 2, label_role="muted")


def _more(count: int, width: int) -> list[Row]:
    return prose(t("quiz.more", n=count - SHORT), width, "muted") if count > SHORT else []


def fact_rows(row: QuizRow, width: int) -> list[Row]:
    """What a question file or an exam is, and how it went."""
    facts: list[tuple[str, str]] = []
    if row.competencies:
        facts.append((t("quiz.fact.trains"), "\n".join(flow(skills(row.competencies), max(8, width - 12)))))
    if row.difficulty:
        facts.append((t("quiz.fact.difficulty"), stars(row.difficulty)))
    if row.limit_ms:
        facts.append((t("quiz.fact.limit"), clock(row.limit_ms)))
    if row.pass_mark is not None and row.exam:
        facts.append((t("quiz.fact.pass"), t("quiz.fact.pass.text", n=row.pass_mark)))
    if row.exam:
        left = row.attempts_left
        facts.append((t("quiz.fact.left"), t("quiz.fact.any") if left is None else t("quiz.fact.times", n=left)))
    if row.runs:
        facts.append(
            (t("quiz.fact.runs"), t("quiz.fact.scores", n=row.runs, best=number(row.best), last=number(row.last)))
        )
    column = max((display_width(label) for label, _ in facts), default=0) + 2
    rows = [line for label, text in facts for line in hanging(label, text, width, column, label_role="muted")]
    if row.notes:
        rows += [EMPTY, *lines_rows(row.notes, width)]
    return rows


# --- mistakes and cards ----------------------------------------------------------------------------------------------


def mistake_item(one: MistakeRow, now: datetime) -> Item:
    """An item that was answered wrongly: its name, its file, how often, and whether one had been sure."""

    def build(width: int, here: bool) -> list[Row]:
        tail = when(one.when, now)
        head = fit(one.name, max(8, width - display_width(tail) - 3))
        rows: list[Row] = [columns((span(head, "strong" if here else ""),), (Span(tail + " ", "muted"),), width)]
        facts = t("quiz.mistake.fact", title=clean(one.title), wrong=one.wrong, all=one.answers)
        sure = "  " + t("quiz.mistake.sure") if one.sure else ""
        second: Row = (Span("  " + fit(facts, max(8, width - 2 - display_width(sure))), "muted"), Span(sure, "warn"))
        return [*rows, second]

    return Item((one.file, one.item), build)


def history_item(one: QuizResultRow, now: datetime) -> Item:
    """A run: what it was, what came of it, when."""

    def build(width: int, here: bool) -> list[Row]:
        if one.passed is not None and one.score is not None:
            word, role = (t("quiz.status.passed"), "good") if one.passed else (t("quiz.status.failed"), "warn")
        elif one.status == "open":
            word, role = t("quiz.history.at", n=one.answered, all=one.items), "accent"
        else:
            word, role = ("", "") if one.status == "finished" else (t(f"tui.status.{one.status}"), "muted")
        right: Row = (
            Span(pad(t(f"quiz.purpose.{one.purpose.value}"), 10), "muted"),
            Span(pad(number(one.score), 5, right=True) + "  ", "strong"),
            Span(pad(word, 12), role),
            Span(pad(when(one.finished or one.started, now), 12), "muted"),
        )
        room = max(8, width - sum(display_width(part.text) for part in right) - 2)
        name = t("quiz.history.run", title=clean(one.title), n=one.number)
        return [columns((Span(fit(name, room), "strong" if here else ""),), right, width)]

    return Item((one.status, one.attempt), build)


def card_items(cards: Iterable[CardRow], now: datetime) -> list[Item]:
    """The cards that are due, most overdue first."""

    def entry(card: CardRow) -> Item:
        def build(width: int, here: bool) -> list[Row]:
            kind = t(f"quiz.card.{'decision' if card.kind == 'decision' else 'question'}")
            tail = f"{t('quiz.card.lapses', n=card.lapses)}  " if card.lapses else ""
            right: Row = (Span(tail, "warn"), Span(kind + " ", "muted"))
            room = max(8, width - sum(display_width(part.text) for part in right) - 2)
            return [
                columns((span(fit(card.name, room), "strong" if here else ""),), right, width),
                (Span("  " + fit(card.title, max(8, width - 3)), "muted"),),
            ]

        return Item(card.id, build)

    return [entry(card) for card in cards]
