"""Which kind of content a file is: by its folder, else by what it says."""

from __future__ import annotations

import re
from pathlib import Path

from trainer.content.refs import FOLDERS, RefKind

_HEAD = 64 * 1024
_EXAM = re.compile(rb"^\xe6\x8a\xbd\xe9\xa2\x98\s*(?::|\xef\xbc\x9a)", re.M)  # 抽题:
_LESSON = re.compile(rb"^\xe6\xa8\xa1\xe5\x9d\x97\s*(?::|\xef\xbc\x9a)", re.M)  # 模块:
_CASE = re.compile(
    r"^\s*(?:[-*+－•]\s*)?[\[【［][^\]】］\n]{2,}[\]】］]\s*[(（]\s*[#＃]|^[`·]?\s*结局\s|^(?:变量|人物|阶梯)\s*[:：]",
    re.M,
)
_QUESTION = re.compile(
    r"^\s*(?:[-*+－•]\s*)?[\[［【(（]\s*[xXｘ√✓ 　]?\s*[\]］】)）]"
    r"|^\s*[>-]*\s*[【*]*(?:(?:正确|参考)?答案|答案解析|解析|答|参考)\s*[】*]*\s*[:：】]"
    r"|^\s*[A-DＡ-Ｄ]\s*[.．、)）]\s*\S|`\s*(?:排序|匹配|简答|单选|多选|判断|填空|数值)题?\s*`|`\s*分\s*[0-3]\s*`|____"
    r"|^\s*[√×✓✗☐☑☒□■]\s*\S|[(（]\s*(?:[√×A-HＡ-Ｈ]|对|错)\s*[)）]\s*。?\s*$",
    re.M,
)


def kind_of(path: Path, raw: bytes) -> RefKind:
    """The kind of a Markdown file.

    Args:
        path: The nearest folder with a known name (``questions``, ``lessons``, …) decides.
        raw: Its content; looked at where no folder tells.
    """
    for folder in reversed(path.resolve().parts[:-1]):
        if folder in FOLDERS:
            return FOLDERS[folder]
    head = raw[:_HEAD]
    front = head.split(b"\n---", 1)[0]
    if _EXAM.search(front):
        return RefKind.EXAM
    if _LESSON.search(front):
        return RefKind.LESSON
    text = head.decode("utf-8", "replace")
    if _QUESTION.search(text) and not _CASE.search(text):
        return RefKind.QUESTIONS
    return RefKind.SCENARIO


def root_of(path: Path) -> Path | None:
    """The content folder that a file belongs to: above ``courseware/lessons/…`` or ``scenarios/``; None if none."""
    for parent in path.resolve().parents:
        if parent.name in FOLDERS:
            root = parent.parent
            return root.parent if root.name == "courseware" else root
    return None
