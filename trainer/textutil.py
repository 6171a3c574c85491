"""Text on a terminal: cell widths, Chinese line breaking, harmless characters, comparable names.

The widths are those of rich 15 (Unicode 17 table), worked out from ``unicodedata`` so that nothing has to be
imported for them; a test compares the two over every assigned character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NO_LINE_START = frozenset("，。、；：？！…—～·”’」』）》〉】〕｝］％℃°" + ",.;:?!)]}%")
"""Characters that may not begin a line (闭标点避头)."""

NO_LINE_END = frozenset("“‘「『（《〈【〔｛［￥＄" + "([{")
"""Characters that may not end a line (开标点避尾)."""

_ZWJ, _VS16 = "\u200d", "\ufe0f"
_NARROW_FORMAT = re.compile("[\u00ad\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_WIDE_SINCE_16 = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376]")
_NO_WIDTH = re.compile("[\u1160-\u11ff\u2028\u2029\u3164\ud7b0-\ud7ff\uffa0\U0001f3fb-\U0001f3ff]")
_TEXT_EMOJI = frozenset("#*0123456789‼⁉↔ℹ⤴⤵◻◼")

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b\u200c\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
_HARMFUL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_INVISIBLE}\U000e0000-\U000e0fff]")
_LOOSE_ZWJ = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@lru_cache(maxsize=8192)
def _cells(char: str) -> int:
    code = ord(char)
    if code < 0x7F:
        return 0 if code < 0x20 else 1
    category = unicodedata.category(char)
    if category == "Cc" or _NO_WIDTH.match(char):
        return 0
    if category in ("Mn", "Me", "Mc", "Cf"):
        return 1 if _NARROW_FORMAT.match(char) else 0
    return 2 if unicodedata.east_asian_width(char) in "WF" or _WIDE_SINCE_16.match(char) else 1


def display_width(text: str) -> int:
    """Terminal cells that a text takes: CJK 2, East Asian ambiguous 1, combining marks and controls 0."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _ZWJ not in text and _VS16 not in text:
        return sum(map(_cells, text))
    total, last, skip = 0, "", False
    for char in text:
        if skip:
            skip = False
        elif char == _ZWJ:
            skip = True
        elif char == _VS16:
            if last and _cells(last) == 1 and (last in _TEXT_EMOJI or unicodedata.category(last) == "So"):
                total += 1
            last = ""
        elif cells := _cells(char):
            total, last = total + cells, char
    return total


# --- line breaking ---------------------------------------------------------------------------------------------------


def _graphemes(text: str) -> list[str]:
    """Characters with the marks, selectors and joined emoji that belong to them."""
    found: list[str] = []
    joined = False
    for char in text:
        if found and (joined or (_cells(char) == 0 and char not in "\n")):
            found[-1] += char
        else:
            found.append(char)
        joined = char == _ZWJ
    return found


def _is_latin(grapheme: str) -> bool:
    return (
        not grapheme.isspace()
        and display_width(grapheme) <= 1
        and grapheme[0] not in NO_LINE_END
        and (grapheme[0] not in NO_LINE_START or grapheme[0] in ",.;:?!%’·°℃")
    )


def _may_break(left: str, right: str) -> bool:
    """Whether a line may end after the grapheme ``left`` and the next begin with ``right``."""
    return left[0] not in NO_LINE_END and right[0] not in NO_LINE_START and not (_is_latin(left) and _is_latin(right))


def _clusters(line: str) -> list[tuple[str, str]]:
    """Pieces that should not be broken, each with the blanks that follow it."""
    pieces: list[tuple[str, str]] = []
    core = blanks = ""
    last = ""
    for grapheme in _graphemes(line):
        if not core:
            core = last = grapheme
        elif grapheme.isspace() and not core.isspace():
            blanks += grapheme
        elif core.isspace():
            core += grapheme  # the indent of the first line stays with its first word
            last = grapheme
        elif blanks and (last[0] in NO_LINE_END or grapheme[0] in NO_LINE_START):
            core, blanks, last = core + blanks + grapheme, "", grapheme
        elif blanks or _may_break(last, grapheme):
            pieces.append((core, blanks))
            core, blanks, last = grapheme, "", grapheme
        else:
            core, last = core + grapheme, grapheme
    if core:
        pieces.append((core, blanks))
    return pieces


def _cut(piece: str, width: int) -> list[str]:
    """Cut a piece that is wider than a line, at an allowed place where there is one."""
    lines: list[str] = []
    rest = _graphemes(piece)
    while rest:
        used = count = 0
        while count < len(rest) and (count == 0 or used + display_width(rest[count]) <= width):
            used += display_width(rest[count])
            count += 1
        if count < len(rest):
            tidy = next((k for k in range(count, 0, -1) if _tidy(rest, k)), None)
            count = tidy or count
        lines.append("".join(rest[:count]))
        rest = rest[count:]
    return lines


def _tidy(graphemes: list[str], at: int) -> bool:
    return graphemes[at - 1][0] not in NO_LINE_END and graphemes[at][0] not in NO_LINE_START


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` cells by the rules of Chinese typesetting.

    No line begins with a closing mark or ends with an opening one; words and numbers in Latin letters stay whole.
    Only what is wider than a whole line is cut. Line breaks of the text stay, blanks at a break are dropped.

    Args:
        text: Plain text.
        width: Cells, at least 1; a wide character on a line of 1 cell stands alone all the same.

    Returns:
        The lines, at least one.
    """
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, gap = "", ""
        for core, blanks in _clusters(paragraph.rstrip()):
            if line and display_width(line + gap + core) > width:
                lines.append(line)
                line, gap = "", ""
            if not line and display_width(core) > width:
                *full, core = _cut(core, width)
                lines.extend(full)
            line, gap = line + gap + core, blanks
        lines.append(line)
    return lines


# --- cleaning --------------------------------------------------------------------------------------------------------


def sanitise(text: str) -> str:
    """Drop what could steer a terminal or hide: ESC, C0, C1, bidi controls, invisible characters.

    Line ends become ``\\n``, a tab one blank, a lone surrogate U+FFFD; a joiner stays inside emoji.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINE.sub("\n", text).replace("\t", " ")
    text = _SURROGATE.sub("\ufffd", _HARMFUL.sub("", text))
    return _LOOSE_ZWJ.sub("", text) if _ZWJ in text else text


def to_halfwidth(text: str) -> str:
    """Full-width ASCII forms and the ideographic space as ASCII; ，。 and their like have none and stay."""
    return text.translate(_FULL_TO_HALF)


def normalise_name(text: str) -> str:
    """The form in which two spellings of a name are compared: NFKC, case folded, without blanks."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(folded.split())
