"""Findings as people and as programs read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from trainer.config import MAX_DIAGNOSTICS_PER_FILE
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.i18n import t
from trainer.textutil import display_width, sanitise


def as_dict(finding: Diagnostic) -> dict[str, Any]:
    """The keys that ``trainer check --format json`` promises."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.end_column,
        "message": finding.message,
        "fix": finding.fix,
        "autofix": finding.autofix,
        "witness": list(finding.witness),
    }


def count(findings: Sequence[Diagnostic], severity: Severity) -> int:
    """How many findings are of a severity."""
    return sum(finding.severity is severity for finding in findings)


def text_of(finding: Diagnostic) -> str:
    """Place, message, the source line with a caret under what is meant, fix and witness."""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    autofix = t("cli.diagnostic.autofix") if finding.autofix else ""
    lines = [f"{place} {t(f'cli.severity.{finding.severity}')} {finding.code} {finding.message}{autofix}"]
    if finding.source.strip():
        before = display_width(sanitise(finding.source[: finding.column - 1]))
        meant = sanitise(finding.source[finding.column - 1 : finding.end_column - 1])
        gutter = f"  {finding.line} | "
        lines.append(gutter + sanitise(finding.source).replace("\n", " "))
        lines.append(f"{' ' * (len(gutter) - 2)}| {' ' * before}{'^' * max(1, display_width(meant))}")
    lines.append(f"  {t('cli.diagnostic.fix', fix=finding.fix)}")
    if finding.witness:
        lines.append(f"  {t('cli.diagnostic.witness', steps=' → '.join(finding.witness))}")
    return "\n".join(lines)


def as_text(findings: Sequence[Diagnostic]) -> Iterator[str]:
    """The findings, errors first where a file has more than can be read at once."""
    for file, group in groupby(findings, key=lambda finding: finding.file):
        listed = list(group)
        if len(listed) > MAX_DIAGNOSTICS_PER_FILE:
            kept = sorted(listed, key=lambda f: list(Severity).index(f.severity))[:MAX_DIAGNOSTICS_PER_FILE]
            listed_now = [finding for finding in listed if finding in kept]
        else:
            listed_now = listed
        yield from map(text_of, listed_now)
        if len(listed) > len(listed_now):
            yield t("cli.check.more", file=file, count=len(listed) - len(listed_now))
