"""GIFT, as Moodle's own importer reads it (question/format/gift) and gift-pegjs 1.0.2 parses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape as escape_html

from trainer.content.items import Item, ItemType, Option, QuestionFile
from trainer.content.prose import Block
from trainer.content.question_key import digits
from trainer.exchange.bank import meta
from trainer.exchange.bank.markdown import write_markdown
from trainer.exchange.bank.prose import BLANK, is_plain, plain_text
from trainer.exchange.bank.weights import nearest, percent
from trainer.exchange.bank.words import true_one

REFERENCE, EXPLANATION = "参考：", "解析："
LINE = "\\n"
"""A line end, as GIFT writes it."""
_SPECIAL = re.compile(r"[\\#=~{}:]")
_BLANK = re.compile(r"(?:\\\\_){4}|(?<![_\\])_{4}(?!_)")
_UNFIT_TAG = re.compile(r"[<>`\[\]\x00-\x1f]")
_FORMAT = re.compile(r"\[(?:html|markdown|plain|moodle)\]")


def can_carry(item: Item) -> bool:
    """Whether the format has the type at all: no orderings, no text with several blanks, no judgement without a
    worse option."""
    if item.type is ItemType.ORDERING:
        return False
    if item.type is ItemType.JUDGEMENT:
        return not all(option.right for option in item.options)
    return item.type is not ItemType.BLANKS or len(item.blanks) == 1


def write_gift(files: Iterable[tuple[QuestionFile, Sequence[Item]]]) -> str:
    """The items that the format can carry, each file a category."""
    parts = []
    for file, items in files:
        title = " ".join(file.title.split()).replace("/", "//")
        parts.append(f"$CATEGORY: $course$/top/{title}")
        parts += [write_item(item) for item in items]
    return "\n\n".join(parts) + "\n"


def write_item(item: Item) -> str:
    """One item; no line of it is blank."""
    tags = "".join(f" [tag:{tag}]" for tag in meta.tags_of(item) if not _UNFIT_TAG.search(tag))
    name = f"::{escape(' '.join(item.name.split()))}::"
    head = f"// [id:{item.id}]{tags}\n{name}"
    stem, markdown = _blocks(item.stem)
    general = _general(item)
    if item.type is ItemType.BLANKS:
        answers = "".join(f"={escape(_arrowless(answer))} " for answer in item.blanks[0])
        cut = _BLANK.search(stem)
        before, after = (stem[: cut.start()], stem[cut.end() :]) if cut else (stem, "")
        prefix = _prefix(markdown) if before or markdown else ""
        return f"{head}{prefix}{before}{{{answers.strip()}{general}}}{after}"
    return f"{head}{_prefix(markdown)}{stem} {{{_answers(item, markdown)}{general}}}"


def escape(text: str) -> str:
    """A text in which nothing is a control character; line ends are ``\\n``."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _prefix(markdown: bool) -> str:
    return "[markdown]" if markdown else "[plain]"


def _arrowless(text: str) -> str:
    return text.replace("->", "→")


def _blocks(blocks: tuple[Block, ...]) -> tuple[str, bool]:
    """An escaped text, and whether it is Markdown."""
    if is_plain(blocks):
        return escape(plain_text(blocks)), False
    markdown = write_markdown(blocks)
    return (escape(plain_text(blocks)), False) if markdown is None else (escape(markdown), True)


def _rich(text: str, markdown: bool) -> str:
    """An option or a feedback: plain whatever the question is, HTML where an arrow would end it."""
    if "->" in text:
        return "[html]" + escape(escape_html(text, quote=False).replace("\n", "<br>"))
    return ("[plain]" if markdown or _FORMAT.match(text) else "") + escape(text)


def _general(item: Item) -> str:
    """General feedback: the explanation; of a free text the reference, too, each under its label."""
    if item.type is not ItemType.FREE:
        if not item.explanation:
            return ""
        text, rich = _blocks(item.explanation)
        return "####" + _prefix(rich) + text
    text, rich = _blocks(item.reference)
    if item.explanation:
        more, richer = _blocks(item.explanation)
        if rich or richer:
            text, more = (escape(write_markdown(b) or plain_text(b)) for b in (item.reference, item.explanation))
            rich = True
        gap = "\\n\\n" if rich else ""
        text = f"{REFERENCE}{gap}{text}{gap or LINE}{EXPLANATION}{gap}{more}"
    return "####" + _prefix(rich) + text


def _answers(item: Item, markdown: bool) -> str:
    if item.type is ItemType.TRUE_FALSE:
        return _true_false(item, markdown)
    if item.type is ItemType.NUMERIC and item.number is not None:
        tolerance = f":{digits(item.number.tolerance)}" if item.number.tolerance else ""
        return f"#{digits(item.number.value)}{tolerance}"
    if item.type is ItemType.MATCHING:
        return "".join(f"\n\t={_rich(left, markdown)} -> {escape(right)}" for left, right in item.pairs) + "\n"
    if item.type is ItemType.FREE:
        return ""
    right = sum(option.right for option in item.options)
    most = max((option.points for option in item.options), default=0)
    return "".join(f"\n\t{_mark(item, option, right, most)}{_said(option, markdown)}" for option in item.options) + "\n"


def _mark(item: Item, option: Option, right: int, most: int) -> str:
    if item.type is ItemType.MULTIPLE:
        return f"~%{percent(nearest((1 if option.right else -1) / right))}%"
    if option.right:
        return "="
    return f"~%{percent(nearest(option.points / most))}%" if option.points else "~"


def _said(option: Option, markdown: bool) -> str:
    feedback = f"#{_rich(option.feedback, markdown)}" if option.feedback else ""
    return _rich(option.text, markdown) + feedback


def _true_false(item: Item, markdown: bool) -> str:
    """Moodle's order: what is said to a wrong answer, then to a right one."""
    true = item.options[true_one([option.text for option in item.options])]
    right = next(option for option in item.options if option.right)
    wrong = next(option for option in item.options if not option.right)
    made = "TRUE" if true.right else "FALSE"
    if wrong.feedback or right.feedback:
        made += f"#{_rich(wrong.feedback, markdown) if wrong.feedback else ''}"
    return made + (f"#{_rich(right.feedback, markdown)}" if right.feedback else "")


assert BLANK == "____"  # noqa: S101 - what _BLANK looks for
