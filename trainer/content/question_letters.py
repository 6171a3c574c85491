"""Letters that were typed or pasted: ``A.`` before options, several options on a line, a key inside the stem."""

from __future__ import annotations

import re

from trainer.content import question_looks as forms
from trainer.content.inline import Chip, Run, Span
from trainer.content.question_tree import RawOption, RawQuestion
from trainer.content.source import Place, Source

_PREFIX = re.compile(r"\s*[(（]?\s*(?P<letter>[A-Ja-jＡ-Ｊ])\s*[)）.．、:：]\s*(?=\S)")
_POINTS = re.compile(r"[\s　]+(?P<chip>分[ \t　]*[0-9０-９])\s*$")
LETTERS = "ABCDEFGHIJ"


def half(letter: str) -> str:
    """The letter in ASCII and upper case."""
    code = ord(letter)
    return chr(code - 0xFEE0 if code > 0xFF00 else code).upper()


def exact(run: Run) -> bool:
    """Whether a run was typed as it reads; one with an escape or a character reference is meant literally."""
    return run.place.end - run.place.start == len(run.text)


def place_in(run: Run, found: re.Match[str]) -> Place:
    """Where a match inside an exact run stands."""
    return Place(run.place.line, run.place.start + found.start(), run.place.start + found.end())


def split_letters(source: Source, option: RawOption) -> list[RawOption]:
    """``甲  B. 乙  C. 丙`` on one line are several options."""
    if len(option.spans) != 1 or not isinstance(run := option.spans[0], Run):
        return [option]
    first = _PREFIX.match(run.text)
    wanted = LETTERS.find(half(first["letter"])) + 1 if first else 0
    cuts: list[re.Match[str]] = []
    for found in forms.NEXT_LETTER.finditer(run.text):
        if LETTERS.find(half(found["letter"])) == wanted + len(cuts):
            cuts.append(found)
    if first is None or not cuts or not exact(run):
        return [option]
    source.report("QZ150", run.place, count=len(cuts) + 1)
    made = []
    at = first.end()
    for cut in [*cuts, None]:
        end = cut.start() if cut else len(run.text)
        place = Place(run.place.line, run.place.start + at, run.place.start + end)
        made.append(RawOption("", [Run(run.text[at:end].strip(), place)], place))
        at = cut.end() if cut else end
    made[0].mark, made[-1].feedback, made[-1].labels = option.mark, option.feedback, option.labels
    made[-1].chips = option.chips
    return made


def bare_points(source: Source, spans: list[Span]) -> list[Span]:
    """``分 2`` behind an option without its backticks."""
    last = spans[-1] if spans else None
    found = _POINTS.search(last.text) if isinstance(last, Run) else None
    if not found or not isinstance(last, Run) or not exact(last):
        return spans
    at = last.place.start
    place = Place(last.place.line, at + found.start("chip"), at + found.end("chip"))
    source.report("SC130", place, text=found["chip"])
    last.text = last.text[: found.start()]
    return [*(spans if last.text else spans[:-1]), Chip(found["chip"], place)]


def strip_letters(source: Source, raw: RawQuestion) -> None:
    """``- [ ] A. 甲``: options are shuffled, so a letter of their own only confuses."""
    heads = [option.spans[0] if option.spans else None for option in raw.options]
    found = [_PREFIX.match(head.text) if isinstance(head, Run) and exact(head) else None for head in heads]
    letters = "".join(half(match["letter"]) for match in found if match)
    if len(letters) < 2 or letters != LETTERS[: len(raw.options)]:
        return
    source.report("QZ146", raw.options[0].place)
    for head, match in zip(heads, found, strict=True):
        if isinstance(head, Run) and match:
            head.text = head.text[match.end() :]


def take_ticks(source: Source, raw: RawQuestion) -> None:
    """``决策者（√）``: a tick behind the option, where no brackets are ticked."""
    if any(option.mark == "x" for option in raw.options):
        return
    for option in raw.options:
        last = option.spans[-1] if option.spans else None
        found = forms.TICK_AFTER.search(last.text) if isinstance(last, Run) else None
        if not found or not isinstance(last, Run) or not last.text[: found.start()].strip() or not exact(last):
            continue
        source.report("QZ147", option.place, text=found.group().strip())
        last.text = last.text[: found.start()]
        option.mark = "x"


def stem_key(raw: RawQuestion) -> tuple[Run, re.Match[str]] | None:
    """The only letters in brackets in the stem, if they can be the key."""
    found = [
        (span, match)
        for block in raw.stem
        for span in block.spans
        if isinstance(span, Run) and exact(span)
        for match in forms.STEM_KEY.finditer(span.text)
    ]
    if len(found) != 1:
        return None
    letters = re.sub(r"[^A-J]", "", "".join(map(half, found[0][1]["letters"])))
    return found[0] if all(LETTERS.index(char) < len(raw.options) for char in letters) else None
