"""``trainer coverage``: what of the curriculum is taught, asked, played and filled in, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

import click

from trainer.cli import output
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.i18n import language, t
from trainer.textutil import display_width

if TYPE_CHECKING:
    from trainer.content.coverage import Entry, Row

KINDS = ("F", "C", "T", "K")


def build() -> click.Command:
    """The command, in the language in use."""

    @command("coverage")
    @click.option("--only", type=click.Choice(KINDS, case_sensitive=False), multiple=True, help=t("cli.coverage.only"))
    @format_option()
    @content_option()
    def coverage(only: tuple[str, ...], form: str, content: str | None) -> int:
        from trainer.content.coverage import coverage as covered
        from trainer.content.coverage import read_catalogue
        from trainer.content.library import load_library

        catalogue = read_catalogue()
        rows = covered(load_library(content_dir(content)), catalogue)
        wanted = tuple(entry for entry in catalogue if not only or entry.kind in only)
        if form == "json":
            output.write_json({entry.code: rows[entry.code].as_dict() for entry in wanted})
        else:
            output.write("\n".join(as_text(wanted, rows)))
        return 0

    return coverage


def as_text(catalogue: tuple[Entry, ...], rows: Mapping[str, Row]) -> Iterator[str]:
    """What is missing, group by group, after a line of counts for each kind."""
    from trainer.content.coverage import NEEDS, missing

    kinds = [(kind, [e for e in catalogue if e.kind == kind]) for kind in KINDS]
    for kind, entries in kinds:
        if entries:
            counts = (
                t(f"cli.coverage.have.{part}", count=sum(bool(getattr(rows[e.code], part)) for e in entries))
                for part in NEEDS[kind]
            )
            yield t(f"cli.coverage.kind.{kind}", total=len(entries), counts=t("cli.coverage.comma").join(counts))
    for kind, entries in kinds:
        lacking = [(entry, missing(entry, rows[entry.code])) for entry in entries]
        lacking = [(entry, parts) for entry, parts in lacking if parts]
        if not lacking:
            continue
        yield ""
        yield t(f"cli.coverage.missing.{kind}", count=len(lacking))
        for group, members in groupby(lacking, key=lambda pair: pair[0].group):
            yield ""
            yield group
            for entry, parts in members:
                lacks = t("cli.coverage.comma").join(t(f"cli.coverage.part.{part}") for part in parts)
                yield _line(entry, lacks)


def _line(entry: Entry, lacks: str) -> str:
    title = entry.english if language() == "en" and entry.english else entry.title
    gap = " " * max(2, 44 - display_width(title))
    return f"  {entry.code:<5}{title}{gap}{lacks}"
