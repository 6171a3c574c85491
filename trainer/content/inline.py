"""Texts inside a block: emphasis, chips, links. A scanner of our own, for columns and for Chinese punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from trainer.content.markdown import Piece
from trainer.content.source import Place, Source

_SPECIAL = re.compile(r"[`\[*_\\<&!\n]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_USUAL_CHOICE = re.compile(r"\[(?P<text>[^\[\]()`*_\\<&!]*)\]\((?P<target>[^()`\\]*)\)(?: `[^`]+`)*")
_CODE = re.compile(r"`([^`]+)`")
_NESTING = {"[": re.compile(r"\\.|[\[\]\n]"), "(": re.compile(r"\\.|[()\n]")}
_DEEPEST = 8
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(slots=True)
class Run:
    """A run of text."""

    text: str
    place: Place
    strong: bool = False
    emphasis: bool = False


@dataclass(slots=True)
class Chip:
    """An inline code span: its text without the backticks, the place of that text."""

    text: str
    place: Place
    strong: bool = False
    emphasis: bool = False

    @property
    def outer(self) -> Place:
        """With its backticks."""
        return Place(self.place.line, self.place.start - 1, self.place.end + 1)


@dataclass(slots=True)
class Link:
    """``[text](target)``; the target as typed, without its parentheses."""

    text: str
    target: str
    place: Place
    target_place: Place


@dataclass(slots=True)
class Break:
    """A line break the author asked for (two blanks or a backslash at the end of a line)."""

    place: Place


Span = Run | Chip | Link | Break


@dataclass(slots=True)
class _Mark:
    """A run of ``*`` or ``_`` that may open or close emphasis."""

    char: str
    count: int
    place: Place
    opens: bool
    closes: bool
    strict_opens: bool
    strict_closes: bool
    at: int


def scan(source: Source, pieces: list[Piece]) -> list[Span]:
    """Scan the lines of one text."""
    if len(pieces) == 1:
        piece = pieces[0]
        if not _SPECIAL.search(piece.text):
            return [Run(piece.text, piece.place())] if piece.text else []
        if usual := _USUAL_CHOICE.fullmatch(piece.text):
            return _usual_choice(piece, usual)
    return _Scanner(source, pieces).scan()


def _usual_choice(piece: Piece, found: re.Match[str]) -> list[Span]:
    """A line that is one link and chips, with nothing to unravel: what the scanner would give, at once."""
    end = found.end("target") + 1
    spans: list[Span] = [
        Link(found["text"].strip(), found["target"], piece.place(0, end), piece.place(*found.span("target")))
    ]
    for chip in _CODE.finditer(piece.text, end):
        text = chip[1]
        start = chip.start(1) + len(text) - len(text.lstrip())
        spans.append(Chip(text.strip(), piece.place(start, start + len(text.strip()))))
    return spans


def plain(spans: list[Span]) -> str:
    """Texts of the runs, joined."""
    return "".join(span.text for span in spans if isinstance(span, Run))


def is_wide(char: str) -> bool:
    """Whether a character is Chinese writing, next to which a line end is no blank."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·"


def is_punctuation(char: str) -> bool:
    """Punctuation or symbol in CommonMark's sense."""
    return unicodedata.category(char)[0] in "PS"


class _Scanner:
    def __init__(self, source: Source, pieces: list[Piece]) -> None:
        self.source = source
        self.pieces = pieces
        self.text = "\n".join(p.text for p in pieces)
        self.out: list[Span | _Mark] = []
        self.pending: list[str] = []
        self.pending_at = (0, 0)
        self.starts: list[int] = []
        at = 0
        for piece in pieces:
            self.starts.append(at)
            at += len(piece.text) + 1
        self.row = 0

    def place(self, start: int, end: int) -> Place:
        """Place of a stretch of the joined text; one that goes over a line's end stops there."""
        row = self.row
        while row and self.starts[row] > start:
            row -= 1
        while row + 1 < len(self.starts) and self.starts[row + 1] <= start:
            row += 1
        self.row = row
        piece = self.pieces[row]
        column = piece.column + start - self.starts[row]
        stop = min(end, self.starts[row] + len(piece.text))
        return Place(piece.line, column, max(column, piece.column + stop - self.starts[row]))

    def add_text(self, text: str, start: int, end: int) -> None:
        """Collect literal text; ``flush`` makes a run of it."""
        if text:
            self.pending_at = (self.pending_at[0] if self.pending else start, end)
            self.pending.append(text)

    def flush(self) -> None:
        if self.pending:
            self.out.append(Run("".join(self.pending), self.place(*self.pending_at)))
            self.pending.clear()

    def add(self, span: Span | _Mark) -> None:
        """Append something that is no literal text."""
        self.flush()
        self.out.append(span)

    def scan(self) -> list[Span]:
        text, at = self.text, 0
        while at < len(text):
            found = _SPECIAL.search(text, at)
            if not found:
                self.add_text(text[at:], at, len(text))
                break
            here = found.start()
            self.add_text(text[at:here], at, here)
            at = self.special(text[here], here)
        self.flush()
        return self.emphasise()

    def special(self, char: str, at: int) -> int:
        """Handle one special character; returns where to go on."""
        text = self.text
        if char == "`":
            return self.code(at)
        if char == "\n":
            return self.line_end(at)
        if char == "\\":
            following = text[at + 1 : at + 2]
            if following == "\n":
                self.add(Break(self.place(at, at + 1)))
                return at + 2
            if following and following in _ESCAPABLE:
                self.add_text(following, at, at + 2)
                return at + 2
        elif char == "[":
            end = self.link(at)
            if end:
                return end
        elif char == "!" and text[at + 1 : at + 2] == "[":
            end = self.link(at + 1, image=True)
            if end:
                return end
        elif char in "*_":
            return self.mark(char, at)
        elif char == "<":
            if auto := _AUTOLINK.match(text, at):
                self.source.report("SC136", self.place(at, auto.end()), text=auto.group())
            elif tag := _TAG.match(text, at):
                self.source.report("SC140", self.place(at, tag.end()), text=tag.group())
        elif char == "&" and (entity := _ENTITY.match(text, at)):
            return self.entity(entity, at)
        self.add_text(char, at, at + 1)
        return at + 1

    def entity(self, entity: re.Match[str], at: int) -> int:
        from html import unescape

        char = unescape(entity.group())
        if char == entity.group():
            pass
        elif char == "\xa0" or (char and char.isprintable() and unicodedata.category(char[0])[0] not in "CZ"):
            self.add_text(char, at, entity.end())
            return entity.end()
        else:
            self.source.report("SC103", self.place(at, entity.end()), char=entity.group())
        self.add_text(entity.group(), at, entity.end())
        return entity.end()

    def line_end(self, at: int) -> int:
        """A line end is a blank between Latin words, nothing beside Chinese, or a break; a run never crosses it."""
        self.flush()
        row = self.row
        while row + 1 < len(self.starts) and self.starts[row + 1] <= at + 1:
            row += 1
        before = self.pieces[row - 1] if row else None
        if before is not None:
            line = self.source.lines[before.line]
            if line.endswith("  ") and line[before.column :].strip():
                self.add(Break(self.place(at, at)))
                return at + 1
        left, right = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if left and right and not (is_wide(left) or is_wide(right)):
            self.add(Run(" ", self.place(at, at)))
        return at + 1

    def code(self, at: int) -> int:
        text = self.text
        end = at
        while end < len(text) and text[end] == "`":
            end += 1
        fence = text[at:end]
        line_stop = text.find("\n", end)
        line_stop = len(text) if line_stop < 0 else line_stop
        for close in re.finditer("`+", text[end:line_stop]):
            if len(close.group()) == len(fence):
                inner = text[end : end + close.start()]
                lead = len(inner) - len(inner.lstrip())
                start = end + lead
                self.add(Chip(inner.strip(), self.place(start, start + len(inner.strip()))))
                return end + close.end()
        self.source.report("SC129", self.place(at, end))
        self.add_text(fence, at, end)
        return end

    # --- links -------------------------------------------------------------------------------------------------------

    def link(self, at: int, image: bool = False) -> int:
        """A link that begins at ``at``; returns its end, or 0 if it is none."""
        text = self.text
        close = _matching(text, at, "[", "]")
        if close < 0 or text[close + 1 : close + 2] != "(":
            return 0
        end = _matching(text, close + 1, "(", ")", same_line=True)
        if end < 0:
            return 0
        inner = [Piece(p.line, p.start, text[a:b]) for a, b, p in self.parts(at + 1, close)]
        spans = scan(self.source, inner) if inner else []
        for span in spans:
            if isinstance(span, Chip):
                self.source.report("SC145", span.place, text=span.text)
            elif isinstance(span, Link):
                self.source.report("SC136", span.place, text=span.text)
        words = plain(spans).strip()
        target = text[close + 2 : end]
        place = self.place(at, end + 1)
        if image:
            self.source.report("SC136", place, text=words)
            self.add(Run(words, place))
            return end + 1
        self.add(Link(words, target, place, self.place(close + 2, end)))
        return end + 1

    def parts(self, start: int, end: int) -> list[tuple[int, int, Place]]:
        """The stretch cut at line ends."""
        found, at = [], start
        for part in self.text[start:end].split("\n"):
            if part:
                found.append((at, at + len(part), self.place(at, at + len(part))))
            at += len(part) + 1
        return found

    # --- emphasis ----------------------------------------------------------------------------------------------------

    def mark(self, char: str, at: int) -> int:
        text, end = self.text, at
        while end < len(text) and text[end] == char:
            end += 1
        before, after = text[at - 1 : at] or " ", text[end : end + 1] or " "
        blank_before, blank_after = before.isspace(), after.isspace()
        left = not blank_after and (not is_punctuation(after) or blank_before or is_punctuation(before))
        right = not blank_before and (not is_punctuation(before) or blank_after or is_punctuation(after))
        if char == "*":
            opens, closes = not blank_after, not blank_before
            strict_opens, strict_closes = left, right
        else:
            opens = strict_opens = left and (not right or is_punctuation(before))
            closes = strict_closes = right and (not left or is_punctuation(after))
        count = end - at
        self.add(_Mark(char, count, self.place(at, end), opens, closes, strict_opens, strict_closes, at))
        return end

    def emphasise(self) -> list[Span]:
        """Pair the marks; what stays alone is text again."""
        openers: dict[tuple[str, int], list[int]] = {}
        kinds: list[tuple[int, int, bool]] = []
        paired: set[int] = set()
        for index, mark in enumerate(self.out):
            if not isinstance(mark, _Mark):
                continue
            kind = (mark.char, mark.count)
            waiting = openers.get(kind)
            if mark.closes and waiting:
                match = waiting.pop()
                opener = self.out[match]
                if isinstance(opener, _Mark) and mark.count >= 2:
                    if not (opener.strict_opens and mark.strict_closes):
                        self.source.report("SC132", opener.place)
                    kinds.append((match, index, True))
                if mark.count != 2:
                    kinds.append((match, index, False))
                paired |= {match, index}
                for stack in openers.values():
                    while stack and stack[-1] > match:
                        stack.pop()
            elif mark.opens:
                openers.setdefault(kind, []).append(index)
        for begin, end, strong in kinds:
            for span in self.out[begin:end]:
                if isinstance(span, Run | Chip):
                    if strong:
                        span.strong = True
                    else:
                        span.emphasis = True
        found: list[Span] = []
        for index, span in enumerate(self.out):
            if not isinstance(span, _Mark):
                found.append(span)
            elif index not in paired:
                if span.count >= 2 and span.char == "*" and (span.opens or span.closes):
                    self.source.report("SC133", span.place, text=span.char * span.count)
                found.append(Run(span.char * span.count, span.place))
        return found


def _matching(text: str, at: int, opening: str, closing: str, *, same_line: bool = False) -> int:
    """Index of the bracket that closes the one at ``at``; -1 if there is none or the nesting is absurd."""
    depth = 0
    for found in _NESTING[opening].finditer(text, at):
        char = found.group()
        if char == "\n":
            if same_line:
                return -1
        elif char == opening:
            depth += 1
            if depth > _DEEPEST:
                return -1
        elif char == closing:
            depth -= 1
            if depth == 0:
                return found.start()
    return -1
