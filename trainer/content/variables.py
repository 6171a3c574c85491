"""``名: 初值 (最小..最大) [隐藏]``."""

from __future__ import annotations

import re

from trainer.content.front import Front
from trainer.content.model import Variable
from trainer.content.names import check_name
from trainer.content.numbers import MAX_NUMBER, ascii_form
from trainer.content.plain import plain_name
from trainer.content.source import Source
from trainer.content.yamltree import Scalar, Tree

_BRACKETS = str.maketrans("〔〕【】", "[][]")
_FORM = re.compile(
    r"([+-]?[0-9]{1,10})\s*[(\[]\s*([+-]?[0-9]{1,10})\s*(\.{2,3}|。。|…+|~+|-+|至|到|,|，)\s*([+-]?[0-9]{1,10})\s*[)\]]"
    r"\s*([(\[]?\s*隐藏\s*[)\]]?)?"
)


def looks_like_variable(text: str) -> bool:
    """Whether the text begins with a number, as a field's declaration does."""
    return bool(re.match(r"\s*[+-]?\s*[0-9]", ascii_form(text)))


def looks_like_declaration(text: str) -> bool:
    """Whether the text is a whole declaration: initial value and range."""
    return _FORM.fullmatch(ascii_form(text).strip().translate(_BRACKETS)) is not None


def hold_place(front: Front, name: str) -> None:
    """Keep a faulty declaration's name known, so that its uses are not blamed; no model comes of the file anyway."""
    front.variables.append(Variable(name, 0, -MAX_NUMBER, MAX_NUMBER))


def declare(
    source: Source, front: Front, key: Scalar, value: Tree, *, name: str, person: int | None = None
) -> int | None:
    """Read one declaration and add it to the front; returns its index, or None after a finding."""
    if not isinstance(value, Scalar):
        source.report("YM117", value.place, name=name, text="")
        hold_place(front, name)
        return None
    text = ascii_form(value.text).strip().translate(_BRACKETS)
    match = _FORM.fullmatch(text)
    if not match:
        source.report("YM117", value.place, name=name, text=value.text.strip())
        hold_place(front, name)
        return None
    initial, low, high = int(match[1]), int(match[2]), int(match[4])
    hidden = match[5] is not None
    if not -MAX_NUMBER <= low <= initial <= high <= MAX_NUMBER:
        source.report("YM118", value.place, name=name, initial=initial, low=low, high=high)
        hold_place(front, name)
        return None
    if match[3] != "..":
        canonical = f"{initial} ({low}..{high})" + (" [隐藏]" if hidden else "")
        source.report("YM127", value.place, canonical=canonical)
    front.variables.append(Variable(name, initial, low, high, hidden=hidden, person=person))
    return len(front.variables) - 1


def read_variable(source: Source, front: Front, key: Scalar, value: Tree) -> None:
    """Read one entry of 变量."""
    name = key.text.strip()
    if not check_name(source, key):
        hold_place(front, name)
        return
    norm = plain_name(name)
    if any(plain_name(v.name) == norm for v in front.variables):
        source.report("YM119", key.place, name=name, case="twice")
    elif any(plain_name(c.name) == norm for c in front.competencies):
        source.report("YM119", key.place, name=name, case="competency")
    else:
        declare(source, front, key, value, name=name)
