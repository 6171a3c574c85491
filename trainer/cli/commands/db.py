"""``trainer db info|backup|restore|doctor|migrate``: looking after a database."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trainer.cli.base import command, database, db_option, format_option
from trainer.cli.commands.verify import document, lines
from trainer.cli.opened import open_for_command
from trainer.cli.output import write, write_json
from trainer.cli.report_errors import say
from trainer.errors import UsageError
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service.admin_views import InfoView, LossView

ACTIONS = ("info", "backup", "restore", "doctor", "migrate")


def build() -> click.Command:
    """The command, in the language in use."""

    @command("db")
    @click.argument("action", type=click.Choice(ACTIONS))
    @click.argument("file", required=False)
    @click.option("--out", metavar="DIR", help=t("trust.option.folder"))
    @click.option("--yes", is_flag=True, help=t("trust.option.yes"))
    @click.option("--quarantine", is_flag=True, help=t("trust.option.quarantine"))
    @click.option("--rebuild", is_flag=True, help=t("trust.option.rebuild"))
    @click.option("--renew-heads", is_flag=True, help=t("trust.option.renew_heads"))
    @format_option()
    @db_option()
    def db_command(
        action: str,
        file: str | None,
        out: str | None,
        yes: bool,
        quarantine: bool,
        rebuild: bool,
        renew_heads: bool,
        form: str,
        db: str | None,
    ) -> int:
        if (file is None) == (action == "restore"):
            raise UsageError("CL103" if file is None else "CL107", place=f"db {action}", name="FILE", path="trainer db")
        if action == "info":
            return _info(db, form)
        if action == "backup":
            return _backup(db, Path(out) if out else None, form)
        if action == "restore":
            return _restore(db, Path(file or ""), yes=yes)
        if action == "migrate":
            return _migrate(db)
        return _doctor(db, form, quarantine=quarantine, rebuild=rebuild, renew_heads=renew_heads)

    return db_command


def _info(db: str | None, form: str) -> int:
    with open_for_command(db) as service:
        found = service.database_info()
    if form == "json":
        write_json(_plain(asdict(found) | {"rows": dict(found.rows)}))
        return 0
    for line in _info_lines(found):
        write(line)
    return 0


def _info_lines(found: InfoView) -> list[str]:
    rows = " ".join(f"{name} {count}" for name, count in found.rows)
    made = {"created": found.created, "by": found.created_by, "revision": found.revision}
    return [
        t("trust.db.path", path=found.path, size=found.size),
        t("trust.db.id", id=found.id, **made),
        t("trust.db.sqlite", version=found.sqlite, mode=found.journal_mode),
        t("trust.db.rows", rows=rows),
        t("trust.db.head", chain=found.head[0], hash=found.head[1]),
        *(t("trust.db.backup_row", path=b.path, reason=b.reason, size=b.size) for b in found.backups),
        *([] if found.backups else [t("trust.db.no_backup")]),
        *(t("trust.db.notice", text=text) for text in found.notices),
    ]


def _backup(db: str | None, folder: Path | None, form: str) -> int:
    with open_for_command(db) as service:
        made = service.back_up(folder=folder)
    if form == "json":
        write_json(_plain(asdict(made)))
    else:
        write(t("trust.db.backed_up", path=made.path))
    return 0


def _restore(db: str | None, file: Path, *, yes: bool) -> int:
    from trainer.service import maintenance

    where = database(db)
    loss = maintenance.what_would_be_lost(where, file)
    for line in _loss_lines(loss):
        say(line)
    if not yes and not _agreed():
        write(t("trust.db.kept"))
        return 1
    done = maintenance.put_back(where, file)
    write(t("trust.db.restored", path=file))
    if done.before:
        write(t("trust.db.before", path=done.before))
    if done.moved_aside:
        write(t("trust.db.aside", path=done.moved_aside))
    return 0


def _loss_lines(loss: LossView | None) -> list[str]:
    if loss is None:
        return [t("trust.db.lose_nothing")]
    told = [
        t(
            "trust.db.lose",
            events=loss.events,
            attempts=len(loss.attempts),
            shortened=len(loss.shortened),
            people=len(loss.people),
        )
    ]
    if not loss.same_line:
        told.append(t("trust.db.lose_other"))
    if loss.erased:
        told.append(t("trust.db.lose_erased", count=loss.erased))
    return told


def _agreed() -> bool:
    """Ask on a terminal; without one nothing is restored unless ``--yes`` was given."""
    from trainer.cli.streams import is_terminal

    if not is_terminal(sys.stdin):
        return False
    say(t("trust.db.ask"))
    return sys.stdin.readline().strip().lower() in ("yes", "y", "是")


def _migrate(db: str | None) -> int:
    from trainer.service import maintenance
    from trainer.service.opening import require_database

    where = database(db)
    require_database(where)
    needed, revision = maintenance.migrate(where)
    write(t("trust.db.migrated" if needed else "trust.db.current", revision=revision))
    return 0


def _doctor(db: str | None, form: str, *, quarantine: bool, rebuild: bool, renew_heads: bool) -> int:
    with open_for_command(db) as service:
        found = service.doctor(quarantine=quarantine, rebuild=rebuild, renew_heads=renew_heads)
    if form == "json":
        extra = {name: value for name, value in asdict(found).items() if name != "report"}
        write_json(_plain({**document(found.report), **extra}))
        return 0 if found.report.ok else 1
    for attempt in found.quarantined:
        write(t("trust.db.quarantined", attempt=attempt))
    if found.rebuilt is not None:
        counts = {"count": found.rebuilt, "changed": len(found.changed), "failed": len(found.failed)}
        write(t("trust.db.rebuilt", **counts))
    if found.cards:
        write(t("trust.db.cards", count=found.cards))
    if found.heads_renewed:
        write(t("trust.db.heads_renewed", path=found.old_heads or "–"))
    for line in lines(found.report):
        write(line)
    return 0 if found.report.ok else 1


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Paths and times as text."""

    def plain(one: Any) -> Any:
        if isinstance(one, dict):
            return {key: plain(item) for key, item in one.items()}
        if isinstance(one, list | tuple):
            return [plain(item) for item in one]
        return one if one is None or isinstance(one, str | int | float | bool) else str(one)

    return {key: plain(item) for key, item in value.items()}
