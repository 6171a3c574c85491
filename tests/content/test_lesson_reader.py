"""A lesson is pages of Markdown that is safe to show, with checks and buttons where its links stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.support.lesson_frame import framed
from trainer.content.items import Lesson, PartKind
from trainer.content.lesson_reader import LessonResult, read_lesson
from trainer.content.markdown import page_parser

SAFE = {
    *("paragraph_open", "paragraph_close", "heading_open", "heading_close", "blockquote_open", "blockquote_close"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open"),
    *("list_item_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "inline", "hr", "fence"),
}
SAFE_INLINE = {"text", "hardbreak", "code_inline", "em_open", "em_close", "strong_open", "strong_close"}
LINKS = {"link_open", "link_close"}


def read(fragment: str, path: str = "01-a.md") -> LessonResult:
    return read_lesson(framed(fragment), path, competencies=("客户选择",))


def lesson(fragment: str) -> Lesson:
    found = read(fragment)
    assert found.lesson is not None, [f"{f.code} {f.line}" for f in found.diagnostics]
    return found.lesson


def codes(fragment: str) -> list[str]:
    return [f.code for f in read(fragment).diagnostics]


def texts(fragment: str) -> list[str]:
    return [part.markdown for page in lesson(fragment).pages for part in page.parts if part.kind is PartKind.TEXT]


def shown(markdown: str) -> str:
    """What a renderer draws of it, the lines of a block joined, blocks on lines of their own; bold between ⟦ ⟧."""
    marks = {"strong_open": "⟦", "strong_close": "⟧", "hardbreak": "↵"}
    lines = []
    for token in page_parser().parse(markdown):
        if token.type == "inline":
            lines.append("".join(marks.get(child.type, child.content) for child in token.children or ()))
    return "\n".join(lines)


def test_pages_are_what_stands_between_headings() -> None:
    made = lesson("## 第一页\n\n甲。\n\n## 第二页\n\n乙。")
    assert [page.title for page in made.pages] == ["试一试", "第一页", "第二页"]
    assert [page.parts[0].markdown for page in made.pages] == ["开场白。\n", "甲。\n", "乙。\n"]
    assert [page.line for page in made.pages] == [12, 14, 18]
    assert (made.id, made.module, made.minutes, made.frameworks) == ("a", "know-the-account", 8, ("F05",))


def test_a_lesson_that_begins_with_a_page_has_no_page_before_it() -> None:
    made = lesson("# 试一试\n\n## 第一页\n\n甲。")
    assert [page.title for page in made.pages] == ["第一页"]


def test_links_on_lines_of_their_own_are_checks_and_buttons() -> None:
    made = lesson(
        "甲。\n\n[停一停](../../questions/q.md#谁先放手)\n\n乙。\n\n"
        "- [全部十题](../../questions/q.md)\n- [去案例](../../../scenarios/spin-ladder.md#总机)\n\n"
        "[打分表](../../tools/T01.md) [上一课](02-three-questions.md#识别三问) [本课](#试一试)"
    )
    parts = [(p.kind, p.target, p.item, p.label) for p in made.pages[0].parts if p.kind is not PartKind.TEXT]
    assert parts == [
        (PartKind.CHECK, "q", "q/谁先放手", "停一停"),
        (PartKind.CHECK, "q", "", "全部十题"),
        (PartKind.CASE, "spin-ladder", "总机", "去案例"),
        (PartKind.TOOL, "T01", "", "打分表"),
        (PartKind.LESSON, "three-questions", "识别三问", "上一课"),
        (PartKind.LESSON, "", "试一试", "本课"),
        (PartKind.CHECK, "first", "", "做两道题"),
    ]
    assert [p.markdown for p in made.pages[0].parts if p.kind is PartKind.TEXT] == ["开场白。\n\n甲。\n", "乙。\n"]


def test_a_link_amid_text_keeps_its_words_and_gives_a_button() -> None:
    found = read("先[做一题](../../questions/q.md#甲)再读。\n\n乙。")
    assert found.lesson is not None
    assert [(p.kind.value, p.markdown or p.item) for p in found.lesson.pages[0].parts][:3] == [
        ("text", "开场白。\n\n先做一题再读。\n"),
        ("check", "q/甲"),
        ("text", "乙。\n"),
    ]
    assert [f.code for f in found.diagnostics] == ["LS403"]


@pytest.mark.parametrize(
    ("target", "kind", "ident", "item"),
    [
        ("../../questions/q.md#a%20b", "check", "q", "q/a b"),
        ("../../questions/q.md＃甲", "check", "q", "q/甲"),
        (r"..\..\questions\q.md", "check", "q", ""),
        ("../../../courseware/questions/q.MD", "check", "q", ""),
        ("02-b.md", "lesson", "b", ""),
        ("../next/10-first-call.md", "lesson", "first-call", ""),
    ],
)
def test_targets_as_people_write_them(target: str, kind: str, ident: str, item: str) -> None:
    part = lesson(f"[去]({target})").pages[0].parts[1]
    assert (part.kind.value, part.target, part.item) == (kind, ident, item)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "q.xlsx", "../../exams/e.md", ""])
def test_links_that_lead_nowhere_are_words(target: str) -> None:
    found = read(f"看[这里]({target})。")
    assert found.lesson is not None
    assert found.lesson.pages[0].parts[0].markdown == "开场白。\n\n看这里。\n"
    assert [f.code for f in found.diagnostics] == ["LS202"]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("这是**“重点”**的话。", "这是“⟦重点⟧”的话。"),
        ("**注意：**这是。", "⟦注意⟧：这是。"),
        ("**注意：** 这是。", "⟦注意：⟧ 这是。"),
        ("＊＊重点＊＊在这。", "⟦重点⟧在这。"),
        ("一行\n接着一行", "一行接着一行"),
        ("one line\nand another", "one line and another"),
        ("第一行  \n第二行", "第一行↵第二行"),
        ("<b>粗</b> & <script>x</script> &amp; ![图](a.png)", "<b>粗</b> & <script>x</script> & 图"),
        ("2 * 3 * 4 和 a_b_c 和 ~~划~~ 和 # 号", "2 * 3 * 4 和 a_b_c 和 ~~划~~ 和 # 号"),
        (r"\*不是粗\* [不是链接] 1\. ", "*不是粗* [不是链接] 1."),
        ("1）甲 2）乙", "1）甲 2）乙"),
        ("- 甲\n- 乙", "甲\n乙"),
        ("•甲\n•乙", "甲\n乙"),
        ("> 王总：贵了。\n> 李工：不贵。", "王总：贵了。\n李工：不贵。"),
        ("> 王总：太贵了，\n> 再说吧。", "王总：太贵了，再说吧。"),
        ("若毛利 < 12%，就放手。", "若毛利 < 12%，就放手。"),
        ("　　缩进的一段。", "缩进的一段。"),
        ("| 甲 | 乙 |\n|--:|:-:|\n| 1 \\| 2 | **3** |\n| 4 |", "甲\n乙\n1 | 2\n⟦3⟧\n4\n"),
    ],
)
def test_what_is_typed_is_drawn(typed: str, drawn: str) -> None:
    assert shown(texts(typed)[0]).removeprefix("开场白。\n") == drawn


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("### 小标题\n\n文字。", "### 小标题\n\n文字。"),
        ("3. 三\n4. 四", "3. 三\n4. 四"),
        ("- 甲\n\n* 乙", "- 甲\n\n* 乙"),
        ("1. 甲\n   - 子\n2. 乙", "1. 甲\n\n   - 子\n\n2. 乙"),
        ("- 甲\n\n  还有一段。\n- 乙", "- 甲\n\n  还有一段。\n\n- 乙"),
        ("```\n代码 | *\n```", "```\n代码 | *\n```"),
        ("+ 加\n+ 减", "- 加\n- 减"),
        (r"1\. 不是列表", r"1\. 不是列表"),
        ("-5 度", r"\-5 度"),
        ("[百度](https://example.com/a_b?x=1&y=2)。", "[百度](<https://example.com/a_b?x=1&y=2>)。"),
    ],
)
def test_markdown_is_written_in_one_form(typed: str, written: str) -> None:
    assert texts(typed)[0] == f"开场白。\n\n{written}\n"


def test_chips_of_cases_mean_nothing_here() -> None:
    assert texts("`若 信任≥3` 就往下。\n\n·信任 +1·\n\n随机") == [
        "开场白。\n\n`若 信任≥3` 就往下。\n\n·信任 +1·\n\n随机\n"
    ]
    assert codes("## 检查\n\n`需` 什么。\n\n## 备注\n\n结局 没约上") == []


def test_slips_are_mended() -> None:
    made = lesson("##第一页\n＞ 王总：贵了。\n\n1、甲\n2、乙\n\n【去做题】（../../questions/q.md）")
    assert [page.title for page in made.pages] == ["试一试", "第一页"]
    assert made.pages[1].parts[0].markdown == "> 王总：贵了。\n\n1. 甲\n2. 乙\n"
    assert made.pages[1].parts[1].target == "q"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# 试一试\n\n甲。\n\n# 又一个\n\n乙。", "LS102"),
        ("<!-- 注释", "SC141"),
        ("## 第一页\n\n" + "甲\n\n" * 400, "LS105"),
        ("\n\n".join(f"## 页{n}\n\n甲。" for n in range(150)), "LS105"),
        ("甲" * 30_000, "LS105"),
    ],
)
def test_errors_give_no_lesson(typed: str, expected: str) -> None:
    found = read(typed)
    assert found.lesson is None
    assert expected in [f.code for f in found.diagnostics]


def test_the_file_name_may_carry_a_number() -> None:
    for path, good in (("01-a.md", True), ("a.md", True), ("x/7-a.md", True), ("b.md", False), ("1-b.md", False)):
        assert ("YM115" in [f.code for f in read("甲。", path).diagnostics]) is not good


def test_comments_are_not_shown() -> None:
    assert texts("甲<!-- 给自己看 -->乙。\n\n<!--\n## 不是页\n-->\n\n丙。")[0] == "开场白。\n\n甲乙。\n\n丙。\n"


# --- safety ----------------------------------------------------------------------------------------------------------

NASTY = st.lists(
    st.sampled_from(
        [
            *(
                "**",
                "*",
                "_",
                "`",
                "``",
                "~~",
                "[",
                "]",
                "](",
                ")",
                "!",
                "<",
                ">",
                "&lt;",
                "&#60;",
                "\\",
                "|",
                "#",
                "- ",
            ),
            *(
                "> ",
                "1. ",
                "+ ",
                "\n",
                "\n\n",
                "  \n",
                "    ",
                "\t",
                "：",
                "“",
                "”",
                "，",
                "甲",
                "重点",
                "a",
                "www.a.com",
            ),
            *("http://a.b/c_d", "[x](javascript:a)", "[x](http://a.b)", "![p](q.png)", "<b>", "</b>", "```\n", "---\n"),
            *("|a|b|\n|-|-|\n|c|d|\n", "===\n", ":::\n", "[^1]", "$x$", "{.c}", "- [ ] ", "[@click=app.quit]", "&"),
            "<https://a.b>",
        ]
    ),
    max_size=25,
).map("".join)


@given(NASTY)
@example("**a***b*")
@example("*a***b**")
@example("**`x`**y")
@example("> > > > > > 深\n- - - - - - 深")
def test_no_text_makes_anything_but_safe_tokens(typed: str) -> None:
    found = read("甲。\n\n" + typed + "\n\n乙。")
    if found.lesson is None:
        return
    for page in found.lesson.pages:
        for part in page.parts:
            for parser in (page_parser(), MarkdownIt("gfm-like")):
                tokens = parser.parse(part.markdown)
                assert {token.type for token in tokens} <= SAFE
                inner = {child.type for token in tokens for child in token.children or ()}
                assert inner <= SAFE_INLINE | LINKS
                assert all(token.tag not in ("h1", "h2") for token in tokens)


def plain(text: str) -> str:
    return "".join(char for char in text if not char.isspace())


@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="`<>[]()!&\\"), min_size=1, max_size=40))
def test_literal_text_survives(typed: str) -> None:
    """Words without marks that Markdown takes away are drawn as they are typed."""
    if any(char in "*_~|#>-+=＃＊｜•●－>＞》〉❯:" for char in typed) or not unicodedata.is_normalized("NFC", typed):
        return
    if typed[0].isdigit() or typed[0] in "①②③④⑤⑥⑦⑧⑨⑩":
        return
    made = read("甲" + typed)
    if [found.code for found in made.diagnostics] == ["SC105"]:  # an invisible character: told, not drawn
        return
    assert made.lesson is not None
    assert plain(shown(made.lesson.pages[0].parts[0].markdown)) == plain("开场白。甲" + typed)
