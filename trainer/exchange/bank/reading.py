"""Which reader a file needs, and what it made of it."""

from __future__ import annotations

import unicodedata

from trainer.errors import UsageError
from trainer.exchange.bank.csv_in import decode, looks_like_csv, read_csv
from trainer.exchange.bank.draft import Bank
from trainer.exchange.bank.gift_in import looks_like_gift, read_gift
from trainer.exchange.bank.limits import MAX_FILE_BYTES, MAX_ROWS
from trainer.exchange.bank.moodle_in import read_moodle
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.paste import looks_like_paste, read_paste
from trainer.exchange.bank.workbook import is_workbook, read_workbook

FORMATS = ("auto", "xlsx", "csv", "text", "gift", "moodle-xml")


def read_bank(data: bytes, name: str, names: Names, form: str = "auto") -> Bank:
    """The drafts and findings of a file.

    Args:
        data: Its content, at most ``MAX_FILE_BYTES``.
        name: Its name, without folders; begins every place.
        names: Competencies that the file may name.
        form: One of ``FORMATS``.

    Raises:
        UsageError: The file as a whole cannot be read: EX201-EX211.
    """
    bank = _read(data, name, names, form)
    if len(bank.drafts) > MAX_ROWS:
        raise UsageError("EX207", place=bank.drafts[MAX_ROWS].place, limit=MAX_ROWS)
    return bank


def _read(data: bytes, name: str, names: Names, form: str) -> Bank:
    if len(data) > MAX_FILE_BYTES:
        raise UsageError("EX203", place=name, limit=MAX_FILE_BYTES >> 20)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UsageError("EX211", place=name)
    if form == "xlsx" or (form == "auto" and is_workbook(data)):
        if not is_workbook(data):
            from trainer.exchange.bank.csv_in import kind_of

            raise UsageError("EX201", place=name, kind=kind_of(data))
        return read_workbook(data, name, names)
    head = data[:200].lstrip(b"\xef\xbb\xbf\t\r\n ")
    if form == "moodle-xml" or (form == "auto" and head.startswith((b"<?xml", b"<quiz", b"<!DOCTYPE"))):
        return read_moodle(data, name)
    text = unicodedata.normalize("NFC", decode(data, name))
    return _read_text(text, name, names, form)


def _read_text(text: str, name: str, names: Names, form: str) -> Bank:
    if form == "auto":
        suffix = name.lower().rpartition(".")[2]
        if suffix in ("csv", "tsv") or looks_like_csv(text):
            form = "csv"
        elif suffix == "gift" or looks_like_gift(text):
            form = "gift"
        elif looks_like_paste(text):
            form = "text"
        else:
            raise UsageError("EX208", place=name, seen=text.strip()[:80].replace("\n", " "))
    if form == "csv":
        return read_csv(text, name, names)
    return read_gift(text, name) if form == "gift" else read_paste(text, name, names)
