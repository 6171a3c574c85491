"""A finding about a content file: code, place, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trainer.i18n import area, language, t


class Severity(StrEnum):
    """ERROR: no model comes of the file. WARNING and INFO never stop a play."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: ``SC201`` and the like; its texts are ``diag.SC201`` (message) and ``diag.SC201.fix``, or the variant's.
        severity: Error, warning or info.
        file: Path as given by the caller.
        line, column, end_column: From 1; columns count characters; ``end_column`` is exclusive.
        params: Values for the texts.
        autofix: The reader understood what was meant; ``trainer fmt`` can write it canonically.
        witness: Texts of the shortest play that shows the finding.
        source: The source line, for the caret.
    """

    code: str
    severity: Severity
    file: str
    line: int = 1
    column: int = 1
    end_column: int = 1
    params: Mapping[str, object] = field(default_factory=dict)
    autofix: bool = False
    witness: tuple[str, ...] = ()
    source: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return self._say("")

    @property
    def fix(self) -> str:
        """怎么改: what to do, in the language in use; a suggested name (parameter ``near``) comes first."""
        return self._say(".near" if self.params.get("near") else ".fix")

    def _say(self, ending: str) -> str:
        """The most particular text there is: a parameter ``case`` selects a variant ``CODE.case``."""
        texts = area("diag", language())
        case = f"{self.code}.{self.params.get('case', '')}"
        for key in (case + ending, self.code + ending, case + ".fix"):
            if key in texts:
                return t(f"diag.{key}", **self.params)
        return t(f"diag.{self.code}.fix", **self.params)
