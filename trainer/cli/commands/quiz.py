"""``trainer quiz [ID]``: the quizzes there are, or one of them, answered line by line or from ``--answers``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import click

from trainer.cli.base import command, content_dir, content_option, database, db_option, format_option
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service import Service
    from trainer.service.quiz_views import QuizRow, QuizView


def build() -> click.Command:
    """The command, in the language in use."""

    @command("quiz")
    @click.argument("ident", metavar="[ID]", required=False)
    @click.option("--exam", is_flag=True, help=t("quiz_cli.option.exam"))
    @click.option("--answers", metavar="WORDS", help=t("quiz_cli.option.answers"))
    @click.option("--count", type=click.IntRange(1, 500), metavar="N", help=t("quiz_cli.option.count"))
    @click.option("--seed", metavar="TEXT", help=t("quiz_cli.option.seed"))
    @click.option("--new", "fresh", is_flag=True, help=t("quiz_cli.option.new"))
    @click.option("--hand-in", "hand_in", is_flag=True, help=t("quiz_cli.option.hand_in"))
    @click.option("--as", "number", metavar="NUMBER", help=t("quiz_cli.option.as"))
    @format_option()
    @db_option()
    @content_option()
    def quiz(
        ident: str | None,
        exam: bool,
        answers: str | None,
        count: int | None,
        seed: str | None,
        fresh: bool,
        hand_in: bool,
        number: str | None,
        form: str,
        db: str | None,
        content: str | None,
    ) -> int:
        from trainer.cli.quiz_report import print_list
        from trainer.cli.quiz_run import run
        from trainer.content.library import load_library
        from trainer.service import open_service

        with open_service(database(db), load_library(content_dir(content))) as service:
            if number is not None:
                service.use_person(number=number, remember=False)
            if ident is None:
                print_list(service.quizzes(), form)
                return 0
            view = begin(service, ident, exam=exam, seed=seed, count=count, fresh=fresh)
            return run(service, view, answers=answers, hand_in=hand_in, form=form)

    return quiz


def begin(service: Service, ident: str, *, exam: bool, seed: str | None, count: int | None, fresh: bool) -> QuizView:
    """Take up the quiz that is still open, or begin it.

    Raises:
        UsageError: There is no such quiz, or it may not be taken again.
    """
    row = find(service.quizzes(), ident, exam=exam)
    if row is not None and row.open_attempt is not None:
        if not fresh or row.exam:
            return service.quiz(row.open_attempt)
        service.abandon_quiz(row.open_attempt, key=uuid4().hex)
    wanted = row.exam if row is not None else exam
    return service.start_quiz(ident, exam=wanted, key=uuid4().hex, seed=seed, count=None if wanted else count)


def find(rows: tuple[QuizRow, ...], ident: str, *, exam: bool) -> QuizRow | None:
    """The quiz of an id; without ``--exam`` an exam only if no question file has that id."""
    named = [row for row in rows if row.id == ident and (row.exam or not exam)]
    return min(named, key=lambda row: row.exam, default=None)
