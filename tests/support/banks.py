"""Question banks as people bring them: workbooks of 考试宝 and others, whole and broken."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from trainer.content.competencies import read_competencies
from trainer.content.items import Item
from trainer.exchange.bank.build import build_items
from trainer.exchange.bank.draft import Bank
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.reading import read_bank
from trainer.paths import bundled_content

KAOSHIBAO = [
    *("题干\n（必填）", "题型 （必填）", "选项 A", "选项 B", "选项 C", "选项 D"),
    *("选项E\n(勿删)", "选项F\n(勿删)", "选项G\n(勿删)", "选项H\n(勿删)"),
    *("正确答案\n（必填）", "解析\n（勿删）", "章节\n（勿删）", "难度"),
]
CHAOXING = [
    *("目录", "题目类型", "大题题干", "正确答案", "答案解析", "难易度", "知识点", "标签", "选项数"),
    *("选项A", "选项B", "选项C", "选项D"),
]
NOTICE = "请勿修改表头；带（必填）的列一定要填。"

SINGLE = ["大客户的特征不包括（　）", "单选题", "采购量大", "决策复杂", "一次性购买", "影响广"] + [""] * 4 + [
    "C", "一次性买卖不算。", "第一章", "易",
]  # fmt: skip
MULTIPLE = ["决策链里有谁？", "多选题", "决策者", "使用者", "路人"] + [""] * 5 + ["ＡＢ", "", "", "适中"]
TRUE_FALSE = ["营收第一就是利润第一。", "判断题", "对", "错"] + [""] * 6 + ["B", "", "", "易"]
BLANKS = ["80/20 说____的利润来自____。", "填空题"] + [""] * 8 + ["八成;80%|两成", "", "", "偏易"]
ORDERING = ["把销售流程排好", "排序题", "成交", "接触", "报价", "调研"] + [""] * 4 + ["BDCA", "", "", "适中"]
NUMERIC = ["10 台，每台 1.25 万元，共多少？", "计算题"] + [""] * 8 + ["12.5±0.1万元", "", "", "适中"]
FREE = ["说说三个识别问题。", "简答题"] + [""] * 8 + ["适合吗\n集中吗", "", "", "难"]
EITHER = ["下列说法对的是", "不定项选择题", "甲一", "乙二", "丙三"] + [""] * 5 + ["B", "", "", "易"]
ROWS = [SINGLE, MULTIPLE, TRUE_FALSE, BLANKS, ORDERING, NUMERIC, FREE, EITHER]

Extra = Callable[[Any, Any, int], object]


@cache
def names() -> Names:
    """The shipped competencies."""
    return Names(read_competencies(bundled_content() / "courseware" / "competencies.yaml"))


def workbook(
    rows: Sequence[Sequence[Any]] = ROWS,
    *,
    header: Sequence[str] = KAOSHIBAO,
    notice: bool = True,
    sheet: str = "题库",
    extra: Extra | None = None,
) -> bytes:
    """A workbook; ``extra`` gets the book, the sheet and the number of the first row of questions, from 0."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet(sheet)
    first = 1
    if notice:
        page.merge_range(0, 0, 0, len(header) - 1, NOTICE)
        first = 2
    for column, text in enumerate(header):
        page.write_string(first - 1, column, text)
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if value != "":
                (page.write_string if isinstance(value, str) else page.write)(number, column, value)
    if extra is not None:
        extra(book, page, first)
    book.add_worksheet("版本号").write_string(0, 0, "kaoshibaoExcel20221101")
    book.close()
    return out.getvalue()


def changed(row: Sequence[str], **cells: str) -> list[str]:
    """A row with cells replaced: ``K="E"``."""
    made = list(row)
    for letter, text in cells.items():
        made[ord(letter) - ord("A")] = text
    return made


def read(data: bytes, name: str = "a.xlsx", form: str = "auto") -> tuple[Bank, list[Item | None]]:
    """What a reader makes of a file, and its items."""
    bank = read_bank(data, name, names(), form)
    return bank, build_items(bank, "x")


def told(bank: Bank) -> list[tuple[str, str]]:
    """Codes and places of the findings."""
    return [(finding.code, finding.place) for finding in bank.findings.all]


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return out.getvalue()


def compound(*streams: str) -> bytes:
    """A compound file (the container of old .xls, and of encrypted .xlsx) with empty streams of these names."""
    entries = [("Root Entry", 5), *((name, 2) for name in streams)]
    directory = b""
    for name, kind in entries:
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        directory += struct.pack("<3i", -1, -1, -1) + b"\0" * 36 + struct.pack("<iII", -2, 0, 0)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    sectors = len(directory) // 512
    fat = [-3, *range(2, sectors + 1), -2]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109i", 0, *[-1] * 108)
    return header + struct.pack("<128i", *fat, *[-1] * (128 - len(fat))) + directory
