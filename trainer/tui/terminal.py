"""The terminal around the interface: what must be set before Textual, what signals do, what a crash leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable

from trainer.i18n import t


def prepare() -> None:
    """Set what Textual reads when it is imported. iTerm2 loses committed Chinese text with the kitty protocol on."""
    if os.environ.get("TERM_PROGRAM") == "iTerm.app":
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


def on_signals(leave: Callable[[int], None]) -> None:
    """Leave in good order, the terminal restored, on TERM, HUP and INT; call inside the running loop."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, leave, 128 + int(number))
        except (NotImplementedError, RuntimeError, ValueError):
            with contextlib.suppress(ValueError, OSError):
                signal.signal(number, lambda signum, _frame: leave(128 + signum))


def crash_report(error: BaseException) -> tuple[str, str]:
    """Write what happened to a file that only its owner can read.

    Returns:
        The report's id and path; the kind of the error and an empty string if it could not be written.
    """
    try:
        from trainer.crash import write_crash

        code, path = write_crash(error)
    except Exception:
        return type(error).__name__, ""
    return code, str(path)


def tell_crash(code: str, path: str) -> None:
    """The calm last words, after the terminal is restored."""
    if path:
        words = t("tui.crash", id=code) + "\n" + t("tui.crash.file", path=path)
    else:
        words = t("cli.crash.unwritten", kind=code)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(words + "\n")
        sys.stderr.flush()
