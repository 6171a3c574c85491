"""The first paint already has the theme and the language used last; the file that keeps them is only a cache."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.tui.fake_service import FakeService, opener
from tests.tui.screen_text import sees, until
from trainer import i18n
from trainer.tui.app import TrainerApp
from trainer.tui.look import Look, keep, place, recall


async def test_the_first_paint_is_already_right(tmp_path: Path) -> None:
    path = tmp_path / "data" / "look.json"
    service = FakeService()
    app = TrainerApp(opener(service), look=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "推荐")
        app.choose("theme", "light")
        app.choose("language", "en")
        await until(pilot, lambda: len(service.settings) == 2)
    assert recall(path) == Look("light", "en")
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    i18n.set_language("zh")
    gate = threading.Event()

    def slow() -> FakeService:
        gate.wait(20)
        return opener(service)()

    again = TrainerApp(slow, look=path)
    async with again.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "Today", "Reading")
        assert again.theme == "trainer-light" and again.desk.service is None
        gate.set()
        await sees(pilot, "Next")


async def test_the_database_is_the_truth(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    keep(path, Look("light", "en"))
    app = TrainerApp(opener(FakeService()), look=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "推荐")
        assert app.theme == "trainer-dark"
    assert recall(path) == Look()


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"theme": 3, "language": []}', "null", "[" * 900, "\udcff"])
def test_a_broken_file_means_defaults_and_is_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "look.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert recall(path) == Look()
    keep(path, Look("contrast", "en"))
    assert recall(path) == Look("contrast", "en")
    assert [one.name for one in tmp_path.iterdir()] == ["look.json"]


def test_where_nothing_can_be_kept_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    keep(tmp_path / "file" / "look.json", Look("light"))
    keep(None, Look("light"))
    assert recall(None) == Look()
    found = place()
    assert found is not None and found.name == "look.json"
    monkeypatch.setattr("trainer.paths.user_data_dir", _homeless)
    assert place() is None


def _homeless() -> Path:
    from trainer.errors import PlatformError

    raise PlatformError("EN001", reason="HOME")
