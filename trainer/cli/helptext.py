"""Help pages: the texts of the language in use, laid out by display width."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trainer.i18n import t
from trainer.textutil import display_width, wrap

if TYPE_CHECKING:
    import click

MIN_WIDTH, MAX_WIDTH = 40, 100


def page_width() -> int:
    """Columns of a help page: COLUMNS, the terminal's or 80, within 40 and 100."""
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(sys.stdout.fileno()).columns
    except (AttributeError, OSError, ValueError):
        columns = 80
    return max(MIN_WIDTH, min(MAX_WIDTH, columns))


def rows(pairs: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Two columns, the second wrapped; a long first column stands on a line of its own."""
    listed = list(pairs)
    left = min(max((display_width(name) for name, _ in listed), default=0), 28, width - 24)
    lines: list[str] = []
    for name, text in listed:
        wrapped = wrap(text, max(20, width - left - 4))
        if display_width(name) > left:
            lines.append(f"  {name}")
            name = ""
        lines.append(f"  {name}{' ' * (left - display_width(name))}  {wrapped[0]}".rstrip())
        lines.extend(" " * (left + 4) + line for line in wrapped[1:])
    return lines


def page(usage: str, about: str, sections: Iterable[tuple[str, list[tuple[str, str]]]], examples: str) -> str:
    """A help page; sections without rows are left out."""
    width = page_width()
    lines = [t("cli.usage", line=usage), "", *wrap(about, width)]
    for title, pairs in sections:
        if pairs:
            lines += ["", title, *rows(pairs, width)]
    lines += ["", t("cli.examples"), *(f"  {line}" for line in examples.splitlines())]
    return "\n".join(lines)


def command_page(command: click.Command, context: click.Context) -> str:
    """The help page of one command: ``cli.<name>.about``, ``.example``, ``.<argument>``; options carry their own."""
    arguments, options = [], []
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            arguments.append((param.make_metavar(context), t(f"cli.{command.name}.{param.name}")))
        elif not getattr(param, "hidden", False):
            names = ", ".join(param.opts)
            if choices := getattr(param.type, "choices", None):
                names += " " + "|".join(choices)
            elif not getattr(param, "is_flag", False):
                names += " " + (param.metavar or param.type.name.upper())
            options.append((names, getattr(param, "help", None) or ""))
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    sections = [(t("cli.arguments"), arguments), (t("cli.options"), options)]
    return page(usage, t(f"cli.{command.name}.about"), sections, t(f"cli.{command.name}.example"))
