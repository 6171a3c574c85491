"""Options and elements: their texts, marks, points and feedback; letters of answers that were pasted."""

from __future__ import annotations

import re

from trainer.content import question_looks as forms
from trainer.content.inline import Run
from trainer.content.items import ItemType, Option
from trainer.content.markdown import Piece
from trainer.content.model import BlockKind
from trainer.content.numbers import ascii_form
from trainer.content.plain import plain_name
from trainer.content.question_chips import Said, is_points, read_points
from trainer.content.question_letters import LETTERS, exact, half, place_in, stem_key, strip_letters, take_ticks
from trainer.content.question_text import flat
from trainer.content.question_tree import RawOption, RawQuestion
from trainer.content.source import Source
from trainer.content.tree import RawBlock

MAX_OPTIONS = 10
_STEM_MARK = re.compile(r"\s*[(（]\s*(?P<mark>[√✓✔×✗✘]|对|错|正确|错误)\s*[)）]\s*[。.]?\s*$")
_TEXTS = {frozenset(map(plain_name, pair)) for pair in forms.TRUE_FALSE}


def has_points(raw: RawQuestion) -> bool:
    """Whether any option carries 分."""
    return any(chip.text.startswith("分") or is_points(chip.text) for option in raw.options for chip in option.chips)


def is_true_false(source: Source, raw: RawQuestion) -> bool:
    """Whether the options are exactly 对 and 错, or 正确 and 错误."""
    if len(raw.options) != 2:
        return False
    words = frozenset(plain_name("".join(s.text for s in o.spans if isinstance(s, Run))) for o in raw.options)
    return words in _TEXTS


def true_false_options(source: Source, raw: RawQuestion, said: Said) -> bool:
    """A statement with 答案：对 and no options: they are made, with a finding."""
    typed = raw.keys or raw.answers or _mark_in_stem(raw)
    if len(typed) != 1 or said.type not in (None, ItemType.TRUE_FALSE):
        return False
    word = plain_name(typed[0].text.strip(" 。.（）()"))
    if word not in forms.TRUE_WORDS | forms.FALSE_WORDS or (word in "xyn" and said.type is None):
        return False
    place = typed[0].place()
    source.report("QZ134", place, text=typed[0].text.strip())
    for text, right in (("对", word in forms.TRUE_WORDS), ("错", word in forms.FALSE_WORDS)):
        raw.options.append(RawOption("x" if right else "", [Run(text, place)], place))
    raw.keys, raw.answers = [], []
    return True


def _mark_in_stem(raw: RawQuestion) -> list[Piece]:
    """``……。（√）``: what is right stands in brackets behind the statement; it is taken away from there."""
    last = raw.stem[-1].spans[-1] if raw.stem and raw.stem[-1].spans else None
    found = _STEM_MARK.search(last.text) if isinstance(last, Run) else None
    if not found or not isinstance(last, Run) or not exact(last):
        return []
    last.text = last.text[: found.start()].rstrip()
    return [Piece(last.place.line, last.place.start + found.start("mark"), found["mark"])]


def resolve_options(
    source: Source, raw: RawQuestion, kind: ItemType, said: Said
) -> tuple[ItemType, tuple[Option, ...]]:
    """The options in file order, and whether one or several are right."""
    strip_letters(source, raw)
    if kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUE_FALSE):
        take_ticks(source, raw)
    _general(source, raw)
    texts = [flat(source, option.spans) for option in raw.options]
    for option, text in zip(raw.options, texts, strict=True):
        if not text:
            source.report("QZ116", option.place)
    _count(source, raw, kind)
    _twice(source, raw, texts)
    marks = [option.mark == "x" for option in raw.options]
    points = [0] * len(texts)
    if kind is ItemType.JUDGEMENT:
        points = _points(source, raw)
        marks = [bool(points) and value == max(points) and value > 0 for value in points]
    else:
        for option in raw.options:
            for chip in option.chips:
                source.report("QZ204", chip.outer, text=chip.text, case="option")
    if kind is ItemType.ORDERING:
        texts = _ordering(source, raw, texts)
        marks = [False] * len(texts)
    elif kind is not ItemType.JUDGEMENT:
        kind, marks = _keys(source, raw, kind, said, marks)
    found = tuple(
        Option(text, right, value, _feedback(source, option), option.place.line + 1)
        for option, text, right, value in zip(raw.options, texts, marks, points, strict=True)
    )
    return kind, found


def _general(source: Source, raw: RawQuestion) -> None:
    """A single 解析 under the last option explains the question."""
    labelled = [option for option in raw.options if "explanation" in option.labels]
    if raw.explanation or len(labelled) != 1 or labelled[0] is not raw.options[-1]:
        return
    option = labelled[0]
    for label, spans in zip(option.labels, list(option.feedback), strict=True):
        if label == "explanation" and spans:
            option.feedback.remove(spans)
            raw.explanation.append(RawBlock(BlockKind.NARRATION, spans[0].place, spans, quoted=True))


def _count(source: Source, raw: RawQuestion, kind: ItemType) -> None:
    count = len(raw.options)
    if not count:
        source.report("QZ135" if kind is ItemType.ORDERING else "QZ121", raw.place, name=raw.name, case="options")
    elif not 2 <= count <= MAX_OPTIONS:
        source.report("QZ119", raw.options[min(count, MAX_OPTIONS) - 1].place, count=count, limit=MAX_OPTIONS)


def _twice(source: Source, raw: RawQuestion, texts: list[str]) -> None:
    seen: dict[str, int] = {}
    for option, text in zip(raw.options, texts, strict=True):
        form = plain_name(text)
        if form in seen:
            source.report("QZ117", option.place, text=text, line=seen[form])
        seen.setdefault(form, option.place.line + 1)


def _points(source: Source, raw: RawQuestion) -> list[int]:
    """分 of every option."""
    found = []
    for option in raw.options:
        if not option.chips:
            source.report("QZ136", option.place)
        values = [read_points(source, chip) for chip in option.chips]
        if len(values) > 1:
            source.report("QZ206", option.chips[1].outer, text=option.chips[1].text, high=3, case="twice")
        found.append((values[0] if values else 0) or 0)
    if found and max(found) == 0 and all(option.chips for option in raw.options):
        source.report("QZ137", raw.options[0].place)
    for option, value in zip(raw.options, found, strict=True):
        if option.mark == "x" and value < max(found):
            source.report("QZ138", option.place)
    return found


def _ordering(source: Source, raw: RawQuestion, texts: list[str]) -> list[str]:
    """The elements in the right order: as written, or as 答案：BAC says."""
    letters = (
        [LETTERS.find(half(char)) for char in re.sub(r"[^A-Ja-jＡ-Ｊａ-ｊ]", "", raw.keys[0].text)] if raw.keys else []
    )
    if len(raw.keys) == 1 and sorted(letters) == list(range(len(texts))):
        source.report("QZ157", raw.keys[0].place(), text=raw.keys[0].text.strip())
        raw.options[:] = [raw.options[index] for index in letters]
        raw.keys, texts = [], [texts[index] for index in letters]
    elif raw.options and not raw.ordered:
        source.report("QZ139", raw.options[0].place)
    return texts


def _keys(
    source: Source, raw: RawQuestion, kind: ItemType, said: Said, marks: list[bool]
) -> tuple[ItemType, list[bool]]:
    """Which options are right."""
    marks = _letters(source, raw, kind, marks)
    right = sum(marks)
    if not marks:
        return kind, marks
    if not right and not source.error_between(raw.place.line, raw.end):
        source.report("QZ140", raw.place, name=raw.name)
    elif right > 1 and (kind is ItemType.TRUE_FALSE or said.type is ItemType.SINGLE):
        second = [option for option, mark in zip(raw.options, marks, strict=True) if mark][1]
        source.report("QZ141", second.place, count=right)
    elif right == 1 and said.type is ItemType.MULTIPLE:
        source.report("QZ142", raw.place, name=raw.name)
    if kind is ItemType.SINGLE and right > 1:
        kind = ItemType.MULTIPLE
    return kind, marks


def _letters(source: Source, raw: RawQuestion, kind: ItemType, marks: list[bool]) -> list[bool]:
    """答案：B below the options, or the letter inside the stem."""
    if kind is not ItemType.TRUE_FALSE and (inside := stem_key(raw)) is not None:
        run, match = inside
        letters = {half(char) for char in match["letters"]}
        named = [letter in letters for letter in LETTERS[: len(marks)]]
        if marks == named:
            source.report("QZ411", place_in(run, match), text=match.group())
        elif not any(marks) and not raw.keys:
            source.report("QZ151", place_in(run, match), text=match.group())
            run.text = run.text[: match.start()] + "（　）" + run.text[match.end() :]
            marks = named
    for piece in raw.keys:
        found = _indices(piece, raw)
        if found is None:
            source.report("QZ143", piece.place(), text=piece.text.strip())
        elif max(found) >= len(marks):
            source.report("QZ144", piece.place(), text=LETTERS[max(found)], count=len(marks))
        else:
            chosen = [index in found for index in range(len(marks))]
            if any(marks) and marks != chosen:
                source.report("QZ145", piece.place(), text=piece.text.strip())
            else:
                source.report("QZ103", piece.place(), text=piece.text.strip())
                marks = chosen
    raw.keys = []
    return marks


def _indices(piece: Piece, raw: RawQuestion) -> set[int] | None:
    """Which options an answer names: by letters, or by the text of one."""
    text = ascii_form(piece.text).strip(" 。.()（）")
    form = plain_name(text)
    for index, option in enumerate(raw.options):
        if form and form == plain_name("".join(s.text for s in option.spans if isinstance(s, Run))):
            return {index}
    if forms.KEY_LETTERS.fullmatch(text):
        return {ord(char) - 65 for char in re.sub(r"[^A-J]", "", text.upper())}
    return None


def _feedback(source: Source, option: RawOption) -> str:
    return "\n".join(text for spans in option.feedback if (text := flat(source, spans, lines=True)))
