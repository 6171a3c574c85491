"""``trainer analyse ID_OR_PATH``: everything that can be worked out about a case."""

from __future__ import annotations

import click

from trainer.cli import output
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.cli.cases import load_case
from trainer.config import STATE_LIMIT
from trainer.i18n import t


def build() -> click.Command:
    """The command, in the language in use."""

    @command("analyse")
    @click.argument("id_or_path")
    @format_option()
    @click.option("--limit", type=click.IntRange(min=1), default=STATE_LIMIT, metavar="N", help=t("cli.option.limit"))
    @content_option()
    def analyse(id_or_path: str, form: str, limit: int, content: str | None) -> int:
        scenario = load_case(id_or_path, content_dir(content))
        from trainer.analysis.report import analyse as work_out
        from trainer.analysis.text import as_text

        analysis = work_out(scenario, limit=limit)
        if form == "json":
            output.write_json(analysis.to_dict())
        else:
            output.write(as_text(analysis))
        return 0

    return analyse
