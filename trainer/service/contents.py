"""Scenarios by the digest of their text: what is played now, and what an older attempt began with; with their values.

A running attempt goes on with the stored text it began with, whatever the author has done to the file since. Reading,
compiling and solving are done once per text and kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING

from trainer.content.library import Library
from trainer.content.model import Scenario
from trainer.engine.machine import Machine, compile_scenario
from trainer.errors import DatabaseError, UsageError

if TYPE_CHECKING:
    from trainer.analysis.solve import Solution

KEPT = 32
"""Solved scenarios kept in memory."""


@dataclass(slots=True)
class _Known:
    scenario: Scenario
    machine: Machine
    solution: Solution | None = None
    begun: bool = False


class Contents:
    """Cache of scenarios by digest. Safe to use from several threads; solving holds one thread at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = Lock()
        self._solving = Lock()

    @property
    def library(self) -> Library:
        """The content folders."""
        return self._library

    def current(self, scenario_id: str) -> Scenario:
        """The scenario as its file stands.

        Raises:
            UsageError: ``SV104``, no such scenario in the library; ``SV129``, its file has errors.
        """
        scenario = self._library.scenarios.get(scenario_id)
        if scenario is None:
            if scenario_id in self._library.cards:
                raise UsageError("SV129", place=scenario_id, id=scenario_id)
            raise UsageError("SV104", place=scenario_id, id=scenario_id)
        return scenario

    def title(self, scenario_id: str) -> str:
        """The title that a scenario of the library has now; empty if it is not there."""
        card = self._library.cards.get(scenario_id)
        return card.title if card else ""

    def text(self, scenario: Scenario) -> str:
        """The exact text of a scenario of the library, to be stored with the first attempt at it."""
        return self._library.text(scenario.id)

    def stored(self, digest: str, scenario_id: str, text: Callable[[], str | None]) -> Scenario:
        """The scenario that a stored digest names.

        Args:
            digest: SHA-256 of the text.
            scenario_id: Its id, for the common case that the library still holds this very text.
            text: Fetches the stored text.

        Raises:
            DatabaseError: ``SV115``, the text is missing or this version cannot read it.
        """
        known = self._get(digest)
        if known is not None:
            return known.scenario
        scenario = self._library.scenarios.get(scenario_id)
        if scenario is None or scenario.digest != digest:
            stored = text()
            read = None
            if stored is not None:
                from trainer.content.reader import read_scenario

                read = read_scenario(stored, f"{scenario_id}.md", competencies=()).scenario
            if read is None or read.digest != digest:
                raise DatabaseError("SV115", place=digest, id=scenario_id)
            scenario = read
        return self._entry(scenario).scenario

    def machine(self, scenario: Scenario) -> Machine:
        """The compiled scenario."""
        return self._entry(scenario).machine

    def solution(self, scenario: Scenario) -> Solution:
        """The scenario's values; the first call may take a second, so never make it inside a transaction."""
        entry = self._entry(scenario)
        with self._solving:
            if entry.solution is None:
                from trainer.analysis.solve import solve

                entry.solution = solve(scenario)
            return entry.solution

    def prepare(self, scenario: Scenario) -> None:
        """Begin to solve a scenario in the background, so that nobody waits for it at the end of a play."""
        entry = self._entry(scenario)
        if entry.solution is None and not entry.begun:
            entry.begun = True
            Thread(target=self.solution, args=(scenario,), name="solve", daemon=True).start()

    def _get(self, digest: str) -> _Known | None:
        with self._lock:
            known = self._known.get(digest)
            if known is not None:
                self._known.move_to_end(digest)
            return known

    def _entry(self, scenario: Scenario) -> _Known:
        known = self._get(scenario.digest)
        if known is not None:
            return known
        fresh = _Known(scenario, compile_scenario(scenario))
        with self._lock:
            known = self._known.setdefault(scenario.digest, fresh)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return known
