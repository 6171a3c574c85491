"""Questions as people type or paste them: a stem, ``A.`` options, ``答案：``, ``解析：``."""

from __future__ import annotations

import re

from trainer.errors import UsageError
from trainer.exchange.bank.draft import LETTERS, Bank, DraftOption
from trainer.exchange.bank.limits import MAX_ROWS
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.prose import clean
from trainer.exchange.bank.record import Record, add_record
from trainer.exchange.bank.words import is_undecided, type_of

_LABELS = {
    "key": "正确答案|参考答案|标准答案|答案|answer",
    "explanation": "答案解析|试题解析|题目解析|解析|explanation",
    "difficulty": "难易度|难度",
    "tags": "标签",
    "topic": "知识点|考点",
    "competency": "能力编码|能力",
    "framework": "框架",
    "points": "选项分值|选项分",
    "chapter": "章节|目录",
    "type": "题型",
    "source": "课文|出处",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>[【\[]?(?:{words})[】\]]?)" for name, words in _LABELS.items()).join(
        ["(?:", r")\s*[:：]\s*"]
    ),
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    "|".join(rf"(?P<{name}>[【\[](?:{words})[】\]])" for name, words in _LABELS.items()).join(["(?:", r")\s*"]),
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"[\s　;；,，]+(?=[【\[]?(?:答案解析|试题解析|题目解析|解析|难易度|难度|知识点|考点)[】\]]?\s*[:：])"
)
"""Where a further label stands on the same line."""

_OPTION = re.compile(r"[(（\[]?([A-Za-z])\s*(?:[.、．:：)）\]])\s*(?=\S)")
_INLINE = re.compile(r"(?<=[\s　])[(（]?([B-Z])\s*[.、．)）]\s*(?=\S)")
_NUMBER = re.compile(r"(?:第\s*)?[(（]?\d{1,5}\s*(?:题\s*[.、．:：]?|[.、．)）])\s*(?=\D)")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]\s*(\S{2,9}?)\s*(?:[(（:：].*)?")
_TYPED = re.compile(r"[\[【(（]\s*([^\[\]【】()（）]{2,8})\s*[\]】)）]\s*")


def looks_like_paste(text: str) -> bool:
    """Whether a text has at least one key that is typed out."""
    return any((found := _label(line)) and found[0] == "key" for line in text.splitlines())


def read_paste(text: str, name: str, names: Names) -> Bank:
    """The questions of a text.

    Raises:
        UsageError: EX207 or EX211.
    """
    reader = _Paste(name)
    for number, line in enumerate(text.splitlines(), 1):
        reader.line(clean(line), number)
    reader.close()
    if not reader.records:
        raise UsageError("EX211", place=name)
    if len(reader.records) > MAX_ROWS:
        raise UsageError("EX207", place=reader.records[MAX_ROWS].place, limit=MAX_ROWS)
    bank = Bank("text")
    for place, line in reader.problems:
        bank.findings.add("BKE311", place, text=line)
    for record in reader.records:
        add_record(record, bank, names)
    return bank


def _label(line: str) -> tuple[str, str] | None:
    found = _LABEL.match(line) or _BRACKETED.match(line)
    if not found:
        return None
    return next(name for name, text in found.groupdict().items() if text), line[found.end() :]


class _Paste:
    """Reads line by line; ``_into`` is the field that a line without a mark belongs to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.records: list[Record] = []
        self.problems: list[tuple[str, str]] = []
        self._now: Record | None = None
        self._into = ""
        self._blank = False
        self._type = ""

    def line(self, line: str, number: int) -> None:
        if not line:
            self._blank = True
            return
        place = f"{self.name}:{number}"
        section = _SECTION.fullmatch(line)
        if section and (type_of(section[1]) or is_undecided(section[1])):
            self.close()
            self._type = section[1]
        elif label := _label(line):
            self.field(*label, line, place)
        elif self._now is None or self.begins(line):
            self.begin(line, place)
        elif option := self.option(line):
            self.options(option, line, place)
        else:
            self.more(line)
        self._blank = False

    def begins(self, line: str) -> bool:
        """Whether a line is the stem of the next question."""
        now = self._now
        answered = now is not None and "key" in now.texts
        if _NUMBER.match(line) and (self._blank or answered or (now is not None and now.options)):
            return True
        return answered and self._blank and not self.option(line)

    def option(self, line: str) -> re.Match[str] | None:
        """An option's letter, if it is the next one."""
        found = _OPTION.match(line)
        now = self._now
        if not found or now is None or "key" in now.texts:
            return None
        return found if LETTERS.find(found[1].upper()) == len(now.options) else None

    def begin(self, line: str, place: str) -> None:
        self.close()
        made = Record(place, places={"stem": place})
        line = _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line
        typed = _TYPED.match(line)
        if typed and (type_of(typed[1]) or is_undecided(typed[1])):
            made.texts["type"], line = typed[1], line[typed.end() :]
        elif self._type:
            made.texts["type"] = self._type
        made.texts["stem"] = line
        self._now, self._into = made, "stem"

    def options(self, first: re.Match[str], line: str, place: str) -> None:
        """One option, or several on a line."""
        now = self._now
        if now is None:
            return
        cuts = [(first.start(), first.end())]
        for found in _INLINE.finditer(line, first.end()):
            if LETTERS.index(found[1]) == len(now.options) + len(cuts):
                cuts.append((found.start(), found.end()))
        ends = [start for start, _ in cuts[1:]] + [len(line)]
        for (_, start), end in zip(cuts, ends, strict=True):
            now.options.append(DraftOption(line[start:end].strip(), place=place))
        now.places.setdefault("options", place)
        self._into = "option"

    def field(self, name: str, text: str, line: str, place: str) -> None:
        now = self._now
        if now is None or now.texts.get(name):
            self.problems.append((place, line))
            return
        further = _FURTHER.search(text) if name != "stem" else None
        now.texts[name], now.places[name] = text[: further.start()].strip() if further else text, place
        self._into = name
        if further and (label := _label(text[further.end() :])):
            self.field(*label, text[further.end() :], place)

    def more(self, line: str) -> None:
        """A further line of what stands above it."""
        now = self._now
        if now is None:
            return
        if self._into == "option":
            now.options[-1].text += " " + line
        else:
            now.texts[self._into] = "\n".join(filter(None, [now.texts.get(self._into, ""), line]))

    def close(self) -> None:
        """End the question."""
        if self._now is not None:
            self.records.append(self._now)
        self._now = None
