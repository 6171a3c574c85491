"""The terminal around the interface: what must be set before Textual, what signals do, what a crash leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

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


def crash_report(error: BaseException, folder: Callable[[], Path]) -> tuple[str, str]:
    """Write what happened, without the values of variables, to a file only its owner can read.

    Returns:
        The report's id, and its path or an empty string if it could not be written.
    """
    moment = datetime.now(UTC)
    name = moment.strftime("%Y%m%d-%H%M%S-") + os.urandom(3).hex()
    lines = traceback.TracebackException.from_exception(error, capture_locals=False)
    frames = "".join(f"  {f.filename}:{f.lineno} {f.name}\n" for f in lines.stack)
    text = f"{name}\n{moment.isoformat()}\npython {sys.version}\n{type(error).__name__}\n{frames}"
    try:
        directory = folder()
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = directory / f"{name}.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except Exception:
        return name, ""
    return name, str(path)


def tell_crash(name: str, path: str) -> None:
    """The calm last words, after the terminal is restored."""
    words = t("tui.crash", id=name)
    if path:
        words += "\n" + t("tui.crash.file", path=path)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(words + "\n")
        sys.stderr.flush()
