"""From read blocks back to plain Markdown that any renderer shows alike: no HTML, no image, no surprise.

What an author typed is read by our own scanner (Chinese line ends, bold beside Chinese punctuation) and written anew in
the strictest form: every paragraph on one line, every character that could mean something escaped, punctuation at the
edge of bold moved outside where CommonMark would else not see the bold. Nothing but headings, paragraphs, lists,
quotes, tables, rules, code and web links can come out, so Textual's Markdown widget never meets a token it does not
know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from trainer.content.inline import Break, Chip, Link, Run, Span, is_punctuation, scan
from trainer.content.markdown import Code, Heading, List, MdBlock, Paragraph, Piece, Quote, Rule, Table
from trainer.content.refs import is_web
from trainer.content.source import Source

MAX_DEPTH = 4
"""Lists and quotes inside one another that are kept; deeper ones are drawn up to this level."""

_ACTIVE = re.compile(r"([\\`*_\[\]<>&!#~|])")
_START = re.compile(r"(?:([-+=])|([0-9]{1,9})([.)]))")
_TICKS = re.compile("`+")

Scan = Callable[[list[Piece]], list[Span]]
"""How a text is scanned; the reader notes what is wrong on the way."""


@dataclass(slots=True)
class _Stretch:
    """Text with one style. ``code``: it is shown as code; ``href``: it is a link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""

    @property
    def style(self) -> tuple[bool, bool, bool, str]:
        return self.strong, self.emphasis, self.code, self.href


class Writer:
    """Writes blocks; ``scan`` is called once for each text."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.lines: list[str] = []

    def write(self, blocks: Sequence[MdBlock]) -> str:
        """The blocks as Markdown, without a line end at the end."""
        return "\n".join(self.blocks(blocks, 0))

    def blocks(self, blocks: Sequence[MdBlock], depth: int) -> list[str]:
        """Lines of some blocks, an empty one between two of them."""
        lines: list[str] = []
        mark = ""
        for block in blocks:
            mark = self.mark(block, mark)
            made = self.block(block, depth, mark)
            if made:
                lines += [*([""] if lines else []), *made]
        return lines

    @staticmethod
    def mark(block: MdBlock, before: str) -> str:
        """The mark of a list: another one than that of the list right before, else the two would be one."""
        if not isinstance(block, List):
            return ""
        if block.ordered:
            return ")" if before == "." else "."
        return "*" if before == "-" else "-"

    def block(self, block: MdBlock, depth: int, mark: str) -> list[str]:
        """Lines of one block."""
        if isinstance(block, Paragraph):
            return self.paragraph(block.pieces)
        if isinstance(block, Heading):
            text = self.text([block.text]).replace("\\\n", " ")
            return [f"{'#' * max(3, block.level)} {text}"] if text else []
        if isinstance(block, Quote):
            inner = self.blocks([part for child in block.children for part in speeches(child)], depth + 1)
            return inner if depth >= MAX_DEPTH else [f"> {line}".rstrip() for line in inner]
        if isinstance(block, List):
            return self.listing(block, depth, mark)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Rule):
            return ["---"]
        return self.code(block)

    def paragraph(self, pieces: list[Piece]) -> list[str]:
        """A paragraph: one line, more only where the author asked for a break."""
        text = self.text(pieces)
        return text.split("\n") if text else []

    def listing(self, block: List, depth: int, mark: str) -> list[str]:
        """A list; items with more than one block are set apart by empty lines."""
        lines: list[str] = []
        number = block.start
        bodies = [self.blocks(item.children, depth + 1) for item in block.items]
        loose = any("" in body for body in bodies)
        for body in bodies:
            if depth >= MAX_DEPTH:
                lines += [*([""] if lines else []), *body]
                continue
            lead = f"{number}{mark} " if block.ordered else f"{mark} "
            number += 1
            if lines and loose:
                lines.append("")
            lines += [lead + (body[0] if body else ""), *(" " * len(lead) + line if line else "" for line in body[1:])]
        return lines

    def table(self, block: Table) -> list[str]:
        """A table; every row has as many cells as the header."""
        width = len(block.rows[0]) if block.rows else 0
        rows = [[self.text([piece], cell=True).replace("\\\n", " ") for piece in row][:width] for row in block.rows]
        rows = [row + [""] * (width - len(row)) for row in rows]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return [lines[0], "|" + " --- |" * width, *lines[1:]] if lines else []

    def code(self, block: Code) -> list[str]:
        """A fenced block, its lines as they are."""
        longest = max((len(ticks) for line in block.text for ticks in _TICKS.findall(line)), default=0)
        fence = "`" * max(3, longest + 1)
        return [fence, *block.text, fence]

    # --- texts -------------------------------------------------------------------------------------------------------

    def text(self, pieces: list[Piece], *, cell: bool = False) -> str:
        """A text with its emphasis; a break the author asked for is ``\\`` and a line end.

        Args:
            cell: It is a cell of a table, where a bar inside code must be escaped, too.
        """
        lines: list[list[_Stretch]] = [[]]
        for span in self.scan(pieces):
            if isinstance(span, Break):
                lines.append([])
            else:
                part = _stretch(span)
                if cell and part.code:
                    part.text = part.text.replace("|", "\\|")
                _add(lines[-1], part)
        written = [_write(line) for line in lines]
        return "\\\n".join(line for line in written if line)


def plain_line(source: Source, piece: Piece) -> str:
    """A heading as plain text, without emphasis."""
    return "".join("" if isinstance(s, Break) else s.text for s in scan(source, [piece])).strip()


def escape(text: str) -> str:
    """Literal text as Markdown; the beginning of a line is not looked at."""
    return _ACTIVE.sub(r"\\\1", text)


def speeches(block: MdBlock) -> list[MdBlock]:
    """A paragraph of a quote, cut where a line begins with ``名字：``: a new person speaks."""
    if not isinstance(block, Paragraph):
        return [block]
    found: list[list[Piece]] = []
    for piece in block.pieces:
        if not found or _SPEAKER.match(piece.text):
            found.append([])
        found[-1].append(piece)
    return [Paragraph(pieces) for pieces in found]


_SPEAKER = re.compile(r"[^\s，。；、！？：:,.;!?「」“”（）()*_`\[\]]{1,8}[：:]")


def _stretch(span: Run | Chip | Link) -> _Stretch:
    if isinstance(span, Run):
        return _Stretch(span.text, span.strong, span.emphasis)
    if isinstance(span, Chip):
        return _Stretch(span.text, code=True)
    return _Stretch(span.text, href=span.target.strip() if is_web(span.target) else "")


def _add(line: list[_Stretch], new: _Stretch) -> None:
    """Append; stretches of one style become one."""
    if line and line[-1].style == new.style and not new.code and not new.href:
        line[-1].text += new.text
    elif new.text:
        line.append(new)


def _plain_neighbours(line: Iterable[_Stretch]) -> list[_Stretch]:
    """Emphasis that touches bold would be one knot of asterisks: it becomes plain."""
    made: list[_Stretch] = []
    for part in line:
        styled = part.strong or part.emphasis
        if made and styled and (made[-1].strong or made[-1].emphasis):
            last = made[-1]
            if last.strong and not part.strong:
                part = _Stretch(part.text)
            elif part.strong and not last.strong:
                last.emphasis = False
            else:
                part.emphasis = last.emphasis = False
        _add(made, part)
    return made


def _write(line: list[_Stretch]) -> str:
    parts = _plain_neighbours(line)
    out = ""
    for n, part in enumerate(parts):
        if part.code:
            out += _code_span(part.text)
        elif part.href:
            out += f"[{escape(part.text)}](<{part.href}>)"
        elif part.strong or part.emphasis:
            follows = parts[n + 1].text[:1] if n + 1 < len(parts) else " "
            if n + 1 < len(parts) and (parts[n + 1].code or parts[n + 1].href):
                follows = "`"
            out += _styled(part, out[-1:] or " ", follows)
        else:
            out += escape(part.text)
    return _safe_start(out.strip())


def _styled(part: _Stretch, before: str, after: str) -> str:
    """Bold or emphasis, its edges moved inwards until CommonMark sees it."""
    text = part.text
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or (is_punctuation(text[start]) and not _edge(before))):
        before = text[start]
        start += 1
    while end > start and (text[end - 1].isspace() or (is_punctuation(text[end - 1]) and not _edge(after))):
        after = text[end - 1]
        end -= 1
    if start == end:
        return escape(text)
    mark = "***" if part.strong and part.emphasis else "**" if part.strong else "*"
    return escape(text[:start]) + mark + escape(text[start:end]) + mark + escape(text[end:])


def _edge(char: str) -> bool:
    """Beside which a mark may touch punctuation."""
    return char.isspace() or is_punctuation(char)


def _code_span(text: str) -> str:
    ticks = "`" * (max((len(found) for found in _TICKS.findall(text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or not text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text else ""


def _safe_start(text: str) -> str:
    """Text that begins a line: what looks like a list or a rule is none."""
    found = _START.match(text)
    if not found:
        return text
    at = 0 if found[1] else found.start(3)
    return f"{text[:at]}\\{text[at:]}"
