"""Ours into every format and back: identical wherever the format has the type, and told where it has not."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import Phase, given, settings

from tests.support.banks import names
from tests.support.question_making import files
from trainer.content.items import Item, ItemType, Option, QuestionFile
from trainer.content.library import load_library
from trainer.exchange.bank import meta
from trainer.exchange.bank.losses import ITEM
from trainer.exchange.bank.outlet import FORMATS, export_bank
from trainer.exchange.bank.prose import paragraphs
from trainer.exchange.bank.weights import WEIGHTS

AT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
FEW = settings(
    max_examples=max(6, settings().max_examples // 6),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking one takes longer than reading it
)


def usual(item: Item) -> bool:
    """A multiple choice with one key is refused everywhere."""
    return item.type is not ItemType.MULTIPLE or sum(option.right for option in item.options) > 1


def expected(item: Item, form: str) -> Iterator[str]:
    """All that a format does not carry of an item."""
    if form == "moodle-xml" and item.type is ItemType.ORDERING and any(option.feedback for option in item.options):
        yield "feedback"
    if form != "gift":
        return
    several = item.type is ItemType.BLANKS and len(item.blanks) > 1
    flat = item.type is ItemType.JUDGEMENT and all(option.right for option in item.options)
    if several or flat or item.type is ItemType.ORDERING:
        yield ITEM
        return
    if any("->" in answer for answers in item.blanks for answer in answers):
        yield "blanks"
    unfit = [tag for tag in meta.tags_of(item) if re.search(r"[<>`\[\]]", tag)]
    yield from ["columns"] * any(tag.startswith("栏名/") for tag in unfit)
    yield from ["source"] * any(tag.startswith("课文/") for tag in unfit)


@pytest.mark.parametrize("form", FORMATS)
@FEW
@given(file=files())
def test_what_is_written_reads_back_the_same(form: str, file: QuestionFile) -> None:
    file = replace(file, items=tuple(filter(usual, file.items)))
    lost = export_bank([file], form, names(), created=AT).lost
    known = {(item.id, field) for item in file.items for field in expected(item, form)}
    assert {(one.item, one.field) for one in lost} == known


@pytest.mark.parametrize("form", FORMATS)
def test_the_shipped_questions_are_carried(form: str) -> None:
    shipped = list(load_library().question_files.values())
    exported = export_bank(shipped, form, names(), created=AT)
    known = {(item.id, field) for file in shipped for item in file.items for field in expected(item, form)}
    assert {(one.item, one.field) for one in exported.lost} == known
    every = sum(len(file.items) for file in shipped)
    assert exported.count == every - sum(field == ITEM for _, field in known)


EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "http://x.cn", "{=1}", "'; DROP", "<b>&amp;", "00123", "TRUE", "1/2"]


def evil_file() -> QuestionFile:
    """Every text of it would like to be something else."""
    items = tuple(
        Item(
            id=f"a/q{number}",
            name=text,
            type=ItemType.SINGLE,
            stem=paragraphs(text),
            options=(Option(text, right=True, feedback=text), Option(f"{text}。", feedback=f"\u3000{text}".strip())),
            explanation=paragraphs(text),
            competencies=("决策链",),
            tags=(text.replace("/", "").replace(";", "").replace(" ", ""),),
        )
        for number, text in enumerate(EVIL)
    )
    return QuestionFile("a", "题库", "", items)


@pytest.mark.parametrize("form", ["xlsx", "csv", "moodle-xml"])
def test_texts_stay_texts(form: str) -> None:
    assert export_bank([evil_file()], form, names(), created=AT).lost == ()


def test_a_workbook_runs_nothing_and_looks_like_kaoshibao() -> None:
    data = export_bank([evil_file()], "xlsx", names(), created=AT).data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        names_of_sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert b"mergeCell" not in sheet
    assert b'ySplit="2"' in sheet
    assert names_of_sheets == ["试题", "版本号", "填写说明"]
    strings = ["".join(part.itertext()) for part in shared]
    assert "kaoshibaoExcel20221101" in strings
    assert strings[1:15] == [
        "题干（必填）", "题型（必填）", *["选项A", "选项B", "选项C", "选项D"], *(f"选项{c}（勿删）" for c in "EFGH"),
        "正确答案（必填）", "解析（勿删）", "章节（勿删）", "难度",
    ]  # fmt: skip


def test_csv_for_excel_is_harmless() -> None:
    data = export_bank([evil_file()], "csv", names(), created=AT).data
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def test_gift_has_no_mark_at_its_beginning_and_no_blank_line_inside() -> None:
    file = replace(evil_file(), items=(replace(evil_file().items[0], stem=paragraphs("一\n二")),))
    data = export_bank([file], "gift", names(), created=AT).data
    assert data.startswith(b"$CATEGORY: $course$/top/")
    assert data.decode().count("\n\n") == 1


@pytest.mark.parametrize("right", range(2, 10))
def test_weights_are_those_that_moodle_knows(right: int) -> None:
    options = tuple(Option(f"项{number}", right=number < right) for number in range(10))
    item = replace(evil_file().items[0], type=ItemType.MULTIPLE, options=options)
    data = export_bank([replace(evil_file(), items=(item,))], "moodle-xml", names(), created=AT).data
    root = ElementTree.fromstring(data)  # noqa: S314 - our own file
    weights = [float(answer.get("fraction", "")) for answer in root.iter("answer")]
    assert all(abs(weight) in WEIGHTS for weight in weights)
    assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=1e-4)


def test_a_text_too_long_for_a_cell_is_an_error() -> None:
    from trainer.errors import UsageError

    item = replace(evil_file().items[0], explanation=paragraphs("长" * 40_000))
    with pytest.raises(UsageError, match="EX104") as caught:
        export_bank([replace(evil_file(), items=(item,))], "xlsx", names(), created=AT)
    assert caught.value.place == "试题!L3"
