"""From the raw scenario to the model: names become positions, chips become effects, conditions and attributes."""

from __future__ import annotations

from trainer.content.checksection import read_checks
from trainer.content.front import Front
from trainer.content.model import Budget, Scenario
from trainer.content.plain import plain_name
from trainer.content.quality import check_quality
from trainer.content.resolve_nodes import resolve_nodes
from trainer.content.resolve_text import resolve_blocks
from trainer.content.scope import Scope
from trainer.content.source import Place, Source
from trainer.content.tree import RawScenario


def build(source: Source, front: Front, raw: RawScenario, digest: str) -> Scenario | None:
    """The model, or None if anything is wrong."""
    scope = Scope(source, front, raw)
    nodes = resolve_nodes(scope)
    start = scope.target(*front.start, None) if front.start is not None else 0
    budget = None
    if front.budget is not None:
        total, unit, name, place = front.budget
        budget = Budget(total, unit, scope.target(name, place, None))
    briefing = resolve_blocks(scope, raw.briefing)
    checks = read_checks(scope, nodes)
    if not front.title and not raw.title and front.trusted:
        source.report("YM126", raw.title_place or Place(0, 0, 3))
    elif front.title and raw.title and raw.title_place and plain_name(front.title) != plain_name(raw.title):
        source.report("SC171", raw.title_place, title=front.title, name=raw.title)
    if source.errors:
        return None
    scenario = Scenario(
        id=front.id,
        title=front.title or raw.title,
        digest=digest,
        competencies=tuple(front.competencies),
        nodes=nodes,
        start=start,
        briefing=briefing,
        variables=tuple(front.variables),
        people=tuple(front.people),
        rungs=tuple(front.rungs),
        ladders=tuple(front.ladders),
        budget=budget,
        ending_share=front.ending_share,
        pass_mark=front.pass_mark,
        checks=checks,
        ignored=dict(front.ignored),
        case=front.case,
        cases=front.cases,
        frameworks=front.frameworks,
        tools=front.tools,
        difficulty=front.difficulty,
        duration=front.duration,
        version=front.version,
        author=front.author,
        tags=front.tags,
        path=source.path,
    )
    check_quality(source, front, raw, scenario)
    return scenario
