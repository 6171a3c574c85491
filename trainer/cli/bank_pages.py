"""What ``trainer bank`` tells: the preview of an import, the account of an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from trainer.content.diagnostics import Severity
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.exchange.bank.intake import Preview
    from trainer.exchange.bank.outlet import Exported

MOST_OF_A_CODE = 10
"""Findings of one code that are shown; JSON has all."""

SAMPLES = 3


def preview_lines(preview: Preview, name: str) -> Iterator[str]:
    """Counts, the first questions, then the findings, errors first."""
    yield t("bank.summary", file=name, form=t(f"bank.form.{preview.form}"), count=len(preview.items))
    if preview.counts:
        words = (f"{t(f'bank.type.{kind}')} {count}" for kind, count in preview.counts.items())
        yield t("bank.counts", counts=t("bank.lost.comma").join(words))
    for number, item in enumerate(preview.items[:SAMPLES], 1):
        yield t("bank.sample", number=number, name=item.name, type=t(f"bank.type.{item.type.value}"))
    if preview.skipped:
        yield t("bank.skipped", count=len(preview.skipped))
    shown: Counter[str] = Counter()
    for severity in Severity:
        for finding in preview.findings:
            if finding.severity is not severity:
                continue
            shown[finding.code] += 1
            if shown[finding.code] <= MOST_OF_A_CODE:
                yield t(
                    "bank.line",
                    place=finding.place,
                    severity=t(f"bank.severity.{severity}"),
                    code=finding.code,
                    message=finding.message,
                )
                yield t("bank.fix", fix=finding.fix)
        for code, count in shown.items():
            if count > MOST_OF_A_CODE and any(f.code == code and f.severity is severity for f in preview.findings):
                yield t("bank.more", count=count - MOST_OF_A_CODE)


def preview_document(preview: Preview, name: str, path: str, *, imported: bool) -> dict[str, Any]:
    """For ``--format json``."""
    return {
        "file": name,
        "format": preview.form,
        "count": len(preview.items),
        "counts": preview.counts,
        "errors": preview.errors,
        "findings": [finding.to_dict() for finding in preview.findings],
        "skipped": list(preview.skipped),
        "imported": imported,
        "path": path,
        "items": [{"id": item.id, "name": item.name, "type": item.type.value} for item in preview.items],
    }


def export_lines(exported: Exported, path: str) -> Iterator[str]:
    """How many were written, and what of which is lost."""
    yield t("bank.exported", path=path, count=exported.count)
    lost = [(item, [one.message for one in group]) for item, group in groupby(exported.lost, key=lambda one: one.item)]
    if not lost:
        yield t("bank.lossless")
        return
    yield t("bank.lost", count=len(lost))
    for item, fields in lost:
        yield t("bank.lost.line", item=item, fields=t("bank.lost.comma").join(fields))


def export_document(exported: Exported, path: str, form: str) -> dict[str, Any]:
    """For ``--format json``."""
    return {"path": path, "format": form, "count": exported.count, "lost": [one.to_dict() for one in exported.lost]}
