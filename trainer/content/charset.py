"""From bytes to lines of text: encodings, line ends, characters that do not belong into a content file."""

from __future__ import annotations

import re
import unicodedata

from trainer.config import MAX_DIAGNOSTICS_PER_FILE, MAX_FILE_BYTES
from trainer.content.source import Place, Source

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd\ufffe\uffff"
_SUSPECT = re.compile(f"[{_CONTROL}{_BIDI}{_INVISIBLE}]")
_IS_BIDI = re.compile(f"[{_BIDI}]")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")
_EMOJI_BEFORE = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_EMOJI_AFTER = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")


def read_text(raw: str | bytes, path: str) -> tuple[Source, str | None]:
    """Decode, cut into lines and look at every character.

    Returns:
        The source with its findings so far, and the text as read, or None if nothing further can be done with it.
    """
    text, trouble = _decode(raw)
    if trouble is not None:
        code, params = trouble
        source = Source(path, [""])
        source.report(code, Place(0, 0, 0), **params)
        return source, None
    body = text.removeprefix("\ufeff")
    unix = body.replace("\r\n", "\n")
    bare = unix.find("\r")
    source = Source(path, unix.replace("\r", "\n").split("\n"))
    if bare >= 0:
        line = unix.count("\n", 0, bare)
        source.report("SC108", Place(line, len(source.original[line]), len(source.original[line])))
    if not unix.isascii() or not unix.isprintable():
        _look_at_characters(source)
    return source, text


def _decode(raw: str | bytes) -> tuple[str, tuple[str, dict[str, object]] | None]:
    size = len(raw) if isinstance(raw, bytes) or raw.isascii() else len(raw.encode("utf-8", "surrogatepass"))
    if size > MAX_FILE_BYTES:
        return "", ("SC101", {"size": size, "limit": MAX_FILE_BYTES})
    if isinstance(raw, str):
        return raw, None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(raw):
        return "", ("SC102", {"found": "UTF-16"})
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "", ("SC102", {"found": "?"})
    return "", ("SC102", {"found": "GB18030 / GBK"})


def _looks_like_utf16(raw: bytes) -> bool:
    head = raw[:64]
    return len(head) >= 4 and (head[1::2].count(0) * 4 > len(head) or head[0::2].count(0) * 4 > len(head))


def _look_at_characters(source: Source) -> None:
    for number, line in enumerate(source.original):
        if source.errors > MAX_DIAGNOSTICS_PER_FILE:
            return
        if line.isascii() and "\x7f" not in line and line.isprintable():
            continue
        for found in _SUSPECT.finditer(line):
            char, at = found.group(), found.start()
            if char == "\u200d" and _joins_emoji(line, at):
                continue
            code = "SC104" if _IS_BIDI.match(char) else "SC103" if _IS_CONTROL.match(char) else "SC105"
            source.report(code, Place(number, at, at + 1), char=f"U+{ord(char):04X}")
            if source.errors > MAX_DIAGNOSTICS_PER_FILE:
                return
        if not unicodedata.is_normalized("NFC", line):
            _compose(source, number, line)


def _joins_emoji(line: str, at: int) -> bool:
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    return bool(_EMOJI_BEFORE.match(before) and _EMOJI_AFTER.match(after))


def _compose(source: Source, number: int, line: str) -> None:
    """Bring a line to NFC, cluster by cluster, so that columns stay known."""
    text, columns, at = "", [], 0
    first: Place | None = None
    while at < len(line):
        end = at + 1
        while end < len(line) and unicodedata.combining(line[end]):
            end += 1
        cluster = line[at:end]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster and first is None:
            first = Place(number, at, end)
        text += composed
        columns += [at] * len(composed)
        at = end
    if first is not None:
        source.report("SC107", first, char=line[first.start : first.end])
        source.mend(number, text, [*columns, len(line)])
