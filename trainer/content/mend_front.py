"""Slips in the front matter, put right before YAML reads it: full-width punctuation, missing blanks, tabs.

Only what is unambiguous is changed; YAML itself reads the rest and complains where it must.
"""

from __future__ import annotations

import re

from trainer.content.edits import Edit, apply
from trainer.content.source import Place, Source

_INDENT = re.compile(r"[ \t　\xa0]*")
_BULLET = re.compile(r"(?P<mark>[-－—•·])(?P<blank>[ \t　]*)(?=\S)")
_KEY = re.compile(
    r"(?P<key>[^\s:：#{}\[\]【】｛｝［］\"'“”,，&*!|>%@`-][^:：{}\[\]【】｛｝［］\"'#]{0,40}?)[ \t　]*(?P<colon>[:：])"
)
_PROPER = re.compile(r":(?:\s|$)")
_FLOW = re.compile(r"[{\[｛［【]")
_FLOW_KEY = re.compile(
    r"[ \t　]*[^\s:：,，、；{}\[\]｛｝［］【】\"'][^:：,，、；{}\[\]｛｝［］【】\"']{0,24}?[ \t　]*[:：]"
)
_HIDDEN = re.compile(r"(?<=[)）])[ \t　]*(\[)[ \t　]*隐藏[ \t　]*(\])")
_SWALLOWED = re.compile(r"(?<=[\s}\]])#(?=[^\s#])")
_BRACKETS = {"｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"}
_CLOSING = {"{": "}", "[": "]"}


def mend_front(source: Source, first: int, last: int) -> None:
    """Mend the lines ``first`` up to ``last`` (not included)."""
    flow: list[str] = []
    for line in range(first, last):
        text = source.lines[line]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        if not flow:
            _indent(source, line, first)
            _key(source, line)
        text = source.lines[line]
        start = _value_start(text) if not flow else 0
        if flow or _FLOW.match(text, start):
            start = _flow(source, line, start, flow)
        text = source.lines[line]
        if flow or text[start : start + 1] in ("'", '"'):
            continue
        if lost := _SWALLOWED.search(text, start):
            source.report("YM128", Place(line, lost.end() - 1, len(text)), text=text[lost.end() - 1 :].strip())


def _value_start(text: str) -> int:
    """Where the value of a block entry begins; 0 if the line is none."""
    colon = _PROPER.search(text)
    at = colon.end() if colon else len(text) - len(text.lstrip("- "))
    while at < len(text) and text[at] in " \t　":
        at += 1
    return at


def _level(source: Source, line: int, first: int) -> int:
    """Blanks of a line whose own indentation says nothing: a level below a key, else as the line above."""
    for above in range(line - 1, first - 1, -1):
        text = source.lines[above]
        if text.strip() and not text.lstrip().startswith("#"):
            indent = len(text) - len(text.lstrip(" "))
            return indent + 2 if text.rstrip().endswith((":", "：")) else indent
    return 0


def _indent(source: Source, line: int, first: int) -> None:
    text = source.lines[line]
    match = _INDENT.match(text)
    blanks = match.group() if match else ""
    edits: list[Edit] = []
    if blanks.strip(" "):
        wanted = " " * _level(source, line, first)
        source.report("YM110", Place(line, 0, len(blanks)), found=_shown(blanks), wanted=_shown(wanted))
        edits.append((0, len(blanks), wanted))
    bullet = _BULLET.match(text, len(blanks))
    if bullet and (bullet["mark"] != "-" or bullet["blank"] not in (" ", "  ", "   ")) and text.strip() != "---":
        odd = bullet["mark"] != "-" or not bullet["blank"].strip(" ") == bullet["blank"] == ""
        if odd and not text[len(blanks) :].startswith("--"):
            source.report("YM110", Place(line, *bullet.span()), found=bullet.group(), wanted="- ")
            edits.append((bullet.start(), bullet.end(), "- "))
    apply(source, line, edits)


def _shown(blanks: str) -> str:
    return blanks.replace("\t", "Tab").replace("　", "□").replace("\xa0", "NBSP").replace(" ", "␣")


def _key(source: Source, line: int) -> None:
    """The colon after the key of a block entry."""
    text = source.lines[line]
    if _PROPER.search(text) and "：" not in text[: text.index(":")]:
        return
    at = len(text) - len(text.lstrip("- "))
    found = _KEY.match(text, at)
    if not found:
        return
    colon = found.start("colon")
    rest = text[colon + 1 :]
    if found["colon"] == ":" and (not rest or rest[0].isspace()):
        return
    key, value = found["key"].strip(), rest.strip()
    code = "YM108" if found["colon"] == "：" else "YM109"
    source.report(code, Place(line, colon, colon + 1), canonical=f"{key}: {value}")
    apply(source, line, [(colon, colon + 1, ":" if rest[:1] in ("", " ") else ": ")])


def _flow(source: Source, line: int, start: int, flow: list[str]) -> int:
    """Brackets, colons and commas inside ``{…}`` and ``[…]``; ``flow`` are the brackets that are open.

    Returns:
        Where the line goes on after its brackets, its end if they stay open.
    """
    text = source.lines[line]
    edits: list[Edit] = []
    silent = [
        edit
        for h in _HIDDEN.finditer(text, start)
        for edit in ((h.start(1), h.end(1), "〔"), (h.start(2), h.end(2), "〕"))
    ]
    skip = {edit[0] for edit in silent}
    quote = ""
    key_wanted = True
    round_open = 0
    at = start
    while at < len(text):
        char = text[at]
        plain = _BRACKETS.get(char, char)
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and text[at - 1 : at] in (" ", "[", "{", ",", ":", ""):
            quote = char
        elif at in skip:
            pass
        elif char in "(（":
            round_open += 1
        elif char in ")）":
            round_open -= 1
        elif plain in "{[" and (char == plain or not flow or key_wanted or text[at - 1 : at] in (" ", ":", "：")):
            flow.append(plain)
            key_wanted = True
            if char != plain:
                edits.append((at, at + 1, plain))
        elif plain in "}]" and flow and _CLOSING[flow[-1]] == plain:
            flow.pop()
            if char != plain:
                edits.append((at, at + 1, plain))
            if not flow:
                break
        elif char in ":：" and flow and flow[-1] == "{" and key_wanted:
            key_wanted = False
            spaced = text[at + 1 : at + 2] in (" ", "")
            if char == "：" or not spaced:
                edits.append((at, at + 1, ":" if spaced else ": "))
        elif char in ",，、；;" and flow and round_open <= 0:
            separates = char == "," or (flow[-1] == "[" if char != ";" else False) or _FLOW_KEY.match(text, at + 1)
            if separates:
                key_wanted = True
                if char != ",":
                    edits.append((at, at + 1, ", "))
        at += 1
    if edits:
        first = min(edit[0] for edit in edits)
        code = "YM108" if any(text[e[0]] not in ":" for e in edits) else "YM109"
        source.report(code, Place(line, first, first + 1), canonical=_after(text, edits)[start:].strip())
    apply(source, line, edits + silent)
    return len(source.lines[line]) if flow else len(source.lines[line]) - (len(text) - at - 1)


def _after(text: str, edits: list[Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text
