"""The debrief: which decision cost what, what would have been better, where luck was, which doors closed. Pure.

It is of the line finally played; ``trainer.service.scored`` says what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trainer.analysis.solve import DecisionValues, Solution
from trainer.content.model import Choice, Scenario
from trainer.engine.play import Move, trace
from trainer.engine.types import EventType
from trainer.i18n import t
from trainer.scoring.run import StepScore
from trainer.service.doors import closed_doors
from trainer.service.log import Log, situations
from trainer.service.present import Play
from trainer.service.scored import MOVES, Scored, is_decision, move_groups
from trainer.service.texts import coach_words
from trainer.service.transcript import Transcript, transcribe, values_of
from trainer.service.views import CompetencyView, DebriefView, DecisionView, Line, Mode, OptionValue

LUCK_MOMENT = 0.5
"""Smallest luck, in points of utility, that the debrief mentions."""

_COSTLY = frozenset({"fine", "slip", "blunder", "redline", "timeout"})


def debrief_view(play: Play, scored: Scored, solution: Solution, *, number: int) -> DebriefView:
    """Put the debrief together.

    Args:
        play: The attempt.
        scored: Its scores.
        solution: The scenario's values.
        number: Which run of the case by this person it is.
    """
    told = play.closed or play.state.ended or play.mode is Mode.PRACTICE
    scenario, ended = play.scenario, play.state.ended
    node = scenario.nodes[play.machine.node_of(play.state.core)]
    written = transcribe(scenario, play.machine, play.log.events, scored.moves, coach=True, answers=play.answers)
    decisions = _decisions(play, scored, solution, written, told=told)
    score = scored.counted.score if told else None
    redlines = (*redlines_of(scenario, scored.moves), *redlines_of(scenario, scored.taken_back))
    return DebriefView(
        attempt=play.attempt,
        scenario=scenario.id,
        title=scenario.title,
        mode=play.mode,
        number=number,
        ending=node.ending if ended else None,
        rating=node.rating if ended else None,
        passed=ended and score is not None and score >= scenario.pass_mark and not redlines,
        score=score,
        exhausted=solution.exact,
        outcome=scored.run.outcome if ended else None,
        luck=scored.run.luck if told else 0.0,
        luck_moments=_luck(play, scored) if told else (),
        redlines=redlines if told else (),
        decisions=decisions,
        curve=_curve(scored, solution) if told else (),
        competencies=_competencies(play, scored) if told else (),
        epilogue=_epilogue(play, written) if ended else (),
        finished=ended,
        undone=play.log.undone,
        restarted=play.log.copied > 0,
        pass_mark=scenario.pass_mark,
    )


def decision_groups(play: Play) -> list[int]:
    """For every decision of the debrief, in order, the index of its group in the log."""
    scenario, log = play.scenario, play.log
    moves = zip(trace(scenario, log.events), move_groups(log.opening, log.groups), strict=True)
    return [group for move, group in moves if is_decision(scenario, move)]


def _decisions(
    play: Play, scored: Scored, solution: Solution, written: Transcript, *, told: bool
) -> tuple[DecisionView, ...]:
    found: list[DecisionView] = []
    retaken = _retaken(play, scored)
    starts = _starts(play.log, written)
    expectation = solution.start_value
    for index, (move, step) in enumerate(zip(scored.moves, scored.run.steps, strict=True)):
        if is_decision(play.scenario, move):
            values = solution.decision(move.before) if told else None
            scene = tuple(written.lines[written.scenes[index] : starts[index]])
            found.append(
                _decision(
                    play,
                    move,
                    step if told else None,
                    values,
                    number=len(found) + 1,
                    scene=scene,
                    expectation=expectation if told else None,
                    closed=_closed(play, move, step, values, solution) if values else (),
                    first_choice=retaken.get(scored.groups[index], ""),
                    copied=scored.groups[index] < play.log.copied,
                )
            )
        if expectation is not None:
            expectation += step.luck - step.regret
    return tuple(found)


def _decision(
    play: Play,
    move: Move,
    step: StepScore | None,
    values: DecisionValues | None,
    *,
    number: int,
    scene: tuple[Line, ...],
    expectation: float | None,
    closed: tuple[str, ...],
    first_choice: str,
    copied: bool,
) -> DecisionView:
    node = play.scenario.nodes[move.node]
    now = values_of(play.machine, move.before, play.scenario)
    best = node.choices[values.best] if values else None
    taken = None if move.choice is None else node.choices[move.choice]
    return DecisionView(
        number=number,
        node=node.name,
        choice=choice_text(play, move),
        best=best.text if best else "",
        regret=step.regret + 0.0 if step and values else None,  # never -0.0
        stake=values.stake if values else None,
        quality=step.quality if step else None,
        label=step.label if step else "unscored",
        scored=step is not None and step.scored,
        expectation=expectation,
        luck=0.0,
        scene=scene,
        options=_options(node.choices, values, expectation),
        coach=coach_words(taken, now) if taken and step else "",
        best_coach=coach_words(best, now) if best else "",
        closed=closed,
        first_choice=first_choice,
        copied=copied,
    )


def _options(
    choices: Sequence[Choice], values: DecisionValues | None, expectation: float | None
) -> tuple[OptionValue, ...]:
    """What was available, best first, each with the expectation of the play after it."""
    if values is None or expectation is None:
        return ()
    ranked = sorted(values.options, key=lambda option: (option.redline is not None, option.regret, option.choice))
    return tuple(OptionValue(choices[o.choice].text, expectation - o.regret, o.regret, o.redline) for o in ranked)


def _closed(play: Play, move: Move, step: StepScore, values: DecisionValues, solution: Solution) -> tuple[str, ...]:
    if step.label not in _COSTLY or step.regret <= 0:
        return ()
    best = play.machine.apply(move.before, values.best)[0]
    return closed_doors(play.scenario, play.machine, solution, move.after, best)


def _retaken(play: Play, scored: Scored) -> dict[int, str]:
    """Groups of the line in force that answer a situation for the second time, with the first answer's text."""
    log = play.log
    last = len(log.lines) - 1
    first = {answer.situation: answer for answer in scored.first}
    found: dict[int, str] = {}
    for index, situation in situations(log.groups):
        answer = first.get(situation)
        if answer is not None and (answer.line, answer.group) != (last, index) and answer.seq != log.groups[index].seq:
            found[index] = choice_text(play, answer.move)
    return found


def _starts(log: Log, written: Transcript) -> list[int]:
    """For every move, the first line of what it caused."""
    return [mark for event, mark in zip(log.events, written.marks, strict=True) if event.type in MOVES]


def _luck(play: Play, scored: Scored) -> tuple[tuple[str, float], ...]:
    """Draws that changed the expectation by at least ``LUCK_MOMENT``."""
    found = []
    for move, step in zip(scored.moves, scored.run.steps, strict=True):
        if move.kind == "chance" and move.choice is not None and abs(step.luck) >= LUCK_MOMENT:
            found.append((play.scenario.nodes[move.node].choices[move.choice].text, step.luck))
    return tuple(found)


def redlines_of(scenario: Scenario, moves: Iterable[Move]) -> tuple[str, ...]:
    """The red lines that these moves broke, each as often as it was broken."""
    found = []
    for move in moves:
        code = None if move.choice is None else scenario.nodes[move.node].choices[move.choice].redline
        if code is not None:
            found.append(code)
    return tuple(found)


def choice_text(play: Play, move: Move) -> str:
    """What was chosen, in the words of the case."""
    if move.choice is None:
        return t("service.no_decision")
    return play.scenario.nodes[move.node].choices[move.choice].text


def _curve(scored: Scored, solution: Solution) -> tuple[float, ...]:
    """The expectation at the start and after every move; its end is the outcome (scoring.md §3, identity)."""
    if solution.start_value is None:
        return ()
    curve = [solution.start_value]
    for step in scored.run.steps:
        curve.append(curve[-1] - step.regret + step.luck)
    return tuple(curve)


def _competencies(play: Play, scored: Scored) -> tuple[CompetencyView, ...]:
    found = {e.competency: e for e in scored.counted.evidence}
    rows = []
    for index, competency in enumerate(play.scenario.competencies):
        evidence = found.get(competency.name)
        rows.append(
            CompetencyView(
                competency.name,
                evidence.score if evidence else None,
                evidence.weight if evidence else 0.0,
                evidence.decisions if evidence else 0,
                play.state.points[index],
                play.state.practice[index],
            )
        )
    return tuple(rows)


def _epilogue(play: Play, written: Transcript) -> tuple[Line, ...]:
    """The last scene: what the ending says."""
    entered = [i for i, event in enumerate(play.log.events) if event.type is EventType.ENTERED]
    return tuple(written.lines[written.marks[entered[-1]] :])
