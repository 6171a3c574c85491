"""``trainer verify``: recompute every stored number; exit 1 on any difference."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from trainer.cli.base import command, content_option, db_option, format_option
from trainer.cli.opened import open_for_command
from trainer.cli.output import write, write_json
from trainer.cli.progress import bar
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service.admin_views import VerifyView

MOST_LINES = 200
"""Findings printed as text; JSON has them all."""


def build() -> click.Command:
    """The command, in the language in use."""

    @command("verify")
    @format_option()
    @db_option()
    @content_option()
    def verify(form: str, db: str | None, content: str | None) -> int:
        with open_for_command(db, content) as service, bar(t("trust.verify.bar")) as progress:
            report = service.verify(progress=progress)
        if form == "json":
            write_json(document(report))
        else:
            for line in lines(report):
                write(line)
        return 0 if report.ok else 1

    return verify


def document(report: VerifyView) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "ok": report.ok,
        "events": report.events,
        "attempts": report.attempts,
        "contents": report.contents,
        "replayed": report.replayed,
        "compared": report.compared,
        "old": report.old,
        "head": {"event": report.head[0], "hash": report.head[1]},
        "findings": [asdict(finding) for finding in report.findings],
    }


def lines(report: VerifyView) -> list[str]:
    """The report as text."""
    told = [f"{t(f'trust.severity.{f.severity}')} {f.message}" for f in report.findings[:MOST_LINES]]
    if len(report.findings) > MOST_LINES:
        told.append("…")
    errors = sum(f.severity == "error" for f in report.findings)
    if errors:
        told.append(t("trust.verify.bad", count=errors))
    else:
        told.append(
            t(
                "trust.verify.ok",
                events=report.events,
                attempts=report.attempts,
                replayed=report.replayed,
                compared=report.compared,
            )
        )
    if report.old:
        told.append(t("trust.verify.old", count=report.old))
    told.append(t("trust.verify.head", chain=report.head[0], hash=report.head[1]))
    return told
