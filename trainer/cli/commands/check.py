"""``trainer check [PATH…]``: what is wrong with content files, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainer.cli import output, report_errors
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.cli.files import find
from trainer.cli.findings import as_dict, as_text, count
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.errors import UsageError
from trainer.i18n import t
from trainer.paths import bundled_content, user_content_dir

if TYPE_CHECKING:
    from trainer.content.model import Scenario


@dataclass(slots=True)
class Checked:
    """What a run of the command found. ``unread``: a path could not be read."""

    files: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    unread: bool = False

    @property
    def exit_code(self) -> int:
        """0 without errors, 1 with errors, 2 when a path cannot be read."""
        return 2 if self.unread else int(count(self.findings, Severity.ERROR) > 0)


def build() -> click.Command:
    """The command, in the language in use."""

    @command("check")
    @click.argument("paths", nargs=-1)
    @click.option("--static", is_flag=True, help=t("cli.check.static"))
    @format_option()
    @content_option()
    def check(paths: tuple[str, ...], static: bool, form: str, content: str | None) -> int:
        checked = check_paths(paths or content_folders(content_dir(content)), static=static)
        if form == "json":
            output.write_json(as_json(checked))
        else:
            output.write(as_page(checked))
        return checked.exit_code

    return check


def content_folders(extra: Path | None) -> list[str]:
    """The folders that are read when no path is given: shipped, the user's own, the extra one."""
    folders = [bundled_content(), user_content_dir(), *([extra] if extra else [])]
    return [str(folder / "scenarios") for folder in folders if (folder / "scenarios").is_dir()]


def check_paths(paths: Sequence[str], *, static: bool) -> Checked:
    """Check every file; one that cannot be read is told on stderr and does not stop the others."""
    from trainer.content.competencies import competency_names
    from trainer.content.library import duplicate_ids
    from trainer.content.reader import ReadResult, read_scenario
    from trainer.content.shelf import read_bytes

    names = competency_names()
    checked = Checked()
    results: dict[str, ReadResult] = {}
    for found in find(paths):
        try:
            if isinstance(found, UsageError):
                raise found
            content = read_bytes(found)
        except UsageError as error:
            report_errors.report(error)
            checked.unread = True
            continue
        results[str(found)] = read_scenario(content, str(found), competencies=names)
    twice = duplicate_ids(list(results.items()))
    for path, result in results.items():
        findings = [*result.diagnostics, *(finding for finding in twice if finding.file == path)]
        if result.scenario is not None and not static:
            findings += flow_findings(result.scenario)
        checked.findings += sorted(findings, key=lambda finding: (finding.line, finding.column))
    checked.files = len(results)
    return checked


def flow_findings(scenario: Scenario) -> tuple[Diagnostic, ...]:
    """What only the exact analysis sees: every state is visited."""
    from trainer.analysis.lints import findings
    from trainer.analysis.report import analyse

    return findings(scenario, analyse(scenario))


def as_json(checked: Checked) -> dict[str, object]:
    """The document of ``--format json``."""
    return {
        "files": checked.files,
        "errors": count(checked.findings, Severity.ERROR),
        "warnings": count(checked.findings, Severity.WARNING),
        "diagnostics": [as_dict(finding) for finding in checked.findings],
    }


def as_page(checked: Checked) -> str:
    """All findings and a line that sums them up."""
    lines = list(as_text(checked.findings))
    if checked.findings:
        errors, warnings = count(checked.findings, Severity.ERROR), count(checked.findings, Severity.WARNING)
        lines.append(t("cli.check.summary", files=checked.files, errors=errors, warnings=warnings))
    else:
        lines.append(t("cli.check.clean", files=checked.files))
    return "\n".join(lines)
