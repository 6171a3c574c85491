"""One ``##`` section: its chips line, its texts, its choices and the items of a 作答."""

from __future__ import annotations

import re

from trainer.content.choices import CHIPS_ONLY, ChoiceReader, is_choices, mark_place, split_list
from trainer.content.inline import Chip, Link, scan
from trainer.content.markdown import Heading, List, MdBlock, Paragraph, Piece, Quote, Rule
from trainer.content.model import BlockKind
from trainer.content.source import Source
from trainer.content.texts import TextReader, first_place, links_in
from trainer.content.tree import RawAnswerItem, RawBlock, RawNode

_GUARD_ONLY = re.compile(r"\s*`\s*(?:若|否则)[^`]*`\s*")
_ANSWER_CHIP = re.compile(r"\s*`\s*作答")
_LINK_ONLY = re.compile(r"\s*\[[^\[\]]+\]\([^()]*\)\s*(?:`[^`]+`\s*)*")


class NodeReader:
    """Reads the blocks of one node into its raw form."""

    def __init__(self, source: Source, node: RawNode) -> None:
        self.source = source
        self.node = node
        self.texts = TextReader(source)
        self.items = ChoiceReader(source, self.texts)
        self.prompt_wanted = False

    def read(self, blocks: list[MdBlock]) -> None:
        """Read all blocks of the node."""
        mark = ""
        for block in blocks:
            if isinstance(block, Rule | Heading):
                continue
            if isinstance(block, List) and is_choices(block):
                texts, block = split_list(self.source, block)
                if texts is not None and not self.node.choices:
                    self.node.blocks += self.texts.blocks(texts)
                elif texts is not None:
                    self.source.report("SC137", first_place(texts))
                if mark and mark != block.mark:
                    place = mark_place(self.source, block.items[0])
                    self.source.report("SC119", place, found=block.mark, wanted=mark)
                mark = mark or block.mark
                self.choices(block)
            elif self.node.choices and isinstance(block, Quote):
                self.source.report("SC123", first_place(block))
                self.node.choices[-1].replies += self.items.reply(block)
            elif isinstance(block, Paragraph) and self.way_on(block):
                pass
            elif self.node.choices or self.node.answers:
                self.source.report("SC137", first_place(block))
            elif isinstance(block, Paragraph):
                self.paragraph(block)
            else:
                self.node.blocks += self.texts.blocks(block)
        self.settle()

    def briefing(self, blocks: list[MdBlock]) -> list[RawBlock]:
        """Read the blocks between the title and the first node."""
        for block in blocks:
            if isinstance(block, List) and is_choices(block):
                self.source.report("SC158", mark_place(self.source, block.items[0]), case="choice")
            else:
                self.node.blocks += self.texts.blocks(block)
        for made in self.node.blocks:
            if made.guard is not None:
                self.source.report("SC158", made.guard.place, case="condition")
        return self.node.blocks

    def choices(self, block: List) -> None:
        """A list with at least one choice or answer item."""
        for item in block.items:
            made = self.items.item(item)
            if isinstance(made, RawAnswerItem):
                self.node.answers.append(made)
            elif made is not None:
                self.node.choices.append(made)
            else:
                self.node.lost = True

    def paragraph(self, block: Paragraph) -> None:
        """A paragraph before the choices: chips lines, narration, conditional blocks."""
        pieces = block.pieces
        while pieces and CHIPS_ONLY.fullmatch(pieces[0].text) and not _GUARD_ONLY.fullmatch(pieces[0].text):
            line = pieces[0]
            answer = _ANSWER_CHIP.match(line.text)
            if self.node.blocks and not answer:
                break
            if not answer and block.line != self.node.place.line + 1 and not self.node.chips:
                self.source.report("SC144", line.place(), text=line.text)
            self.chips_line(line)
            pieces = pieces[1:]
        if pieces:
            made = self.texts.speeches.narration(pieces)
            if self.prompt_wanted:
                self.node.prompt, self.prompt_wanted = made.pop(0), False
            self.node.blocks += made

    def chips_line(self, piece: Piece) -> None:
        """Attributes of the node and effects on entering."""
        for span in scan(self.source, [piece]):
            if isinstance(span, Chip):
                self.node.chips.append(span)
                self.prompt_wanted = self.prompt_wanted or span.text.startswith("作答")

    def way_on(self, block: Paragraph) -> bool:
        """The one link of a 作答 may stand alone, without a list."""
        if not any(chip.text.startswith("作答") for chip in self.node.chips):
            return False
        if len(block.pieces) != 1 or not _LINK_ONLY.fullmatch(block.pieces[0].text):
            return False
        spans = scan(self.source, block.pieces)
        self.node.choices.append(self.items.choice(spans, links_in(spans)[0]))
        return True

    def settle(self) -> None:
        """A condition that stood alone belongs to the block after it; nothing but texts may be in blocks."""
        found: list[RawBlock] = []
        waiting: Chip | None = None
        for block in self.node.blocks:
            if block.guard is not None and not block.spans and block.kind is BlockKind.NARRATION:
                waiting = block.guard
                continue
            if waiting is not None and block.guard is None:
                block.guard = waiting
            waiting = None
            found.append(block)
        if waiting is not None:
            self.source.report("SC145", waiting.place, text=waiting.text)
        self.node.blocks = found


def foreign(block: RawBlock) -> list[Link]:
    """Links inside a text."""
    return [link for spans in [block.spans, *(cell for row in block.cells for cell in row)] for link in links_in(spans)]
