"""A play, scored: the line finally played, and the first answers, which are what counts (scoring.md §5). Pure.

The outcome U, luck and the identity belong to the line finally played. The run score S' and the evidence are of the
first answer to every situation, taken-back ones included, so going back mends the story but not the score. Decisions
copied from another attempt (「从这里重来」) were scored there and are not scored again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trainer.analysis.solve import Solution
from trainer.content.model import NodeKind, Scenario
from trainer.engine.play import Move, trace
from trainer.engine.types import Event, EventType
from trainer.scoring.run import RunScore, score_run
from trainer.service.log import Group, Log, Situation, first_answers, flatten, situations

MOVES = frozenset({EventType.CHOSE, EventType.RESPONDED, EventType.DREW, EventType.TIMED_OUT})


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A first answer: its move, its place in the log, and the situation in which it was given."""

    move: Move
    seq: int
    line: int
    group: int
    situation: Situation


@dataclass(frozen=True, slots=True)
class Scored:
    """A play with its scores.

    Attributes:
        moves: The moves of the line finally played.
        groups: For each of them the index of its group, -1 for the opening.
        run: Scores of that line.
        first: The first answers, in the order given.
        counted: Scores of the first answers, of ``counted_moves`` (without undo these are all moves of the line).
        own: The moves of the line that were not copied from another attempt.
        taken_back: First answers that are not in the line any more.
    """

    moves: tuple[Move, ...]
    groups: tuple[int, ...]
    run: RunScore
    first: tuple[FirstAnswer, ...]
    counted: RunScore
    counted_moves: tuple[Move, ...]
    own: tuple[Move, ...]
    taken_back: tuple[Move, ...]


def score_play(scenario: Scenario, solution: Solution, log: Log, *, ended: bool) -> Scored:
    """Score a play from its log."""
    moves = trace(scenario, log.events)
    groups = move_groups(log.opening, log.groups)
    run = score_run(scenario, solution, moves, ended=ended)
    first = tuple(_first(scenario, log))
    counted, counted_moves = run, moves
    if log.undone or log.copied:
        counted_moves = tuple(answer.move for answer in first)
        counted = score_run(scenario, solution, counted_moves, ended=False)
    own = tuple(move for move, group in zip(moves, groups, strict=True) if group >= log.copied or not log.copied)
    last = len(log.lines) - 1
    taken_back = tuple(answer.move for answer in first if answer.line != last and answer.move not in moves)
    return Scored(moves, groups, run, first, counted, counted_moves, own, taken_back)


def move_groups(opening: Sequence[Event], groups: Sequence[Group]) -> tuple[int, ...]:
    """For every move of a line, the index of the group that it belongs to; -1 for draws of the opening."""
    found = [-1 for event in opening if event.type in MOVES]
    for index, group in enumerate(groups):
        found += [index for event in group.events if event.type in MOVES]
    return tuple(found)


def is_decision(scenario: Scenario, move: Move) -> bool:
    """Whether a move is a decision of the debrief: a choice, or a choice that time ran out on. 作答 is none."""
    return move.kind in ("choice", "timeout") and scenario.nodes[move.node].kind is NodeKind.CHOICE


def first_moves(scenario: Scenario, log: Log) -> dict[int, Move]:
    """The moves of the first answers by their place in the log; nothing needs to be solved for them."""
    return {answer.seq: answer.move for answer in _first(scenario, log)}


def move_at(scenario: Scenario, log: Log, seq: int) -> Move | None:
    """The move of the group at a place in the log, also of one that was taken back; None if there is none."""
    for line in log.lines:
        if all(group.seq != seq for group in line):
            continue
        moves = trace(scenario, flatten(log.opening, line))
        for move, group in zip(moves, move_groups(log.opening, line), strict=True):
            if group >= 0 and line[group].seq == seq:
                return move
    return None


def _first(scenario: Scenario, log: Log) -> list[FirstAnswer]:
    traced: dict[int, dict[int, Move]] = {}
    for number, line in enumerate(log.lines):
        moves = trace(scenario, flatten(log.opening, line))
        heads: dict[int, Move] = {}
        for move, group in zip(moves, move_groups(log.opening, line), strict=True):
            heads.setdefault(group, move)
        traced[number] = heads
    found = []
    for number, index in first_answers(log):
        move = traced[number][index]
        if is_decision(scenario, move):
            line = log.lines[number]
            situation = next(known for at, known in situations(line) if at == index)
            found.append(FirstAnswer(move, line[index].seq, number, index, situation))
    return found
