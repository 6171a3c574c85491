"""Reading the stored log: lines in force, undo, copied prefixes, first answers."""

from __future__ import annotations

from typing import Any

import pytest

from trainer.engine.types import Choose, Elapse, EventType, Timeout
from trainer.service import log as logs
from trainer.service.log import Entry, Log, actions, first_answers, read_log, undo_point


def entries(*items: tuple[str, dict[str, Any]]) -> list[Entry]:
    return [Entry(seq, kind, data) for seq, (kind, data) in enumerate(items)]


START = (logs.STARTED, {"seed": "s"})
ENTER0 = ("entered", {"node": 0, "blocks": [], "order": [0, 1]})
ENTER1 = ("entered", {"node": 1, "blocks": [], "order": [0, 1]})


def chose(choice: int, node: int = 0) -> tuple[str, dict[str, Any]]:
    return ("chose", {"node": node, "choice": choice, "cost": 0, "elapsed_ms": 5})


def first(log: Log) -> list[Any]:
    return [log.lines[line][index].events[0].data["choice"] for line, index in first_answers(log)]


def test_groups_are_the_opening_and_one_per_action() -> None:
    log = read_log(entries(START, ENTER0, chose(1), ENTER1, ("elapsed", {"elapsed_ms": 7}), chose(0, 1), ENTER0))
    assert [event.type for event in log.opening] == [EventType.ENTERED]
    assert [len(group.events) for group in log.groups] == [2, 1, 2]
    assert [group.seq for group in log.groups] == [2, 4, 5]
    assert log.steps == 2
    assert log.next_seq == 7
    assert actions(log.groups) == [Choose(1, 5), Elapse(7), Choose(0, 5)]


def test_a_timeout_is_a_step() -> None:
    log = read_log(entries(START, ENTER0, ("timed_out", {"node": 0, "timer": "limit"}), ENTER1))
    assert actions(log.groups) == [Timeout()]
    assert log.steps == 1


def test_draws_are_read_in_order() -> None:
    log = read_log(
        entries(START, ENTER0, ("drew", {"node": 0, "branch": 2, "counter": 0}), ENTER1, chose(0, 1), ENTER0)
    )
    assert logs.draws(log.events) == [2]


def test_undo_keeps_the_line_that_stands_and_remembers_the_one_that_was_cut() -> None:
    log = read_log(entries(START, ENTER0, chose(1), ENTER1, (logs.UNDONE, {"keep": 0}), chose(0), ENTER1))
    assert actions(log.groups) == [Choose(0, 5)]
    assert log.undone == 1
    assert actions(log.lines[0]) == [Choose(1, 5)]


def test_the_first_answer_to_a_situation_counts() -> None:
    log = read_log(
        entries(
            START, ENTER0, chose(1), ENTER1, chose(1, 1), ENTER0,
            (logs.UNDONE, {"keep": 1}), chose(0, 1), ENTER0, chose(1),
        )
    )  # fmt: skip
    assert first(log) == [1, 1, 1]


def test_another_way_leads_to_new_first_answers() -> None:
    log = read_log(
        entries(START, ENTER0, chose(1), ENTER1, (logs.UNDONE, {"keep": 0}), chose(0), ENTER1, chose(1, 1), ENTER0)
    )
    assert first(log) == [1, 1]
    assert first_answers(log) == [(0, 0), (1, 1)]


def test_choosing_the_same_again_after_undo_meets_known_situations() -> None:
    log = read_log(
        entries(
            START, ENTER0, chose(1), ENTER1, chose(1, 1), ENTER0,
            (logs.UNDONE, {"keep": 0}), chose(1), ENTER1, chose(0, 1), ENTER0,
        )
    )  # fmt: skip
    assert first_answers(log) == [(0, 0), (0, 1)]


def test_time_that_passes_does_not_make_a_situation_new() -> None:
    wait = ("elapsed", {"elapsed_ms": 9})
    log = read_log(entries(START, ENTER0, wait, chose(1), ENTER1, (logs.UNDONE, {"keep": 1}), wait, chose(0), ENTER1))
    assert first_answers(log) == [(0, 1)]


def test_copied_groups_are_no_answers_and_cannot_be_undone() -> None:
    log = read_log(entries(START, ENTER0, chose(1), ENTER1, (logs.CARRIED, {}), chose(0, 1), ENTER0))
    assert log.copied == 1
    assert first_answers(log) == [(0, 1)]
    assert undo_point(log) == 1
    untouched = read_log(entries(START, ENTER0, chose(1), ENTER1, (logs.CARRIED, {})))
    assert undo_point(untouched) is None


def test_undo_skips_time_that_passed() -> None:
    log = read_log(entries(START, ENTER0, chose(1), ENTER1, ("elapsed", {"elapsed_ms": 9})))
    assert undo_point(log) == 0


def test_nothing_to_undo_at_the_start() -> None:
    assert undo_point(read_log(entries(START, ENTER0))) is None


@pytest.mark.parametrize("bad", [[], entries(ENTER0), entries(START, ("danced", {}))])
def test_a_log_that_is_none_is_refused(bad: list[Entry]) -> None:
    with pytest.raises(ValueError, match=r"log|danced"):
        read_log(bad)
