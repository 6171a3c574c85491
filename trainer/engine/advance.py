"""Starting a play and taking a step: pure functions from a state and an action to the next state and what happened.

Nothing here reads a clock or a global source of randomness: elapsed time comes in with the actions, draws and the order
of options come from the seed (rng.py). All rules of state change are in the compiled machine; this module adds points,
timers, draws and events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trainer.content.model import Node, NodeKind, Points, Scenario
from trainer.engine import rng
from trainer.engine.look import displayed
from trainer.engine.machine import Machine, compile_scenario
from trainer.engine.types import Action, Choose, Event, EventType, Respond, State, Timeout, TimerName
from trainer.errors import UsageError

_CHAIN = 10_000
"""More chance nodes than this in a row never end (a loop of 随机 is an author's error)."""


class _Play:
    """A step under way: the parts of the next state, and the events so far."""

    __slots__ = (
        "clock_ms",
        "clock_target",
        "core",
        "draws",
        "entries",
        "events",
        "limit_ms",
        "machine",
        "points",
        "practice",
        "recorded",
        "scenario",
        "seed",
        "steps",
        "timers",
    )

    def __init__(self, machine: Machine, state: State, recorded: Iterator[int] | None) -> None:
        self.machine = machine
        self.scenario = machine.scenario
        self.recorded = recorded
        self.core = state.core
        self.points = state.points
        self.practice = state.practice
        self.seed = state.seed
        self.draws = state.draws
        self.entries = state.entries
        self.steps = state.steps
        self.limit_ms = state.limit_ms
        self.clock_ms = state.clock_ms
        self.clock_target = state.clock_target
        self.timers = state.timers
        self.events: list[Event] = []

    def emit(self, kind: EventType, **data: Any) -> None:
        self.events.append(Event(kind, data))

    def state(self) -> State:
        return State(
            core=self.core,
            points=self.points,
            practice=self.practice,
            seed=self.seed,
            draws=self.draws,
            entries=self.entries,
            steps=self.steps,
            limit_ms=self.limit_ms,
            clock_ms=self.clock_ms,
            clock_target=self.clock_target,
            timers=self.timers,
            ended=self.scenario.nodes[self.core & self.machine.node_mask].kind is NodeKind.ENDING,
        )

    def move(self, core: int, reward: int) -> None:
        """Take over the machine's result."""
        self.core = core
        if reward:
            self.points = tuple(map(int.__add__, self.points, self.machine.rewards[reward]))

    def arrive(self) -> None:
        """Enter the node that the core has come to, and resolve chance nodes."""
        nodes, machine = self.scenario.nodes, self.machine
        for _ in range(_CHAIN):
            at = self.core & machine.node_mask
            node = nodes[at]
            self.entries += 1
            self._set_timers(node)
            shown = machine.shown_blocks(self.core)
            order = displayed(machine, self.core, self.seed, self.entries) if node.kind is NodeKind.CHOICE else ()
            self.emit(EventType.ENTERED, node=at, blocks=list(shown), order=list(order))
            if node.kind is NodeKind.ENDING:
                self.emit(EventType.ENDED, node=at, ending=node.ending, rating=node.rating)
                return
            if node.kind is not NodeKind.CHANCE:
                return
            branch = self._draw(node)
            self.emit(EventType.DREW, node=at, branch=branch, counter=self.draws)
            self.draws += 1
            self.move(*machine.apply(self.core, branch))
        raise UsageError("EN111", node=nodes[self.core & machine.node_mask].name)

    def _draw(self, node: Node) -> int:
        options = self.machine.options(self.core)
        if not options:
            raise UsageError("EN110", node=node.name)
        if self.recorded is None:
            return options[rng.draw(self.seed, self.draws, [node.choices[i].weight for i in options])]
        branch = next(self.recorded, None)
        if branch not in options:
            raise UsageError("EN112", node=node.name)
        return branch

    def _set_timers(self, node: Node) -> None:
        if node.kind is NodeKind.ENDING or node.stop_clock:
            self.clock_ms = self.clock_target = None
        self.limit_ms = None
        if not self.timers:
            return
        if node.clock is not None:
            self.clock_ms, self.clock_target = node.clock.ms, node.clock.target
        if node.answer is not None:
            self.limit_ms = node.answer.ms or None
        elif node.time_limit is not None:
            self.limit_ms = node.time_limit.ms

    def elapse(self, ms: int) -> None:
        """Let real time pass; it must not reach a deadline."""
        if ms < 0:
            raise UsageError("EN104", ms=ms)
        for left in (self.limit_ms, self.clock_ms):
            if left is not None and ms >= left:
                raise UsageError("EN105", ms=ms, left=left)
        if self.limit_ms is not None:
            self.limit_ms -= ms
        if self.clock_ms is not None:
            self.clock_ms -= ms


def start(
    scenario: Scenario, seed: str, *, timers: bool = True, draws: Iterator[int] | None = None
) -> tuple[State, tuple[Event, ...]]:
    """Begin a play: enter the first node.

    Args:
        scenario: The case.
        seed: Any text; the same seed and actions give the same play.
        timers: False switches 限时, 计时 and the limit of 作答 off.
        draws: Recorded branches, for a replay.
    """
    machine = compile_scenario(scenario)
    nothing = (0,) * len(scenario.competencies)
    play = _Play(machine, State(machine.initial, nothing, nothing, seed, timers=timers), draws)
    play.move(machine.initial, machine.initial_reward)
    play.arrive()
    return play.state(), tuple(play.events)


def step(
    scenario: Scenario, state: State, action: Action, *, draws: Iterator[int] | None = None
) -> tuple[State, tuple[Event, ...]]:
    """Take one action.

    Args:
        scenario: The case.
        state: Where the play stands.
        action: What the trainee, or a timer, did.
        draws: Recorded branches, for a replay; what is drawn is taken from there.

    Raises:
        UsageError: EN101-EN109, the action is not possible here; EN110-EN112, the branches do not fit.
    """
    machine = compile_scenario(scenario)
    node = scenario.nodes[state.core & machine.node_mask]
    if state.ended:
        raise UsageError("EN101", node=node.name)
    play = _Play(machine, state, draws)
    play.steps += 1
    if isinstance(action, Choose):
        _choose(play, node, action)
    elif isinstance(action, Respond):
        _respond(play, node, action)
    elif isinstance(action, Timeout):
        _timeout(play, node)
    else:
        play.elapse(action.elapsed_ms)
        play.emit(EventType.ELAPSED, elapsed_ms=action.elapsed_ms)
    return play.state(), tuple(play.events)


def _choose(play: _Play, node: Node, action: Choose) -> None:
    machine = play.machine
    at = play.core & machine.node_mask
    if node.kind is NodeKind.ANSWER:
        raise UsageError("EN102", node=node.name)
    if action.choice not in machine.options(play.core):
        known = 0 <= action.choice < len(node.choices)
        raise UsageError("EN103", node=node.name, choice=node.choices[action.choice].text if known else action.choice)
    play.elapse(action.elapsed_ms)
    _take(play, at, action.choice, EventType.CHOSE, elapsed_ms=action.elapsed_ms)


def _take(play: _Play, at: int, index: int, kind: EventType, **data: Any) -> None:
    machine, before = play.machine, play.core
    choice = play.scenario.nodes[at].choices[index]
    was_free = machine.overdrawn(before)
    play.move(*machine.apply(before, index))
    if kind is EventType.CHOSE:
        data = {"choice": index, "cost": 0 if was_free else choice.cost, **data}
    play.emit(kind, node=at, **data)
    overdrew = choice.cost > 0 and not was_free and machine.overdrawn(play.core)
    if overdrew:
        play.emit(EventType.OVERDRAWN, node=at)
    if choice.target < 0 and not overdrew:
        order = displayed(machine, play.core, play.seed, play.entries)
        play.emit(EventType.SHOWN_AGAIN, node=at, order=list(order))
    else:
        play.arrive()


def _respond(play: _Play, node: Node, action: Respond) -> None:
    answer = node.answer
    if answer is None:
        raise UsageError("EN106", node=node.name)
    for chosen, size in ((action.keywords, len(answer.keywords)), (action.self_checks, len(answer.self_checks))):
        if len(set(chosen)) != len(chosen) or not all(0 <= i < size for i in chosen):
            raise UsageError("EN107", node=node.name, given=list(chosen), count=size)
    if action.length < 0:
        raise UsageError("EN108", length=action.length)
    if action.elapsed_ms < 0:
        raise UsageError("EN104", ms=action.elapsed_ms)
    elapsed = action.elapsed_ms
    if play.limit_ms is not None:  # at zero the text stands
        elapsed = min(elapsed, play.limit_ms)
        play.limit_ms = None
    play.elapse(elapsed)
    if 0 not in play.machine.options(play.core):
        raise UsageError("EN103", node=node.name, choice=node.choices[0].text)
    points = [p for i in action.keywords for p in answer.keywords[i].points]
    points += [p for i in action.self_checks for p in answer.self_checks[i].points]
    play.practice = _added(play.practice, points)
    _take(
        play,
        play.core & play.machine.node_mask,
        0,
        EventType.RESPONDED,
        keywords=list(action.keywords),
        self_checks=list(action.self_checks),
        length=action.length,
        digest=action.digest,
        elapsed_ms=action.elapsed_ms,
    )


_EMPTY_DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def _timeout(play: _Play, node: Node) -> None:
    limit, clock = play.limit_ms, play.clock_ms
    if limit is None and clock is None:
        raise UsageError("EN109", node=node.name)
    timer: TimerName = "limit" if clock is None or (limit is not None and limit < clock) else "clock"
    passed = limit if timer == "limit" else clock
    if timer == "limit" and node.answer is not None:
        _respond(play, node, Respond((), (), 0, _EMPTY_DIGEST, passed or 0))
        return
    at = play.core & play.machine.node_mask
    if timer == "clock":
        play.clock_ms = play.clock_target = None
    elif play.clock_ms is not None:
        play.clock_ms -= passed or 0
    play.emit(EventType.TIMED_OUT, node=at, timer=timer)
    play.move(*play.machine.timeout(play.core, timer))
    play.arrive()


def _added(points: tuple[int, ...], more: Sequence[Points]) -> tuple[int, ...]:
    total = list(points)
    for each in more:
        total[each.competency] += each.amount
    return tuple(total)
