"""What a mistyped name was meant to be: by edits, by sound, by part; nothing when nothing is near."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.content_frame import COMPETENCIES, framed
from trainer.content.diagnostics import Diagnostic
from trainer.content.reader import read_scenario
from trainer.content.suggest import distance, nearest
from trainer.i18n import set_language

NAMES = ("总机", "采购部", "周工接电话", "约到了", "前台收线", "信任", "Reception desk")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("采购不", "采购部"),
        ("周工接电", "周工接电话"),
        ("周工打电话", "周工接电话"),
        ("前台受线", "前台收线"),
        ("新任", "信任"),
        ("心认", "信任"),
        ("采够步", "采购部"),
        ("周公皆点话", "周工接电话"),
        ("接电话", "周工接电话"),
        ("ＲＥＣＥＰＴＩＯＮ　ＤＥＳＫ", "Reception desk"),
        ("recpetion desk", "Reception desk"),
        ("会议室", None),
        ("x", None),
        ("", None),
    ],
)
def test_nearest(typed: str, meant: str | None) -> None:
    assert nearest(typed, NAMES) == meant


def test_distance_counts_swaps_once_and_stops_at_the_limit() -> None:
    assert distance("abcd", "abdc", 4) == 1
    assert distance("abcd", "xbcy", 4) == 2
    assert distance("", "abc", 4) == 3
    assert distance("abcdefgh", "zzzzzzzz", 2) == 3


def findings(fragment: str) -> tuple[Diagnostic, ...]:
    return read_scenario(framed(fragment), "a.md", competencies=COMPETENCIES).diagnostics


def test_the_suggestion_is_in_the_fix() -> None:
    (finding,) = findings("## 总机\n- [继续](#下一幕) `新任 +1`\n- [挂掉](#收线)\n")
    assert finding.code == "SC203" and "「信任」" in finding.fix
    (finding,) = findings("## 总机\n- [继续](#夏一幕)\n- [挂掉](#收线)\n")
    assert finding.code == "SC201" and "「下一幕」" in finding.fix


def test_findings_speak_the_language_in_use() -> None:
    (finding,) = findings("## 总机\n- [继续](#夏一幕)\n- [挂掉](#收线)\n")
    assert "没有名叫" in finding.message
    set_language("en")
    assert finding.message.startswith("There is no node") and finding.fix.startswith("Did you mean")


def test_good_files_need_neither_pinyin_nor_the_grammar() -> None:
    code = (
        "import sys\n"
        "from trainer.content.reader import read_scenario\n"
        f"read_scenario({framed('好。')!r}, 'a.md', competencies=())\n"
        "print(*sorted({'pypinyin', 'lark', 'numpy', 'textual', 'sqlmodel'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
