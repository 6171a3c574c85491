"""The entry point: language, streams, one command, and whatever goes wrong told in one place."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence

from trainer import __version__
from trainer.cli import streams

PIPE_EXIT = 141
"""The reader of our output went away: as if SIGPIPE had ended us."""

INTERRUPT_EXIT = 130

COLLECTOR = (50_000, 20, 100)
"""Thresholds of the garbage collector. Importing and reading make many objects that stay; looking through them again
and again took 12 % of the time to the filled home screen and 17 % of reading 2,000 nodes (measured)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status (0 ok, 1 findings, 2 usage, 3 database, 4 environment)."""
    gc.set_threshold(*COLLECTOR)
    streams.prepare()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return _guarded(_version, [])
    return _guarded(_run, arguments)


def _version(_: list[str]) -> int:
    from trainer.cli.output import write

    write(f"trainer {__version__}")
    return 0


def _run(arguments: list[str]) -> int:
    arguments, language_fixed = choose_language(arguments)
    if arguments[:1] in (["-h"], ["--help"]):
        from trainer.cli.catalogue import root_help
        from trainer.cli.output import write

        write(root_help())
        return 0
    if arguments[:1] == ["--version"]:
        return _version([])
    import click

    from trainer.cli.base import usage_error
    from trainer.cli.group import build

    try:
        with build(language_fixed=language_fixed).make_context("trainer", arguments) as context:
            found = context.command.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return INTERRUPT_EXIT
    except click.ClickException as error:
        raise usage_error(error) from error
    return found if isinstance(found, int) else 0


def _guarded(run: Callable[[list[str]], int], arguments: list[str]) -> int:
    from trainer.errors import TrainerError

    try:
        return run(arguments)
    except TrainerError as error:
        from trainer.cli.report_errors import report

        return report(error)
    except BrokenPipeError:
        streams.silence(sys.stdout)
        return PIPE_EXIT
    except KeyboardInterrupt:
        return INTERRUPT_EXIT
    except Exception as error:
        from trainer.cli.report_errors import report_crash

        return report_crash(error)


def choose_language(arguments: list[str]) -> tuple[list[str], bool]:
    """Take ``--lang`` out of the arguments (it may stand anywhere) and set it, or TRAINER_LANG, or Chinese.

    Returns:
        The other arguments, and whether a language was asked for.

    Raises:
        UsageError: There is no such language.
    """
    from trainer.errors import UsageError
    from trainer.i18n import DEFAULT, LANGUAGES, set_language

    rest: list[str] = []
    wanted, place = os.environ.get("TRAINER_LANG", ""), "TRAINER_LANG"
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang":
            wanted, place = next(words, "?"), "--lang"
        elif word.startswith("--lang="):
            wanted, place = word.removeprefix("--lang=") or "?", "--lang"
        else:
            rest.append(word)
    language = wanted.lower().replace("-", "_").split("_")[0].split(".")[0] or DEFAULT
    if language not in LANGUAGES:
        set_language(DEFAULT)
        raise UsageError("CL104", place=f"{place} {wanted}", name=place, allowed=" / ".join(LANGUAGES))
    set_language(language)
    return rest, bool(wanted)
