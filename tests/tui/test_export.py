"""Exporting a debrief: two files that only the owner reads, beside what is there already, and their place told."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.fake_content import debrief_view
from tests.tui.fake_service import FakeService
from tests.tui.screen_text import running, sees, text_of
from trainer.errors import PlatformError
from trainer.paths import export_dir
from trainer.tui.exporting import export_debrief, plain_name


@pytest.mark.parametrize("press", ["e", "ctrl+e"])
async def test_the_debrief_is_exported_and_the_place_told(press: str) -> None:
    service = FakeService()
    async with running(service, (100, 30)) as (app, pilot):
        app.open_debrief("old1")
        await sees(pilot, "决策质量", "随机点选=0")
        await pilot.press(press)
        await sees(pilot, "已导出")
        shown = text_of(app).replace("\n", "")
    files = sorted(path.name for path in export_dir().iterdir())
    assert files == ["复盘-360-万防结剂招标-测评-1.html", "复盘-360-万防结剂招标-测评-1.md"]
    assert "1.md" in shown and "1.html" in shown


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    view = debrief_view("a1")
    first, second = export_debrief(view, {}, tmp_path), export_debrief(view, {}, tmp_path)
    assert [path.stem[-4:] for path in second] == [" (2)"] * 2
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in (*first, *second))
    first[0].unlink()
    assert export_debrief(view, {}, tmp_path)[0].stem.endswith("(3)")
    assert not [path for path in tmp_path.iterdir() if path.suffix not in (".md", ".html")]


def test_a_title_cannot_leave_the_folder(tmp_path: Path) -> None:
    files = export_debrief(replace(debrief_view("a1"), title="../../etc/\x1b[31mpasswd\n" + "长" * 300), {}, tmp_path)
    assert {path.parent for path in files} == {tmp_path}
    assert plain_name("../..") == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlatformError, match="EX103"):
        export_debrief(debrief_view("a1"), {}, tmp_path / "file" / "exports")
