"""The program as a click group. A command's module is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from trainer.cli.base import CONTEXT, Settings, help_option
from trainer.cli.catalogue import OPTIONS, command_names, root_help
from trainer.errors import UsageError
from trainer.i18n import t


class Trainer(click.Group):
    """The program ``trainer``; alone it opens the interface."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return command_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and build one command."""
        if cmd_name not in command_names():
            return None
        made: click.Command = import_module(f"trainer.cli.commands.{cmd_name}").build()
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; an unknown one is answered with the nearest."""
        found = self.get_command(ctx, args[0])
        if found is None:
            raise _unknown(args[0])
        return args[0], found, args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """The help page; imports no command."""
        return root_help()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the language in use."""
        return help_option()


def _unknown(name: str) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), command_names(), n=1, cutoff=0.5)
    hint = t("cli.did_you_mean", names=f"trainer {near[0]}") if near else t("cli.see_help", path="trainer")
    return UsageError("CL101", place=f"trainer {name}", name=name, hint=hint)


def build(*, language_fixed: bool = False) -> click.Group:
    """The whole command line, in the language in use; ``language_fixed``: it was asked for."""

    def run(db: str | None, content: str | None, **_: Any) -> int | None:
        context = click.get_current_context()
        context.obj = Settings(db, Path(content) if content else None, language_fixed)
        if context.invoked_subcommand is not None:
            return None
        from trainer.cli.interface import open_interface

        return open_interface()

    params: list[click.Parameter] = [click.Option([f"--{name}"], is_flag=not value) for name, value in OPTIONS.items()]
    return Trainer("trainer", callback=run, params=params, invoke_without_command=True, context_settings=CONTEXT)
