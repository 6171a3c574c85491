"""What a trainee stands before: the blocks and options of a state, in the order of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.content.model import Answer, NodeKind, Scenario
from trainer.engine import rng
from trainer.engine.machine import Machine, compile_scenario
from trainer.engine.types import State


@dataclass(frozen=True, slots=True)
class Scene:
    """What a trainee stands before.

    Attributes:
        node: Index of the node.
        blocks: Indices of its blocks that are shown.
        options: Indices of the available choices as displayed, numbered from 1; empty at a 作答 or an ending.
        locked: Indices of the locked choices, shown after the options, without a number.
        answer: The 作答 asked for, or None.
        ended: The play is over.
    """

    node: int
    blocks: tuple[int, ...]
    options: tuple[int, ...]
    locked: tuple[int, ...]
    answer: Answer | None
    ended: bool


def displayed(machine: Machine, core: int, seed: str, entry: int) -> tuple[int, ...]:
    """The available choices in the order of the screen: shuffled, 否则 last, unless the node is 固定顺序."""
    node = machine.scenario.nodes[core & machine.node_mask]
    options = machine.options(core)
    choices = node.choices
    if node.fixed_order or len(options) < 2:
        return options
    mixed = [i for i in rng.order(seed, node.name, entry, len(choices)) if i in options and not choices[i].otherwise]
    return (*mixed, *(i for i in options if choices[i].otherwise))


def scene(scenario: Scenario, state: State) -> Scene:
    """What the trainee stands before in a state."""
    machine = compile_scenario(scenario)
    at = state.core & machine.node_mask
    node = scenario.nodes[at]
    choosing = node.kind is NodeKind.CHOICE
    return Scene(
        node=at,
        blocks=machine.shown_blocks(state.core),
        options=displayed(machine, state.core, state.seed, state.entries) if choosing else (),
        locked=machine.locked(state.core) if choosing else (),
        answer=node.answer,
        ended=state.ended,
    )
