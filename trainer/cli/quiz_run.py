"""A quiz without the interface: from ``--answers``, or line by line from stdin. Every answer is stored at once."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

from trainer.cli.output import write
from trainer.cli.play_report import plain_line
from trainer.cli.quiz_report import feedback_lines, print_report
from trainer.cli.report_errors import error_text, say
from trainer.errors import DatabaseError, TrainerError, UsageError
from trainer.i18n import t
from trainer.service.quiz_script import in_file_order
from trainer.service.quiz_views import ItemView, QuizView
from trainer.textutil import normalise_name

if TYPE_CHECKING:
    from trainer.service import Service

QUIT = frozenset({"q", "quit", "退出"})
HAND_IN = frozenset({"交卷", "handin", "hand-in"})
_Put = Callable[[str], None]
TICK_SECONDS = 5.0
"""How often the time that passes is stored while a limit runs."""


def run(service: Service, view: QuizView, *, answers: str | None, hand_in: bool, form: str) -> int:
    """Take a quiz and report; returns the exit status.

    Raises:
        UsageError: One of ``answers`` cannot be read; none of them was given.
    """
    if answers is not None:
        view = follow(service, view, answers)
    elif not hand_in:
        view = converse(service, view, quiet=form == "json")
    if hand_in and not view.closed:
        view = service.hand_in(view.attempt, key=uuid4().hex)
    print_report(service, view, form)
    return 0


def follow(service: Service, view: QuizView, answers: str) -> QuizView:
    """Answer from a line until it runs out; the quiz stays open if something is left."""
    for number, words in enumerate(service.checked_answers(view.attempt, answers), 1):
        if view.closed:
            break
        view = service.answer_words(view.attempt, words, key=uuid4().hex, place=f"--answers:{number}")
    return view


def converse(service: Service, view: QuizView, *, quiet: bool = False, source: TextIO | None = None) -> QuizView:
    """Ask until the end, until ``q`` or until the input ends.

    Args:
        service: The open service.
        view: The quiz as it stands.
        quiet: Ask on stderr, because stdout is for the JSON at the end.
        source: Where the answers come from, one a line; stdin by default.
    """
    put = say if quiet else write
    words = _lines(source)
    view = service.quiz(view.attempt)
    put(t("quiz_cli.title", title=view.title, total=view.total))
    while view.item is not None and not view.closed:
        for line in question_lines(view.item, view):
            put(line)
        with Ticker(service, view) as clock:
            said = next(words, None)
            elapsed = clock.stop()
        if said is None or normalise_name(said) in QUIT:
            put(t("quiz_cli.kept"))
            return service.quiz(view.attempt)
        if normalise_name(said) in HAND_IN:
            return service.hand_in(view.attempt, key=uuid4().hex, elapsed_ms=elapsed)
        try:
            view = _answer(service, view, view.item, said, elapsed, words, put)
        except UsageError as error:
            say(error_text(error))
            if view.remaining_ms is not None:
                service.tick(view.attempt, elapsed, key=uuid4().hex)
            view = service.quiz(view.attempt)
        except DatabaseError as error:
            if error.code != "DB108":
                raise
            say(error_text(error))
    return view


class Ticker:
    """Stores the time that passes while somebody thinks, so that a killed exam goes on with the time last known."""

    def __init__(self, service: Service, view: QuizView) -> None:
        self._service = service
        self._attempt = view.attempt
        self._limited = view.remaining_ms is not None
        self._stopped = threading.Event()
        self._last = time.monotonic()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Ticker:
        if self._limited:
            self._thread = threading.Thread(target=self._run, name="tick", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """End the ticking; the milliseconds that were not stored yet."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        elapsed = int((time.monotonic() - self._last) * 1000)
        self._last = time.monotonic()
        return elapsed

    def _run(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            now = time.monotonic()
            try:
                over = self._service.tick(self._attempt, int((now - self._last) * 1000), key=uuid4().hex).closed
            except TrainerError:
                continue  # this time is stored with the next tick, or with the answer
            self._last = now
            if over:
                say(t("quiz_cli.time_up"))
                return


def question_lines(item: ItemView, view: QuizView) -> list[str]:
    """A question with its options and how to answer it."""
    left = ""
    if view.remaining_ms is not None:
        minutes, seconds = divmod(view.remaining_ms // 1000, 60)
        left = t("quiz_cli.left", time=f"{minutes}:{seconds:02d}")
    found = ["", t("quiz_cli.number", number=item.index + 1, total=item.total, name=item.name) + left]
    found += [text for line in item.stem for text in plain_line(line)]
    found += [f"{choice.letter}. {choice.text}" for choice in item.choices]
    if item.lefts:
        found += [f"{number}. {text}" for number, text in enumerate(item.lefts, 1)]
        found += [f"{choice.letter}. {choice.text}" for choice in item.rights]
    found.append(t(f"quiz_cli.how_{item.type.value}", blanks=item.blanks, unit=item.unit))
    return found


def _answer(
    service: Service, view: QuizView, item: ItemView, said: str, elapsed: int, words: Iterator[str], put: _Put
) -> QuizView:
    typed = in_file_order(item, said)
    place = t("quiz_cli.place", number=item.index + 1)
    done = service.answer_words(view.attempt, typed, key=uuid4().hex, place=place, elapsed_ms=elapsed)
    if done.item is None or done.item.grade is None:
        return done
    for line in feedback_lines(done.item):
        put(line)
    if done.item.grade.score is None:
        _rate(service, view.attempt, item.index, words, put)
    return service.quiz(view.attempt)


def _rate(service: Service, attempt: str, index: int, words: Iterator[str], put: _Put) -> None:
    put(t("quiz_cli.rate"))
    for said in words:
        try:
            service.rate(attempt, index, int(said) if said.isdigit() else -1, key=uuid4().hex)
        except UsageError as error:
            say(error_text(error))
        else:
            return


def _lines(source: TextIO | None) -> Iterator[str]:
    stream = sys.stdin if source is None else source
    if stream is not None:
        for line in stream:
            if text := line.strip().lstrip("\ufeff"):
                yield text
