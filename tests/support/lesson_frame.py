"""A complete lesson around a fragment, and a small library for what only files together show."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.content_frame import COMPETENCIES
from trainer.content.competencies import CompetencyInfo
from trainer.content.library import Library

FRONT = """---
编号: a
标题: 试一试
模块: know-the-account
框架: [F05]
能力: [客户选择]
时长: 8分钟
---

"""
TITLE = "# 试一试\n\n开场白。\n\n"
CHECK = "\n[做两道题](../../questions/first.md)\n"
QUESTIONS = """---
编号: first
标题: 第一组
能力: [客户选择]
---

## 先放哪一家

人手只够两家，先放哪一家？

- [x] 只看价格的那家
  > 它挑谁都行。
- [ ] 要求现场服务的那家
  > 它离不开你。
- [ ] 刚换了设备科长的那家
  > 情况还没弄清。

> 解析：它挑谁都行。

[出处](../lessons/know-the-account/b.md)
"""
OTHER = """---
编号: b
标题: 另一篇
模块: know-the-account
---

# 另一篇

第一段。

## 盘子有多大

第二段。

[做一道题](../../questions/first.md)
"""
COURSE = "modules:\n  - 编号: know-the-account\n    标题: 认清大客户\n  - 编号: intelligence\n    标题: 情报\n"


def framed(fragment: str) -> str:
    """The lesson that a fragment stands for: a whole file, a file without front matter, pages, or text of a page."""
    text = fragment if fragment.endswith("\n") else fragment + "\n"
    if text.startswith("---\n") and text.count("---\n") > 1:
        return text if re.search("^# ", text, re.M) else text + "\n" + TITLE + CHECK
    if re.search("^# ", text, re.M):
        return FRONT + text + CHECK
    return FRONT + TITLE + text + CHECK


def world(root: Path) -> Path:
    """A content folder with a module, a lesson and a question file; returns the module's folder."""
    folder = root / "courseware" / "lessons" / "know-the-account"
    folder.mkdir(parents=True)
    questions = root / "courseware" / "questions"
    questions.mkdir()
    (root / "courseware" / "course.yaml").write_text(COURSE, "utf-8")
    (folder / "b.md").write_text(OTHER, "utf-8")
    (questions / "first.md").write_text(QUESTIONS, "utf-8")
    return folder


def library(root: Path) -> Library:
    """The library of one folder, with the competencies of the examples."""
    infos = tuple(CompetencyInfo(f"K{n:02}", f"k{n}", name, name) for n, name in enumerate(COMPETENCIES, 1))
    return Library((root,), infos)
