"""Texts of the model: runs, shown values, conditional blocks."""

from __future__ import annotations

import re
from functools import partial

from trainer.content.chips import ShowValue, Unknown, Word, parse_chip
from trainer.content.inline import Break, Chip, Link, Span
from trainer.content.model import Block, BlockKind, Condition, Inline, Text, Value
from trainer.content.plain import plain_name
from trainer.content.scope import Scope
from trainer.content.suggest import nearest
from trainer.content.tree import RawBlock

_NAME = re.compile(r"([\w·]{1,8})[：:]")
_BUILT_IN = re.compile(r"(剩余时间|次数|票数|到过|选过)\b")
"""What conditions can ask for, and texts cannot show."""


def resolve_blocks(scope: Scope, raw: list[RawBlock]) -> tuple[Block, ...]:
    """Blocks in file order; a 否则 needs a 若 between the previous 否则 and itself."""
    found: list[Block] = []
    guarded = False
    for block in raw:
        condition: Condition | None = None
        otherwise = False
        if block.guard is not None:
            parsed = parse_chip(scope.source, block.guard, scope.declared)
            if isinstance(parsed, Word) and parsed.word == "若":
                condition = read_condition(scope, parsed)
                guarded = True
            elif isinstance(parsed, Word) and parsed.word == "否则":
                if not guarded:
                    scope.source.report("SC153", block.guard.place)
                otherwise, guarded = True, False
                if parsed.argument:
                    scope.source.report("SC150", parsed.place, chip="否则", text=parsed.argument)
            else:
                scope.source.report("SC145", block.guard.place, text=block.guard.text)
        found.append(
            Block(
                kind=block.kind,
                parts=resolve_spans(scope, block.spans),
                speaker=block.speaker,
                rows=tuple(tuple(resolve_spans(scope, cell) for cell in row) for row in block.cells),
                ordered=block.ordered,
                condition=condition,
                otherwise=otherwise,
                line=block.place.line + 1,
            )
        )
        if block.kind is BlockKind.NARRATION and found[-1].parts and not block.quoted:
            _like_speech(scope, block, found[-1])
        if (
            block.kind in (BlockKind.NARRATION, BlockKind.SPEECH, BlockKind.COACH)
            and not found[-1].parts
            and not block.spans
        ):
            scope.source.report("SC165" if block.guard is None else "SC154", block.place, text="")
    return tuple(found)


def _like_speech(scope: Scope, block: RawBlock, made: Block) -> None:
    """A narration that begins with somebody's name and a colon was probably meant as his words."""
    first = made.parts[0]
    if isinstance(first, Text) and (said := _NAME.match(first.text)) and plain_name(said[1]) in scope.speakers:
        scope.source.report("SC174", block.place, name=said[1])


def read_condition(scope: Scope, word: Word) -> Condition | None:
    """The argument of a 若."""
    return scope.conditions.read(word.argument, word.place)


def resolve_spans(scope: Scope, spans: list[Span]) -> tuple[Inline, ...]:
    """Runs of equal emphasis are joined, breaks become line ends, the outer blanks go."""
    found: list[Inline] = []
    for span in spans:
        if isinstance(span, Chip):
            value = show_value(scope, span)
            if value is not None:
                found.append(value)
        elif isinstance(span, Link):
            scope.source.report("SC136", span.place, text=span.text)
            add(found, Text(span.text))
        elif isinstance(span, Break):
            add(found, Text("\n"))
        else:
            add(found, Text(span.text, span.strong, span.emphasis))
    return trim(found)


def add(found: list[Inline], text: Text) -> None:
    """Append a run, joined to the last one if they look the same."""
    last = found[-1] if found else None
    if isinstance(last, Text) and (last.strong, last.emphasis) == (text.strong, text.emphasis):
        found[-1] = Text(last.text + text.text, text.strong, text.emphasis)
    elif text.text:
        found.append(text)


def trim(found: list[Inline]) -> tuple[Inline, ...]:
    """Without blanks at either end."""
    if found and isinstance(first := found[0], Text):
        found[0] = Text(first.text.lstrip(), first.strong, first.emphasis)
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.text.rstrip(), last.strong, last.emphasis)
    return tuple(part for part in found if not isinstance(part, Text) or part.text)


def show_value(scope: Scope, chip: Chip) -> Value | None:
    """``=信任`` inside a text."""
    parsed = parse_chip(scope.source, chip, scope.declared)
    if isinstance(parsed, ShowValue):
        index = scope.variables.get(plain_name(parsed.name))
        if index is None:
            if _BUILT_IN.match(plain_name(parsed.name)):
                scope.source.report("SC203", parsed.place, name=parsed.name, case="shown")
            elif scope.trusted:
                near = partial(nearest, parsed.name, [v.name for v in scope.front.variables])
                scope.source.report("SC203", parsed.place, name=parsed.name, near=near)
            return None
        return Value(index)
    code = "SC146" if isinstance(parsed, Unknown) else "SC145"
    scope.source.report(code, chip.place, text=chip.text, near="")
    return None
