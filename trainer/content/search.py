"""Search over everything that can be read: Chinese substrings and pinyin initials, best first.

Texts are compared without blanks, in NFKC and without case. A search of ASCII letters also finds Chinese characters by
their pinyin initials (``sbsw`` finds 识别三问). Several words must all occur in one passage.

The order: a title before a text, letters as typed before initials, a lesson before a question before a case before a
tool, and then the order of the library. Titles match best when they are what was typed, then when they begin with it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.content.library import Library

KINDS = ("lesson", "question", "case", "tool")
EXCERPT_BEFORE, EXCERPT_AFTER = 12, 32
MIN_INITIALS_TITLE, MIN_INITIALS_TEXT = 2, 3
"""Letters from which initials are looked for; fewer find half the library."""

MAX_QUERY = 100

STRETCH = 100_000
"""Characters that are looked through for initials in one go."""

_BLANKS = re.compile(r"\s+")
_LETTERS = re.compile(r"[a-z]+")
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of content that is found as one.

    Attributes:
        kind: lesson, question, case or tool. id: 编号, of a question the item's id. page: Index, of a lesson.
        title: Name of the passage. where: Title of the lesson or file it stands in, empty for the lesson itself.
        text: What is searched and quoted.
        hidden: What is searched but not quoted: codes and names of frameworks, or what would give an answer away.
    """

    kind: str
    id: str
    title: str
    text: str
    page: int = 0
    where: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that was found, with a quotation and what was found in it.

    Attributes:
        title: With the lesson or file it stands in.
        start, length: What was found in the excerpt; length 0 if it was found in the title or may not be quoted.
    """

    kind: str
    id: str
    title: str
    page: int
    excerpt: str
    start: int
    length: int


def normalise(text: str) -> str:
    """A text as it is compared."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def search_library(library: Library, text: str, *, limit: int = 50) -> tuple[SearchHit, ...]:
    """Search all content of a library; its index is built once, at the first call."""
    return library.search_index.find(text, limit)


class _Blob:
    """Texts in one string, so that a search is one call; which text a position belongs to is looked up."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.starts: list[int] = []
        parts: list[str] = []
        at = 0
        for text in texts:
            self.starts.append(at)
            parts.append(text)
            at += len(text) + 1
        self.text = _SEPARATOR.join(parts) + _SEPARATOR
        self.ends = [*self.starts[1:], at]

    @cached_property
    def initials(self) -> str:
        """Every character as its pinyin initial; one for one, so that positions are the same."""
        return self.text.translate(initials_table(self.text))

    def find(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Number of each text that holds the words, and the position in it of their first occurrence."""
        at, number = self.text.find(wanted), -1
        while at >= 0:
            number = bisect_right(self.starts, at, number + 1) - 1
            yield number, at - self.starts[number]
            at = self.text.find(wanted, self.ends[number])

    def find_initials(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The same by pinyin initials; stretch by stretch, so that other threads are not kept waiting."""
        at, number = 0, -1
        for stop in range(STRETCH, len(self.text) + STRETCH, STRETCH):
            while (found := pattern.search(self.initials, at, stop)) is not None:
                number = bisect_right(self.starts, found.start(), number + 1) - 1
                yield number, found.start() - self.starts[number]
                at = self.ends[number]
            at = max(at, stop - MAX_QUERY)


class SearchIndex:
    """An index over passages; it does not change, so that threads may share it."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Passages of one kind keep their order."""
        order = {kind: n for n, kind in enumerate(KINDS)}
        self.passages: Sequence[Passage] = sorted(passages, key=lambda passage: order.get(passage.kind, len(order)))
        self._titles = _Blob(normalise(passage.title) for passage in self.passages)
        self._texts = _Blob(normalise(passage.text) for passage in self.passages)
        self._hidden = _Blob(normalise(passage.hidden) for passage in self.passages)

    def prepare(self) -> SearchIndex:
        """Work out the initials now (it takes a moment) and not at the first search of letters."""
        for blob in (self._titles, self._texts, self._hidden):
            _ = blob.initials
        return self

    def find(self, text: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """The best hits; none for an empty text."""
        words = [word for word in (normalise(part) for part in text[:MAX_QUERY].split()) if word]
        if not words or limit < 1:
            return ()
        found = dict(self._one("".join(words), limit))
        if len(words) > 1 and len(found) < limit:
            for number, place in self._all(words):
                found.setdefault(number, place)
        ranked = sorted(found.items(), key=lambda pair: (pair[1][0], pair[0]))
        return tuple(self._hit(number, place) for number, place in ranked[:limit])

    # --- where -------------------------------------------------------------------------------------------------------

    def _one(self, word: str, limit: int) -> dict[int, _Place]:
        """Passages that hold a word; texts are looked through only until there are enough."""
        found: dict[int, _Place] = {}
        for number, at in self._titles.find(word):
            size = self._titles.ends[number] - self._titles.starts[number] - 1
            found[number] = (0 if size == len(word) else 1 if at == 0 else 2, -1, 0)
        self._add(found, self._texts.find(word), 3, len(word), limit)
        self._add(found, self._hidden.find(word), 4, 0, limit)
        if not _LETTERS.fullmatch(word):
            return found
        pattern = initials_pattern(word)
        if len(word) >= MIN_INITIALS_TITLE:
            for number, at in self._titles.find_initials(pattern):
                found.setdefault(number, (5 if at == 0 else 6, -1, 0))
        if len(word) >= MIN_INITIALS_TEXT:
            self._add(found, self._texts.find_initials(pattern), 7, len(word), limit)
            self._add(found, self._hidden.find_initials(pattern), 8, 0, limit)
        return found

    @staticmethod
    def _add(found: dict[int, _Place], hits: Iterator[tuple[int, int]], rank: int, length: int, limit: int) -> None:
        for number, at in hits:
            if len(found) >= limit:
                return
            found.setdefault(number, (rank, at if length else -1, length))

    def _all(self, words: Sequence[str]) -> Iterator[tuple[int, _Place]]:
        """Passages that hold all words, wherever; they come after those that hold them in a row."""
        each = [self._one(word, len(self.passages)) for word in words]
        for number, first in each[0].items():
            if all(number in other for other in each[1:]):
                places = [one[number] for one in each]
                quoted = next((place for place in places if place[1] >= 0), first)
                yield number, (10 + max(place[0] for place in places), quoted[1], quoted[2])

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _hit(self, number: int, place: _Place) -> SearchHit:
        passage = self.passages[number]
        _, at, length = place
        title = f"{passage.where} · {passage.title}" if passage.where else passage.title
        excerpt, start, length = quote(passage.text, at, length)
        return SearchHit(passage.kind, passage.id, title, passage.page, excerpt, start, length)


_Place = tuple[int, int, int]
"""Rank (the lower the better), position in the normalised text or -1, and length of what was found there."""


def quote(text: str, at: int, length: int) -> tuple[str, int, int]:
    """A line around what was found.

    Args:
        text: As it is shown.
        at: Position in the normalised text; negative: quote the beginning.
        length: Of what was found there.

    Returns:
        The line, and where in it the found words stand.
    """
    start, end = _typed(text, at, length) if at >= 0 else (0, 0)
    first = max(0, start - EXCERPT_BEFORE)
    last = min(len(text), max(start + EXCERPT_AFTER, end))
    before = _BLANKS.sub(" ", text[first:start])
    before = ("…" + before.lstrip()) if first else before.lstrip()
    inside = _BLANKS.sub(" ", text[start:end])
    after = _BLANKS.sub(" ", text[end:last]).rstrip() + ("…" if last < len(text.rstrip()) else "")
    return before + inside + after, len(before), len(inside)


def _typed(text: str, at: int, length: int) -> tuple[int, int]:
    """Where a stretch of the normalised text stands in the text itself."""
    position = 0
    start = end = -1
    for n, char in enumerate(text):
        size = len(normalise(char))
        if start < 0 and position + size > at:
            start = n
        position += size
        if start >= 0 and position >= at + length:
            end = n + 1
            break
    return (start, end) if start >= 0 and end >= 0 else (0, 0)


# --- pinyin ----------------------------------------------------------------------------------------------------------

AMBIGUOUS = {
    "重": "zc", "长": "cz", "行": "xh", "调": "td", "会": "hk", "乐": "ly", "降": "jx", "弹": "td", "系": "xj",
    "校": "xj", "传": "cz", "朝": "cz", "藏": "cz", "曾": "cz", "率": "ls", "便": "bp", "省": "sx", "单": "ds",
    "参": "cs", "恶": "ew", "提": "td", "奇": "qj", "盛": "sc", "属": "sz", "识": "sz", "合": "hg", "给": "gj",
    "强": "qj", "车": "cj", "畜": "cx", "吓": "xh",
}  # fmt: skip
"""Common characters with more than one reading: their initials. The rest have the initial of their first reading."""

_PRIVATE = 0xE000


def initials_table(text: str) -> dict[int, int]:
    """For every character of a text its pinyin initial; one with several initials becomes a mark of its own."""
    from pypinyin.constants import PINYIN_DICT

    marks = {char: _PRIVATE + n for n, char in enumerate(AMBIGUOUS)}
    table: dict[int, int] = {}
    for char in set(text):
        if char in marks:
            table[ord(char)] = marks[char]
        elif (reading := PINYIN_DICT.get(ord(char))) is not None:
            table[ord(char)] = ord(unicodedata.normalize("NFD", reading)[0])
    return table


def initials_pattern(letters: str) -> re.Pattern[str]:
    """What finds these letters in a text of initials."""
    marks = {letter: "" for letter in letters}
    for n, initials in enumerate(AMBIGUOUS.values()):
        for letter in initials:
            if letter in marks:
                marks[letter] += chr(_PRIVATE + n)
    return re.compile("".join(f"[{letter}{marks[letter]}]" if marks[letter] else letter for letter in letters))
