"""The only writer to stderr: errors with code, place, message and fix; crashes without a traceback on screen."""

from __future__ import annotations

import sys

from trainer.errors import CRASH_EXIT, PlatformError, TrainerError
from trainer.i18n import t
from trainer.textutil import sanitise


def say(text: str) -> None:
    """A line on stderr; a closed stderr is not worth a failure."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(sanitise(text) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def error_text(error: TrainerError) -> str:
    """Code, place, what is wrong and 怎么改, on two or three lines."""
    place = f" {error.place}" if error.place else ""
    head = t("cli.error", code=error.code)
    message = t(f"errors.{error.code}", **error.params)
    fix = t(f"errors.{error.code}.fix", **error.params)
    return f"{head}{place}\n  {message}\n  {t('cli.fix', fix=fix)}"


def report(error: TrainerError) -> int:
    """Tell the user; returns the exit status."""
    say(error_text(error))
    return error.exit_code


def report_crash(error: BaseException) -> int:
    """Write a crash file and tell its id; returns the exit status."""
    from trainer.crash import write_crash

    try:
        code, path = write_crash(error)
    except (OSError, PlatformError):
        say(t("cli.crash.unwritten", kind=type(error).__name__))
    else:
        say(t("cli.crash", id=code, path=str(path)))
    return CRASH_EXIT
