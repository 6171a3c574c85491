"""What is wrong with a row of a bank: code, place (``题库!K7``), what it is, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trainer.content.diagnostics import Severity
from trainer.i18n import t

_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; its texts are ``bank.<code>`` and ``bank.<code>.fix``. A code's first letter is its severity."""

    code: str
    place: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Errors keep the whole file out."""
        return _SEVERITIES[self.code[2]]

    @property
    def message(self) -> str:
        """What is wrong."""
        return t(f"bank.{self.code}", **self.params)

    @property
    def fix(self) -> str:
        """What to do."""
        return t(f"bank.{self.code}.fix", **self.params)

    def to_dict(self) -> dict[str, Any]:
        """For ``--format json``."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "place": self.place,
            "message": self.message,
            "fix": self.fix,
        }


class Findings:
    """Collects findings in the order of reading."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def add(self, code: str, place: str, /, **params: object) -> None:
        """Note one."""
        self.all.append(Finding(code, place, params))

    @property
    def errors(self) -> int:
        """How many keep the file out."""
        return sum(finding.severity is Severity.ERROR for finding in self.all)
