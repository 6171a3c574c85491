"""Small pictures in text: bars, intervals, curves, dates; and how a line of the transcript is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from trainer.i18n import t
from trainer.service.views import Line, LineKind
from trainer.textutil import display_width
from trainer.tui.text import EMPTY, Row, Span, clean, grid, hanging, prose, span

BLOCKS = "▁▂▃▄▅▆▇█"
NAME_COLUMN = 7
"""Least cells of the speakers' column: three Chinese characters and a blank."""
_MINUTES = re.compile(r"\s*(\d+)\s*分钟\s*")
WIDEST_COLUMN = 11
"""Most cells of the speakers' column; a longer name stands on a line of its own."""


def duration(text: str) -> str:
    """How long a case takes, as its author wrote it; plain minutes in the language of the interface."""
    minutes = _MINUTES.fullmatch(text)
    return t("tui.minutes", n=minutes[1]) if minutes else text


def bar(value: float, low: float, high: float, cells: int) -> tuple[Span, Span]:
    """A bar from ``low`` to ``high``; any value above the lowest shows at least one cell."""
    part = 0.0 if high <= low else max(0.0, min(1.0, (value - low) / (high - low)))
    full = round(part * cells)
    if part > 0 and full == 0:
        full = 1
    if part < 1 and full == cells:
        full = cells - 1
    return Span("█" * full, "accent"), Span("░" * (cells - full), "rule")


def interval(low: float, mid: float, high: float, cells: int) -> tuple[Span, Span, Span, Span, Span]:
    """A scale 0-100 with a 90 % interval drawn as ``=`` and the estimate as ``o``."""

    def cell(value: float) -> int:
        return max(0, min(cells - 1, int(value / 100 * cells)))

    a, m, b = cell(low), cell(mid), cell(high)
    return (
        Span("·" * a, "rule"),
        Span("=" * (m - a), "accent"),
        Span("o", "key"),
        Span("=" * (b - m), "accent"),
        Span("·" * (cells - 1 - b), "rule"),
    )


def spark(values: Sequence[float], cells: int) -> str:
    """A curve of 0-100 in blocks: each value as broad as the room allows, up to 4; too many are thinned, ends kept."""
    if not values or cells <= 0:
        return ""
    if len(values) > cells:
        step = (len(values) - 1) / max(1, cells - 1)
        values = [values[round(i * step)] for i in range(cells)]
    top = len(BLOCKS) - 1
    broad = max(1, min(4, cells // len(values)))
    return "".join(BLOCKS[max(0, min(top, round(value / 100 * top)))] * broad for value in values)


def number(value: float | None) -> str:
    """A score without decimals; none: the dash of the language."""
    return t("tui.none") if value is None else str(round(value))


def score(value: float | None) -> str:
    """A decision score as shown: never below 0."""
    return t("tui.none") if value is None else str(max(0, round(value)))


def signed(value: float) -> str:
    """A number with its sign; 0 has none."""
    whole = round(value)
    return f"+{whole}" if whole > 0 else str(whole)


def when(moment: datetime | None, now: datetime) -> str:
    """A moment as people say it: 21:40, 昨天 21:40, 11-20, 2025-11-20."""
    if moment is None:
        return t("tui.none")
    local, today = moment.astimezone(), now.astimezone()
    clock = local.strftime("%H:%M")
    days = (today.date() - local.date()).days
    if days == 0:
        return t("tui.when.today", time=clock)
    if days == 1:
        return t("tui.when.yesterday", time=clock)
    return local.strftime("%m-%d" if local.year == today.year else "%Y-%m-%d")


def clock(ms: int) -> str:
    """Minutes and seconds left; a started second counts."""
    seconds = max(0, -(-ms // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"


def stars(difficulty: int | None) -> str:
    """Difficulty 1-5."""
    return t("tui.none") if difficulty is None else f"{difficulty}/5"


# --- transcript ------------------------------------------------------------------------------------------------------


def label_of(line: Line) -> str:
    """What stands in the speakers' column beside a line; empty for one that takes the whole width."""
    if line.kind is LineKind.SPEECH:
        return line.speaker
    if line.kind is LineKind.YOU:
        return t("tui.you")
    if line.kind is LineKind.COACH:
        return line.speaker or t("tui.coach")
    if line.kind in (LineKind.CHANCE, LineKind.TIMEOUT, LineKind.OVERDRAWN, LineKind.ENDING):
        return t(f"tui.line.{line.kind.value}")
    return ""


def name_column(lines: Iterable[Line]) -> int:
    """The width of the speakers' column for all of these lines: that of the longest name that fits."""
    widths = (display_width(clean(label)) + 1 for label in {label_of(line) for line in lines})
    return max((width for width in widths if NAME_COLUMN <= width <= WIDEST_COLUMN), default=NAME_COLUMN)


def line_rows(line: Line, width: int, *, column: int = NAME_COLUMN, old: bool = False) -> list[Row]:
    """A line of the transcript without the blank under it; ``column`` is the width of the speakers' column."""
    body = "old" if old else ""
    kind, label = line.kind, label_of(line)
    if kind is LineKind.SPEECH:
        return hanging(label, line.text, width, column, role=body)
    if kind is LineKind.YOU:
        return hanging(label, line.text, width, column, label_role="you", role="you")
    if kind is LineKind.COACH:
        return hanging(label, line.text, width, column, label_role="coach", role="coach")
    if kind in (LineKind.CHANCE, LineKind.TIMEOUT, LineKind.OVERDRAWN):
        text = line.text or t(f"tui.line.{kind.value}.text")
        return hanging(label, text, width, column, label_role="warn", role=body)
    if kind is LineKind.ENDING:
        return hanging(label, line.text, width, column, label_role="accent", role="strong")
    if kind is LineKind.TABLE:
        return grid(line.rows, width)
    if kind is LineKind.LIST:
        return list_rows(line.rows, width, body)
    return prose(line.text, width, body)


def list_rows(rows: Iterable[Sequence[str]], width: int, role: str = "") -> list[Row]:
    """Items with a mark and a hanging indent."""
    out: list[Row] = []
    for row in rows:
        first, *rest = hanging("-", " ".join(row), width, 2, label_role="muted", role=role)
        out += [first, *rest]
    return out


def lines_rows(lines: Iterable[Line], width: int, *, heads: bool = False, old: bool = False) -> list[Row]:
    """Lines with a blank row between them; ``heads`` puts the node's name above each scene."""
    out: list[Row] = []
    node = ""
    lines = tuple(lines)
    column = name_column(lines)
    for line in lines:
        if out:
            out.append(EMPTY)
        if heads and line.node and line.node != node and line.kind is not LineKind.YOU:
            out += [(span(line.node, "muted"),), EMPTY]
            node = line.node
        out += line_rows(line, width, column=column, old=old)
    return out


def label_role(label: str) -> str:
    """The colour that repeats a decision's label."""
    return {
        "best": "good",
        "slip": "warn",
        "blunder": "bad",
        "redline": "bad",
        "timeout": "warn",
        "single": "muted",
        "small": "muted",
        "unscored": "muted",
    }.get(label, "")


def heading(text: str, right: str = "") -> Row:
    """A small heading inside a box."""
    return (Span(clean(text), "muted"), Span("  " + clean(right) if right else "", "muted"))
