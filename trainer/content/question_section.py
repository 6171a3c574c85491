"""One ``##`` section of a question file: chips, stem, options, answers, explanation, source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trainer.content import question_looks as forms
from trainer.content.choices import CHIPS_ONLY
from trainer.content.inline import Chip, scan
from trainer.content.markdown import Item, List, MdBlock, Paragraph, Piece, Quote, Rule, Table
from trainer.content.model import BlockKind
from trainer.content.question_chips import LIKE_TYPES
from trainer.content.question_letters import split_letters
from trainer.content.question_links import Links
from trainer.content.question_option import TASK, OptionReader
from trainer.content.question_tree import RawQuestion
from trainer.content.source import Place, Source
from trainer.content.texts import TextReader, first_place
from trainer.content.tree import RawBlock

_BAR = re.compile(r"(?<!\\)\|")
_ROW_START = re.compile(r"[\s>]*\|?")


class SectionReader:
    """Reads the blocks of one question into its raw form; findings go to the source."""

    def __init__(self, source: Source, question: RawQuestion) -> None:
        self.source = source
        self.question = question
        self.texts = TextReader(source)
        self.links = Links(source, question)
        self.option_reader = OptionReader(source, question, self.links)
        self.mark = ""
        self.key = ""
        self.words: set[str] = set()

    @property
    def answered(self) -> bool:
        """Whether the stem is over."""
        q = self.question
        return bool(q.options or q.answers or q.table is not None)

    def read(self, blocks: Sequence[MdBlock]) -> None:
        """Read all blocks of the section."""
        self.note_words()
        self.key = next((text for block in blocks if isinstance(block, Quote) for text in self.key_in(block)), "")
        blocks = [part for block in blocks for part in self.parted(block)]
        last = next((block for block in reversed(blocks) if isinstance(block, List)), None)
        table = next((block for block in reversed(blocks) if isinstance(block, Table)), None)
        for block in blocks:
            if isinstance(block, List):
                self.listing(block, last=block is last)
            elif isinstance(block, Quote):
                self.quote(block)
            elif isinstance(block, Paragraph):
                self.paragraph(block)
            elif isinstance(block, Table) and "匹配" in self.words and block is table:
                self.rows(block)
                self.question.table, self.question.table_place = block.rows, Place(block.line, 0, 1)
            elif not isinstance(block, Rule):
                self.stem(block)

    @staticmethod
    def key_in(quote: Quote) -> Iterator[str]:
        """What a quote says after 答案：."""
        for child in quote.children:
            for piece in child.pieces if isinstance(child, Paragraph) else ():
                found = forms.label(piece.text)
                if found and found[0] == "key":
                    yield forms.EXPLANATION_AFTER.split(piece.text[found[1] :], maxsplit=1)[0].strip(" 。.")

    def parted(self, block: MdBlock) -> list[MdBlock]:
        """A list of the stem and the options after it are one list to Markdown if only an empty line is between."""
        if not isinstance(block, List):
            return [block]
        tasks = [bool(TASK.match(self.opening(item))) for item in block.items]
        if not any(tasks) or tasks[0]:
            return [block]
        first = tasks.index(True)
        if self.source.lines[block.items[first].line - 1].strip():
            return [block]
        end = block.items[first - 1].end
        return [
            List(block.line, end, block.ordered, block.mark, block.items[:first]),
            List(block.items[first].line, block.end, block.ordered, block.mark, block.items[first:]),
        ]

    def note_words(self) -> None:
        found = {chip.text.split()[0] for chip in self.question.chips if chip.text.strip()}
        self.words |= {LIKE_TYPES.get(word, word) for word in found}

    def rows(self, table: Table) -> None:
        """Cells beyond the head's are shown by no viewer."""
        for row in table.rows:
            line = self.source.lines[row[0].line] if row else ""
            cells = _BAR.split(_ROW_START.sub("", line, count=1).rstrip())
            extra = [cell for cell in cells[len(row) :] if cell.strip()]
            if extra:
                at = line.rindex(extra[0])
                self.source.report("QZ154", Place(row[0].line, at, at + len(extra[0])), text=extra[0].strip())

    def stem(self, block: MdBlock) -> None:
        """A block of the stem; behind the answers it has no place."""
        if self.answered:
            self.source.report("QZ115", first_place(block))
        if isinstance(block, Table):
            self.rows(block)
        self.question.stem += self.linked(self.texts.blocks(block))

    def linked(self, made: list[RawBlock]) -> list[RawBlock]:
        """Blocks whose links have been looked at."""
        for raw in made:
            for spans in (raw.spans, *(cell for row in raw.cells for cell in row)):
                self.links.take(spans)
        return made

    # --- paragraphs --------------------------------------------------------------------------------------------------

    def paragraph(self, block: Paragraph) -> None:
        """Chips lines, the stem, or a link to the source."""
        pieces = block.pieces
        q = self.question
        while pieces and CHIPS_ONLY.fullmatch(pieces[0].text) and not q.stem and not self.answered:
            if block.line != q.place.line + 1 and not q.chips:
                self.source.report("SC144", pieces[0].place(), text=pieces[0].text)
            q.chips += [span for span in scan(self.source, [pieces[0]]) if isinstance(span, Chip)]
            self.note_words()
            pieces = pieces[1:]
        pieces = [piece for piece in pieces if not self.links.is_source(piece)]
        if not pieces:
            return
        if self.answered:
            self.source.report("QZ115", pieces[0].place())
        q.stem += self.linked(self.texts.speeches.narration(pieces))

    # --- quotes ------------------------------------------------------------------------------------------------------

    def quote(self, quote: Quote) -> None:
        """Speeches of the stem, or what 解析：, 参考： and 答案： begin."""
        speech: list[Paragraph] = []
        into: list[RawBlock] | None = None
        q = self.question
        for child in quote.children:
            if not isinstance(child, Paragraph):
                self.other(child, into)
                continue
            group: list[Piece] = []
            for piece in child.pieces:
                found = forms.label(piece.text)
                if found is None:
                    group.append(piece)
                    continue
                speech, into = self.flush(group, speech, into)
                group = []
                kind, end = found
                self.check_label(piece, kind, end)
                rest = Piece(piece.line, piece.column + end, piece.text[end:])
                if kind == "key" and (more := forms.EXPLANATION_AFTER.search(rest.text)):
                    q.keys.append(Piece(rest.line, rest.column, rest.text[: more.start()]))
                    self.source.report(
                        "QZ104", rest.place(*more.span()), text=more.group().strip(), canonical="> 解析："
                    )
                    into = q.explanation
                    group = [Piece(rest.line, rest.column + more.end(), rest.text[more.end() :])]
                elif kind in ("key", "answer"):
                    (q.keys if kind == "key" else q.answers).append(rest)
                    into = None
                else:
                    into = q.explanation if kind == "explanation" else q.reference
                    group = [rest] if rest.text else []
            speech, into = self.flush(group, speech, into)
        if speech:
            self.unlabelled(speech)

    def flush(
        self, group: list[Piece], speech: list[Paragraph], into: list[RawBlock] | None
    ) -> tuple[list[Paragraph], list[RawBlock] | None]:
        """End a run of lines: to the label it stands under, else to the speeches."""
        group = [piece for piece in group if not self.links.is_source(piece)]
        if group and into is not None:
            made = self.words_of(group)
            into.append(made)
        elif group:
            speech.append(Paragraph(group))
        return speech, into

    def words_of(self, pieces: list[Piece]) -> RawBlock:
        """A paragraph of an explanation or a reference."""
        spans = scan(self.source, pieces)
        self.links.take(spans)
        return RawBlock(BlockKind.NARRATION, pieces[0].place(), spans, quoted=True)

    def unlabelled(self, speech: list[Paragraph]) -> None:
        """A quote without a label: people speaking in the stem; behind the answers an explanation."""
        q = self.question
        if not self.answered and not q.explanation and not q.reference:
            q.stem += self.linked(self.texts.speeches.quote(speech))
            return
        self.source.report("QZ105", speech[0].pieces[0].place(), text=speech[0].pieces[0].text)
        into = q.reference if q.reference and not q.explanation and not q.options else q.explanation
        into += [self.words_of(paragraph.pieces) for paragraph in speech]

    def other(self, child: MdBlock, into: list[RawBlock] | None) -> None:
        """A list or a table inside a quote."""
        if isinstance(child, Table):
            self.rows(child)
        if isinstance(child, List | Table):
            (self.question.stem if into is None else into).extend(self.linked(self.texts.blocks(child)))
        elif not isinstance(child, Rule):
            self.source.report("SC143", first_place(child), case="quote" if isinstance(child, Quote) else "heading")

    def check_label(self, piece: Piece, kind: str, end: int) -> None:
        """Other ways to write a label are understood."""
        wanted = {"explanation": "解析：", "reference": "参考：", "key": "答案：", "answer": "答："}[kind]
        typed = piece.text[:end].rstrip()
        if typed not in (wanted, wanted.replace("：", ":")):
            self.source.report("QZ104", piece.place(0, end), text=typed, canonical=f"> {wanted}")

    # --- lists -------------------------------------------------------------------------------------------------------

    def listing(self, block: List, *, last: bool) -> None:
        """Options, elements to be ordered, answers, or a list of the stem."""
        opened = [self.opening(item) for item in block.items]
        answers = [forms.label(text) for text in opened]
        if any(found and found[0] == "answer" for found in answers) and not any(map(TASK.match, opened)):
            self.answers(block)
        elif any(map(TASK.match, opened)) or self.is_options(block, opened, last):
            self.options(block, tasks=any(map(TASK.match, opened)))
        else:
            self.stem(block)

    def is_options(self, block: List, opened: list[str], last: bool) -> bool:
        """Whether a list without brackets holds what is to be chosen or ordered."""
        if any("`" in text and re.search(r"`\s*分", text) for text in opened):
            return True
        if "排序" in self.words:
            return last
        if self.key and last and not self.question.options and not self.words & {"简答", "匹配", "填空", "数值"}:
            return bool(forms.KEY_LETTERS.fullmatch(self.key)) or self.key in opened
        return bool(self.question.options) and self.question.options[0].mark is None

    @staticmethod
    def opening(item: Item) -> str:
        first = item.children[0] if item.children else None
        return first.pieces[0].text if isinstance(first, Paragraph) else ""

    def answers(self, block: List) -> None:
        """``- 答：…``, one for each blank."""
        for item in block.items:
            for child in item.children:
                if not isinstance(child, Paragraph):
                    if not isinstance(child, Rule):
                        self.source.report("SC143", first_place(child), case="item")
                    continue
                for number, piece in enumerate(child.pieces):
                    if self.links.is_source(piece):
                        continue
                    found = forms.label(piece.text)
                    if found is None and number:
                        self.source.report("QZ115", piece.place())
                    end = found[1] if found else 0
                    self.question.answers.append(Piece(piece.line, piece.column + end, piece.text[end:]))

    def options(self, block: List, *, tasks: bool) -> None:
        """The items of a list of options; where some have brackets the others lack them."""
        q = self.question
        if self.mark and self.mark != block.mark:
            self.source.report("SC119", Place(block.line, 0, 1), found=block.mark, wanted=self.mark)
        self.mark = self.mark or block.mark
        if not q.options:
            q.ordered = block.ordered
        for item in block.items:
            made = self.option_reader.option(item)
            if made is None:
                continue
            if made.mark is None and (tasks or (self.key and "排序" not in self.words and not made.chips)):
                if tasks or not q.options:
                    self.source.report("QZ148", made.place)
                made.mark = ""
            q.options += split_letters(self.source, made)
