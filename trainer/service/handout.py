"""A debrief as a file to keep, print or talk over: Markdown, and a web page made from it. Pure.

Every text of content is escaped in the Markdown, so it is plain text there and in the page: no link, no picture, no
markup. The page is one file, loads nothing and runs nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from trainer.i18n import language, t
from trainer.service.views import DebriefView, DecisionView, Line, LineKind, OptionValue
from trainer.textutil import sanitise

_MARKUP = re.compile(r"([\\`*_\[\]<&|~])")
_LINE_BEGINS = re.compile(r"^([-+=#>]|\d{1,9}(?=[.)]))")

Names = Mapping[str, str]

PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.75 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #24282e;
  background: #fbf9f5; max-width: 46rem; margin: 2.5rem auto; padding: 0 1.25rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.35; }}
h2 {{ font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid #cfc8bc; padding-bottom: .3rem; }}
h3 {{ font-size: 1rem; margin-top: 2rem; }}
blockquote {{ margin: 1rem 0; padding: .1rem 1rem; border-left: 3px solid #cfc8bc; color: #585e67; }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .94rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #e6e0d6; }}
th {{ color: #6a6f77; font-weight: normal; }}
@media print {{
  body {{ background: none; max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }}
  h2, h3 {{ break-after: avoid; }}
  blockquote, tr {{ break-inside: avoid; }}
  @page {{ margin: 18mm; }}
}}
</style>
</head>
<body>
{body}</body>
</html>
"""


def debrief_html(view: DebriefView, *, names: Names | None = None) -> str:
    """The debrief as a page that needs nothing else, in the language in use."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    title = t("handout.title", title=_one_line(view.title))
    body = parser.render(debrief_markdown(view, names=names))
    return PAGE.format(lang="zh-CN" if language() == "zh" else "en", title=html.escape(title), body=body)


def debrief_markdown(view: DebriefView, *, names: Names | None = None) -> str:
    """The debrief as Markdown, in the language in use.

    Args:
        view: The debrief.
        names: Names to show competencies by, where they differ from their own.
    """
    known = names or {}
    blocks = [f"# {_within(t('handout.title', title=_one_line(view.title)))}", _about(view), _facts(view)]
    if view.undone:
        blocks.append(_text(t("handout.undone", n=view.undone)))
    if not view.exhausted:
        blocks.append(_text(t("handout.not_exhausted")))
    if view.decisions:
        blocks += [f"## {_within(t('handout.steps'))}", _overview(view.decisions)]
        for one in view.decisions:
            blocks += _decision(one)
    if view.competencies:
        head = [t("handout.skill"), t("handout.score"), t("handout.decisions")]
        rows = [[known.get(c.name, c.name), _score(c.score), str(c.decisions)] for c in view.competencies]
        blocks += [f"## {_within(t('handout.skills'))}", _table([head, *rows])]
    if view.epilogue:
        blocks += [f"## {_within(t('handout.end'))}", *map(_line, view.epilogue)]
    return "\n\n".join(block for block in blocks if block) + "\n"


# --- parts -----------------------------------------------------------------------------------------------------------


def _about(view: DebriefView) -> str:
    parts = [t("handout.run", n=view.number, mode=t(f"tui.mode.{view.mode.value}"))]
    if view.restarted:
        parts.append(t("handout.restarted"))
    return _text(" · ".join(parts))


def _facts(view: DebriefView) -> str:
    result = view.ending or t("handout.unfinished")
    result += t("handout.rating", n=view.rating) if view.rating is not None else ""
    result += t("handout.passed") if view.passed else ""
    quality = t("handout.no_score")
    if view.score is not None:
        quality = t("handout.anchors", n=_score(view.score), mark=view.pass_mark)
    luck = _signed(view.luck)
    luck += "".join(t("handout.moment", what=_one_line(what), n=_signed(n)) for what, n in view.luck_moments)
    red = " ".join((str(len(view.redlines)), *view.redlines))
    facts = [("result", result), ("quality", quality), ("luck", luck), ("redlines", red)]
    if len(view.curve) > 1:
        facts.append(("curve", " → ".join(str(round(value)) for value in view.curve)))
    return "\n".join(f"- {_named(key, text)}" for key, text in facts)


def _overview(decisions: Sequence[DecisionView]) -> str:
    head = ["#", *(t(f"handout.{key}") for key in ("where", "choice", "cost", "label"))]
    rows = [[str(one.number), one.node, one.choice, _cost(one), t(f"tui.label.{one.label}")] for one in decisions]
    return _table([head, *rows])


def _decision(one: DecisionView) -> list[str]:
    verdict = t(f"tui.label.{one.label}")
    if one.scored and one.regret is not None and round(one.regret) > 0:
        verdict = t("handout.verdict", label=verdict, n=round(one.regret))
    blocks = [f"### {_within(t('handout.step', n=one.number, node=_one_line(one.node)))}"]
    scene = "\n\n".join(map(_line, one.scene))
    blocks.append("\n".join(f"> {line}".rstrip() for line in scene.split("\n")) if scene else "")
    blocks.append(f"**{_within(verdict)}**")
    if one.choice:
        blocks.append(_named("yours", one.choice))
    if one.first_choice:
        blocks.append(_named("first", one.first_choice))
    blocks.append(_text(one.coach))
    if one.best and one.best != one.choice:
        blocks.append(_named("best", one.best))
        if one.best_coach:
            blocks.append(_named("why", one.best_coach))
    blocks += [_named("closed", text) for text in one.closed]
    if one.options:
        head = [t("handout.option"), t("handout.expected"), t("handout.cost"), ""]
        options = sorted(one.options, key=lambda option: -option.value)
        rows = [[o.text, str(round(o.value)), str(round(o.regret)), _mark(one, o)] for o in options]
        blocks.append(_table([head, *rows]))
    return blocks


def _mark(one: DecisionView, option: OptionValue) -> str:
    marks = [t("handout.mark_best")] if option.text == one.best else []
    marks += [t("handout.mark_yours")] if option.text == one.choice else []
    marks += [t("handout.red", code=option.redline)] if option.redline else []
    return " ".join(marks)


def _line(line: Line) -> str:
    """A line of a scene as a block."""
    if line.kind is LineKind.TABLE:
        return _table(line.rows)
    if line.kind is LineKind.LIST:
        return "\n".join(f"- {_text(_one_line(' '.join(row)))}" for row in line.rows)
    speaker = line.speaker
    if line.kind is LineKind.YOU:
        speaker = t("handout.you")
    elif line.kind is LineKind.COACH:
        speaker = speaker or t("handout.coach")
    if line.kind is LineKind.ENDING:
        return f"**{_within(_one_line(line.text))}**" if line.text.strip() else ""
    return f"**{_within(_one_line(speaker))}**{t('handout.colon')}{_within(line.text)}" if speaker else _text(line.text)


def _named(key: str, text: str) -> str:
    return f"**{_within(t(f'handout.{key}'))}**{t('handout.colon')}{_within(text)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    count = max(len(row) for row in rows)
    cells = [[_within(_one_line(cell)) for cell in row] + [""] * (count - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * count, *lines[1:]])


def _one_line(text: str) -> str:
    return " ".join(sanitise(text).split())


def _text(text: str) -> str:
    """A paragraph that Markdown shows as it is; its line ends stay line ends."""
    return _LINE_BEGINS.sub(_guard, _within(text))


def _within(text: str) -> str:
    """A text that something stands before on its line."""
    first, *rest = [_MARKUP.sub(r"\\\1", line.strip()) for line in sanitise(text).split("\n") if line.strip()] or [""]
    return "\\\n".join([first, *(_LINE_BEGINS.sub(_guard, line) for line in rest)])


def _guard(found: re.Match[str]) -> str:
    """Keep the begin of a line from making a list or a heading; after a number its mark is escaped."""
    text = found[0]
    return f"{text}\\" if text.isdigit() else f"\\{text}"


def _score(value: float | None) -> str:
    return t("handout.none") if value is None else str(max(0, round(value)))


def _cost(one: DecisionView) -> str:
    return str(round(one.regret)) if one.scored and one.regret is not None else t("handout.none")


def _signed(value: float) -> str:
    whole = round(value)
    return f"+{whole}" if whole > 0 else str(whole)
