"""From a raw question to an item: its type, its texts, its source; the keys are read by type elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from trainer.content.items import Item, ItemType, Number, Option
from trainer.content.items import Source as Lesson
from trainer.content.question_answers import gaps, resolve_blanks, resolve_free, resolve_number, resolve_pairs, take_key
from trainer.content.question_chips import TYPES, Said, read_chips
from trainer.content.question_front import QuestionFront
from trainer.content.question_key import has_tolerance, is_number, is_range
from trainer.content.question_options import has_points, is_true_false, resolve_options, true_false_options
from trainer.content.question_text import resolve_plain
from trainer.content.question_tree import RawQuestion
from trainer.content.source import Source
from trainer.content.tree import RawBlock

_NUMBERED = re.compile(r"[0-9]+-(?=.)")
_SENTENCE = 10
WORDS = {kind: word for word, kind in TYPES.items()}


@dataclass(slots=True)
class Parts:
    """What a type has of its own."""

    options: tuple[Option, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, str] = ("", "")
    blanks: tuple[tuple[str, ...], ...] = ()
    number: Number | None = None
    reference: list[RawBlock] = field(default_factory=list)


def resolve_question(source: Source, raw: RawQuestion, front: QuestionFront, known: Collection[str]) -> Item | None:
    """The item, or None with findings that say what is missing."""
    before = source.errors
    said = read_chips(source, raw.chips, front, known)
    kind = find_type(source, raw, said)
    if kind is None:
        return None
    parts = Parts()
    if kind in (ItemType.BLANKS, ItemType.NUMERIC) and not raw.answers:
        take_key(source, raw, gaps(raw))
    if kind is ItemType.FREE:
        parts.reference = resolve_free(source, raw)
    elif kind is ItemType.MATCHING:
        parts.pairs, parts.columns = resolve_pairs(source, raw)
    elif kind is ItemType.BLANKS:
        parts.blanks = resolve_blanks(source, raw)
    elif kind is ItemType.NUMERIC:
        parts.number = resolve_number(source, raw)
    else:
        kind, parts.options = resolve_options(source, raw, kind, said)
    leftovers(source, raw, kind)
    stem = resolve_plain(source, raw.stem)
    if not stem:
        source.report("QZ120", raw.place, name=raw.name)
    made = Item(
        id=f"{front.id}/{said.own_id or raw.name}",
        name=raw.name,
        type=kind,
        stem=stem,
        options=parts.options,
        pairs=parts.pairs,
        columns=parts.columns,
        blanks=parts.blanks,
        number=parts.number,
        reference=resolve_plain(source, parts.reference),
        explanation=resolve_plain(source, raw.explanation),
        source=lesson_of(source, raw),
        competencies=said.competencies,
        frameworks=said.frameworks,
        difficulty=said.difficulty,
        tags=said.tags,
        line=raw.place.line + 1,
    )
    return made if source.errors == before else None


def find_type(source: Source, raw: RawQuestion, said: Said) -> ItemType | None:
    """The type by its chip and by how the answers are written; None with a finding."""
    fixed = said.type
    if fixed in (ItemType.ORDERING, ItemType.MATCHING, ItemType.FREE):
        return fixed
    if raw.options:
        if fixed in (ItemType.BLANKS, ItemType.NUMERIC):
            source.report("QZ202", said.type_place or raw.place, text=WORDS[fixed], case="options")
        if has_points(raw):
            return ItemType.JUDGEMENT
        if fixed in (ItemType.MULTIPLE, ItemType.SINGLE, ItemType.TRUE_FALSE, ItemType.JUDGEMENT):
            return fixed
        return ItemType.TRUE_FALSE if is_true_false(source, raw) else ItemType.SINGLE
    if fixed in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.JUDGEMENT):
        source.report("QZ121", raw.place, name=raw.name, case="options")
        return None
    if true_false_options(source, raw, said):
        return ItemType.TRUE_FALSE
    typed = raw.answers or raw.keys
    if fixed is None and not raw.answers and not gaps(raw) and (raw.reference or _is_sentence(raw)):
        source.report("QZ155", (raw.reference[0].place if raw.reference else raw.keys[0].place()))
        return ItemType.FREE
    if not typed:
        if not source.error_between(raw.place.line, raw.end):
            case = "list" if any(block.ordered for block in raw.stem) else ""
            source.report("QZ121", raw.place, name=raw.name, **({"case": case} if case else {}))
        return None
    if fixed is not None:
        return fixed
    if len(typed) == 1 and has_tolerance(typed[0].text):
        return ItemType.NUMERIC
    if not gaps(raw) and all(is_number(piece.text) or is_range(piece.text) for piece in typed):
        return ItemType.NUMERIC
    return ItemType.BLANKS


def _is_sentence(raw: RawQuestion) -> bool:
    """Whether 答案： says more than a word or a number."""
    text = raw.keys[0].text.strip() if len(raw.keys) == 1 else ""
    return len(text) >= _SENTENCE and not is_number(text)


def leftovers(source: Source, raw: RawQuestion, kind: ItemType) -> None:
    """What was typed and does not belong to the type is never dropped in silence."""
    word = WORDS[kind]
    if raw.reference and kind is not ItemType.FREE:
        source.report("QZ202", raw.reference[0].place, text=word, case="reference")
    if raw.options and kind in (ItemType.FREE, ItemType.MATCHING):
        source.report("QZ202", raw.options[0].place, text=word, case="list")
    if raw.answers and kind not in (ItemType.BLANKS, ItemType.NUMERIC):
        source.report("QZ202", raw.answers[0].place(), text=word, case="answers")
    if raw.keys:
        source.report("QZ202", raw.keys[0].place(), text=word, case="answers")


def lesson_of(source: Source, raw: RawQuestion) -> Lesson | None:
    """The lesson that the question's link names: the file's name without its number, and the page behind the #."""
    found: Lesson | None = None
    for link in raw.sources:
        path, _, page = link.target.strip().partition("#")
        folders = path.replace("\\", "/").split("/")
        if "lessons" not in folders[:-1] and ("questions" in folders or "scenarios" in folders or "tools" in folders):
            source.report("QZ207", link.place, text=link.target)
            continue
        stem = unquote(folders[-1]).removesuffix(".md")
        made = Lesson(_NUMBERED.sub("", stem, count=1), unquote(page).strip())
        if found is not None and made != found:
            source.report("QZ208", link.place, text=link.text)
        found = found or made
    return found
