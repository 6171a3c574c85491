"""Item-writing quality that can be seen without playing: lengths, words that give the answer away, twins.

The limits are those of the authors' guide: a screen of 80x24 shows the scene and the choices together. Cut-offs after
Haladyna, Downing & Rodriguez (2002): the longest option should not be the right one.
"""

from __future__ import annotations

import re

from trainer.content.front import Front
from trainer.content.model import Block, BlockKind, Choice, Node, NodeKind, Points, Scenario, Text
from trainer.content.plain import plain_name
from trainer.content.source import Place, Source
from trainer.content.tree import RawNode, RawScenario

MAX_OPTION = 32
MAX_SCENE = 180
MAX_REPLY = 60
MAX_COACH = 80
_LONGER = 1.5
_LONGER_BY = 6
_GIVEAWAY = re.compile(
    "总是|绝不|绝对不|只要|彻底|完全不|一味|真诚地|诚恳地|耐心地|耐心倾听|认真倾听|热情地|强硬地|粗暴|不耐烦地|敷衍|死缠烂打"
)


def check_quality(source: Source, front: Front, raw: RawScenario, scenario: Scenario) -> None:
    """Warnings and hints on the texts of a scenario that reads without errors."""
    for node, from_raw in zip(scenario.nodes, raw.nodes, strict=True):
        _scene(source, node, from_raw)
        if node.kind is NodeKind.CHOICE:
            _options(source, scenario, node, from_raw)
        for choice, raw_choice in zip(node.choices, from_raw.choices, strict=True):
            for block, raw_block in zip(choice.replies, raw_choice.replies, strict=True):
                limit, case = (MAX_COACH, "coach") if block.kind is BlockKind.COACH else (MAX_REPLY, "reply")
                if length(block) > limit:
                    source.report("SC405", raw_block.place, case=case, count=length(block), limit=limit)
            _twice(source, scenario, choice, raw_choice.link.place)
    _unused(source, front, scenario)


def length(block: Block) -> int:
    """Characters of a block; a shown value counts one."""
    parts = [*block.parts, *(part for row in block.rows for cell in row for part in cell)]
    return sum(len(part.text) if isinstance(part, Text) else 1 for part in parts)


def _scene(source: Source, node: Node, raw: RawNode) -> None:
    always = sum(length(b) for b in node.blocks if b.condition is None and not b.otherwise)
    longest = max((length(b) for b in node.blocks if b.condition is not None or b.otherwise), default=0)
    if always + longest > MAX_SCENE:
        source.report("SC405", raw.place, case="scene", count=always + longest, limit=MAX_SCENE)


def _options(source: Source, scenario: Scenario, node: Node, raw: RawNode) -> None:
    seen: dict[str, int] = {}
    lengths = [len(choice.text) for choice in node.choices]
    best = _best(scenario, node.choices)
    for index, (choice, raw_choice) in enumerate(zip(node.choices, raw.choices, strict=True)):
        place = raw_choice.link.place
        form = plain_name(choice.text)
        if form in seen:
            source.report("SC404", place, text=choice.text, line=node.choices[seen[form]].line)
        seen.setdefault(form, index)
        if lengths[index] > MAX_OPTION:
            source.report("SC401", place, count=lengths[index], limit=MAX_OPTION)
        if word := _GIVEAWAY.search(choice.text):
            source.report("SC403", place, text=word.group())
        others = lengths[:index] + lengths[index + 1 :]
        if index == best and others and lengths[index] == max(lengths):
            mean = sum(others) / len(others)
            if lengths[index] > max(mean * _LONGER, mean + _LONGER_BY):
                source.report("SC402", place, count=lengths[index], mean=round(mean))


def _best(scenario: Scenario, choices: tuple[Choice, ...]) -> int | None:
    """The choice that alone earns most points, by weight."""
    earned = [
        sum(e.amount * scenario.competencies[e.competency].weight for e in choice.effects if isinstance(e, Points))
        for choice in choices
    ]
    if not earned or max(earned) <= 0 or earned.count(max(earned)) > 1:
        return None
    return earned.index(max(earned))


def _twice(source: Source, scenario: Scenario, choice: Choice, place: Place) -> None:
    named = [e.competency for e in choice.effects if isinstance(e, Points)]
    for competency in dict.fromkeys(named):
        if named.count(competency) > 1:
            source.report("SC503", place, name=scenario.competencies[competency].name)


def _unused(source: Source, front: Front, scenario: Scenario) -> None:
    """Competencies with a weight that no play can show."""
    met: set[int] = set()
    for node in scenario.nodes:
        met.update(node.observes)
        effects = [*node.effects, *(e for choice in node.choices for e in choice.effects)]
        if node.answer is not None:
            effects += [p for keyword in node.answer.keywords for p in keyword.points]
            effects += [p for check in node.answer.self_checks for p in check.points]
        met.update(e.competency for e in effects if isinstance(e, Points))
    for index, competency in enumerate(scenario.competencies):
        if index not in met:
            source.report("SC502", front.points_at[index], name=competency.name)
