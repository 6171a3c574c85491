"""Examines a database, names what is wrong, quarantines on request. Repairs nothing in silence."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

from trainer.errors import DatabaseError
from trainer.store import attempts, contents, events, heads, quizzes, results, schema
from trainer.store.backup import Backup, list_backups
from trainer.store.db import Store, Tx, chain_end
from trainer.store.records import (
    AttemptRecord,
    ContentRecord,
    DecisionRecord,
    EventRecord,
    EvidenceRecord,
    Finding,
    Head,
    NewEvent,
    QuizRows,
    ResultRecord,
    StoreEvent,
)
from trainer.store.tables import Base
from trainer.store.verify import Verification, check

Derived = tuple[ResultRecord, Sequence[DecisionRecord], Sequence[EvidenceRecord]]
Compute = Callable[[AttemptRecord, ContentRecord, Sequence[EventRecord]], Derived | QuizRows | None]
"""Scores one attempt from what is stored; None: nothing is derived for it. Given by the service."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a database is."""

    path: Path
    size: int
    id: str
    created: str
    created_by: str
    revision: str
    sqlite: str
    journal_mode: str
    rows: dict[str, int]
    head: Head
    last_backup: Backup | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild of the derived tables did: attempts scored, those whose numbers changed, those not scorable."""

    attempts: int
    changed: tuple[str, ...]
    failed: tuple[str, ...]


def info(store: Store) -> Info:
    """Facts about a database and its size."""
    with store.read() as tx:
        connection = tx.connection()
        known = schema.stored(connection)
        rows = {
            table.name: int(tx.execute(select(func.count()).select_from(table)).scalar() or 0)
            for table in Base.metadata.sorted_tables
        }
        return Info(
            store.path,
            store.path.stat().st_size,
            known.get("id", ""),
            known.get("created", ""),
            known.get("created_by", ""),
            schema.revision(connection) or "",
            store.driver.version_text,
            store.journal_mode,
            rows,
            chain_end(tx),
            next(iter(list_backups(store.path)), None),
        )


def examine(store: Store) -> Verification:
    """Everything ``verify`` finds, and more: SQLite's own checks, left-over tables and files, permissions."""
    found: list[Finding] = []
    with store.read(lenient=True) as tx:
        connection = tx.connection()
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                found.append(Finding("malformed", "file", store.path.name, params={"reason": str(line)}))
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            found.append(Finding("foreign_key", str(table), str(row), params={"parent": str(parent)}))
        known = {table.name for table in Base.metadata.sorted_tables} | {schema.VERSION_TABLE}
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if name not in known and not str(name).startswith("sqlite_"):
                found.append(Finding("strange_table", "file", str(name)))
        report = check(tx, store.heads)
    return Verification(
        (*found, *_files(store), *report.findings), report.events, report.attempts, report.contents, report.head
    )


def damaged_attempts(report: Verification) -> dict[str, str]:
    """Attempts that errors name, with the first reason."""
    named: dict[str, str] = {}
    for one in report.findings:
        attempt = one.row if one.table == "attempt" else str(one.params.get("attempt") or "")
        if one.table == "free_text":
            attempt = one.row.partition("/")[0]
        if attempt and one.severity == "error":
            named.setdefault(attempt, one.kind)
    return named


def quarantine(store: Store, report: Verification, *, now: datetime) -> tuple[str, ...]:
    """Leave every damaged attempt out of lists and sums, each with an event; returns those that were not before."""
    done = []
    with store.write() as tx:
        for attempt, reason in damaged_attempts(report).items():
            row = attempts.get(tx, attempt)
            if row is not None and not row.quarantine:
                attempts.quarantine(tx, attempt, reason, key=f"quarantine:{uuid4().hex}", at=now)
                done.append(attempt)
    return tuple(done)


def renew_heads(store: Store, *, now: datetime) -> Path | None:
    """Set a head file that does not fit aside and begin a new one at the end of the stored chain, with an event.

    What the old file vouched for is lost with it: only for a database that a person has looked at and accepts.
    Returns where the old file went.
    """
    old = None
    if store.heads.exists():
        old = store.heads.with_name(f"{store.heads.name}.set-aside-{now:%Y%m%dT%H%M%SZ}")
        os.replace(store.heads, old)
    with store.write() as tx:
        data = {"old": old.name if old else None}
        events.append_own(tx, [NewEvent(StoreEvent.HEADS_RENEWED, data)], key=f"heads:{uuid4().hex}", at=now)
    return old


def rebuild(store: Store, compute: Compute, *, progress: Callable[[int, int], None] | None = None) -> Rebuilt:
    """Drop what is derived and derive it again, attempt by attempt in short transactions.

    Args:
        store: The open store.
        compute: Scores one attempt.
        progress: Told (done, all) after each attempt.
    """
    with store.read() as tx:
        everything = attempts.everything(tx)
        stale = set(results.attempts_with_results(tx)) - {one.id for one in everything}
    changed, failed = [], []
    for done, attempt in enumerate(everything, 1):
        with store.read() as tx:
            before = _derived(tx, attempt.id)
            content = contents.get(tx, attempt.content)
            try:
                stored = events.of_attempt(tx, attempt.id)
            except DatabaseError:
                stored = ()
        after = compute(attempt, content, stored) if content and stored else None
        if after is None and before is not None:
            failed.append(attempt.id)
        with store.write() as tx:
            results.drop(tx, attempt.id)
            if after is not None:
                save(tx, after)
        with store.read() as tx:
            if _derived(tx, attempt.id) != before:
                changed.append(attempt.id)
        if progress:
            progress(done, len(everything))
    if stale:
        with store.write() as tx:
            for one in stale:
                results.drop(tx, one)
    return Rebuilt(len(everything), tuple(changed), tuple(failed))


def vacuum(store: Store) -> None:
    """Rewrite the file without free pages and empty the WAL: after an erasure nothing of the text stays in the file."""
    from trainer.store.failures import sqlite_error

    connection = store.dbapi()
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except store.driver.module.Error as error:
        raise sqlite_error(error, str(store.path)) from error
    finally:
        connection.close()


def save(tx: Tx, rows: Derived | QuizRows) -> None:
    """Store what was derived for an attempt, whatever it is a run of, in place of what was stored before."""
    if isinstance(rows, QuizRows):
        quizzes.save(tx, rows.attempt, rows.result, rows.answers)
    else:
        results.save(tx, *rows)


def _derived(tx: Tx, attempt: str) -> tuple[object, ...] | None:
    tx.expire_all()
    result = results.get(tx, attempt)
    if result is not None:
        return result, results.decisions(tx, attempt), results.evidence(tx, attempt)
    quiz, answers = quizzes.result(tx, attempt), quizzes.answers(tx, attempt)
    return (quiz, answers) if quiz is not None or answers else None


def _files(store: Store) -> list[Finding]:
    found = [Finding("notice", "file", store.path.name, "note", {"notice": one.kind}) for one in store.notices]
    if os.name == "posix":
        for path in (store.path, store.heads):
            if path.exists() and path.stat().st_mode & 0o077:
                mode = f"{path.stat().st_mode & 0o777:o}"
                found.append(Finding("permissions", "file", path.name, "note", {"mode": mode}))
    folder = store.path.parent / "backups"
    if folder.is_dir():
        for path in sorted(folder.glob("*.part*")):
            found.append(Finding("leftover_file", "file", path.name, "note"))
        for path in sorted(folder.glob("*.db.heads")):
            if not path.with_name(path.name.removesuffix(heads.SUFFIX)).exists():
                found.append(Finding("leftover_file", "file", path.name, "note"))
    return found
