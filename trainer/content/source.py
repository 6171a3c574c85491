"""The text of a content file, places in it, and the findings collected while it is read.

The stages work on *mended* lines (``Source.lines``), where slips of the pen are already put right; every place is
translated back to what the author typed before it is reported. Lines and columns count from 0 inside the reader and
from 1 in findings; columns count characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from trainer.config import MAX_DIAGNOSTICS_PER_FILE
from trainer.content.codes import MENDABLE, SEVERITIES
from trainer.content.diagnostics import Diagnostic, Severity

_MOST_OF_A_KIND = 25
"""Findings of one code that are kept; far fewer are shown."""


class Place(NamedTuple):
    """A stretch of one mended line: line, first column and the column after the last."""

    line: int
    start: int
    end: int


class Source:
    """One file while it is read.

    Attributes:
        path: As given by the caller.
        original: Lines as typed, without their ends.
        lines: Lines after mending; the same count as ``original``.
        renamed: Codes of shared readers that are another finding in this kind of file.
    """

    def __init__(self, path: str, lines: list[str]) -> None:
        self.path = path
        self.original = list(lines)
        self.lines = list(lines)
        self.renamed: Mapping[str, str] = {}
        self._columns: dict[int, list[int]] = {}
        self._findings: dict[tuple[str, int, int], Diagnostic] = {}
        self._counts: dict[str, int] = {}
        self.errors = 0

    def mend(self, line: int, text: str, columns: list[int]) -> None:
        """Replace a line; ``columns[i]`` is where the new character i stood before, one more for the line's end."""
        before = self._columns.get(line)
        self.lines[line] = text
        self._columns[line] = [before[c] for c in columns] if before else columns

    def typed(self, place: Place) -> Place:
        """The same stretch in the line as the author typed it."""
        columns = self._columns.get(place.line)
        if columns is None:
            return place
        last = len(columns) - 1
        start = columns[min(place.start, last)]
        end = columns[min(place.end, last)] if place.end > place.start else start
        return Place(place.line, start, max(end, start))

    def report(self, code: str, place: Place, **params: object) -> None:
        """Note a finding at a place in the mended lines; a parameter may be a function that works it out."""
        self.report_typed(self.renamed.get(code, code), self.typed(place), params)

    def report_typed(self, code: str, place: Place, params: Mapping[str, object]) -> None:
        """Note a finding at a place in the lines as typed; a second one of the same code there is dropped."""
        key = (code, place.line, place.start)
        if key in self._findings:
            return
        severity = SEVERITIES[code]
        if severity is Severity.ERROR:
            self.errors += 1
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > _MOST_OF_A_KIND:
            return
        typed = self.original[place.line] if place.line < len(self.original) else ""
        start = min(place.start, len(typed))  # a text that YAML folds may seem longer than its first line
        self._findings[key] = Diagnostic(
            code=code,
            severity=severity,
            file=self.path,
            line=place.line + 1,
            column=start + 1,
            end_column=max(min(place.end, len(typed)), start + 1) + 1,
            params={key: _plain(value) for key, value in params.items()},
            autofix=code in MENDABLE,
            source=typed,
        )

    def error_between(self, first: int, last: int) -> bool:
        """Whether an error was noted on the lines ``first`` up to ``last`` (not included)."""
        return any(
            finding.severity is Severity.ERROR and first <= line < last
            for (_, line, _), finding in self._findings.items()
        )

    def findings(self, ignored: Mapping[str, str]) -> tuple[Diagnostic, ...]:
        """Findings in file order without accepted ones; of more than ``MAX_DIAGNOSTICS_PER_FILE`` the errors first."""
        kept = [f for f in self._findings.values() if f.severity is Severity.ERROR or f.code not in ignored]
        rank = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        kept.sort(key=lambda f: (rank[f.severity], f.line, f.column, f.code))
        return tuple(sorted(kept[:MAX_DIAGNOSTICS_PER_FILE], key=lambda f: (f.line, f.column, f.code)))


def duplicate_id(path: str, key: str, line: int, column: int, other: str) -> Diagnostic:
    """The finding for a 编号 that another file uses, too."""
    return Diagnostic("YM125", SEVERITIES["YM125"], path, line, column, column + len(key), {"id": key, "other": other})


def unreadable(path: str, reason: str) -> Diagnostic:
    """The finding for a file that is there and cannot be read."""
    return Diagnostic("SC100", SEVERITIES["SC100"], path, params={"reason": reason})


def _plain(value: object, limit: int = 60) -> int | str:
    """A parameter as it is told: worked out if it is a function (a suggestion costs time), shortened if it is long."""
    made = (value() or "") if callable(value) else value
    if isinstance(made, int):
        return made
    text = str(made)
    return text if len(text) <= limit else text[: limit - 1] + "…"
