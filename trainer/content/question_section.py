"""One ``##`` section of a question file: chips, stem, options, answers, explanation, source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trainer.content import question_looks as forms
from trainer.content.choices import CHIPS_ONLY
from trainer.content.inline import Chip, Link, Run, Span, scan
from trainer.content.markdown import Item, List, MdBlock, Paragraph, Piece, Quote, Rule, Table
from trainer.content.question_chips import LIKE_TYPES
from trainer.content.question_letters import bare_points, split_letters
from trainer.content.question_tree import RawOption, RawQuestion
from trainer.content.source import Place, Source
from trainer.content.texts import TextReader, first_place, links_in
from trainer.content.tree import RawBlock

_SEPARATORS = " \t　，,；;、"
_ABOUT_SOURCE = re.compile(
    r"[\s（(【)）】。.，,：:*]*(?:出处|来源|课程出处|见|参见|详见|参考|回看|复习)?[\s（(【)）】。.，,：:*]*"
)
_TASK = re.compile(r"\[(?P<mark>[ xX])\](?:\s+|$)")
_ODD_MARK = re.compile(r"[\[［【][^\[\]［］【】]{1,3}[\]］】](?=\s*\S)")
_BAR = re.compile(r"(?<!\\)\|")
_ROW_START = re.compile(r"[\s>]*\|?")
_LESSON = re.compile(r"[^\s()]*\.md(?:#[^()\n]*)?")


class SectionReader:
    """Reads the blocks of one question into its raw form; findings go to the source."""

    def __init__(self, source: Source, question: RawQuestion) -> None:
        self.source = source
        self.question = question
        self.texts = TextReader(source)
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
        tasks = [bool(_TASK.match(self.opening(item))) for item in block.items]
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
        self.question.stem += self.texts.blocks(block)

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
        pieces = [piece for piece in pieces if not self.is_source(piece)]
        if not pieces:
            return
        if self.answered:
            self.source.report("QZ115", pieces[0].place())
        made = self.texts.speeches.narration(pieces)
        for raw in made:
            self.take_links(raw.spans)
        q.stem += made

    def is_source(self, piece: Piece) -> bool:
        """Whether a line is nothing but a link to the lesson; then it is taken."""
        if "](" not in piece.text:
            return False
        spans = scan(self.source, [piece])
        links = links_in(spans)
        words = "".join(span.text for span in spans if isinstance(span, Run))
        if len(links) != 1 or not _ABOUT_SOURCE.fullmatch(words) or any(isinstance(s, Chip) for s in spans):
            return False
        self.take_links(spans)
        return True

    def take_links(self, spans: Sequence[Span]) -> None:
        """Links to a lesson name the source; others have no place here."""
        for span in spans:
            if isinstance(span, Link):
                if _LESSON.fullmatch(span.target.strip()) and "://" not in span.target:
                    self.question.sources.append(span)
                else:
                    self.source.report("QZ207", span.place, text=span.text)

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
        group = [piece for piece in group if not self.is_source(piece)]
        if group and into is not None:
            made = self.words_of(group)
            into.append(made)
        elif group:
            speech.append(Paragraph(group))
        return speech, into

    def words_of(self, pieces: list[Piece]) -> RawBlock:
        """A paragraph of an explanation or a reference."""
        from trainer.content.model import BlockKind

        spans = scan(self.source, pieces)
        self.take_links(spans)
        return RawBlock(BlockKind.NARRATION, pieces[0].place(), spans, quoted=True)

    def unlabelled(self, speech: list[Paragraph]) -> None:
        """A quote without a label: people speaking in the stem; behind the answers an explanation."""
        q = self.question
        if not self.answered and not q.explanation and not q.reference:
            made = self.texts.speeches.quote(speech)
            for raw in made:
                self.take_links(raw.spans)
            q.stem += made
            return
        self.source.report("QZ105", speech[0].pieces[0].place(), text=speech[0].pieces[0].text)
        into = q.reference if q.reference and not q.explanation and not q.options else q.explanation
        into += [self.words_of(paragraph.pieces) for paragraph in speech]

    def other(self, child: MdBlock, into: list[RawBlock] | None) -> None:
        """A list or a table inside a quote."""
        if isinstance(child, Table):
            self.rows(child)
        if isinstance(child, List | Table):
            (self.question.stem if into is None else into).extend(self.texts.blocks(child))
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
        if any(found and found[0] == "answer" for found in answers) and not any(map(_TASK.match, opened)):
            self.answers(block)
        elif any(map(_TASK.match, opened)) or self.is_options(block, opened, last):
            self.options(block, tasks=any(map(_TASK.match, opened)))
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
                    if self.is_source(piece):
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
            made = self.option(item)
            if made is None:
                continue
            if made.mark is None and (tasks or (self.key and "排序" not in self.words and not made.chips)):
                if tasks or not q.options:
                    self.source.report("QZ148", made.place)
                made.mark = ""
            q.options += split_letters(self.source, made)

    def option(self, item: Item) -> RawOption | None:
        """One option with the quotes under it."""
        first = item.children[0] if item.children else None
        place = Place(item.line, 0, len(self.source.lines[item.line]))
        if not isinstance(first, Paragraph):
            self.source.report("QZ116", place)
            return None
        pieces = list(first.pieces)
        found = _TASK.match(pieces[0].text)
        head = pieces[0]
        if found:
            pieces[0] = Piece(head.line, head.column + found.end(), head.text[found.end() :])
        pieces = [pieces[0]] + [piece for piece in pieces[1:] if not self.is_source(piece)]
        spans = scan(self.source, pieces)
        self.take_links(spans)
        made = RawOption(found["mark"].strip().lower() if found else None, [], pieces[0].place())
        if found is None and (odd := _ODD_MARK.match(head.text)) and not links_in(spans):
            self.source.report("QZ109", head.place(*odd.span()), text=odd.group().strip(), case="unknown")
        for span in bare_points(self.source, spans):
            if isinstance(span, Chip):
                made.chips.append(span)
            elif made.chips and isinstance(span, Run) and not span.text.strip(_SEPARATORS):
                continue
            else:
                made.spans.append(span)
        for child in item.children[1:]:
            if isinstance(child, Paragraph):
                self.source.report("SC125", first_place(child), text=child.pieces[0].text)
            self.feedback(made, child)
        return made

    def labelled(self, pieces: list[Piece]) -> list[tuple[list[Piece], str]]:
        """Lines of a paragraph, cut before each label; the label goes, its kind stays."""
        found: list[tuple[list[Piece], str]] = []
        for piece in pieces:
            label = forms.label(piece.text) or forms.said(piece.text)
            if label is not None and label[0] == "key" and forms.KEY_LETTERS.fullmatch(piece.text[label[1] :]):
                self.source.report("QZ104", piece.place(0, label[1]), text=piece.text[: label[1]], canonical="> 答案：")
                self.question.keys.append(Piece(piece.line, piece.column + label[1], piece.text[label[1] :]))
            elif label is not None and label[0] in ("explanation", "feedback"):
                rest = Piece(piece.line, piece.column + label[1], piece.text[label[1] :])
                typed = piece.text[: label[1]].strip()
                self.source.report("QZ149", piece.place(0, label[1]), text=typed)
                found.append(([rest] if rest.text else [], label[0]))
            elif found:
                found[-1][0].append(piece)
            else:
                found.append(([piece], ""))
        return [(group, kind) for group, kind in found if group]

    def feedback(self, option: RawOption, child: MdBlock) -> None:
        """What stands under an option."""
        if isinstance(child, Quote):
            for inner in child.children:
                self.feedback(option, inner) if not isinstance(inner, Quote) else self.source.report(
                    "SC143", first_place(inner), case="quote"
                )
        elif isinstance(child, Paragraph):
            pieces = [piece for piece in child.pieces if not self.is_source(piece)]
            for group, kind in self.labelled(pieces):
                spans = scan(self.source, group)
                self.take_links(spans)
                option.feedback.append(spans)
                option.labels.append(kind)
        elif not isinstance(child, Rule):
            self.source.report("SC143", first_place(child), case="item")
