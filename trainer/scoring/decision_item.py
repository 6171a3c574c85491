"""A decision of a case as a question: situation and options, the best option with its reason (scoring.md §7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trainer.config import LABEL_CUTS
from trainer.content.items import Item, ItemType, Option
from trainer.content.model import Choice, Scenario
from trainer.content.prose import Block, BlockKind, Inline, Text
from trainer.engine.machine import compile_scenario
from trainer.i18n import t
from trainer.scoring.run import shares

if TYPE_CHECKING:
    from trainer.analysis.solve import Solution

BEST = LABEL_CUTS[0]
"""Options with at most this regret count as right (最优)."""

_MIDDLING = 3
"""Difficulty of a decision whose case says none."""


def card_id(scenario: str, node: str) -> str:
    """Id of the card of a decision: ``d:<编号 of the scenario>:<node>``."""
    return f"d:{scenario}:{node}"


def decision_item(scenario: Scenario, solution: Solution, core: int) -> Item | None:
    """The question that a decision makes, or None where nothing is known or there is nothing to choose.

    Its id is ``<编号 of the scenario>/<node>``. Every option with a regret of at most ``BEST`` that breaks no red line
    is right. The feedback of an option is what the coach says about it; the explanation names the best option, the
    reason and the case's frameworks. Texts that show a value show that of this situation.

    Args:
        scenario: The case, of the text that was played.
        solution: Its values.
        core: The situation, a full core of a play (``Move.before``).
    """
    values = solution.decision(core)
    if values is None or len(values.options) < 2:
        return None
    machine = compile_scenario(scenario)
    node = scenario.nodes[values.node]
    now = [machine.value(core, variable) for variable in range(len(scenario.variables))]
    options = tuple(
        Option(
            text=node.choices[option.choice].text,
            right=option.redline is None and option.regret <= BEST,
            feedback=_feedback(node.choices[option.choice], now),
            line=node.choices[option.choice].line,
        )
        for option in values.options
    )
    if not any(option.right for option in options):  # only red lines are left
        return None
    shared = shares(scenario, values.node, [option.choice for option in values.options])
    return Item(
        id=f"{scenario.id}/{node.name}",
        name=node.name,
        type=ItemType.SINGLE,
        stem=tuple(_scene([node.blocks[i] for i in machine.shown_blocks(core)], now)),
        options=options,
        explanation=tuple(_explanation(scenario, node.choices[values.best], now)),
        competencies=tuple(scenario.competencies[index].name for index in shared),
        frameworks=scenario.frameworks,
        difficulty=min(5, max(1, scenario.difficulty or _MIDDLING)),
        line=node.line,
    )


def _scene(blocks: Sequence[Block], now: Sequence[int]) -> Iterator[Block]:
    for block in blocks:
        if block.kind is not BlockKind.COACH:
            yield replace(
                block,
                parts=_fixed(block.parts, now),
                rows=tuple(tuple(_fixed(cell, now) for cell in row) for row in block.rows),
                condition=None,
                otherwise=False,
            )


def _feedback(choice: Choice, now: Sequence[int]) -> str:
    words = "\n".join(_plain(block.parts, now) for block in choice.replies if block.kind is BlockKind.COACH)
    rule = t("decision.redline", code=choice.redline) if choice.redline else ""
    return "\n".join(part for part in (rule, words) if part)


def _explanation(scenario: Scenario, best: Choice, now: Sequence[int]) -> Iterator[Block]:
    yield _paragraph(t("decision.best", option=best.text))
    for block in best.replies:
        if block.kind is BlockKind.COACH:
            yield Block(BlockKind.NARRATION, _fixed(block.parts, now), line=block.line)
    if scenario.frameworks:
        yield _paragraph(t("decision.frameworks", codes=t("decision.comma").join(scenario.frameworks)))


def _paragraph(text: str) -> Block:
    return Block(BlockKind.NARRATION, (Text(text),))


def _fixed(parts: Sequence[Inline], now: Sequence[int]) -> tuple[Inline, ...]:
    return tuple(part if isinstance(part, Text) else Text(str(now[part.variable])) for part in parts)


def _plain(parts: Sequence[Inline], now: Sequence[int]) -> str:
    return "".join(part.text if isinstance(part, Text) else str(now[part.variable]) for part in parts)
