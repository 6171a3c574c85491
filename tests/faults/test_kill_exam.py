"""SIGKILL while an exam is taken: it goes on at the same item with the time last stored, and loses no answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.conftest import Table
from tests.support.history import History, Work, judge, run_and_kill
from trainer.content.items import Item, ItemType, Option
from trainer.content.library import Library
from trainer.engine.paper import compose
from trainer.engine.quiz_types import Purpose, Response
from trainer.scoring.review import new_card
from trainer.service import Service, open_service
from trainer.service.quizzes import begin
from trainer.service.sittings import Sitting, load

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork")

LIMIT = 10_000_000
ITEMS = 300
TICK, ANSWER = 300, 700


def service_on(path: Path) -> Service:
    """A service without any content: an exam that has begun needs none."""
    return open_service(str(path), Library((), ()))


def begun(path: Path) -> str:
    """An exam of many small items; its attempt."""
    new_card("1970-01-01T00:00:00+00:00")  # nothing is to be imported by a thread while a child is forked
    options = (Option("甲", right=True), Option("乙"), Option("丙"))
    items = [Item(f"many/{n}", str(n), ItemType.SINGLE, (), options) for n in range(ITEMS)]
    paper = compose("many", "很多题", Purpose.EXAM, items, "seed", limit_ms=LIMIT)
    with service_on(path) as service:
        return begin(service._ctx, paper, key="start", seed="seed").attempt


def taking(path: Path, attempt: str, name: str, again: str) -> Work:
    """A child that takes the exam up, repeats what was not acknowledged, and goes on."""

    def work(tell: Callable[[str], object]) -> None:
        with service_on(path) as service:

            def do(key: str) -> None:
                word, index, _ = key.split("-")
                if word == "tick":
                    service.tick(attempt, TICK, key=key)
                else:
                    service.answer(attempt, int(index), Response(picks=(0,)), key=key, elapsed_ms=ANSWER)
                tell(f"ack {key}")

            service.quiz(attempt)
            if again:
                do(again)
            while (item := service.quiz(attempt).item) is not None:
                for word in ("tick", "answer"):
                    key = f"{word}-{item.index}-{name}"
                    tell(f"try {key}")
                    do(key)

    return work


@pytest.mark.parametrize("kills", [5, pytest.param(300, marks=pytest.mark.fault)])
def test_an_exam_killed_while_it_is_taken(tmp_path: Path, random: Random, table: Table, kills: int) -> None:
    path = tmp_path / "x.db"
    attempt = begun(path)
    history = History()
    killed = 0
    for round_ in range(kills):
        again = next(iter(history.open[-1:]), "")
        work = taking(path, attempt, str(round_), again)
        killed += run_and_kill(work, random, history, most_lines=12 if kills < 100 else 2)
        with service_on(path) as service:
            stored = sitting(service, attempt)
            keys = {event.key for event in stored.events}
            said = [event.data["index"] for event in stored.events if event.type == "replied"]
            passed = sum(event.data["elapsed_ms"] for event in stored.events if "elapsed_ms" in event.data)
            assert keys >= set(history.acknowledged)
            assert said == list(range(len(said)))
            view = service.quiz(attempt)
            assert view.item is not None and view.item.index == len(said)
            assert view.remaining_ms == LIMIT - passed
            least = sum(TICK if key.startswith("tick") else ANSWER for key in history.acknowledged)
            assert least <= passed
    verdict = judge(path, history)
    table(kills=killed, acknowledged=len(history.acknowledged), lost=len(verdict.lost))
    assert verdict.clean, verdict
    assert killed > kills // 2
    with service_on(path) as service:
        assert sitting(service, attempt).interrupted
        service.hand_in(attempt, key="end")
        done = service.doctor(rebuild=True)
        assert done.report.findings == () and done.changed == () and done.cards == 0


def sitting(service: Service, attempt: str) -> Sitting:
    with service._ctx.store.read() as tx:
        return load(service._ctx.papers, tx, attempt)
