"""Papers and quiz attempts that were used lately, kept in memory."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from trainer.errors import DatabaseError
from trainer.store.chain import digest

if TYPE_CHECKING:
    from trainer.engine.quiz_types import Paper
    from trainer.service.sittings import Sitting

KEPT = 32
"""Papers and sittings kept in memory."""


@dataclass(slots=True)
class Papers:
    """Papers and sittings that were used lately. Safe to use from several threads."""

    _papers: OrderedDict[str, Paper] = field(default_factory=OrderedDict)
    _sittings: OrderedDict[str, Sitting] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, name: str, text: str | None) -> Paper:
        """The paper of a stored text (``name``: its digest); SV205 if the text is missing or is no paper."""
        known = self.known(name)
        if known is not None:
            return known
        from trainer.engine.quiz_json import paper_from_dict

        try:
            if text is None or digest(text) != name:
                raise ValueError(name)
            paper = paper_from_dict(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise DatabaseError("SV205", place=name) from error
        return self.keep(name, paper)

    def known(self, name: str) -> Paper | None:
        """A paper that is in memory."""
        with self._lock:
            return self._papers.get(name)

    def keep(self, name: str, paper: Paper) -> Paper:
        """Remember a paper."""
        with self._lock:
            self._papers[name] = paper
            while len(self._papers) > KEPT:
                self._papers.popitem(last=False)
        return paper

    def recalled(self, attempt: str) -> Sitting | None:
        """A sitting as this service last saw it; somebody else may have written to it since."""
        with self._lock:
            return self._sittings.get(attempt)

    def remember(self, sitting: Sitting) -> Sitting:
        """Keep a sitting for its next action."""
        with self._lock:
            self._sittings[sitting.record.id] = sitting
            self._sittings.move_to_end(sitting.record.id)
            while len(self._sittings) > KEPT:
                self._sittings.popitem(last=False)
        return sitting
