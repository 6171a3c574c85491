"""Choices, branches and the items of a 作答: a link, the chips after it, the replies under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.content import looks
from trainer.content.inline import Chip, Link, Run, Span, scan
from trainer.content.markdown import Item, List, MdBlock, Paragraph, Piece, Quote, Rule
from trainer.content.source import Place, Source
from trainer.content.texts import TextReader, first_place, links_in
from trainer.content.tree import RawAnswerItem, RawBlock, RawChoice

CHIPS_ONLY = re.compile(r"(?:\s*`[^`]+`[\s，,；;、]*)+")
SEPARATORS = " \t　，,；;、"
_CHIPS = r"(?:`[^`]+`[\s，,；;、]*)*"
_LINK_FIRST = re.compile(_CHIPS + r"!?\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(")
_LIKE_LINK = re.compile(_CHIPS + r"(?:\[(?![ xX]\])[^\[\]]*\]|[(（]\s*[#＃][^()（）]*[)）])")
_ANSWER_ITEM = re.compile(r"`?\s*(?:命中|自评)\s*[「“\"『]")


def opening(item: Item) -> str:
    """The first paragraph of a list item as one line."""
    first = item.children[0] if item.children else None
    return " ".join(p.text for p in first.pieces) if isinstance(first, Paragraph) else ""


def is_choice(item: Item) -> bool:
    """Whether an item begins with a link, or with something that was to be one."""
    text = opening(item)
    return bool(_LINK_FIRST.match(text) or _LIKE_LINK.match(text) or _ANSWER_ITEM.match(text))


def is_choices(block: List) -> bool:
    """A list is one of choices if any item is."""
    return any(map(is_choice, block.items))


def split_list(source: Source, block: List) -> tuple[List | None, List]:
    """A list of texts and the choices after it are one list to Markdown if only an empty line is between them."""
    first = next(n for n, item in enumerate(block.items) if is_choice(item))
    if not first or source.lines[block.items[first].line - 1].strip():
        return None, block
    texts = List(block.line, block.items[first - 1].end, block.ordered, block.mark, block.items[:first])
    return texts, List(block.items[first].line, block.end, block.ordered, block.mark, block.items[first:])


def mark_place(source: Source, item: Item) -> Place:
    """The bullet of a list item."""
    line = source.lines[item.line]
    start = len(line) - len(line.lstrip())
    return Place(item.line, start, start + 1)


class ChoiceReader:
    """Reads list items into choices or answer items; findings go to the source."""

    def __init__(self, source: Source, texts: TextReader) -> None:
        self.source = source
        self.texts = texts

    def item(self, item: Item) -> RawChoice | RawAnswerItem | None:
        """One list item; None if it is neither a choice nor an answer item."""
        first = item.children[0] if item.children else None
        if not isinstance(first, Paragraph):
            self.source.report("SC135", mark_place(self.source, item), text="")
            return None
        if _ANSWER_ITEM.match(first.pieces[0].text):
            made = self.answer_item(first)
            for extra in item.children[1:]:
                if not isinstance(extra, Rule):
                    self.source.report("SC143", first_place(extra), case="item")
            return made
        spans = scan(self.source, first.pieces)
        links = links_in(spans)
        if not links:
            start = first.pieces[0].text[:1]
            code = "SC156" if start == "[" else "SC155" if start and start in "(（" else "SC135"
            self.source.report(code, first.pieces[0].place(), text=first.pieces[0].text)
            return None
        last_line = links[0].target_place.line
        choice = self.choice([s for s in spans if s.place.line <= last_line], links[0])
        self.tail(choice, [piece for piece in first.pieces if piece.line > last_line])
        for child in item.children[1:]:
            choice.replies += self.reply(child)
        return choice

    def choice(self, spans: Sequence[Span], link: Link) -> RawChoice:
        """A choice from the spans of its own line."""
        choice = RawChoice(link)
        before = True
        for span in spans:
            if span is link:
                before = False
            elif isinstance(span, Chip):
                if before:
                    self.source.report("SC131", span.outer, text=span.text)
                choice.chips.append(span)
            elif isinstance(span, Link):
                self.source.report("SC136", span.place, text=span.text)
            elif isinstance(span, Run) and span.text.strip(SEPARATORS):
                self.stray(choice, span, before)
        return choice

    def stray(self, choice: RawChoice, span: Run, before: bool) -> None:
        """Text beside the link: a chip whose backticks are missing, or nothing that could be shown."""
        text = span.text.strip(SEPARATORS)
        if text.startswith("`"):
            return  # reported as a backtick without its partner
        at = span.text.index(text)
        exact = span.place.end - span.place.start == len(span.text)
        start = span.place.start + at
        place = Place(span.place.line, start, start + len(text)) if exact else span.place
        if not before and exact and looks.CHIP.fullmatch(text):
            self.source.report("SC130", place, text=text)
            choice.chips.append(Chip(text, place))
        else:
            self.source.report("SC135" if before else "SC134", place, text=text)

    def tail(self, choice: RawChoice, pieces: list[Piece]) -> None:
        """Lines that go on after the link's line: chips, or a reply whose ``>`` is missing."""
        said: list[Piece] = []
        for piece in pieces:
            if not said and CHIPS_ONLY.fullmatch(piece.text):
                choice.chips += [span for span in scan(self.source, [piece]) if isinstance(span, Chip)]
            else:
                if not said:
                    self.source.report("SC125", piece.place(), text=piece.text)
                said.append(piece)
        if said:
            choice.replies += self.checked(self.texts.speeches.quote([Paragraph(said)]))

    def reply(self, child: MdBlock) -> list[RawBlock]:
        """A block under a choice."""
        if isinstance(child, Quote):
            return self.checked(self.texts.quote(child))
        if isinstance(child, Paragraph):
            self.source.report("SC125", first_place(child), text=child.pieces[0].text)
            return self.checked(self.texts.speeches.quote([child]))
        if not isinstance(child, Rule):
            what = "choice" if isinstance(child, List) and is_choices(child) else "item"
            self.source.report("SC143", first_place(child), case=what)
        return []

    def checked(self, blocks: list[RawBlock]) -> list[RawBlock]:
        """Replies carry no conditions: what is said after a choice belongs to it."""
        for block in blocks:
            if block.guard is not None:
                self.source.report("SC147", block.guard.place, text=block.guard.text, case="reply")
        return blocks

    def answer_item(self, paragraph: Paragraph) -> RawAnswerItem:
        """``命中「甲、乙」`` or ``自评「…」``, as a chip or as text, and its points."""
        spans = scan(self.source, paragraph.pieces)
        made: RawAnswerItem | None = None
        for span in spans:
            if made is None and isinstance(span, Chip | Run):
                made = RawAnswerItem(span.text.strip(), span.place)
            elif isinstance(span, Chip) and made is not None:
                made.chips.append(span)
            elif isinstance(span, Link):
                self.source.report("SC136", span.place, text=span.text)
            elif isinstance(span, Run) and span.text.strip(SEPARATORS):
                self.source.report("SC134", span.place, text=span.text.strip())
        return made or RawAnswerItem("", paragraph.pieces[0].place())
