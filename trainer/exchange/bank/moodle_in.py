"""Moodle XML as drafts. The file is a stranger's: no document type, no entities, no depth."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from trainer.content.items import ItemType, Number
from trainer.content.prose import Block
from trainer.errors import UsageError
from trainer.exchange.bank import meta
from trainer.exchange.bank.draft import Bank, Draft, DraftOption
from trainer.exchange.bank.html import from_html
from trainer.exchange.bank.limits import MAX_DEPTH, MAX_ROWS
from trainer.exchange.bank.markdown import read_markdown
from trainer.exchange.bank.prose import BLANK, one_line, paragraphs, plain_text
from trainer.textutil import sanitise

_TYPES = {
    "multichoice": ItemType.SINGLE, "multichoiceset": ItemType.MULTIPLE, "truefalse": ItemType.TRUE_FALSE,
    "shortanswer": ItemType.BLANKS, "cloze": ItemType.BLANKS, "numerical": ItemType.NUMERIC,
    "matching": ItemType.MATCHING, "ordering": ItemType.ORDERING, "essay": ItemType.FREE,
}  # fmt: skip
_LINE = "\x00line"
_CLOZE = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
_SHORT = ("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC")


def read_moodle(data: bytes, name: str) -> Bank:
    """The questions of a Moodle XML file.

    Raises:
        UsageError: EX204 entities, EX205 broken, EX201 other XML, EX207 or EX211.
    """
    root = _parse(data, name)
    if root.tag != "quiz":
        raise UsageError("EX201", place=name, kind=f"XML <{root.tag[:40]}>")
    bank = Bank("moodle-xml")
    questions = root.findall("question")
    if len(questions) > MAX_ROWS:
        raise UsageError("EX207", place=f"{name}:{questions[MAX_ROWS].get(_LINE)}", limit=MAX_ROWS)
    for question in questions:
        _Question(question, f"{name}:{question.get(_LINE)}", bank).read()
    if not bank.drafts and not bank.findings.errors:
        raise UsageError("EX211", place=name)
    return bank


def _parse(data: bytes, name: str) -> Element:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped,unused-ignore]
    from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped,unused-ignore]

    parser: Any = None

    class Lines(TreeBuilder):
        """Notes the line of every question, and how deep it is."""

        depth = 0

        def start(self, tag: Any, attributes: Any) -> Element:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise UsageError("EX205", place=f"{name}:{parser.parser.CurrentLineNumber}", reason="depth")
            if tag == "question":
                attributes = {**attributes, _LINE: str(parser.parser.CurrentLineNumber)}
            return super().start(tag, attributes)

        def end(self, tag: str) -> Element:
            self.depth -= 1
            return super().end(tag)

    parser = DefusedXMLParser(target=Lines(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise UsageError("EX204", place=f"{name}:{parser.parser.CurrentLineNumber}") from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise UsageError("EX205", place=f"{name}:{line}", reason=str(error)) from error
    return root


class _Question:
    def __init__(self, element: Element, place: str, bank: Bank) -> None:
        self.element, self.place, self.bank = element, place, bank
        self.findings = bank.findings

    def read(self) -> None:
        """Add the draft; a category names the bank, a description says nothing."""
        kind = self.element.get("type", "")
        if kind == "category":
            words = self.element.findtext("category/text") or ""
            self.bank.title = self.bank.title or words.rpartition("/")[2].strip()
            return
        name = one_line(self.element.findtext("name/text") or "")
        if kind not in _TYPES:
            self.findings.add("BKI324" if kind == "description" else "BKW321", self.place, text=f"{name}（{kind}）")
            return
        draft = Draft(self.place, _TYPES[kind], name=name)
        tags = [one_line(tag.text or "") for tag in self.element.findall("tags/tag/text")]
        tags = [tag for tag in tags if tag]
        draft.explanation = self.blocks(self.element.find("generalfeedback"))
        if kind == "cloze":
            if not self._cloze(draft):
                self.findings.add("BKW321", self.place, text=f"{name}（cloze）")
                return
        else:
            draft.stem = self.blocks(self.element.find("questiontext"))
            getattr(self, f"_{draft.type.value}")(draft, tags)
        meta.read_tags(draft, tags)
        draft.id = (self.element.findtext("idnumber") or "").strip()
        self.bank.drafts.append(draft)

    # --- texts -------------------------------------------------------------------------------------------------------

    def blocks(self, element: Element | None) -> tuple[Block, ...]:
        """A text in the format that its element names."""
        if element is None:
            return ()
        text, form = element.findtext("text") or "", element.get("format", "html")
        if element.find("file") is not None:
            self.findings.add("BKW323", self.place, what="image")
        if form == "markdown":
            return read_markdown(sanitise(text))
        if form == "plain_text":
            return paragraphs(text)
        if "<" not in text and "&" not in text:
            return paragraphs(text)
        made, lost = from_html(text)
        for what in sorted(lost):
            self.findings.add("BKW323", self.place, what=what)
        return made

    def line(self, element: Element) -> str:
        return one_line(plain_text(self.blocks(element)))

    def answers(self) -> list[tuple[Element, float]]:
        """Answers with their weights in percent."""
        found = []
        for answer in self.element.findall("answer"):
            try:
                found.append((answer, float(answer.get("fraction", "0"))))
            except ValueError:
                self.findings.add("BKE320", self.place)
        return found

    def option(self, answer: Element) -> DraftOption:
        return DraftOption(self.line(answer), plain_text(self.blocks(answer.find("feedback"))), place=self.place)

    # --- types -------------------------------------------------------------------------------------------------------

    def _single(self, draft: Draft, tags: list[str]) -> None:
        found = self.answers()
        draft.options = [self.option(answer) for answer, _ in found]
        weights = [weight for _, weight in found]
        single = (self.element.findtext("single") or "true").strip().lower() in ("true", "1")
        judged = "题型/情境判断题" in tags
        for option, weight in zip(draft.options, weights, strict=True):
            option.points = max(0, round(weight * meta.most_of(tags) / 100))
        if single:
            draft.key = tuple(index for index, weight in enumerate(weights) if weight >= 100)
            uneven = any(0 < weight < 100 for weight in weights)
        else:
            draft.key = tuple(index for index, weight in enumerate(weights) if weight > 0)
            draft.type = ItemType.MULTIPLE if len(draft.key) != 1 else ItemType.SINGLE
            uneven = len({round(weight) for weight in weights if weight > 0}) > 1
        if uneven and not judged:
            self.findings.add("BKW322", self.place)

    def _multiple(self, draft: Draft, tags: list[str]) -> None:
        """All-or-nothing multiple choice, a plugin."""
        found = self.answers()
        draft.options = [self.option(answer) for answer, _ in found]
        draft.key = tuple(index for index, (_, weight) in enumerate(found) if weight > 0)

    def _true_false(self, draft: Draft, tags: list[str]) -> None:
        said = {"true": "", "false": ""}
        right = []
        for answer, weight in self.answers():
            word = (answer.findtext("text") or "").strip().lower()
            if word in said:
                said[word] = plain_text(self.blocks(answer.find("feedback")))
                right += [word] if weight > 0 else []
        draft.options = [DraftOption("对", said["true"]), DraftOption("错", said["false"])]
        draft.key = tuple(dict.fromkeys(int(word == "false") for word in right))

    def _blanks(self, draft: Draft, tags: list[str]) -> None:
        found = []
        for answer, weight in self.answers():
            if weight >= 100:
                found.append(re.sub(r"\\\*", "*", one_line(answer.findtext("text") or "")))
            else:
                self.findings.add("BKW322", self.place)
        draft.blanks = [tuple(dict.fromkeys(found))]
        draft.stem = _with_blank(draft.stem)

    def _numeric(self, draft: Draft, tags: list[str]) -> None:
        unit = self.element.findtext("units/unit/unit_name") or meta.unit_of(tags)
        for answer, weight in self.answers():
            try:
                value = float(answer.findtext("text") or "")
                tolerance = abs(float(answer.findtext("tolerance") or 0))
            except ValueError:
                continue
            if weight >= 100 and draft.number is None:
                draft.number = Number(value, tolerance, one_line(unit))
            else:
                self.findings.add("BKW322", self.place)

    def _matching(self, draft: Draft, tags: list[str]) -> None:
        for part in self.element.findall("subquestion"):
            right = one_line(part.findtext("answer/text") or "")
            if left := self.line(part):
                draft.options.append(DraftOption(left, place=self.place))
                draft.rights.append(right)
            else:
                self.findings.add("BKW325", self.place, text=right)

    def _ordering(self, draft: Draft, tags: list[str]) -> None:
        draft.options = [self.option(answer) for answer in self.element.findall("answer")]
        draft.key = tuple(range(len(draft.options)))

    def _free(self, draft: Draft, tags: list[str]) -> None:
        draft.reference = self.blocks(self.element.find("graderinfo"))
        if not draft.reference:
            draft.reference, draft.explanation = draft.explanation, ()

    def _cloze(self, draft: Draft) -> bool:
        """A text with gaps; False if any of them is no word to be typed."""
        text = self.element.findtext("questiontext/text") or ""
        found = _CLOZE.findall(text)
        if not found or any(kind not in _SHORT for kind, _ in found):
            return False
        for _, inside in found:
            answers = []
            for part in re.findall(r"(?:\\.|[^\\~])+", inside, re.DOTALL):
                words = re.match(r"(?:\\.|[^\\#])*", part, re.DOTALL)[0]  # type: ignore[index]
                if words.startswith(("=", "%100%")):
                    words = re.sub(r"^(=|%100%)", "", words)
                    answers.append(one_line(unescape(re.sub(r"\\(.)", r"\1", words))))
            draft.blanks.append(tuple(dict.fromkeys(answers)))
        blocks, lost = from_html(_CLOZE.sub(BLANK, text))
        for what in sorted(lost):
            self.findings.add("BKW323", self.place, what=what)
        draft.stem = blocks
        return True


def _with_blank(stem: tuple[Block, ...]) -> tuple[Block, ...]:
    """A stem whose blank reads ``____``; one without gets it at its end."""
    from dataclasses import replace

    from trainer.content.prose import BlockKind, Text

    def shortened(parts: Any) -> Any:
        return tuple(replace(p, text=re.sub("_{4,}", BLANK, p.text)) if isinstance(p, Text) else p for p in parts)

    made = tuple(
        replace(b, parts=shortened(b.parts), rows=tuple(tuple(map(shortened, row)) for row in b.rows)) for b in stem
    )
    if BLANK in plain_text(made) or not made:
        return made
    last = made[-1]
    if last.parts and last.kind is not BlockKind.TABLE:
        return (*made[:-1], replace(last, parts=(*last.parts, Text(" " + BLANK))))
    return (*made, Block(BlockKind.NARRATION, (Text(BLANK),)))
