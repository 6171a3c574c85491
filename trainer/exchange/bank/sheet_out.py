"""Items as rows of the 考试宝 layout with our columns on the right."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainer.content.items import Item, ItemType, QuestionFile
from trainer.content.question_key import write_number
from trainer.exchange.bank import answers
from trainer.exchange.bank.draft import LETTERS
from trainer.exchange.bank.markdown import write_markdown
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.prose import is_plain, plain_text
from trainer.exchange.bank.record import MARKDOWN
from trainer.exchange.bank.words import TYPE_WORDS, difficulty_word

VERSION = "1"
"""Of our columns."""

LEAST_OPTIONS = 8
"""考试宝 has A-H, and none of them may be taken out."""

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its field, its heading and its width in characters."""

    field: str
    title: str
    width: int


def columns(most_options: int) -> list[Column]:
    """The 14 columns of 考试宝, then ours; more options than eight stand at the end."""
    shown = LETTERS[: max(LEAST_OPTIONS, most_options)]
    first = [Column("stem", "题干（必填）", 46), Column("type", "题型（必填）", 12)]
    first += [Column(f"option{letter}", f"选项{letter}" if letter < "E" else f"选项{letter}（勿删）", 22)
              for letter in LETTERS[:LEAST_OPTIONS]]  # fmt: skip
    first += [
        Column("key", "正确答案（必填）", 24),
        Column("explanation", "解析（勿删）", 40),
        Column("chapter", "章节（勿删）", 16),
        Column("difficulty", "难度", 8),
        Column("competency", "能力编码", 12),
        Column("framework", "框架", 10),
    ]
    first += [Column(f"feedback{letter}", f"选项反馈{letter}", 22) for letter in shown]
    first += [
        Column("points", "选项分", 10),
        Column("tags", "标签", 14),
        Column("name", "题名", 18),
        Column("id", "题目ID", 24),
        Column("source", "课文", 18),
        Column("heads", "栏名", 14),
        Column("format", "格式", 10),
        Column("version", "版本", 6),
    ]
    return first + [Column(f"option{letter}", f"选项{letter}", 22) for letter in shown[LEAST_OPTIONS:]]


def rows(files: Iterable[tuple[QuestionFile, Sequence[Item]]], names: Names) -> list[dict[str, str]]:
    """Field to text for every item."""
    return [_row(item, file.title, names) for file, items in files for item in items]


def most_options(files: Iterable[tuple[QuestionFile, Sequence[Item]]]) -> int:
    """Options of the longest item."""
    return max((len(item.options) or len(item.pairs) for _, items in files for item in items), default=0)


def write_csv(files: Sequence[tuple[QuestionFile, Sequence[Item]]], names: Names) -> bytes:
    """A CSV file for Excel: BOM, CRLF, and an apostrophe before what would run as a formula."""
    shown = columns(most_options(files))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in shown])
    for row in rows(files, names):
        writer.writerow([_guarded(row.get(column.field, "")) for column in shown])
    return out.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if _DANGEROUS.match(text) else text


def _row(item: Item, title: str, names: Names) -> dict[str, str]:
    texts = {"stem": item.stem, "explanation": item.explanation, "key": item.reference}
    plain = all(map(is_plain, texts.values()))
    if item.type is ItemType.BLANKS and plain:
        plain = answers.mark_blanks(plain_text(item.stem)) == plain_text(item.stem)
    made = {name: plain_text(blocks) if plain else write_markdown(blocks) or "" for name, blocks in texts.items()}
    if not plain:
        made["format"] = MARKDOWN
    made["type"] = TYPE_WORDS[item.type][0]
    made["chapter"], made["difficulty"] = title, difficulty_word(item.difficulty)
    made["competency"] = "、".join(names.code(name) for name in item.competencies)
    made["framework"], made["tags"] = "、".join(item.frameworks), "、".join(item.tags)
    made["name"], made["id"], made["version"] = item.name, item.id, VERSION
    if item.source is not None:
        made["source"] = f"{item.source.lesson}#{item.source.page}" if item.source.page else item.source.lesson
    shown = list(range(len(item.options)))
    if item.type is ItemType.ORDERING:
        shown = _shuffled(item)
        made["key"] = "".join(LETTERS[shown.index(index)] for index in range(len(shown)))
    elif item.type is ItemType.MATCHING:
        made["key"] = "|".join(answers.escaped(right) for _, right in item.pairs)
        made["heads"] = "|".join(map(answers.escaped, item.columns)) if any(item.columns) else ""
    elif item.type is ItemType.BLANKS:
        made["key"] = answers.blanks_text(item.blanks)
    elif item.number is not None:
        made["key"] = write_number(item.number)
    elif item.options:
        made["key"] = "".join(LETTERS[index] for index, option in enumerate(item.options) if option.right)
    if item.type is ItemType.JUDGEMENT:
        made["points"] = ",".join(str(option.points) for option in item.options)
    for place, index in enumerate(shown):
        made[f"option{LETTERS[place]}"] = item.options[index].text
        made[f"feedback{LETTERS[place]}"] = item.options[index].feedback
    for place, (left, _) in enumerate(item.pairs):
        made[f"option{LETTERS[place]}"] = left
    return made


def _shuffled(item: Item) -> list[int]:
    """The elements in an order that is always the same and never the right one."""
    found = sorted(
        range(len(item.options)), key=lambda index: hashlib.sha256(f"{item.id}/{index}".encode()).hexdigest()
    )
    return found if found != sorted(found) else found[1:] + found[:1]
