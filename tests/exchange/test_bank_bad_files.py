"""Files that are no bank, or would do harm: refused with a code, a place and a fix before anything large is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.support.banks import ROWS, SINGLE, compound, read, repacked, workbook
from trainer.errors import UsageError
from trainer.exchange.bank.limits import MAX_FILE_BYTES, MAX_ROWS, MAX_UNPACKED_BYTES
from trainer.i18n import area

SHEET = "xl/worksheets/sheet1.xml"
QUIZ = '<?xml version="1.0"?>{}<quiz><question type="essay"><name><text>a</text></name></question></quiz>'
ENTITY = '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HEADER = "题干,题型,选项A,选项B,正确答案\r\n"


def cells(*places: str) -> Callable[[bytes], bytes]:
    """Rows with one cell each behind the rows that are there."""

    def change(content: bytes) -> bytes:
        made = b""
        for place in places:
            number = "".join(filter(str.isdigit, place))
            made += f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'.encode()
        return content.replace(b"</sheetData>", made + b"</sheetData>")

    return change


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def claiming(data: bytes, size: int) -> bytes:
    """A package that says another size of its sheet than it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo(SHEET)
    packed, true, other = (n.to_bytes(4, "little") for n in (info.compress_size, info.file_size, size))
    return data.replace(packed + true, packed + other)


def many(content: bytes) -> bytes:
    """More rows than are read."""
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = "".join(map(cell.format, range(4, MAX_ROWS + 60))).encode()
    return content.replace(b"</sheetData>", rows + b"</sheetData>")


def encrypted(data: bytes) -> bytes:
    """The bit of every entry that says so."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def ods(content: str) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    spaces = " ".join(f'xmlns:{short}="{name.format(short)}"' for short in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    made = f"<office:document-content {spaces}>{body}</office:document-content>".encode()
    return zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_DOT_xml=made)


ODS_FAR = ods(
    '<table:table table:name="题库"><table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
)
GOOD = workbook([SINGLE])

FILES: list[tuple[str, str, bytes, str, str]] = [
    ("empty", "a.xlsx", b"", "EX211", "a.xlsx"),
    ("blank", "a.csv", b"\xef\xbb\xbf \r\n", "EX211", "a.csv"),
    ("png", "a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(64)), "EX201", "a.xlsx"),
    ("pdf", "a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "EX201", "a.csv"),
    ("word", "a.xlsx", zipped(word__document_DOT_xml=b"<w/>"), "EX201", "a.xlsx"),
    ("xlsb", "a.xlsx", zipped(xl__workbook_DOT_bin=b"x"), "EX201", "a.xlsx"),
    ("excel 4", "a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 50, "EX201", "a.xls"),
    ("excel 5", "a.xls", compound("Book"), "EX201", "a.xls"),
    ("old word", "a.xls", compound("WordDocument"), "EX201", "a.xls"),
    ("encrypted", "a.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "EX202", "a.xlsx"),
    ("encrypted entries", "a.xlsx", encrypted(GOOD), "EX202", "a.xlsx"),
    ("cut xls", "a.xls", compound("Workbook")[:600], "EX205", "a.xls"),
    ("cut xlsx", "a.xlsx", GOOD[:2000], "EX205", "a.xlsx"),
    ("flipped", "a.xlsx", GOOD.replace(b"\x00\x00xl/worksheets", b"\x00\x00xx/worksheets"), "EX205", "a.xlsx"),
    ("broken xml", "a.xlsx", repacked(GOOD, SHEET, lambda x: x[:-20]), "EX205", "a.xlsx"),
    ("too large", "a.csv", b"a" * (MAX_FILE_BYTES + 1), "EX203", "a.csv"),
    ("zip bomb", "a.xlsx", claiming(GOOD, MAX_UNPACKED_BYTES), "EX203", "a.xlsx"),
    ("lying bomb", "a.xlsx", claiming(repacked(GOOD, SHEET, many), 1000), "EX205", "a.xlsx"),
    ("entities", "a.xlsx",
     repacked(GOOD, SHEET, lambda x: x.replace(b"?>", b"?>" + ENTITY.encode(), 1)), "EX204", "a.xlsx"),
    ("far cell", "a.xlsx", repacked(GOOD, SHEET, cells("XFD1048576")), "EX206", "题库!XFD1048576"),
    ("far right", "a.xlsx", repacked(GOOD, SHEET, cells("XFD5")), "EX206", "题库!XFD5"),
    ("far cell in quotes", "a.xlsx",
     repacked(GOOD, SHEET, lambda x: cells("XFD1048576")(x).replace(b'r="XFD1048576"', b"r='XFD1048576'")),
     "EX206", "题库!XFD1048576"),
    ("far rows of ods", "a.ods", ODS_FAR, "EX207", "题库!A1048000"),
    ("rows", "a.xlsx", repacked(GOOD, SHEET, many), "EX207", f"题库!A{MAX_ROWS + 51}"),
    ("csv rows", "a.csv", (HEADER + "a,b,c,d,e\r\n" * (MAX_ROWS + 51)).encode(), "EX207", f"a.csv:{MAX_ROWS + 51}"),
    ("no header", "a.xlsx", workbook(header=["甲", "乙"]), "EX208", "a.xlsx"),
    ("only a header", "a.xlsx", workbook([]), "EX211", "a.xlsx"),
    ("a letter", "a.txt", "亲爱的同事，附上题库。".encode(), "EX208", "a.txt"),
    ("unknown bytes", "a.csv", b"\xff\xfe\xff", "EX209", "a.csv"),
    ("open quote", "a.csv", (HEADER + '谁？,单选题,甲,乙,A\r\n"谁？,单选题,甲,乙,A\r\n').encode(), "EX210", "a.csv:3"),
    ("quote inside", "a.csv", (HEADER + '"谁"说？,单选题,甲,乙,A\r\n').encode(), "EX210", "a.csv:2"),
    ("xml entities", "a.xml", QUIZ.format(ENTITY).encode(), "EX204", "a.xml:1"),
    ("xml document type", "a.xml", QUIZ.format('<!DOCTYPE quiz SYSTEM "x">').encode(), "EX204", "a.xml:1"),
    ("other xml", "a.xml", b"<?xml version='1.0'?><rss/>", "EX201", "a.xml"),
    ("broken quiz", "a.xml", b"<quiz>\n<question></quiz>", "EX205", "a.xml:2"),
    ("deep quiz", "a.xml", b"<quiz>" + b"<a>" * 50 + b"</a>" * 50 + b"</quiz>", "EX205", "a.xml:1"),
    ("no questions", "a.xml", b"<quiz></quiz>", "EX211", "a.xml"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code", "place"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_a_bad_file_is_refused_at_its_place(name: str, data: bytes, code: str, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(data, name)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert caught.value.exit_code == 2
    texts = area("errors", "zh")
    assert texts[code].format(**caught.value.params)
    assert texts[f"{code}.fix"].format(**caught.value.params)


def test_a_format_that_is_asked_for_is_the_one_that_is_read() -> None:
    with pytest.raises(UsageError, match="EX201"):
        read("题干,答案\r\n".encode(), "a.csv", "xlsx")
    with pytest.raises(UsageError, match="EX205"):
        read(b"not xml", "a.xml", "moodle-xml")


def test_styled_empty_cells_far_down_do_no_harm() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    _, items = read(repacked(workbook(), SHEET, lambda x: x.replace(b"</sheetData>", far)))
    assert len(items) == len(ROWS)
