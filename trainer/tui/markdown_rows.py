"""The Markdown of lessons as rows, broken by the rules of Chinese; nothing in it can act or be a markup.

Textual's own Markdown widget mounts a widget per block, breaks Chinese lines anywhere and fails on tokens it does not
know; a page of a lesson is set here in one go instead. What comes in was written by ``content/safe_markdown.py``; a
token this module does not know shows its text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from trainer.content.markdown import page_parser
from trainer.content.safe_markdown import MAX_DEPTH
from trainer.textutil import display_width, sanitise
from trainer.textutil import wrap as break_lines
from trainer.tui.draw import NAME_COLUMN
from trainer.tui.text import EMPTY, Row, Span, clean, fit, pad, width_of

Words = list[Span]
"""A text with its roles; a line end in it is one that the author asked for."""

_SPEAKER = re.compile(r"([^\s，。；、！？：:,.;!?「」“”（）()]{1,8}(?:（[^（）]{1,12}）)?)[：:]\s*")
_NUMBER = re.compile(r"[-+−–]?[\d.,×/→ ]+\s*(?:%|分|万|天|年|万元)?")
_LEAST_CELL = 4
_WIDEST_NAME = 14
"""Most cells of the speakers' column; a longer name stands on a line of its own."""


@cache
def _parser() -> MarkdownIt:
    return page_parser()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page.

    Attributes:
        kind: paragraph, heading, item (of a list), quote, table, code or rule.
        words: Its text. mark: of an item, ``-`` or its number. depth: of an item or quote, from 0.
        cells: Rows of a table. tight: no blank row before it.
    """

    kind: str
    words: tuple[Span, ...] = ()
    mark: str = ""
    depth: int = 0
    cells: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    tight: bool = False


# --- reading ---------------------------------------------------------------------------------------------------------


def read(markdown: str) -> list[Block]:
    """The blocks of a text in the order they are shown."""
    return list(_blocks(_parser().parse(sanitise(markdown))))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    quotes = 0
    heading = False
    mark = ""
    tight = False
    rows: list[list[tuple[Span, ...]]] = []
    in_table = False
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if kind[0] == "o" else None)
        elif kind in ("bullet_list_close", "ordered_list_close") and lists:
            lists.pop()
            tight = False
        elif kind == "list_item_open" and lists:
            number = lists[-1]
            mark = "-" if number is None else f"{number}."
            lists[-1] = None if number is None else number + 1
        elif kind == "blockquote_open":
            quotes += 1
        elif kind == "blockquote_close":
            quotes -= 1
        elif kind in ("heading_open", "heading_close"):
            heading = kind == "heading_open"
        elif kind == "table_open":
            in_table, rows = True, []
        elif kind == "tr_open":
            rows.append([])
        elif kind == "table_close":
            in_table = False
            yield Block("table", cells=tuple(map(tuple, rows)), depth=len(lists))
        elif kind == "paragraph_open":
            tight = token.hidden and tight
        elif kind == "paragraph_close":
            tight = token.hidden
        elif kind == "hr":
            yield Block("rule")
        elif kind in ("fence", "code_block"):
            yield Block("code", (Span(token.content.rstrip("\n")),), depth=len(lists))
        elif kind == "inline":
            words = tuple(inline(token))
            if in_table:
                if rows:
                    rows[-1].append(words)
            elif heading:
                yield Block("heading", words)
            elif lists:
                yield Block("item", words, mark, min(len(lists), MAX_DEPTH) - 1, tight=tight)
                mark = ""
            elif quotes:
                yield Block("quote", words, depth=quotes - 1)
            else:
                yield Block("paragraph", words)


_OPENS = {"strong_open": "strong", "em_open": "accent", "link_open": "you"}


def inline(token: Token) -> Words:
    """The text of a block. A link shows its address beside its words; it cannot be followed by accident."""
    words: Words = []
    roles: list[str] = []
    hrefs: list[str] = []
    for child in token.children or ():
        kind = child.type
        role = roles[-1] if roles else ""
        if kind in _OPENS:
            roles.append("strong" if role == "strong" else _OPENS[kind])
            if kind == "link_open":
                hrefs.append(str(child.attrs.get("href", "")))
        elif kind.endswith("_close"):
            if roles:
                roles.pop()
            if kind == "link_close" and hrefs:
                words.append(Span(f"（{clean(hrefs.pop())}）", "muted"))
        elif kind == "softbreak":
            words.append(Span(_joint(words), role))
        elif kind == "hardbreak":
            words.append(Span("\n", role))
        elif child.content:
            words.append(Span(sanitise(child.content).replace("\n", " "), "key" if kind == "code_inline" else role))
    if not token.children and token.content:
        words.append(Span(sanitise(token.content)))
    return words


def _joint(words: Words) -> str:
    """Between two Chinese lines nothing, else a blank."""
    last = words[-1].text[-1:] if words else ""
    return "" if display_width(last) == 2 else " "


# --- setting ---------------------------------------------------------------------------------------------------------


def flowed(words: Sequence[Span], width: int, role: str = "") -> list[Row]:
    """Words with their roles in lines of a width."""
    words = [part for part in words if part.text]
    text = "".join(part.text for part in words)
    roles = [part.role or role for part in words for _ in part.text]
    rows: list[Row] = []
    at = 0
    for line in break_lines(text, max(2, width)):
        spans: list[Span] = []
        for char in line:
            while at < len(text) and text[at] != char:
                at += 1
            this = roles[at] if at < len(roles) else role
            at += 1
            if spans and spans[-1].role == this:
                spans[-1] = replace(spans[-1], text=spans[-1].text + char)
            else:
                spans.append(Span(char, this))
        rows.append(tuple(spans))
    return rows


def plain_text(words: Sequence[Span]) -> str:
    """Words without their roles."""
    return "".join(part.text for part in words)


def speaker_of(block: Block) -> str:
    """Who speaks in a quote, or an empty string."""
    found = _SPEAKER.match(plain_text(block.words)) if block.kind == "quote" else None
    return found[1] if found else ""


def rows_of(blocks: Sequence[Block], width: int) -> list[Row]:
    """The blocks with a blank row between them; people who speak share one column."""
    names = [display_width(name) + 2 for name in map(speaker_of, blocks) if name]
    column = max([NAME_COLUMN, *(size for size in names if size <= _WIDEST_NAME)])
    rows: list[Row] = []
    for block in blocks:
        if rows and not block.tight:
            rows.append(EMPTY)
        rows += _set(block, width, column)
    return rows


def _set(block: Block, width: int, column: int) -> list[Row]:
    if block.kind == "heading":
        return flowed(block.words, width, "strong")
    if block.kind == "item":
        lead = "  " * block.depth + (pad(block.mark, 3) if block.mark[:1] != "-" else "- ")
        size = max(display_width(lead), 2 * block.depth + (3 if block.mark[:-1].isdigit() else 2))
        return _beside((Span(pad(lead, size), "muted"),), flowed(block.words, width - size), size)
    if block.kind == "quote":
        return _quote(block, width, column)
    if block.kind == "table":
        return table_rows(block.cells, width)
    if block.kind == "rule":
        return [(Span("─" * min(width, 24), "rule"),)]
    if block.kind == "code":
        lines = plain_text(block.words).split("\n")
        return [(Span("  "), Span(fit(line, max(4, width - 2)), "key")) for line in lines]
    return flowed(block.words, width)


def _beside(lead: Row, body: list[Row], size: int) -> list[Row]:
    """Rows with something before the first; the others hang under it."""
    return [((*lead, *row) if n == 0 else (Span(" " * size), *row)) for n, row in enumerate(body)]


def _quote(block: Block, width: int, column: int) -> list[Row]:
    name = speaker_of(block)
    if not name:
        return [(Span("  "), *row) for row in flowed(block.words, width - 4, "old")]
    found = _SPEAKER.match(plain_text(block.words))
    body = flowed(_without(block.words, found.end() if found else 0), max(8, width - column))
    if display_width(name) > column - 2:
        return [(Span(name, "speaker"),), *_beside((Span(" " * column),), body, column)]
    return _beside((Span(pad(name, column), "speaker"),), body, column)


def _without(words: Sequence[Span], count: int) -> Words:
    """Words without their first characters."""
    left: Words = []
    for part in words:
        cut = min(count, len(part.text))
        count -= cut
        left.append(replace(part, text=part.text[cut:]))
    return left


def table_rows(cells: Sequence[Sequence[Sequence[Span]]], width: int) -> list[Row]:
    """A table: the widest columns give way, cells wrap, columns of numbers stand at the right."""
    count = max((len(row) for row in cells), default=0)
    if not count:
        return []
    full = [[*row, *([()] * (count - len(row)))] for row in cells]
    tight = count * (_LEAST_CELL + 3) > width
    gap, least = (1, 2) if tight else (3, _LEAST_CELL)
    sizes = [max(least, *(display_width(plain_text(row[n])) for row in full)) for n in range(count)]
    room = max(count * least, width - gap * (count - 1))
    while sum(sizes) > room and max(sizes) > least:
        sizes[sizes.index(max(sizes))] -= 1
    right = [n > 0 and all(_is_number(plain_text(row[n])) for row in full[1:]) for n in range(count)]
    rows: list[Row] = []
    tall = False
    for number, row in enumerate(full):
        head = number == 0
        made = [flowed(cell, sizes[n], "muted" if head else "") or [EMPTY] for n, cell in enumerate(row)]
        high = max(map(len, made))
        if number > 1 and (tall or high > 1):
            rows.append(EMPTY)
        tall = high > 1 and not head
        for line in range(high):
            spans: list[Span] = []
            for n, cell_rows in enumerate(made):
                part = cell_rows[line] if line < len(cell_rows) else EMPTY
                fill = Span(" " * max(0, sizes[n] - width_of(part)))
                spans += [Span(" " * gap)] if n else []
                spans += [fill, *part] if right[n] else [*part, fill]
            rows.append(tuple(spans))
        if head:
            rows.append((Span("─" * min(width, sum(sizes) + gap * (count - 1)), "rule"),))
    return rows


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip())) if text.strip() else True
