"""What ``trainer play`` prints at the end: the debrief as JSON for programs and as text for people."""

from __future__ import annotations

from typing import Any

from trainer.i18n import t
from trainer.service.views import DebriefView, DecisionView, Line, LineKind, Mode

LABELS = {
    "best": "最优",
    "fine": "可行",
    "slip": "失误",
    "blunder": "严重失误",
    "redline": "红线",
    "timeout": "超时",
}
"""Words of scoring.md §3; the same in every language, for programs compare them."""

NOT_SCORED = "不计分"


def report(view: DebriefView) -> dict[str, Any]:
    """The debrief as JSON values. A 测评 that is still open tells what was chosen, not what it was worth."""
    told = view.finished or view.mode is Mode.PRACTICE
    return {
        "attempt": view.attempt,
        "ending": view.ending,
        "rating": view.rating,
        "score": view.score if view.finished else None,
        "outcome": view.outcome,
        "luck": view.luck if told else None,
        "redlines": list(view.redlines),
        "decisions": [_decision(decision, told) for decision in view.decisions],
        "competencies": {
            c.name: {"points": c.points, "score": c.score, "weight": c.weight, "decisions": c.decisions}
            for c in view.competencies
        }
        if told
        else {},
    }


def _decision(decision: DecisionView, told: bool) -> dict[str, Any]:
    known = told and decision.regret is not None
    return {
        "node": decision.node,
        "choice": decision.choice,
        "best": decision.best if known else None,
        "regret": decision.regret if told else None,
        "stake": decision.stake if told else None,
        "quality": decision.quality if told else None,
        "label": label(decision) if told else None,
    }


def label(decision: DecisionView) -> str | None:
    """The Chinese word of a decision's label; None where the case has no values."""
    if decision.label in LABELS:
        return LABELS[decision.label]
    return NOT_SCORED if decision.regret is not None else None


def text_report(view: DebriefView) -> list[str]:
    """The debrief as lines without any layout, for a terminal, a pipe or a screen reader."""
    lines = [t("play.debrief", title=view.title)]
    if not view.finished:
        lines.append(t("play.open"))
    if view.ending is not None:
        lines.append(t("play.ending", ending=view.ending, rating=view.rating))
    if view.score is not None:
        lines.append(t("play.score", score=f"{max(0.0, view.score):.0f}"))
    elif view.finished:
        lines.append(t("play.no_score" if view.exhausted else "play.not_exhausted"))
    if view.luck_moments:
        moments = "；".join(f"{text} {luck:+.0f}" for text, luck in view.luck_moments)
        lines.append(t("play.luck", luck=f"{view.luck:+.0f}", moments=moments))
    if view.redlines:
        lines.append(t("play.redlines", redlines="、".join(view.redlines)))
    if view.mode is Mode.ASSESS and not view.finished:
        return lines
    for decision in view.decisions:
        lines += _decision_lines(decision)
    return lines


def _decision_lines(decision: DecisionView) -> list[str]:
    word = t(f"service.label_{decision.label}")
    lines = [
        "",
        t("play.step", number=decision.number, node=decision.node, label=word),
        t("play.chose", choice=decision.choice),
    ]
    if decision.scored and decision.regret is not None and decision.label not in ("best",):
        lines.append(t("play.best", best=decision.best, regret=f"{decision.regret:.0f}"))
        if decision.best_coach:
            lines.append(t("play.why", words=decision.best_coach.replace("\n", " ")))
    lines += [t("play.closed", what=what) for what in decision.closed]
    return lines


def plain_line(line: Line) -> list[str]:
    """A line of the transcript without wrapping: one paragraph, one line."""
    if line.rows:
        return ["  ".join(row) for row in line.rows]
    text = line.text.replace("\n", " ")
    match line.kind:
        case LineKind.SPEECH:
            return [t("play.speech", speaker=line.speaker, text=text)]
        case LineKind.COACH:
            return [t("play.speech", speaker=t("play.coach"), text=text)]
        case LineKind.YOU:
            return [t("play.speech", speaker=t("play.you"), text=text)]
        case LineKind.ENDING:
            return [t("play.reached", ending=text)]
        case _:
            return [text]
