"""Every number of the results opens the decisions behind it; home has the library where there is room for it."""

from __future__ import annotations

import pytest

from tests.tui.fake_service import FakeService
from tests.tui.screen_text import lines_of, running, sees, text_of, until
from trainer import i18n


@pytest.mark.parametrize("way", ["tab", "right", "click"])
async def test_a_competency_opens_its_decisions_and_a_decision_its_debrief(way: str) -> None:
    service = FakeService()
    async with running(service) as (_, pilot):
        await pilot.press("5")
        await sees(pilot, "我的成绩", "情报信任")
        if way == "click":
            await pilot.click("#skills", offset=(4, 2))
        else:
            await pilot.press(way, "down", "enter")
        await sees(pilot, "情报信任：背后的决策", "电梯门口：请他吃饭", "质量 10", "份量 0.42", "开场：超时")
        assert "evidence 情报信任" in service.calls
        await pilot.press("enter")
        await sees(pilot, "决策质量", "随机点选=0")
        await pilot.press("escape")
        await sees(pilot, "我的成绩")


async def test_the_left_arrow_goes_back_to_the_attempts() -> None:
    async with running(FakeService()) as (app, pilot):
        await pilot.press("5")
        await sees(pilot, "我的成绩", "情报信任")
        await pilot.press("right", "left", "enter")
        await until(pilot, lambda: getattr(app.screen, "SCOPE", "") in ("debrief", "play"))


async def test_home_offers_the_library_as_far_as_there_is_room() -> None:
    async with running(FakeService(), (120, 40)) as (app, pilot):
        await sees(pilot, "还有", "前台那十五秒", "难度 2/5", "最好 88", "全部案例")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "前台那十五秒" not in text_of(app) or "全部案例" in text_of(app))
        assert len(lines_of(app)) == 24
        await pilot.resize_terminal(120, 40)
        await sees(pilot, "前台那十五秒", "全部案例")
        await pilot.press("end", "up", "enter")
        await sees(pilot, "案情")


async def test_english_names_competencies_in_english() -> None:
    i18n.set_language("en")
    async with running(FakeService(), language_fixed=True) as (_, pilot):
        await sees(pilot, "Skill 决策链")
        await pilot.press("5")
        await sees(pilot, "My results", "Skill 情报信任")
