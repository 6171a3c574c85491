"""From the command line into the interface: a terminal is needed, and nothing else is loaded before its first paint."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli.base import content_dir, database, settings
from trainer.cli.streams import is_terminal
from trainer.errors import PlatformError

if TYPE_CHECKING:
    from trainer.service import Service


def require_terminal() -> None:
    """Refuse to draw where nobody could see it (Textual draws on stderr).

    Raises:
        PlatformError: One of the standard streams is no terminal, or the terminal can move no cursor.
    """
    if not all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        raise PlatformError("EN005")
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise PlatformError("EN006", place=f"TERM={os.environ.get('TERM', '')}")


def service_opener(db: str | None, content: Path | None) -> Service:
    """Open the service; called by the interface in a thread after its first paint."""
    from trainer.content.library import load_library
    from trainer.service import open_service

    return open_service(db, load_library(content))


def open_interface(scenario: str | None = None, *, db: str | None = None, content: str | None = None) -> int:
    """Run the interface until the user leaves; returns the exit status.

    Args:
        scenario: Go straight into this case.
        db: The command's own ``--db``.
        content: The command's own ``--content``.
    """
    require_terminal()
    where, folder = database(db), content_dir(content)
    from trainer.tui.app import run

    return run(lambda: service_opener(where, folder), scenario=scenario, language_fixed=settings().language_fixed)
