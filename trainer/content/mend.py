"""Slips of the pen, line by line, before Markdown is parsed: everything unambiguous is put right with a finding.

The rules are those of a person who types fast with a Chinese input method: full-width marks, missing blanks, other
bullets, replies that are not indented, lines of a quote without ``>``. Columns of the line as typed stay known.
"""

from __future__ import annotations

import re

from trainer.content import looks
from trainer.content.edits import apply
from trainer.content.mend_inline import mend_inline
from trainer.content.source import Place, Source

RESERVED = ("检查", "备注")


def mend_body(source: Source, first: int) -> None:
    """Mend the lines from ``first`` on."""
    mender = Mender(source)
    for line in range(first, len(source.lines)):
        mender.line(line)
    mender.finish()


class Mender:
    """Mends line after line; it knows what the lines before this one were.

    Attributes:
        above: Kind of the line directly above: blank, heading, rule, quote, item, text or table.
        item: Indentation that belongs under the open choice, or None; choices: the indentation of the open list.
    """

    reserved: tuple[str, ...] = RESERVED

    def __init__(self, source: Source) -> None:
        self.source = source
        self.above = "blank"
        self.item: int | None = None
        self.choices: int | None = None
        self.choice_blanks = ""
        self.quote = 0
        self.seen_heading = False
        self.answering = False
        self.guarded = False
        self.fence = ""
        self.comment: Place | None = None

    def finish(self) -> None:
        if self.comment is not None:
            self.source.report("SC141", self.comment)

    def line(self, line: int) -> None:
        """Mend one line and remember what it was."""
        text = self.source.lines[line]
        if self.comment is not None or "<!" in text or "＜!" in text or "《!" in text or "<！" in text:
            self.comments(line)
            text = self.source.lines[line]
        if not text.strip():
            if text.strip(" "):
                apply(self.source, line, [(0, len(text), "")])
            self.above = "blank"
            return
        if self.fence:
            if text.strip().startswith(self.fence) and not text.strip().strip(self.fence[0]):
                self.fence = ""
            return
        self.inline(line)
        text = self.source.lines[line]
        body = text.lstrip()
        blanks = text[: len(text) - len(body)]
        indent = self.width(blanks)
        self.above = self.kind(line, body, blanks, indent)

    def inline(self, line: int) -> None:
        """Mend what stands inside the line."""
        mend_inline(self.source, line)

    def kind(self, line: int, body: str, blanks: str, indent: int) -> str:
        """Mend by what stands at the line's beginning; returns the line's kind."""
        start = body[0]
        if start in "#＃" and self.heading(line, body, blanks):
            return "heading"
        if start in "-=*_" and (kind := self.underline(line, body)):
            return kind
        if start in "`~" and looks.FENCE.fullmatch(body):
            self.fence = start * 3
            return "text"
        if start == "`" and (found := looks.CHIPS_FIRST.match(body)):
            self.chips_first(line, len(blanks), found)
            body = self.source.lines[line][len(blanks) :]
        if looks.QUOTE.match(body):
            return self.quotation(line, body, blanks, indent)
        if item := self.list_item(line, body, blanks, indent):
            return item
        return self.text(line, body, blanks)

    # --- blanks and comments -----------------------------------------------------------------------------------------

    @staticmethod
    def width(blanks: str) -> int:
        """Columns of an indentation: a tab goes to the next multiple of 4, a full-width blank counts 2."""
        columns = 0
        for char in blanks:
            columns += 4 - columns % 4 if char == "\t" else 2 if char == "　" else 1
        return columns

    def indentation(self, line: int, blanks: str, wanted: int) -> None:
        """Write the indentation as this many blanks."""
        if blanks.strip(" "):
            self.source.report("SC138", Place(line, 0, len(blanks)))
        if blanks != " " * wanted:
            apply(self.source, line, [(0, len(blanks), " " * wanted)])

    def comments(self, line: int) -> None:
        """Blank what is inside ``<!-- -->``; code spans on the line are left alone."""
        text = self.source.lines[line]
        at = 0
        edits = []
        while at < len(text):
            if self.comment is not None:
                end = text.find("-->", at)
                stop = len(text) if end < 0 else end + 3
                edits.append((at, stop, ""))
                if end >= 0:
                    self.comment = None
                at = stop
                continue
            start = text.find("<!--", at)
            if start < 0:
                break
            if text.count("`", 0, start) % 2:
                at = start + 4
                continue
            self.comment = Place(line, start, start + 4)
            at = start
        apply(self.source, line, edits)
        rest = self.source.lines[line]
        if (like := looks.LIKE_COMMENT.search(rest)) is not None:
            self.source.report("SC142", Place(line, like.start(), like.end()))

    def chips_first(self, line: int, at: int, found: re.Match[str]) -> None:
        """Chips before ``>`` or ``-`` move behind it."""
        mark = "> " if found["quote"] else "- "
        start, end = found.span("mark")
        self.source.report(
            "SC172", Place(line, at + start, at + end), mark=mark.strip(), text=found["chips"].strip("` ")
        )
        apply(self.source, line, [(at, at, mark), (at + start, at + end, "")])

    # --- headings and rules ------------------------------------------------------------------------------------------

    def heading(self, line: int, body: str, blanks: str) -> bool:
        found = looks.HEADING.fullmatch(body)
        if found is None:
            return False
        marks, blank, name = found["marks"], found["blank"], found["name"].strip()
        level = min(len(marks), 6)
        plain = marks.isascii()
        if level == 1 and not blank and name and name not in self.reserved and self.seen_heading:
            return False
        if level == 1 and not plain and not blank and name not in self.reserved and self.seen_heading:
            return False
        if level == 2 and name in self.reserved:
            level = 1
        canonical = "#" * level + (f" {name}" if name else "")
        good = plain and level == len(marks) and not blanks and (blank.startswith((" ", "\t")) or not name)
        good = good and "　" not in blank and "\xa0" not in blank
        if not good:
            end = len(blanks) + len(marks) + len(blank)
            self.source.report("SC111", Place(line, 0, len(blanks) + len(body)), canonical=canonical)
            apply(self.source, line, [(0, end, "#" * level + " ")])
        self.item = self.choices = None
        self.seen_heading, self.answering, self.guarded = True, False, False
        return True

    def underline(self, line: int, body: str) -> str:
        """Rules, and the underlines of setext headings; empty if the line is neither."""
        found = looks.SETEXT.fullmatch(body)
        if found and found["mark"][0] == "=" and (len(found["mark"]) > 1 or self.above == "text"):
            self.source.report("SC117", Place(line, 0, len(self.source.lines[line])))
            apply(self.source, line, [(0, len(self.source.lines[line]), "")])
            return "rule"
        if found and found["mark"][0] == "-" and self.above == "text":
            self.source.report("SC116", Place(line, 0, len(self.source.lines[line])))
            apply(self.source, line, [(0, len(self.source.lines[line]), "---")])
            return "rule"
        return "rule" if looks.RULE.fullmatch(body) else ""

    # --- quotes ------------------------------------------------------------------------------------------------------

    def quotation(self, line: int, body: str, blanks: str, indent: int) -> str:
        mark = looks.QUOTE.match(body)
        if mark is None:
            return "text"
        if mark.group() != ">":
            place = Place(line, len(blanks), len(blanks) + mark.end())
            self.source.report("SC124", place, text=mark.group())
            apply(self.source, line, [(place.start, place.end, ">")])
        if self.item is not None and not self.item <= indent <= self.item + 3:
            self.source.report("SC123", Place(line, 0, len(blanks) + 1))
            if blanks.strip(" "):
                self.source.report("SC138", Place(line, 0, len(blanks)))
            apply(self.source, line, [(0, len(blanks), " " * self.item)])
            indent = self.item
        elif blanks.strip(" ") or indent > 3:
            self.indentation(line, blanks, indent if self.item is not None else min(indent, 3))
        self.quote = indent
        return "quote"

    def text(self, line: int, body: str, blanks: str) -> str:
        """A line of plain text; under a quote it goes on with it."""
        guard = looks.GUARD.match(body)
        if self.above == "quote" and not guard:
            self.source.report("SC125", Place(line, len(blanks), len(blanks) + len(body)), text=body)
            apply(self.source, line, [(0, len(blanks), " " * self.quote + "> ")])
            return "quote"
        if self.above == "heading" and looks.NODE_CHIP.fullmatch(body):
            self.bare_chips(line, body, blanks)
            return "text"
        if looks.BARE_GUARD.match(body) or (self.guarded and body.startswith("否则")):
            self.source.report("SC169", Place(line, len(blanks), len(blanks) + len(body)), text=body)
        if guard:
            self.guarded = True
        elif body.startswith("`") and "作答" in body:
            self.answering = True
        if blanks and self.item is None:
            apply(self.source, line, [(0, len(blanks), "")])
        elif blanks.strip(" "):
            apply(self.source, line, [(0, len(blanks), " " * self.width(blanks))])
        return "table" if body.startswith("|") else "text"

    def bare_chips(self, line: int, body: str, blanks: str) -> None:
        """A chips line without backticks."""
        stripped = body.rstrip()
        start = len(blanks)
        self.source.report("SC130", Place(line, start, start + len(stripped)), text=stripped)
        edits = [(start, start, "`"), (start + len(stripped), start + len(body), "`")]
        if stripped.startswith("结局") and (rating := looks.RATING.search(stripped)):
            edits.append((start + rating.start(), start + rating.start("word"), "` `"))
        apply(self.source, line, edits)
        if stripped.startswith("作答"):
            self.answering = True

    # --- lists -------------------------------------------------------------------------------------------------------

    def list_item(self, line: int, body: str, blanks: str, indent: int) -> str:
        """A list item, perhaps with a mark that Markdown does not know; empty if the line is none."""
        good = looks.BULLET.match(body) or looks.NUMBER.match(body)
        if good is not None:
            rest = body[good.end() :]
            return self.open_item(line, blanks, indent, good.end("mark") + 1, bool(looks.LINK_FIRST.match(rest)))
        for form in (looks.LOOSE_BULLET, looks.LOOSE_NUMBER):
            loose = form.match(body)
            if loose is not None and looks.LINK_FIRST.match(body, loose.end()):
                return self.loose_item(line, body, blanks, indent, loose.end("mark"), loose.end(), choice=True)
        if loose_text := self.loose_text(line, body, blanks, indent):
            return loose_text
        link = looks.LINK_FIRST.match(body)
        if link is not None and not self.answering and not looks.CHIPS_TAIL.fullmatch(body[: link.start("open")]):
            return ""
        if link is not None and not self.answering and looks.CHIPS_TAIL.fullmatch(body, link.end()):
            return self.loose_item(line, body, blanks, indent, 0, 0, choice=True)
        return ""

    def loose_text(self, line: int, body: str, blanks: str, indent: int) -> str:
        """An item of a list of texts with a mark that Markdown does not know; empty if the line is none."""
        if body[0] == "-" and len(body) > 1 and not body[1].isascii() and body[1] not in "－—–…":
            return self.loose_item(line, body, blanks, indent, 1, 1, choice=False)
        if body[0] in "－•●" and len(body) > 1 and body[1] not in "－—-" and not body[1].isdigit():
            loose = looks.LOOSE_BULLET.match(body)
            if loose is not None:
                return self.loose_item(line, body, blanks, indent, 1, loose.end(), choice=False)
        numbered = looks.TEXT_NUMBER.match(body)
        if numbered is not None:
            return self.loose_item(line, body, blanks, indent, numbered.end("mark"), numbered.end(), choice=False)
        return ""

    def loose_item(self, line: int, body: str, blanks: str, indent: int, mark: int, end: int, *, choice: bool) -> str:
        number = "".join(char for char in body[:mark] if char.isdigit() and char.isdecimal())
        new = f"{int(number)}. " if number else "- "
        start = len(blanks)
        self.source.report("SC118", Place(line, start, start + max(mark, 1)), canonical=new + body[end : end + 12])
        apply(self.source, line, [(start, start + end, new)])
        return self.open_item(line, blanks, indent, len(new), choice)

    def open_item(self, line: int, blanks: str, indent: int, width: int, choice: bool) -> str:
        wanted = indent
        if choice and self.choices is None:
            wanted, self.choice_blanks = 0, blanks
        elif choice and self.choices is not None and blanks.strip(" "):
            odd = not blanks.strip("　\xa0 ") or blanks == self.choice_blanks
            wanted = self.choices if odd else indent
        self.indentation(line, blanks, wanted)
        indent = wanted
        if choice and (self.choices is None or indent < self.choices + 2):
            self.choices = indent if self.choices is None else min(self.choices, indent)
            self.item = indent + width
        elif not choice and self.choices is None:
            self.item = None
        return "item"
