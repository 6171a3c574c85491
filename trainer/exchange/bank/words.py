"""Words that banks use for types, truth and difficulty, and the letters of a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from trainer.content.items import ItemType

TYPE_WORDS: dict[ItemType, tuple[str, ...]] = {
    ItemType.SINGLE: ("单选题", "单选", "单项选择题", "单项选择", "选择题", "single", "singlechoice", "multiplechoice"),
    ItemType.MULTIPLE: ("多选题", "多选", "多项选择题", "多项选择", "multiple", "multipleresponse", "multipleanswer"),
    ItemType.TRUE_FALSE: (
        "判断题",
        "判断",
        "是非题",
        "是非判断题",
        "正误题",
        "对错题",
        "truefalse",
        "true/false",
        "tf",
    ),
    ItemType.JUDGEMENT: ("情境判断题", "情境判断", "情景判断题", "情境题", "judgement", "situationaljudgement"),
    ItemType.ORDERING: ("排序题", "排序", "顺序题", "ordering", "sequence"),
    ItemType.MATCHING: ("匹配题", "匹配", "连线题", "配对题", "matching"),
    ItemType.BLANKS: ("填空题", "填空", "blanks", "fillin", "fillintheblank", "fillblank"),
    ItemType.NUMERIC: ("计算题", "数值题", "计算", "numeric", "numerical"),
    ItemType.FREE: (
        "简答题",
        "简答",
        "问答题",
        "论述题",
        "论述",
        "名词解释",
        "案例分析题",
        "主观题",
        "free",
        "essay",
        "shortanswer",
    ),
}
"""The first word of each is the one we write."""

UNDECIDED = ("不定项选择题", "不定项", "不定项选择", "单选或多选")
"""A single or a multiple choice, as the key says."""

_TYPES = {word: kind for kind, words in TYPE_WORDS.items() for word in words}

_TRUE = frozenset(["对", "正确", "是", "√", "✓", "✔", "☑", "t", "true", "y", "yes", "right", "对的", "真", "正确的"])
_FALSE = frozenset(
    [
        "错",
        "错误",
        "否",
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "f",
        "false",
        "n",
        "no",
        "wrong",
        "不对",
        "不正确",
        "错的",
        "假",
        "错误的",
    ]
)
TRUTH_PAIRS = (("对", "错"), ("正确", "错误"))
"""Words that the content format knows, true first."""

_DIFFICULTIES = {
    1: ("易", "容易", "简单", "easy"),
    2: ("偏易", "较易", "较简单"),
    3: ("适中", "中", "中等", "一般", "medium"),
    4: ("偏难", "较难"),
    5: ("难", "困难", "hard", "很难"),
}
_DIFFICULTY = {word: level for level, words in _DIFFICULTIES.items() for word in words}

_BETWEEN = re.compile(r"[\s,;、./|·&+和及与]+")


def fold(text: str) -> str:
    """The form in which words are compared: NFKC, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def type_of(text: str) -> ItemType | None:
    """The type that a word names, None for an unknown one; ``UNDECIDED`` words count as unknown here."""
    return _TYPES.get(fold(text).strip("[]【】()").replace("_", ""))


def is_undecided(text: str) -> bool:
    """不定项."""
    return fold(text).strip("[]【】()") in UNDECIDED


def near_type(text: str) -> str:
    """The word that was probably meant, or the usual ones."""
    from difflib import get_close_matches

    found = get_close_matches(fold(text), [*_TYPES, *UNDECIDED], n=1, cutoff=0.5)
    return found[0] if found else "、".join(words[0] for words in TYPE_WORDS.values())


def truth_of(text: str) -> bool | None:
    """Whether a word says true or false, None if it says neither."""
    word = fold(text).rstrip("。.")
    return True if word in _TRUE else False if word in _FALSE else None


def true_one(words: Sequence[str]) -> int:
    """Index of the word that says true among the two of a true/false item; the first if neither is known."""
    return int(truth_of(words[0]) is False or truth_of(words[-1]) is True)


def difficulty_of(text: str) -> int | None:
    """1-5, None for an unknown word."""
    word = fold(text)
    if re.fullmatch(r"[1-5](\.0+)?", word):
        return int(word[0])
    stars = word.count("★") or word.count("*")
    if stars and stars <= 5 and not word.strip("★☆*"):
        return stars
    return _DIFFICULTY.get(word.removesuffix("题"))


def difficulty_word(level: int) -> str:
    """The word of a level."""
    return _DIFFICULTIES[level][0]


def letters_of(text: str) -> tuple[int, ...] | None:
    """The indices that letters name, in their order, each once; None if the text is anything else.

    Understood: ``AB``, ``A,B``, ``A；B``, ``A、B``, full-width and lower-case letters, ``答案：A``.
    """
    word = unicodedata.normalize("NFKC", text).strip()
    word = re.sub(r"^(正确)?(参考)?答案\s*(是|为)?\s*[::]?", "", word).strip("()[]【】。. ")
    word = _BETWEEN.sub("", word).upper()
    if not word or not re.fullmatch("[A-Z]+", word):
        return None
    return tuple(dict.fromkeys(ord(letter) - ord("A") for letter in word))
