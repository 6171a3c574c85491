"""The HR workbook: results per attempt, evidence per competency, quizzes, data dictionary, export information."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from trainer.exchange.sheet import Column, Kind, Row, Sheet, local
from trainer.i18n import t

_RUNS: tuple[tuple[str, Kind, int], ...] = (
    ("number", Kind.TEXT, 12),
    ("name", Kind.TEXT, 12),
    ("title", Kind.TEXT, 28),
    ("run", Kind.INTEGER, 8),
    ("mode", Kind.TEXT, 8),
    ("status", Kind.TEXT, 10),
    ("started", Kind.TIME, 17),
    ("finished", Kind.TIME, 17),
    ("seconds", Kind.INTEGER, 10),
    ("ending", Kind.TEXT, 18),
    ("rating", Kind.INTEGER, 8),
    ("score", Kind.SCORE, 12),
    ("score_raw", Kind.NUMBER, 12),
    ("luck", Kind.SCORE, 8),
    ("redlines", Kind.TEXT, 10),
    ("decisions", Kind.INTEGER, 10),
    ("proctored", Kind.YESNO, 8),
    ("counts", Kind.YESNO, 12),
    ("restarted", Kind.YESNO, 10),
    ("interrupted", Kind.YESNO, 8),
    ("undone", Kind.INTEGER, 8),
    ("content", Kind.TEXT, 16),
    ("scoring_version", Kind.INTEGER, 10),
    ("scenario", Kind.TEXT, 16),
    ("attempt", Kind.TEXT, 36),
)
_EVIDENCE: tuple[tuple[str, Kind, int], ...] = (
    ("number", Kind.TEXT, 12),
    ("name", Kind.TEXT, 12),
    ("competency", Kind.TEXT, 12),
    ("mean", Kind.SCORE, 10),
    ("low", Kind.SCORE, 10),
    ("high", Kind.SCORE, 10),
    ("level", Kind.TEXT, 12),
    ("evidence", Kind.NUMBER, 12),
    ("quality", Kind.NUMBER, 12),
    ("chance", Kind.NUMBER, 12),
    ("decisions", Kind.INTEGER, 10),
    ("scenarios", Kind.INTEGER, 10),
    ("runs", Kind.INTEGER, 10),
    ("capped", Kind.YESNO, 10),
    ("last", Kind.TIME, 17),
)
_QUIZZES: tuple[tuple[str, Kind, int], ...] = (
    ("number", Kind.TEXT, 12),
    ("name", Kind.TEXT, 12),
    ("quiz_title", Kind.TEXT, 28),
    ("quiz_run", Kind.INTEGER, 8),
    ("quiz_mode", Kind.TEXT, 8),
    ("status", Kind.TEXT, 10),
    ("started", Kind.TIME, 17),
    ("finished", Kind.TIME, 17),
    ("used_seconds", Kind.INTEGER, 10),
    ("quiz_score", Kind.SCORE, 10),
    ("pass_mark", Kind.INTEGER, 8),
    ("passed", Kind.YESNO, 8),
    ("quiz_items", Kind.INTEGER, 8),
    ("quiz_right", Kind.INTEGER, 8),
    ("omitted", Kind.INTEGER, 8),
    ("pending", Kind.INTEGER, 10),
    ("timed_out", Kind.YESNO, 8),
    ("proctored", Kind.YESNO, 8),
    ("quiz_interrupted", Kind.YESNO, 8),
    ("paper", Kind.TEXT, 16),
    ("scoring_version", Kind.INTEGER, 10),
    ("quiz", Kind.TEXT, 18),
    ("attempt", Kind.TEXT, 36),
)
_DICTIONARY = (("sheet", 16), ("column", 16), ("key", 16), ("meaning", 80))
_INFORMATION = (("what", 20), ("value", 90))


def run_sheet(runs: Iterable[Mapping[str, Any]]) -> Sheet:
    """Results per attempt; keys as in ``_RUNS``, of which ``score`` is unfloored and ``redlines`` a sequence."""

    def rows() -> Iterator[Row]:
        for run in runs:
            score = run["score"]
            yield {
                **run,
                "mode": t(f"export.mode.{run['mode']}"),
                "status": t(f"export.status.{run['status']}"),
                "score": None if score is None else max(0.0, score),
                "score_raw": score,
                "redlines": " ".join(run["redlines"]),
                "seconds": None if run["seconds"] is None else round(run["seconds"]),
                "content": run["content"][:12],
            }

    return Sheet(t("export.sheet.runs"), _columns(_RUNS), rows(), t("export.footer"))


def evidence_sheet(evidence: Iterable[Mapping[str, Any]]) -> Sheet:
    """Evidence per person and competency. Numbers stand only where the evidence is sufficient."""

    def rows() -> Iterator[Row]:
        for one in evidence:
            known = one["level"] is not None
            yield {
                **one,
                "mean": one["score"] if known else None,
                "low": one["low"] if known else None,
                "high": one["high"] if known else None,
                "level": one["level"] or t("export.insufficient"),
            }

    return Sheet(t("export.sheet.evidence"), _columns(_EVIDENCE), rows(), t("export.footer"))


def quiz_sheet(quizzes: Iterable[Mapping[str, Any]]) -> Sheet:
    """Practices and exams. Their scores are about knowledge and are nowhere mixed with those of cases."""

    def rows() -> Iterator[Row]:
        for one in quizzes:
            used = one["used_seconds"]
            yield {
                **one,
                "quiz_run": one["run"],
                "quiz_mode": t(f"export.purpose.{one['purpose']}"),
                "status": t(f"export.status.{one['status']}"),
                "used_seconds": None if used is None else round(used),
                "quiz_score": one["score"],
                "quiz_items": one["items"],
                "quiz_right": one["right"],
                "quiz_interrupted": one["interrupted"],
                "paper": one["paper"][:12],
            }

    return Sheet(t("export.sheet.quizzes"), _columns(_QUIZZES), rows(), t("export.footer"))


def dictionary_sheet(sheets: Iterable[Sheet]) -> Sheet:
    """What every column of these sheets means."""
    rows = [
        {"sheet": sheet.name, "column": column.title, "key": column.key, "meaning": column.meaning}
        for sheet in sheets
        for column in sheet.columns
    ]
    columns = tuple(Column(key, t(f"export.dictionary.{key}"), Kind.TEXT, width) for key, width in _DICTIONARY)
    return Sheet(t("export.sheet.dictionary"), columns, rows, t("export.footer"))


def information_sheet(
    sheets: Iterable[Sheet], *, by: str, at: datetime, version: str, policy: str, selected: str, scoring: int
) -> Sheet:
    """Who exported what, when and by which rules. Its rows are made when the sheets before it have been written."""

    def rows() -> Iterator[Row]:
        facts = [
            ("by", by),
            ("at", f"{local(at):%Y-%m-%d %H:%M}"),
            ("zone", "Asia/Shanghai (UTC+8)"),
            ("version", version),
            ("scoring", str(scoring)),
            ("policy", t(f"export.policy.{policy}")),
            ("selected", selected or t("export.everything")),
        ]
        for sheet in sheets:
            facts.append(("digest", f"{sheet.name}: {sheet.count} × {len(sheet.columns)}, SHA-256 {sheet.digest}"))
        facts += [("limits", t("export.limits")), ("recompute", t("export.recompute")), ("csv", t("export.csv_note"))]
        for key, value in facts:
            yield {"what": t(f"export.info.{key}"), "value": value}

    columns = tuple(Column(key, t(f"export.information.{key}"), Kind.TEXT, width) for key, width in _INFORMATION)
    return Sheet(t("export.sheet.information"), columns, rows(), t("export.footer"))


def _columns(spec: Iterable[tuple[str, Kind, int]]) -> tuple[Column, ...]:
    return tuple(
        Column(key, t(f"export.column.{key}"), kind, width, t(f"export.meaning.{key}")) for key, kind, width in spec
    )
