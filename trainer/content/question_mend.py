"""Slips of the pen in question files, line by line: options, answers and explanations as people paste them.

What comes out are task lists, ``- 答：`` items and quotes that begin with 解析：, 参考： or 答案：, whatever was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trainer.content import looks
from trainer.content import question_looks as forms
from trainer.content.edits import apply
from trainer.content.mend import Mender
from trainer.content.mend_inline import is_row, is_suspect, mend_backticks, mend_bars, mend_bold
from trainer.content.question_letters import LETTERS, half
from trainer.content.source import Place, Source

_SECTION = re.compile(r"[ \t　\xa0]*(?:##|＃＃|#＃|＃#|#[ \t　]|＃)")
_LINK_ONLY = re.compile(r"[（(【]?\s*(?:出处|来源|见|参见)?[：:]?\s*\[[^\[\]]*\]\([^()\s]*\)\s*[)）】]?[。.]?\s*")
_MARKS = {"explanation": "解析：", "reference": "参考：", "key": "答案："}


@dataclass(slots=True)
class _Facts:
    """What an item's lines hold, looked at before they are mended one by one."""

    tasks: bool = False
    loose: int = 0
    letters: bool = False
    ticked: bool = False
    ordering: bool = False
    matching: bool = False
    bars: bool = False
    typed: bool = False
    reference: bool = False


def mend_questions(source: Source, first: int) -> None:
    """Mend the lines from ``first`` on."""
    mender = QuestionMender(source)
    for line in range(first, len(source.lines)):
        mender.line(line)
    mender.finish()


class QuestionMender(Mender):
    """Mends the lines of a question file."""

    reserved = ("备注",)

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.facts = _Facts()
        self.told: set[str] = set()
        self.next_letter = 0

    def look_ahead(self, line: int) -> None:
        """Look at the lines of the item whose heading stands here."""
        facts = self.facts = _Facts()
        self.told = set()
        self.next_letter = 0
        letters: set[str] = set()
        for at in range(line + 1, len(self.source.lines)):
            text = self.source.lines[at].strip(" \t　\xa0")
            if not text:
                continue
            if _SECTION.match(text):
                break
            if text[0] in "`·｀" and at <= line + 2:
                facts.ordering = facts.ordering or "排序" in text
                facts.matching = facts.matching or "匹配" in text
            facts.bars = facts.bars or text.startswith("|")
            if text.startswith("- [") and forms.TASK.match(text):
                facts.tasks = True
            elif task := forms.LIKE_TASK.match(text):
                facts.tasks = facts.tasks or bool(task["bullet"] or task["box"])
                facts.loose += 1
            elif letter := forms.LETTER.match(text):
                letters.add(half(letter["letter"]))
                letters |= {half(m["letter"]) for m in forms.NEXT_LETTER.finditer(text)}
            if _tick(text):
                facts.ticked = True
            said = forms.label(text.lstrip(">- "))
            facts.typed = facts.typed or (said is not None and said[0] == "answer")
            facts.reference = facts.reference or (said is not None and said[0] == "reference")
        facts.letters = {"A", "B"} <= letters and not (facts.typed or facts.reference or facts.matching)
        facts.tasks = facts.tasks or facts.loose > 1

    def once(self, code: str, place: Place, **params: object) -> None:
        """A finding that is told at its first occurrence in an item."""
        if code not in self.told:
            self.told.add(code)
            self.source.report(code, place, **params)

    # --- hooks of the base -------------------------------------------------------------------------------------------

    def inline(self, line: int) -> None:
        text = self.source.lines[line]
        if is_suspect(text):
            mend_backticks(self.source, line, forms.CHIP)
            mend_bold(self.source, line)
            text = self.source.lines[line]
            if "｜" in text and self.is_row(text):
                mend_bars(self.source, line)
                text = self.source.lines[line]
        if ".md" in text:
            self.source_link(line, text)
            text = self.source.lines[line]
        if ("___" in text or "＿＿" in text) and text.strip(" _　") and text[:1] not in "#＃":
            edits = [
                (*m.span(), r"\_\_\_\_") for m in forms.BLANK.finditer(text) if text.count("`", 0, m.start()) % 2 == 0
            ]
            apply(self.source, line, edits)

    def source_link(self, line: int, text: str) -> None:
        """The link to the lesson with brackets of any width, with a blank inside, or without any."""
        edits = []
        for link in looks.LINK.finditer(text):
            if ".md" not in link["target"]:
                continue
            signs = [
                (link.start(n), link.end(n), c)
                for n, c in (("open", "["), ("close", "]"), ("paren", "("), ("end", ")"))
            ]
            odd = [edit for edit in signs if text[edit[0] : edit[1]] != edit[2]]
            if odd:
                self.source.report("SC120", Place(line, link.start(), link.end()))
            if link["gap"]:
                self.source.report("SC121", Place(line, *link.span("gap")))
                odd.append((*link.span("gap"), ""))
            edits += odd
        if not edits and "](" not in text and (bare := forms.BARE_SOURCE.fullmatch(text)):
            canonical = f"[出处]({bare['target']})"
            self.source.report("QZ104", Place(line, 0, len(text.rstrip())), text=text.strip(), canonical=canonical)
            edits = [(0, bare.start("target"), "[出处]("), (bare.end("target"), len(text), ")")]
        apply(self.source, line, edits)

    def is_row(self, text: str) -> bool:
        """Whether a line is to be a row of a table: between bars, or in a matching that has no other table."""
        loose = self.facts.matching and not self.facts.bars and not text.lstrip().startswith(("-", ">"))
        return is_row(text) or loose

    def heading(self, line: int, body: str, blanks: str) -> bool:
        found = super().heading(line, body, blanks)
        if found:
            self.look_ahead(line)
        return found

    def quotation(self, line: int, body: str, blanks: str, indent: int) -> str:
        mark = looks.QUOTE.match(body)
        if mark is None:
            return "text"
        if mark.group() != ">":
            place = Place(line, len(blanks), len(blanks) + mark.end())
            self.source.report("SC124", place, text=mark.group())
            apply(self.source, line, [(place.start, place.end, ">")])
        if self.item is not None and self.item <= indent <= self.item + 3:
            if blanks.strip(" "):
                self.indentation(line, blanks, self.item)
            self.quote = self.item
            return "quote"
        words = body[mark.end() :]
        labelled = forms.label(words) is not None
        if self.item is not None and not labelled and self.above in ("item", "quote"):
            self.source.report("QZ106", Place(line, 0, len(blanks) + 1))
            apply(self.source, line, [(0, len(blanks), " " * self.item)])
            self.quote = self.item
            return "quote"
        if self.above == "blank" or labelled:
            self.item = None
        self.indentation(line, blanks, 0)
        self.quote = 0
        return "quote"

    def text(self, line: int, body: str, blanks: str) -> str:
        start = len(blanks)
        found = forms.label(body)
        if found and (self.facts_allow(found[0])):
            return self.labelled(line, body, blanks, *found)
        if self.above == "heading" and forms.CHIP.fullmatch(body):
            stripped = body.rstrip()
            self.source.report("SC130", Place(line, start, start + len(stripped)), text=stripped)
            apply(self.source, line, [(start, start, "`"), (start + len(stripped), start + len(body), "`")])
            return "text"
        if self.above == "quote" and not _LINK_ONLY.fullmatch(body):
            self.source.report("SC125", Place(line, start, start + len(body)), text=body)
            apply(self.source, line, [(0, start, " " * self.quote + "> ")])
            return "quote"
        if self.above == "item" and self.item is not None and self.width(blanks) < self.item:
            if not _LINK_ONLY.fullmatch(body):
                self.source.report("QZ107", Place(line, start, start + len(body)), text=body)
            return "item"
        if self.item is None or (self.above == "blank" and self.width(blanks) < self.item):
            self.item = None
            apply(self.source, line, [(0, start, "")] if blanks else [])
        elif blanks.strip(" "):
            apply(self.source, line, [(0, start, " " * self.width(blanks))])
        return "table" if body.startswith("|") else self.above if self.above == "item" else "text"

    def facts_allow(self, kind: str) -> bool:
        """``答：`` is an answer only where no options are; an explanation may stand anywhere but in the first lines."""
        return kind != "answer" or not (self.facts.tasks or self.facts.reference)

    def labelled(self, line: int, body: str, blanks: str, kind: str, end: int) -> str:
        """``解析：…`` without ``>``, ``答：…`` without a bullet."""
        start = len(blanks)
        new = "- 答：" if kind == "answer" else f"> {_MARKS[kind]}"
        self.source.report("QZ104", Place(line, start, start + end), text=body[:end].strip(), canonical=new)
        apply(self.source, line, [(0, start + end, new)])
        self.item = None
        self.quote = 0
        return "answer" if kind == "answer" else "quote"

    # --- lists -------------------------------------------------------------------------------------------------------

    def list_item(self, line: int, body: str, blanks: str, indent: int) -> str:
        if task := forms.TASK.match(body):
            if blanks:
                self.once("QZ101", Place(line, 0, len(blanks) + task.end()), canonical=body[:14])
            return self.open_option(line, blanks)
        like = forms.LIKE_TASK.match(body) if self.facts.tasks else None
        if like and (like["bullet"] or like["box"] or self.facts.loose > 1):
            return self.like_task(line, body, blanks, like)
        letter = forms.LETTER.match(body) if self.facts.letters and not self.facts.tasks else None
        if letter and LETTERS.find(half(letter["letter"])) == self.next_letter:
            return self.lettered(line, body, blanks, letter)
        good = looks.BULLET.match(body) or looks.NUMBER.match(body)
        if good is not None:
            return self.plain_item(line, body, blanks, indent, good.end())
        if body[0] in "－•●·-" and len(body) > 1 and body[1] not in "－—–-" and not body[1].isdigit():
            loose = looks.LOOSE_BULLET.match(body)
            if loose is not None and (body[0] != "·" or self.facts.tasks):
                return self.loose(line, body, blanks, indent, loose.end("mark"), loose.end())
        number = (looks.LOOSE_NUMBER if self.facts.ordering else looks.TEXT_NUMBER).match(body)
        if number is not None and not (self.facts.ordering and body[0].isascii() and body[0].isalpha()):
            return self.loose(line, body, blanks, indent, number.end("mark"), number.end())
        return ""

    def plain_item(self, line: int, body: str, blanks: str, indent: int, width: int) -> str:
        rest = body[width:]
        found = forms.label(rest)
        if found and found[0] == "answer":
            self.item = None
            self.indentation(line, blanks, 0)
            if rest[: found[1]] not in ("答：", "答:"):
                at = len(blanks) + width
                self.source.report("QZ104", Place(line, at, at + found[1]), text=rest[: found[1]], canonical="- 答：")
                apply(self.source, line, [(len(blanks), at + found[1], "- 答：")])
            return "answer"
        if found and found[0] in _MARKS and not self.facts.tasks:
            return self.labelled(line, body, blanks, found[0], width + found[1])
        self.indentation(line, blanks, indent)
        self.item = indent + width
        return "item"

    def loose(self, line: int, body: str, blanks: str, indent: int, mark: int, end: int) -> str:
        digits = "".join(char for char in body[:mark] if char.isdecimal())
        new = f"{int(digits)}. " if digits else "- " if body[:1] in "－•●·-" else "1. "
        start = len(blanks)
        self.source.report("SC118", Place(line, start, start + max(mark, 1)), canonical=new + body[end : end + 12])
        apply(self.source, line, [(start, start + end, new)])
        line_text = self.source.lines[line][start:]
        return self.plain_item(line, line_text, blanks, indent, len(new))

    def open_option(self, line: int, blanks: str) -> str:
        self.indentation(line, blanks, 0)
        self.item = 2
        return "item"

    def like_task(self, line: int, body: str, blanks: str, found: re.Match[str]) -> str:
        """An option with other brackets, another tick, a box, no bullet or no blank."""
        mark = found["square"] or found["round"] or found["box"] or ""
        start, end = len(blanks), len(blanks) + found.end()
        if mark in forms.WRONG_MARKS and mark and not self.facts.ticked:
            self.source.report("QZ109", Place(line, start, end), text=body[: found.end()].strip())
        right = mark in forms.RIGHT_MARKS and bool(mark)
        new = "- [x] " if right else "- [ ] "
        self.once("QZ101", Place(line, start, end), canonical=new + body[found.end() : found.end() + 12])
        apply(self.source, line, [(start, end, new)])
        return self.open_option(line, blanks)

    def lettered(self, line: int, body: str, blanks: str, found: re.Match[str]) -> str:
        """``A. …``; the others on the same line are cut off later."""
        self.next_letter += 1 + sum(1 for _ in forms.NEXT_LETTER.finditer(body, found.end()))
        start = len(blanks)
        new = "- [x] " if found["tick"] else "- [ ] "
        end = start + found.end()
        if forms.NEXT_LETTER.search(body, found.end()):
            new += half(found["letter"]) + ". "
        self.once("QZ102", Place(line, start, end), canonical=new + body[found.end() : found.end() + 12])
        apply(self.source, line, [(start, end, new)])
        return self.open_option(line, blanks)


def _tick(text: str) -> bool:
    found = forms.LIKE_TASK.match(text)
    if not found:
        return bool(forms.TASK.match(text)) and text[3:4] in "xX"
    mark = found["square"] or found["round"] or found["box"] or ""
    return bool(mark) and mark in forms.RIGHT_MARKS
