"""The search finds what is written, typed in Chinese or by pinyin initials, best first, and gives no answer away."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lesson_frame import framed, library, world
from trainer.content.items import Item, ItemType, Option
from trainer.content.passages import item_passage, scenario_passage
from trainer.content.prose import Block, BlockKind, Text
from trainer.content.search import AMBIGUOUS, Passage, SearchHit, SearchIndex, normalise, quote, search_library


def index(*texts: str | tuple[str, str] | Passage) -> SearchIndex:
    """Passages with ids 0, 1, …; a pair is title and text."""
    made = []
    for n, text in enumerate(texts):
        if isinstance(text, Passage):
            made.append(text)
        else:
            title, body = ("篇", text) if isinstance(text, str) else text
            made.append(Passage("lesson", str(n), title, body))
    return SearchIndex(made)


def ids(hits: tuple[SearchHit, ...]) -> list[str]:
    return [hit.id for hit in hits]


def marked(hit: SearchHit) -> str:
    end = hit.start + hit.length
    return f"{hit.excerpt[: hit.start]}[{hit.excerpt[hit.start : end]}]{hit.excerpt[end:]}"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("异议", "先听[异议]，再报价"),
        ("异 议", "先听[异议]，再报价"),
        ("ＳＰＩＮ", "用 [SPIN] 提问"),
        ("spin提问", "用 [SPIN 提问]"),
        ("①", "第[①]步"),
        ("yy", None),
        ("tyy", "先[听异议]，再报价"),
        ("ｔｙｙ", "先[听异议]，再报价"),
        ("YH", None),
        ("zyhk", "[找银行会]计"),
        ("zyhh", "[找银行会]计"),
        ("zyhj", None),
    ],
)
def test_what_is_typed_is_found(typed: str, found: str | None) -> None:
    hits = index("先听异议，再报价", "用 SPIN 提问", "第①步", "找银行会计").find(typed)
    assert [marked(hit) for hit in hits] == ([found] if found else [])


def test_two_letters_find_titles_only() -> None:
    hits = index(("异议处理", "甲"), ("甲", "异议处理")).find("yy")
    assert ids(hits) == ["0"]
    assert hits[0].length == 0


def test_the_best_come_first() -> None:
    passages = [
        Passage("case", "text", "甲", "说到信任"),
        Passage("case", "title", "谈信任", "乙"),
        Passage("question", "initials", "信，任务", "丙"),
        Passage("question", "begins", "信任公式", "丙"),
        Passage("lesson", "text2", "丁", "信任是算出来的"),
        Passage("lesson", "exact", "信任", "戊"),
        Passage("lesson", "hidden", "己", "己", hidden="信任"),
    ]
    assert ids(SearchIndex(passages).find("信任")) == ["exact", "begins", "title", "text2", "text", "hidden"]
    assert ids(SearchIndex(passages).find("xr"))[:3] == ["exact", "begins", "title"]


def test_several_words_are_all_there() -> None:
    hits = index("客户的毛利", "毛利很高的客户", "客户", ("毛利", "老客户")).find("客户 毛利")
    assert ids(hits) == ["0", "1", "3"]
    assert index("客户毛利", "毛利和客户").find("客户 毛利")[0].id == "0"


def test_a_hit_stands_for_a_passage_once_and_the_limit_holds() -> None:
    made = index(*["一样一样一样"] * 30)
    assert len(made.find("一样", 100)) == 30
    assert ids(made.find("一样", 7)) == [str(n) for n in range(7)]
    assert made.find("", 5) == made.find("   ", 5) == made.find("一样", 0) == ()


def test_a_long_text_is_quoted_around_what_was_found() -> None:
    text = "前" * 60 + "\n\n要找的\n词" + "后" * 60
    hit = index(text).find("的词")[0]
    assert hit.excerpt.startswith("…前") and hit.excerpt.endswith("后…")
    assert hit.excerpt[hit.start : hit.start + hit.length] == "的 词"
    assert len(hit.excerpt) < 60


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60), st.data())
def test_a_quotation_holds_what_was_found(text: str, data: st.DataObject) -> None:
    whole = normalise(text)
    if not whole or len(whole) != sum(len(normalise(char)) for char in text):
        return
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, len(whole) - at))
    excerpt, start, size = quote(text, at, length)
    assert whole[at : at + length] in normalise(excerpt[start : start + size])
    assert "\n" not in excerpt


@given(
    st.lists(st.text("重长行异议银客户abＡ ，\n", max_size=12), min_size=1, max_size=8),
    st.text("异议客ab户", min_size=1, max_size=3),
)
def test_exactly_the_texts_that_hold_the_words_are_found(texts: list[str], wanted: str) -> None:
    found = {hit.id for hit in index(*texts).find(wanted, 100) if hit.length}
    holding = {str(n) for n, text in enumerate(texts) if wanted in normalise(text)}
    assert holding <= found
    if not wanted.isascii():
        assert found == holding


def test_characters_with_two_readings_are_found_by_both() -> None:
    for char, initials in AMBIGUOUS.items():
        for letter in initials:
            assert index((f"甲{char}乙", "")).find(f"j{letter}y"), (char, letter)


# --- what is searched ------------------------------------------------------------------------------------------------


def words(text: str) -> tuple[Block, ...]:
    return (Block(BlockKind.NARRATION, (Text(text),)),)


def test_a_question_gives_no_answer_away() -> None:
    options = (Option("丙丙", right=True, feedback="反馈"), Option("乙乙"), Option("甲甲"))
    item = Item(
        id="f/x",
        name="题名",
        type=ItemType.ORDERING,
        stem=words("题干"),
        options=options,
        pairs=(("左", "右二"), ("边", "右一")),
        blanks=(("空里的",),),
        reference=words("参考的"),
        explanation=words("解析说的"),
    )
    made = SearchIndex([item_passage(item, "文件")])
    assert item_passage(item, "文件").text.split("\n") == [
        "题干",
        *sorted(["丙丙", "乙乙", "甲甲"]),
        "左",
        "边",
        *sorted(["右一", "右二"]),
    ]
    assert all(not made.find(word) for word in ("反馈", "空里的", "参考的"))
    told = made.find("解析说的")
    assert [(hit.title, hit.length, "解析" in hit.excerpt) for hit in told] == [("文件 · 题名", 0, False)]


def test_a_case_is_found_by_its_scenes_only(tmp_path: Path) -> None:
    from tests.support.content_frame import framed as framed_case
    from trainer.content.reader import read_scenario

    text = framed_case("门口站着周工。\n\n> 周工：太贵。\n\n> 教练：别急。")
    scenario = read_scenario(text, "a.md", competencies=()).scenario
    assert scenario is not None
    made = SearchIndex([scenario_passage(scenario, "F74 SPIN")])
    assert [bool(made.find(word)) for word in ("门口站着", "太贵", "开场白", "F74")] == [True] * 4
    assert not any(made.find(word) for word in ("别急", "问清楚", "没约上"))


def test_the_library_is_searched_page_by_page(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (folder / "01-a.md").write_text(framed("甲段。\n\n## 双重标准\n\n一把**尺**量货币价值。"), "utf-8")
    found = search_library(library(tmp_path), "尺量货币")
    assert [(hit.kind, hit.id, hit.page, hit.title, marked(hit)) for hit in found] == [
        ("lesson", "a", 1, "试一试 · 双重标准", "一把[尺量货币]价值。")
    ]
    assert [hit.kind for hit in search_library(library(tmp_path), "人手只够")] == ["question"]
    assert [(hit.id, hit.page) for hit in search_library(library(tmp_path), "F05")] == [("a", 0)]
    assert [(hit.id, hit.page) for hit in search_library(library(tmp_path), "szbz")] == [("a", 1)]


def test_initials_are_found_across_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [("银" * n) + "异议处理" + "客" * (n % 7) for n in range(40)]
    whole = ids(index(*texts).find("yycl", 100))
    for size in (101, 150, 333):
        monkeypatch.setattr("trainer.content.search.STRETCH", size)
        assert ids(index(*texts).find("yycl", 100)) == whole == [str(n) for n in range(40)]
