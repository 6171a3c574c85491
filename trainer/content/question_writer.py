"""Write a question file in its canonical form; reading it back gives the same questions.

A text that would be understood as something else (a bracket, a label such as 解析：, an option's letter) is escaped:
first by backslashes, and where that is not enough, by character references, which every Markdown viewer shows as the
characters. What cannot be written at all is refused, never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from trainer.content.items import Item, ItemType, QuestionFile
from trainer.content.plain import plain_name
from trainer.content.prose import Block
from trainer.content.question_chips import NONE
from trainer.content.question_chips import TYPES as WORDS
from trainer.content.question_key import digits, has_tolerance, is_number, write_number
from trainer.content.question_looks import TRUE_FALSE
from trainer.content.question_markdown import GAP, Pen, plain_of
from trainer.content.question_reader import read_questions

_TYPE_WORDS = {kind: word for word, kind in WORDS.items()}
_PLAIN = re.compile(r"[\w·]+")
_TRUE_FALSE = [frozenset(map(plain_name, pair)) for pair in TRUE_FALSE]
_DIGITS_FIRST = re.compile(r"[0-9]+-.")


def write_questions(file: QuestionFile, *, lessons: Mapping[str, str] | None = None) -> str:
    """The text of a question file.

    Args:
        file: What to write; its digest and path and the lines of its items do not matter.
        lessons: 编号 of a lesson to the link that leads to it from the file; without it ``../lessons/<编号>.md``.

    Raises:
        ValueError: Something cannot be written so that it reads back the same; the message is the item's name.
    """
    plain = [_Writer(item, file, lessons or {}, Pen()).text() for item in file.items]
    text = "\n".join([_front(file), *plain])
    if _reads_as(text, file):
        return text
    text = "\n".join([_front(file), *(write_item(item, file, lessons=lessons) for item in file.items)])
    if not _reads_as(text, file):
        raise ValueError(file.id)
    return text


def write_item(item: Item, file: QuestionFile, *, lessons: Mapping[str, str] | None = None) -> str:
    """One ``##`` section of the file; raises ValueError if it cannot be written."""
    alone = replace(file, items=(item,))
    for armour in (0, 1, 2):
        text = _Writer(item, file, lessons or {}, Pen(armour)).text()
        if _reads_as(_front(file) + "\n" + text, alone):
            return text
    raise ValueError(item.name)


def clean_name(text: str) -> str:
    """The nearest 题名 that a heading can carry: one line, no backticks, no ``#`` at its end, not a reserved word."""
    name = " ".join(text.replace("`", "'").split()).strip("# ").replace("<!--", "")
    return name + ("。" if name == "备注" else "")


def placeless(item: Item) -> Item:
    """The item without the lines it stands on, for comparing."""
    return replace(
        item,
        line=0,
        options=tuple(replace(option, line=0) for option in item.options),
        stem=_placeless(item.stem),
        reference=_placeless(item.reference),
        explanation=_placeless(item.explanation),
    )


def _placeless(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(replace(block, line=0) for block in blocks)


def _reads_as(text: str, file: QuestionFile) -> bool:
    """Whether a text reads as this file."""
    found = read_questions(text, f"{file.id}.md", competencies=()).file
    if found is None:
        return False
    same = tuple(map(placeless, found.items)) == tuple(map(placeless, file.items))
    heads = (found.id, found.title, found.competencies, found.frameworks, found.difficulty)
    return same and heads == (file.id, file.title, file.competencies, file.frameworks, file.difficulty)


def _front(file: QuestionFile) -> str:
    lines = ["---", f"编号: {file.id}", f"标题: {_scalar(file.title)}"]
    if file.competencies:
        lines.append(f"能力: [{', '.join(map(_scalar, file.competencies))}]")
    if file.frameworks:
        lines.append(f"框架: [{', '.join(file.frameworks)}]")
    lines += [f"难度: {file.difficulty}", "---", ""]
    return "\n".join(lines)


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


class _Writer:
    def __init__(self, item: Item, file: QuestionFile, lessons: Mapping[str, str], pen: Pen) -> None:
        self.item = item
        self.file = file
        self.lessons = lessons
        self.pen = pen

    def text(self) -> str:
        item = self.item
        head = f"## {item.name}"
        chips = " ".join(f"`{chip}`" for chip in self.chips())
        parts = [head + (f"\n{chips}" if chips else "")]
        parts += self.pen.blocks(item.stem)
        parts += self.answers()
        if item.reference:
            parts.append(self.pen.labelled("参考：", item.reference))
        if item.explanation:
            parts.append(self.pen.labelled("解析：", item.explanation))
        if item.source is not None:
            parts.append(self.source())
        return "\n\n".join(part for part in parts if part) + "\n"

    def chips(self) -> list[str]:
        """What differs from the file's defaults and from what the answers say by themselves."""
        item, file = self.item, self.file
        made = [_TYPE_WORDS[item.type]] if self.needs_type() else []
        if item.competencies != file.competencies:
            made.append("能力 " + ("、".join(item.competencies) or NONE))
        if item.frameworks != file.frameworks:
            made.append("框架 " + ("、".join(item.frameworks) or NONE))
        if item.difficulty != file.difficulty:
            made.append(f"难度 {item.difficulty}")
        if item.tags:
            made.append("标签 " + "、".join(item.tags))
        own = item.id.partition("/")[2]
        if own != item.name:
            made.append(f"号 {own}")
        return made

    def needs_type(self) -> bool:
        """Whether the type would be read otherwise."""
        item = self.item
        gaps = GAP in plain_of(item.stem)
        if item.type in (ItemType.ORDERING, ItemType.MATCHING, ItemType.FREE):
            return True
        if item.type is ItemType.NUMERIC:
            return gaps and item.number is not None and not item.number.tolerance
        if item.type is ItemType.BLANKS:
            only = item.blanks[0][0] if len(item.blanks) == 1 and len(item.blanks[0]) == 1 else ""
            return has_tolerance(only) or (is_number(only) and not gaps)
        either = frozenset(plain_name(option.text) for option in item.options) in _TRUE_FALSE
        if item.type is ItemType.MULTIPLE:
            return either or sum(option.right for option in item.options) == 1
        return item.type in (ItemType.SINGLE, ItemType.TRUE_FALSE) and either != (item.type is ItemType.TRUE_FALSE)

    def answers(self) -> list[str]:
        item = self.item
        if item.type is ItemType.MATCHING:
            return [self.pen.table([item.columns, *item.pairs])]
        if item.type is ItemType.BLANKS:
            return ["\n".join(f"- 答：{'｜'.join(map(self.pen.alternative, blank))}" for blank in item.blanks)]
        if item.type is ItemType.NUMERIC and item.number is not None:
            return [f"- 答：{write_number(item.number)}"]
        return ["\n".join(self.option(number) for number in range(len(item.options)))] if item.options else []

    def option(self, number: int) -> str:
        item, option = self.item, self.item.options[number]
        text = self.pen.line(option.text)
        if item.type is ItemType.ORDERING:
            mark = f"{number + 1}. "
        elif item.type is ItemType.JUDGEMENT:
            mark, text = "- ", f"{text} `分 {option.points}`"
        else:
            mark = "- [x] " if option.right else "- [ ] "
        indent = " " * (3 if item.type is ItemType.ORDERING and number < 9 else 2)
        indent = "    " if item.type is ItemType.ORDERING and number >= 9 else indent
        return "\n".join([mark + text, *self.pen.quoted(option.feedback.split("\n"), indent)])

    def source(self) -> str:
        source = self.item.source
        assert source is not None  # noqa: S101 - narrows the type
        number = "00-" if _DIGITS_FIRST.match(source.lesson) else ""
        path = self.lessons.get(source.lesson, f"../lessons/{number}{source.lesson}.md")
        page = source.page.replace("%", "%25").replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[出处]({path}#{page})" if page else f"[出处]({path})"


__all__ = ["clean_name", "digits", "placeless", "write_item", "write_questions"]
