"""A question as texts with names, from a row or from pasted text: its type worked out, its key read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest

from trainer.content.items import ItemType, Source
from trainer.content.prose import Block
from trainer.exchange.bank import answers
from trainer.exchange.bank.draft import Bank, Draft, DraftOption
from trainer.exchange.bank.markdown import read_markdown
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.prose import BLANK, one_line, paragraphs, plain_text
from trainer.exchange.bank.words import (
    TRUTH_PAIRS,
    difficulty_of,
    is_undecided,
    letters_of,
    near_type,
    truth_of,
    type_of,
)

MARKDOWN = "markdown"


@dataclass(slots=True)
class Record:
    """Texts of one question.

    Attributes:
        place: Of the question. texts, places: by field (``columns.SYNONYMS``); cleaned texts.
        typed: The file says of which type its questions are; a missing word is then an error.
    """

    place: str
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    options: list[DraftOption] = field(default_factory=list)
    typed: bool = False


def add_record(record: Record, bank: Bank, names: Names) -> None:
    """Add the question to the bank, unless nobody can tell its type."""
    reader = _Reader(record, bank, names)
    kind = reader.type()
    if kind is not None:
        bank.drafts.append(reader.draft(kind))


class _Reader:
    def __init__(self, record: Record, bank: Bank, names: Names) -> None:
        self.record, self.bank, self.names = record, bank, names
        self.key = self.text("key")

    def text(self, name: str) -> str:
        return self.record.texts.get(name, "")

    def add(self, code: str, where: str, **params: object) -> None:
        self.bank.findings.add(code, self.record.places.get(where, self.record.place), **params)

    def blocks(self, name: str) -> tuple[Block, ...]:
        read = read_markdown if self.text("format").lower() == MARKDOWN else paragraphs
        return read(self.text(name))

    def type(self) -> ItemType | None:
        word, options = self.text("type"), self.record.options
        letters = letters_of(self.key) or ()
        if word and (kind := type_of(word)):
            return kind
        if is_undecided(word):
            return ItemType.MULTIPLE if len(letters) > 1 else ItemType.SINGLE
        if word or self.record.typed:
            self.add("BKE206", "type", text=word, near=near_type(word))
            return None
        if options:
            if {truth_of(option.text) for option in options} == {True, False} and len(options) == 2:
                return ItemType.TRUE_FALSE
            return ItemType.MULTIPLE if len(letters) > 1 else ItemType.SINGLE
        if truth_of(self.key) is not None:
            return ItemType.TRUE_FALSE
        return ItemType.BLANKS if BLANK in answers.mark_blanks(self.text("stem")) else ItemType.FREE

    def draft(self, kind: ItemType) -> Draft:
        made = Draft(self.record.place, kind, places=dict(self.record.places), options=self.record.options)
        made.stem, made.explanation = self.blocks("stem"), self.blocks("explanation")
        self.details(made)
        getattr(self, f"_{kind.value}")(made)
        return made

    def details(self, draft: Draft) -> None:
        """What is said about the question."""
        draft.id, draft.name = one_line(self.text("id")), one_line(self.text("name"))
        if word := self.text("difficulty"):
            draft.difficulty = difficulty_of(word)
            if draft.difficulty is None:
                self.add("BKW304", "difficulty", text=word)
        draft.competencies, strangers = self.names.competencies(self.text("competency"))
        for name in strangers:
            self.add("BKE219", "competency", name=name, near=self.names.near(name))
        draft.frameworks, strangers = self.names.frameworks(self.text("framework"))
        for name in strangers:
            self.add("BKE220", "framework", name=name)
        chapter = "" if self.text("version") else self.text("chapter")
        words = [self.text("tags"), self.text("topic"), chapter]
        draft.tags = tuple(dict.fromkeys(tag for text in words for tag in self.names.tags(text)))
        lesson, _, page = one_line(self.text("source")).partition("#")
        if self.names.is_lesson(lesson):
            draft.source = Source(lesson.strip(), page.strip())
        elif lesson:
            self.add("BKW308", "source", text=lesson)
        if self.text("weight") not in ("", "1"):
            self.add("BKI305", "weight", text=self.text("weight"))

    # --- keys, by type -----------------------------------------------------------------------------------------------

    def broken(self, draft: Draft, code: str, where: str, **params: object) -> None:
        """Tell what cannot be read; the draft is not looked at any more."""
        draft.broken = True
        self.add(code, where, **params)

    def _single(self, draft: Draft) -> None:
        found = letters_of(self.key)
        texts = [option.text for option in draft.options]
        if one_line(self.key) in texts:
            found = (texts.index(one_line(self.key)),)
        if found is None and self.key:
            self.broken(draft, "BKE210", "key", text=self.key)
        draft.key = found or ()

    _multiple = _single

    def _true_false(self, draft: Draft) -> None:
        truths = [truth_of(option.text) for option in draft.options]
        if draft.options and (len(truths) != 2 or set(truths) != {True, False}):
            self.broken(draft, "BKE218", "options", options="、".join(option.text for option in draft.options))
            return
        letters, truth = letters_of(self.key), truth_of(self.key)
        if truth is not None and not (letters and max(letters) < 2):
            draft.key = (truths.index(truth) if truths else int(not truth),)
        elif letters:
            draft.key = letters
        elif self.key:
            self.broken(draft, "BKE210", "key", text=self.key)
        given = tuple(option.text for option in draft.options)
        ours = bool(self.text("version") and given)
        if not ours and given not in TRUTH_PAIRS and given[::-1] not in TRUTH_PAIRS:
            words = [TRUTH_PAIRS[0][not truth] for truth in truths or (True, False)]
            said = [option.feedback for option in draft.options] or ["", ""]
            draft.options = [DraftOption(text, feedback) for text, feedback in zip(words, said, strict=True)]

    def _judgement(self, draft: Draft) -> None:
        name = "points" if self.text("points") else "key"
        points = answers.points_of(self.text(name), len(draft.options))
        if points is None and self.text(name):
            self.broken(draft, "BKE223", name, text=self.text(name), count=len(draft.options))
        for option, value in zip_longest(draft.options, points or ()):
            if option is not None:
                option.points = value or 0

    def _ordering(self, draft: Draft) -> None:
        found = letters_of(self.key)
        if found is None and self.key:
            self.broken(draft, "BKE210", "key", text=self.key)
        draft.key = found or ()

    def _matching(self, draft: Draft) -> None:
        if self.key:
            draft.rights = [answers.plain(part) for part in answers.split(one_line(self.key), answers.BETWEEN_BLANKS)]
        heads = [answers.plain(part) for part in answers.split(self.text("heads"), answers.BETWEEN_BLANKS)]
        if len(heads) == 2:
            draft.columns = (heads[0], heads[1])

    def _blanks(self, draft: Draft) -> None:
        if self.text("format").lower() != MARKDOWN:
            draft.stem = paragraphs(answers.mark_blanks(self.text("stem")))
        draft.blanks = answers.blanks_of(self.key, plain_text(draft.stem).count(BLANK))

    def _numeric(self, draft: Draft) -> None:
        draft.number = answers.number_of(self.key)
        if draft.number is None and self.key:
            draft.type, draft.reference = ItemType.FREE, self.blocks("key")
            self.add("BKI306", "key", text=one_line(self.key))

    def _free(self, draft: Draft) -> None:
        draft.reference = self.blocks("key")
