"""Item-writing quality: what gives the answer away, what confuses, what leaves a learner without a reason.

Rules after Haladyna, Downing & Rodriguez, "A review of multiple-choice item-writing guidelines for classroom
assessment", Applied Measurement in Education 15 (2002): options of equal length, no 以上都对, no absolute words in
wrong options only, key positions balanced, negatives emphasised. The limits are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.content.items import Item, ItemType, Option
from trainer.content.plain import plain_name
from trainer.content.prose import Text
from trainer.content.question_text import plain_text
from trainer.content.question_tree import RawQuestion
from trainer.content.question_twins import Twin, twins
from trainer.content.source import Place, Source

MAX_OPTION = 40
MAX_STEM = 200
_LONGER, _LONGER_BY = 1.5, 6
_UNEVEN, _UNEVEN_BY = 2.0, 8
_ONE_POSITION = 0.5
_LEAST_ITEMS = 8
_LEAST_TRUE_FALSE = 4
_ALL_OF_THE_ABOVE = re.compile(
    r"(?:以上|上述|前面|上面)(?:各项|几项|所有|三项|两项|选项)?(?:全部都?|全都|都|均|全|皆)(?:对|是|不是|不对|错|正确|不正确|有|可以|可|不)"
    r"|^(?:都对|都不对|都是|都不是|全对|全选|全部都对|全都对|全都不对)$|^[A-D]\s*(?:和|与|、|及)\s*[A-D](?:都对)?$"
)
_ABSOLUTE = re.compile(r"总是|绝不|绝对|从不|永远|一律|任何情况|无论如何|所有人都|百分之百|只要")
_KINDS = r"(?:是|有|一?[项条个种句位]|做法|说法|选项|行为|描述|表述|话)"
_NEGATIVE = re.compile(
    rf"不(?:正确|属于|包括|恰当|合适|符合|准确|应该?|能|需要|适合|可以)[^，。；？]{{0,12}}的{_KINDS}"
    rf"|(?:错误|有误|不对)的{_KINDS}"
    r"|哪(?:一|几|些)?[项条个种句位]?[^，。；？]{0,8}不(?:正确|对|属于|包括|是|该|应|能|恰当|合适|符合|需要)"
    r"|除[^。；？]{1,20}外[^。；？]{0,6}[都均]"
)
_CHOICES = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.JUDGEMENT)


def check_questions(source: Source, pairs: Sequence[tuple[RawQuestion, Item]], heading: Place) -> None:
    """Warnings and hints on the items of a file; ``heading`` is where findings about the whole file stand."""
    for raw, item in pairs:
        _stem(source, raw, item)
        if item.type in _CHOICES:
            _options(source, raw, item)
        if item.type is ItemType.BLANKS:
            _given_away(source, raw, item)
    _positions(source, [item for _, item in pairs], heading)
    _missing(source, pairs)
    for twin in twins([item for _, item in pairs]):
        _twin(source, pairs, twin)


def _stem(source: Source, raw: RawQuestion, item: Item) -> None:
    count = len(plain_text(item.stem))
    if count > MAX_STEM:
        source.report("QZ412", raw.place, count=count, limit=MAX_STEM, case="stem")
    if item.type not in (ItemType.SINGLE, ItemType.MULTIPLE):
        return
    for block in item.stem:
        for part in block.parts:
            if isinstance(part, Text) and not part.strong and not part.emphasis:
                found = _NEGATIVE.search(part.text)
                if found and not _marked(block.parts):
                    source.report("QZ406", Place(block.line - 1, 0, 1), text=found.group())


def _marked(parts: Sequence[object]) -> bool:
    """Whether the denying word of a paragraph is emphasised."""
    marked = (part.text for part in parts if isinstance(part, Text) and (part.strong or part.emphasis))
    return any(re.search("[不错非没无未除]", text) for text in marked)


def _options(source: Source, raw: RawQuestion, item: Item) -> None:
    options = item.options
    lengths = [len(option.text) for option in options]
    for option, from_raw, length in zip(options, raw.options, lengths, strict=True):
        if _ALL_OF_THE_ABOVE.search(option.text):
            source.report("QZ402", from_raw.place, text=option.text)
        if length > MAX_OPTION:
            source.report("QZ412", from_raw.place, count=length, limit=MAX_OPTION, case="option")
    key = _longest_key(options, lengths)
    if key is not None:
        others = lengths[:key] + lengths[key + 1 :]
        source.report("QZ401", raw.options[key].place, count=lengths[key], mean=round(sum(others) / len(others)))
    elif max(lengths) > max(min(lengths) * _UNEVEN, min(lengths) + _UNEVEN_BY):
        source.report(
            "QZ405", raw.options[lengths.index(max(lengths))].place, longest=max(lengths), shortest=min(lengths)
        )
    _absolutes(source, raw, options)
    if item.type is ItemType.MULTIPLE and all(option.right for option in options):
        source.report("QZ413", raw.place)


def _longest_key(options: Sequence[Option], lengths: list[int]) -> int | None:
    """The only right option, if it is clearly the longest."""
    right = [n for n, option in enumerate(options) if option.right]
    if len(right) != 1 or lengths[right[0]] < max(lengths):
        return None
    others = [length for n, length in enumerate(lengths) if n != right[0]]
    mean = sum(others) / len(others)
    return right[0] if lengths[right[0]] > max(mean * _LONGER, mean + _LONGER_BY) else None


def _absolutes(source: Source, raw: RawQuestion, options: Sequence[Option]) -> None:
    found = [_ABSOLUTE.search(option.text) for option in options]
    if any(match and option.right for match, option in zip(found, options, strict=True)):
        return
    for match, from_raw in zip(found, raw.options, strict=True):
        if match:
            source.report("QZ403", from_raw.place, text=match.group())
            return


def _given_away(source: Source, raw: RawQuestion, item: Item) -> None:
    """An answer that the stem says already."""
    stem = plain_name(plain_text(item.stem))
    for piece, answers in zip(raw.answers, item.blanks, strict=True):
        if len(answers[0]) > 1 and plain_name(answers[0]) in stem:
            source.report("QZ414", piece.place(), text=answers[0])


def _positions(source: Source, items: Sequence[Item], heading: Place) -> None:
    """The key is as often A as B as C …; 对 as often as 错, more or less."""
    single = [item for item in items if item.type is ItemType.SINGLE and len(item.options) > 2]
    places = [next((n for n, option in enumerate(item.options) if option.right), 0) for item in single]
    if len(places) >= _LEAST_ITEMS:
        most = max(set(places), key=places.count)
        if places.count(most) / len(places) > _ONE_POSITION:
            source.report("QZ404", heading, letter="ABCDEFGHIJ"[most], count=places.count(most), total=len(places))
    either = [item for item in items if item.type is ItemType.TRUE_FALSE]
    words = [next((option.text for option in item.options if option.right), "") for item in either]
    if len(words) >= _LEAST_TRUE_FALSE and len(set(words)) == 1:
        source.report("QZ404", heading, letter=words[0], count=len(words), total=len(words), case="either")


def _missing(source: Source, pairs: Sequence[tuple[RawQuestion, Item]]) -> None:
    """Feedback, explanation and source: one finding a file for each, at the first question that lacks it."""
    silent = [
        (raw, item)
        for raw, item in pairs
        if item.type in _CHOICES
        and any(not o.feedback and (not o.right or item.type is ItemType.JUDGEMENT) for o in item.options)
    ]
    bare = [(raw, item) for raw, item in pairs if not item.explanation]
    rootless = [(raw, item) for raw, item in pairs if item.source is None]
    for code, found in (("QZ408", silent), ("QZ409", bare), ("QZ410", rootless)):
        if found:
            source.report(code, found[0][0].place, count=len(found), total=len(pairs), name=found[0][1].name)


def _twin(source: Source, pairs: Sequence[tuple[RawQuestion, Item]], twin: Twin) -> None:
    first, second = pairs[twin.first], pairs[twin.second]
    case = {} if twin.equal else {"case": "near"}
    source.report("QZ407", second[0].place, name=first[1].name, line=first[1].line, **case)
