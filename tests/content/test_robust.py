"""Whatever is in a file, reading it gives a result: findings or a scenario, never an exception."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.content_frame import COMPETENCIES, framed
from trainer.content.diagnostics import Severity
from trainer.content.dump import dump_scenario
from trainer.content.reader import ReadResult, read_scenario

EXAMPLE = (Path(__file__).resolve().parents[1] / "fixtures" / "content" / "first-call.md").read_text("utf-8")

MARKS = [
    *"#-*>`[]()（）【】：:，,；;→=+|&!<\\_~ \t　\n\n\n·‘’「」{}%@'\"０１＋－＝＞＃",
    *(
        "## ",
        "- [",
        "](#",
        "`若 ",
        "`否则` ",
        "> 总机：",
        "  > ",
        "---\n",
        "<!--",
        "-->",
        "信任",
        "≥3",
        "#本节",
        "#下一节",
    ),
    *(
        "`随机`",
        "`结局 甲` `评 5`",
        "# 检查\n",
        "**",
        "限时 30秒",
        "\r",
        "\ufeff",
        "\x00",
        "e\u0301",
        "１、",
        "命中「",
        "`作答 9秒 1-2字`",
    ),
]


def check(result: ReadResult, text: str) -> None:
    """What holds for every result."""
    errors = [f for f in result.diagnostics if f.severity is Severity.ERROR]
    assert (result.scenario is None) == bool(errors)
    assert len(result.diagnostics) <= 20
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in result.diagnostics:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column < finding.end_column <= len(lines[finding.line - 1]) + 2
        assert finding.message and finding.fix
    if result.scenario is not None:
        dump_scenario(result.scenario)
        count = len(result.scenario.nodes)
        for node in result.scenario.nodes:
            assert (node.ending is None) == bool(node.choices)
            assert all(-1 <= choice.target < count for choice in node.choices)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(read_scenario(text, "a.md", competencies=COMPETENCIES), text)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    read_scenario(raw, "a.md", competencies=COMPETENCIES)


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=60).map("".join))
def test_any_body(body: str) -> None:
    text = framed(body)
    check(read_scenario(text, "a.md", competencies=COMPETENCIES), text)


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=40).map("".join))
def test_any_front_matter(front: str) -> None:
    text = "---\n编号: a\n" + front + "\n能力: {需求挖掘: 3}\n---" + framed("好").split("---", 2)[2]
    check(read_scenario(text, "a.md", competencies=COMPETENCIES), text)


@given(st.data())
def test_a_good_file_with_a_few_changes(data: st.DataObject) -> None:
    text = EXAMPLE
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.sampled_from(["", *MARKS])) + text[at + cut :]
    check(read_scenario(text, "first-call.md", competencies=COMPETENCIES), text)


@given(st.permutations(EXAMPLE.split("\n")))
def test_the_lines_of_a_good_file_in_any_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    check(read_scenario(text, "first-call.md", competencies=COMPETENCIES), text)
