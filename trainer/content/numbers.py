"""Numbers, durations and arrows as authors write them, in half- or full-width characters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trainer.textutil import to_halfwidth

MAX_NUMBER = 1_000_000
"""Largest absolute value of any number an author may write."""

MAX_MS = 24 * 3_600_000
"""Longest real time limit: a day."""

_SIGNS = str.maketrans("−‒–﹣﹢", "----+")
_UNITS = {
    "秒": "秒", "秒钟": "秒", "s": "秒", "分": "分钟", "分钟": "分钟", "min": "分钟", "小时": "小时", "个小时": "小时",
    "时": "小时", "h": "小时", "天": "天", "日": "天", "回合": "回合", "个回合": "回合", "轮": "回合",
}  # fmt: skip
_MS = {"秒": 1000, "分钟": 60_000, "小时": 3_600_000}
_DURATION = re.compile(r"(\d+)\s*([^\s\d]*)")
_ARROW = re.compile(r"→|[-=—–−]+[>》〉]|[➔➜➝➞➙➡⇒⟶⟹⇨⮕►▶]\ufe0f?|[>》]+")

Int = int | None


def ascii_form(text: str) -> str:
    """Half-width, one character for one character, so that columns stay; signs and quotes of all kinds as ASCII."""
    return to_halfwidth(text).translate(_SIGNS)


def read_int(text: str) -> Int:
    """An integer with an optional sign; None if it is none or has more than ten digits."""
    plain = ascii_form(text).strip()
    if not re.fullmatch(r"[+-]?\s*[0-9]{1,10}", plain):
        return None
    return int(plain.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount with its unit: 秒, 分钟, 小时, 天 or 回合."""

    amount: int
    unit: str

    @property
    def ms(self) -> int | None:
        """Real milliseconds; None for 天 and 回合."""
        factor = _MS.get(self.unit)
        return None if factor is None else self.amount * factor


def read_duration(text: str) -> Duration | None:
    """``30秒``, ``2 分钟``; ``1分30秒`` becomes seconds. None if unit or number is missing."""
    plain = ascii_form(text).strip().casefold()
    parts = _DURATION.findall(plain)
    if not parts or len(parts) > 3 or _DURATION.sub("", plain).strip():
        return None
    found = []
    for digits, unit in parts:
        if len(digits) > 10 or unit not in _UNITS:
            return None
        found.append((int(digits), _UNITS[unit]))
    if len(found) == 1:
        return Duration(*found[0])
    if any(unit not in _MS for _, unit in found):
        return None
    return Duration(sum(n * _MS[unit] for n, unit in found) // 1000, "秒")


@dataclass(frozen=True, slots=True)
class Arrow:
    """Where an arrow stands in a text, and whether it is the canonical one."""

    start: int
    end: int
    canonical: bool


def find_arrow(text: str) -> Arrow | None:
    """The first arrow in the text, however it was typed."""
    found = _ARROW.search(to_halfwidth(text))
    return Arrow(found.start(), found.end(), found.group() == "→") if found else None
