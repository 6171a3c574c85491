"""What the front matter declares, after its schema was checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.config import DEFAULT_ENDING_SHARE, DEFAULT_PASS_MARK
from trainer.content.model import Competency, Ladder, Person, Variable
from trainer.content.source import Place


@dataclass(slots=True)
class Front:
    """Declared names and settings; lists in file order.

    Attributes:
        trusted: False if a whole part of it could not be read, so unknown names say nothing. A single faulty
            declaration leaves a placeholder instead: its name is known, and the error stands where it was made.
        faulty: Keys whose value has an error.
        budget: Total, unit, name of the target and the target's place.
        start: 开场 with its place.
        points_at: Place of each competency's name, for findings about it.
    """

    id: str = ""
    title: str = ""
    place: Place = field(default_factory=lambda: Place(0, 0, 0))
    trusted: bool = True
    faulty: set[str] = field(default_factory=set)
    competencies: list[Competency] = field(default_factory=list)
    points_at: list[Place] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    rungs: list[str] = field(default_factory=list)
    ladders: list[Ladder] = field(default_factory=list)
    budget: tuple[int, str, str, Place] | None = None
    start: tuple[str, Place] | None = None
    ending_share: int = DEFAULT_ENDING_SHARE
    pass_mark: int = DEFAULT_PASS_MARK
    ignored: dict[str, str] = field(default_factory=dict)
    case: str | None = None
    cases: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    difficulty: int | None = None
    duration: str = ""
    version: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
