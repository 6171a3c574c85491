"""What a format has no field for, as tags that a person can read: ``能力/决策链``, ``难度/3``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trainer.content.items import Item, ItemType, Source
from trainer.exchange.bank.draft import Draft
from trainer.exchange.bank.prose import plain_text
from trainer.exchange.bank.words import TRUTH_PAIRS, TYPE_WORDS, true_one, type_of

_COMPETENCY, _FRAMEWORK, _DIFFICULTY, _SOURCE, _TAG = "能力", "框架", "难度", "课文", "标签"
_UNIT, _TYPE, _MOST, _HEADS, _WORDS, _REFERENCE = "单位", "题型", "满分", "栏名", "选项", "参考段数"
_KNOWN = (_COMPETENCY, _FRAMEWORK, _DIFFICULTY, _SOURCE, _TAG, _UNIT, _TYPE, _MOST, _HEADS, _WORDS, _REFERENCE)


def tags_of(item: Item) -> list[str]:
    """All that is said about an item besides its texts and its key."""
    made = [f"{_COMPETENCY}/{name}" for name in item.competencies]
    made += [f"{_FRAMEWORK}/{code}" for code in item.frameworks]
    made.append(f"{_DIFFICULTY}/{item.difficulty}")
    if item.source is not None:
        made.append(f"{_SOURCE}/{item.source.lesson}" + (f"#{item.source.page}" if item.source.page else ""))
    if item.number is not None and item.number.unit:
        made.append(f"{_UNIT}/{item.number.unit}")
    if item.type is ItemType.JUDGEMENT:
        made += [f"{_TYPE}/{TYPE_WORDS[item.type][0]}", f"{_MOST}/{max(option.points for option in item.options)}"]
    if any(item.columns):
        made += [f"{_HEADS}/{number}/{head}" for number, head in enumerate(item.columns, 1)]
    words = [option.text for option in item.options]
    if item.type is ItemType.TRUE_FALSE and words != list(TRUTH_PAIRS[0]):
        made.append(f"{_WORDS}/{'|'.join(words)}")
    if item.type is ItemType.FREE and item.explanation and "解析：" in plain_text(item.reference):
        made.append(f"{_REFERENCE}/{len(item.reference)}")
    for tag in item.tags:
        made.append(f"{_TAG}/{tag}" if tag.partition("/")[0] in _KNOWN else tag)
    return made


def read_tags(draft: Draft, tags: Iterable[str]) -> None:
    """Put the tags back where they came from; others stay tags."""
    competencies, frameworks, plain = [], [], []
    heads = ["", ""]
    for tag in tags:
        key, slash, value = tag.partition("/")
        if not slash or not value:
            plain.append(tag)
        elif key == _COMPETENCY:
            competencies.append(value)
        elif key == _FRAMEWORK:
            frameworks.append(value)
        elif key == _DIFFICULTY and value in "12345":
            draft.difficulty = int(value)
        elif key == _SOURCE:
            lesson, _, page = value.partition("#")
            draft.source = Source(lesson, page)
        elif key == _TYPE and type_of(value) is ItemType.JUDGEMENT:
            draft.type = ItemType.JUDGEMENT
        elif key == _HEADS and value[:2] in ("1/", "2/"):
            heads[int(value[0]) - 1] = value[2:]
        elif key == _WORDS and draft.type is ItemType.TRUE_FALSE:
            _reword(draft, value.split("|"))
        elif key == _TAG:
            plain.append(value)
        elif key not in _KNOWN:
            plain.append(tag)
    draft.columns = (heads[0], heads[1])
    draft.competencies, draft.frameworks = tuple(competencies), tuple(frameworks)
    draft.tags = tuple(dict.fromkeys(plain))


def _reword(draft: Draft, words: list[str]) -> None:
    """对 and 错 in other words or in the other order."""
    if len(words) != 2:
        return
    if true_one(words):
        draft.options.reverse()
        draft.key = tuple(1 - index for index in draft.key)
    for option, word in zip(draft.options, words, strict=True):
        option.text = word


def unit_of(tags: Iterable[str]) -> str:
    """The unit of a numeric key."""
    return next((tag.partition("/")[2] for tag in tags if tag.startswith(f"{_UNIT}/")), "")


def reference_of(tags: Iterable[str]) -> int:
    """How many blocks the reference of a free text has, 0 if nothing is said."""
    return next((int(tag.partition("/")[2]) for tag in tags if re.fullmatch(rf"{_REFERENCE}/\d+", tag)), 0)


def most_of(tags: Iterable[str]) -> int:
    """The points of the best option of a judgement; 3 if nothing is said."""
    return next((int(tag[-1]) for tag in tags if tag.startswith(f"{_MOST}/") and tag[-1] in "123"), 3)
