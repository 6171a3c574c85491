"""Chinese numerals as figures, up to 9,999; 万 and 亿 are scales like those of figures and stay."""

from __future__ import annotations

import re

_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
           for sign in signs}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DIGIT = f"[{''.join(_DIGITS)}]"
_RUN = re.compile(
    rf"(?:{_DIGIT}|十)(?:{_DIGIT}|十|百(?!分[点之位])|千(?![克米]))*(?:点{_DIGIT}+)?(?![0-9])",
)


def figures(text: str) -> str:
    """The text with its Chinese numerals as figures: ``一千二百万`` is ``1200万``, ``三点五`` is ``3.5``.

    Digits without 十, 百, 千 are read one by one (``二〇二六``); ``三百五`` is 350. What makes no sense stays.
    """
    return _RUN.sub(lambda run: _number(run[0]), text)


def _number(run: str) -> str:
    whole, _, after = run.partition("点")
    value = _section(whole)
    if value is None:
        return run
    return f"{value}.{''.join(str(_DIGITS[sign]) for sign in after)}" if after else value


def _section(run: str) -> str | None:
    if not any(sign in _UNITS for sign in run):
        return "".join(str(_DIGITS[sign]) for sign in run)
    total, digit, last = 0, None, 10_000
    for at, sign in enumerate(run):
        unit = _UNITS.get(sign)
        if unit is None:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif unit >= last or (digit == 0 and sign != "十"):
            return None
        else:
            total, digit, last = total + (digit or 1) * unit, None, unit
        if at == len(run) - 1 and digit is not None:
            short = last > 10 and run[at - 1] in _UNITS
            total += digit * (last // 10 if short else 1)
    return str(total)
