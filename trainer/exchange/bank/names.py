"""Names that a bank may use: competencies by code or name, frameworks, tags, lessons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from trainer.content.competencies import CompetencyInfo
from trainer.exchange.bank.words import fold

_BETWEEN = re.compile(r"[\s,，;；、|/]+")
_BETWEEN_TAGS = re.compile(r"[,，;；、|\n]+")


class Names:
    """The competencies of the curriculum, and how the other names are written."""

    def __init__(self, infos: Iterable[CompetencyInfo]) -> None:
        self.infos = tuple(infos)
        self._known = {
            fold(word): info.name
            for info in self.infos
            for word in (info.english, info.key, info.code, info.name)
            if word
        }
        self._codes = {info.name: info.code for info in self.infos}

    def competencies(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        """Short names of the codes or names in a text, and the words that name none."""
        found: list[str] = []
        unknown: list[str] = []
        if name := self._known.get(fold(text)):
            return (name,), []
        for word in filter(None, _BETWEEN.split(text.strip())):
            name = self._known.get(fold(word))
            (found if name else unknown).append(name or word)
        return tuple(dict.fromkeys(found)), unknown

    def code(self, name: str) -> str:
        """The code of a short name; the name itself if it has none."""
        return self._codes.get(name, name)

    def near(self, word: str) -> str:
        """What was probably meant, or all there are."""
        near = get_close_matches(word, self._codes, n=1, cutoff=0.4)
        return near[0] if near else "、".join(self._codes)

    def frameworks(self, text: str) -> tuple[tuple[str, ...], list[str]]:
        """F codes of a text, and the words that are none."""
        words = [word.upper() for word in _BETWEEN.split(text.strip()) if word]
        good = [word for word in words if re.fullmatch(r"F\d{2,3}", word)]
        return tuple(dict.fromkeys(good)), [word for word in words if word not in good]

    def tags(self, text: str) -> tuple[str, ...]:
        """Words between commas or lines."""
        words = (" ".join(tag.split()).strip(":：.。`") for tag in _BETWEEN_TAGS.split(text))
        return tuple(dict.fromkeys(filter(None, words)))

    def is_lesson(self, text: str) -> bool:
        """Whether a word may be the 编号 of a lesson."""
        return re.fullmatch(r"[a-z0-9-]{1,64}", text.strip()) is not None
