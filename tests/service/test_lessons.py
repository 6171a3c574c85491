"""Lessons: the course, pages with their position, read marks, checks that count, search."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.quizzes import EVERY, RIGHT, WRONG, key, reply
from trainer.errors import UsageError
from trainer.service import Service

COURSE = """first_case: first-call
modules:
  - 编号: basics
    标题: 认清大客户
    english: Knowing the Account
    说明: 先弄清谁算大客户。
"""


def lesson(number: int, name: str, title: str, *pages: str) -> str:
    """A lesson file."""
    body = "\n\n".join(f"## {page}\n\n{page}说的事。" for page in pages)
    return f"""---
编号: {name}
标题: {title}
模块: basics
框架: [F01]
能力: [客户选择]
时长: {number + 4}分钟
---
# {title}

一开头的故事。（情节虚构）

[先做一道](../../questions/every-type.md#谁拍板)

{body}

[做完这一组](../../questions/every-type.md)

[走一个案例](../../../scenarios/first-call.md)
"""


@pytest.fixture
def courses(world: Any) -> Any:
    """The world with two lessons, their questions and a case."""
    world.put("questions/every-type.md", EVERY)
    world.put("course.yaml", COURSE)
    world.put("lessons/basics/01-first.md", lesson(1, "first", "第一课", "四大特征", "三问"))
    world.put("lessons/basics/02-second.md", lesson(2, "second", "第二课", "怎么买"))
    return world


@pytest.fixture
def reader(courses: Any) -> Service:
    opened: Service = courses.open()
    return opened


def test_the_course_lists_its_lessons_in_order(reader: Service) -> None:
    course = reader.course()
    (module,) = course.modules
    assert (module.id, module.title, module.english) == ("basics", "认清大客户", "Knowing the Account")
    assert [(row.id, row.pages, row.status, row.minutes) for row in module.lessons] == [
        ("first", 3, "new", 5),
        ("second", 2, "new", 6),
    ]
    assert course.current is not None and course.current.id == "first"
    assert [(row.checks, row.checks_done) for row in module.lessons] == [(9, 0), (9, 0)]
    assert reader.home().lesson is None


def test_the_position_is_kept(courses: Any, reader: Service) -> None:
    page = reader.page("first")
    assert (page.page, page.pages, page.title) == (0, 3, "第一课")
    assert (page.previous_lesson, page.next_lesson) == (None, "second")
    assert page.titles == ("第一课", "四大特征", "三问")
    assert page.module_title == "认清大客户"
    assert reader.page("first", 1).title == "四大特征"
    later: Service = courses.open()
    assert later.page("first").page == 1
    home = later.home().lesson
    assert home is not None and (home.id, home.page, home.status) == ("first", 1, "begun")
    assert later.page("first", 99).page == 2
    with pytest.raises(UsageError) as caught:
        later.page("nothing")
    assert caught.value.code == "SV215"


def test_a_read_lesson_hands_over_to_the_next(reader: Service) -> None:
    reader.page("first", 2)
    reader.mark_read("first")
    reader.page("first", 2)  # back from its checks
    course = reader.course()
    assert [row.status for row in course.modules[0].lessons] == ["read", "new"]
    assert course.current is not None and course.current.id == "second"
    home = reader.home().lesson
    assert home is not None and home.id == "second"
    assert reader.page("first").page == 2  # reading it again does not make it unread
    assert [row.status for row in reader.course().modules[0].lessons] == ["read", "new"]
    reader.page("second")
    reader.mark_read("second")
    assert reader.course().current is None and reader.home().lesson is None
    with pytest.raises(UsageError):
        reader.mark_read("nothing")


def test_marks_belong_to_a_person(reader: Service) -> None:
    reader.use_person(number="1")
    reader.page("first", 2)
    reader.use_person(number="2")
    assert reader.page("first").page == 0
    reader.use_person(number="1")
    assert reader.page("first").page == 2


def test_checks_on_a_page_count(reader: Service) -> None:
    checks = [part for part in reader.page("first", 0).parts if part.kind == "check"]
    (one,) = checks
    assert (one.item, one.items, one.done, one.score, one.missing) == ("every-type/谁拍板", 1, 0, None, False)
    view = reader.start_quiz(one.target, item=one.item, key=key())
    reply(reader, view, WRONG["谁拍板"])
    (one,) = [part for part in reader.page("first", 0).parts if part.kind == "check"]
    assert (one.done, one.score) == (1, 0.0)
    reply(reader, reader.start_quiz(one.target, item=one.item, key=key()), RIGHT["谁拍板"])
    (one,) = [part for part in reader.page("first", 0).parts if part.kind == "check"]
    assert (one.done, one.score) == (1, 1.0)
    group, case = [part for part in reader.page("first", 2).parts if part.kind in ("check", "case")]
    assert (group.items, group.done, group.title) == (9, 1, "各种题型")
    assert (case.kind, case.target, case.title, case.missing) == ("case", "first-call", "前台那十五秒", False)
    assert [row.checks_done for row in reader.course().modules[0].lessons] == [1, 1]


def test_search_finds_lessons_questions_and_cases(reader: Service) -> None:
    (hit, *_) = reader.search("四大特征")
    assert (hit.kind, hit.id, hit.page) == ("lesson", "first", 1)
    assert {hit.kind for hit in reader.search("前台")} >= {"case"}
    assert any(hit.kind == "question" and hit.id == "every-type/谁拍板" for hit in reader.search("签字放行"))
    assert reader.search("   ") == ()
