"""The findings of the analysis: what an author should know about the flow of a case, with the shortest play to see it.

SC31x errors of flow, SC32x what never happens, SC33x ``# 检查``, SC34x limits, SC41x quality, SC51x scoring.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainer.config import BOT_SHARE_LIMIT, MAX_OPTIONS, REDLINE_PAYS_MARGIN
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.analysis.arrays import Bools, Ints
    from trainer.analysis.report import Analysis

SEVERITIES = {
    "SC310": Severity.ERROR,
    "SC311": Severity.ERROR,
    "SC312": Severity.ERROR,
    "SC313": Severity.ERROR,
    "SC314": Severity.ERROR,
    "SC320": Severity.WARNING,
    "SC321": Severity.WARNING,
    "SC322": Severity.WARNING,
    "SC323": Severity.WARNING,
    "SC324": Severity.WARNING,
    "SC330": Severity.WARNING,
    "SC331": Severity.WARNING,
    "SC332": Severity.WARNING,
    "SC333": Severity.WARNING,
    "SC340": Severity.WARNING,
    "SC412": Severity.WARNING,
    "SC510": Severity.ERROR,
    "SC511": Severity.WARNING,
}
"""Code to severity; 忽略 silences all but errors."""


def findings(scenario: Scenario, analysis: Analysis) -> tuple[Diagnostic, ...]:
    """All findings of an analysis in file order, without those that the author ignores."""
    parents = analysis.solution.graph.parents()
    found = [
        *_exits(analysis, parents),
        *_farms(analysis),
        *_crowds(analysis, parents),
        *_never(analysis, parents),
        *_constants(analysis),
        *_assertions(analysis, parents),
        *_limits(analysis),
        *_bots(analysis),
        *_scoring(analysis, parents),
    ]
    kept = [d for d in found if d.severity is Severity.ERROR or d.code not in scenario.ignored]
    return tuple(sorted(kept, key=lambda d: (d.line, d.column, d.code)))


def _finding(
    analysis: Analysis,
    code: str,
    line: int,
    witness: tuple[str, ...] = (),
    *,
    column: int = 1,
    **params: object,
) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=SEVERITIES[code],
        file=analysis.scenario.path,
        line=max(1, line),
        column=column,
        end_column=column,
        params=params,
        witness=witness,
    )


def _first_states(analysis: Analysis, chosen: Bools) -> dict[int, int]:
    """For every node the first of some states, nearest to the start."""
    import numpy as np

    graph = analysis.solution.graph
    first: dict[int, int] = {}
    for state in np.flatnonzero(chosen).tolist():
        first.setdefault(int(graph.node[state]), state)
    return first


def _exits(analysis: Analysis, parents: Ints) -> Iterator[Diagnostic]:
    import numpy as np

    from trainer.analysis.line import witness

    problem, scenario = analysis.solution.problem, analysis.scenario
    graph = problem.graph
    real = np.bincount(graph.source[graph.choice >= 0], minlength=graph.states)
    dead = problem.trapped & (real == 0)
    for node, state in _first_states(analysis, dead).items():
        here = scenario.nodes[node]
        code = "SC312" if here.kind is NodeKind.CHANCE else "SC313"
        yield _finding(analysis, code, here.line, witness(scenario, graph, parents, state), node=here.name)
    blamed = dead.copy()
    while True:  # a state whose every way out leads to what is blamed already is not blamed again
        ways = graph.choice >= 0
        out = np.bincount(graph.source[ways & ~blamed[graph.target]], minlength=graph.states)
        more = problem.trapped & ~blamed & (out == 0)
        if not more.any():
            break
        blamed |= more
    loops = np.zeros(graph.states, dtype=np.bool_)
    loops[problem.steps.heads[problem.trapped[problem.steps.heads]]] = True
    for node, state in _first_states(analysis, loops & ~blamed).items():
        here = scenario.nodes[node]
        yield _finding(analysis, "SC310", here.line, witness(scenario, graph, parents, state), node=here.name)
    for node, state in _first_states(analysis, problem.cornered & ~problem.trapped).items():
        here = scenario.nodes[node]
        yield _finding(analysis, "SC510", here.line, witness(scenario, graph, parents, state), node=here.name)


def _farms(analysis: Analysis) -> Iterator[Diagnostic]:
    from trainer.analysis.text import carries

    nodes = analysis.scenario.nodes
    for farm in analysis.farms:
        choice = nodes[farm.node].choices[farm.choice]
        yield _finding(
            analysis,
            "SC311",
            choice.line or nodes[farm.node].line,
            farm.witness,
            node=nodes[farm.node].name,
            loop=" → ".join(farm.loop),
            carries=carries(farm.points, farm.chance),
        )


def _crowds(analysis: Analysis, parents: Ints) -> Iterator[Diagnostic]:
    import numpy as np

    from trainer.analysis.line import witness

    scenario, graph = analysis.scenario, analysis.solution.graph
    count = np.bincount(graph.source[graph.choice >= 0], minlength=graph.states)
    deciding = np.array([node.kind is NodeKind.CHOICE for node in scenario.nodes])
    for node, state in _first_states(analysis, (count > MAX_OPTIONS) & deciding[graph.node]).items():
        here = scenario.nodes[node]
        play = witness(scenario, graph, parents, state)
        yield _finding(analysis, "SC314", here.line, play, node=here.name, count=int(count[state]), limit=MAX_OPTIONS)


def _never(analysis: Analysis, parents: Ints) -> Iterator[Diagnostic]:
    from trainer.analysis.line import witness

    scenario, graph = analysis.scenario, analysis.solution.graph
    if not analysis.exhausted or analysis.never is None:
        return
    reached: dict[int, int] = {}
    for state, node in enumerate(graph.node.tolist()):
        reached.setdefault(node, state)
    for i, here in enumerate(scenario.nodes):
        if i not in reached:
            if here.ending is not None:
                yield _finding(analysis, "SC320", here.line, ending=here.ending)
            else:
                yield _finding(analysis, "SC321", here.line, node=here.name)
    for node, choice in analysis.never:
        if node in reached:
            taken = scenario.nodes[node].choices[choice]
            play = witness(scenario, graph, parents, reached[node])
            line = taken.line or scenario.nodes[node].line
            yield _finding(analysis, "SC322", line, play, node=scenario.nodes[node].name, text=taken.text)


def _constants(analysis: Analysis) -> Iterator[Diagnostic]:
    dead = {(analysis.scenario.nodes[n].choices[c].line, n) for n, c in analysis.never or ()}
    for found in analysis.constants or ():
        if not found.value and found.of_choice and (found.line, found.node) in dead:
            continue  # told as a dead choice
        yield _finding(
            analysis,
            "SC323" if found.value else "SC324",
            found.line,
            found.witness,
            condition=found.condition,
            text=found.text,
            node=analysis.scenario.nodes[found.node].name,
        )


def _assertions(analysis: Analysis, parents: Ints) -> Iterator[Diagnostic]:
    from trainer.analysis.assertions import failures

    for failure in failures(analysis, parents):
        check = failure.check
        yield _finding(
            analysis, failure.code, check.line, failure.witness, column=max(1, check.column), **failure.params
        )


def _limits(analysis: Analysis) -> Iterator[Diagnostic]:
    if not analysis.exhausted:
        yield _finding(analysis, "SC340", 1, states=analysis.solution.graph.states)


def _bots(analysis: Analysis) -> Iterator[Diagnostic]:
    from trainer.analysis.bots import CHINESE

    for name, bot in analysis.bots.items():
        # whole percents, as the report shows them
        if bot.share is not None and round(bot.share * 100) > BOT_SHARE_LIMIT * 100:
            yield _finding(analysis, "SC412", 1, bot=CHINESE[name], share=f"{bot.share * 100:.0f}")


def _scoring(analysis: Analysis, parents: Ints) -> Iterator[Diagnostic]:
    """Red lines that pay where a sensible play meets them; the report lists those of all states."""
    from trainer.analysis.line import witness

    scenario, graph = analysis.scenario, analysis.solution.graph
    for decision in analysis.decisions:
        best = max((o.value for o in decision.options if o.redline is None), default=None)
        for option in decision.options:
            if option.redline is None or best is None or option.value - best <= REDLINE_PAYS_MARGIN:
                continue
            choice = scenario.nodes[decision.node].choices[option.choice]
            yield _finding(
                analysis,
                "SC511",
                choice.line or scenario.nodes[decision.node].line,
                (*witness(scenario, graph, parents, decision.state), option.text),
                text=option.text,
                redline=option.redline,
                gain=f"{option.value - best:.1f}",
            )
