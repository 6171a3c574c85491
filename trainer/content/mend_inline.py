"""Slips inside a line: links in full-width brackets, other marks where backticks belong, full-width asterisks."""

from __future__ import annotations

import re

from trainer.content import looks
from trainer.content.edits import Edit, apply
from trainer.content.source import Place, Source

_SUSPECT = re.compile(r"[·｀ˋ´‘’'“”\"【】［］〔〕（＊｜]|\][ \t　]+\(|\(\s*＃")
_MARKS = "`·｀ˋ´‘’'“”\""
_QUOTED = re.compile(rf"(?P<open>[{_MARKS}])(?P<text>[^{_MARKS}\n]{{1,120}})(?P<close>[{_MARKS}])")
_TICKS = frozenset("`·｀ˋ´")
_BOLD = re.compile(r"＊＊(?=\S)([^＊\n]*[^＊\s])＊＊")
_BARS = re.compile(r"\s*[｜|].*[｜|]\s*")
_AFTER_CHIP = " \t　，,；;、"
_BEFORE_CHIP = frozenset(" \t　)）`，,；;、>·｀’'")


def mend_inline(source: Source, line: int) -> None:
    """Mend one line; nothing is looked at where no suspicious character stands."""
    text = source.lines[line]
    if not _SUSPECT.search(text):
        return
    mend_links(source, line)
    mend_backticks(source, line, looks.CHIP)
    mend_bold(source, line)
    if "｜" in text and _BARS.fullmatch(text):
        mend_bars(source, line)


def is_suspect(text: str) -> bool:
    """Whether a line holds any character that this module looks for."""
    return bool(_SUSPECT.search(text))


def is_row(text: str) -> bool:
    """Whether a line begins and ends with a bar of either width."""
    return bool(_BARS.fullmatch(text))


def mend_links(source: Source, line: int) -> None:
    """Full-width brackets of links, blanks between their parts."""
    text = source.lines[line]
    edits: list[Edit] = []
    for link in looks.LINK.finditer(text):
        if text.count("`", 0, link.start()) % 2:
            continue
        target = link["target"].strip(" \t　")
        exact = link["open"] == "[" and link["close"] == "]" and link["paren"] == "(" and link["end"] == ")"
        sharp = target[:1] in ("#", "＃")
        if (exact and not link["gap"] and target[:1] != "＃") or (not sharp and link.start() > 8):
            continue
        if not sharp and (not target or (link["paren"] == "(" and link["gap"])):
            continue
        place = Place(line, link.start(), link.end())
        if not exact or target[:1] == "＃":
            source.report("SC120", place)
        if target[:1] == "＃":
            sign = text.index("＃", link.start("target"))
            edits.append((sign, sign + 1, "#"))
        if link["gap"]:
            source.report("SC121", Place(line, link.start("gap"), link.end("gap")))
            edits.append((link.start("gap"), link.end("gap"), ""))
        for group, char in (("open", "["), ("close", "]"), ("paren", "("), ("end", ")")):
            if link[group] != char:
                edits.append((link.start(group), link.end(group), char))
    apply(source, line, edits)


def mend_backticks(source: Source, line: int, chip: re.Pattern[str]) -> None:
    """Other marks where the backticks of a chip belong; ``chip`` is what a chip looks like."""
    text = source.lines[line]
    edits: list[Edit] = []
    at = 0
    while found := _QUOTED.search(text, at):
        marks = found["open"] + found["close"]
        if marks == "``":
            at = found.end()
        elif _in_place(text, found) and chip.fullmatch(found["text"]):
            source.report("SC128", Place(line, found.start(), found.end()), text=found["text"].strip())
            edits += [(found.start(), found.start() + 1, "`"), (found.end() - 1, found.end(), "`")]
            at = found.end()
        else:
            at = found.start() + 1
    apply(source, line, [e for e in edits if text[e[0] : e[1]] != e[2]])


def _in_place(text: str, found: re.Match[str]) -> bool:
    """Ticks may stand wherever a chip may; quotation marks only behind a link or chip, or around the whole line."""
    before = text[: found.start()].rstrip()
    if found["open"] in _TICKS or found["close"] in _TICKS:
        return found.start() == 0 or text[found.start() - 1] in _BEFORE_CHIP
    return before.endswith((")", "）", "`")) or (not before and not text[found.end() :].strip(_AFTER_CHIP))


def mend_bold(source: Source, line: int) -> None:
    """Full-width asterisks in pairs."""
    edits: list[Edit] = []
    for found in _BOLD.finditer(source.lines[line]):
        source.report("SC168", Place(line, found.start(), found.end()))
        edits += [(found.start(), found.start() + 2, "**"), (found.end() - 2, found.end(), "**")]
    apply(source, line, edits)


def mend_bars(source: Source, line: int) -> None:
    """Full-width bars of a table's row."""
    text = source.lines[line]
    source.report("SC166", Place(line, text.index("｜"), text.index("｜") + 1))
    edits: list[Edit] = []
    dashes = not text.strip(" \t　｜|-－—–:：")
    for at, char in enumerate(text):
        if char == "｜":
            edits.append((at, at + 1, "|"))
        elif dashes and char in "－—–：":
            edits.append((at, at + 1, ":" if char == "：" else "-"))
    apply(source, line, edits)
