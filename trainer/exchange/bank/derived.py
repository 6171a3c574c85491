"""The decisions of a case as questions that stand by themselves, for programs that know no cases."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from trainer.analysis.solve import Solution, solve
from trainer.content.items import Item, QuestionFile
from trainer.content.model import Scenario
from trainer.content.prose import Block, BlockKind, Text
from trainer.engine.machine import Machine, compile_scenario
from trainer.exchange.bank.prose import joined
from trainer.i18n import t
from trainer.scoring.decision_item import decision_item

MOST_STATES = 20_000
"""Situations that are looked at to find one for every node."""


def derived_file(scenario: Scenario) -> QuestionFile:
    """One single choice for every decision; flagged by a tag, the case's briefing before the scene.

    Where a decision can be met in several situations, that of the best play is taken, else the first that is found.
    Of several options that are as good as the best one only the best is the key.
    """
    solution, machine = solve(scenario), compile_scenario(scenario)
    context = (
        Block(BlockKind.NARRATION, (Text(t("bank.derived.case", title=scenario.title)),)),
        *(block for block in scenario.briefing if block.kind is not BlockKind.COACH),
    )
    seen: set[int] = set()
    items = []
    for core in _situations(machine, solution):
        node = machine.node_of(core)
        if len(seen) == len(scenario.nodes):
            break
        if node in seen:
            continue
        seen.add(node)
        item = decision_item(scenario, solution, core)
        values = solution.decision(core)
        if item is not None and values is not None:
            best = next(n for n, option in enumerate(values.options) if option.choice == values.best)
            items.append((node, _alone(item, best, context)))
    items.sort(key=lambda pair: pair[0])
    return QuestionFile(
        id=scenario.id,
        title=t("bank.derived.title", title=scenario.title),
        digest=scenario.digest,
        items=tuple(item for _, item in items),
        frameworks=scenario.frameworks,
    )


def _alone(item: Item, best: int, context: tuple[Block, ...]) -> Item:
    options = tuple(replace(option, right=index == best) for index, option in enumerate(item.options))
    stem, explanation = joined(context + item.stem), joined(item.explanation)
    return replace(item, stem=stem, options=options, explanation=explanation, tags=(t("bank.derived.tag"),))


def _situations(machine: Machine, solution: Solution) -> Iterator[int]:
    """Situations of the best play first, then the others by their distance from the beginning."""
    for wide in (False, True):
        waiting, met = deque([machine.initial]), {machine.project(machine.initial)}
        while waiting and len(met) < MOST_STATES:
            core = waiting.popleft()
            yield core
            choices = machine.options(core)
            values = None if wide else solution.decision(core)
            if values is not None:
                choices = (values.best,)
            for choice in choices:
                following = machine.apply(core, choice)[0]
                if machine.project(following) not in met:
                    met.add(machine.project(following))
                    waiting.append(following)
