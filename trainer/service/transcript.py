"""Events of a play as the lines a trainee reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trainer.content.model import Block, BlockKind, Choice, Scenario
from trainer.engine.machine import Machine
from trainer.engine.play import Move
from trainer.engine.types import Event, EventType
from trainer.i18n import t
from trainer.service.texts import after_effects, block_line, plain
from trainer.service.views import Line, LineKind

_MOVES = frozenset({EventType.CHOSE, EventType.RESPONDED, EventType.DREW, EventType.TIMED_OUT})


def values_of(machine: Machine, core: int, scenario: Scenario) -> list[int]:
    """The value of every variable in a state."""
    return [machine.value(core, index) for index in range(len(scenario.variables))]


@dataclass(slots=True)
class Transcript:
    """The lines of a play, and where each node and each move begins in them.

    Attributes:
        lines: What is read, in order.
        marks: For every event handed in, the index of its first line.
        scenes: For every move, the first line of the scene in which it was made.
    """

    lines: list[Line] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    scenes: list[int] = field(default_factory=list)


def transcribe(
    scenario: Scenario,
    machine: Machine,
    events: Sequence[Event],
    moves: Sequence[Move],
    *,
    coach: bool,
    answers: Mapping[str, str] | None = None,
) -> Transcript:
    """Write down a play.

    Args:
        scenario: The scenario played.
        machine: Its compiled form.
        events: Everything that happened, from the opening on.
        moves: ``trace(scenario, events)``: one move per transition among the events.
        coach: Whether the coach speaks (not in 测评 before the debrief).
        answers: Free texts by their SHA-256, as far as they are still kept.
    """
    out = Transcript()
    core = machine.initial
    scene = 0
    pending = iter(moves)
    for event in events:
        out.marks.append(len(out.lines))
        before = core
        if event.type in _MOVES:
            core = next(pending).after
            out.scenes.append(scene)
        if event.type is EventType.ENTERED:
            scene = len(out.lines)
        out.lines += _lines(scenario, machine, event, before, core, coach=coach, answers=answers or {})
    return out


def _lines(
    scenario: Scenario,
    machine: Machine,
    event: Event,
    before: int,
    after: int,
    *,
    coach: bool,
    answers: Mapping[str, str],
) -> list[Line]:
    data = event.data
    if event.type in (EventType.SHOWN_AGAIN, EventType.ELAPSED):
        return []
    node = scenario.nodes[int(data["node"])]
    match event.type:
        case EventType.ENTERED:
            values = values_of(machine, after, scenario)
            lines = [block_line(node.blocks[i], values, node.name) for i in data["blocks"]]
            if node.answer is not None:
                lines.append(block_line(node.answer.prompt, values, node.name))
        case EventType.CHOSE:
            choice = node.choices[int(data["choice"])]
            lines = [Line(LineKind.YOU, choice.text, node=node.name)]
            lines += replies(choice, values_of(machine, before, scenario), scenario, node.name)
        case EventType.DREW:
            branch = node.choices[int(data["branch"])]
            lines = [Line(LineKind.CHANCE, branch.text, node=node.name)]
            lines += replies(branch, values_of(machine, before, scenario), scenario, node.name)
        case EventType.RESPONDED:
            text = answers.get(str(data["digest"])) or t("service.answer_gone", length=data["length"])
            lines = [Line(LineKind.YOU, text, node=node.name), *_hits(scenario, int(data["node"]), data["keywords"])]
        case EventType.TIMED_OUT:
            lines = [Line(LineKind.TIMEOUT, t(f"service.timeout_{data['timer']}"), node=node.name)]
        case EventType.OVERDRAWN:
            lines = [Line(LineKind.OVERDRAWN, t("service.overdrawn"), node=node.name)]
        case EventType.ENDED:
            lines = [Line(LineKind.ENDING, str(data["ending"]), node=node.name)]
    return lines if coach else [line for line in lines if line.kind is not LineKind.COACH]


def replies(choice: Choice, values: Sequence[int], scenario: Scenario, node: str) -> list[Line]:
    """What is shown after a choice was taken in a state with these values."""
    now = after_effects(choice.effects, values, scenario.variables)
    return [block_line(block, now, node) for block in choice.replies]


def briefing_lines(scenario: Scenario) -> tuple[Line, ...]:
    """The briefing: the text before the first node, with the values a play begins with."""
    values = [variable.initial for variable in scenario.variables]
    return tuple(block_line(block, values, "") for block in scenario.briefing)


def coach_line(block: Block, values: Sequence[int]) -> str:
    """The text of a coach's word, else nothing."""
    return plain(block.parts, values) if block.kind is BlockKind.COACH else ""


def _hits(scenario: Scenario, node: int, hit: Sequence[int]) -> list[Line]:
    """The coach's word on a free answer: which of the points he listened for were there."""
    answer = scenario.nodes[node].answer
    if answer is None or not answer.keywords:
        return []
    said = "、".join(answer.keywords[i].words[0] for i in hit)
    missed = "、".join(k.words[0] for i, k in enumerate(answer.keywords) if i not in hit)
    parts = [t("service.answer_hit", words=said)] if said else []
    parts += [t("service.answer_missed", words=missed)] if missed else []
    return [Line(LineKind.COACH, "".join(parts), node=scenario.nodes[node].name)]
