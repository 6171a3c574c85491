"""What ``trainer quiz`` and ``trainer review`` print: lists, feedback and results, as JSON for programs and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trainer.cli.output import write, write_json
from trainer.cli.play_report import plain_line
from trainer.i18n import t
from trainer.service.quiz_views import ItemView, QuizResultView, QuizRow, QuizView, ReviewQueueView

if TYPE_CHECKING:
    from trainer.service import Service


def print_report(service: Service, view: QuizView, form: str) -> None:
    """The result of a quiz; of an exam that is still open only how far it is."""
    told = view.closed or view.purpose.value != "exam"
    result = service.quiz_result(view.attempt) if told else None
    if form == "json":
        write_json(report(service, view, result))
        return
    for line in text_report(view, result):
        write(line)


def report(service: Service, view: QuizView, result: QuizResultView | None) -> dict[str, Any]:
    """The quiz as JSON values. Answers and keys are written as in ``--answers``."""
    grades = {item.id: item.grade for item in result.items} if result else {}
    over = result if view.closed else None
    items = []
    for one in service.written_answers(view.attempt):
        grade = grades.get(one.id)
        items.append(
            {
                "id": one.id,
                "type": one.type.value,
                "response": one.response,
                "score": grade.score if grade else None,
                "right": grade.right if grade else None,
                "key": one.key,
                "confidence": one.confidence,
            }
        )
    return {
        "attempt": view.attempt,
        "ident": view.ident,
        "purpose": view.purpose.value,
        "ended": view.closed,
        "score": over.score if over else None,
        "passed": over.passed if over else None,
        "timed_out": bool(over and over.timed_out),
        "interrupted": view.interrupted,
        "remaining_ms": view.remaining_ms,
        "answered": view.answered,
        "items": items,
        "competencies": {c.name: {"items": c.items, "score": c.score} for c in over.competencies} if over else {},
        "calibration": {c.confidence.value: {"answers": c.answers, "score": c.score} for c in over.calibration}
        if over
        else {},
        "due": result.due if result else 0,
    }


def text_report(view: QuizView, result: QuizResultView | None) -> list[str]:
    """The result as lines: score, what went wrong and why, what comes back for review."""
    if result is None or not view.closed:
        return ["", t("quiz_cli.open", answered=view.answered, total=view.total)]
    lines = ["", t("quiz_cli.score", score=f"{result.score:.0f}", right=result.right, total=len(result.items))]
    if result.passed is not None:
        lines.append(t("quiz_cli.passed" if result.passed else "quiz_cli.failed", mark=result.pass_mark))
    if result.pending:
        lines.append(t("quiz_cli.pending", count=result.pending))
    if result.timed_out:
        lines.append(t("quiz_cli.timed_out"))
    lines += [
        t("quiz_cli.competency", name=c.name, score=f"{100 * c.score:.0f}", items=c.items) for c in result.competencies
    ]
    for item in result.items:
        if item.grade is not None and not item.grade.right and item.grade.score is not None:
            lines += ["", t("quiz_cli.missed", number=item.index + 1, name=item.name), *_answer_lines(item)]
    if result.due:
        lines += ["", t("quiz_cli.due", count=result.due)]
    return lines


def feedback_lines(item: ItemView) -> list[str]:
    """What is said right after an answer."""
    if item.grade is None:
        return []
    if item.grade.score is None:
        return [t("quiz_cli.reference", key=item.grade.key)]
    head = t("quiz_cli.right") if item.grade.right else t("quiz_cli.wrong", score=f"{100 * item.grade.score:.0f}")
    return [head, *_answer_lines(item)]


def _answer_lines(item: ItemView) -> list[str]:
    grade = item.grade
    if grade is None:
        return []
    lines = [t("quiz_cli.given", answer=grade.given)]
    if not grade.right:
        lines.append(t("quiz_cli.key", key=grade.key))
    lines += [t("quiz_cli.feedback", text=mark.feedback) for mark in grade.marks if mark.chosen and mark.feedback]
    lines += [text for line in grade.explanation for text in plain_line(line)]
    if grade.source is not None:
        page = t("quiz_cli.page", page=grade.source.page) if grade.source.page else ""
        lines.append(t("quiz_cli.source", title=grade.source.title) + page)
    return lines


def print_list(rows: tuple[QuizRow, ...], form: str) -> None:
    """All quizzes and exams with the person's results."""
    if form == "json":
        write_json([_row(row) for row in rows])
        return
    for row in rows:
        kind = t("quiz_cli.exam") if row.exam else t("quiz_cli.practice")
        best = t("quiz_cli.best", score=f"{row.best:.0f}") if row.best is not None else t("quiz_cli.not_taken")
        opened = t("quiz_cli.open_mark") if row.open_attempt else ""
        write(t("quiz_cli.row", id=row.id, title=row.title, kind=kind, items=row.items, best=best) + opened)


def _row(row: QuizRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "exam": row.exam,
        "items": row.items,
        "competencies": list(row.competencies),
        "limit_ms": row.limit_ms,
        "pass_mark": row.pass_mark,
        "runs": row.runs,
        "last": row.last,
        "best": row.best,
        "passed": row.passed,
        "attempts_left": row.attempts_left,
        "open_attempt": row.open_attempt,
    }


def print_queue(queue: ReviewQueueView, form: str) -> None:
    """What is due for review."""
    if form == "json":
        due = [
            {
                "id": one.id,
                "kind": one.kind,
                "name": one.name,
                "title": one.title,
                "due": one.due.isoformat(),
                "reviews": one.reviews,
                "lapses": one.lapses,
            }
            for one in queue.due
        ]
        write_json(
            {
                "attempt": queue.open_attempt,
                "due": len(due),
                "minutes": queue.minutes,
                "cards": queue.cards,
                "next_due": queue.next_due.isoformat() if queue.next_due else None,
                "items": due,
            }
        )
        return
    write(t("quiz_cli.queue", due=len(queue.due), minutes=queue.minutes, cards=queue.cards))
    for one in queue.due:
        write(t("quiz_cli.card", name=one.name, title=one.title))
    if not queue.due and queue.next_due is not None:
        write(t("quiz_cli.next_due", when=f"{queue.next_due.astimezone():%Y-%m-%d %H:%M}"))
