"""``trainer review``: what is due in the review queue, answered line by line or from ``--answers``."""

from __future__ import annotations

from uuid import uuid4

import click

from trainer.cli.base import command, content_dir, content_option, database, db_option, format_option
from trainer.i18n import t


def build() -> click.Command:
    """The command, in the language in use."""

    @command("review")
    @click.option("--answers", metavar="WORDS", help=t("quiz_cli.option.review_answers"))
    @click.option("--count", type=click.IntRange(1, 500), default=20, metavar="N", help=t("quiz_cli.option.most"))
    @click.option("--list", "only_list", is_flag=True, help=t("quiz_cli.option.list"))
    @click.option("--as", "number", metavar="NUMBER", help=t("quiz_cli.option.as"))
    @format_option()
    @db_option()
    @content_option()
    def review(
        answers: str | None,
        count: int,
        only_list: bool,
        number: str | None,
        form: str,
        db: str | None,
        content: str | None,
    ) -> int:
        from trainer.cli.quiz_report import print_queue
        from trainer.cli.quiz_run import run
        from trainer.content.library import load_library
        from trainer.service import open_service

        with open_service(database(db), load_library(content_dir(content))) as service:
            if number is not None:
                service.use_person(number=number, remember=False)
            queue = service.review_queue()
            if only_list or (not queue.due and queue.open_attempt is None):
                print_queue(queue, form)
                return 0
            if queue.open_attempt is not None:
                view = service.quiz(queue.open_attempt)
            else:
                view = service.start_review(key=uuid4().hex, count=count)
            return run(service, view, answers=answers, hand_in=False, form=form)

    return review
