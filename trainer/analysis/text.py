"""The report on a scenario as a page of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from trainer.analysis.bots import CHINESE
from trainer.analysis.report import Analysis, BotReport, DecisionReport, EndingReport
from trainer.i18n import language, t
from trainer.textutil import display_width, sanitise, wrap

WIDTH = 110
"""Cells of a wrapped line."""


def as_text(analysis: Analysis) -> str:
    """Everything worth knowing about a scenario, in the language in use."""
    return "\n".join(sanitise(line) for line in _lines(analysis))


def number(value: float | None) -> str:
    """A number with one decimal, or a dash."""
    return t("analysis.none") if value is None or not isfinite(value) else f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def percent(value: float | None) -> str:
    """A share as a percentage with one decimal, or a dash."""
    return t("analysis.none") if value is None else f"{number(value * 100)}%"


def _lines(analysis: Analysis) -> Iterator[str]:
    graph = analysis.solution.graph
    yield t("analysis.head", title=analysis.scenario.title, id=analysis.scenario.id)
    size = "analysis.size" if analysis.exhausted else "analysis.size_open"
    yield t(size, states=graph.states, transitions=graph.transitions)
    if analysis.solution.exact:
        yield t(
            "analysis.value",
            best=number(analysis.best),
            worst=number(analysis.worst),
            random=number(analysis.bots["random"].value),
        )
        yield from _points(analysis)
    elif analysis.exhausted:
        yield t("analysis.no_values")
    yield from _endings(analysis)
    if analysis.exhausted:
        yield from _bots(analysis)
    if analysis.decisions:
        yield ""
        yield t("analysis.decisions")
        for decision in analysis.decisions:
            yield from _decision(analysis, decision)
    yield from _faults(analysis)


def _table(head: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cells = [[part.strip() for part in head.split("|")], *rows]
    widths = [max(display_width(row[i]) for row in cells) for i in range(len(cells[0]) - 1)]
    for row in cells:
        padded = [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=False)]
        yield "  " + "  ".join([*padded, row[-1]]).rstrip()


def _points(analysis: Analysis) -> Iterator[str]:
    yield ""
    yield t("analysis.points")
    rows = [
        [name, number(row.minimum), number(row.maximum), number(row.best_expected)]
        for name, row in analysis.points.items()
        if row is not None
    ]
    yield from _table(t("analysis.points_head"), rows)


def _endings(analysis: Analysis) -> Iterator[str]:
    yield ""
    yield t("analysis.endings")
    rows = [[e.name, str(e.rating), percent(e.random), _way(e)] for e in analysis.endings]
    yield from _table(t("analysis.endings_head"), rows)
    yield ""
    yield t("analysis.witnesses")
    for ending in analysis.endings:
        if ending.witness:
            yield f"  {ending.name}"
            yield from (f"    {line}" for line in wrap(t("analysis.arrow").join(ending.witness), WIDTH))


def _way(ending: EndingReport) -> str:
    if ending.reachable is None:
        return t("analysis.ending_unknown")
    if not ending.reachable:
        return t("analysis.ending_unreachable")
    return t("analysis.ending_steps", steps=len(ending.witness)) if ending.witness else t("analysis.ending_here")


def _bots(analysis: Analysis) -> Iterator[str]:
    yield ""
    yield t("analysis.bots")
    rows = [
        [CHINESE[name] if language() == "zh" else name, number(bot.value), percent(bot.share), _usual(bot)]
        for name, bot in analysis.bots.items()
    ]
    yield from _table(t("analysis.bots_head"), rows)


def _usual(bot: BotReport) -> str:
    known = {name: p for name, p in bot.endings.items() if p is not None}
    if not known:
        return t("analysis.none")
    name = max(known, key=lambda key: known[key])
    return f"{name} {percent(known[name])}"


def _decision(analysis: Analysis, decision: DecisionReport) -> Iterator[str]:
    head = t(
        "analysis.decision",
        node=analysis.scenario.nodes[decision.node].name,
        stake=number(decision.stake),
        robustness=t("analysis.none") if decision.robustness is None else f"{decision.robustness * 100:.0f}%",
    )
    yield f"  {head}" + ("" if decision.scored else f"  {t('analysis.unscored')}")
    for option in sorted(decision.options, key=lambda o: (o.redline is not None, o.regret, o.choice)):
        line = t("analysis.option", regret=number(option.regret).rjust(6), text=option.text)
        yield f"    {line}" + (f"  {t('analysis.redline', code=option.redline)}" if option.redline else "")


def _faults(analysis: Analysis) -> Iterator[str]:
    nodes = analysis.scenario.nodes
    lines = []
    for n, c in analysis.never or ():
        lines.append(t("analysis.never", node=nodes[n].name, text=nodes[n].choices[c].text))
    for found in analysis.constants or ():
        key = "analysis.always_true" if found.value else "analysis.always_false"
        lines.append(t(key, condition=found.condition, node=nodes[found.node].name, text=found.text))
    for farm in analysis.farms:
        loop = t("analysis.arrow").join(farm.loop)
        lines.append(t("analysis.farm", loop=loop, carries=carries(farm.points, farm.chance)))
    for red in analysis.redline_pays:
        lines.append(
            t(
                "analysis.pays",
                node=nodes[red.node].name,
                text=nodes[red.node].choices[red.choice].text,
                gain=number(red.gain),
                witness=t("analysis.arrow").join(red.witness),
            )
        )
    yield ""
    if lines:
        yield t("analysis.faults")
        yield from (f"  {line}" for line in lines)
    elif analysis.solution.exact:
        yield t("analysis.clean")


def carries(points: dict[str, int], chance: bool) -> str:
    """What a loop carries, in words."""
    parts = [f"{name} {amount:+d}" for name, amount in points.items()]
    return "、".join([*parts, *([t("analysis.chance")] if chance else [])]) or "±0"
