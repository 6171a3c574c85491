"""A complete scenario around a fragment, so that examples show only what they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

COMPETENCIES = (
    *("客户选择", "情报信任", "需求挖掘", "决策链", "价值方案"),
    *("竞争策略", "流程预测", "谈判成交", "服务关系", "团队领导"),
)

FRONT = """---
编号: a
能力: {需求挖掘: 3, 决策链: 2}
变量:
  信任: 2 (0..5)
  火气: 0 (0..3)
人物:
  周工: {态度: 怀疑, 票: 1}
阶梯:
  SPIN: [情境, 暗示]
时间: 20分钟 → 收线
---
"""
TITLE = "\n# 试一试\n\n开场白。\n\n"
ENDING = """

## 下一幕

- [问清楚](#收线) `需求挖掘 +1`
- [先回去](#收线) `决策链 +1`

## 收线
`结局 没约上` `评 10`
"""
NODE = "## 总机\n\n- [继续](#下一幕)\n- [挂掉](#收线)\n"


def framed(fragment: str) -> str:
    """The file that a fragment stands for.

    A fragment that begins with ``---`` and has nodes is a whole file, one without nodes a front matter; ``# 检查`` and
    ``# 备注`` go to the end, another heading of the first level replaces the title; nodes go between title and ending;
    anything else becomes the text of a node with two choices.
    """
    text = fragment if fragment.endswith("\n") else fragment + "\n"
    first = text
    if re.match(r"[-－]{3}", first):
        if re.search(r"^#", text, re.M):
            return text
        return text + ("\n" if "标题" in text else TITLE) + NODE + plain_ending()
    if re.match(r"# *(检查|备注)", first):
        return FRONT + TITLE + NODE + ENDING + "\n" + text
    if first.startswith("# 总机"):
        return FRONT + TITLE + text + ENDING
    if first.startswith("# "):
        return FRONT + "\n" + text + "\n" + NODE + ENDING
    if re.match(r"\s*[#＃]", first):
        return FRONT + TITLE + text + ENDING
    return FRONT + TITLE + "## 总机\n\n" + text + "\n- [继续](#下一幕)\n- [挂掉](#收线)\n" + ENDING


def plain_ending() -> str:
    """The end of a file whose front matter declares one competency only."""
    return ENDING.replace("`决策链 +1`", "`需求挖掘 -1`")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of docs/diagnostics: its examples as complete files."""

    code: str
    title: str
    bad: str | bytes | None
    good: str | bytes | None


_EXAMPLE = re.compile(r"^## (错误|正确)\n\n````markdown ?([^\n]*)\n(.*?)\n?````$", re.M | re.S)


def read_page(path: Path) -> Page:
    """Read a page and build its examples."""
    text = path.read_text("utf-8")
    code, _, title = text.split("\n", 1)[0].removeprefix("# ").partition(" ")
    found = {kind: _build(body, info) for kind, info, body in _EXAMPLE.findall(text)}
    return Page(code, title, found.get("错误"), found.get("正确"))


def _build(body: str, info: str) -> str:
    """The example's text: ``转义`` decodes escapes, ``整个文件`` uses no frame, ``重复 n`` repeats lines marked ×."""
    if "转义" in info:
        body = re.sub(
            r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(r)|(n))",
            lambda m: "\r" if m[3] else "\n" if m[4] else chr(int(m[1] or m[2], 16)),
            body,
        )
    if repeat := re.search(r"重复 ([0-9]+)", info):
        body = "\n".join(_repeated(line, int(repeat[1])) for line in body.split("\n"))
    return body if "整个文件" in info else framed(body)


def _repeated(line: str, times: int) -> str:
    """A line that ends in `` ×`` stands for many, ``{n}`` in it counts; ``{…}`` stands for many in a row."""
    if line.endswith(" ×"):
        return "\n".join(line[:-2].replace("{n}", str(n)).replace("↵", "\n") for n in range(times))
    return re.sub(r"\{(.)…\}", lambda m: m[1] * times, line)
