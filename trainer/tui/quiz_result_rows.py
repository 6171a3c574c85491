"""The result of a quiz as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Purpose
from trainer.i18n import t
from trainer.service.quiz_views import ItemView, QuizResultView, ReviewQueueView
from trainer.textutil import display_width
from trainer.tui.draw import bar, clock, number
from trainer.tui.quiz_list_rows import due_when
from trainer.tui.quiz_rows import (
    calibration_rows,
    feedback_rows,
    short_mark,
    stem_rows,
    type_name,
    verdict,
    verdict_row,
)
from trainer.tui.skills import skill
from trainer.tui.text import EMPTY, Row, Span, clean, fit, flow, pad, prose, span
from trainer.tui.widgets.picker import Item


def unrated(item: ItemView) -> bool:
    """A free text that waits for its own rating."""
    answered = item.response is not None and not item.response.omitted
    return item.type is ItemType.FREE and answered and item.grade is not None and item.grade.score is None


def first_of_interest(items: Sequence[ItemView]) -> int | None:
    """The first item to be rated, else the first that went wrong."""
    for test in (unrated, lambda item: item.grade is None or not item.grade.right):
        found = next((n for n, item in enumerate(items) if test(item)), None)
        if found is not None:
            return found
    return None


def summary_rows(
    view: QuizResultView, queue: ReviewQueueView | None, width: int, now: datetime, *, whole: bool
) -> list[Row]:
    """Score, pass or fail, right and omitted answers, time; ``whole``: competencies and confidence too."""
    facts = [t("quiz.result.right", n=view.right, all=len(view.items))]
    if view.omitted:
        facts.append(t("quiz.result.omitted", n=view.omitted))
    facts.append(t("quiz.result.time", time=clock(view.used_ms)))
    if view.due and view.purpose is not Purpose.REVIEW:
        facts.append(t("quiz.result.due", n=view.due))
    head: Row = (Span(t("quiz.result.score") + "  ", "muted"), Span(number(view.score), "accent"))
    if view.passed is False and view.pending:
        head += (Span("  " + t("quiz.result.undecided"), "warn"),)
    elif view.passed is not None:
        key, role = ("quiz.result.passed", "good") if view.passed else ("quiz.result.failed", "warn")
        head += (Span("  " + t(key, mark=view.pass_mark), role),)
    used = sum(display_width(part.text) for part in head)
    rows: list[Row] = [head]
    room = width - used - 3
    joined = "   ".join(facts)
    if display_width(joined) <= room:
        rows = [(*head, Span("   "), span(joined))]
    else:
        rows += [(Span(line),) for line in flow((fact + " " for fact in facts), width)]
    for on, key, values in (
        (view.timed_out, "quiz.result.timed_out", {}),
        (view.interrupted, "quiz.result.interrupted", {}),
        (view.pending > 0, "quiz.result.pending", {"n": view.pending}),
    ):
        if on:
            rows += prose(t(key, **values), width, "warn")
    if queue is not None:
        key = "quiz.result.still_due" if queue.due else "quiz.result.next_due"
        rows += prose(t(key, n=len(queue.due), when=due_when(queue.next_due, now)), width, "accent")
    if whole:
        rows += [*closing_rows(view, width), EMPTY]
    return rows


def closing_rows(view: QuizResultView, width: int) -> list[Row]:
    """Competencies, and what the confidence was worth."""
    rows: list[Row] = []
    if view.competencies:
        rows.append((Span(t("quiz.result.skills"), "muted"),))
        column = min(32, max(display_width(clean(skill(one.name))) for one in view.competencies) + 2)
        for one in view.competencies:
            tail = t("quiz.result.share", share=round(100 * one.score), n=one.items)
            rows.append((Span(pad(skill(one.name), column)), *bar(one.score, 0, 1, 12), Span("  " + tail)))
    if any(row.answers for row in view.calibration):
        rows += [EMPTY] if rows else []
        rows += [(Span(t("quiz.result.confidence"), "muted"),), *calibration_rows(view.calibration, width)]
    return [EMPTY, *rows] if rows else []


def result_item(item: ItemView) -> Item:
    """One item on one line: mark, name, kind, what it came to."""

    def build(width: int, here: bool) -> list[Row]:
        mark, role = short_mark(item)
        word, _ = verdict(item)
        sure = t(f"quiz.confidence.{item.confidence.value}") if item.confidence else ""
        last = max(display_width(word), 12) + 1
        kind = max(display_width(type_name(item)) + 2, 10)
        room = max(8, width - 6 - last - kind - 10)
        return [
            (
                Span(pad(("▸" if here else " ") + str(item.index + 1), 4), "key" if here else "muted"),
                Span(mark + " ", role),
                Span(pad(fit(item.name, room - 2), room), "strong" if here else ""),
                Span(pad(type_name(item), kind), "muted"),
                Span(pad(sure, 10), "muted"),
                Span(fit(word, last), role),
            )
        ]

    return Item(item.index, build)


def detail_rows(item: ItemView, width: int) -> list[Row]:
    """An item in short: what was asked, what was answered, what is right."""
    rows: list[Row] = [*stem_rows(item, width), EMPTY, verdict_row(item)]
    if unrated(item):
        rows += prose(t("quiz.rate.how"), width, "accent")
    return [*rows, EMPTY, *feedback_rows(item, width)]
