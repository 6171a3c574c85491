"""What every command is made of: translated help, shared options, click's own errors in our words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from trainer.cli import output
from trainer.errors import UsageError
from trainer.i18n import t

FORMATS = ("text", "json")
CONTEXT = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True, slots=True)
class Settings:
    """The options given before the command.

    Attributes:
        db: Path or URL of the database, or None for TRAINER_DB or the default file.
        content: An extra content folder, or None.
        language_fixed: The language was asked for; the one stored in the database does not count.
    """

    db: str | None = None
    content: Path | None = None
    language_fixed: bool = False


class Command(click.Command):
    """A command whose help comes from the catalogue: ``cli.<name>.about``, ``.example``, ``.<argument>``."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the language in use."""
        from trainer.cli.helptext import command_page

        return command_page(self, ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the language in use."""
        return help_option()


def help_option() -> click.Option:
    """``-h``, ``--help``: prints the page through our own output and ends."""

    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            output.write(ctx.get_help())
            ctx.exit()

    return click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=t("cli.option.help")
    )


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Decorator: a function as the ``Command`` of that name."""

    def decorate(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, context_settings=CONTEXT)(function)

    return decorate


def format_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format text|json``."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=t("cli.option.format"))


def content_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--content DIR``; read it with ``content_dir``."""
    return click.option("--content", metavar="DIR", default=None, help=t("cli.option.content"))


def db_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--db PATH_OR_URL``; read it with ``database``."""
    return click.option("--db", metavar="PATH_OR_URL", default=None, help=t("cli.option.db"))


def settings() -> Settings:
    """The options before the command."""
    found = click.get_current_context().find_object(Settings)
    return found or Settings()


def content_dir(own: str | None = None) -> Path | None:
    """The extra content folder: the command's own option, the one before it, or TRAINER_CONTENT.

    Raises:
        UsageError: It is no directory.
    """
    import os

    found: str | Path | None = own or settings().content or os.environ.get("TRAINER_CONTENT")
    if not found:
        return None
    if not Path(found).is_dir():
        raise UsageError("CL110", place=f"--content {found}")
    return Path(found)


def database(own: str | None = None) -> str | None:
    """The database asked for: the command's own option, the one before it, or TRAINER_DB; None for the default."""
    import os

    return own or settings().db or os.environ.get("TRAINER_DB") or None


def usage_error(error: click.ClickException) -> UsageError:
    """One of click's errors as ours, in the language in use."""
    if isinstance(error, click.exceptions.NoSuchOption):
        options = list(error.possibilities or ())
        hint = t("cli.did_you_mean", names=" / ".join(options)) if options else t("cli.see_help", path=_path(error))
        return UsageError("CL102", place=error.option_name, option=error.option_name, hint=hint)
    if isinstance(error, click.exceptions.MissingParameter):
        return UsageError("CL103", place=_name(error), name=_name(error), path=_path(error))
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        if isinstance(kind, click.Choice):
            allowed = " / ".join(map(str, kind.choices))
            return UsageError("CL104", place=_name(error), name=_name(error), allowed=allowed)
        return UsageError(
            "CL105", place=_name(error), name=_name(error), kind=kind.name if kind else "", path=_path(error)
        )
    if isinstance(error, click.exceptions.BadOptionUsage):
        return UsageError("CL106", place=error.option_name, option=error.option_name, path=_path(error))
    return UsageError("CL107", place=_path(error), path=_path(error))


def _path(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "trainer"


def _name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    return param.opts[-1] if isinstance(param, click.Option) else (param.name or "").upper()
