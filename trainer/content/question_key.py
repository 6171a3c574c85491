"""Answers that are typed: words for blanks, numbers with a tolerance and a unit."""

from __future__ import annotations

import re

from trainer.content.inline import scan
from trainer.content.items import Number
from trainer.content.markdown import Piece
from trainer.content.numbers import ascii_form
from trainer.content.question_text import unlinked
from trainer.content.source import Source

MAX_DIGITS = 15
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_NUMBER = re.compile(
    rf"(?P<about>约|大约|≈)?\s*(?P<value>[+-]?\s*(?:{_DIGITS}))\s*"
    rf"(?:(?P<before>[^\s0-9±()+-][^\s0-9±()]{{0,12}})\s*(?=[±(+]))?"
    rf"(?:\(?\s*(?P<sign>±|\+/-|\+-|-\+)\s*(?P<tolerance>-?\s*(?:{_DIGITS}))\s*(?P<percent>%)?\s*\)?)?"
    r"\s*(?P<unit>(?![eExX][0-9])[^\s0-9±()~～至到–.,+/-][^±]{0,19})?"
)
_RANGE = re.compile(
    rf"(?P<low>-?(?:{_DIGITS}))\s*(?:~|～|-{{1,2}}|至|到)\s*(?P<high>-?(?:{_DIGITS}))\s*(?P<unit>[^\s0-9±()~-][^±]{{0,19}})?"
)
_BAR = re.compile(r"\\[|｜]|[|｜]")


def is_number(text: str) -> bool:
    """Whether an answer reads as a number with perhaps a tolerance and a unit."""
    return bool(_NUMBER.fullmatch(_plain(text)))


def is_range(text: str) -> bool:
    """Whether an answer names the lowest and the highest number."""
    return bool(_RANGE.fullmatch(_plain(text)))


def has_tolerance(text: str) -> bool:
    """Whether an answer is a number with a tolerance, so that it is no word for a blank."""
    found = _NUMBER.fullmatch(_plain(text))
    return found is not None and found["sign"] is not None


def _plain(text: str) -> str:
    return ascii_form(text).replace("，", ",").strip()


def read_number(source: Source, piece: Piece) -> Number | None:
    """``12.5 ±0.1 万元``; None with a finding."""
    text = _plain(piece.text)
    found = _NUMBER.fullmatch(text)
    place = piece.place()
    if found is None:
        if span := _RANGE.fullmatch(text):
            low, high = _float(span["low"]), _float(span["high"])
            if low < high:
                middle, half = (low + high) / 2, (high - low) / 2
                made = Number(_tidy(middle), _tidy(half), (span["unit"] or "").strip())
                source.report("QZ123", place, text=piece.text.strip(), canonical=write_number(made))
                return made
        source.report("QZ122", place, text=piece.text.strip())
        return None
    if max(len(re.sub(r"\D", "", found[name] or "")) for name in ("value", "tolerance")) > MAX_DIGITS:
        source.report("QZ122", place, text=piece.text.strip(), case="long", limit=MAX_DIGITS)
        return None
    value = _float(found["value"])
    tolerance = _float(found["tolerance"]) if found["tolerance"] else 0.0
    if tolerance < 0:
        source.report("QZ124", place, text=found["tolerance"])
        return None
    unit = (found["before"] or "") + (found["unit"] or "")
    if found["percent"] and not unit:
        unit = "%"
    elif found["percent"] and unit != "%":
        tolerance = _tidy(abs(value) * tolerance / 100)
    made = Number(value, tolerance, unit.strip())
    usual = not found["about"] and not found["before"] and "(" not in text and found["sign"] in (None, "±")
    if not usual or (found["percent"] and found["unit"]):
        source.report("QZ123", place, text=piece.text.strip(), canonical=write_number(made))
    return made


def write_number(number: Number) -> str:
    """The canonical form of a number with its tolerance and unit."""
    tolerance = f" ±{digits(number.tolerance)}" if number.tolerance else ""
    return f"{digits(number.value)}{tolerance}" + (f" {number.unit}" if number.unit else "")


def digits(value: float) -> str:
    """A number without exponent, as short as reads back to the same value."""
    from decimal import Decimal

    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(text: str) -> float:
    return float(text.replace(",", "").replace(" ", ""))


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def read_alternatives(source: Source, piece: Piece) -> tuple[str, ...]:
    """``甲｜乙``: the accepted answers of one blank, each once; empty with a finding."""
    found: list[str] = []
    at = 0
    text = piece.text
    for cut in [*_BAR.finditer(text), None]:
        if cut is not None and cut.group().startswith("\\"):
            continue
        end = cut.start() if cut else len(text)
        part = text[at:end].strip()
        if part:
            start = at + text[at:end].index(part)
            words = unlinked(source, scan(source, [Piece(piece.line, piece.column + start, _unescape(part))]))
            if words and words not in found:
                found.append(words)
        elif cut is not None or found:
            source.report("QZ126", Piece(piece.line, piece.column + at, text[at : end + 1]).place())
        at = cut.end() if cut else end
    if not found:
        source.report("QZ125", piece.place())
    return tuple(found)


def _unescape(part: str) -> str:
    return part.replace("\\｜", "｜")
