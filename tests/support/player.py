"""Plays a scenario in a test, in words: choices by text, nodes by name."""

from __future__ import annotations

from collections.abc import Callable

from trainer.content.model import Scenario
from trainer.engine.machine import Machine, compile_scenario
from trainer.engine.play import Scene, drawn, replay, scene, start, step
from trainer.engine.types import Action, Choose, Elapse, Event, EventType, Respond, State, Timeout


class Player:
    """One play: the present state, all events and all actions so far."""

    def __init__(self, scenario: Scenario, seed: str, timers: bool, store: Callable[[State], State]) -> None:
        self.scenario = scenario
        self.seed = seed
        self.timers = timers
        self.store = store
        self.machine: Machine = compile_scenario(scenario)
        first, events = start(scenario, seed, timers=timers)
        self.state = store(first)
        self.events: list[Event] = list(events)
        self.last: tuple[Event, ...] = events
        self.actions: list[Action] = []
        self.states = [self.state]

    def act(self, action: Action) -> Player:
        """Take an action."""
        state, events = step(self.scenario, self.state, action)
        self.state = self.store(state)
        self.last = events
        self.events.extend(events)
        self.actions.append(action)
        self.states.append(self.state)
        return self

    def choose(self, text: str, elapsed: int = 0) -> Player:
        """Take the choice of this text."""
        texts = [choice.text for choice in self.scenario.nodes[self.at].choices]
        return self.act(Choose(texts.index(text), elapsed))

    def respond(self, keywords: tuple[int, ...] = (), checks: tuple[int, ...] = (), elapsed: int = 0) -> Player:
        """Finish a 作答."""
        return self.act(Respond(keywords, checks, 12, "0" * 64, elapsed))

    def elapse(self, ms: int) -> Player:
        """Let time pass."""
        return self.act(Elapse(ms))

    def timeout(self) -> Player:
        """Let the next timer run out."""
        return self.act(Timeout())

    @property
    def at(self) -> int:
        """Index of the node."""
        return self.machine.node_of(self.state.core)

    @property
    def node(self) -> str:
        """Name of the node."""
        return self.scenario.nodes[self.at].name

    @property
    def scene(self) -> Scene:
        """The present scene."""
        return scene(self.scenario, self.state)

    @property
    def options(self) -> list[str]:
        """Texts of the available choices, in the file's order."""
        return self.texts(sorted(self.scene.options))

    @property
    def shown(self) -> list[str]:
        """Texts of the available choices, as displayed."""
        return self.texts(self.scene.options)

    @property
    def locked(self) -> list[str]:
        """Texts of the locked choices."""
        return self.texts(self.scene.locked)

    def texts(self, choices: list[int] | tuple[int, ...]) -> list[str]:
        """Texts of choices of this node."""
        return [self.scenario.nodes[self.at].choices[i].text for i in choices]

    def value(self, variable: int) -> int:
        """Value of a variable."""
        return self.machine.value(self.state.core, variable)

    @property
    def remaining(self) -> int | None:
        """What is left of the budget."""
        return self.machine.remaining(self.state.core)

    @property
    def overdrawn(self) -> bool:
        """Whether the budget was overdrawn."""
        return self.machine.overdrawn(self.state.core)

    @property
    def kinds(self) -> list[str]:
        """Types of the last step's events."""
        return [event.type.value for event in self.last]

    def last_of(self, kind: EventType) -> Event:
        """The last event of a type."""
        return [event for event in self.events if event.type is kind][-1]

    def replayed(self, actions: int | None = None, *, recorded: bool = True) -> list[State]:
        """The states of a replay of the first so many actions."""
        draws = drawn(self.events) if recorded else None
        played = replay(self.scenario, self.seed, self.actions[:actions], draws, timers=self.timers)
        return [state for state, _ in played]


MakePlayer = Callable[..., Player]
"""``play(scenario, seed="s", timers=True)``, the fixture."""
