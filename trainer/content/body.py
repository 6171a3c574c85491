"""The body of a scenario: from Markdown blocks to titles, nodes, choices and reserved sections."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.config import MAX_NODE_BLOCKS, MAX_TABLE_CELLS
from trainer.content.choices import SEPARATORS
from trainer.content.inline import Chip, Run, scan
from trainer.content.limits import within_limits
from trainer.content.markdown import Heading, List, MdBlock, Paragraph, Piece, Rule, read_blocks
from trainer.content.mend import mend_body
from trainer.content.nodes import NodeReader
from trainer.content.source import Place, Source
from trainer.content.tree import RawCheck, RawNode, RawScenario

CHECKS, NOTES = "检查", "备注"


def read_body(source: Source, first: int) -> RawScenario | None:
    """Read the lines from ``first`` on; None if a size limit is broken, with the finding noted."""
    if not within_limits(source, first):
        return None
    mend_body(source, first)
    return _BodyReader(source).read(read_blocks(source, first, len(source.lines)), len(source.lines))


def first_place(block: MdBlock) -> Place:
    """Where a block begins."""
    if isinstance(block, Heading):
        return block.text.place()
    if isinstance(block, Paragraph):
        return block.pieces[0].place()
    return Place(block.line, 0, 1)


class _BodyReader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.scenario = RawScenario()

    def read(self, blocks: Sequence[MdBlock], end: int) -> RawScenario:
        section = "start"
        group: list[MdBlock] = []
        node: RawNode | None = None
        for block in [*blocks, None]:
            if block is not None and not isinstance(block, Heading):
                group.append(block)
                continue
            self.close(section, node, group, end if block is None else block.text.line)
            group, node = [], None
            if block is None:
                break
            name = block.text.text.strip()
            if block.level == 2 and section == NOTES:
                self.source.report("SC159", block.text.place(), name=name)
            elif block.level == 1:
                section, node = self.heading(block, name, section)
            elif block.level == 2:
                if section == CHECKS:
                    self.source.report("SC170", block.text.place(), name=name)
                section, node = "node", self.node(block, name)
            else:
                self.source.report("SC113", block.text.place(), name=name)
                section = "lost"
        return self.scenario

    def heading(self, block: Heading, name: str, section: str) -> tuple[str, RawNode | None]:
        if name in (CHECKS, NOTES):
            return name, None
        if self.scenario.title_place is None and not self.scenario.nodes:
            self.scenario.title, self.scenario.title_place = name, block.text.place()
            return "briefing", None
        self.source.report("SC112", block.text.place(), name=name)
        return "node", self.node(block, name)

    def node(self, block: Heading, name: str) -> RawNode:
        node = RawNode(name, block.text.place())
        if "`" in name:
            self.split_heading(node, block.text)
        if not node.name:
            self.source.report("SC115", block.text.place())
        self.scenario.nodes.append(node)
        return node

    def split_heading(self, node: RawNode, text: Piece) -> None:
        """Chips on the heading's own line belong to the node."""
        at = text.text.index("`")
        chips = Piece(text.line, text.column + at, text.text[at:])
        self.source.report("SC144", chips.place(), text=chips.text)
        node.name = text.text[:at].strip()
        node.place = Place(text.line, text.column, text.column + at)
        for span in scan(self.source, [chips]):
            if isinstance(span, Chip):
                node.chips.append(span)
            elif isinstance(span, Run) and span.text.strip(SEPARATORS):
                self.source.report("SC134", span.place, text=span.text.strip())

    def close(self, section: str, node: RawNode | None, group: list[MdBlock], end: int) -> None:
        if section == "node" and node is not None:
            self.close_node(node, group, end)
            return
        group = [b for b in group if not isinstance(b, Rule)]
        if not group or section == NOTES or section == "lost":
            return
        if section == "start":
            self.source.report("SC114", first_place(group[0]))
        elif section == "briefing":
            reader = NodeReader(self.source, RawNode("", first_place(group[0])))
            self.scenario.briefing.extend(reader.briefing(group))
        else:
            self.checks(group)

    def close_node(self, node: RawNode, group: list[MdBlock], end: int) -> None:
        node.end = end
        NodeReader(self.source, node).read(group)
        if len(node.blocks) > MAX_NODE_BLOCKS:
            self.source.report("SC110", node.place, case="blocks", count=len(node.blocks), limit=MAX_NODE_BLOCKS)
        for raw in node.blocks:
            cells = sum(map(len, raw.cells))
            if cells > MAX_TABLE_CELLS:
                self.source.report("SC110", raw.place, case="cells", count=cells, limit=MAX_TABLE_CELLS)

    def checks(self, group: list[MdBlock]) -> None:
        for block in group:
            if isinstance(block, List):
                for item in block.items:
                    self.checks(item.children)
            elif isinstance(block, Paragraph):
                for piece in block.pieces:
                    text = piece.text.strip()
                    lead = 0
                    if text.count("`") == 2 and text.startswith("`") and text.endswith("`"):
                        text, lead = text[1:-1], 1
                    elif text:
                        self.source.report("SC130", piece.place(), text=text)
                    start = piece.column + lead + len(text) - len(text.lstrip())
                    self.scenario.checks.append(
                        RawCheck(text.strip(), Place(piece.line, start, start + len(text.strip())))
                    )
            elif not isinstance(block, Rule):
                self.source.report("SC157", first_place(block), text="")
