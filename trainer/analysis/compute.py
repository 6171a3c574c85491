"""Working out the report on a scenario from its solution."""

from __future__ import annotations

import numpy as np

from trainer.analysis.arrays import Floats, Ints
from trainer.analysis.bots import BOTS, weights
from trainer.analysis.conditions import constants
from trainer.analysis.faults import farms, never, paying_redlines
from trainer.analysis.kernel import EXACT, terminal_values
from trainer.analysis.line import best_line, witness
from trainer.analysis.report import (
    Analysis,
    BotReport,
    DecisionReport,
    EndingReport,
    OptionReport,
    PointRange,
)
from trainer.analysis.robust import robustness
from trainer.analysis.solve import BEST, Solution
from trainer.analysis.sweep import maximise, visits
from trainer.content.model import NodeKind


def report(solution: Solution) -> Analysis:
    """Everything about a scenario."""
    scenario, graph = solution.scenario, solution.graph
    parents = graph.parents()
    worst, allowed = _worst_and_allowed(solution)
    policy = weights(scenario, graph)
    visited = visits(graph, solution.problem.steps, policy) if graph.exhausted else None
    best = solution.start_value
    bots = {
        name: _bot(solution, policy[:, i], None if visited is None else visited[:, i], best, worst)
        for i, name in enumerate(BOTS)
    }
    robust = robustness(solution, visited[:, 0], BEST) if visited is not None and solution.exact else {}
    decisions = tuple(
        row for node, state in sorted(solution.representatives.items()) if (row := _decision(solution, state, robust))
    )
    return Analysis(
        scenario=scenario,
        solution=solution,
        best=best,
        worst=worst,
        points=_points(solution),
        endings=_endings(solution, parents, bots["random"]),
        bots=bots,
        decisions=decisions,
        start=_first_decision(solution),
        never=never(solution),
        constants=constants(solution, parents) if graph.exhausted else None,
        farms=farms(solution.problem, parents),
        redline_pays=() if allowed is None else paying_redlines(solution, allowed, parents),
    )


def _worst_and_allowed(solution: Solution) -> tuple[float | None, Floats | None]:
    """Utility of the worst line, and the values of all states with red lines allowed."""
    measure, problem, graph = solution.measure, solution.problem, solution.graph
    if measure is None:
        return None, None
    gain = measure.factor * (problem.points @ problem.weights)
    end = terminal_values(graph, solution.scenario, measure)
    table = np.stack([-gain, gain], axis=1)
    terminal = np.stack([np.where(graph.ending, -end, -np.inf), end], axis=1)
    values = maximise(
        graph,
        problem.steps,
        terminal,
        lambda edges: table[graph.reward[edges]],
        problem.closed,
        free=np.array([False, True]),
    )
    return solution.worth(solution.start_points) - float(values[0, 0]), values[:, 1]


def _points(solution: Solution) -> dict[str, PointRange | None]:
    problem, graph = solution.problem, solution.graph
    names = [c.name for c in solution.scenario.competencies]
    if not solution.exact:
        return dict.fromkeys(names)
    count = len(names)
    table = np.concatenate([-problem.points, problem.points, problem.points], axis=1)
    terminal = np.where(graph.ending, 0.0, -np.inf)[:, None].repeat(3 * count, axis=1)
    found = maximise(
        graph,
        problem.steps,
        terminal,
        lambda edges: table[graph.reward[edges]],
        problem.closed,
        lucky=np.arange(3 * count) < 2 * count,
    )[0]
    base = solution.start_points
    return {
        name: PointRange(
            base[k] - float(found[k]), base[k] + float(found[count + k]), base[k] + float(found[2 * count + k])
        )
        for k, name in enumerate(names)
    }


def _endings(solution: Solution, parents: Ints, bot: BotReport) -> tuple[EndingReport, ...]:
    graph, scenario = solution.graph, solution.scenario
    met, first = np.unique(graph.node, return_index=True)
    state_of = dict(zip(met.tolist(), first.tolist(), strict=True))
    found = []
    for i, node in enumerate(scenario.nodes):
        if node.kind is not NodeKind.ENDING or node.ending is None:
            continue
        state = state_of.get(i)
        found.append(
            EndingReport(
                name=node.ending,
                node=i,
                reachable=True if state is not None else False if graph.exhausted else None,
                rating=node.rating or 0,
                random=bot.endings[node.ending],
                witness=() if state is None else witness(scenario, graph, parents, state),
            )
        )
    return tuple(found)


def _bot(
    solution: Solution, policy: Floats, visited: Floats | None, best: float | None, worst: float | None
) -> BotReport:

    graph, scenario, problem = solution.graph, solution.scenario, solution.problem
    names = [(i, n.ending) for i, n in enumerate(scenario.nodes) if n.ending is not None]
    if visited is None:
        return BotReport(None, None, {name: None for _, name in names})
    arrivals = np.bincount(graph.node[graph.ending], weights=visited[graph.ending], minlength=len(scenario.nodes))
    endings: dict[str, float | None] = {name: float(arrivals[i]) for i, name in names}
    measure = solution.measure
    ends = abs(sum(arrivals[i] for i, _ in names) - 1) <= 1e-6
    if measure is None or not ends:
        return BotReport(None, None, endings)
    flow = visited[graph.source] * policy
    weighted = (problem.points @ problem.weights)[graph.reward]
    outcome = sum((scenario.nodes[i].rating or 0) * float(arrivals[i]) for i, _ in names)
    value = (
        solution.worth(solution.start_points)
        + measure.constant
        + measure.factor * float(flow @ weighted)
        + measure.rating * outcome
    )
    share = None
    if best is not None and worst is not None and best - worst > EXACT:
        share = (value - worst) / (best - worst)
    return BotReport(value, share, endings)


def _options(solution: Solution, state: int) -> tuple[OptionReport, ...]:
    decision = solution.decision_of(state)
    if decision is None:
        return ()
    choices = solution.scenario.nodes[decision.node].choices
    return tuple(OptionReport(o.choice, choices[o.choice].text, o.value, o.regret, o.redline) for o in decision.options)


def _decision(solution: Solution, state: int, robust: dict[int, float]) -> DecisionReport | None:
    decision = solution.decision_of(state)
    if decision is None:
        return None
    return DecisionReport(
        decision.node,
        state,
        decision.stake,
        robust.get(decision.node),
        decision.scored,
        _options(solution, state),
    )


def _first_decision(solution: Solution) -> tuple[OptionReport, ...]:

    if not solution.exact:
        return ()
    for state in best_line(solution):
        options = _options(solution, state)
        if len(options) > 1:
            return options
    return ()
