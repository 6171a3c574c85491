"""People, names and settings."""

from __future__ import annotations

import pytest

from tests.service.conftest import Do, World, key
from trainer.errors import UsageError
from trainer.service import Service
from trainer.service.views import Mode

CASE = "first-call"
BEST = ("问三号线", "问最近")


def test_the_name_is_asked_for_after_the_first_result_and_can_be_skipped(service: Service, do: Do) -> None:
    assert not service.home().ask_name
    view = service.start(CASE, Mode.PRACTICE, key=key())
    assert not service.home().ask_name
    do(service, view, *BEST)
    assert service.home().ask_name
    service.rename("", None)
    assert not service.home().ask_name


def test_a_nameless_person_gets_a_name_and_a_number(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    row = service.rename("  王  晓明\u200b ", "０0123 ")
    assert (row.name, row.number, row.attempts) == ("王 晓明", "00123", 1)
    home = service.home()
    assert home.person == row
    assert not home.ask_name


def test_a_number_that_is_somebody_elses_is_refused(service: Service) -> None:
    service.use_person(number="1", name="甲")
    service.use_person(number="2")
    with pytest.raises(UsageError, match="SV112") as caught:
        service.rename("乙", "1")
    assert caught.value.params["name"] == "甲"
    assert {(p.number, p.name) for p in service.people()} == {("1", "甲"), ("2", "")}


def test_the_last_person_is_remembered_unless_told_not_to(world: World) -> None:
    first = world.open()
    first.use_person(number="1")
    first.use_person(number="2", remember=False)
    assert first.home().person is not None
    assert [p.number for p in first.people() if p.current] == ["2"]
    assert [p.number for p in world.open().people() if p.current] == ["1"]


def test_switching_in_one_program_does_not_switch_in_another(world: World) -> None:
    here, there = world.open(), world.open()
    here.use_person(number="1")
    there.use_person(number="2")
    assert [p.number for p in here.people() if p.current] == ["1"]


def test_a_known_number_is_not_created_again_and_gets_a_name_once(service: Service) -> None:
    first = service.use_person(number="1")
    assert service.use_person(number=" １ ", name="甲") == service.use_person(number="1", name="乙")
    assert [(p.id, p.name) for p in service.people()] == [(first.id, "甲")]


def test_people_without_a_number_are_different_people(service: Service) -> None:
    service.use_person(name="甲")
    service.use_person(name="甲")
    assert len(service.people()) == 2


@pytest.mark.parametrize("name", ["=1+1", "<b>", "'; DROP TABLE person; --", "${jndi:ldap://x}", "[@click=app.quit]x"])
def test_names_are_stored_literally(service: Service, name: str) -> None:
    assert service.use_person(name=name).name == name
    assert service.people()[0].name == name


def test_too_long_names_are_refused(service: Service) -> None:
    with pytest.raises(UsageError, match="SV114"):
        service.use_person(name="长" * 41)
    assert service.people() == ()


def test_settings_are_kept(world: World) -> None:
    first = world.open()
    assert first.setting("theme") is None
    first.set_setting("theme", "dark")
    first.close()
    assert world.open().setting("theme") == "dark"
