"""Blocks as the HTML that learning platforms store, and such HTML as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

from trainer.content.prose import Block, BlockKind, Inline, Text
from trainer.textutil import sanitise

COACH = "教练"
_SPEECH = re.compile(r"([\w·]{1,8})[：:]\s*")
_PARAGRAPHS = frozenset(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "pre", "blockquote"])
_SILENT = frozenset({"script", "style", "head", "title"})
_LOST = {"img": "image", "audio": "media", "video": "media", "iframe": "media", "object": "media", "svg": "image"}


def to_html(blocks: Iterable[Block]) -> str:
    """The blocks; ``from_html`` gives the same ones back."""
    return "\n".join(map(_block, blocks))


def plain_to_html(text: str) -> str:
    """A plain text; its line ends become breaks."""
    return escape(text, quote=False).replace("\n", "<br>")


def _block(block: Block) -> str:
    if block.kind is BlockKind.LIST:
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{_parts(row[0])}</li>" for row in block.rows) + f"</{tag}>"
    if block.kind is BlockKind.TABLE:
        cells = [("th" if not n else "td", row) for n, row in enumerate(block.rows)]
        rows = ("".join(f"<{tag}>{_parts(cell)}</{tag}>" for cell in row) for tag, row in cells)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    if block.kind is BlockKind.NARRATION:
        return f"<p>{_parts(block.parts)}</p>"
    speaker = COACH if block.kind is BlockKind.COACH else block.speaker
    return f"<blockquote><p>{escape(speaker)}：{_parts(block.parts)}</p></blockquote>"


def _parts(parts: Iterable[Inline]) -> str:
    made = ""
    for part in parts:
        if isinstance(part, Text):
            text = plain_to_html(part.text)
            text = f"<em>{text}</em>" if part.emphasis else text
            made += f"<strong>{text}</strong>" if part.strong else text
    return made


def from_html(text: str) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks of a piece of HTML, and what it held that no block can: ``image``, ``media``."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.finish(), frozenset(reader.lost)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lost: set[str] = set()
        self._parts: list[Text] = []
        self._rows: list[list[tuple[Inline, ...]]] = []
        self._strong = self._emphasis = self._quote = self._silent = 0
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LOST:
            self.lost.add(_LOST[tag])
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._add("\n")
        elif tag in ("strong", "b"):
            self._strong += 1
        elif tag in ("em", "i"):
            self._emphasis += 1
        elif tag in ("ul", "ol", "table"):
            self._flush()
            if not self._inside:
                self._inside, self._rows = tag, []
        elif tag in ("li", "tr"):
            self._cell()
            if self._inside:
                self._rows.append([])
        elif tag in ("td", "th"):
            self._cell()
        elif tag in _PARAGRAPHS:
            self._flush()
            self._quote += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("strong", "b"):
            self._strong = max(0, self._strong - 1)
        elif tag in ("em", "i"):
            self._emphasis = max(0, self._emphasis - 1)
        elif tag in ("li", "td", "th"):
            self._cell(end=tag != "li")
        elif tag == self._inside:
            self._cell()
            rows = tuple(tuple(row) for row in self._rows if row)
            kind = BlockKind.TABLE if tag == "table" else BlockKind.LIST
            if rows:
                self.blocks.append(Block(kind, rows=rows, ordered=tag == "ol"))
            self._inside = ""
        elif tag in _PARAGRAPHS:
            self._flush()
            self._quote = max(0, self._quote - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        text = sanitise(text)
        last = self._parts[-1] if self._parts else None
        if last is None or last.text.endswith(("\n", " ")):
            text = text.lstrip(" ")
        if text == "\n" and last is not None and last.text.endswith(" "):
            self._parts[-1] = Text(last.text.rstrip(" "), last.strong, last.emphasis)
        strong, emphasis = bool(self._strong), bool(self._emphasis)
        if last is not None and (last.strong, last.emphasis) == (strong, emphasis):
            self._parts[-1] = Text(self._parts[-1].text + text, strong, emphasis)
        elif text:
            self._parts.append(Text(text, strong, emphasis))

    def _taken(self) -> tuple[Inline, ...]:
        parts, self._parts = self._parts, []
        if parts:
            parts[0] = Text(parts[0].text.lstrip(), parts[0].strong, parts[0].emphasis)
            parts[-1] = Text(parts[-1].text.rstrip(), parts[-1].strong, parts[-1].emphasis)
        return tuple(part for part in parts if part.text)

    def _cell(self, *, end: bool = False) -> None:
        if not self._inside:
            return
        parts = self._taken()
        if self._rows and (parts or end):
            self._rows[-1].append(parts)

    def _flush(self) -> None:
        if self._inside:
            self._add(" ")
            return
        parts = self._taken()
        if not parts:
            return
        first = parts[0]
        said = _SPEECH.match(first.text) if self._quote and isinstance(first, Text) else None
        if said and isinstance(first, Text) and not (first.strong or first.emphasis):
            rest = Text(first.text[said.end() :])
            parts = (rest, *parts[1:]) if rest.text else parts[1:]
            kind = BlockKind.COACH if said[1] == COACH else BlockKind.SPEECH
            self.blocks.append(Block(kind, parts, speaker="" if kind is BlockKind.COACH else said[1]))
        else:
            self.blocks.append(Block(BlockKind.NARRATION, parts))

    def finish(self) -> tuple[Block, ...]:
        """What was read; a list or table that was left open is closed."""
        if self._inside:
            self.handle_endtag(self._inside)
        self._flush()
        return tuple(self.blocks)
