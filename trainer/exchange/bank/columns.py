"""Which column holds what: the header of 考试宝, of 超星学习通, of our own files, and the words people use instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from trainer.exchange.bank.draft import LETTERS

SYNONYMS: dict[str, tuple[str, ...]] = {
    "stem": (
        *(
            "题干",
            "大题题干",
            "题目题干",
            "试题题干",
            "题目",
            "题目内容",
            "题目描述",
            "试题内容",
            "试题",
            "问题",
            "题面",
        ),
        *("question", "stem", "questiontext", "content"),
    ),
    "type": ("题型", "题目类型", "试题类型", "试题题型", "类型", "type", "questiontype", "qtype"),
    "key": (
        *("正确答案", "答案", "标准答案", "参考答案", "正确选项", "答案选项"),
        *("answer", "key", "correctanswer", "correctoption", "rightanswer"),
    ),
    "choices": ("选项", "备选项", "备选答案", "选项内容", "options", "choices"),
    "explanation": ("解析", "答案解析", "试题解析", "题目解析", "explanation", "rationale", "analysis"),
    "chapter": ("章节", "目录", "所属章节", "题目分类", "试题分类", "分类", "chapter", "category"),
    "difficulty": ("难度", "难易度", "难易程度", "难度系数", "难度等级", "题目难度", "试题难度", "difficulty", "level"),
    "competency": ("能力编码", "能力", "能力短名", "考察能力", "competency"),
    "framework": ("框架", "框架编码", "framework"),
    "tags": ("标签", "关键词", "tags"),
    "topic": ("知识点", "知识点名称", "考点", "topic"),
    "id": ("题目ID", "题目编号", "试题编号", "id"),
    "version": ("版本", "version"),
    "name": ("题名", "name"),
    "points": ("选项分", "选项分值", "points"),
    "heads": ("栏名",),
    "format": ("格式",),
    "source": ("课文", "出处", "来源", "source"),
    "count": ("选项数", "选项个数"),
    "weight": ("权重", "分值", "分数", "score", "weight"),
    "number": ("序号", "题号", "编号", "no"),
}
"""Field to headers, the first one ours where we write it; brackets and blanks do not count."""

_HEADERS = {
    unicodedata.normalize("NFKC", header).lower(): field for field, headers in SYNONYMS.items() for header in headers
}
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|<.*?>")
_OPTION = re.compile(r"(?:选项|备选项|option)([a-z])|([a-z])(?:选项)?")
_NUMBERED = re.compile(r"(?:选项|option)(\d{1,2})")
_FEEDBACK = re.compile(r"(?:选项)?(?:反馈|解析|说明)([a-z])|选项([a-z])(?:反馈|解析|说明)|feedback([a-z])")
SEARCHED_ROWS = 20
"""The header is looked for in the first rows only."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields stand.

    Attributes:
        row: Index of the header's row.
        fields: Field to column. options, feedback: index of the option to column.
        unknown: Headers that nobody knows, with their column.
        form: ``kaoshibao``, ``chaoxing`` or ``ours``.
    """

    row: int
    fields: dict[str, int]
    options: dict[int, int]
    feedback: dict[int, int]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[tuple[int, str], ...]
    form: str


def normalise_header(text: str) -> str:
    """A header without blanks, line ends and brackets, in half width and lower case."""
    word = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return _BRACKETS.sub("", word).strip("*:;：；").replace("_", "")


def find_layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """The header among the first rows: a row that names at least the stem and one more field."""
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        layout = _layout(index, row)
        if "stem" in layout.fields and (len(layout.fields) > 1 or layout.options):
            return layout
    return None


def _layout(index: int, row: Sequence[str]) -> Layout:
    fields: dict[str, int] = {}
    options: dict[int, int] = {}
    feedback: dict[int, int] = {}
    unknown, twice = [], []
    words = [normalise_header(text) for text in row]
    for column, word in enumerate(words):
        if not word:
            continue
        place: tuple[dict[str, int], str] | tuple[dict[int, int], int] | None = None
        if field := _HEADERS.get(word):
            taken = field in fields
            fields.setdefault(field, column)
        elif (place := _lettered(word, options, feedback)) is not None:
            table, letter = place
            taken = letter in table
            table.setdefault(letter, column)
        else:
            unknown.append((column, " ".join(row[column].split())))
            continue
        if taken:
            twice.append((column, " ".join(row[column].split())))
    form = "ours" if "id" in fields and "version" in fields else "kaoshibao"
    if "大题题干" in words or ("题目类型" in words and "难易度" in words):
        form = "chaoxing"
    return Layout(index, fields, options, feedback, tuple(unknown), tuple(twice), form)


def _lettered(word: str, options: dict[int, int], feedback: dict[int, int]) -> tuple[dict[int, int], int] | None:
    if found := _FEEDBACK.fullmatch(word):
        return feedback, LETTERS.lower().index(next(filter(None, found.groups())))
    if found := _OPTION.fullmatch(word):
        return options, LETTERS.lower().index(next(filter(None, found.groups())))
    if (found := _NUMBERED.fullmatch(word)) and 1 <= int(found[1]) <= len(LETTERS):
        return options, int(found[1]) - 1
    return None


def column_letters(column: int) -> str:
    """``K`` for 10, ``AA`` for 26."""
    made = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(ord("A") + rest) + made
    return made
