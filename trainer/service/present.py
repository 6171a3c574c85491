"""A play as a front end shows it: scenario, state and events in, ``PlayView`` out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainer.content.model import Choice, NodeKind, Scenario
from trainer.engine.machine import Machine
from trainer.engine.play import scene, trace
from trainer.engine.types import State
from trainer.i18n import t
from trainer.service import panel
from trainer.service.log import Log, flatten, undo_point
from trainer.service.texts import describe, plain, reads
from trainer.service.transcript import briefing_lines, transcribe
from trainer.service.views import AnswerView, BriefingView, BudgetView, Mode, OptionView, PlayView


@dataclass(frozen=True, slots=True)
class Play:
    """An attempt in memory: who plays what, its log and the state it has come to."""

    attempt: str
    scenario: Scenario
    machine: Machine
    mode: Mode
    log: Log
    state: State
    answers: Mapping[str, str]
    closed: bool = False
    interrupted: bool = False


def play_view(play: Play) -> PlayView:
    """Everything the play screen shows."""
    scenario, machine, log, state = play.scenario, play.machine, play.log, play.state
    events = log.events
    moves = trace(scenario, events)
    coach = play.mode is Mode.PRACTICE
    written = transcribe(scenario, machine, events, moves, coach=coach, answers=play.answers)
    last = _last_event(log)
    new_from = written.marks[last] if last < len(written.marks) else len(written.lines)

    values = panel.values_now(scenario, machine, state.core)
    seen = panel.changed(scenario, machine, (machine.initial, *(move.after for move in moves), state.core))
    secret = panel.unknown(scenario, seen)
    shown = panel.people(scenario, values, secret)
    node = scenario.nodes[machine.node_of(state.core)]
    over = state.ended or play.closed
    return PlayView(
        attempt=play.attempt,
        scenario=scenario.id,
        title=scenario.title,
        mode=play.mode,
        node=node.name,
        step=log.steps,
        transcript=tuple(written.lines),
        new_from=new_from,
        options=() if over else options(scenario, machine, state, secret),
        answer=None if over else answer(scenario, machine, state),
        variables=panel.variables(scenario, values, secret),
        people=shown,
        firm_votes=panel.firm_votes(shown),
        all_votes=sum(p.votes for p in scenario.people),
        ladders=panel.ladders(scenario, events) if coach else (),
        budget=panel.budget(scenario, machine, state.core),
        timers=panel.timers(state),
        can_undo=coach and not over and undo_point(log) is not None,
        ended=state.ended,
        ending=node.ending if state.ended else None,
        rating=node.rating if state.ended else None,
        closed=over,
        pausable=coach or not panel.timers(state),
        interrupted=play.interrupted,
    )


def options(scenario: Scenario, machine: Machine, state: State, secret: frozenset[int]) -> tuple[OptionView, ...]:
    """Options in the order shown, numbered from 1, then the locked ones (number 0). An answer node has none."""
    now = scene(scenario, state)
    node = scenario.nodes[now.node]
    if node.kind is not NodeKind.CHOICE:
        return ()
    free = machine.overdrawn(state.core)
    taken = [
        OptionView(number, index, node.choices[index].text, cost_text(scenario, node.choices[index], free=free))
        for number, index in enumerate(now.options, 1)
    ]
    locked = [
        OptionView(
            0,
            index,
            node.choices[index].text,
            cost_text(scenario, node.choices[index], free=free),
            True,
            lock_text(scenario, node.choices[index], secret),
        )
        for index in now.locked
    ]
    return (*taken, *locked)


def cost_text(scenario: Scenario, choice: Choice, *, free: bool) -> str:
    """What a choice costs of the simulated time, such as ``3天``; after the budget was overdrawn it costs nothing."""
    if not choice.cost or scenario.budget is None or free:
        return ""
    return f"{choice.cost}{scenario.budget.unit}"


def lock_text(scenario: Scenario, choice: Choice, secret: frozenset[int]) -> str:
    """Why a choice is locked. A condition that reads something unseen is not told, only its reason."""
    if choice.lock is None:
        return choice.lock_reason
    if reads(scenario, choice.lock) & secret:
        return choice.lock_reason or t("service.locked_secret")
    needs = t("service.locked", condition=describe(scenario, choice.lock))
    return t("service.locked_because", needs=needs, reason=choice.lock_reason) if choice.lock_reason else needs


def answer(scenario: Scenario, machine: Machine, state: State) -> AnswerView | None:
    """The free text asked for in this state, if any."""
    node = scenario.nodes[machine.node_of(state.core)]
    if node.answer is None:
        return None
    return AnswerView(
        plain(node.answer.prompt.parts, panel.values_now(scenario, machine, state.core)),
        node.answer.minimum,
        node.answer.maximum,
        tuple(check.statement for check in node.answer.self_checks),
    )


def briefing_view(scenario: Scenario, *, open_attempt: str | None, timed: bool) -> BriefingView:
    """The page before a play; past attempts are added by the service."""
    values = panel.start_values(scenario)
    secret = panel.unknown(scenario, frozenset())
    return BriefingView(
        id=scenario.id,
        title=scenario.title,
        difficulty=scenario.difficulty,
        duration=scenario.duration,
        competencies=tuple((c.name, c.weight) for c in scenario.competencies),
        frameworks=scenario.frameworks,
        lines=briefing_lines(scenario),
        people=panel.people(scenario, values, secret),
        budget=BudgetView(scenario.budget.total, scenario.budget.total, scenario.budget.unit)
        if scenario.budget
        else None,
        pass_mark=scenario.pass_mark,
        timed=timed,
        open_attempt=open_attempt,
    )


def is_timed(scenario: Scenario) -> bool:
    """Whether any decision of the scenario runs against real time (作答 alone does not count)."""
    return any(node.time_limit is not None or node.clock is not None for node in scenario.nodes)


def _last_event(log: Log) -> int:
    """Index, in the line's events, of the first event of the last step (0 before the first)."""
    for index in range(len(log.groups) - 1, -1, -1):
        if log.groups[index].counts:
            return len(flatten(log.opening, log.groups[:index]))
    return 0
