"""Nodes of the model: attributes, choices, branches, endings, and the static rules of flow."""

from __future__ import annotations

from trainer.config import MAX_BRANCHES
from trainer.content.chips import Effects, Parsed, Word, parse_chip
from trainer.content.model import Choice, Effect, Node, NodeKind
from trainer.content.resolve_answer import resolve_answer
from trainer.content.resolve_choices import choice_ids, parse_choices, resolve_choices
from trainer.content.resolve_effects import resolve_effects
from trainer.content.resolve_text import resolve_blocks
from trainer.content.resolve_words import NODE_WORDS, Attributes, refuse
from trainer.content.scope import Scope
from trainer.content.source import Place
from trainer.content.tree import RawNode


def resolve_nodes(scope: Scope) -> tuple[Node, ...]:
    """All nodes in file order."""
    parsed = [parse_choices(scope, node) for node in scope.raw.nodes]
    scope.conditions = scope.condition_reader(choice_ids(scope, parsed))
    endings: dict[str, RawNode] = {}
    nodes = tuple(
        _node(scope, index, raw, chips, endings)
        for index, (raw, chips) in enumerate(zip(scope.raw.nodes, parsed, strict=True))
    )
    if not nodes:
        if scope.trusted:
            scope.source.report("SC308", Place(len(scope.source.lines) - 1, 0, 0))
    elif not endings and not any("结局" in chip.text for raw in scope.raw.nodes for chip in raw.chips):
        scope.source.report("SC308", scope.raw.nodes[0].place)
    return nodes


def _node(scope: Scope, index: int, raw: RawNode, chips: list[list[Parsed]], endings: dict[str, RawNode]) -> Node:
    words: dict[str, Word] = {}
    effects: list[Effect] = []
    for chip in raw.chips:
        parsed = parse_chip(scope.source, chip, scope.declared)
        if isinstance(parsed, Effects):
            effects += resolve_effects(scope, parsed)
        elif isinstance(parsed, Word) and parsed.word in NODE_WORDS:
            if parsed.word in words:
                scope.source.report("SC148", chip.outer, text=chip.text)
            words[parsed.word] = parsed
        else:
            refuse(scope, parsed, "node")
    attributes = Attributes(scope, words)
    kind = _kind(scope, raw, words)
    choices = resolve_choices(scope, index, raw, chips, chance=kind is NodeKind.CHANCE)
    _check_flow(scope, raw, kind, words, choices)
    ending, rating = attributes.ending(raw, endings)
    return Node(
        name=raw.name,
        kind=kind,
        effects=tuple(effects),
        blocks=resolve_blocks(scope, raw.blocks),
        choices=choices,
        ending=ending,
        rating=rating,
        time_limit=attributes.timer("限时"),
        clock=attributes.timer("计时"),
        stop_clock="停表" in words,
        fixed_order="固定顺序" in words,
        unscored="不计分" in words,
        observes=attributes.observes(),
        answer=resolve_answer(scope, raw, words) if kind is NodeKind.ANSWER or raw.answers else None,
        line=raw.place.line + 1,
    )


def _kind(scope: Scope, raw: RawNode, words: dict[str, Word]) -> NodeKind:
    said = [(word, kind) for word, kind in _KINDS.items() if word in words]
    if len(said) > 1:
        second = words[said[1][0]].chip
        scope.source.report("SC306", second.outer, first=said[0][0], second=said[1][0])
    return said[0][1] if said else NodeKind.CHOICE


_KINDS = {"结局": NodeKind.ENDING, "随机": NodeKind.CHANCE, "作答": NodeKind.ANSWER}


def _check_flow(
    scope: Scope, raw: RawNode, kind: NodeKind, words: dict[str, Word], choices: tuple[Choice, ...]
) -> None:
    report = scope.source.report
    if kind is NodeKind.ENDING and choices:
        report("SC302", raw.choices[0].link.place, name=raw.name)
    if kind is not NodeKind.ENDING and not choices and not raw.lost and "评" not in words:
        report("SC301", raw.place, name=raw.name)
    if kind in (NodeKind.CHANCE, NodeKind.ENDING):
        for word in ("限时", "计时"):
            if word in words:
                report("SC304", words[word].chip.outer, chip=word, kind="随机" if kind is NodeKind.CHANCE else "结局")
    if kind is NodeKind.ANSWER and "限时" in words:
        report("SC304", words["限时"].chip.outer, chip="限时", kind="作答")
    if kind is NodeKind.CHANCE and len(choices) > MAX_BRANCHES:
        report("SC305", raw.place, count=len(choices), limit=MAX_BRANCHES)
