"""Typed answers compared as a kind teacher would: spelling of characters, units and separators does not matter.

Numbers are exact fractions, so a tolerance of ±0.1 includes its ends whatever floating point makes of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from trainer.content.items import Number
from trainer.engine.quiz_numerals import figures

_EDGES = ",.;:!?、。…~·|'\"‘’“”()[]{}<>《》〈〉「」『』【】〔〕"
"""Marks that do not count at either end of an answer; ``%`` and ``+`` do."""
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣", "-"), "⁄": "/"})
_LEAD = re.compile("^(?:大约|大概|约|共|为|是|=|≈|¥|￥|\\$|rmb|cny)+")
_SCALES = {
    "万亿": 10**12, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "万": 10**4, "w": 10**4, "千": 10**3, "百": 10**2, "十": 10,
}  # fmt: skip
_UNITS = {
    "块": "元", "块钱": "元", "元钱": "元", "元人民币": "元", "人民币": "元", "圆": "元", "rmb": "元", "cny": "元",
    "日": "天", "个工作日": "工作日", "个月": "月", "周": "星期", "个星期": "星期", "小时": "小时", "个小时": "小时",
    "h": "小时", "min": "分钟", "公斤": "千克", "kg": "千克", "公里": "千米", "km": "千米", "t": "吨",
    "个百分点": "%", "百分点": "%", "pct": "%", "percent": "%",
}  # fmt: skip
_TENTHS = {"‰": Fraction(1, 10), "成": Fraction(10)}
"""In percent."""
_WHOLE_UNITS = ("千克", "千米", "百分点", "个百分点", "万能", "百分位", "十分")
"""Units that begin like a scale and are none."""
_FIGURES = re.compile(r"[+-]?(?:\d[\d,.'_。]*\d|\d|\.\d+)(?:e[+-]?\d{1,2})?(?:/\d+)?")
_SCALE = "|".join(_SCALES)
_PART = re.compile(rf"({_FIGURES.pattern})((?:(?!{'|'.join(_WHOLE_UNITS)})(?:{_SCALE}))?)")
_LONGEST = 60
_SHORT_UNIT = 3
"""Where the item has no unit, a word of so many characters after the number passes for one."""
_SPAN = re.compile("(?<=[0-9%])(?:~|至|到)(?=[0-9])")


def same_words(given: str, accepted: str) -> bool:
    """Whether two short answers are the same; case, width, blanks and marks at the ends do not count."""
    left, right = plain_words(given), plain_words(accepted)
    if left == right:
        return bool(left)
    a, b = read_amount(given), read_amount(accepted)
    return a is not None and b is not None and _bare(a) == _bare(b)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """The form in which short answers are compared."""
    bare = _SPAN.sub("-", "".join(_folded(text).split()).translate(_SIGNS))
    return _strip(bare) or bare


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _strip(text: str) -> str:
    """Without the marks at its ends; the point of ``.5`` stays."""
    bare = text.strip(_EDGES)
    at = text.find(bare)
    return f".{bare}" if at and text[at - 1] == "." and bare[:1].isdecimal() else bare


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as typed: ``value`` with its scale (万, %) worked in, ``unit`` what else was written after it."""

    value: Fraction
    unit: str = ""


def _bare(amount: Amount) -> Amount:
    """20 % is 0.2."""
    return Amount(amount.value / 100) if amount.unit == "%" else amount


def is_right(typed: str, key: Number) -> bool:
    """Whether a typed number is the key, within its tolerance; units and scales as in ``read_number``."""
    value = read_number(typed, key.unit)
    return value is not None and abs(value - _exact(key.value)) <= _exact(key.tolerance)


def read_number(typed: str, unit: str = "") -> Fraction | None:
    """A typed number in the unit of the item, None if it is none or of another unit.

    ``12.5``, ``12.5万`` and ``125,000元`` are the same where the unit is 万元; ``30%`` is 30 where it is % and 0.3
    where there is none.
    """
    amount = read_amount(typed)
    if amount is None:
        return None
    scale, base = _split_unit(plain_words(unit))
    if not amount.unit and not _has_scale(typed):
        return amount.value
    if amount.unit and (amount.unit != base if base else len(amount.unit) > _SHORT_UNIT):
        return None
    if base == "%":  # read_amount made 30% of "30%"; a bare scale (3万) is not a percentage
        return amount.value if amount.unit == "%" else None
    value = amount.value / 100 if amount.unit == "%" else amount.value
    return value / scale


@lru_cache(maxsize=1024)
def read_amount(typed: str) -> Amount | None:
    """A number with its scale and unit, None if the text is no number."""
    text = plain_words(typed)
    if not text or len(text) > _LONGEST:
        return None
    text = figures(_LEAD.sub("", text.replace("百分之", "pct:")))
    text = re.sub(r"^(-|负)?pct:(.*)$", r"\1\2%", text).replace("负", "-")
    total, last, at = Fraction(0), None, 0
    negative = text.startswith("-")
    while part := _PART.match(text, at):
        figure = _figure(part[1])
        scale = _SCALES.get(part[2], 1)
        if figure is None or (last is not None and not _follows(figure, scale, last)):
            return None
        total += -abs(figure) * scale if negative else figure * scale
        at, last = part.end(), scale
        if scale == 1:
            break
    if last is None:
        return None
    rest = text[at:].strip(_EDGES)
    if rest in _TENTHS:
        return Amount(total * _TENTHS[rest], "%")
    unit = _UNITS.get(rest, rest)
    return None if re.search(r"\d", unit) else Amount(total, unit)


def _follows(figure: Fraction, scale: int, last: int) -> bool:
    """``5000`` may follow ``12万``; what ``12万5`` means is left open."""
    return figure * scale < last and not (scale == 1 and figure < 10)


def _has_scale(typed: str) -> bool:
    return any(part[2] for part in _PART.finditer(figures(plain_words(typed))))


def _split_unit(unit: str) -> tuple[int, str]:
    """``万元`` is 10,000 of 元."""
    unit = _UNITS.get(unit, unit)
    if unit not in _WHOLE_UNITS:
        for name in sorted(_SCALES, key=len, reverse=True):
            if unit.startswith(name) and name != "w":
                rest = unit[len(name) :]
                return _SCALES[name], _UNITS.get(rest, rest)
    return 1, unit


def _exact(value: float) -> Fraction:
    """The decimal number that the author wrote, not its binary neighbour."""
    return Fraction(repr(value))


def _figure(text: str) -> Fraction | None:
    """Digits with their separators: the last of comma and point is the decimal mark unless it groups by three."""
    text = re.sub("['_]", "", text).replace("。", ".")
    numerator, _, denominator = text.partition("/")
    numerator, _, exponent = numerator.partition("e")
    sign = -1 if numerator.startswith("-") else 1
    digits = numerator.lstrip("+-")
    marks = [mark for mark in digits if mark in ",."]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return None
        whole, _, after = digits.rpartition(decimal)
        group = "," if decimal == "." else "."
        if not _grouped(whole, group):
            return None
        digits = f"{whole.replace(group, '')}.{after}"
    elif marks:
        mark = marks[0]
        if len(marks) > 1 or mark == ",":
            if _grouped(digits, mark):
                digits = digits.replace(mark, "")
            elif len(marks) == 1:
                digits = digits.replace(mark, ".")
            else:
                return None
    try:
        value = sign * Fraction(digits) * Fraction(10) ** int(exponent or 0)
        return value / int(denominator) if denominator else value
    except (ValueError, ZeroDivisionError):
        return None


def _grouped(digits: str, mark: str) -> bool:
    head, *groups = digits.split(mark)
    return bool(groups) and re.fullmatch(r"[1-9]\d{0,2}", head) is not None and all(len(group) == 3 for group in groups)
