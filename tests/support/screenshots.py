"""``make screenshots``: pictures for the READMEs, exported from the real app that plays the real first case."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

from textual.pilot import Pilot

from trainer.content.library import load_library
from trainer.i18n import set_language
from trainer.service import open_service
from trainer.textutil import display_width
from trainer.tui.app import TrainerApp
from trainer.tui.screens.play import PlayScreen

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
SIZE = (110, 32)
CASE = "bid-360w"
LESSON = "grading-accounts"
ITEM = "grading-accounts/名声响的船厂"
PATIENCE = 60.0
FONTS = "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Microsoft YaHei', 'PingFang SC', monospace"


async def until(pilot: Pilot[int], met: Callable[[], bool]) -> None:
    """Wait for a condition of the app, in its own time."""
    async with asyncio.timeout(PATIENCE):
        while not met():
            await pilot.pause()


def shown(app: TrainerApp) -> str:
    """Name of the screen on top."""
    return type(app.screen).__name__


async def take(folder: Path, language: str) -> None:
    """Home, play, debrief, a page of a lesson and a question in one language."""
    set_language(language)
    with tempfile.TemporaryDirectory() as data:
        database = str(Path(data) / "trainer.db")
        app = TrainerApp(lambda: open_service(database, load_library()), language_fixed=True)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: app.desk.service is not None and app.desk.running == 0)
            await pilot.pause()
            save(app, folder, "home", language)
            await pilot.press("enter")
            await until(pilot, lambda: shown(app) == "BriefingScreen" and app.desk.running == 0)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, PlayScreen) and app.screen.view is not None)
            for number in range(200):
                await until(pilot, lambda: shown(app) != "PlayScreen" or app.desk.running == 0)
                await pilot.pause()
                if shown(app) != "PlayScreen":
                    break
                if number == 3:
                    save(app, folder, "play", language)
                await pilot.press("1" if number % 3 else "2")
            await until(pilot, lambda: app.desk.running == 0)
            await pilot.pause()
            save(app, folder, "debrief", language)
            app.open_lesson(LESSON, 2)
            await until(pilot, lambda: shown(app) == "LessonScreen" and app.desk.running == 0)
            await pilot.pause()
            save(app, folder, "lesson", language)
            app.check(LESSON, ITEM)
            await until(pilot, lambda: shown(app) == "QuizScreen" and app.desk.running == 0)
            await pilot.pause()
            await pilot.press("2", "1")
            await until(pilot, lambda: app.desk.running == 0)
            await pilot.pause()
            save(app, folder, "quiz", language)


def save(app: TrainerApp, folder: Path, name: str, language: str) -> None:
    """Export what is on the screen."""
    svg = readable(app.export_screenshot(title="trainer"))
    (folder / f"{name}-{language}.svg").write_text(svg, encoding="utf-8")


def readable(svg: str) -> str:
    """Rich's picture without web fonts, and with the width of Chinese texts, which it takes for half of what it is."""

    def widened(match: re.Match[str]) -> str:
        text = unescape(match["text"])
        return (
            f'textLength="{float(match["length"]) * display_width(text) / len(text):g}"{match["rest"]}>{match["text"]}<'
        )

    svg = re.sub(r"(?s)\s*@font-face \{.*?\}", "", svg)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("font-variant-east-asian: full-width;", "")
    return re.sub(r'textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]+)<', widened, svg)


def main() -> int:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in ("zh", "en"):
        asyncio.run(take(FOLDER, language))
    return 0


if __name__ == "__main__":
    sys.exit(main())
