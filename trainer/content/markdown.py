"""The one place that makes a Markdown parser, and the block tree the reader works on.

Only markdown-it's block rules run here; texts inside blocks are scanned by ``inline.py``, because its tokens carry no
columns. Rules that would make an author's slip vanish are off: indented code, reference definitions, setext headings
and HTML blocks (comments are blanked beforehand).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from trainer.content.source import Place, Source


class Piece:
    """A stretch of one mended line that belongs to a text: line, column of its first character, the characters."""

    __slots__ = ("column", "line", "text")

    def __init__(self, line: int, column: int, text: str) -> None:
        self.line = line
        self.column = column
        self.text = text

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """A stretch of the piece; the whole of it by default."""
        return Place(self.line, self.column + start, self.column + (len(self.text) if end is None else end))


@dataclass(slots=True)
class Heading:
    level: int
    text: Piece


@dataclass(slots=True)
class Paragraph:
    pieces: list[Piece]

    @property
    def line(self) -> int:
        return self.pieces[0].line


@dataclass(slots=True)
class Quote:
    line: int
    end: int
    children: list[MdBlock] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    line: int
    end: int
    children: list[MdBlock] = field(default_factory=list)


@dataclass(slots=True)
class List:
    line: int
    end: int
    ordered: bool
    mark: str
    items: list[Item] = field(default_factory=list)
    start: int = 1


@dataclass(slots=True)
class Table:
    line: int
    rows: list[list[Piece]] = field(default_factory=list)


@dataclass(slots=True)
class Rule:
    """A thematic break."""

    line: int


@dataclass(slots=True)
class Code:
    """A fenced code block with the lines inside it; it has no meaning in a scenario."""

    line: int
    end: int
    text: list[str] = field(default_factory=list)


MdBlock = Heading | Paragraph | Quote | List | Table | Rule | Code


@cache
def parser() -> MarkdownIt:
    """The block parser for content files."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": 24}).enable("table")
    md.disable(["code", "reference", "lheading", "html_block", "inline"])
    return md


def page_parser() -> MarkdownIt:
    """The parser for what ``safe_markdown`` has written; for Textual's Markdown widget (``parser_factory``)."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["reference", "image", "html_inline"])


def read_blocks(source: Source, first: int, last: int) -> list[MdBlock]:
    """Parse the mended lines ``first`` up to ``last`` (not included) into blocks."""
    tokens = parser().parse("\n".join(source.lines[first:last]) + "\n")
    return _Builder(source.lines, first).build(tokens)


class _Builder:
    def __init__(self, lines: list[str], first: int) -> None:
        self.lines = lines
        self.first = first

    def build(self, tokens: list[Token]) -> list[MdBlock]:
        root: list[MdBlock] = []
        into: list[list[MdBlock]] = [root]
        lists: list[List] = []
        table: Table | None = None
        column = level = 0
        first = self.first
        for token in tokens:
            kind = token.type
            if kind == "inline":
                begin = token.map[0] if token.map else 0
                if table is not None:
                    cell = self.cell(begin + first, column, token.content)
                    column = cell.column + len(cell.text)
                    table.rows[-1].append(cell)
                elif level:
                    into[-1].append(Heading(level, self.heading(begin + first, token.content)))
                else:
                    into[-1].append(self.paragraph(begin + first, token.content))
            elif kind == "paragraph_open":
                level = 0
            elif kind == "blockquote_open":
                begin, end = token.map if token.map else (0, 0)
                quote = Quote(begin + first, end + first)
                into[-1].append(quote)
                into.append(quote.children)
            elif kind == "list_item_open":
                begin, end = token.map if token.map else (0, 0)
                item = Item(begin + first, end + first)
                lists[-1].items.append(item)
                into.append(item.children)
            elif kind in ("blockquote_close", "list_item_close"):
                into.pop()
            elif kind in ("bullet_list_open", "ordered_list_open"):
                begin, end = token.map if token.map else (0, 0)
                made = List(begin + first, end + first, kind == "ordered_list_open", token.markup)
                made.start = int(token.attrs.get("start", 1))
                into[-1].append(made)
                lists.append(made)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                lists.pop()
            elif kind == "heading_open":
                level = int(token.tag[1:])
            elif kind == "table_open":
                table = Table((token.map[0] if token.map else 0) + first)
                into[-1].append(table)
            elif kind == "tr_open" and table is not None:
                table.rows.append([])
                column = 0
            elif kind == "table_close":
                table = None
            elif kind == "hr":
                into[-1].append(Rule((token.map[0] if token.map else 0) + first))
            elif kind == "fence":
                begin, end = token.map if token.map else (0, 0)
                into[-1].append(Code(begin + first, end + first, token.content.splitlines()))
        return root

    def paragraph(self, begin: int, content: str) -> Paragraph:
        """Every content line is the end of its source line, so its column follows from the lengths.

        markdown-it strips the content: lines of odd blanks at its beginning are not in it.
        """
        pieces = []
        line = begin
        for part in content.split("\n"):
            text = part.strip()
            whole = self.lines[line].rstrip()
            while not whole.endswith(text) and line + 1 < len(self.lines):
                line += 1
                whole = self.lines[line].rstrip()
            pieces.append(Piece(line, len(whole) - len(text), text))
            line += 1
        return Paragraph(pieces)

    def heading(self, line: int, content: str) -> Piece:
        at = self.lines[line].find(content, self.lines[line].find("#") + 1) if content else len(self.lines[line])
        return Piece(line, max(at, 0), content)

    def cell(self, line: int, column: int, content: str) -> Piece:
        at = self.lines[line].find(content, column)
        return Piece(line, at if at >= 0 else column, content)
