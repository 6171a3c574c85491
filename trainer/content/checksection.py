"""``# 检查``: what the author asserts about his own case."""

from __future__ import annotations

import re
from functools import partial

from trainer.content.model import Check, CheckKind, Node
from trainer.content.numbers import ascii_form
from trainer.content.plain import plain_name
from trainer.content.scope import Scope
from trainer.content.source import Place
from trainer.content.suggest import nearest
from trainer.content.tree import RawCheck

BOTS = ("随机", "总选第一", "总选最后", "总选最长", "总选最短", "总选最客气")
_REACH = re.compile(r"(可达|不可达)\s*(.+)")
_BOT = re.compile(r"机器人\s*(\S+?)\s*(?:不超过|≤|<=|不高于)\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*%")
_ARROWS = re.compile(r"\s*(?:→|[-=—–]+>|[➔➜⇒➡])\s*")


def read_checks(scope: Scope, nodes: tuple[Node, ...]) -> tuple[Check, ...]:
    """The assertions in file order."""
    found = (_check(scope, nodes, raw) for raw in scope.raw.checks)
    return tuple(check for check in found if check is not None)


def _check(scope: Scope, nodes: tuple[Node, ...], raw: RawCheck) -> Check | None:
    text = ascii_form(raw.text)
    line, column = raw.place.line + 1, scope.source.typed(raw.place).start + 1
    if match := _REACH.fullmatch(text):
        kind = CheckKind.REACHABLE if match[1] == "可达" else CheckKind.UNREACHABLE
        at = match.start(2)
        place = Place(raw.place.line, raw.place.start + at, raw.place.end)
        node = _goal(scope, nodes, raw.text[at:].strip(), place)
        return Check(kind, raw.text, node=node, line=line, column=column)
    if text.startswith("走法"):
        steps = tuple(s.strip() for s in _ARROWS.split(raw.text[2:].strip()) if s.strip())
        if not steps:
            scope.source.report("SC157", raw.place, text=raw.text)
            return None
        _check_steps(scope, nodes, steps, raw)
        return Check(CheckKind.WALK, raw.text, steps=steps, line=line, column=column)
    if match := _BOT.fullmatch(text):
        name = match[1] if match[1] in BOTS else "总选" + match[1]
        if name not in BOTS:
            near = partial(nearest, match[1], BOTS)
            scope.source.report("SC215", raw.place, name=match[1], near=near)
            return None
        return Check(CheckKind.BOT, raw.text, bot=name, percent=float(match[2]), line=line, column=column)
    scope.source.report("SC157", raw.place, text=raw.text)
    return None


def _goal(scope: Scope, nodes: tuple[Node, ...], name: str, place: Place) -> int:
    """``结局 名`` or a node's name."""
    wanted = plain_name(name)
    for index, node in enumerate(nodes):
        if node.ending is not None and wanted == plain_name("结局" + node.ending):
            return index
    if wanted in scope.nodes:
        return scope.nodes[wanted]
    known = [f"结局 {n.ending}" for n in nodes if n.ending] + [n.name for n in nodes]
    scope.source.report("SC215", place, name=name, near=partial(nearest, name, known))
    return 0


def _check_steps(scope: Scope, nodes: tuple[Node, ...], steps: tuple[str, ...], raw: RawCheck) -> None:
    """Every step is the beginning of some choice's text, 超时, or the ending at the end."""
    texts = [plain_name(c.text) for n in nodes for c in n.choices]
    endings = [plain_name("结局" + n.ending) for n in nodes if n.ending]
    at = 0
    for step in steps:
        form = plain_name(step)
        at = raw.text.index(step, at)
        if form != "超时" and form not in endings and not any(text.startswith(form) for text in texts):
            place = Place(raw.place.line, raw.place.start + at, raw.place.start + at + len(step))
            near = partial(nearest, step, [c.text for n in nodes for c in n.choices])
            scope.source.report("SC215", place, name=step, near=near)
        at += len(step)
