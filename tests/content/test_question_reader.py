"""What a well-formed question file means."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from tests.support.content_frame import COMPETENCIES
from tests.support.question_frame import read
from trainer.content.items import Item, ItemType, Number, Option, QuestionFile, Source
from trainer.content.markdown import Piece
from trainer.content.prose import Block, BlockKind, Text
from trainer.content.question_key import read_number, write_number
from trainer.content.question_reader import read_questions
from trainer.content.question_tree import QuestionResult
from trainer.content.question_twins import NEAR, said, twins
from trainer.content.source import Source as Lines

EXAMPLE = Path(__file__).resolve().parents[1] / "fixtures" / "content" / "all-types.md"


@cache
def example() -> QuestionFile:
    found = read_questions(EXAMPLE.read_bytes(), EXAMPLE.name, competencies=COMPETENCIES).file
    assert found is not None
    return found


def item(name: str) -> Item:
    return next(item for item in example().items if item.name == name)


def one(fragment: str) -> Item:
    found = read(fragment)
    assert isinstance(found, QuestionResult) and found.file is not None, found.diagnostics
    return found.file.items[0]


def test_the_head_of_the_file() -> None:
    file = example()
    assert (file.id, file.title, file.difficulty) == ("all-types", "各种题型", 2)
    assert (file.competencies, file.frameworks) == (("决策链",), ("F89",))
    assert len(file.digest) == 64


def test_a_single_choice() -> None:
    found = item("谁最终拍板")
    assert found.type is ItemType.SINGLE
    assert found.id == "all-types/谁最终拍板"
    assert [(o.text, o.right, o.feedback) for o in found.options] == [
        ("技术专家", False, "影响选型，不拍板。"),
        ("决策者", True, ""),
        ("使用者", False, "他说好不好用。"),
    ]
    assert [block.kind for block in found.stem] == [BlockKind.NARRATION, BlockKind.SPEECH]
    assert Text("一票否决", strong=True) in found.stem[0].parts
    assert found.stem[1].speaker == "周工"
    assert [block.kind for block in found.explanation] == [BlockKind.NARRATION, BlockKind.LIST]
    assert found.source == Source("how-accounts-buy", "谁说了算")
    assert (found.difficulty, found.frameworks, found.tags) == (3, ("F89",), ("招标",))
    assert EXAMPLE.read_text("utf-8").split("\n")[found.line - 1] == "## 谁最终拍板"


def test_the_other_types() -> None:
    assert [o.right for o in item("两样都要").options] == [True, False, True]
    assert item("两样都要").type is ItemType.MULTIPLE
    assert item("两样都要").stem[0].kind is BlockKind.TABLE
    assert item("二成").type is ItemType.TRUE_FALSE
    assert [o.points for o in item("老板问").options] == [1, 3]
    assert [o.right for o in item("老板问").options] == [False, True]
    assert [o.text for o in item("先后").options] == ["筛选", "定级", "配人"]
    assert item("连起来").pairs == (("使用者", "好不好用"), ("决策者", "值不值"))
    assert item("连起来").columns == ("角色", "看什么")
    assert item("填一填").blanks == (("持续", "持续性"), ("可预测",))
    assert item("算一算").number == Number(12.5, 0.1, "万元")
    assert item("说说看").reference == (Block(BlockKind.NARRATION, (Text("先问拿什么在比。"),), line=97),)
    assert item("说说看").explanation


def test_a_number_of_its_own_names_the_question() -> None:
    assert item("算一算").id == "all-types/q8"


def test_chips_take_the_place_of_the_defaults() -> None:
    text = (
        "---\n编号: a\n能力: [决策链]\n框架: [F01]\n难度: 4\n标签: [招标]\n---\n\n"
        "## 甲\n`能力 无` `框架 F02` `框架 F03、F4`\n\n"
        "谁？\n\n- [x] 一\n- [ ] 二\n\n## 乙\n\n谁呢？\n\n- [x] 三\n- [ ] 四\n"
    )
    found = read_questions(text, "a.md", competencies=COMPETENCIES).file
    assert found is not None
    first, second = found.items
    assert (first.competencies, first.frameworks, first.difficulty) == ((), ("F02", "F03", "F04"), 4)
    assert (second.competencies, second.frameworks, second.tags) == (("决策链",), ("F01",), ("招标",))
    assert found.title == "a"


@pytest.mark.parametrize(
    ("fragment", "type_"),
    [
        ("`单选`\n\n二成是标准？\n\n- [x] 对\n- [ ] 错\n", ItemType.SINGLE),
        ("`判断`\n\n二成是标准？\n\n- [x] 成\n- [ ] 不成\n", ItemType.TRUE_FALSE),
        ("`多选`\n\n谁？\n\n- [x] 甲\n- [ ] 乙\n", ItemType.MULTIPLE),
        ("占____%。\n\n- 答：30\n", ItemType.BLANKS),
        ("占____%。\n\n- 答：30 ±1\n", ItemType.NUMERIC),
        ("`数值`\n\n占____%。\n\n- 答：30\n", ItemType.NUMERIC),
        ("`填空`\n\n占____%。\n\n- 答：30 ±1\n", ItemType.BLANKS),
        ("占多少？\n\n- 答：1,200 万元\n", ItemType.NUMERIC),
    ],
)
def test_the_type_is_seen_or_said(fragment: str, type_: ItemType) -> None:
    assert one(fragment).type is type_


def test_a_list_of_the_stem_stays_with_the_stem() -> None:
    found = one("看这两条：\n\n- 停机\n- 备件\n\n- [x] 先问停机\n- [ ] 先问备件\n")
    assert [block.kind for block in found.stem] == [BlockKind.NARRATION, BlockKind.LIST]
    assert [o.text for o in found.options] == ["先问停机", "先问备件"]


def test_paragraphs_of_a_feedback() -> None:
    found = one("谁？\n\n- [x] 甲\n- [ ] 乙\n  > 一。\n  >\n  > 二。\n")
    assert found.options[1].feedback == "一。\n二。"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12.5 ±0.1 万元", Number(12.5, 0.1, "万元")),
        ("-3", Number(-3.0)),
        ("1,200,000", Number(1_200_000.0)),
        ("１２．５ ±０．１ ％", Number(12.5, 0.1, "%")),
        ("12.5±0.1", Number(12.5, 0.1)),
        ("30 %", Number(30.0, 0.0, "%")),
        ("30% ±1", Number(30.0, 1.0, "%")),
        ("30 ±1%", Number(30.0, 1.0, "%")),
        ("1200 ±5% 元", Number(1200.0, 60.0, "元")),
        ("约 8 个月", Number(8.0, 0.0, "个月")),
        ("29~31 %", Number(30.0, 1.0, "%")),
        ("0.7 到 0.9", Number(0.8, 0.1)),
        (".5", Number(0.5)),
        ("3 +/- 1 元/件", Number(3.0, 1.0, "元/件")),
    ],
)
def test_numbers(typed: str, meant: Number) -> None:
    lines = Lines("a.md", [typed])
    assert read_number(lines, Piece(0, 0, typed)) == meant
    again = Lines("a.md", [write_number(meant)])
    assert read_number(again, Piece(0, 0, write_number(meant))) == meant
    assert again.findings({}) == ()


@pytest.mark.parametrize("typed", ["", "三十", "1/3", "nan", "1e5", "9" * 40, "3 ±", "±1", "1 2", "0x10", "³", "1..2"])
def test_what_is_no_number(typed: str) -> None:
    lines = Lines("a.md", [typed])
    assert read_number(lines, Piece(0, 0, typed)) is None
    assert [f.code for f in lines.findings({})] == ["QZ122"]


def _item(number: int, text: str) -> Item:
    return Item(
        f"a/{number}", str(number), ItemType.FREE, (Block(BlockKind.NARRATION, (Text(text),)),), (Option("甲"),)
    )


def test_twins_are_those_that_a_comparison_of_all_pairs_finds() -> None:
    start = "采购说对手报价低一成，你手里还有三天，技术科刚做完对比试验，下一步先去找谁谈，为什么先找他"
    texts = [
        start,
        start + "？",
        start.replace("一成", "两成"),
        start[::-1],
        start[:20] + start[30:],
        "谁？",
        "谁？",
        "　谁?",
    ]
    texts += [start[n:] + start[:n] for n in range(0, 30, 3)]
    items = [_item(n, text) for n, text in enumerate(texts)]
    grams = [{said(i)[n : n + 2] for n in range(len(said(i)) - 1)} for i in items]
    similar = {
        (a, b)
        for a, b in combinations(range(len(items)), 2)
        if said(items[a]) == said(items[b])
        or (min(len(grams[a]), len(grams[b])) >= 12 and len(grams[a] & grams[b]) >= NEAR * len(grams[a] | grams[b]))
    }
    expected = {second: min(a for a, b in similar if b == second) for _, second in similar}
    found = {twin.second: twin.first for twin in twins(items)}
    assert set(found) == set(expected)
    assert all((found[second], second) in similar for second in found)


@pytest.mark.parametrize(
    ("fragment", "stem"),
    [
        ("`简答`\n\n采购打来电话。\n\n答：还行。\n\n> 参考：先问。\n", ["采购打来电话。", "答：还行。"]),
        (
            "两个方案：\n\nA. 降价\n\nB. 不降\n\n差多少？\n\n- 答：4 万元\n",
            ["两个方案：", "A. 降价", "B. 不降", "差多少？"],
        ),
        ("客户（A）和客户（B），先去哪家？\n\n- [x] 前一家\n- [ ] 后一家\n", ["客户（A）和客户（B），先去哪家？"]),
        ("他说：「答案：B。」对吗？\n\n- [x] 对\n- [ ] 错\n", ["他说：「答案：B。」对吗？"]),
    ],
)
def test_what_only_looks_like_an_answer_stays_in_the_stem(fragment: str, stem: list[str]) -> None:
    found = read(fragment)
    assert found.diagnostics == ()
    assert [
        "".join(part.text for part in block.parts if isinstance(part, Text)) for block in one(fragment).stem
    ] == stem


@pytest.mark.parametrize(
    "fragment",
    [
        "去哪儿看？见[官网](https://a.cn)。\n\n- [x] 甲\n- [ ] 乙\n",
        "看：\n\n- [官网](https://a.cn)\n\n谁？\n\n- [x] 甲\n- [ ] 乙\n",
        "| 厂 |\n| --- |\n| [甲](a.html) |\n\n谁？\n\n- [x] 甲\n- [ ] 乙\n",
        "谁？\n\n- [x] 甲，见[官网](https://a.cn/x.md)\n- [ ] 乙\n",
        "谁？\n\n- [x] 甲\n  > [官网](https://a.cn)\n- [ ] 乙\n",
        "谁？\n\n- [x] 甲\n- [ ] 乙\n\n> 解析：见[官网](javascript:alert)。\n",
        "谁____？\n\n- 答：[甲](../lessons/a/01-b.md)\n",
        "`匹配`\n\n谁？\n\n| 左 | 右 |\n| --- | --- |\n| [甲](../lessons/a/01-b.md) | 一 |\n| 乙 | 二 |\n",
    ],
)
def test_links_that_lead_nowhere_are_told(fragment: str) -> None:
    assert [f.code for f in read(fragment).diagnostics] == ["QZ207"]
