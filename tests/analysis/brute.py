"""An independent answer to every question of scoring.md §2, by enumerating plays over naive states.

Utilities are computed at the leaves from the whole play's points; nothing is projected and nothing is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.analysis.naive import S, Vector, available, start, take, timeouts
from trainer.analysis.bots import politeness
from trainer.content.model import NodeKind, Scenario

Edge = tuple[int, S, Vector]


class TooLarge(Exception):
    """Too many states or plays for enumeration."""


def plus(a: Vector, b: Vector) -> Vector:
    """Sum of two point vectors."""
    return tuple(x + y for x, y in zip(a, b, strict=True))


@dataclass
class World:
    """All naive states of a scenario."""

    scenario: Scenario
    first: S
    base: Vector
    edges: dict[S, list[Edge]]
    timed: dict[S, list[S]]

    @classmethod
    def of(cls, scenario: Scenario, limit: int = 3000) -> World:
        first, base = start(scenario)
        world = cls(scenario, first, base, {}, {})
        todo = [first]
        while todo:
            state = todo.pop()
            if state in world.edges:
                continue
            if len(world.edges) >= limit:
                raise TooLarge
            world.edges[state] = [(i, *take(scenario, state, i)) for i in available(scenario, state)]
            world.timed[state] = [s for s, _ in timeouts(scenario, state)]
            todo.extend(s for _, s, _ in world.edges[state])
            todo.extend(world.timed[state])
        return world

    def kind(self, state: S) -> NodeKind:
        return self.scenario.nodes[state.node].kind

    def redline(self, state: S, index: int) -> bool:
        return self.scenario.nodes[state.node].choices[index].redline is not None

    def open_edges(self, state: S) -> list[Edge]:
        """Options without a red line, or all if there are none."""
        return [e for e in self.edges[state] if not self.redline(state, e[0])] or self.edges[state]

    def odds(self, state: S) -> list[float]:
        choices = self.scenario.nodes[state.node].choices
        total = sum(choices[i].weight for i, *_ in self.edges[state])
        return [choices[i].weight / total for i, *_ in self.edges[state]]

    # --- structure ----------------------------------------------------------------------------------------------------

    def loops(self) -> list[set[S]]:
        """Strongly connected components with an edge inside, by reachability."""
        order = list(self.edges)
        number = {s: i for i, s in enumerate(order)}
        reach = np.zeros((len(order), len(order)), dtype=np.bool_)
        for s, edges in self.edges.items():
            for _, t, _ in edges:
                reach[number[s], number[t]] = True
        for k in range(len(order)):
            reach |= np.outer(reach[:, k], reach[k])
        mutual = reach & reach.T
        found: list[set[S]] = []
        for i in range(len(order)):
            if mutual[i, i] and not any(order[i] in loop for loop in found):
                found.append({order[j] for j in np.flatnonzero(mutual[i])})
        return found

    def farm(self) -> bool:
        """Does a loop carry points or chance?"""
        for loop in self.loops():
            for s in loop:
                if self.kind(s) is NodeKind.CHANCE:
                    return True
                if any(t in loop and any(points) for _, t, points in self.edges[s]):
                    return True
        return False

    def ends(self, edges: Callable[[S], list[Edge]]) -> set[S]:
        """States from which an ending is possible along some edges."""
        found = {s for s in self.edges if self.kind(s) is NodeKind.ENDING}
        grown = True
        while grown:
            grown = False
            for s in self.edges:
                if s not in found and any(t in found for _, t, _ in edges(s)):
                    found.add(s)
                    grown = True
        return found

    def sound(self) -> bool:
        """No dead end and nothing cornered: the ordinary case."""
        return len(self.ends(lambda s: self.edges[s])) == len(self.edges) and len(self.ends(self.open_edges)) == len(
            self.edges
        )

    # --- extremes -----------------------------------------------------------------------------------------------------

    def extreme(
        self,
        leaf: Callable[[S, Vector], float],
        pick: Callable[[list[float]], float],
        *,
        lucky: bool = False,
        redlines: bool = False,
        budget: int = 200_000,
    ) -> float:
        """Best or worst expectation of ``leaf`` over all policies that end."""
        left = [budget]
        known: dict[tuple[S, Vector], float | None] = {}
        cyclic = set().union(*self.loops()) if self.loops() else set()

        def value(state: S, points: Vector, path: frozenset[S]) -> float | None:
            if state in path:
                return None  # going round is worth nothing: no points, no chance in a loop
            key = (state, points)
            if state not in cyclic and key in known:
                return known[key]
            left[0] -= 1
            if left[0] < 0:
                raise TooLarge
            if self.kind(state) is NodeKind.ENDING:
                return leaf(state, points)
            beyond = path | {state} if state in cyclic else frozenset()
            chance = self.kind(state) is NodeKind.CHANCE
            edges = self.edges[state] if redlines or chance else self.open_edges(state)
            values = [value(t, plus(points, r), beyond) for _, t, r in edges]
            found: float | None
            if chance and not lucky:
                assert all(v is not None for v in values)
                found = sum(p * v for p, v in zip(self.odds(state), values, strict=True) if v is not None)
            else:
                some = [v for v in values if v is not None]
                found = pick(some) if some else None
            if state not in cyclic:
                known[key] = found
            return found

        found = value(self.first, self.base, frozenset())
        assert found is not None
        return found

    # --- bots ---------------------------------------------------------------------------------------------------------

    def preference(self, state: S, bot: str) -> list[float]:
        """Probability of each edge for a bot."""
        edges = self.edges[state]
        if self.kind(state) is NodeKind.CHANCE:
            return self.odds(state)
        n = len(edges)
        texts = [self.scenario.nodes[state.node].choices[i].text for i, *_ in edges]
        if bot == "random":
            return [1 / n] * n
        wanted = {
            "first": [i == 0 for i in range(n)],
            "last": [i == n - 1 for i in range(n)],
            "longest": [len(x) >= max(map(len, texts)) - 2 for x in texts],
            "shortest": [len(x) <= min(map(len, texts)) + 2 for x in texts],
            "politest": [politeness(x) == max(map(politeness, texts)) for x in texts],
        }[bot]
        return [0.99 * w / sum(wanted) + 0.01 / n for w in wanted]

    def bot(self, bot: str) -> tuple[dict[str, float], npt.NDArray[np.float64]]:
        """Ending probabilities and expected points of a bot, from the linear system of its Markov chain."""
        order = list(self.edges)
        number = {s: i for i, s in enumerate(order)}
        move = np.zeros((len(order), len(order)))
        gain = np.zeros((len(order), len(self.base)))
        for s, edges in self.edges.items():
            if not edges:
                continue
            for p, (_, t, r) in zip(self.preference(s, bot), edges, strict=True):
                move[number[s], number[t]] += p
                gain[number[s]] += p * np.array(r, dtype=np.float64)
        reachable = {self.first}
        todo = [self.first]
        while todo:
            for _, t, _ in self.edges[todo.pop()]:
                if t not in reachable:
                    reachable.add(t)
                    todo.append(t)
        keep = [number[s] for s in order if s in reachable]
        system = np.eye(len(keep)) - move[np.ix_(keep, keep)].T
        begin = np.zeros(len(keep))
        begin[keep.index(number[self.first])] = 1
        seen = np.linalg.solve(system, begin)
        endings: dict[str, float] = {n.ending: 0.0 for n in self.scenario.nodes if n.ending is not None}
        for i, k in enumerate(keep):
            name = self.scenario.nodes[order[k].node].ending
            if name is not None:
                endings[name] += float(seen[i])
        return endings, np.array(self.base) + seen @ gain[keep]
