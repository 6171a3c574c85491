"""``trainer check [PATH…]``: what is wrong with content files, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from trainer.cli import output
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.cli.checking import Checked, check_again, check_paths
from trainer.cli.files import is_content_folder
from trainer.cli.findings import as_dict, as_text, count
from trainer.content.diagnostics import Severity
from trainer.i18n import t
from trainer.paths import bundled_content, user_content_dir


def build() -> click.Command:
    """The command, in the language in use."""

    @command("check")
    @click.argument("paths", nargs=-1)
    @click.option("--static", is_flag=True, help=t("cli.check.static"))
    @click.option("--fresh", is_flag=True, help=t("cli.check.fresh"))
    @format_option()
    @content_option()
    def check(paths: tuple[str, ...], static: bool, fresh: bool, form: str, content: str | None) -> int:
        extra = content_dir(content)
        work = check_paths if fresh else check_again
        checked = work(paths or content_folders(extra), static=static, extra=extra)
        if form == "json":
            output.write_json(as_json(checked))
        else:
            output.write(as_page(checked))
        return checked.exit_code

    return check


def content_folders(extra: Path | None) -> list[str]:
    """The folders that are read when no path is given: shipped, the user's own, the extra one."""
    folders = [bundled_content(), user_content_dir(), *([extra] if extra else [])]
    return [str(folder) for folder in folders if is_content_folder(folder)]


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
