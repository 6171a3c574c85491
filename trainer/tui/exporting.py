"""Writing a debrief into the user's folder of exports; done in a worker, never over a file that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from trainer.errors import PlatformError, UsageError
from trainer.exchange.files import write_bytes
from trainer.i18n import t
from trainer.paths import export_dir
from trainer.service.handout import debrief_html, debrief_markdown
from trainer.service.views import DebriefView
from trainer.textutil import sanitise

LONGEST = 40
"""Most characters of a title in the name of a file."""


def export_debrief(view: DebriefView, names: Mapping[str, str], folder: Path | None = None) -> tuple[Path, Path]:
    """Write the debrief as Markdown and as a page; returns both paths.

    Raises:
        PlatformError: EX103, it cannot be written.
    """
    folder = folder or export_dir()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PlatformError("EX103", place=str(folder), reason=error.strerror or str(error)) from error
    stem = "-".join(
        (t("tui.debrief.title"), plain_name(view.title), t(f"tui.mode.{view.mode.value}"), str(view.number))
    )
    number = 1
    while True:
        name = stem if number == 1 else f"{stem} ({number})"
        number += 1
        files = folder / f"{name}.md", folder / f"{name}.html"
        if any(file.exists() for file in files):
            continue
        try:
            write_bytes(files[0], debrief_markdown(view, names=names).encode())
            write_bytes(files[1], debrief_html(view, names=names).encode())
        except UsageError as error:
            if error.code == "EX101":
                continue
            raise
        return files


def plain_name(title: str) -> str:
    """A title as part of a file name: letters, digits and hyphens."""
    return re.sub(r"[\W_]+", "-", sanitise(title)).strip("-")[:LONGEST].strip("-")
