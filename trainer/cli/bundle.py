"""A command that has commands of its own, such as ``trainer bank import``."""

from __future__ import annotations

import click

from trainer.cli import output
from trainer.cli.base import CONTEXT, help_option
from trainer.errors import UsageError
from trainer.i18n import t


class Bundle(click.Group):
    """Help from the catalogue: ``cli.<name>.about``, ``.example``, and ``cli.<name>.<command>.short``."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language in use."""
        from trainer.cli.helptext import page

        listed = [(name, t(f"cli.{self.name}.{name}.short")) for name in self.commands]
        options = [("-h, --help", t("cli.option.help"))]
        usage = f"{ctx.command_path} COMMAND [ARGS]…"
        sections = [(t("cli.commands"), listed), (t("cli.options"), options)]
        return page(usage, t(f"cli.{self.name}.about"), sections, t(f"cli.{self.name}.example"))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the language in use."""
        return help_option()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; an unknown one is answered with the nearest."""
        found = self.commands.get(args[0])
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(args[0].lower(), list(self.commands), n=1, cutoff=0.5)
            path = ctx.command_path
            hint = t("cli.did_you_mean", names=f"{path} {near[0]}") if near else t("cli.see_help", path=path)
            raise UsageError("CL101", place=f"{path} {args[0]}", name=args[0], hint=hint)
        return args[0], found, args[1:]


def bundle(name: str, commands: dict[str, click.Command]) -> Bundle:
    """A group of these commands; without one of them it shows its help."""
    for word, command in commands.items():
        command.name = f"{name}.{word}"

    def run() -> int | None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            output.write(context.get_help())
        return None

    return Bundle(name, commands=commands, callback=run, invoke_without_command=True, context_settings=CONTEXT)
