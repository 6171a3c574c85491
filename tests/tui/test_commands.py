"""One list of commands: every key has a twin, every screen its keys, every command its words."""

from __future__ import annotations

import pytest

from tests.tui.fake_service import FakeService
from tests.tui.screen_text import running, sees
from trainer import i18n
from trainer.service.views import PersonRow
from trainer.tui import commands


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda c: f"{c.scope}-{c.id}")
def test_every_single_letter_has_a_twin_that_an_input_method_lets_through(command: commands.Command) -> None:
    letters = [key for key in command.keys if len(key) == 1 and key.isalpha()]
    others = [key for key in command.keys if key not in letters]
    assert not letters or others or command.id == "quit_page"  # q is a convenience for Ctrl+Q, which works everywhere


@pytest.mark.parametrize("screen", commands.SCOPES)
def test_no_key_means_two_things_on_a_screen(screen: str) -> None:
    keys = [key for command in commands.of_screen(screen) for key in command.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_command_has_words_in_both_languages(language: str) -> None:
    messages = {key for name in commands.AREAS for key in i18n.area(name, language)}
    assert {f"cmd.{command.id}" for command in commands.COMMANDS} <= messages
    assert {f"about.{screen}" for screen in commands.SCOPES} <= messages


@pytest.mark.parametrize("area", commands.AREAS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_text_is_written_for_nothing(language: str, area: str) -> None:
    """Every key of the catalogue is used by the source, literally or by the prefix of a computed key."""
    import re
    from pathlib import Path

    folder = Path(commands.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    literal = set(re.findall(area + r"\.([\w.?]+)", source))
    computed = set(re.findall(area + r"\.([\w.]+\.)\{", source)) | {"cmd.", "help.", "about."}
    spare = [
        key
        for key in i18n.area(area, language)
        if key not in literal and not any(key.startswith(prefix) for prefix in computed)
    ]
    assert not spare


async def test_help_lists_the_keys_of_the_screen_it_is_opened_on() -> None:
    async with running(FakeService()) as (_, pilot):
        await pilot.press("f1")
        await sees(pilot, "回车", "w / F10", "几个人可以共用一台电脑")
        await pilot.press("escape", "2")
        await sees(pilot, "案例库")
        await pilot.press("question_mark")
        await sees(pilot, "/ / Ctrl+F", "输入标题、能力、标签里的字来筛选")


async def test_the_palette_runs_a_command_and_finds_a_case() -> None:
    from tests.tui.screen_text import type_text

    async with running(FakeService()) as (_, pilot):
        await pilot.press("ctrl+p")
        await sees(pilot, "前台那十五秒")
        await type_text(pilot, "成绩")
        await pilot.press("enter")
        await sees(pilot, "我的成绩")
        await pilot.press("ctrl+p")
        await sees(pilot, "SPIN 阶梯")
        await type_text(pilot, "十五秒")
        await pilot.press("enter")
        await sees(pilot, "案情", "怎么练？")


async def test_the_library_filters_sorts_and_opens() -> None:
    from tests.tui.screen_text import type_text

    async with running(FakeService(), (80, 24)) as (_, pilot):
        await pilot.press("2")
        await sees(pilot, "前台那十五秒", "4/4")
        await pilot.press("slash")
        await type_text(pilot, "电话")
        await sees(pilot, "1/4", "前台那十五秒")
        await pilot.press("escape")
        await sees(pilot, "4/4 · 按文件")
        await pilot.press("f5")
        await sees(pilot, "按难度")
        await pilot.press("slash")
        await type_text(pilot, "没有这个")
        await sees(pilot, "没有符合的案例")
        await pilot.press("escape", "enter")
        await sees(pilot, "怎么练？")


async def test_settings_take_effect_at_once_and_are_kept() -> None:
    service = FakeService()
    async with running(service) as (app, pilot):
        await pilot.press("0")
        await sees(pilot, "语言 / Language")
        await pilot.press("1")
        await sees(pilot, "Settings", "English")
        await pilot.press("2", "3", "4", "escape")
        await sees(pilot, "Key-account training", "Competencies")
        assert app.theme == "trainer-light" and app.animation_level == "none"
    assert service.settings == {"language": "en", "theme": "light", "timers": "off", "motion": "off"}
    i18n.set_language("zh")
    async with running(service) as (app, pilot):
        await sees(pilot, "Today", "Next")


async def test_nameless_results_are_given_to_a_person_of_the_roster() -> None:
    service = FakeService()
    service.names = [PersonRow("p1", None, "", 3, True), PersonRow("p2", "00123", "王晓明", 1, False)]
    async with running(service) as (_, pilot):
        await pilot.press("w")
        await sees(pilot, "未署名（现在）", "这些成绩其实是")
        await pilot.press("end", "enter")
        await sees(pilot, "王晓明 00123")
        await pilot.press("enter")
        await sees(pilot, "把「未署名」的 3 次记录归到「王晓明 00123」名下？")
        await pilot.press("2")
        await sees(pilot, "今天")
        assert "merge_people p1 p2" in service.calls
        assert [person.id for person in service.names] == ["p2"]


async def test_people_can_be_switched_added_and_renamed() -> None:
    from tests.tui.screen_text import type_text, until

    service = FakeService()
    async with running(service) as (_, pilot):
        await pilot.press("w")
        await sees(pilot, "王晓明 00123（现在）")
        await pilot.press("down", "enter")
        await sees(pilot, "换一位来练")
        await type_text(pilot, "李")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: [person.name for person in service.names if person.current] == ["李"])
        await sees(pilot, "今天", "李")
        await pilot.press("f10")
        await sees(pilot, "李（现在）")
        await pilot.press("1")
        await until(pilot, lambda: service.names[0].current)
