"""Workbooks of 考试宝, 超星 and by hand: what is understood, and where a slip is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.banks import (
    BLANKS,
    CHAOXING,
    EITHER,
    FREE,
    KAOSHIBAO,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    ROWS,
    SINGLE,
    TRUE_FALSE,
    changed,
    names,
    read,
    told,
    workbook,
)
from trainer.content.items import Item, ItemType, Number
from trainer.exchange.bank.columns import column_letters
from trainer.exchange.bank.prose import plain_text


def one(row: list[Any], **options: Any) -> Item:
    bank, items = read(workbook([row], **options))
    assert bank.findings.errors == 0, told(bank)
    assert items[0] is not None
    return items[0]


def right(item: Item) -> list[str]:
    return [option.text for option in item.options if option.right]


def test_a_workbook_of_kaoshibao_reads_as_it_is() -> None:
    bank, items = read(workbook())
    assert told(bank) == []
    assert bank.form == "kaoshibao"
    found = [item for item in items if item]
    assert [item.type.value for item in found] == [
        "single", "multiple", "true_false", "blanks", "ordering", "numeric", "free", "single",
    ]  # fmt: skip
    single, multiple, truth, blanks, order, number, free, either = found
    assert (right(single), plain_text(single.explanation), single.difficulty) == (
        ["一次性购买"],
        "一次性买卖不算。",
        1,
    )
    assert (single.id, single.tags) == ("x/大客户的特征不包括", ("第一章",))
    assert right(multiple) == ["决策者", "使用者"]
    assert right(truth) == ["错"]
    assert blanks.blanks == (("八成", "80%"), ("两成",))
    assert [option.text for option in order.options] == ["接触", "调研", "报价", "成交"]
    assert number.number == Number(12.5, 0.1, "万元")
    assert plain_text(free.reference) == "适合吗\n集中吗"
    assert right(either) == ["乙二"]


KEYS = ["AB", "A,B", "A；B", "A、B", "ａｂ", "A B", "B A", "答案：AB", "A/B", "A和B", "(AB)"]
TRUE = ["A", "对", "正确", "是", "√", "T", "true", "TRUE", "✓", "Y"]
FALSE = ["B", "错", "错误", "否", "×", "F", "False", "✗", "不正确"]


def test_letters_of_a_key() -> None:
    bank, items = read(workbook([changed(MULTIPLE, K=key) for key in KEYS]))
    assert told(bank) == []
    assert [right(item) for item in items if item] == [["决策者", "使用者"]] * len(KEYS)


@pytest.mark.parametrize("options", [("对", "错"), ("", ""), ("正确", "错误"), ("是", "否"), ("√", "×")])
def test_true_and_false_in_any_words(options: tuple[str, str]) -> None:
    rows = [changed(TRUE_FALSE, C=options[0], D=options[1], K=key) for key in TRUE + FALSE]
    bank, items = read(workbook(rows))
    assert told(bank) == []
    found = [item for item in items if item]
    assert {item.type for item in found} == {ItemType.TRUE_FALSE}
    assert [right(item)[0] in ("对", "正确") for item in found] == [True] * len(TRUE) + [False] * len(FALSE)


def test_a_reversed_true_false_keeps_its_order() -> None:
    item = one(changed(TRUE_FALSE, C="错", D="对", K="A"))
    assert ([option.text for option in item.options], right(item)) == (["错", "对"], ["错"])


def test_a_checkbox_of_excel_is_a_truth() -> None:
    row: list[Any] = changed(TRUE_FALSE, C="", D="")
    row[10] = True
    assert right(one(row)) == ["对"]


@pytest.mark.parametrize(("typed", "text"), [(12, "12"), (0.5, "0.5"), (1e15, "1000000000000000"), (-3.0, "-3")])
def test_a_number_in_a_cell_is_its_digits(typed: float, text: str) -> None:
    row: list[Any] = list(SINGLE)
    row[2] = typed
    assert one(row).options[0].text == text


@pytest.mark.parametrize(
    "stem", ["80/20 说__的利润来自_____。", "80/20 说（　）的利润来自()。", "80/20 说＿＿＿的利润来自__ __。"]
)
def test_blanks_in_any_form(stem: str) -> None:
    assert plain_text(one(changed(BLANKS, A=stem)).stem) == "80/20 说____的利润来自____。"


def test_semicolons_between_blanks_when_they_are_as_many() -> None:
    assert one(changed(BLANKS, K="八成；两成")).blanks == (("八成",), ("两成",))


def test_a_backslash_keeps_a_separator() -> None:
    assert one(changed(BLANKS, K=r"甲\;乙|丙\|丁")).blanks == (("甲;乙",), ("丙|丁",))


@pytest.mark.parametrize(
    ("word", "level"), [("易", 1), ("偏易", 2), ("适中", 3), ("难", 5), ("4", 4), ("★★★", 3), ("", 2)]
)
def test_difficulty(word: str, level: int) -> None:
    assert one(changed(SINGLE, N=word)).difficulty == level


def test_an_unreadable_number_makes_a_free_text() -> None:
    bank, items = read(workbook([changed(NUMERIC, K="先算毛利，再除以营收")]))
    assert told(bank) == [("BKI306", "题库!K3")]
    assert items[0] is not None
    assert items[0].type is ItemType.FREE


OURS = [
    *KAOSHIBAO,
    "能力编码",
    "框架",
    "标签",
    "题目ID",
    "版本",
    "选项反馈A",
    "选项反馈C",
    "选项分",
    "课文",
    "格式",
    "题名",
]


def test_our_own_columns() -> None:
    row = [
        *SINGLE,
        "K04、客户选择",
        "F89、F05",
        "招标，价格",
        "q7",
        "1",
        "量大的正是。",
        "一锤子。",
        "",
        "trust#四大特征",
        "markdown",
        "名",
    ]
    row[0] = "大客户的特征**不**包括"
    item = one(row, header=OURS)
    assert item.competencies == ("决策链", "客户选择")
    assert (item.frameworks, item.tags, item.id, item.name) == (("F89", "F05"), ("招标", "价格"), "x/q7", "名")
    assert [option.feedback for option in item.options] == ["量大的正是。", "", "一锤子。", ""]
    assert item.source is not None
    assert (item.source.lesson, item.source.page) == ("trust", "四大特征")
    assert [getattr(part, "strong", None) for part in item.stem[0].parts] == [False, True, False]


def test_a_judgement_takes_points() -> None:
    row = [*changed(SINGLE, B="情境判断题", K="C"), "", "", "", "", "", "", "", "0,1,3,0", "", "", ""]
    item = one(row, header=OURS)
    assert ([option.points for option in item.options], right(item)) == ([0, 1, 3, 0], ["一次性购买"])


def test_a_matching_takes_the_right_sides_in_its_key() -> None:
    item = one(changed(SINGLE, B="匹配题", K="甲|乙|丙|丁"))
    assert item.pairs[2] == ("一次性购买", "丙")


def test_a_workbook_of_chaoxing() -> None:
    rows = [
        ["第一章", "单选题", "谁拍板？", "B", "看签字", "易", "决策链", "", "3", "专家", "决策者", "使用者", ""],
        ["第一章", "判断题", "一票否决就是拍板。", "错误", "", "中", "", "", "2", "正确", "错误", "", ""],
        ["第一章", "多选题", "谁说话？", "A;C", "", "难", "", "", "3", "甲", "乙", "丙", ""],
        ["", "填空题", "八成利润来自（）的客户", "两成", "", "易", "", "", "", "", "", "", ""],
    ]
    bank, items = read(workbook(rows, header=CHAOXING, notice=False, sheet="课程题库"))
    assert (bank.form, told(bank)) == ("chaoxing", [])
    found = [item for item in items if item]
    assert [right(item) for item in found] == [["决策者"], ["错误"], ["甲", "丙"], []]
    assert found[0].tags == ("决策链", "第一章")
    assert [item.difficulty for item in found] == [1, 3, 5, 1]


def test_headers_in_other_words_and_any_order() -> None:
    header = ["答案", "题目", "类型", "A", "B", "C", "备注"]
    bank, items = read(workbook([["b", "谁拍板？", "单选", "甲", "乙", "丙", "x"]], header=header, notice=False))
    assert told(bank) == [("BKI302", "题库!G1")]
    assert items[0] is not None
    assert right(items[0]) == ["乙"]


def test_without_a_type_column_the_key_tells() -> None:
    header = ["题干", "答案", "选项A", "选项B", "选项C"]
    rows = [["谁？", "A", "甲", "乙", ""], ["哪些？", "AC", "甲", "乙", "丙"], ["对吗", "错", "", "", ""],
            ["____是谁", "甲", "", "", ""], ["说说", "要点", "", "", ""]]  # fmt: skip
    _, items = read(workbook(rows, header=header, notice=False))
    assert [item.type.value for item in items if item] == ["single", "multiple", "true_false", "blanks", "free"]


def test_several_sheets_are_one_bank() -> None:
    def more(book: Any, _: Any, __: int) -> None:
        page = book.add_worksheet("第二章")
        for column, text in enumerate(KAOSHIBAO):
            page.write_string(0, column, text)
        for column, text in enumerate(EITHER):
            page.write_string(1, column, text)

    bank, items = read(workbook([SINGLE], extra=more))
    assert [item.name for item in items if item] == ["大客户的特征不包括", "下列说法对的是"]
    assert bank.drafts[1].place == "第二章!A2"


def formula(_: Any, page: Any, first: int) -> None:
    page.write_formula(first, 11, "=1+1", None, 2)


def error(_: Any, page: Any, first: int) -> None:
    page.write_formula(first, 11, "=1/0", None, "#DIV/0!")


def merged(_: Any, page: Any, first: int) -> None:
    page.merge_range(first, 12, first + 1, 12, "第一章")


def dated(book: Any, page: Any, first: int) -> None:
    page.write_datetime(first, 2, datetime(2026, 1, 2), book.add_format({"num_format": "m/d"}))


SLIPS: list[tuple[str, list[Any], Any, str, str]] = [
    ("letter", changed(SINGLE, K="E"), None, "BKE204", "题库!K3"),
    ("two keys", changed(SINGLE, K="AC"), None, "BKE208", "题库!K3"),
    ("no key", changed(SINGLE, K=""), None, "BKE202", "题库!K3"),
    ("one key", changed(MULTIPLE, K="A"), None, "BKE203", "题库!K3"),
    ("odd key", changed(SINGLE, K="见课本"), None, "BKE210", "题库!K3"),
    ("key in stem", changed(SINGLE, A="大客户的特征不包括（Ｃ）"), None, "BKE205", "题库!A3"),
    ("keys in stem", changed(MULTIPLE, A="决策链里有谁（A、B）。"), None, "BKE205", "题库!A3"),
    ("no stem", changed(SINGLE, A="　"), None, "BKE201", "题库!A3"),
    ("type", changed(SINGLE, B="单选提"), None, "BKE206", "题库!B3"),
    ("no type", changed(SINGLE, B=""), None, "BKE206", "题库!B3"),
    ("formula", SINGLE, formula, "BKE207", "题库!L3"),
    ("error", SINGLE, error, "BKE207", "题库!L3"),
    ("merged", SINGLE, merged, "BKE209", "题库!M3:M4"),
    ("date", SINGLE, dated, "BKE221", "题库!C3"),
    ("options", changed(SINGLE, D="", E="", F="", K="A"), None, "BKE211", "题库!C3"),
    ("gap", changed(SINGLE, E=""), None, "BKE212", "题库!E3"),
    ("same options", changed(SINGLE, F="采购 量大"), None, "BKE213", "题库!F3"),
    ("order", changed(ORDERING, K="BDC"), None, "BKE214", "题库!K3"),
    ("pairs", changed(SINGLE, B="匹配题", K="甲|乙"), None, "BKE215", "题库!K3"),
    ("blanks", changed(BLANKS, K="八成"), None, "BKE216", "题库!K3"),
    ("truth", changed(TRUE_FALSE, C="也许", D="不一定"), None, "BKE218", "题库!C3"),
    ("points", changed(SINGLE, B="情境判断题", K="3,1,9,0"), None, "BKE223", "题库!K3"),
    ("reference", changed(FREE, K=""), None, "BKE224", "题库!K3"),
]


@pytest.mark.parametrize(("row", "extra", "code", "place"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_is_told_once_at_its_cell(row: list[Any], extra: Any, code: str, place: str) -> None:
    bank, items = read(workbook([row], extra=extra))
    assert told(bank) == [(code, place)]
    assert code == "BKE209" or not any(items)
    finding = bank.findings.all[0]
    assert finding.message
    assert finding.fix


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [("能力编码", "K99", "BKE219"), ("框架", "八九", "BKE220"), ("课文", "信任那一课", "BKW308")],
)
def test_names_that_do_not_exist(column: str, text: str, code: str) -> None:
    bank, _ = read(workbook([[*SINGLE, text]], header=[*KAOSHIBAO, column]))
    assert told(bank) == [(code, "题库!O3")]


def test_the_same_id_twice() -> None:
    bank, _ = read(workbook([[*SINGLE, "q1"], [*EITHER, "Q1"]], header=[*KAOSHIBAO, "题目ID"]))
    assert told(bank) == [("BKE217", "题库!O4")]


def test_a_column_twice_and_a_missing_one() -> None:
    header = ["题干", "选项A", "选项B", "选项A"]
    bank, _ = read(workbook([["谁？", "甲", "乙", "丙"]], header=header, notice=False))
    assert told(bank)[:2] == [("BKE301", "题库!D1"), ("BKE303", "题库!A1")]


def test_every_row_is_checked() -> None:
    broken = [changed(SINGLE, K="E"), TRUE_FALSE, changed(MULTIPLE, K="A"), changed(BLANKS, K="")]
    bank, items = read(workbook(broken))
    assert told(bank) == [("BKE204", "题库!K3"), ("BKE203", "题库!K5"), ("BKE202", "题库!K6")]
    assert [item is not None for item in items] == [False, True, False, False]


def test_empty_rows_between_questions_do_not_matter() -> None:
    _, items = read(workbook([SINGLE, [], ["", " "], EITHER]))
    assert len(items) == 2


def test_a_picture_is_told() -> None:
    def picture(_: Any, page: Any, first: int) -> None:
        import base64
        import io

        dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        page.insert_image(first, 3, "dot.png", {"image_data": io.BytesIO(base64.b64decode(dot))})

    bank, _ = read(workbook([SINGLE], extra=picture))
    assert told(bank) == [("BKW309", "a.xlsx")]


def test_equal_stems_get_names_of_their_own() -> None:
    rows = [changed(EITHER, C=f"甲{number}") for number in range(3)]
    _, items = read(workbook(rows))
    assert [item.id for item in items if item] == ["x/下列说法对的是", "x/下列说法对的是 2", "x/下列说法对的是 3"]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")])
def test_letters_of_columns(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_codes_and_names_of_competencies() -> None:
    known = names()
    assert known.competencies("K01 Decision Chain") != ((), [])
    assert known.competencies("k01、决策链,客户选择") == (("客户选择", "决策链"), [])
    assert known.code("客户选择") == "K01"


def test_all_rows_together_stay_themselves() -> None:
    _, items = read(workbook([*ROWS, *[changed(row, A=row[0] + "？") for row in ROWS]]))
    assert len({item.id for item in items if item}) == 2 * len(ROWS)


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_other_spreadsheets_read_the_same(suffix: str, repo_root: Path) -> None:
    """Written by LibreOffice 7 out of ``workbook()``."""
    folder = repo_root / "tests" / "fixtures" / "banks"
    bank, items = read((folder / f"kaoshibao.{suffix}").read_bytes(), f"a.{suffix}")
    assert told(bank) == []
    assert items == read(workbook())[1]
    broken, _ = read((folder / f"formula.{suffix}").read_bytes(), f"a.{suffix}")
    assert told(broken) == [("BKE209", "题库!M4:M5"), ("BKE207", "题库!L3")]
