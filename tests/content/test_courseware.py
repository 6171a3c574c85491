"""Lessons, questions and modules of a library: in the order of the course, read when asked for, linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.lesson_frame import QUESTIONS, framed, library, world
from trainer.content import shelf
from trainer.content.course import read_course
from trainer.content.courseware import find_page
from trainer.content.library import Library, load_library
from trainer.paths import bundled_content


def lesson(ident: str, module: str = "know-the-account", text: str = "甲。") -> str:
    return framed(text).replace("编号: a", f"编号: {ident}").replace("模块: know-the-account", f"模块: {module}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three modules, the last one not in course.yaml."""
    folder = world(tmp_path)
    (folder / "02-second.md").write_text(lesson("second"), "utf-8")
    (folder / "10-tenth.md").write_text(lesson("tenth"), "utf-8")
    for module in ("intelligence", "elsewhere"):
        other = folder.parent / module
        other.mkdir()
        (other / f"01-{module}-1.md").write_text(lesson(f"{module}-1", module), "utf-8")
    return tmp_path


def test_lessons_stand_in_the_order_of_the_course(root: Path) -> None:
    made = library(root)
    assert [module.id for module in made.modules] == ["know-the-account", "intelligence", "elsewhere"]
    assert [module.title for module in made.modules] == ["认清大客户", "情报", "elsewhere"]
    assert list(made.lessons) == ["second", "tenth", "b", "intelligence-1", "elsewhere-1"]
    assert made.lessons_of("know-the-account") == ("second", "tenth", "b")
    assert len(made.lessons) == 5


def test_a_broken_lesson_hides_no_other(root: Path) -> None:
    (root / "courseware/lessons/know-the-account/03-broken.md").write_text("# 没有开头信息\n", "utf-8")
    made = library(root)
    assert "broken" not in made.lessons
    assert len(made.lessons) == 5


def test_one_lesson_reads_one_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = shelf.read_bytes

    def note(path: Path) -> bytes:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(shelf, "read_bytes", note)
    made = library(root)
    assert made.lessons["second"].pages[0].parts[-1].target == "first"
    assert made.lessons["second"] is made.lessons["second"]
    assert read == ["02-second.md"]
    assert made.items["first/先放哪一家"].name == "先放哪一家"
    assert read == ["02-second.md", "first.md"]


def test_checks_of_one_item_carry_its_id(root: Path) -> None:
    questions = root / "courseware/questions/first.md"
    questions.write_text(QUESTIONS.replace("## 先放哪一家\n", "## 先放哪一家\n`号 q1`\n"), "utf-8")
    path = root / "courseware/lessons/know-the-account/02-second.md"
    for anchor, item in (("先放哪一家", "first/q1"), ("先放%E5%93%AA一家", "first/q1"), ("没有", "first/没有")):
        path.write_text(lesson("second", text=f"[做](../../questions/first.md#{anchor})"), "utf-8")
        assert library(root).lessons["second"].pages[0].parts[1].item == item


def test_the_users_own_folder_needs_no_courseware_folder(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "questions").mkdir(parents=True)
    (own / "lessons").mkdir()
    (own / "questions/mine.md").write_text(QUESTIONS.replace("编号: first", "编号: mine"), "utf-8")
    (own / "lessons/my-lesson.md").write_text(lesson("my-lesson", "mine"), "utf-8")
    (own / "course.yaml").write_text(
        "modules:\n- 编号: mine\n  标题: 我的\n- 编号: intelligence\n  标题: 别的\n", "utf-8"
    )
    made = Library((root, own), ())
    assert list(made.question_files) == ["first", "mine"]
    assert [(module.id, module.title) for module in made.modules] == [
        ("know-the-account", "认清大客户"),
        ("intelligence", "情报"),
        ("mine", "我的"),
        ("elsewhere", "elsewhere"),
    ]
    assert made.lessons_of("mine") == ("my-lesson",)


def test_pages_are_found_by_their_titles(root: Path) -> None:
    made = library(root).lessons["b"]
    assert [find_page(made, title) for title in ("", "另一篇", " 盘子 有多大 ", "没有")] == [0, 0, 1, None]


@pytest.mark.parametrize(
    ("text", "codes", "modules"),
    [
        ("", [], []),
        ("modules: []\n", [], []),
        ("modules:\n- 编号: a\n  标题: 甲\n", [], ["a"]),
        ("modules:\n- 编号: A b\n  标题: 甲\n- 编号: c\n  标题: 丙\n", ["YM114"], ["c"]),
        ("modules:\n- 标题: 甲\n", ["YM112"], []),
        ("modules:\n- 编号: a\n", ["YM112"], []),
        ("modules:\n- 编号: a\n  标题: 甲\n  说名: 一\n", ["YM111"], ["a"]),
        ("modules: 甲\n", ["YM113"], []),
        ("modules:\n- 甲\n", ["YM113"], []),
        ("module: []\n", ["YM111"], []),
        ("- 甲\n", ["YM107"], []),
        ("modules: [", ["YM103"], []),
        ("a: &x 1\n", ["YM105"], []),
    ],
)
def test_what_a_course_says(text: str, codes: list[str], modules: list[str]) -> None:
    found = read_course(text, "course.yaml")
    assert [finding.code for finding in found.diagnostics] == codes
    assert [module.id for module in found.modules] == modules


def test_the_shipped_course_is_complete() -> None:
    made = load_library()
    first = made.courses[0]
    assert first.diagnostics == ()
    assert first.first_case in made.scenarios
    assert [module.id for module in made.modules] == [module.id for module in first.modules]
    assert all(made.lessons_of(module.id) for module in made.modules)
    assert (bundled_content() / "courseware" / "catalogue.yaml").is_file()
