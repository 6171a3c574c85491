"""Read a scenario: text in, model and findings out. Never raises on bad content, never reads a file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from trainer.content.body import read_body
from trainer.content.charset import read_text
from trainer.content.diagnostics import Diagnostic
from trainer.content.frontmatter import read_front
from trainer.content.model import Scenario
from trainer.content.resolve import build


@dataclass(frozen=True, slots=True)
class ReadResult:
    """``scenario`` is None if any finding is an error; ``id`` is the 编号 as far as it was read, with its place."""

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...]
    id: str = ""
    id_line: int = 1
    id_column: int = 1


def read_scenario(text: str | bytes, path: str, *, competencies: Collection[str]) -> ReadResult:
    """Read one scenario.

    Args:
        text: The file's content; bytes are decoded as UTF-8.
        path: Named in the findings; its last part must be ``<编号>.md``.
        competencies: Short names of courseware/competencies.yaml; empty to accept any.

    Returns:
        The model, unless there are errors, and all findings in the order of the file.
    """
    source, decoded = read_text(text, path)
    if decoded is None or source.errors:
        return ReadResult(None, source.findings({}))
    front, first = read_front(source, competencies)
    raw = read_body(source, first)
    if raw is None:
        return ReadResult(None, source.findings(front.ignored), front.id)
    digest = hashlib.sha256(decoded.encode("utf-8", "surrogatepass")).hexdigest()
    scenario = build(source, front, raw, digest)
    place = source.typed(front.place)
    return ReadResult(scenario, source.findings(front.ignored), front.id, place.line + 1, place.start + 1)
