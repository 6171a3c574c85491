"""``trainer dump ID_OR_PATH``: the resolved model of a case, for programs and for the curious."""

from __future__ import annotations

import click

from trainer.cli import output
from trainer.cli.base import command, content_dir, content_option
from trainer.cli.cases import load_case
from trainer.i18n import t


def build() -> click.Command:
    """The command, in the language in use."""

    @command("dump")
    @click.argument("id_or_path")
    @click.option("--format", "form", type=click.Choice(["json"]), default="json", help=t("cli.dump.format"))
    @content_option()
    def dump(id_or_path: str, form: str, content: str | None) -> int:
        from trainer.content.dump import dump_scenario

        output.write_json(dump_scenario(load_case(id_or_path, content_dir(content))))
        return 0

    return dump
