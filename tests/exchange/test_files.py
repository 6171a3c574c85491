"""Workbook, CSV and JSON lines: what a reader of the file finds, and what a name cannot do to it."""

from __future__ import annotations

import csv
import json
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from trainer.errors import PlatformError, UsageError
from trainer.exchange.csv_file import write_csv
from trainer.exchange.files import write_bytes, write_file
from trainer.exchange.jsonl import write_jsonl
from trainer.exchange.scores import dictionary_sheet, evidence_sheet, information_sheet, run_sheet
from trainer.exchange.sheet import LONGEST_CELL, Column, Kind, Row, Sheet
from trainer.exchange.xlsx import write_workbook

AT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMNS = (
    Column("number", "工号"),
    Column("name", "姓名"),
    Column("score", "得分", Kind.SCORE),
    Column("at", "时间", Kind.TIME),
    Column("yes", "监考", Kind.YESNO),
)
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "http://x.cn", "{=1}", "'; DROP", "<b>&", "00123", "王\u202e"]


def sheet(*rows: Row) -> Sheet:
    return Sheet("成绩", COLUMNS, rows, "脚注 & 说明")


def row(number: str = "00123", name: str = "安", score: float | None = 71.26) -> Row:
    return {"number": number, "name": name, "score": score, "at": AT, "yes": False}


def xml(path: Path, member: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as book:
        return ElementTree.fromstring(book.read(member))  # noqa: S314 - our own file


def cells(path: Path, number: int = 1) -> dict[str, tuple[str, str]]:
    """Type and text of every cell."""
    found = {}
    for cell in xml(path, f"xl/worksheets/sheet{number}.xml").iterfind(".//x:c", NS):
        text = cell.find("x:v", NS)
        inline = "".join(t.text or "" for t in cell.iterfind(".//x:t", NS))
        found[cell.get("r") or ""] = (
            cell.get("t") or "n",
            inline if inline else (text.text or "" if text is not None else ""),
        )
    return found


def test_a_workbook_has_text_numbers_and_real_dates(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, [sheet(row())], created=AT)
    found = cells(path)
    assert found["A2"] == ("inlineStr", "00123")
    assert found["C2"][0] == "n"
    assert float(found["C2"][1]) == pytest.approx(71.26)
    assert found["D2"][0] == "n"
    assert float(found["D2"][1]) == pytest.approx(46083 + 30 / 1440)  # 2026-03-02 00:30 in China
    assert found["E2"] == ("inlineStr", "否")


@pytest.mark.parametrize("text", EVIL)
def test_text_in_a_workbook_is_only_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, [sheet(row(number=text, name=text))], created=AT)
    raw = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in raw
    assert b"hyperlink" not in raw
    found = cells(path)
    assert found["A2"] == ("inlineStr", text)
    assert found["B2"] == ("inlineStr", text)


def test_the_page_is_set_up_for_reading_and_printing(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, [sheet(row(), row())], created=AT)
    page = xml(path, "xl/worksheets/sheet1.xml")
    pane = page.find(".//x:pane", NS)
    assert pane is not None
    assert (pane.get("xSplit"), pane.get("ySplit")) == ("2", "1")
    filters, setup = page.find("x:autoFilter", NS), page.find("x:pageSetup", NS)
    assert filters is not None
    assert setup is not None
    assert filters.get("ref") == "A1:E3"
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert page.find("x:mergeCells", NS) is None
    footer = page.find(".//x:oddFooter", NS)
    assert footer is not None
    assert "脚注 && 说明" in (footer.text or "")


def test_a_text_too_long_for_a_cell_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="EX104") as caught:
        write_workbook(tmp_path / "x.xlsx", [sheet(row(name="长" * (LONGEST_CELL + 1)))], created=AT)
    assert caught.value.place.startswith("成绩!")


def test_csv_for_excel_has_a_bom_and_harmless_cells(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet(*(row(name=text) for text in EVIL), row(score=None)))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["工号", "姓名", "得分", "时间", "监考"]
    assert rows[1] == ["00123", "'=1+1", "71.3", "2026-03-02 00:30", "否"]
    assert all(not cell.startswith(("=", "+", "@", "\t")) for line in rows for cell in line)
    assert rows[-1][2] == ""


def test_csv_for_machines_is_raw(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_csv(path, sheet(row(name="=1+1")), machine=True)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows == [
        ["number", "name", "score", "at", "yes"],
        ["00123", "=1+1", "71.26", "2026-03-02T00:30:00+08:00", "0"],
    ]


def test_a_sheet_has_one_digest_whatever_file_it_becomes(tmp_path: Path) -> None:
    first, second, other = sheet(row()), sheet(row()), sheet(row(score=71.27))
    write_csv(tmp_path / "a.csv", first)
    write_workbook(tmp_path / "a.xlsx", [second], created=AT)
    write_csv(tmp_path / "b.csv", other)
    assert first.digest == second.digest != other.digest
    assert (first.count, second.count) == (1, 1)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert write_jsonl(path, [{"a": "甲", "at": AT, "t": (1, None)}, {}]) == 2
    lines = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"a": "甲", "at": "2026-03-01T16:30:00+00:00", "t": [1, None]}
    assert "甲" in lines[0]


def test_files_are_whole_private_and_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_bytes(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match="EX101"):
        write_bytes(path, b"two")
    assert path.read_bytes() == b"one"
    write_bytes(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    with pytest.raises(UsageError, match="EX102"):
        write_bytes(tmp_path / "no" / "x", b"")
    with pytest.raises(UsageError, match="EX101"):
        write_bytes(tmp_path, b"", force=True)


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(PlatformError, match="EX103"):
        write_file(tmp_path / "x", fail)
    assert list(tmp_path.iterdir()) == []


RUN = {
    "attempt": "a", "number": "00123", "name": "安", "scenario": "s", "title": "案例", "run": 1, "mode": "assess",
    "status": "finished", "started": AT, "finished": AT, "seconds": 61.4, "ending": "约到", "rating": 90, "score": -3.5,
    "outcome": 50.0, "luck": 1.0, "redlines": ("R2", "R2"), "decisions": 4, "proctored": False, "content": "f" * 64,
    "engine_version": 1, "scoring_version": 1, "interrupted": False, "undone": 0, "restarted": False, "counts": True,
}  # fmt: skip
EVIDENCE = {
    "number": "00123", "name": "安", "competency": "决策链", "evidence": 1.0, "quality": 0.5, "chance": 0.3,
    "decisions": 2, "scenarios": 1, "runs": 1, "score": 12.0, "low": -80.0, "high": 90.0,
    "level": None, "capped": False, "last": AT,
}  # fmt: skip


def test_scores_are_floored_for_showing_and_kept_as_they_are_beside_it() -> None:
    made = run_sheet([RUN])
    (values,) = made.values()
    found = dict(zip((c.key for c in made.columns), values, strict=True))
    assert (found["score"], found["score_raw"], found["seconds"], found["redlines"]) == (0.0, -3.5, 61, "R2 R2")
    assert (found["mode"], found["status"], found["content"]) == ("测评", "完成", "f" * 12)


@pytest.mark.parametrize(("level", "score"), [(None, None), ("L2", 12.0)])
def test_thin_evidence_has_no_score(level: str | None, score: float | None) -> None:
    made = evidence_sheet([{**EVIDENCE, "level": level}])
    (values,) = made.values()
    found = dict(zip((c.key for c in made.columns), values, strict=True))
    assert (found["mean"], found["level"]) == (score, level or "证据不足")


def test_the_information_tells_counts_and_digests_of_what_was_written(tmp_path: Path) -> None:
    tables = run_sheet([RUN]), evidence_sheet([EVIDENCE])
    facts = information_sheet(tables, by="安", at=AT, version="1", policy="hr", selected="", scoring=1)
    write_workbook(tmp_path / "x.xlsx", [*tables, dictionary_sheet(tables), facts], created=AT)
    text = " ".join(value for _, value in cells(tmp_path / "x.xlsx", 4).values())
    assert tables[0].digest in text
    assert tables[1].digest in text
    assert "不得单独作为" in text
    assert "2026-03-02 00:30" in text
    meanings = cells(tmp_path / "x.xlsx", 3)
    assert len([cell for cell in meanings if cell.startswith("D")]) == 1 + sum(len(s.columns) for s in tables)
