"""``trainer export scores|attempts``: files for HR and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trainer import __version__
from trainer.cli.base import command, content_option, db_option
from trainer.cli.opened import open_for_command
from trainer.cli.output import write
from trainer.errors import UsageError
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service import Service
    from trainer.service.exports import Selection

FORMATS = {"scores": ("xlsx", "csv"), "attempts": ("jsonl",)}


def build() -> click.Command:
    """The command, in the language in use."""

    @command("export")
    @click.argument("what", type=click.Choice(list(FORMATS)))
    @click.option("--out", required=True, metavar="FILE", help=t("trust.option.out"))
    @click.option("--to", type=click.Choice(["xlsx", "csv", "jsonl"]), help=t("trust.option.to"))
    @click.option("--policy", type=click.Choice(["hr", "personal"]), default="hr", help=t("trust.option.policy"))
    @click.option("--scenario", metavar="ID", help=t("trust.option.scenario"))
    @click.option("--as", "number", metavar="NUMBER", help=t("trust.option.person"))
    @click.option("--since", metavar="DATE", help=t("trust.option.since"))
    @click.option("--until", metavar="DATE", help=t("trust.option.until"))
    @click.option("--raw", is_flag=True, help=t("trust.option.raw"))
    @click.option("--force", is_flag=True, help=t("trust.option.force"))
    @db_option()
    @content_option()
    def export(
        what: str,
        out: str,
        to: str | None,
        policy: str,
        scenario: str | None,
        number: str | None,
        since: str | None,
        until: str | None,
        raw: bool,
        force: bool,
        db: str | None,
        content: str | None,
    ) -> int:
        from trainer.service.exports import Selection

        form = to or _from_name(what, out)
        if form not in FORMATS[what]:
            raise UsageError("EX105", place="--to", what=what, to=form, allowed=" / ".join(FORMATS[what]))
        selection = Selection(number, scenario, _day(since, "--since"), _day(until, "--until", after=True))
        with open_for_command(db, content) as service:
            if what == "attempts":
                return _attempts(service, selection, Path(out), force)
            return _scores(service, selection, policy, Path(out), form, raw, force)

    return export


def _from_name(what: str, out: str) -> str:
    suffix = Path(out).suffix.lower().removeprefix(".")
    return suffix if suffix in FORMATS[what] else FORMATS[what][0]


def _day(text: str | None, place: str, *, after: bool = False) -> datetime | None:
    from trainer.exchange.sheet import SHANGHAI

    if text is None:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=SHANGHAI)
    except ValueError as error:
        raise UsageError("EX106", place=place, value=text) from error
    return day + timedelta(days=1) if after else day


def _scores(service: Service, selection: Selection, policy: str, path: Path, form: str, raw: bool, force: bool) -> int:
    from trainer.exchange import scores
    from trainer.exchange.csv_file import write_csv
    from trainer.exchange.files import write_file
    from trainer.exchange.xlsx import write_workbook
    from trainer.scoring import SCORING_VERSION
    from trainer.service.exports import Policy

    at = datetime.now(UTC)
    runs = scores.run_sheet(asdict(one) for one in service.export_runs(selection))
    evidence = scores.evidence_sheet(asdict(one) for one in service.export_evidence(selection, Policy(policy)))
    quizzes = scores.quiz_sheet(asdict(one) for one in service.export_quizzes(selection))
    tables = (runs, evidence, quizzes)
    facts = scores.information_sheet(
        tables,
        by=service.exporter(),
        at=at,
        version=__version__,
        policy=policy,
        selected=_described(selection),
        scoring=SCORING_VERSION,
    )
    if form == "xlsx":
        sheets = (*tables, scores.dictionary_sheet(tables), facts)
        write_file(path, lambda part: write_workbook(part, sheets, created=at), force=force)
        _said(service, path, runs.count + evidence.count + quizzes.count, runs.digest)
        return 0
    more = ((path.with_name(f"{path.stem}-{sheet.name}{path.suffix}"), sheet) for sheet in (evidence, quizzes, facts))
    files = [(path, runs), *more]
    for where, sheet in files:
        write_file(where, lambda part, sheet=sheet: write_csv(part, sheet, machine=raw), force=force)  # type: ignore[misc]
        _said(service, where, sheet.count, sheet.digest)
    return 0


def _attempts(service: Service, selection: Selection, path: Path, force: bool) -> int:
    from trainer.exchange.files import write_file
    from trainer.exchange.jsonl import write_jsonl

    counted = 0

    def fill(part: Path) -> None:
        nonlocal counted
        counted = write_jsonl(part, _documents(service, selection))

    write_file(path, fill, force=force)
    _said(service, path, counted, "")
    return 0


def _documents(service: Service, selection: Selection) -> Iterator[dict[str, Any]]:
    for run in service.export_runs(selection):
        yield {**asdict(run), "decision_rows": [asdict(one) for one in service.export_decisions(run.attempt)]}


def _said(service: Service, path: Path, count: int, digest: str) -> None:
    service.note_export(path.name, count, digest)
    write(t("trust.export.done", path=path, count=count))


def _described(selection: Selection) -> str:
    named = ("number", selection.number), ("scenario", selection.scenario)
    dated = ("since", selection.since), ("until", selection.until)
    parts = [f"{name}={value}" for name, value in named if value]
    return " ".join([*parts, *(f"{name}={value:%Y-%m-%d}" for name, value in dated if value)])
