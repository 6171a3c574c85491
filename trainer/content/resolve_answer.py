"""作答: time, length, prompt, keywords and self-checks."""

from __future__ import annotations

import re

from trainer.content.chips import Effects, Word, parse_chip
from trainer.content.model import Answer, Block, BlockKind, Keyword, Points, SelfCheck
from trainer.content.numbers import MAX_MS, ascii_form, read_duration
from trainer.content.resolve_effects import resolve_effects
from trainer.content.resolve_text import resolve_blocks
from trainer.content.resolve_words import refuse
from trainer.content.scope import Scope
from trainer.content.tree import RawAnswerItem, RawNode

MAX_CHARS = 5_000
_FORM = re.compile(r"(\S+?)\s+([0-9]{1,5})\s*(?:-+|~|～|至|到|\.\.)\s*([0-9]{1,5})\s*字")
_ITEM = re.compile(r"(命中|自评)\s*[「『“\"](.+)[」』”\"]")


def resolve_answer(scope: Scope, raw: RawNode, words: dict[str, Word]) -> Answer | None:
    """The free answer of a node; findings for what is missing or too much."""
    report = scope.source.report
    word = words.get("作答")
    if word is None:
        report("SC163", raw.answers[0].place, case="stray", name=raw.answers[0].text)
        return None
    match = _FORM.fullmatch(ascii_form(word.argument))
    time = read_duration(match[1]) if match else None
    if not match or time is None or time.ms is None:
        report("SC150", word.place, chip="作答", text=word.argument)
        return None
    low, high = int(match[2]), int(match[3])
    if not 0 < time.ms <= MAX_MS or not 0 <= low <= high or not 1 <= high <= MAX_CHARS:
        report("SC151", word.place, text=word.argument, low=1, high=MAX_CHARS)
        return None
    if raw.prompt is None:
        report("SC163", word.chip.outer, case="prompt", name="")
    if len(raw.choices) > 1:
        report("SC163", raw.choices[1].link.place, case="links", name=raw.choices[1].link.text)
    prompt = resolve_blocks(scope, [raw.prompt]) if raw.prompt else (Block(BlockKind.NARRATION),)
    keywords: list[Keyword] = []
    checks: list[SelfCheck] = []
    for item in raw.answers:
        made = _item(scope, item)
        if isinstance(made, Keyword):
            keywords.append(made)
        elif made is not None:
            checks.append(made)
    return Answer(time.ms, low, high, prompt[0], tuple(keywords), tuple(checks))


def _item(scope: Scope, item: RawAnswerItem) -> Keyword | SelfCheck | None:
    match = _ITEM.fullmatch(item.text)
    if not match:
        scope.source.report("SC163", item.place, case="item", name=item.text)
        return None
    points: list[Points] = []
    for chip in item.chips:
        parsed = parse_chip(scope.source, chip, scope.declared)
        if isinstance(parsed, Effects):
            points += [e for e in resolve_effects(scope, parsed, points_only=True) if isinstance(e, Points)]
        else:
            refuse(scope, parsed, "answer")
    if match[1] == "自评":
        return SelfCheck(match[2].strip(), tuple(points))
    words = tuple(w.strip() for w in re.split(r"[、，,；;|｜/]", match[2]) if w.strip())
    return Keyword(words, tuple(points))
