"""``trainer play --plain``: line by line, for pipes and screen readers. No colour, no wrapping, no cursor movement."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from trainer.cli.output import write
from trainer.cli.play_report import plain_line, text_report
from trainer.cli.report_errors import error_text, say
from trainer.engine.types import Choose, Respond
from trainer.errors import DatabaseError, UsageError
from trainer.i18n import t
from trainer.service.script import match_option
from trainer.service.views import PlayView
from trainer.textutil import normalise_name

if TYPE_CHECKING:
    from trainer.service import Service

QUIT = frozenset({"q", "quit", "退出"})
UNDO = frozenset({"u", "undo", "退一步"})


def play_plain(service: Service, view: PlayView, source: TextIO | None = None) -> PlayView:
    """Play until the end, until ``q`` or until the input ends; every step is stored as it is made.

    Args:
        service: The open service.
        view: The play as it stands.
        source: Where the answers come from, one a line; stdin by default.
    """
    words = _lines(source)
    _show(view, first=True)
    while not view.closed:
        word = next(words, None)
        if word is None or normalise_name(word) in QUIT:
            write(t("play.kept"))
            return view
        if not word:
            continue
        try:
            view = _act(service, view, word)
        except DatabaseError as error:
            if error.code != "DB108":
                raise
            say(error_text(error))
        except UsageError as error:
            say(error_text(error))
        else:
            _show(view)
    for line in text_report(service.debrief(view.attempt)):
        write(line)
    return view


def _act(service: Service, view: PlayView, word: str) -> PlayView:
    if normalise_name(word) in UNDO and view.answer is None:
        return service.undo(view.attempt, key=uuid4().hex)
    key, step = uuid4().hex, view.step
    if view.answer is not None:
        return service.act(view.attempt, Respond((), (), len(word), ""), key=key, expected_step=step, text=word)
    shown = tuple(option for option in view.options if not option.locked)
    option = match_option(shown, word, view.node, view.node)
    return service.act(view.attempt, Choose(option.choice), key=key, expected_step=step)


def _show(view: PlayView, *, first: bool = False) -> None:
    start = 0 if first else view.new_from
    for line in view.transcript[start:]:
        for text in plain_line(line):
            write(text)
    if view.closed:
        return
    if view.variables or view.budget:
        write(_status(view))
    if view.answer is not None:
        write(t("play.answer", minimum=view.answer.minimum, maximum=view.answer.maximum))
    for option in view.options:
        if option.locked:
            write(t("play.locked", text=option.text, reason=option.reason))
        else:
            cost = t("play.cost", cost=option.cost) if option.cost else ""
            write(f"{option.number}. {option.text}{cost}")


def _status(view: PlayView) -> str:
    parts = [f"{v.name} {v.value}" for v in view.variables]
    if view.budget is not None:
        parts.insert(0, t("play.left", left=view.budget.remaining, unit=view.budget.unit))
    if view.all_votes:
        parts.append(t("play.votes", firm=view.firm_votes, all=view.all_votes))
    return "；".join(parts)


def _lines(source: TextIO | None) -> Iterator[str]:
    stream = sys.stdin if source is None else source
    if stream is None:
        return
    for line in stream:
        yield line.strip().lstrip("\ufeff")
