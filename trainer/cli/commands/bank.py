"""``trainer bank import|export|template``: question banks of other programs, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainer.cli import bank_pages
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.cli.bundle import bundle
from trainer.cli.output import write, write_json
from trainer.errors import UsageError
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.content.items import QuestionFile
    from trainer.content.library import Library
    from trainer.exchange.bank.intake import Preview

READ_FORMATS = ("auto", "xlsx", "csv", "text", "gift", "moodle-xml")
WRITE_FORMATS = ("xlsx", "csv", "gift", "moodle-xml")
_SUFFIXES = {".xlsx": "xlsx", ".csv": "csv", ".gift": "gift", ".txt": "gift", ".xml": "moodle-xml"}


def build() -> click.Command:
    """The command, in the language in use."""
    return bundle("bank", {"import": _import_command(), "export": _export_command(), "template": _template_command()})


def _import_command() -> click.Command:
    @command("import")
    @click.argument("file")
    @click.option("--dry-run", is_flag=True, help=t("bank.option.dry"))
    @click.option("--as-file", metavar="ID", help=t("bank.option.as_file"))
    @click.option("--to", "folder", metavar="DIR", help=t("bank.option.dir"))
    @click.option("--force", is_flag=True, help=t("bank.option.force"))
    @click.option("--skip-duplicates", is_flag=True, help=t("bank.option.skip"))
    @click.option("--format-of", "source", type=click.Choice(READ_FORMATS), default="auto", help=t("bank.option.form"))
    @format_option()
    @content_option()
    def import_bank(
        file: str,
        dry_run: bool,
        as_file: str | None,
        folder: str | None,
        force: bool,
        skip_duplicates: bool,
        source: str,
        form: str,
        content: str | None,
    ) -> int:
        from trainer.content.library import load_library
        from trainer.exchange.bank.intake import check_id, id_from

        path = Path(file)
        data = _read(path)
        file_id = as_file or id_from(path.name)
        check_id(file_id)
        library = load_library(content_dir(content))
        target = _target(library, file_id, folder, force=force)
        preview = _preview(library, data, path, file_id, source, skip_duplicates)
        if preview.file is not None and not dry_run:
            _store(preview, target, force=force, own=folder is None)
        known = folder is None or target.parent.resolve() in [f.resolve() for f in library.folders("questions")]
        _tell(preview, path, target, form, known=known, dry_run=dry_run)
        return 2 if preview.errors else 0

    return import_bank


def _read(path: Path) -> bytes:
    from trainer.exchange.bank.limits import MAX_FILE_BYTES

    try:
        if not path.exists():
            raise UsageError("CL201", place=str(path))
        if not path.is_file():
            raise UsageError("EX218", place=str(path))
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError("CL203", place=str(path), reason=getattr(error, "strerror", None) or str(error)) from error


def _target(library: Library, file_id: str, folder: str | None, *, force: bool) -> Path:
    """Where the file goes; refused if another file of the library has the 编号."""
    from trainer.paths import user_content_dir

    target = (_questions(Path(folder)) if folder else user_content_dir() / "questions") / f"{file_id}.md"
    known = library.question_files.get(file_id)
    if known is not None and Path(known.path).resolve() != target.resolve():
        raise UsageError("EX212", place=str(target), id=file_id, path=known.path)
    if folder and not Path(folder).is_dir():
        raise UsageError("EX102", place=str(target), parent=folder)
    if target.is_dir() or (target.exists() and not force):
        raise UsageError("EX101", place=str(target))
    return target


def _questions(folder: Path) -> Path:
    """The folder itself, or the one for questions that a content folder has."""
    inside = (folder / "courseware" / "questions", folder / "questions")
    return next((found for found in inside if found.is_dir()), folder)


def _preview(library: Library, data: bytes, path: Path, file_id: str, source: str, skip_duplicates: bool) -> Preview:
    from trainer.exchange.bank.intake import prepare
    from trainer.exchange.bank.names import Names
    from trainer.exchange.bank.reading import read_bank

    bank = read_bank(data, path.name, Names(library.competencies), source)
    others = [item for key, file in library.question_files.items() if key != file_id for item in file.items]
    return prepare(
        bank,
        file_id,
        path.stem,
        competencies=library.names,
        library=others,
        skip_duplicates=skip_duplicates,
    )


def _store(preview: Preview, target: Path, *, force: bool, own: bool) -> None:
    """Write the file and read it back; the user's own folder is made if it is not there."""
    from trainer.errors import PlatformError
    from trainer.exchange.files import write_bytes

    if own:
        for folder in reversed([target.parent, *target.parent.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
    data = preview.text.encode()  # it has been read by the content's reader, and gave these items
    write_bytes(target, data, force=force)
    if target.read_bytes() != data:
        raise PlatformError("EX103", place=str(target), reason="read back")


def _tell(preview: Preview, path: Path, target: Path, form: str, *, known: bool, dry_run: bool) -> None:
    imported = preview.file is not None and not dry_run
    if form == "json":
        shown = str(target) if preview.file is not None else ""
        write_json(bank_pages.preview_document(preview, path.name, shown, imported=imported))
        return
    for line in bank_pages.preview_lines(preview, path.name):
        write(line)
    if preview.errors:
        write(t("bank.refused", errors=preview.errors))
    elif preview.file is None:
        write(t("bank.nothing"))
    elif dry_run:
        write(t("bank.dry", path=target))
    else:
        write(t("bank.done", count=len(preview.items), path=target))
        write(t("bank.open", id=target.stem) if known else t("bank.outside"))


def _export_command() -> click.Command:
    @command("export")
    @click.argument("ids", nargs=-1)
    @click.option("--out", required=True, metavar="FILE", help=t("bank.option.out"))
    @click.option("--to", type=click.Choice(WRITE_FORMATS), help=t("bank.option.to"))
    @click.option("--decisions", multiple=True, metavar="SCENARIO", help=t("bank.option.decisions"))
    @click.option("--force", is_flag=True, help=t("trust.option.force"))
    @format_option()
    @content_option()
    def export_bank(
        ids: tuple[str, ...],
        out: str,
        to: str | None,
        decisions: tuple[str, ...],
        force: bool,
        form: str,
        content: str | None,
    ) -> int:
        from trainer.content.library import load_library
        from trainer.exchange.bank import outlet
        from trainer.exchange.bank.names import Names
        from trainer.exchange.files import write_bytes

        target = to or _SUFFIXES.get(Path(out).suffix.lower(), "")
        if not target:
            raise UsageError("EX105", place="--to", what="bank", to=Path(out).suffix, allowed=" / ".join(WRITE_FORMATS))
        library = load_library(content_dir(content))
        files = [] if decisions and not ids else _chosen(library, ids)
        files += _derived(library, decisions)
        exported = outlet.export_bank(files, target, Names(library.competencies), created=datetime.now(UTC))
        if not exported.count:
            raise UsageError("EX215", place=out)
        write_bytes(Path(out), exported.data, force=force)
        if form == "json":
            write_json(bank_pages.export_document(exported, out, target))
        else:
            for line in bank_pages.export_lines(exported, out):
                write(line)
        return 0

    return export_bank


def _chosen(library: Library, ids: Sequence[str]) -> list[QuestionFile]:
    """The banks and questions that are named; all banks if none is."""
    from dataclasses import replace

    if not ids:
        return list(library.question_files.values())
    whole: dict[str, set[str]] = {}
    for ident in ids:
        key = ident.partition("/")[0]
        if key not in library.question_files or ("/" in ident and ident not in library.items):
            raise UsageError("EX214", place=ident, id=ident, near=_near(library, ident))
        whole.setdefault(key, set()).add(ident)
    made = []
    for key, wanted in whole.items():
        file = library.question_files[key]
        every = key in wanted
        made.append(replace(file, items=tuple(item for item in file.items if every or item.id in wanted)))
    return made


def _near(library: Library, ident: str) -> str:
    from difflib import get_close_matches

    known = list(library.items) if "/" in ident else list(library.question_files)
    near = get_close_matches(ident, known, n=3, cutoff=0.5)
    return t("cli.did_you_mean", names=" / ".join(near)) if near else " / ".join(library.question_files)


def _derived(library: Library, decisions: Sequence[str]) -> list[QuestionFile]:
    if not decisions:
        return []
    from trainer.exchange.bank.derived import derived_file

    made = []
    for key in decisions:
        if key not in library.cards:
            raise UsageError("EX217", place=f"--decisions {key}", id=key)
        made.append(derived_file(library.get(key)))
    return made


def _template_command() -> click.Command:
    @command("template")
    @click.option("--out", required=True, metavar="FILE.xlsx", help=t("bank.option.out"))
    @click.option("--force", is_flag=True, help=t("trust.option.force"))
    def template(out: str, force: bool) -> int:
        from trainer.content.competencies import read_competencies
        from trainer.exchange.bank.names import Names
        from trainer.exchange.bank.template import template_file
        from trainer.exchange.bank.xlsx_out import write_workbook
        from trainer.exchange.files import write_bytes
        from trainer.paths import bundled_content

        file = template_file()
        names = Names(read_competencies(bundled_content() / "courseware" / "competencies.yaml"))
        write_bytes(Path(out), write_workbook([(file, file.items)], names, created=datetime.now(UTC)), force=force)
        write(t("bank.template.done", path=out))
        return 0

    return template
