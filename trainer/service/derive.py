"""What is derived from a closed attempt and stored beside it: result, decisions, evidence. All can be rebuilt.

The decisions stored are the first answers; the result's ending, outcome and luck are of the line finally played.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from trainer.engine.types import State
from trainer.scoring import SCORING_VERSION
from trainer.service.attempts import Loaded
from trainer.service.contents import Contents
from trainer.service.debrief import redlines_of
from trainer.service.log import Entry, read_log
from trainer.service.present import Play
from trainer.service.scored import Scored, score_play
from trainer.store.records import DecisionRecord, EvidenceRecord, ResultRecord


class Derived(NamedTuple):
    """Rows for the derived tables, in the order in which ``results.save`` takes them."""

    result: ResultRecord
    decisions: tuple[DecisionRecord, ...]
    evidence: tuple[EvidenceRecord, ...]


def derive(contents: Contents, loaded: Loaded, state: State, new: Sequence[Entry]) -> Derived:
    """Derive from a play that these new entries close.

    Args:
        contents: Scenarios and their values; the scenario is solved here if it has not been yet.
        loaded: The attempt so far.
        state: The state it has come to.
        new: The entries about to be appended.
    """
    log = read_log([*loaded.entries, *new])
    return derived(contents, replace(loaded.play, log=log, state=state, closed=True))


def derived(contents: Contents, play: Play) -> Derived:
    """Derive from a closed play."""
    solution = contents.solution(play.scenario)
    scored = score_play(play.scenario, solution, play.log, ended=play.state.ended)
    return Derived(_result(play, scored, solution.exact), _decisions(play, scored), _evidence(play, scored))


def _result(play: Play, scored: Scored, exact: bool) -> ResultRecord:
    node = play.scenario.nodes[play.machine.node_of(play.state.core)]
    ended = play.state.ended
    labels = Counter(step.label for step in scored.counted.steps)
    redlines = (*redlines_of(play.scenario, scored.own), *redlines_of(play.scenario, scored.taken_back))
    return ResultRecord(
        attempt=play.attempt,
        scoring_version=SCORING_VERSION,
        ended=ended,
        ending=node.ending if ended else None,
        rating=node.rating if ended else None,
        score=scored.counted.score,
        outcome=scored.run.outcome if ended else None,
        luck=scored.run.luck,
        exhausted=exact,
        steps=play.log.steps,
        decisions=len(scored.first),
        redlines=len(redlines),
        slips=labels["slip"] + labels["blunder"],
        fine=labels["fine"],
        data={
            "title": play.scenario.title,
            "redlines": list(redlines),
            "points": {c.name: p for c, p in zip(play.scenario.competencies, play.state.points, strict=True)},
            "practice": {c.name: p for c, p in zip(play.scenario.competencies, play.state.practice, strict=True)},
            "undone": play.log.undone,
            "copied": play.log.copied,
        },
    )


def _decisions(play: Play, scored: Scored) -> tuple[DecisionRecord, ...]:
    """The first answers. ``scored.counted`` has one step for each where something was taken back or copied."""
    steps = dict(zip(scored.counted_moves, scored.counted.steps, strict=True))
    found = []
    for index, answer in enumerate(scored.first):
        step = steps[answer.move]
        node = play.scenario.nodes[answer.move.node]
        known = step.stake is not None
        found.append(
            DecisionRecord(
                attempt=play.attempt,
                index=index,
                seq=answer.seq,
                node=node.name,
                choice="" if answer.move.choice is None else node.choices[answer.move.choice].id,
                best=node.choices[step.best].id if step.best is not None else "",
                regret=step.regret if known else None,
                stake=step.stake,
                quality=step.quality,
                chance=step.random_quality,
                label=step.label,
                scored=step.scored,
            )
        )
    return tuple(found)


def _evidence(play: Play, scored: Scored) -> tuple[EvidenceRecord, ...]:
    found = []
    for competency in play.scenario.competencies:
        items = [item for item in scored.counted.items if item.competency == competency.name]
        if items:
            found.append(
                EvidenceRecord(
                    attempt=play.attempt,
                    competency=competency.name,
                    weight=sum(item.weight for item in items),
                    quality=sum(item.weight * item.quality for item in items),
                    chance=sum(item.weight * item.random_quality for item in items),
                    decisions=len(items),
                )
            )
    return tuple(found)
