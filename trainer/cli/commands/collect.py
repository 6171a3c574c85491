"""``trainer collect FILES…``: submitted files into the instructor's database. Every file is tried."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trainer.cli.base import command, content_option, db_option, format_option
from trainer.cli.opened import open_for_command
from trainer.cli.output import write, write_json
from trainer.cli.report_errors import report
from trainer.errors import TrainerError, UsageError
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service import Service
    from trainer.service.admin_views import CollectView

MOST_BYTES = 256 << 20


def build() -> click.Command:
    """The command, in the language in use."""

    @command("collect")
    @click.argument("files", nargs=-1, required=True)
    @click.option("--as", "number", metavar="NUMBER", help=t("trust.option.collect_as"))
    @click.option("--new-person", is_flag=True, help=t("trust.option.new_person"))
    @format_option()
    @db_option()
    @content_option()
    def collect(
        files: tuple[str, ...], number: str | None, new_person: bool, form: str, db: str | None, content: str | None
    ) -> int:
        with open_for_command(db, content, create=True) as service:
            return run(service, files, number=number, new_person=new_person, form=form)

    return collect


def run(service: Service, files: tuple[str, ...], *, number: str | None, new_person: bool, form: str) -> int:
    """Take the files in; exit 2 if any was refused, 1 if any has a conflict of identity, else 0."""
    service.prepare_collect()
    done: list[CollectView] = []
    refused: list[dict[str, str]] = []
    worst = 0
    for name in files:
        try:
            data = _read(Path(name))
            done.append(service.collect(data, place=name, number=number, new_person=new_person))
        except TrainerError as error:
            refused.append({"place": name, "code": error.code})
            worst = max(worst, report(error))
    if form == "json":
        write_json(_document(done, refused))
    else:
        for one in done:
            for line in _lines(one):
                write(line)
        if refused:
            write(t("trust.collect.refused", count=len(refused)))
    return worst or int(any(one.conflict for one in done))


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UsageError("EX107", place=str(path))
        if path.stat().st_size > MOST_BYTES:
            raise UsageError("DB130", place=str(path), reason=f"> {MOST_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError("CL203", place=str(path), reason=error.strerror or type(error).__name__) from error


def _lines(one: CollectView) -> list[str]:
    if one.conflict:
        return [t("trust.collect.conflict", place=one.place, conflict=one.conflict), t("trust.collect.resolve")]
    who = " ".join(filter(None, (one.number, one.name))) or t("trust.nameless")
    if not one.events:
        return [t("trust.collect.known", place=one.place, who=who)]
    lines = [
        t(
            "trust.collect.done",
            place=one.place,
            who=who,
            attempts=one.attempts,
            extended=one.extended,
            events=one.events,
            known_events=one.known_events,
        )
    ]
    return [*lines, t("trust.collect.unassigned")] if one.unassigned else lines


def _document(done: list[CollectView], refused: list[dict[str, str]]) -> dict[str, Any]:
    return {"files": [asdict(one) for one in done], "refused": refused}
