"""What a format does not carry, found out by reading back what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from trainer.content.items import Item, Option
from trainer.content.question_writer import placeless
from trainer.exchange.bank.build import build_items
from trainer.exchange.bank.draft import Bank
from trainer.i18n import t

ITEM = "item"
"""The whole item is left out."""

FIELDS = (
    "type", "name", "stem", "pairs", "columns", "blanks", "number", "reference", "explanation",
    "source", "competencies", "frameworks", "difficulty", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """An item and the field of it that the written file does not hold, or does not hold as it was."""

    item: str
    field: str

    @property
    def message(self) -> str:
        """The field, in the language in use."""
        return t(f"bank.field.{self.field}")

    def to_dict(self) -> dict[str, Any]:
        """For ``--format json``."""
        return {"item": self.item, "field": self.field, "message": self.message}


def losses(written: Sequence[Item], back: Bank) -> list[Lost]:
    """Compare what was written with what reads back, item by item in their order."""
    lost: list[Lost] = []
    for index, item in enumerate(written):
        draft = back.drafts[index] if index < len(back.drafts) else None
        read = build_items(Bank(back.form, [draft]), "x")[0] if draft else None
        if read is None:
            lost.append(Lost(item.id, ITEM))
        else:
            lost += [Lost(item.id, field) for field in differing(item, read)]
    return lost


def differing(item: Item, read: Item) -> list[str]:
    """Names of the fields in which two items differ; of an id the part behind the file's 编号."""
    one, other = placeless(item), placeless(read)
    found = [name for name in FIELDS if getattr(one, name) != getattr(other, name)]
    if one.options != other.options:
        found += _options(one.options, other.options)
    if item.id.partition("/")[2] != read.id.partition("/")[2]:
        found.append("id")
    return found


def _options(one: Sequence[Option], other: Sequence[Option]) -> list[str]:
    if tuple(replace(o, feedback="") for o in one) != tuple(replace(o, feedback="") for o in other):
        return ["options"]
    return ["feedback"]
