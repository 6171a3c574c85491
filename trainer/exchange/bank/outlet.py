"""Question files into one file of another program's format, and what that file does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trainer.content.items import Item, QuestionFile
from trainer.exchange.bank import gift_out
from trainer.exchange.bank.draft import LETTERS
from trainer.exchange.bank.losses import ITEM, Lost, losses
from trainer.exchange.bank.moodle_out import write_moodle
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.reading import read_bank
from trainer.exchange.bank.sheet_out import write_csv
from trainer.exchange.bank.xlsx_out import write_workbook

FORMATS = ("xlsx", "csv", "gift", "moodle-xml")
_SUFFIXES = {"xlsx": "xlsx", "csv": "csv", "gift": "gift", "moodle-xml": "xml"}


@dataclass(frozen=True, slots=True)
class Exported:
    """The file's bytes, how many items it holds, and what is lost."""

    data: bytes
    count: int
    lost: tuple[Lost, ...]


def can_carry(item: Item, form: str) -> bool:
    """Whether a format has the item's type at all."""
    if form == "gift":
        return gift_out.can_carry(item)
    return max(len(item.options), len(item.pairs)) <= len(LETTERS)


def export_bank(files: Sequence[QuestionFile], form: str, names: Names, *, created: datetime) -> Exported:
    """Write what the format can carry, read it back, and say what is missing.

    Raises:
        UsageError: EX104, a text is longer than a cell of a workbook holds.
    """
    chosen = [(file, [item for item in file.items if can_carry(item, form)]) for file in files]
    chosen = [(file, items) for file, items in chosen if items]
    if form == "xlsx":
        data = write_workbook(chosen, names, created=created)
    elif form == "csv":
        data = write_csv(chosen, names)
    elif form == "gift":
        data = gift_out.write_gift(chosen).encode()
    else:
        data = write_moodle(chosen)
    written = [item for _, items in chosen for item in items]
    lost = {item.id: [Lost(item.id, ITEM)] for file in files for item in file.items if not can_carry(item, form)}
    if written:
        for one in losses(written, read_bank(data, f"export.{_SUFFIXES[form]}", names, form)):
            lost.setdefault(one.item, []).append(one)
    every = [item.id for file in files for item in file.items]
    return Exported(data, len(written), tuple(one for key in dict.fromkeys(every) for one in lost.get(key, ())))
