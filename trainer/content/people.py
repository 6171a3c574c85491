"""One entry of 人物: 职务, 角色, 态度, 票, 态度隐藏 and the person's own numbers."""

from __future__ import annotations

import dataclasses
from functools import partial

from trainer.content.front import Front
from trainer.content.model import ATTITUDE_LETTERS, ATTITUDE_NAMES, Attitude, Person, Variable
from trainer.content.names import check_name
from trainer.content.numbers import ascii_form, read_int
from trainer.content.plain import plain_name
from trainer.content.source import Source
from trainer.content.suggest import nearest
from trainer.content.variables import declare, looks_like_variable
from trainer.content.yamltree import Mapping, Scalar, Tree

ROLES = ("决策者", "使用者", "价格把关者", "技术专家", "内部教练", "影响者", "反对者")
KEYS = ("职务", "角色", "态度", "票", "态度隐藏")
_MAX_VOTES = 100


def read_attitude(text: str) -> Attitude | None:
    """``支持``, ``B`` or ``支持 B``."""
    plain = ascii_form(text).replace(" ", "").upper()
    for name, value in ATTITUDE_NAMES.items():
        if plain in (name, ATTITUDE_LETTERS[value], name + ATTITUDE_LETTERS[value]):
            return value
    return None


def read_person(source: Source, front: Front, key: Scalar, value: Tree) -> None:
    """Read one person and the variables that come with him."""
    name = key.text.strip()
    if not check_name(source, key):
        return
    if any(plain_name(p.name) == plain_name(name) for p in front.people):
        source.report("YM119", key.place, name=name, case="twice")
        return
    if not isinstance(value, Mapping):
        if not isinstance(value, Scalar) or value.text.strip():
            source.report("YM113", value.place, key=name, case="mapping")
        front.people.append(Person(name))
        return
    index = len(front.people)
    person = Person(name)
    front.people.append(person)
    attitude: Attitude | None = None
    concealed = False
    for field, content in value.entries:
        known = field.text.strip()
        text = content.text.strip() if isinstance(content, Scalar) else ""
        if known in KEYS and not isinstance(content, Scalar):
            source.report("YM113", content.place, key=known, case="text")
        elif known == "职务":
            person = dataclasses.replace(person, title=text)
        elif known == "角色":
            if text not in ROLES:
                source.report("YM120", content.place, key=known, text=text, near=partial(nearest, text, ROLES))
            person = dataclasses.replace(person, role=text)
        elif known == "态度":
            attitude = read_attitude(text)
            if attitude is None:
                source.report("YM120", content.place, key=known, text=text, near=partial(nearest, text, ATTITUDE_NAMES))
                attitude = Attitude.ACCEPT
        elif known == "票":
            votes = read_int(text.removesuffix("票"))
            if votes is None or not 0 <= votes <= _MAX_VOTES:
                source.report("YM116", content.place, key=known, text=text, low=0, high=_MAX_VOTES)
            else:
                person = dataclasses.replace(person, votes=votes)
        elif known == "态度隐藏":
            if text not in ("是", "否"):
                source.report("YM120", content.place, key=known, text=text, near="")
            concealed = text == "是"
        elif isinstance(content, Scalar) and looks_like_variable(content.text):
            if check_name(source, field):
                made = declare(source, front, field, content, name=f"{name}.{known}", person=index)
                if made is not None:
                    person = dataclasses.replace(person, fields=(*person.fields, made))
        else:
            source.report("YM111", field.place, key=known, near=partial(nearest, known, KEYS))
    if attitude is not None:
        front.variables.append(
            Variable(f"{name}.态度", int(attitude), 1, 5, hidden_until_changed=concealed, person=index)
        )
        person = dataclasses.replace(person, attitude=len(front.variables) - 1)
    elif concealed:
        source.report("YM112", value.place, key=f"{name}.态度")
    front.people[index] = person
