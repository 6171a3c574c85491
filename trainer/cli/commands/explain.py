"""``trainer explain CODE``: what a diagnostic or an error means."""

from __future__ import annotations

import re

import click

from trainer.cli import output
from trainer.cli.base import command
from trainer.errors import UsageError
from trainer.i18n import area, language, t
from trainer.paths import bundled_content


def build() -> click.Command:
    """The command, in the language in use."""

    @command("explain")
    @click.argument("code")
    def explain(code: str) -> int:
        output.write(explanation(code))
        return 0

    return explain


def explanation(code: str) -> str:
    """The page of a diagnostic, or the texts of an error.

    Raises:
        UsageError: There is no such code.
    """
    wanted = code.strip().upper()
    folder = bundled_content() / "docs" / "diagnostics"
    pages = {page.stem: page for page in folder.glob("[A-Z][A-Z][0-9][0-9][0-9].md")}
    if wanted in pages:
        translated = folder / language() / pages[wanted].name
        page = translated if translated.is_file() else pages[wanted]
        return page.read_text(encoding="utf-8")
    errors = area("errors", language())
    if re.fullmatch("[A-Z]{2}[0-9]{3}", wanted) and wanted in errors:
        return f"# {wanted}\n\n{errors[wanted]}\n\n{t('cli.fix', fix=errors[f'{wanted}.fix'])}"
    raise _unknown(code, [*pages, *(key for key in errors if "." not in key)])


def _unknown(code: str, known: list[str]) -> UsageError:
    from difflib import get_close_matches

    near = get_close_matches(code.upper(), sorted(known), n=3, cutoff=0.5)
    hint = t("cli.did_you_mean", names=" / ".join(near)) if near else t("cli.see_help", path="trainer explain")
    return UsageError("CL207", place=code, name=code, hint=hint)
