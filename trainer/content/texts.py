"""Blocks of text: paragraphs, quotes, lists and tables."""

from __future__ import annotations

from trainer.content.inline import Link, Span, scan
from trainer.content.markdown import Code, Heading, Item, List, MdBlock, Paragraph, Piece, Quote, Rule, Table
from trainer.content.model import BlockKind
from trainer.content.source import Place, Source
from trainer.content.speech import Speeches
from trainer.content.tree import RawBlock


def first_place(block: MdBlock) -> Place:
    """Where a block begins."""
    if isinstance(block, Heading):
        return block.text.place()
    if isinstance(block, Paragraph):
        return block.pieces[0].place()
    return Place(block.line, 0, 1)


class TextReader:
    """Turns Markdown blocks into raw blocks."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.speeches = Speeches(source)

    def blocks(self, block: MdBlock) -> list[RawBlock]:
        """One Markdown block; a paragraph or a quote may hold several of ours."""
        if isinstance(block, Paragraph):
            return self.speeches.narration(block.pieces)
        if isinstance(block, Quote):
            return self.quote(block)
        if isinstance(block, List):
            return [self.listing(block)]
        if isinstance(block, Table):
            return [self.table(block)]
        if isinstance(block, Code):
            self.source.report("SC139", Place(block.line, 0, len(self.source.lines[block.line])))
        return []

    def quote(self, quote: Quote) -> list[RawBlock]:
        """Speeches, and whatever else stands in a quote."""
        blocks: list[RawBlock] = []
        run: list[Paragraph] = []
        for child in quote.children:
            if isinstance(child, Paragraph):
                run.append(child)
                continue
            if run:
                blocks += self.speeches.quote(run)
                run = []
            if isinstance(child, Heading):
                self.source.report("SC143", child.text.place(), case="heading")
            elif isinstance(child, Quote):
                self.source.report("SC143", first_place(child), case="quote")
            elif not isinstance(child, Rule):
                blocks += self.blocks(child)
        if run:
            blocks += self.speeches.quote(run)
        return blocks

    def listing(self, block: List) -> RawBlock:
        """A list of texts; nested lists and quotes have no place in it."""
        made = RawBlock(BlockKind.LIST, Place(block.line, 0, 1), ordered=block.ordered)
        for item in block.items:
            made.cells.append([self.item(item)])
        return made

    def item(self, item: Item) -> list[Span]:
        spans: list[Span] = []
        for number, child in enumerate(item.children):
            if isinstance(child, Paragraph) and not number:
                spans = scan(self.source, child.pieces)
            elif not isinstance(child, Rule):
                self.source.report("SC143", first_place(child), case="item")
        return spans

    def table(self, block: Table) -> RawBlock:
        """A table; the first row is its header."""
        made = RawBlock(BlockKind.TABLE, Place(block.line, 0, 1))
        for row in block.rows:
            made.cells.append([self.cell(piece) for piece in row])
        return made

    def cell(self, piece: Piece) -> list[Span]:
        return scan(self.source, [piece])


def links_in(spans: list[Span]) -> list[Link]:
    """The links of a text."""
    return [span for span in spans if isinstance(span, Link)]
