"""Moodle XML: texts as HTML, ids, tags, weights of Moodle's list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from xml.etree import ElementTree as Xml

from trainer.content.items import Item, ItemType, QuestionFile
from trainer.content.question_key import digits
from trainer.exchange.bank import meta
from trainer.exchange.bank.html import plain_to_html, to_html
from trainer.exchange.bank.prose import BLANK
from trainer.exchange.bank.weights import nearest, percent
from trainer.exchange.bank.words import true_one

LONGEST_ID = 100
"""Characters of Moodle's column idnumber."""

CLOZE_SPECIAL = re.compile(r'[\\}#~/"]')
_TYPES = {
    ItemType.SINGLE: "multichoice", ItemType.MULTIPLE: "multichoice", ItemType.JUDGEMENT: "multichoice",
    ItemType.TRUE_FALSE: "truefalse", ItemType.ORDERING: "ordering", ItemType.MATCHING: "matching",
    ItemType.NUMERIC: "numerical", ItemType.FREE: "essay",
}  # fmt: skip


def write_moodle(files: Iterable[tuple[QuestionFile, Sequence[Item]]]) -> bytes:
    """All items, each file a category."""
    root = Xml.Element("quiz")
    for file, items in files:
        category = Xml.SubElement(root, "question", type="category")
        title = " ".join(file.title.split()).replace("/", "//")
        _text(Xml.SubElement(category, "category"), f"$course$/top/{title}")
        for item in items:
            _question(root, item)
    Xml.indent(root, space="  ")
    made: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _text(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, "text").text = text


def _html(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    made = Xml.SubElement(parent, name, format="html")
    _text(made, text)
    return made


def _value(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = text


def _question(root: Xml.Element, item: Item) -> None:
    cloze = item.type is ItemType.BLANKS and len(item.blanks) > 1
    kind = "cloze" if cloze else _TYPES.get(item.type, "shortanswer")
    made = Xml.SubElement(root, "question", type=kind)
    _text(Xml.SubElement(made, "name"), item.name)
    _html(made, "questiontext", _cloze(item) if cloze else _stem(item))
    _html(made, "generalfeedback", to_html(item.explanation))
    if not cloze:
        _value(made, "defaultgrade", "1")
    _value(made, "penalty", "1" if item.type is ItemType.TRUE_FALSE else "0.3333333")
    _value(made, "hidden", "0")
    if len(item.id) <= LONGEST_ID:
        _value(made, "idnumber", item.id)
    writer = {
        "multichoice": _choice, "truefalse": _true_false, "shortanswer": _short, "numerical": _numeric,
        "matching": _matching, "ordering": _ordering, "essay": _essay,
    }.get(kind)  # fmt: skip
    if writer is not None:
        writer(made, item)
    tags = Xml.SubElement(made, "tags")
    for tag in meta.tags_of(item):
        _text(Xml.SubElement(tags, "tag"), tag)


def _stem(item: Item) -> str:
    """A single blank stands as five underscores, where Moodle puts its field."""
    made = to_html(item.stem)
    return made.replace(BLANK, BLANK + "_") if item.type is ItemType.BLANKS else made


def _cloze(item: Item) -> str:
    parts = to_html(item.stem).split(BLANK)
    if len(parts) != len(item.blanks) + 1:
        return "".join(parts)
    made = parts[0]
    for blank, rest in zip(item.blanks, parts[1:], strict=True):
        answers = "~".join("=" + CLOZE_SPECIAL.sub(r"\\\g<0>", escape(answer, quote=False)) for answer in blank)
        made += f"{{1:SHORTANSWER:{answers}}}{rest}"
    return made


def _answer(parent: Xml.Element, weight: float, text: str, feedback: str = "", form: str = "html") -> Xml.Element:
    made = Xml.SubElement(parent, "answer", fraction=percent(weight), format=form)
    _text(made, text)
    _html(made, "feedback", plain_to_html(feedback))
    return made


def _choice(made: Xml.Element, item: Item) -> None:
    several = item.type is ItemType.MULTIPLE
    _value(made, "single", "false" if several else "true")
    _value(made, "shuffleanswers", "true")
    _value(made, "answernumbering", "ABCD")
    right = sum(option.right for option in item.options)
    most = max(option.points for option in item.options)
    for option in item.options:
        if several:
            weight = nearest((1 if option.right else -1) / right)
        else:
            weight = nearest(option.points / most) if most else 100.0 * option.right
        _answer(made, weight, plain_to_html(option.text), option.feedback)


def _true_false(made: Xml.Element, item: Item) -> None:
    true = true_one([option.text for option in item.options])
    for index, option in enumerate(item.options):
        word = "true" if index == true else "false"
        _answer(made, 100.0 * option.right, word, option.feedback, "moodle_auto_format")


def _short(made: Xml.Element, item: Item) -> None:
    _value(made, "usecase", "0")
    for answer in item.blanks[0] if item.blanks else ():
        _answer(made, 100.0, answer.replace("*", "\\*"), form="moodle_auto_format")


def _numeric(made: Xml.Element, item: Item) -> None:
    number = item.number
    if number is None:
        return
    answer = _answer(made, 100.0, digits(number.value), form="moodle_auto_format")
    _value(answer, "tolerance", digits(number.tolerance))
    if number.unit:
        unit = Xml.SubElement(Xml.SubElement(made, "units"), "unit")
        _value(unit, "multiplier", "1")
        _value(unit, "unit_name", number.unit)
    _value(made, "unitgradingtype", "0")
    _value(made, "unitpenalty", "0.1000000")
    _value(made, "showunits", "0" if number.unit else "3")
    _value(made, "unitsleft", "0")


def _matching(made: Xml.Element, item: Item) -> None:
    _value(made, "shuffleanswers", "true")
    for left, right in item.pairs:
        part = _html(made, "subquestion", plain_to_html(left))
        _text(Xml.SubElement(part, "answer"), right)


def _ordering(made: Xml.Element, item: Item) -> None:
    """The type of Moodle 4.4 and of the plugin before; every pair in the right order counts."""
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(item.options))),
        ("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        _value(made, name, value)
    for number, option in enumerate(item.options, 1):
        answer = Xml.SubElement(made, "answer", fraction=str(number), format="html")
        _text(answer, plain_to_html(option.text))


def _essay(made: Xml.Element, item: Item) -> None:
    for name, value in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("responsefieldlines", "10"),
        ("attachments", "0"),
        ("attachmentsrequired", "0"),
    ):
        _value(made, name, value)
    _html(made, "graderinfo", to_html(item.reference))
    _html(made, "responsetemplate", "")
