"""Forms by which the reader recognises what was meant to be an option, an answer or an explanation."""

from __future__ import annotations

import re

_BLANK = r"[ \t　\xa0]"
_BULLET = r"[-*+－—–•●○·]"
_RIGHT = "xXｘＸ√✓✔☑vVＶ"
_WRONG = "×✗✘╳"

TASK = re.compile(rf"- \[(?P<mark>[ xX])\](?: +(?=\S)|{_BLANK}*$)")
"""An option as it should be written."""

LIKE_TASK = re.compile(
    rf"(?P<bullet>(?:{_BULLET}|[0-9０-９]{{1,2}}[.．、)）])?){_BLANK}*"
    rf"(?:[\[［【〔]{_BLANK}*(?P<square>[{_RIGHT}{_WRONG}]?){_BLANK}*[\]］】〕](?![(（][^()（）]*\.md)"
    rf"|[(（]{_BLANK}*(?P<round>[√✓✔xXｘＸ{_WRONG}]?){_BLANK}*[)）]"
    rf"|(?P<box>[☐□▢☑☒✓✔√✅■×✗✘]))"
    rf"(?P<blank>{_BLANK}*)"
)
"""Something that was meant as one: other brackets, ticks, boxes, no bullet."""


RIGHT_MARKS = frozenset(_RIGHT + "☑☒✓✔√✅■")
WRONG_MARKS = frozenset(_WRONG)

LETTER = re.compile(
    rf"(?:{_BULLET}{_BLANK}*)?(?P<tick>[√✓✔]{_BLANK}*)?[(（]?{_BLANK}*(?P<letter>[A-Ja-jＡ-Ｊ]){_BLANK}*[)）.．、。:：]{_BLANK}*(?=\S)"
)
"""``A. …`` at the beginning of a line."""

NEXT_LETTER = re.compile(rf"{_BLANK}+[(（]?(?P<letter>[A-JＡ-Ｊ]){_BLANK}*[)）.．、:：]{_BLANK}*(?=\S)")
"""A further option on the same line."""

TICK_AFTER = re.compile(rf"{_BLANK}*(?:[（(【\[]{_BLANK}*(?:√|✓|✔|正确答案|正确|答案)\s*[）)】\]]|[√✓✔✅]){_BLANK}*$")
"""A tick behind an option."""

_BOLD = rf"(?:\*\*|__)?{_BLANK}*"
_KEY = r"(?:本题|正确|参考|标准)?答案(?!解析|解释)"
_EXPLANATION = r"(?:答案|试题|题目|考点)?解析|解答|答案解释"
_REFERENCE = r"参考(?:要点|答案要点|作答|回答)?|评分要点"
_ANSWER = rf"答(?:{_BLANK}*[(（]?[0-9０-９一二三四五六七八九十]{{0,2}}[)）]?)"
_NUMBERED = rf"(?:[0-9０-９]{{1,2}}{_BLANK}*[.．、)）]{_BLANK}*(?=答))?"
LABEL = re.compile(
    rf"{_BLANK}*{_NUMBERED}{_BOLD}(?P<open>[【\[〔［（(])?{_BLANK}*"
    rf"(?:(?P<key>{_KEY})|(?P<explanation>{_EXPLANATION})|(?P<reference>{_REFERENCE})|(?P<answer>{_ANSWER}))"
    rf"{_BLANK}*{_BOLD}(?P<close>[】\]〕］）)])?{_BLANK}*{_BOLD}(?P<colon>[：:])?{_BOLD}"
)
"""``解析：`` and the like at the beginning of a line; see ``label``."""

KEY_LETTERS = re.compile(r"[A-Ja-jＡ-Ｊａ-ｊ](?:[\s,，、;；/和及]*[A-Ja-jＡ-Ｊａ-ｊ]){0,9}[\s.。]*")
STEM_KEY = re.compile(r"[(（][ \t　]*(?P<letters>[A-JＡ-Ｊ](?:[ ,，、]*[A-JＡ-Ｊ]){0,9})[ \t　]*[)）]")
"""A letter in brackets inside the stem."""

EXPLANATION_AFTER = re.compile(
    r"[\s;；。,，]+[【\[(（]?(?:答案)?解析[】\])）]?\s*[:：]\s*|[\s;；。,，]*【(?:答案)?解析】[:：]?\s*"
)
"""解析 on the same line as 答案."""

BARE_SOURCE = re.compile(
    r"[【\[]?\s*(?:出处|来源)\s*[】\]]?\s*[:：]?\s*[(（]?(?P<target>[^\s()（）\[\]]+\.md(?:#[^()（）]*)?)[)）]?\s*"
)
"""出处 without a link's brackets."""

BLANK = re.compile(r"(?<![_\\])_{3,}(?!_)|＿{2,}")
BRACKET_BLANK = re.compile(r"[(（【〔][ \t　\xa0_]*[)）】〕]")
TRUE_FALSE = ({"对", "错"}, {"正确", "错误"})
TRUE_WORDS = frozenset(("对", "正确", "√", "✓", "✔", "是", "t", "true", "y", "yes"))
FALSE_WORDS = frozenset(("错", "错误", "×", "✗", "✘", "否", "不对", "不正确", "f", "false", "n", "no", "x"))

CHIP = re.compile(
    r"\s*(?:排序|匹配|简答|单选|多选|判断|情境|填空|数值|分[\s　]*[0-9０-９+\-－＋]+|难度[\s　:：]*[0-9０-９]"
    r"|框架[\s　:：]*[FfＦ][0-9０-９].{0,40}|(?:能力|标签|号)[\s　:：]+\S.{0,40})\s*"
)
"""A text that can hardly be anything but a chip of a question."""


_ANSWER_IS = re.compile(rf"\s*{_KEY}\s*(?:是|为|选)\s*(?=[A-Ja-jＡ-Ｊ、,，\s]{{1,20}}[。.]?\s*$)")
_SAID = re.compile(r"\s*(?:教练|反馈)\s*[：:]\s*")


def said(text: str) -> tuple[str, int] | None:
    """``教练：`` and the like before a feedback, which is nobody's speech."""
    found = _SAID.match(text)
    return ("feedback", found.end()) if found else None


def label(text: str, colon: bool = True) -> tuple[str, int] | None:
    """The kind of a label at the start of a text (key, explanation, reference, answer) and where its words begin.

    Without a colon only what stands in brackets counts (``【解析】``).
    """
    found = LABEL.match(text)
    if not found:
        return None
    if not found["colon"] and not (found["open"] and found["close"]):
        said = _ANSWER_IS.match(text)
        return ("key", said.end()) if said else None
    if found["open"] and not found["close"]:
        return None
    return next(kind for kind in ("key", "explanation", "reference", "answer") if found[kind]), found.end()
