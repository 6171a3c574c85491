"""Questions of every type, made up from words that are hard to write down."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from trainer.content.items import Item, ItemType, Number, Option, QuestionFile, Source
from trainer.content.plain import plain_name
from trainer.content.prose import Block, BlockKind, Text

WORDS = [
    *("客户", "价格", "谁", "拍板", "3", "C", "A.", "B、", "（A）", "答案：B", "解析：", "【解析】", "参考：", "答："),
    *("____", "___", "_", "__", "`", "*", "**", "[x]", "[ ]", "- [x] ", "（ ）", "( )", "［√］", "√", "×", "☑", "□"),
    *("#", "## ", "＃", ">", "＞", "|", "｜", "\\", "\\_", "<b>", "<!--", "-->", "&amp;", "&#50;", "&", "!", "!["),
    *("-", "•", "·排序·", "`分 3`", "若", "`若 甲≥1`", "：", ":", "±", "1,200", "，", "。", "“重点”", "（正确答案）"),
    *("1.", "1、", "①", "](x.md)", "~~~", "---", "😀", "  ", " ", "Word"),
]  # fmt: skip


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join).map(_tidy).filter(bool)
"""A line that begins and ends with something."""

plain = st.lists(st.sampled_from(["客户", "价格", "谁", "，", "拍板", "3", "C", "甲"]), min_size=1, max_size=6).map(
    "".join
)
stem_words = words.filter(lambda text: "____" not in text)
lines = st.lists(words, min_size=1, max_size=2).map("\n".join)


@st.composite
def runs(draw: st.DrawFn, text: st.SearchStrategy[str] = stem_words) -> tuple[Text, ...]:
    """Runs of a paragraph; emphasised ones hold plain words and stand between unemphasised ones."""
    made = [Text(draw(text))]
    if draw(st.booleans()):
        strong = draw(st.booleans())
        made = [Text("请看"), Text(draw(plain), strong=strong, emphasis=not strong), Text("这里")]
    return tuple(made)


@st.composite
def blocks(draw: st.DrawFn, *, speech: bool, least: int = 1) -> tuple[Block, ...]:
    """Blocks of a stem or of an explanation."""
    kinds = [BlockKind.NARRATION, BlockKind.NARRATION, BlockKind.LIST, BlockKind.TABLE] + [BlockKind.SPEECH] * speech
    made = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=least, max_size=3)):
        if kind is BlockKind.LIST:
            rows = tuple((row,) for row in draw(st.lists(runs(), min_size=1, max_size=3)))
            made.append(Block(kind, rows=rows, ordered=draw(st.booleans())))
        elif kind is BlockKind.TABLE:
            width = draw(st.integers(1, 3))
            rows = tuple(draw(st.tuples(*[runs()] * width)) for _ in range(draw(st.integers(1, 3))))
            made.append(Block(kind, rows=rows))
        else:
            speaker = draw(st.sampled_from(["周工", "王总"])) if kind is BlockKind.SPEECH else ""
            made.append(Block(kind, draw(runs()), speaker=speaker))
    return tuple(made)


def _distinct(texts: list[str]) -> bool:
    forms = [plain_name(text) for text in texts]
    return len(set(forms)) == len(forms) and all(forms)


def distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Texts that no reader could take for the same."""
    return st.lists(words, min_size=least, max_size=most).filter(_distinct)


@st.composite
def items(draw: st.DrawFn, file: str = "a", name: str = "") -> Item:
    """A question of any type."""
    kind = draw(st.sampled_from(list(ItemType)))
    name = name or draw(st.sampled_from(["谁拍板", "1. 第一题", "C# 与 *", "A. 甲", "（单选）甲", "价格 3", "[x] 甲"]))
    given: dict[str, Any] = {}
    stem = draw(blocks(speech=True))
    if kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.JUDGEMENT, ItemType.ORDERING):
        texts = draw(distinct(2, 5))
        right = draw(st.integers(0, len(texts) - 1))
        more = draw(st.sets(st.integers(0, len(texts) - 1)))
        points = [draw(st.integers(0, 3)) for _ in texts]
        points[right] = max(1, points[right])
        given["options"] = tuple(
            Option(
                text,
                right=(n == right or (kind is ItemType.MULTIPLE and n in more))
                if kind in (ItemType.SINGLE, ItemType.MULTIPLE)
                else kind is ItemType.JUDGEMENT and points[n] == max(points),
                points=points[n] if kind is ItemType.JUDGEMENT else 0,
                feedback=draw(st.one_of(st.just(""), lines)),
            )
            for n, text in enumerate(texts)
        )
    elif kind is ItemType.TRUE_FALSE:
        pair = draw(st.sampled_from([("对", "错"), ("错", "对"), ("正确", "错误"), ("是", "否")]))
        right = draw(st.integers(0, 1))
        given["options"] = tuple(
            Option(text, n == right, 0, draw(st.one_of(st.just(""), words))) for n, text in enumerate(pair)
        )
    elif kind is ItemType.MATCHING:
        left = draw(distinct(2, 4))
        right_column = draw(st.lists(words, min_size=len(left), max_size=len(left)).filter(_distinct))
        given |= {"pairs": tuple(zip(left, right_column, strict=True)), "columns": ("左", draw(words))}
    elif kind is ItemType.BLANKS:
        count = draw(st.integers(1, 3))
        gaps = "，".join(f"第{n}是____" for n in range(count))
        stem = (*stem, Block(BlockKind.NARRATION, (Text(gaps + "。"),)))
        answers = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
        given["blanks"] = tuple(draw(answers) for _ in range(count))
    elif kind is ItemType.NUMERIC:
        whole = st.integers(-(10**9), 10**9).map(float)
        value = draw(st.one_of(whole, st.decimals(-999, 999, places=3).map(float)))
        tolerance = draw(st.one_of(st.just(0.0), st.decimals(0, 99, places=2).map(float)))
        given["number"] = Number(value, tolerance, draw(st.sampled_from(["", "%", "万元", "元/件", "个月"])))
        stem = (*stem, Block(BlockKind.NARRATION, (Text("是____吗？"),))) if draw(st.booleans()) else stem
    else:
        given["reference"] = draw(blocks(speech=False))
    own = draw(st.sampled_from(["", "q7"]))
    source = st.builds(
        Source, st.sampled_from(["trust", "5-why"]), st.sampled_from(["", "四大 特征", "A (b) 50%", "五大：先筛"])
    )
    return Item(
        id=f"{file}/{own or name}",
        name=name,
        type=kind,
        stem=stem,
        explanation=draw(blocks(speech=False, least=0)),
        source=draw(st.one_of(st.none(), source)),
        competencies=draw(st.sampled_from([(), ("决策链",), ("决策链", "客户选择")])),
        frameworks=draw(st.sampled_from([(), ("F01",), ("F89", "F02")])),
        difficulty=draw(st.integers(1, 5)),
        tags=draw(st.sampled_from([(), ("招标",), ("招 标", "价格")])),
        **given,
    )


@st.composite
def files(draw: st.DrawFn) -> QuestionFile:
    """A file of a few questions."""
    made = tuple(draw(items(name=f"第{n}题")) for n in range(draw(st.integers(1, 3))))
    ids: dict[str, Item] = {}
    for item in made:
        ids.setdefault(item.id, item)
    return QuestionFile(
        id="a",
        title=draw(st.sampled_from(["题库", "客户: 一", "“引号”", "1", "[甲]", "a # b", "反\\斜"])),
        digest="",
        items=tuple(ids.values()),
        competencies=draw(st.sampled_from([(), ("决策链",)])),
        frameworks=draw(st.sampled_from([(), ("F01",)])),
        difficulty=draw(st.integers(1, 5)),
    )
