"""Chips of a question: what its type is called, and what it has of its own instead of the file's defaults."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from trainer.content.inline import Chip
from trainer.content.items import ItemType
from trainer.content.numbers import ascii_form, read_int
from trainer.content.question_front import QuestionFront
from trainer.content.schema_values import REFERENCES
from trainer.content.source import Place, Source
from trainer.content.suggest import nearest

TYPES = {
    "单选": ItemType.SINGLE, "多选": ItemType.MULTIPLE, "判断": ItemType.TRUE_FALSE, "情境": ItemType.JUDGEMENT,
    "排序": ItemType.ORDERING, "匹配": ItemType.MATCHING, "填空": ItemType.BLANKS, "数值": ItemType.NUMERIC,
    "简答": ItemType.FREE,
}  # fmt: skip
"""Words for the types; 排序, 匹配 and 简答 are needed, the others only where the answers could be read otherwise."""

_POINTS = re.compile(r"(?:得分|分值|\+|＋)\s*[:：]?\s*([0-9０-９]+)\s*分?|([0-9０-９]+)\s*分")

LIKE_TYPES = {
    "单选题": "单选", "单项选择": "单选", "多选题": "多选", "多项选择": "多选", "不定项": "多选", "判断题": "判断",
    "排序题": "排序", "匹配题": "匹配", "连线": "匹配", "连线题": "匹配", "填空题": "填空", "数值题": "数值",
    "计算": "数值", "计算题": "数值", "简答题": "简答", "问答": "简答", "问答题": "简答", "论述": "简答",
    "情境题": "情境", "情景": "情境",
}  # fmt: skip
LEVELS = {"易": 1, "简单": 1, "容易": 1, "偏易": 2, "中": 3, "适中": 3, "中等": 3, "偏难": 4, "难": 5, "困难": 5}
"""Words for a difficulty."""

_JOINED = re.compile(r"[\s，,、；;]+(?=(?:能力|框架|难度|标签|号)[\s　:：]|(?:排序|匹配|简答|单选|多选)$)")
ARGUMENTS = ("能力", "框架", "难度", "标签", "号", "分")
NONE = "无"
MAX_POINTS = 3
_WORD = re.compile(r"[^\s:：0-9０-９]+")
_CUT = re.compile(r"[\s，,、；;]+")
_CUT_TAGS = re.compile(r"\s*[，,、；;]+\s*")
_OWN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_CODE = re.compile(r"([FCT])0*([0-9]{1,4})")


@dataclass(slots=True)
class Said:
    """What the chips of one question say, with the file's defaults where they say nothing."""

    competencies: tuple[str, ...]
    frameworks: tuple[str, ...]
    difficulty: int
    tags: tuple[str, ...]
    type: ItemType | None = None
    type_place: Place | None = None
    own_id: str = ""
    own_id_place: Place | None = None


def read_chips(source: Source, chips: list[Chip], front: QuestionFront, known: Collection[str]) -> Said:
    """Read the chips under a question's heading."""
    said = Said(front.competencies, front.frameworks, front.difficulty, front.tags)
    own: dict[str, list[str]] = {}
    for chip in [part for typed in chips for part in _parted(source, typed)]:
        word, argument = _split(chip.text)
        if word == "难度" and argument in LEVELS:
            source.report("SC164", chip.place, found=chip.text, word=f"难度 {LEVELS[argument]}")
            argument = str(LEVELS[argument])
        if word in LIKE_TYPES and not argument:
            source.report("SC164", chip.place, found=word, word=LIKE_TYPES[word])
            word = LIKE_TYPES[word]
        if word in TYPES and not argument:
            if said.type is not None and said.type is not TYPES[word]:
                source.report("QZ203", chip.outer, text=word)
                said.type = None
                continue
            said.type, said.type_place = TYPES[word], chip.outer
        elif word == "分":
            source.report("QZ204", chip.outer, text=chip.text, case="question")
        elif word not in ARGUMENTS or not argument:
            near = "" if word in ARGUMENTS else nearest(word[:20] or chip.text[:20], [*TYPES, *ARGUMENTS]) or ""
            case = "empty" if word in ARGUMENTS else ""
            source.report("QZ201", chip.outer, text=chip.text, near=near, **({"case": case} if case else {}))
        elif word == "难度":
            value = read_int(argument)
            if value is None or not 1 <= value <= 5:
                source.report("YM116", chip.outer, key="难度", text=argument, low=1, high=5)
            else:
                said.difficulty = value
        elif word == "号":
            said.own_id, said.own_id_place = argument, chip.outer
            if not _OWN_ID.fullmatch(argument):
                source.report("QZ205", chip.outer, text=argument)
        else:
            own.setdefault(word, []).extend(_list(source, chip, word, argument, known))
    said.competencies = tuple(dict.fromkeys(own.get("能力", said.competencies)))
    said.frameworks = tuple(dict.fromkeys(own.get("框架", said.frameworks)))
    said.tags = tuple(dict.fromkeys(own.get("标签", said.tags)))
    return said


def _parted(source: Source, chip: Chip) -> list[Chip]:
    """``能力 决策链，难度 3`` in one chip are two."""
    cuts = list(_JOINED.finditer(chip.text))
    if not cuts:
        return [chip]
    made = []
    for start, end in zip([0, *(c.end() for c in cuts)], [*(c.start() for c in cuts), len(chip.text)], strict=True):
        place = Place(chip.place.line, chip.place.start + start, chip.place.start + end)
        made.append(Chip(chip.text[start:end], place))
    source.report("SC149", chip.outer, canonical="` `".join(part.text for part in made))
    return made


def _list(source: Source, chip: Chip, word: str, argument: str, known: Collection[str]) -> list[str]:
    """The names of a chip; 无 stands for none, which takes the file's default away."""
    if word == "标签":
        return [part for part in _CUT_TAGS.split(argument) if part]
    parts = [part for part in _CUT.split(argument) if part and part != NONE]
    if word == "能力":
        for name in parts:
            if known and name not in known:
                source.report("SC602", chip.outer, name=name, near=nearest(name[:40], known) or "")
        return parts
    found = []
    for part in parts:
        match = _CODE.fullmatch(ascii_form(part).upper())
        if not match or match[1] != "F" or not 1 <= int(match[2]) <= REFERENCES["F"]:
            source.report("SC601", chip.outer, text=part, letter="F", last=REFERENCES["F"])
        else:
            found.append(f"F{int(match[2]):02d}")
    return found


def is_points(text: str) -> bool:
    """Whether a chip is points in another form (``3分``)."""
    return bool(_POINTS.fullmatch(text))


def read_points(source: Source, chip: Chip) -> int | None:
    """``分 2`` behind an option; None with a finding if it is something else."""
    word, argument = _split(chip.text)
    if odd := _POINTS.fullmatch(chip.text):
        word, argument = "分", odd[1] or odd[2]
        source.report("SC164", chip.place, found=chip.text, word=f"分 {argument}")
    if word != "分":
        source.report("QZ204", chip.outer, text=chip.text, case="option")
        return None
    value = read_int(argument)
    if value is None or not 0 <= value <= MAX_POINTS:
        source.report("QZ206", chip.outer, text=argument, high=MAX_POINTS)
        return None
    return value


def _split(text: str) -> tuple[str, str]:
    found = _WORD.match(text)
    word = found.group() if found else ""
    if word[:1] in ("分", "号") and word not in ("分", "号"):
        word = word[0] if word[0] == "号" else word
    return word, text[len(word) :].strip(" \t　:：")
