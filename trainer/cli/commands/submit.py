"""``trainer submit``: a person's attempts as one file for the instructor."""

from __future__ import annotations

from pathlib import Path

import click

from trainer.cli.base import command, content_option, db_option
from trainer.cli.opened import open_for_command
from trainer.cli.output import write
from trainer.i18n import t


def build() -> click.Command:
    """The command, in the language in use."""

    @command("submit")
    @click.option("--out", "out", metavar="FILE", help=t("trust.option.out"))
    @click.option("--as", "number", metavar="NUMBER", help=t("trust.option.number"))
    @click.option("--force", is_flag=True, help=t("trust.option.force"))
    @db_option()
    @content_option()
    def submit(out: str | None, number: str | None, force: bool, db: str | None, content: str | None) -> int:
        from trainer.exchange.files import write_bytes

        with open_for_command(db, content) as service:
            made = service.submit(number)
        path = Path(out) if out else Path(made.name)
        write_bytes(path, made.data, force=force)
        write(t("trust.submit.done", path=path, attempts=made.attempts, events=made.events))
        return 0

    return submit
