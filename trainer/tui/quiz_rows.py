"""A question as rows: its text, what was right and wrong about an answer, and where it is taught."""

from __future__ import annotations

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Purpose
from trainer.i18n import t
from trainer.service.quiz_views import CalibrationRow, ChoiceMark, GradeView, ItemView, QuizView, SourceView
from trainer.textutil import display_width
from trainer.tui.draw import bar, clock, lines_rows
from trainer.tui.skills import skill
from trainer.tui.text import EMPTY, Row, Span, clean, hanging, pad, prose, span, wrap

PICKED = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUE_FALSE, ItemType.JUDGEMENT)
"""Types whose options are marked one by one."""


def type_name(item: ItemView) -> str:
    """What kind of question it is; a decision of a case says so."""
    return t("quiz.type.decision") if item.decision else t(f"quiz.type.{item.type.value}")


def title_row(title: str, purpose: Purpose) -> Row:
    """The title of a quiz, and what it is for where the title does not say so."""
    name = t(f"quiz.purpose.{purpose.value}")
    alone = purpose in (Purpose.REVIEW, Purpose.MISTAKES)
    return (span(title, "strong"), Span("" if alone else " · " + name, "muted"))


def verdict(item: ItemView) -> tuple[str, str]:
    """The judgement on an answer with its mark and word, and the role that repeats it."""
    grade, response = item.grade, item.response
    if grade is None:
        return t("quiz.verdict.none"), "muted"
    if response is None or response.omitted:
        return t("quiz.verdict.omitted"), "warn"
    if grade.score is None:
        return t("quiz.verdict.unrated"), "warn"
    if item.type is ItemType.FREE:
        points = round(3 * grade.score)
        return t("quiz.verdict.rated", n=points), ("bad", "warn", "warn", "good")[max(0, min(3, points))]
    if grade.right:
        return t("quiz.verdict.right"), "good"
    if grade.score > 0:
        return t("quiz.verdict.partly", n=round(100 * grade.score)), "warn"
    return t("quiz.verdict.wrong"), "bad"


def verdict_row(item: ItemView) -> Row:
    """The judgement, and how sure one had been."""
    word, role = verdict(item)
    sure = t("quiz.said", word=t(f"quiz.confidence.{item.confidence.value}")) if item.confidence else ""
    return (Span(word, role), Span("   " + sure if sure else "", "muted"))


def short_mark(item: ItemView) -> tuple[str, str]:
    """One character for an answer in an overview, and its role."""
    grade, response = item.grade, item.response
    if response is not None and response.omitted:
        return "-", "warn"
    if grade is None or grade.score is None:
        return "?", "warn"
    if grade.right or grade.score >= 1:
        return "✓", "good"
    return ("~", "warn") if grade.score > 0 else ("✗", "bad")


def stem_rows(item: ItemView, width: int) -> list[Row]:
    """The question itself."""
    rows = prose(item.name, width, "strong") if item.name and not item.decision else []
    body = lines_rows(item.stem, width)
    return [*rows, EMPTY, *body] if rows and body else rows or body


def source_text(source: SourceView) -> str:
    """Where an item is taught."""
    if source.scenario:
        return t("quiz.source.case", title=source.title)
    return t("quiz.source.page", title=source.title, page=source.page) if source.page else source.title


def skills_text(item: ItemView) -> str:
    """The competencies of an item."""
    return " · ".join(skill(name) for name in item.competencies)


# --- what was right and what was wrong -------------------------------------------------------------------------------


def _mark(mark: ChoiceMark, kind: ItemType) -> tuple[str, str]:
    if mark.chosen and mark.right:
        return t("quiz.mark.right"), "good"
    if mark.chosen:
        if kind is ItemType.JUDGEMENT and mark.points:
            return t("quiz.mark.chosen"), "warn"
        return t("quiz.mark.wrong"), "bad"
    if mark.right:
        if kind is ItemType.JUDGEMENT:
            return t("quiz.mark.best"), "good"
        return (t("quiz.mark.missed"), "warn") if kind is ItemType.MULTIPLE else (t("quiz.mark.key"), "good")
    return "", ""


def _option_rows(item: ItemView, grade: GradeView, width: int, *, roomy: bool) -> list[Row]:
    """Every option with its mark in words and, under it, what is to be said about it."""
    marks = {mark.index: mark for mark in grade.marks}
    names = ("right", "wrong", "missed", "key", "chosen", "best")
    column = max(display_width(t(f"quiz.mark.{name}")) for name in names) + 1
    rows: list[Row] = []
    for choice in item.choices:
        mark = marks.get(choice.index, ChoiceMark(choice.index, False, False, 0, ""))
        text, role = _mark(mark, item.type)
        tail = "  " + t("quiz.points", n=mark.points) if item.type is ItemType.JUDGEMENT else ""
        rows += [EMPTY] if roomy and rows else []
        for index, line in enumerate(wrap(choice.text + tail, max(8, width - column - 3))):
            head = pad(text if index == 0 else "", column)
            letter = pad(choice.letter if index == 0 else "", 3)
            rows.append((Span(head, role), Span(letter, "key"), Span(line, "strong" if mark.chosen else "")))
        for line in wrap(mark.feedback, max(8, width - column - 3)) if mark.feedback else ():
            rows.append((Span(" " * (column + 3)), Span(line, "coach")))
    return rows


def _order_rows(item: ItemView, width: int) -> list[Row]:
    """The order given, each element with the place it belongs to, then the right order."""
    texts = {choice.index: choice.text for choice in item.choices}
    picks = item.response.picks if item.response else ()
    rows: list[Row] = [(Span(t("quiz.given"), "muted"),)] if picks else []
    for place, index in enumerate(picks):
        right = place == index
        text = texts.get(index, "") + ("" if right else t("quiz.place", n=index + 1))
        rows += hanging(f"{'✓' if right else '✗'} {place + 1}", text, width, 6, label_role="good" if right else "bad")
    if list(picks) != sorted(texts):
        rows += [EMPTY, (Span(t("quiz.right_order"), "muted"),)]
        for index in sorted(texts):
            rows += hanging(f"  {index + 1}", texts[index], width, 6, label_role="muted")
    return rows


def _match_rows(item: ItemView, width: int) -> list[Row]:
    """Each left with the right it was given and, if that is wrong, the one it belongs to."""
    rights = {choice.index: choice.text for choice in item.rights}
    picks = item.response.picks if item.response else ()
    rows: list[Row] = []
    for index, left in enumerate(item.lefts):
        got = picks[index] if index < len(picks) else -1
        right = got == index
        text = t("quiz.pair", left=left, right=rights.get(got) or t("quiz.nothing"))
        rows += hanging("✓" if right else "✗", text, width, 3, label_role="good" if right else "bad")
        if not right:
            rows += hanging("", t("quiz.should", right=rights.get(index, "")), width, 5, role="good")
    return rows


def _text_rows(item: ItemView, grade: GradeView, width: int) -> list[Row]:
    """What was typed and what is right: blanks one by one, a number, a free text beside its reference."""
    rows: list[Row] = []
    texts = item.response.texts if item.response else ()
    column = max(display_width(t(f"quiz.{name}")) for name in ("given", "key", "reference")) + 2
    if item.type is ItemType.BLANKS and texts:
        right = {mark.index: mark.right for mark in grade.marks}
        for index, text in enumerate(texts):
            good = right.get(index, False)
            label = f"{'✓' if good else '✗'} {index + 1}"
            rows += hanging(label, text or t("quiz.nothing"), width, 6, label_role="good" if good else "bad")
    else:
        rows += hanging(t("quiz.given"), grade.given or t("quiz.nothing"), width, column, label_role="muted")
    name = "quiz.reference" if item.type is ItemType.FREE else "quiz.key"
    if grade.key and not (grade.right and item.type is not ItemType.FREE):
        rows += hanging(t(name), grade.key, width, column, label_role="muted", role="good")
    return rows


def feedback_rows(item: ItemView, width: int, *, hint: str = "", roomy: bool = False) -> list[Row]:
    """Everything about an answer; ``hint`` tells how the source is opened, ``roomy`` sets options apart."""
    grade = item.grade
    if grade is None:
        return []
    if item.type in PICKED:
        rows = _option_rows(item, grade, width, roomy=roomy)
    elif item.type is ItemType.ORDERING:
        rows = _order_rows(item, width)
    elif item.type is ItemType.MATCHING:
        rows = _match_rows(item, width)
    else:
        rows = _text_rows(item, grade, width)
    if item.confidence is not None and item.confidence is Confidence.SURE and not grade.right and grade.score == 0:
        rows += [EMPTY, *prose(t("quiz.sure_but_wrong"), width, "warn")]
    if grade.explanation:
        rows += [EMPTY, (Span(t("quiz.explanation"), "muted"),), *lines_rows(grade.explanation, width)]
    if grade.source:
        column = display_width(t("quiz.source")) + 2
        text = source_text(grade.source) + (f"  {hint}" if hint else "")
        rows += [EMPTY, *hanging(t("quiz.source"), text, width, column, label_role="muted")]
    return rows


# --- how sure --------------------------------------------------------------------------------------------------------

HURRY_MS = 60_000
"""Time left below which it is shown as short."""

ENOUGH = 5
"""Answers of one confidence below which nothing is concluded from them."""


def calibration_word(row: CalibrationRow) -> str:
    """What the share of right answers says about a confidence."""
    if row.score is None or row.answers < ENOUGH:
        return t("quiz.calibration.few")
    low, high = {Confidence.SURE: (0.7, 0.85), Confidence.LIKELY: (0.5, 0.9), Confidence.GUESS: (0.0, 0.6)}[
        row.confidence
    ]
    level = "low" if row.score < low else ("high" if row.score >= high else "fair")
    return t(f"quiz.calibration.{row.confidence.value}.{level}")


def calibration_rows(rows: tuple[CalibrationRow, ...], width: int) -> list[Row]:
    """A line per confidence: how many answers, how good they were, and what that means."""
    out: list[Row] = []
    column = max(display_width(t(f"quiz.confidence.{one.value}")) for one in Confidence) + 2
    for row in rows:
        name = Span(pad(t(f"quiz.confidence.{row.confidence.value}"), column))
        if not row.answers or row.score is None:
            out.append((name, Span(t("quiz.calibration.none"), "muted")))
            continue
        cells = max(4, min(20, width // 5))
        fact = t("quiz.calibration.fact", n=row.answers, share=round(100 * row.score))
        head: Row = (name, *bar(row.score, 0, 1, cells), Span(f"  {clean(fact)}"))
        word = calibration_word(row)
        used = column + cells + 2 + display_width(fact) + 2
        if used + display_width(word) <= width:
            out.append((*head, Span("  " + word, "muted")))
        else:
            out += [head, *((Span(" " * column), Span(line, "muted")) for line in wrap(word, max(8, width - column)))]
    return out


# --- how far ---------------------------------------------------------------------------------------------------------


def progress_rows(view: QuizView, marks: dict[int, tuple[str, str]], width: int) -> list[Row]:
    """A mark per item, ten in a line: how it went where that may be told, where one is, what is to come."""
    rows: list[Row] = []
    here = view.item.index if view.item else view.total
    line: list[Span] = []
    for index in range(view.total):
        if index in marks:
            mark, role = marks[index]
        elif index == here:
            mark, role = "▸", "key"
        else:
            mark, role = ("o", "old") if index < view.answered else (".", "muted")
        line.append(Span(pad(mark, 2), role))
        if len(line) >= min(10, max(1, width // 2)):
            rows.append(tuple(line))
            line = []
    return [*rows, tuple(line)] if line else rows


def panel_rows(view: QuizView, marks: dict[int, tuple[str, str]], left: int | None, width: int) -> list[Row]:
    """Beside the question: time, progress, what it trains, how it is answered."""
    rows: list[Row] = []
    if left is not None and not view.ended:
        rows += [
            (Span(t("quiz.left") + "  ", "muted"), Span(clock(left), "bad" if left < HURRY_MS else "strong")),
            EMPTY,
        ]
    text = t("quiz.position", n=view.item.index + 1 if view.item else view.total, all=view.total)
    rows += [(Span(t("quiz.progress") + "  ", "muted"), Span(text, "strong")), EMPTY]
    rows += progress_rows(view, marks, width)
    item = view.item
    if item is None:
        return rows
    if item.competencies:
        rows += [EMPTY, (Span(t("quiz.trains"), "muted"),)]
        rows += [row for name in item.competencies for row in prose(skill(name), width)]
    if item.grade is None:
        rows += [EMPTY, (Span(t("quiz.how"), "muted"),), *prose(t(f"quiz.how.{item.type.value}"), width)]
    if view.purpose is Purpose.EXAM:
        rows += [EMPTY, *prose(t("quiz.how.exam"), width, "muted")]
    return rows


def card_of(item: ItemView) -> str:
    """The name of an item's card in the review queue."""
    return f"q:{item.id}"
