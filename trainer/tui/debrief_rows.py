"""The debrief as rows: result, curve, decisions, one decision in short and in full, competencies."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.i18n import t
from trainer.service.views import DebriefView, DecisionView
from trainer.textutil import display_width
from trainer.tui.draw import bar, label_role, lines_rows, number, score, signed, spark
from trainer.tui.skills import skill
from trainer.tui.text import EMPTY, Row, Span, clean, fit, hanging, pad, prose, span, width_of, wrap
from trainer.tui.widgets.picker import Item


def result_rows(view: DebriefView, width: int, *, short: bool) -> list[Row]:
    """Outcome, quality with its anchors, luck, red lines, the curve."""
    ending = view.ending or t("tui.debrief.unfinished")
    grade = "" if view.rating is None else "  " + t("tui.debrief.rating", n=view.rating)
    left: Row = (
        Span(t("tui.debrief.result") + "  ", "muted"), span(ending, "strong"), Span(grade),
        Span("  " + t("tui.debrief.passed"), "good") if view.passed else Span(""),
    )  # fmt: skip
    value = t("tui.debrief.no_score") if view.score is None else score(view.score)
    quality: Row = (
        Span(t("tui.debrief.quality") + "  ", "muted"), Span(value, "accent"),
        Span("  " + t("tui.debrief.anchors"), "muted"),
    )  # fmt: skip
    luck_word = "，".join(clean(name) for name, _ in view.luck_moments[:2])
    luck: Row = (Span(t("tui.debrief.luck") + "  ", "muted"), Span(signed(view.luck), "strong"))
    if luck_word:
        luck += (span(t("tui.debrief.moment", what=fit(luck_word, max(10, width // 3)))),)
    red: Row = (
        Span(t("tui.debrief.redlines") + "  ", "muted"),
        Span(str(len(view.redlines)), "bad" if view.redlines else "strong"),
        span("  " + " ".join(view.redlines)) if view.redlines else Span(""),
    )
    rows = _pair(left, quality, width) + _pair(luck, red, width)
    if not view.exhausted:
        rows += prose(t("tui.debrief.not_exhausted"), width, "warn")
    if len(view.curve) > 1:
        if not short:
            rows.append(EMPTY)
        head, tail = number(view.curve[0]), number(view.curve[-1])
        name = t("tui.debrief.curve")
        cells = max(8, width - display_width(name) - len(head) - len(tail) - 6)
        rows.append(
            (Span(name + "  ", "muted"), Span(head + " ", "strong"), Span(spark(view.curve, cells), "accent"),
             Span(" " + tail, "strong"))
        )  # fmt: skip
    if not short:
        rows.append(EMPTY)
    return rows


def _pair(left: Row, right: Row, width: int) -> list[Row]:
    """Two facts side by side where there is room, else one under the other, each wrapped."""
    half = width // 2
    if width_of(left) <= half - 2 and width_of(right) <= width - half:
        return [(*left, Span(" " * (half - width_of(left))), *right)]
    return [row for part in (left, right) for row in _break(part, width)]


def _break(row: Row, width: int) -> list[Row]:
    if width_of(row) <= width:
        return [row]
    return prose("".join(part.text for part in row), width)


def _widths(width: int) -> tuple[int, int, int, int, int]:
    """Cells of number, scene, choice, cost, label."""
    number_, cost, label = 4, 6, max(10, *(display_width(t(f"tui.label.{k}")) + 1 for k in LABELS))
    room = max(20, width - number_ - cost - label - 1)
    scene = min(28, max(12, room // 3))
    return number_, scene, room - scene, cost, label


LABELS = ("best", "fine", "slip", "blunder", "redline", "timeout", "single", "small", "unscored")


def header(width: int) -> Row:
    """The column heads."""
    a, b, c, d, e = _widths(width - 1)
    text = pad(" #", a) + pad(t("tui.col.scene"), b) + pad(t("tui.col.choice"), c)
    return (Span(text + pad(t("tui.col.cost"), d - 2, right=True) + "  " + pad(t("tui.col.label"), e), "muted"),)


def decision_item(one: DecisionView) -> Item:
    """One decision on one line."""

    def build(width: int, here: bool) -> list[Row]:
        a, b, c, d, e = _widths(width)
        role = label_role(one.label)
        quiet = "" if one.scored else "muted"
        cost = number(one.regret) if one.regret is not None and one.scored else t("tui.none")
        return [
            (
                Span(pad(("▸" if here else " ") + str(one.number), a), "key" if here else "muted"),
                Span(pad(fit(one.node, b - 2), b), quiet),
                Span(pad(fit(one.choice, c - 2), c), "strong" if here else quiet),
                Span(pad(cost, d - 2, right=True) + "  "),
                Span(pad(t(f"tui.label.{one.label}"), e), role),
            )
        ]

    return Item(one.number, build)


def costliest(decisions: Sequence[DecisionView]) -> int | None:
    """The index of the decision that cost most, where the debrief begins; None without one."""
    scored = [(one.regret or 0.0, index) for index, one in enumerate(decisions) if one.scored]
    if not scored:
        return None
    regret, index = max(scored, key=lambda pair: (pair[0], -pair[1]))
    return index if regret > 2 else 0


def detail_rows(one: DecisionView, width: int) -> list[Row]:
    """A decision in short: what was chosen, what was best, why."""
    title = t("tui.debrief.step", n=one.number, label=t(f"tui.label.{one.label}"))
    if one.scored and one.regret is not None and round(one.regret) > 0:
        title += t("tui.debrief.cost", n=round(one.regret))
    rows: list[Row] = [(Span(title, label_role(one.label) or "strong"),)]
    column = max(display_width(t(f"tui.debrief.{k}")) for k in ("yours", "best", "why")) + 2
    rows += hanging(t("tui.debrief.yours"), one.choice, width, column, label_role="muted")
    if one.coach:
        rows += hanging("", one.coach, width, column, role="coach")
    if one.label == "best" or (one.best == one.choice and one.best):
        return rows + _closed(one, width, column)
    if one.best:
        gain = _value_of(one, one.best)
        text = one.best if gain is None else t("tui.debrief.expect", text=one.best, n=round(gain))
        rows += hanging(t("tui.debrief.best"), text, width, column, label_role="muted")
    if one.best_coach:
        rows += hanging(t("tui.debrief.why"), one.best_coach, width, column, label_role="muted", role="coach")
    return rows + _closed(one, width, column)


def _closed(one: DecisionView, width: int, column: int) -> list[Row]:
    if not one.closed:
        return []
    rows: list[Row] = []
    for index, text in enumerate(one.closed):
        label = t("tui.debrief.closed") if index == 0 else ""
        rows += hanging(label, text, width, max(column, 8), label_role="warn")
    return rows


def _value_of(one: DecisionView, text: str) -> float | None:
    return next((option.value for option in one.options if option.text == text), None)


def full_rows(one: DecisionView, width: int) -> list[Row]:
    """A decision in full: the scene, every option with its value, the coach."""
    rows: list[Row] = [(span(one.node, "muted"),), EMPTY, *lines_rows(one.scene, width), EMPTY]
    if one.options:
        rows.append((Span(t("tui.debrief.options"), "muted"),))
    for option in sorted(one.options, key=lambda option: -option.value):
        mark = t("tui.debrief.mark_yours") if option.text == one.choice else ""
        if option.text == one.best:
            mark = t("tui.debrief.mark_best") + (" " + mark if mark else "")
        tail = t("tui.debrief.value", value=round(option.value), cost=round(option.regret))
        if option.redline:
            tail = t("tui.debrief.red", code=clean(option.redline)) + "  " + tail
        lines = wrap(option.text, max(10, width - 16))
        for index, line in enumerate(lines):
            head = pad(mark if index == 0 else "", 12)
            rows.append((Span(head, "accent"), Span(line, "strong" if option.text == one.choice else "")))
        rows.append((Span(" " * 12), Span(tail, "muted")))
    rows.append(EMPTY)
    return rows + detail_rows(one, width)


def closing_rows(view: DebriefView, width: int, gap: bool) -> list[Row]:
    """The competencies this run says something about, and the end of the story."""
    rows: list[Row] = []
    if view.competencies:
        if gap:
            rows.append(EMPTY)
        rows.append((Span(t("tui.debrief.skills"), "muted"),))
        column = min(32, max(display_width(clean(skill(c.name))) for c in view.competencies) + 2)
        cell = column + 8 + 6 + 12
        across = max(1, (width + 2) // cell)
        line: list[Span] = []
        for index, one in enumerate(view.competencies):
            tail = f"{score(one.score):>4}  " + t("tui.debrief.n_decisions", n=one.decisions)
            line += [
                Span(pad(skill(one.name), column)),
                *bar(one.score or 0, 0, 100, 8),
                Span(pad(tail, cell - column - 8)),
            ]
            if (index + 1) % across == 0:
                rows.append(tuple(line))
                line = []
        if line:
            rows.append(tuple(line))
    if view.epilogue:
        rows += [EMPTY, (Span(t("tui.debrief.epilogue"), "muted"),), EMPTY, *lines_rows(view.epilogue, width, old=True)]
    return rows
