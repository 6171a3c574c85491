"""The body of a lesson: pages, and on each page text, checks and buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from trainer.config import MAX_NODE_BLOCKS, MAX_TABLE_CELLS
from trainer.content.inline import Chip, Link, Run, Span, scan
from trainer.content.items import Page, Part, PartKind
from trainer.content.lesson_size import look_at_size
from trainer.content.markdown import Heading, List, MdBlock, Paragraph, Piece, Rule, Table, read_blocks
from trainer.content.plain import plain_name
from trainer.content.refs import Ref, RefKind, is_web, read_ref
from trainer.content.safe_markdown import MAX_DEPTH, Writer, plain_line
from trainer.content.source import Place, Source
from trainer.content.texts import first_place

_PARTS = {
    RefKind.QUESTIONS: PartKind.CHECK,
    RefKind.SCENARIO: PartKind.CASE,
    RefKind.TOOL: PartKind.TOOL,
    RefKind.LESSON: PartKind.LESSON,
}
_BETWEEN = " \t　，、,；;|·。→"
"""What may stand beside a link that is a button."""

_LINK_START = re.compile(r"[\[，、,；;|·。→\s　]")


@dataclass(frozen=True, slots=True)
class LessonLink:
    """A link of a lesson with its place as typed, for findings about what it leads to; counts from 1."""

    ref: Ref
    line: int
    column: int
    end_column: int


@dataclass(slots=True)
class Pages:
    """What the body holds. ``title``: the H1 with its place. ``links`` in file order."""

    pages: list[Page] = field(default_factory=list)
    links: list[LessonLink] = field(default_factory=list)
    title: str = ""
    title_place: Place | None = None


def read_pages(source: Source, first: int, title: str) -> Pages:
    """Read the mended lines from ``first`` on.

    Args:
        title: 标题 of the front matter; the first page is called so if there is no H1.
    """
    return _PageReader(source, title).read(read_blocks(source, first, len(source.lines)))


class _PageReader:
    def __init__(self, source: Source, title: str) -> None:
        self.source = source
        self.title = title
        self.made = Pages()
        self.parts: list[Part] = []
        self.text: list[str] = []
        self.text_line = 0
        self.found: list[Link] = []
        self.names: dict[str, int] = {}

    def read(self, blocks: Sequence[MdBlock]) -> Pages:
        """Cut at headings of the first two levels."""
        heading: Heading | None = None
        group: list[MdBlock] = []
        for block in blocks:
            if not isinstance(block, Heading) or block.level > 2:
                group.append(block)
                continue
            if block.level == 1 and self.made.title_place is None:
                if group and heading is None:
                    self.source.report("LS101", first_place(group[0]))
                elif heading is not None:
                    self.source.report("LS102", block.text.place(), name=block.text.text.strip(), case="late")
                self.made.title = plain_line(self.source, block.text)
                self.made.title_place = block.text.place()
                if heading is None:
                    continue
            elif block.level == 1:
                self.source.report("LS102", block.text.place(), name=block.text.text.strip())
            self.page(heading, group)
            heading, group = block, []
        self.page(heading, group)
        return self.made

    def page(self, heading: Heading | None, group: list[MdBlock]) -> None:
        """One page; what stands before the first H2 is one only if it holds anything."""
        rules = [block for block in group if not isinstance(block, Rule)]
        if heading is None and not rules:
            return
        name = plain_line(self.source, heading.text) if heading else (self.made.title or self.title)
        place = heading.text.place() if heading else first_place(rules[0])
        if heading is not None and not name:
            self.source.report("LS103", place)
        if not rules:
            self.source.report("LS104", place, name=name)
        if heading is not None and (before := self.names.setdefault(plain_name(name), place.line)) != place.line:
            self.source.report("LS201", place, name=name, line=before + 1)
        self.limits(group, place)
        self.parts, self.text, mark = [], [], ""
        writer = Writer(self.scan)
        for block in _without_edges(group):
            mark = writer.mark(block, mark)
            if self.buttons(block):
                continue
            self.found = []
            self.add_text(writer.block(block, 0, mark), first_place(block).line)
            for link in self.found:
                self.button(link, inside=True)
        self.flush()
        look_at_size(self.source, place, name, group, self.parts)
        self.made.pages.append(Page(name, tuple(self.parts), place.line + 1))

    def limits(self, group: Sequence[MdBlock], place: Place) -> None:
        """Sizes above which no page is shown."""
        blocks = cells = 0
        stack: list[tuple[MdBlock, int]] = [(block, 0) for block in group]
        while stack:
            block, depth = stack.pop()
            blocks += 1
            if isinstance(block, Table):
                cells += sum(map(len, block.rows))
            if isinstance(block, List):
                blocks += len(block.items)
                stack += [(child, depth + 1) for item in block.items for child in item.children]
            elif children := getattr(block, "children", None):
                stack += [(child, depth + 1) for child in children]
            if depth > MAX_DEPTH:
                self.source.report("LS108", first_place(block), limit=MAX_DEPTH)
        if blocks > MAX_NODE_BLOCKS:
            self.source.report("LS105", place, case="blocks", count=blocks, limit=MAX_NODE_BLOCKS)
        if cells > MAX_TABLE_CELLS:
            self.source.report("LS105", place, case="cells", count=cells, limit=MAX_TABLE_CELLS)

    # --- parts -------------------------------------------------------------------------------------------------------

    def scan(self, pieces: list[Piece]) -> list[Span]:
        """Scan a text; links that lead to content are kept aside."""
        spans = scan(self.source, pieces)
        for span in spans:
            if isinstance(span, Link) and not is_web(span.target):
                self.found.append(span)
        return spans

    def add_text(self, lines: list[str], line: int) -> None:
        if lines:
            if not self.text:
                self.text_line = line
            self.text += [*([""] if self.text else []), *lines]

    def flush(self) -> None:
        """What was written so far becomes a part."""
        if self.text:
            self.parts.append(Part(PartKind.TEXT, markdown="\n".join(self.text) + "\n", line=self.text_line + 1))
            self.text = []

    def buttons(self, block: MdBlock) -> bool:
        """A paragraph or a list of nothing but links to content: buttons."""
        paragraphs: list[Paragraph] = []
        if isinstance(block, Paragraph):
            paragraphs = [block]
        elif isinstance(block, List):
            for item in block.items:
                if len(item.children) != 1 or not isinstance(item.children[0], Paragraph):
                    return False
                paragraphs.append(item.children[0])
        links: list[Link] = []
        for paragraph in paragraphs:
            if not _LINK_START.match(paragraph.pieces[0].text):
                return False
            spans = scan(self.source, paragraph.pieces)
            found = [span for span in spans if isinstance(span, Link)]
            rest = any(isinstance(s, Chip) or (isinstance(s, Run) and s.text.strip(_BETWEEN)) for s in spans)
            if not found or rest or any(read_ref(link.target) is None for link in found):
                return False
            links += found
        for link in links:
            self.button(link)
        return bool(links)

    def button(self, link: Link, *, inside: bool = False) -> None:
        """Add what a link leads to. ``inside``: it stands amid a text, which keeps its words."""
        ref = read_ref(link.target)
        kind = _PARTS.get(ref.kind) if ref is not None else None
        if ref is None or kind is None:
            self.source.report("LS202", link.target_place, text=link.target.strip(), case="exam" if ref else "")
            if not inside:
                self.add_text([plain for plain in [link.text] if plain], link.place.line)
            return
        if inside:
            self.source.report("LS403", link.place, text=link.text)
        self.flush()
        item = f"{ref.id}/{ref.anchor}" if kind is PartKind.CHECK and ref.anchor else ref.anchor
        self.parts.append(Part(kind, target=ref.id, item=item, label=link.text, line=link.place.line + 1))
        place = self.source.typed(link.target_place)
        self.made.links.append(LessonLink(ref, place.line + 1, place.start + 1, place.end + 1))


def _without_edges(group: Sequence[MdBlock]) -> Sequence[MdBlock]:
    """Rules at the beginning and end of a page only part it from the next."""
    start, end = 0, len(group)
    while start < end and isinstance(group[start], Rule):
        start += 1
    while end > start and isinstance(group[end - 1], Rule):
        end -= 1
    return group[start:end]
