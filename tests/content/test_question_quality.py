"""Item-writing lints: what they tell and what they leave alone."""

from __future__ import annotations

import pytest

from tests.support.question_frame import read
from trainer.content.diagnostics import Severity

OPTIONS = "\n\n- [ ] 技术专家\n- [x] 决策者\n- [ ] 使用者\n"


def codes(fragment: str) -> set[str]:
    found = read(fragment).diagnostics
    assert [f.code for f in found if f.severity is Severity.ERROR] == []
    return {f.code for f in found}


@pytest.mark.parametrize(
    "stem",
    [
        "下列哪一项不属于购买角色？",
        "下面说法错误的是（　）。",
        "哪项不正确？",
        "下列不应该先做的是哪一件？",
        "以下各项，除报价单外，都要当场交。是哪一项？",
        "拜访时不能说的话是哪一句？",
    ],
)
def test_a_negative_stem_is_to_be_emphasised(stem: str) -> None:
    assert "QZ406" in codes(stem + OPTIONS)


@pytest.mark.parametrize(
    "stem",
    [
        "下列哪一项**不**属于购买角色？",
        "下面说法**错误**的是（　）。",
        "客户说不能等，你怎么回？",
        "除了价格，还能谈什么？",
        "合同不是周工签的，谁签？",
        "他不接电话，你先做什么？",
    ],
)
def test_other_stems_are_left_alone(stem: str) -> None:
    assert codes(stem + OPTIONS) == set()


@pytest.mark.parametrize("text", ["以上都对", "以上各项都不是", "上述全部正确", "都不对", "A和B", "全选", "以上均可"])
def test_options_about_other_options(text: str) -> None:
    assert "QZ402" in codes(f"谁签字？\n\n- [x] 决策者\n- [ ] 使用者\n- [ ] {text}\n")


@pytest.mark.parametrize("text", ["把以上情况都记下来", "对账", "都说一遍", "全部门开会"])
def test_usual_options(text: str) -> None:
    assert codes(f"谁签字？\n\n- [x] 决策者来定\n- [ ] 使用者来定\n- [ ] {text}\n") == set()


def test_absolute_words_are_told_where_only_wrong_options_have_them() -> None:
    assert "QZ403" in codes("怎么办？\n\n- [x] 先问清楚\n- [ ] 绝不让步\n")
    assert codes("怎么办？\n\n- [x] 绝不先报价\n- [ ] 绝不让步了\n") == set()


@pytest.mark.parametrize(("key", "told"), [("决策者", False), ("要对盈亏负责到底的那一位决策者", True)])
def test_a_key_that_is_much_longer(key: str, told: bool) -> None:
    assert ("QZ401" in codes(f"谁签字？\n\n- [ ] 技术专家\n- [x] {key}\n- [ ] 使用者\n")) == told


def _file(positions: list[int]) -> str:
    words = ["技术科", "总经理", "操作工"]
    made = []
    for number, right in enumerate(positions):
        options = "\n".join(f"- [{'x' if n == right else ' '}] {number}厂{word}" for n, word in enumerate(words))
        made.append(f"## 第{number}题\n\n{'甲乙丙丁戊己庚辛壬癸'[number] * 12}厂谁签字？\n\n{options}\n")
    return "\n".join(made)


@pytest.mark.parametrize(
    ("positions", "told"),
    [
        ([1] * 8, True),
        ([1, 1, 1, 1, 1, 0, 2, 0], True),
        ([1, 1, 1, 1, 0, 0, 2, 2], False),
        ([1] * 7, False),
        ([0, 1, 2] * 3, False),
    ],
)
def test_positions_of_the_key_over_a_file(positions: list[int], told: bool) -> None:
    assert codes(_file(positions)) == ({"QZ404"} if told else set())


@pytest.mark.parametrize(("keys", "told"), [("1111", True), ("0000", True), ("1011", False), ("111", False)])
def test_true_and_false_over_a_file(keys: str, told: bool) -> None:
    text = "\n".join(
        f"## 第{n}题\n\n{'甲乙丙丁'[n] * 12}厂要签字。\n\n- [{'x' if key == '1' else ' '}] 对\n"
        f"- [{' ' if key == '1' else 'x'}] 错\n"
        for n, key in enumerate(keys)
    )
    assert codes(text) == ({"QZ404"} if told else set())


def test_the_same_question_twice() -> None:
    stem = "采购说对手报价低一成，你手里还有三天，技术科刚做完对比试验，下一步先去找谁谈？"
    one = f"## 甲\n\n{stem}{OPTIONS}"
    assert "QZ407" in codes(one + f"\n## 乙\n\n{stem.replace('，', ' ， ')}{OPTIONS}")
    near = read(one + f"\n## 乙\n\n{stem.replace('一成', '两成')}{OPTIONS}").diagnostics
    assert [(f.code, f.params.get("case")) for f in near] == [("QZ407", "near")]
    assert codes(one + f"\n## 乙\n\n谁天天在用这台设备，出了毛病第一个知道？{OPTIONS}") == set()


def test_findings_about_the_whole_file_can_be_accepted() -> None:
    text = "---\n编号: a\n标题: 题库\n忽略: {QZ404: 照原卷, QZ408: 照原卷, QZ409: 照原卷, QZ410: 照原卷}\n---\n\n"
    assert codes(text + _file([1] * 8)) == set()
