"""The facade: every method is one named operation in one transaction, and returns what a front end shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from trainer.content.library import Library
from trainer.engine.types import Action
from trainer.paths import default_database
from trainer.service import overview, people, plays, review
from trainer.service.autobackup import AutoBackup
from trainer.service.contents import Contents
from trainer.service.context import Context, random_id, utc_now
from trainer.service.learning import Learning
from trainer.service.views import (
    BriefingView,
    CaseRow,
    DebriefView,
    EvidenceRow,
    HomeView,
    Mode,
    PersonRow,
    PlayView,
    ResultsView,
)
from trainer.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trainer.service.admin_views import (
        BackupView,
        CollectView,
        DecisionExport,
        DoctorView,
        EvidenceExport,
        InfoView,
        MergeView,
        PackView,
        QuizExport,
        RunExport,
        VerifyView,
    )
    from trainer.service.exports import Policy, Selection
    from trainer.service.trust import Progress
    from trainer.store import Store


class Service(Learning):
    """The only door for front ends. Thread-safe; ``key`` is made by the caller and makes a retry harmless."""

    def __init__(
        self,
        store: Store,
        library: Library,
        *,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self._ctx = Context(store, Contents(library), clock, new_id, AutoBackup(store))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, after a backup that is being made."""
        if self._ctx.backups is not None:
            self._ctx.backups.wait()
        self._ctx.store.close()

    # --- looking around ---

    def home(self) -> HomeView:
        """What to go on with, what to play next, recent results and the profile."""
        return overview.home(self._ctx)

    def cases(self) -> tuple[CaseRow, ...]:
        """All cases with the person's results, in the order of the library screen."""
        return overview.cases(self._ctx)

    def briefing(self, scenario_id: str) -> BriefingView:
        """The page before a play; raises UsageError ``SV104`` for an unknown case."""
        return overview.briefing(self._ctx, scenario_id)

    def results(self) -> ResultsView:
        """The person's attempts, newest first, and profile."""
        return overview.results_view(self._ctx)

    def evidence(self, competency: str) -> tuple[EvidenceRow, ...]:
        """The decisions behind a competency's number, newest first."""
        from trainer.service import evidence

        return evidence.behind(self._ctx, competency)

    def competency_names(self) -> dict[str, str]:
        """The English name of every competency of the curriculum by its own."""
        return {info.name: info.english for info in self._ctx.contents.library.competencies}

    # --- playing ---

    def start(
        self, scenario_id: str, mode: Mode, *, key: str, seed: str | None = None, timers: bool = True
    ) -> PlayView:
        """Begin an attempt. In 测评 timers are always on. Without a seed one is made."""
        return plays.start(self._ctx, scenario_id, mode, key=key, seed=seed, timers=timers)

    def resume(self, attempt: str) -> PlayView:
        """An attempt as it stands, also a closed one."""
        return plays.resume(self._ctx, attempt)

    def act(
        self, attempt: str, action: Action, *, key: str, expected_step: int | None = None, text: str | None = None
    ) -> PlayView:
        """Take an action. A ``Respond`` needs only its ``text`` and ``self_checks``: keywords are found here.

        An ``expected_step`` that is not ``PlayView.step`` any more changes nothing and returns the present play.
        """
        return plays.act(self._ctx, attempt, action, key=key, expected_step=expected_step, text=text)

    def undo(self, attempt: str, *, key: str) -> PlayView:
        """Take the last step back (练习 only)."""
        return plays.undo(self._ctx, attempt, key=key)

    def abandon(self, attempt: str, *, key: str) -> PlayView:
        """Give an attempt up; what was decided stays as evidence."""
        return plays.abandon(self._ctx, attempt, key=key)

    def restart_from(self, attempt: str, decision: int, *, key: str) -> PlayView:
        """A practice run that begins at ``DecisionView.number`` of a closed attempt."""
        return plays.restart_from(self._ctx, attempt, decision, key=key)

    def debrief(self, attempt: str) -> DebriefView:
        """Which decision cost what. Of an open 测评 only what was chosen is told."""
        return review.debrief(self._ctx, attempt)

    # --- people and settings ---

    def people(self) -> tuple[PersonRow, ...]:
        """Everybody who uses this database."""
        return people.everyone(self._ctx)

    def use_person(
        self,
        *,
        id: str | None = None,  # noqa: A002
        number: str | None = None,
        name: str = "",
        remember: bool = True,
    ) -> PersonRow:
        """Switch to a person by id or 工号, or to a new one; ``remember`` for the next start of the program."""
        return people.use_person(self._ctx, person=id, number=number, name=name, remember=remember)

    def rename(self, name: str, number: str | None) -> PersonRow:
        """Name the person who plays; two empty values mean that he does not want to be asked again."""
        return people.rename(self._ctx, name, number)

    def setting(self, key: str) -> str | None:
        """A setting of the interface, or None."""
        return people.setting(self._ctx, key)

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting of the interface."""
        people.set_setting(self._ctx, key, value)

    # --- looking after the database: use-cases of commands, loaded when they are called ---

    def verify(self, *, progress: Progress | None = None) -> VerifyView:
        """Check the chain, replay every attempt, compare every derived number."""
        from trainer.service import trust

        return trust.check(self._ctx, progress=progress)

    def doctor(self, *, quarantine: bool = False, rebuild: bool = False, renew_heads: bool = False) -> DoctorView:
        """Examine the database; do what is asked for, and nothing else."""
        from trainer.service import trust

        return trust.examine(self._ctx, quarantine=quarantine, rebuild=rebuild, renew_heads=renew_heads)

    def submit(self, number: str | None = None) -> PackView:
        """Pack the attempts of a 工号, or of whoever is playing."""
        from trainer.service import packs

        return packs.submit(self._ctx, number)

    def prepare_collect(self) -> None:
        """Make a backup before packs are taken in."""
        from trainer.service import packs

        packs.prepare(self._ctx)

    def collect(self, data: bytes, *, place: str, number: str | None = None, new_person: bool = False) -> CollectView:
        """Take a pack in: checked, scored here, idempotent."""
        from trainer.service import packs

        return packs.take_in(self._ctx, data, place=place, number=number, new_person=new_person)

    def merge_people(self, source: str, target: str, *, key: str) -> MergeView:
        """Give all attempts of one person (id) to another."""
        from trainer.service import packs

        return packs.merge(self._ctx, source, target, key=key)

    def export_runs(self, selection: Selection) -> Iterator[RunExport]:
        """Results per attempt."""
        from trainer.service import exports

        return exports.runs(self._ctx, selection)

    def export_evidence(self, selection: Selection, policy: Policy) -> Iterator[EvidenceExport]:
        """Evidence per person and competency under a policy."""
        from trainer.service import exports

        return exports.evidence(self._ctx, selection, policy)

    def export_quizzes(self, selection: Selection) -> Iterator[QuizExport]:
        """Practices and exams."""
        from trainer.service import exports

        return exports.quizzes(self._ctx, selection)

    def export_decisions(self, attempt: str) -> tuple[DecisionExport, ...]:
        """The stored decisions of an attempt."""
        from trainer.service import exports

        return exports.decisions(self._ctx, attempt)

    def exporter(self) -> str:
        """Who exports, for the file's information sheet: 工号 and name of the person who plays, else nobody."""
        from trainer.service import exports

        return exports.exporter(self._ctx)

    def note_export(self, file: str, rows: int, digest: str) -> None:
        """Keep in the chain that data left the house."""
        from trainer.service import exports

        exports.note(self._ctx, file, rows, digest)

    def database_info(self) -> InfoView:
        """Facts about the database."""
        from trainer.service import maintenance

        return maintenance.info(self._ctx)

    def back_up(self, *, folder: Path | None = None) -> BackupView:
        """Make a verified backup now."""
        from trainer.service import maintenance

        return maintenance.back_up(self._ctx, folder=folder)


def open_service(
    db: str | None,
    library: Library,
    *,
    clock: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] = random_id,
) -> Service:
    """Open the database (created if absent) and the service on it.

    Args:
        db: Path or URL; None for the default file in the user's data folder.
        library: The content.
        clock: Present time, aware UTC.
        new_id: Makes random ids.

    Raises:
        DatabaseError: The database cannot be used.
    """
    store = open_store(default_database(), make_parent=True) if db is None else open_store(db)
    return Service(store, library, clock=clock, new_id=new_id)
