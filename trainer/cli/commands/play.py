"""``trainer play ID``: straight into a case; with ``--choices`` or ``--plain`` without the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import click

from trainer.cli.base import command, content_dir, content_option, database, db_option, format_option
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.service import Service
    from trainer.service.views import PlayView


def build() -> click.Command:
    """The command, in the language in use."""

    @command("play")
    @click.argument("scenario", metavar="ID")
    @click.option("--choices", metavar="WORDS", help=t("play.option.choices"))
    @click.option("--plain", is_flag=True, help=t("play.option.plain"))
    @click.option("--seed", metavar="TEXT", help=t("play.option.seed"))
    @click.option("--mode", type=click.Choice(["practice", "assess"]), default="practice", help=t("play.option.mode"))
    @click.option("--as", "number", metavar="NUMBER", help=t("play.option.as"))
    @format_option()
    @db_option()
    @content_option()
    def play(
        scenario: str,
        choices: str | None,
        plain: bool,
        seed: str | None,
        mode: str,
        number: str | None,
        form: str,
        db: str | None,
        content: str | None,
    ) -> int:
        return run(
            scenario,
            choices=choices,
            plain=plain,
            seed=seed,
            mode=mode,
            number=number,
            form=form,
            db=db,
            content=content,
        )

    return play


def run(
    scenario: str,
    *,
    choices: str | None,
    plain: bool,
    seed: str | None,
    mode: str,
    number: str | None,
    form: str,
    db: str | None,
    content: str | None,
) -> int:
    """Play; returns the exit status.

    Raises:
        UsageError: A word of ``--choices`` matches nothing (what was chosen before it is kept).
    """
    if choices is None and not plain:
        return _interface(scenario, db, content)
    from trainer.cli.output import write, write_json
    from trainer.cli.play_report import report, text_report
    from trainer.content.library import load_library
    from trainer.service import open_service
    from trainer.service.views import Mode

    with open_service(database(db), load_library(content_dir(content))) as service:
        service.briefing(scenario)  # an unknown case is told before anybody is created
        if number is not None:
            service.use_person(number=number, remember=False)
        view = service.start(scenario, Mode(mode), key=uuid4().hex, seed=seed)
        if choices is not None:
            view = follow(service, view, choices)
        if plain:
            from trainer.cli.plain import play_plain

            view = play_plain(service, view)
            if form == "text":
                return 0
        debrief = service.debrief(view.attempt)
        if form == "json":
            write_json(report(debrief))
        else:
            for line in text_report(debrief):
                write(line)
    return 0


def follow(service: Service, view: PlayView, choices: str) -> PlayView:
    """Act out a script until it runs out or the play is over; what is left over does not count."""
    from trainer.service.script import scripted, split_script

    for position, word in enumerate(split_script(choices), 1):
        if view.closed:
            break
        step = scripted(view, word, position)
        view = service.act(view.attempt, step.action, key=uuid4().hex, expected_step=view.step, text=step.text)
    return view


def _interface(scenario: str, db: str | None, content: str | None) -> int:
    from trainer.cli.interface import open_interface

    return open_interface(scenario, db=db, content=content)
