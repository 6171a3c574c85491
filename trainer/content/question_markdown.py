"""Texts as Markdown that the reader and every viewer take for nothing but these texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.content import looks
from trainer.content import question_looks as forms
from trainer.content.prose import Block, BlockKind, Inline, Text

GAP = "____"
_ESCAPED = re.compile(r"[\\`*\[\]<|]|_+|&(?=[#A-Za-z])|(?<=-)>")
_LINE_START = re.compile(r"[#>~=+\-|＃＞》〉❯]|&gt;")
_ODD = re.compile(r"[^\w\s,.，。、]|_")
_STARTS = (
    *(forms.LETTER, forms.LIKE_TASK, looks.LOOSE_BULLET, looks.LOOSE_NUMBER, looks.TEXT_NUMBER, looks.QUOTE),
    *(looks.HEADING, looks.GUARD),
)


class Pen:
    """Writes texts.

    Args:
        armour: 0 escapes what Markdown would take for a mark; 1 writes the first character of every line as a
            character reference, too; 2 every character that is neither a letter nor a digit nor usual punctuation.
    """

    def __init__(self, armour: int = 0) -> None:
        self.armour = armour

    # --- inside a line -----------------------------------------------------------------------------------------------

    def words(self, text: str, *, cell: bool = False) -> str:
        """A run of text, escaped; line ends become hard breaks."""
        if self.armour == 2:
            return _ODD.sub(lambda m: m.group() if m.group() == "\n" else _reference(m.group()), text).replace(
                "\n", "\\\n"
            )
        made = _ESCAPED.sub(_escape, text)
        if cell:
            made = made.replace("｜", _reference("｜"))
        return made.replace("\n", "\\\n")

    def parts(self, parts: Sequence[Inline], *, cell: bool = False) -> str:
        """Runs with their emphasis."""
        made = []
        for part in parts:
            if isinstance(part, Text):
                marks = "*" * (2 * part.strong + part.emphasis)
                made.append(marks + self.words(part.text, cell=cell) + marks)
        return self.start("".join(made)) if not cell else "".join(made)

    def line(self, text: str) -> str:
        """Words that begin a line or a list item."""
        return self.start(self.words(text))

    def start(self, text: str) -> str:
        """The beginning of a line, so that it is no mark, label or letter."""
        lines = text.split("\n")
        return "\n".join(map(self._start, lines))

    def _start(self, text: str) -> str:
        if not text or text[0] in "\\&*":
            return text
        if not text.strip("_ ") and text.strip():
            return "".join("\\_" if char == "_" else char for char in text)
        risky = self.armour > 0 or _LINE_START.match(text) or forms.label(text) is not None
        if risky or any(form.match(text) for form in _STARTS):
            if text.startswith(GAP):
                return "\\_" * len(GAP) + text[len(GAP) :]
            return ("\\" + text[0] if text[0] in "#>~=+-|" else _reference(text[0])) + text[1:]
        return text

    def alternative(self, text: str) -> str:
        """One accepted answer of a blank."""
        return self.words(text).replace("｜", "\\｜") if self.armour < 2 else self.words(text)

    # --- blocks ------------------------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        """Blocks of a stem; lists that follow each other get different marks, so that they stay apart."""
        made: list[str] = []
        for number, block in enumerate(blocks):
            if block.kind is BlockKind.LIST:
                made.append(self.listing(block, number))
            elif block.kind is BlockKind.TABLE:
                made.append(self.rows(block))
            elif block.kind is BlockKind.SPEECH:
                made.append(_prefixed(f"{block.speaker}：{self.parts(block.parts)}", "> "))
            else:
                made.append(self.parts(block.parts))
        return made

    def listing(self, block: Block, number: int = 0) -> str:
        """A list of texts, with marks that no list of options has."""
        lines = []
        for index, row in enumerate(block.rows, 1):
            mark = f"{index}{').'[number % 2]} " if block.ordered else f"{'*+'[number % 2]} "
            lines.append(mark + self.parts(row[0]).replace("\n", "\n" + " " * len(mark)))
        return "\n".join(lines)

    def rows(self, block: Block) -> str:
        """A table of texts."""
        cells = [[self.parts(cell, cell=True) for cell in row] for row in block.rows]
        return _table(cells)

    def table(self, rows: Sequence[Sequence[str]]) -> str:
        """A table of plain words."""
        return _table([[self.words(cell, cell=True) for cell in row] for row in rows])

    def labelled(self, label: str, blocks: Sequence[Block]) -> str:
        """A quote that begins with a label."""
        made = self.blocks(blocks)
        first = blocks[0].kind not in (BlockKind.LIST, BlockKind.TABLE)
        text = "\n\n".join([label + made[0], *made[1:]] if first else [label, *made])
        return _prefixed(text, "> ")

    def quoted(self, lines: Sequence[str], indent: str) -> list[str]:
        """Paragraphs of a quote under an option; none if there is nothing to say."""
        if not any(lines):
            return []
        return _prefixed("\n\n".join(map(self.line, lines)), f"{indent}> ").split("\n")


def plain_of(blocks: Sequence[Block]) -> str:
    """All words of some blocks."""
    cells = [block.parts for block in blocks] + [cell for block in blocks for row in block.rows for cell in row]
    return "\n".join("".join(p.text for p in parts if isinstance(p, Text)) for parts in cells)


def _escape(found: re.Match[str]) -> str:
    text = found.group()
    if text == GAP:
        return text
    return "".join("\\" + char for char in text)


def _reference(char: str) -> str:
    return f"&#{ord(char)};"


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join((prefix + line).rstrip() for line in text.split("\n"))


def _table(cells: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])
