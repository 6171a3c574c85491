"""The commands and the options before them, as data: enough for ``trainer --help`` without loading click."""

from __future__ import annotations

from trainer.i18n import t

COMMANDS: dict[str, tuple[str, ...]] = {
    "learn": ("play", "quiz", "review", "search"),
    "author": ("check", "analyse", "dump", "coverage", "explain"),
    "data": ("verify", "submit", "collect", "export", "bank", "db"),
}
"""Names by the heading they stand under in the help; ``trainer/cli/commands/<name>.py`` has ``build()``."""

OPTIONS: dict[str, str] = {
    "db": "PATH_OR_URL",
    "content": "DIR",
    "lang": "zh|en",
    "version": "",
}
"""Options before the command and what they take; ``cli.option.<name>`` is their help."""


def command_names() -> list[str]:
    """All commands, in the order of the help."""
    return [name for names in COMMANDS.values() for name in names]


def root_help() -> str:
    """The page of ``trainer --help``; imports no command."""
    from trainer.cli.helptext import page

    sections = [
        (t(f"cli.group.{group}"), [(name, t(f"cli.{name}.short")) for name in names])
        for group, names in COMMANDS.items()
    ]
    options = [(f"--{name} {value}".rstrip(), t(f"cli.option.{name}")) for name, value in OPTIONS.items()]
    options.append(("-h, --help", t("cli.option.help")))
    usage = "trainer [OPTIONS] [COMMAND] [ARGS]…"
    return page(usage, t("cli.about"), [*sections, (t("cli.options"), options)], t("cli.example"))
