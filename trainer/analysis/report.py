"""The whole report on a scenario: values, ranges, endings, bots, decisions, and what is wrong with its flow.

Importing this module is cheap; numpy is loaded by ``analyse``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trainer.analysis.solve import BEST, LIMIT, Solution, solve
from trainer.config import REDLINE_PAYS_MARGIN
from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.analysis.graph import Floats, Ints

PAYS = REDLINE_PAYS_MARGIN
"""A red line pays if it is worth more than this."""


@dataclass(frozen=True, slots=True)
class PointRange:
    """Attainable points of a competency without red lines: chance counted as possible, and the best expectation."""

    minimum: float
    maximum: float
    best_expected: float


@dataclass(frozen=True, slots=True)
class EndingReport:
    """``reachable`` None: not found, and not every state was seen. ``random``: probability for the random bot."""

    name: str
    node: int
    reachable: bool | None
    rating: int
    random: float | None
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BotReport:
    """Exact expectation of a naive player. ``share`` = (value − worst)/(best − worst)."""

    value: float | None
    share: float | None
    endings: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class OptionReport:
    """``value`` is Q(s,a), points made before not counted."""

    choice: int
    text: str
    value: float
    regret: float
    redline: str | None


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """A node at the state that stands for it. ``robustness`` 0–1 over all its states."""

    node: int
    state: int
    stake: float
    robustness: float | None
    scored: bool
    options: tuple[OptionReport, ...]


@dataclass(frozen=True, slots=True)
class Farm:
    """A loop that carries points or draws: the node in which it starts and the texts once round."""

    node: int
    choice: int
    loop: tuple[str, ...]
    points: dict[str, int]
    chance: bool
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PayingRedline:
    """A red line that is worth ``gain`` more than the best permitted line in some reachable state."""

    node: int
    choice: int
    gain: float
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConstantCondition:
    """A condition that is always the same, of a choice (``of_choice``) or of a text; ``text`` is how that begins."""

    node: int
    of_choice: bool
    text: str
    condition: str
    value: bool
    line: int
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything ``trainer analyse`` tells. Numbers are None where they do not exist."""

    scenario: Scenario
    solution: Solution
    best: float | None
    worst: float | None
    points: dict[str, PointRange | None]
    endings: tuple[EndingReport, ...]
    bots: dict[str, BotReport]
    decisions: tuple[DecisionReport, ...]
    start: tuple[OptionReport, ...]
    never: tuple[tuple[int, int], ...] | None
    constants: tuple[ConstantCondition, ...] | None
    farms: tuple[Farm, ...]
    redline_pays: tuple[PayingRedline, ...]

    @property
    def exhausted(self) -> bool:
        """Every reachable state was seen."""
        return self.solution.exhausted

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the keys that the command line promises."""
        nodes = self.scenario.nodes
        constants = self.constants

        def conditions(value: bool) -> list[dict[str, Any]] | None:
            if constants is None:
                return None
            return [
                {"node": nodes[c.node].name, "text": c.text, "condition": c.condition, "line": c.line}
                for c in constants
                if c.value is value
            ]

        return {
            "id": self.scenario.id,
            "exhausted": self.exhausted,
            "states": self.solution.graph.states,
            "transitions": self.solution.graph.transitions,
            "value": {"best": self.best, "worst": self.worst, "random": self.bots["random"].value},
            "points": {
                name: {
                    "min": row.minimum if row else None,
                    "max": row.maximum if row else None,
                    "best_expected": row.best_expected if row else None,
                }
                for name, row in self.points.items()
            },
            "endings": {
                e.name: {
                    "reachable": e.reachable,
                    "rating": e.rating,
                    "random": e.random,
                    "witness": list(e.witness),
                }
                for e in self.endings
            },
            "bots": {
                name: {"value": bot.value, "share": bot.share, "endings": bot.endings}
                for name, bot in self.bots.items()
            },
            "decisions": [
                {
                    "node": nodes[d.node].name,
                    "stake": d.stake,
                    "robustness": d.robustness,
                    "options": [
                        {"text": o.text, "value": o.value, "regret": o.regret, "redline": o.redline} for o in d.options
                    ],
                }
                for d in self.decisions
            ],
            "start": {"options": [{"text": o.text, "regret": o.regret} for o in self.start]},
            "never_choices": None
            if self.never is None
            else [{"node": nodes[n].name, "text": nodes[n].choices[c].text} for n, c in self.never],
            "always_true": conditions(True),
            "always_false": conditions(False),
            "farms": [
                {
                    "node": nodes[f.node].name,
                    "loop": list(f.loop),
                    "points": f.points,
                    "chance": f.chance,
                    "witness": list(f.witness),
                }
                for f in self.farms
            ],
            "redline_pays": [
                {
                    "node": nodes[r.node].name,
                    "text": nodes[r.node].choices[r.choice].text,
                    "redline": nodes[r.node].choices[r.choice].redline,
                    "gain": r.gain,
                    "witness": list(r.witness),
                }
                for r in self.redline_pays
            ],
        }


def analyse(scenario: Scenario, *, limit: int = LIMIT) -> Analysis:
    """Work out everything about a scenario.

    Args:
        scenario: The case.
        limit: Explore at most this many states.
    """
    from trainer.analysis.bots import BOTS, weights
    from trainer.analysis.conditions import constants
    from trainer.analysis.faults import farms, never, paying_redlines
    from trainer.analysis.robust import robustness
    from trainer.analysis.sweep import visits

    solution = solve(scenario, limit=limit)
    graph = solution.graph
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
    import numpy as np

    from trainer.analysis.kernel import terminal_values
    from trainer.analysis.sweep import maximise

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
    import numpy as np

    from trainer.analysis.sweep import maximise

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
    import numpy as np

    from trainer.analysis.line import witness

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
    import numpy as np

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
    if best is not None and worst is not None and best - worst > 1e-9:
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
    from trainer.analysis.line import best_line

    if not solution.exact:
        return ()
    for state in best_line(solution):
        options = _options(solution, state)
        if len(options) > 1:
            return options
    return ()
