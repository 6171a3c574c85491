"""CSV, pasted text, GIFT and Moodle XML as strangers write them."""

from __future__ import annotations

import pytest

from tests.support.banks import read, told
from trainer.content.items import Item, ItemType, Number
from trainer.exchange.bank.prose import plain_text

TABLE = '题干,题型,选项A,选项B,正确答案,解析\r\n谁拍板？,单选题,专家,决策者,B,"看签字，\n不看声音"\r\n'


def right(item: Item) -> list[str]:
    return [option.text for option in item.options if option.right]


def only(text: str | bytes, name: str) -> Item:
    bank, items = read(text.encode() if isinstance(text, str) else text, name)
    assert bank.findings.errors == 0, told(bank)
    (item,) = items
    assert item is not None
    return item


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [TABLE.encode(code) for code in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be")]
    + [TABLE.replace(",", "\t").encode(), TABLE.replace(",", ";").encode(), TABLE.replace("\r\n", "\n").encode()],
)
def test_csv_in_any_encoding_and_with_any_delimiter(data: bytes) -> None:
    item = only(data, "a.csv")
    assert (right(item), plain_text(item.explanation)) == (["决策者"], "看签字，\n不看声音")


def test_the_apostrophe_before_a_formula_is_no_text() -> None:
    item = only("题干,答案,选项A,选项B\r\n利润是？,A,'=A1+B1,'-3\r\n", "a.csv")
    assert [option.text for option in item.options] == ["=A1+B1", "-3"]


@pytest.mark.parametrize(
    "cell",
    [
        "A.专家,B.决策者",
        "A、专家 B、决策者",
        '"A. 专家\nB. 决策者"',
        "专家|决策者",
        '"专家\n决策者"',
        "（A）专家；（B）决策者",
    ],
)
def test_all_options_in_one_cell(cell: str) -> None:
    text = f"序号,question,选项,type,correct_answer\r\n1,谁拍板？,{cell},single_choice,B\r\n"
    if cell == "A.专家,B.决策者":
        text = text.replace(cell, f'"{cell}"')
    item = only(text, "a.csv")
    assert ([option.text for option in item.options], right(item)) == (["专家", "决策者"], ["决策者"])


def test_csv_places_are_those_of_a_spreadsheet() -> None:
    bank, _ = read((TABLE + "谁？,单选题,甲,乙,C,\r\n").encode(), "a.csv")
    assert told(bank) == [("BKE204", "a.csv!E3")]


# --- pasted text -----------------------------------------------------------------------------------------------------

PASTE = """一、单选题（每题 2 分）
1. 谁最终拍板？
A. 技术专家
B、决策者
C．使用者  D. 影响者
答案：B
解析：签字的是他。
声音大的不算。

二、填空题
2、____的利润来自____的客户。
【答案】八成;80%|两成
三、判断题
3. 营收第一就是利润第一。
正确答案：×
难度：难

4. 【多选题】哪些是？
换行的题干
A.甲 B.乙 C.丙
答案：A、C
能力：K01
标签：招标，价格
"""


def test_pasted_text() -> None:
    bank, items = read(PASTE.encode(), "a.txt")
    assert (bank.form, told(bank)) == ("text", [])
    single, blanks, truth, multiple = (item for item in items if item)
    assert [option.text for option in single.options] == ["技术专家", "决策者", "使用者", "影响者"]
    assert plain_text(single.explanation) == "签字的是他。\n声音大的不算。"
    assert blanks.blanks == (("八成", "80%"), ("两成",))
    assert (truth.type, right(truth), truth.difficulty) == (ItemType.TRUE_FALSE, ["错"], 5)
    assert (right(multiple), plain_text(multiple.stem)) == (["甲", "丙"], "哪些是？\n换行的题干")
    assert (multiple.competencies, multiple.tags) == (("客户选择",), ("招标", "价格"))


def test_answer_and_explanation_on_one_line() -> None:
    item = only("谁？\nA. 甲\nB. 乙\n【答案】B  【解析】：看签字。 难度：难\n", "a.txt")
    assert (right(item), plain_text(item.explanation), item.difficulty) == (["乙"], "看签字。", 5)


def test_answers_of_blanks_in_brackets() -> None:
    item = only("____的利润来自____的客户。\n答案：（八成）（两成）\n", "a.txt")
    assert item.blanks == (("八成",), ("两成",))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("谁？\nA. 甲\nB. 乙\n答案：C\n", "BKE204", "a.txt:4"),
        ("谁（A）？\n谁说了算（A）\nA. 甲\nB. 乙\n答案：A\n", "BKE205", "a.txt:1"),
        ("谁？\nA. 甲\nB. 乙\n答案：\n", "BKE202", "a.txt:4"),
        ("谁？\nA. 甲\nB. 乙\n答案：A\n答案：B\n", "BKE311", "a.txt:5"),
        ("答案：A\n谁？\nA. 甲\nB. 乙\n答案：B\n", "BKE311", "a.txt:1"),
        ("谁？\nA. 甲\n答案：A\n", "BKE211", "a.txt:2"),
    ],
)
def test_slips_of_pasted_text(text: str, code: str, place: str) -> None:
    bank, _ = read(text.encode(), "a.txt")
    assert told(bank) == [(code, place)]


# --- GIFT ------------------------------------------------------------------------------------------------------------

GIFT = r"""// question: 1  name: old
$CATEGORY: $course$/top/决策链

::谁拍板::[html]<p>合同由<b>谁</b>签字？</p>{
  ~专家#影响选型
  =决策者
  ~使用者
}

// [id:q7] [tag:招标] [tag:难度/4]
::两样::哪两样？{~%50%甲 ~%50%乙 ~%-100%丙\=丁#不对 ####两样都要}

一票否决就是拍板。{F#错了#对了####把关不是决定}

1+1 \= {=two =2 =%50%二} 个

::年份::哪年？{#2020:1 =%50%2019:0 }

哪年？ {#1822:5}

到{#1..5}

::配::配对{
 =甲 -> 一
 =乙 -> 二
}

说说看。{}

这只是一段说明。
"""


def test_gift_of_strangers() -> None:
    bank, items = read(GIFT.encode(), "a.gift")
    assert bank.title == "决策链"
    single, several, truth, blank, _, year, span, pairs = (item for item in items if item)
    assert (right(single), single.options[0].feedback, single.name) == (["决策者"], "影响选型", "谁拍板")
    assert [getattr(part, "strong", None) for part in single.stem[0].parts] == [False, True, False]
    assert (right(several), several.options[2].text, several.id) == (["甲", "乙"], "丙=丁", "x/q7")
    assert (several.difficulty, several.tags, plain_text(several.explanation)) == (4, ("招标",), "两样都要")
    assert [(o.text, o.right, o.feedback) for o in truth.options] == [("对", False, "错了"), ("错", True, "对了")]
    assert (plain_text(blank.stem), blank.blanks) == ("1+1 = ____ 个", (("two", "2"),))
    assert (year.number, span.number) == (Number(1822, 5), Number(3, 2))
    assert pairs.pairs == (("甲", "一"), ("乙", "二"))
    assert [code for code, _ in told(bank)] == ["BKW322", "BKW322", "BKI324", "BKE224"]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("谁？{=甲 ~乙", "BKE320", "a.gift:1"),
        ("// 一\n\n::两个::谁？{=甲 =乙 ~丙}", "BKE208", "a.gift:3"),
        ("谁？{~甲 ~乙}", "BKE202", "a.gift:1"),
        ("谁？{=甲 -> 一 =乙}", "BKE320", "a.gift:1"),
    ],
)
def test_slips_of_gift(text: str, code: str, place: str) -> None:
    bank, _ = read(text.encode(), "a.gift", "gift")
    assert (code, place) in told(bank)


# --- Moodle XML ------------------------------------------------------------------------------------------------------

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/top/决策链</text></category></question>
 <question type="multichoice">
  <name><text>谁拍板</text></name>
  <questiontext format="html"><text><![CDATA[<p>合同由<strong>谁</strong>签字？</p><ul><li>一</li>
   <li>二</li></ul>]]></text></questiontext>
  <generalfeedback format="html"><text>看签字</text></generalfeedback>
  <single>true</single>
  <answer fraction="0"><text>专家</text><feedback><text>影响选型</text></feedback></answer>
  <answer fraction="100"><text>决策者</text><feedback><text></text></feedback></answer>
  <idnumber>q7</idnumber>
  <tags><tag><text>招标</text></tag></tags>
 </question>
 <question type="shortanswer">
  <name><text>首都</text></name><questiontext format="html"><text>&lt;p&gt;首都是&lt;/p&gt;</text></questiontext>
  <answer fraction="100"><text>北京</text></answer><answer fraction="50"><text>燕京</text></answer>
 </question>
 <question type="cloze">
  <name><text>两空</text></name>
  <questiontext format="html"><text><![CDATA[
   <p>{1:SHORTANSWER:=八成~=80%~%50%七成}来自{:SA:%100%两成#对}</p>]]></text></questiontext>
 </question>
 <question type="cloze">
  <name><text>选</text></name><questiontext format="html"><text>{1:MULTICHOICE:=甲~乙}</text></questiontext>
 </question>
 <question type="numerical">
  <name><text>数</text></name><questiontext format="moodle_auto_format"><text>多少？</text></questiontext>
  <answer fraction="100"><text>12.5</text><tolerance>0.1</tolerance></answer>
  <units><unit><multiplier>1</multiplier><unit_name>万元</unit_name></unit></units>
 </question>
 <question type="matching">
  <name><text>配</text></name><questiontext format="plain_text"><text>配对 <b></text></questiontext>
  <subquestion format="html"><text>甲</text><answer><text>一</text></answer></subquestion>
  <subquestion format="html"><text>乙</text><answer><text>二</text></answer></subquestion>
  <subquestion format="html"><text></text><answer><text>三</text></answer></subquestion>
 </question>
 <question type="ddmarker"><name><text>拖</text></name></question>
 <question type="description"><name><text>说明</text></name></question>
 <question type="essay">
  <name><text>写</text></name>
  <questiontext format="html"><text><![CDATA[<p>看图 <img src="a.png"></p>]]></text></questiontext>
  <graderinfo format="html"><text><![CDATA[<p>要点</p>]]></text></graderinfo>
 </question>
</quiz>
""".replace("配对 <b></text>", "配对 &lt;b&gt;</text>")


def test_moodle_xml_of_strangers() -> None:
    bank, items = read(MOODLE.encode(), "a.xml")
    assert bank.title == "决策链"
    single, short, cloze, number, pairs, free = (item for item in items if item)
    assert (right(single), single.id, single.tags) == (["决策者"], "x/q7", ("招标",))
    assert [block.kind.value for block in single.stem] == ["narration", "list"]
    assert (plain_text(short.stem), short.blanks) == ("首都是 ____", (("北京",),))
    assert (plain_text(cloze.stem), cloze.blanks) == ("____来自____", (("八成", "80%"), ("两成",)))
    assert number.number == Number(12.5, 0.1, "万元")
    assert (pairs.pairs, plain_text(pairs.stem)) == ((("甲", "一"), ("乙", "二")), "配对 <b>")
    assert plain_text(free.reference) == "要点"
    assert told(bank) == [
        ("BKW322", "a.xml:15"),
        ("BKW321", "a.xml:24"),
        ("BKW325", "a.xml:32"),
        ("BKW321", "a.xml:38"),
        ("BKI324", "a.xml:39"),
        ("BKW323", "a.xml:40"),
    ]
