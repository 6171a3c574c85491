"""One item of a list of options: its mark, its words, its points, the feedback under it."""

from __future__ import annotations

import re

from trainer.content import question_looks as forms
from trainer.content.inline import Chip, Run, scan
from trainer.content.markdown import Item, MdBlock, Paragraph, Piece, Quote, Rule
from trainer.content.question_letters import bare_points
from trainer.content.question_links import Links
from trainer.content.question_tree import RawOption, RawQuestion
from trainer.content.source import Place, Source
from trainer.content.texts import first_place, links_in

TASK = re.compile(r"\[(?P<mark>[ xX])\](?:\s+|$)")
"""The brackets of an option after its bullet."""

_SEPARATORS = " \t　，,；;、"
_ODD_MARK = re.compile(r"[\[［【][^\[\]［］【】]{1,3}[\]］】](?=\s*\S)")


class OptionReader:
    """Reads list items into options; findings go to the source."""

    def __init__(self, source: Source, question: RawQuestion, links: Links) -> None:
        self.source = source
        self.question = question
        self.links = links

    def option(self, item: Item) -> RawOption | None:
        """One option with the quotes under it."""
        first = item.children[0] if item.children else None
        place = Place(item.line, 0, len(self.source.lines[item.line]))
        if not isinstance(first, Paragraph):
            self.source.report("QZ116", place)
            return None
        pieces = list(first.pieces)
        found = TASK.match(pieces[0].text)
        head = pieces[0]
        if found:
            pieces[0] = Piece(head.line, head.column + found.end(), head.text[found.end() :])
        pieces = [pieces[0]] + [piece for piece in pieces[1:] if not self.links.is_source(piece)]
        spans = scan(self.source, pieces)
        self.links.take(spans)
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
                if isinstance(inner, Quote):
                    self.source.report("SC143", first_place(inner), case="quote")
                else:
                    self.feedback(option, inner)
        elif isinstance(child, Paragraph):
            pieces = [piece for piece in child.pieces if not self.links.is_source(piece)]
            for group, kind in self.labelled(pieces):
                spans = scan(self.source, group)
                self.links.take(spans)
                option.feedback.append(spans)
                option.labels.append(kind)
        elif not isinstance(child, Rule):
            self.source.report("SC143", first_place(child), case="item")
