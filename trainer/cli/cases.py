"""One case, named by its id in the library or by its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli import files, report_errors
from trainer.cli.findings import as_text
from trainer.errors import TrainerError, UsageError
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.content.diagnostics import Diagnostic
    from trainer.content.model import Scenario


class NoModel(TrainerError):
    """The case has errors: they were listed on stderr."""

    exit_code = 1


def load_case(name: str, extra: Path | None) -> Scenario:
    """The case that a command is about.

    Args:
        name: Path of a file, or id of a case in the library.
        extra: An extra content folder.

    Raises:
        UsageError: There is neither.
        NoModel: The file has errors.
    """
    if os.path.exists(name) or name.endswith(".md") or os.path.basename(name) != name:
        return _from_file(name)
    from trainer.content.library import load_library

    library = load_library(extra)
    try:
        return library.get(name)
    except KeyError:
        from difflib import get_close_matches

        near = get_close_matches(name, list(library.scenarios), n=2, cutoff=0.4)
        hint = t("cli.did_you_mean", names=" / ".join(near)) if near else t("cli.see_help", path="trainer check")
        raise UsageError("CL205", place=name, name=name, hint=hint) from None


def _from_file(name: str) -> Scenario:
    for found in files.find([name]):
        if isinstance(found, UsageError):
            raise found
        if os.path.isdir(name):
            raise UsageError("CL202", place=name)
        from trainer.content.competencies import competency_names
        from trainer.content.reader import read_scenario
        from trainer.content.shelf import read_bytes

        result = read_scenario(read_bytes(found), str(found), competencies=competency_names())
        if result.scenario is None:
            raise no_model(str(found), result.diagnostics)
        return result.scenario
    raise UsageError("CL202", place=name)


def no_model(path: str, findings: tuple[Diagnostic, ...]) -> NoModel:
    """Tell the findings; returns the error to raise."""
    for text in as_text(findings):
        report_errors.say(text)
    return NoModel("CL206", place=path, path=path)
