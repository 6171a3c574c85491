"""``trainer check`` over everything: each file by the reader of its kind, then all of them together; ``coverage``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.content_frame import framed as framed_case
from tests.support.lesson_frame import QUESTIONS, framed, library, world
from trainer.cli.checking import check_paths
from trainer.cli.commands.check import content_folders
from trainer.content.competencies import read_competencies
from trainer.content.coverage import Row, coverage, missing, read_catalogue
from trainer.content.kinds import kind_of
from trainer.content.library import load_library
from trainer.content.schema_values import REFERENCES
from trainer.paths import bundled_content

EXAM = "---\n编号: quiz\n标题: 小考\n抽题:\n  任意: 1\n---\n\n一道题。\n"


def codes(*paths: Path) -> list[tuple[str, str]]:
    """Code and file of every finding but hints."""
    found = check_paths([str(path) for path in paths], static=True).findings
    return [(finding.code, Path(finding.file).name) for finding in found if finding.severity != "info"]


def test_the_shipped_content_has_no_findings() -> None:
    checked = check_paths(content_folders(None), static=True)
    assert [f"{f.file}:{f.line} {f.code} {f.message}" for f in checked.findings if f.severity != "info"] == []
    assert checked.files >= 18


def test_every_kind_is_read_by_its_reader(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "courseware/exams").mkdir()
    (tmp_path / "courseware/tools").mkdir()
    (tmp_path / "scenarios/a.md").write_text(framed_case("甲。").replace("(#收线)", "(#没有)"), "utf-8")
    (tmp_path / "courseware/questions/bad.md").write_text("---\n编号: bad\n标题: 甲\n---\n\n## 题\n\n问？\n", "utf-8")
    (tmp_path / "courseware/exams/bad.md").write_text("---\n编号: bad\n---\n", "utf-8")
    (folder / "01-bad.md").write_text("---\n编号: bad\n---\n\n# 甲\n\n乙。\n", "utf-8")
    (tmp_path / "courseware/tools/t01.md").write_text("随便写\n", "utf-8")
    (tmp_path / "README.md").write_text("# 说明\n", "utf-8")
    (tmp_path / "courseware/course.yaml").write_text("modules: 甲\n", "utf-8")
    checked = check_paths([str(tmp_path)], static=True)
    by_file = {
        Path(f.file).relative_to(tmp_path).as_posix(): f.code[:2] for f in checked.findings if f.severity == "error"
    }
    assert set(by_file) == {
        "scenarios/a.md",
        "courseware/questions/bad.md",
        "courseware/exams/bad.md",
        "courseware/lessons/know-the-account/01-bad.md",
        "courseware/course.yaml",
    }
    assert checked.files == 7
    assert checked.exit_code == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (EXAM, "exam"),
        (framed("甲。"), "lesson"),
        (QUESTIONS, "question"),
        ("---\n编号: a\n---\n## 填\n\n____\n\n- 答：甲\n", "question"),
        (framed_case("- [ ] 清单\n- [甲](#收线)"), "scenario"),
        ("随便", "scenario"),
        ("", "scenario"),
    ],
)
def test_a_file_outside_the_known_folders_tells_its_kind(tmp_path: Path, text: str, kind: str) -> None:
    assert kind_of(tmp_path / "x.md", text.encode()) == kind
    assert kind_of(tmp_path / "questions" / "x.md", text.encode()) == "question"


def test_a_single_file_is_checked_against_its_folder(tmp_path: Path) -> None:
    folder = world(tmp_path)
    path = folder / "01-a.md"
    path.write_text(framed("[甲](../../questions/first.md#先放那一家)\n\n[乙](b.md#盘子有多大)"), "utf-8")
    assert codes(path) == [("LS602", "01-a.md")]
    finding = check_paths([str(path)], static=True).findings[0]
    assert (finding.line, finding.column, finding.source[: finding.column - 1]) == (14, 5, "[甲](")
    assert finding.params["near"] == "先放哪一家"


def test_a_case_of_the_shipped_content_may_be_linked(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (folder / "01-a.md").write_text(framed("[甲](../../../scenarios/bid-360w.md)"), "utf-8")
    assert codes(folder) == []


def test_the_same_id_twice_names_both_files(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (folder / "01-a.md").write_text(framed("甲。"), "utf-8")
    (folder / "02-a.md").write_text(framed("乙。"), "utf-8")
    assert codes(tmp_path) == [("YM125", "01-a.md"), ("YM125", "02-a.md")]


def test_a_lesson_and_a_question_file_may_share_an_id(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (folder / "01-first.md").write_text(framed("甲。").replace("编号: a", "编号: first"), "utf-8")
    assert codes(tmp_path) == []


def test_broken_targets_are_told_of_once(tmp_path: Path) -> None:
    """A question file with errors is told of; the lesson that links to it is told that it cannot be opened."""
    folder = world(tmp_path)
    (folder / "01-a.md").write_text(framed("甲。"), "utf-8")
    (tmp_path / "courseware/questions/first.md").write_text(QUESTIONS.replace("[x]", "[ ]"), "utf-8")
    found = codes(tmp_path)
    assert ("LS601", "01-a.md") in found
    assert any(file == "first.md" and code.startswith("QZ") for code, file in found)


# --- coverage --------------------------------------------------------------------------------------------------------


def test_the_catalogue_is_complete() -> None:
    catalogue = read_catalogue()
    wanted = [f"{kind}{n:02d}" for kind, last in (*REFERENCES.items(), ("K", 10)) for n in range(1, last + 1)]
    assert sorted(entry.code for entry in catalogue) == sorted(wanted)
    assert all(entry.title and entry.group for entry in catalogue)
    infos = read_competencies(bundled_content() / "courseware" / "competencies.yaml")
    assert {info.code for info in infos} == {entry.code for entry in catalogue if entry.kind == "K"}


def test_what_covers_what(tmp_path: Path) -> None:
    folder = world(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "courseware/tools").mkdir()
    case = framed_case("甲。").replace("能力:", "案例: [C23, C24]\n框架: [F74]\n工具: [T15]\n能力:", 1)
    (tmp_path / "scenarios/a.md").write_text(case, "utf-8")
    (tmp_path / "courseware/tools/matrix.md").write_text("---\n编号: matrix\n工具: T01\n框架: [F30]\n---\n", "utf-8")
    (folder / "01-a.md").write_text(framed("甲。").replace("框架:", "案例: C13\n框架:", 1), "utf-8")
    questions = tmp_path / "courseware/questions/first.md"
    questions.write_text(QUESTIONS.replace("## 先放哪一家\n", "## 先放哪一家\n`框架 F06`\n"), "utf-8")
    rows = coverage(library(tmp_path), read_catalogue())
    found = {code: row.as_dict() for code, row in rows.items() if row != Row()}
    empty: dict[str, list[str]] = Row().as_dict()
    item = "first/先放哪一家"
    assert found == {
        "F05": {**empty, "lessons": ["a"]},
        "F06": {**empty, "questions": [item]},
        "F30": {**empty, "tools": ["matrix"]},
        "F74": {**empty, "scenarios": ["a"]},
        "C13": {**empty, "lessons": ["a"]},
        "C23": {**empty, "scenarios": ["a"]},
        "C24": {**empty, "scenarios": ["a"]},
        "T01": {**empty, "tools": ["matrix"]},
        "T15": {**empty, "scenarios": ["a"]},
        "K01": {**empty, "lessons": ["a"], "questions": [item]},
        "K03": {**empty, "scenarios": ["a"]},
        "K04": {**empty, "scenarios": ["a"]},
    }


def test_the_json_has_every_entry_and_the_text_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    from trainer.cli.main import main

    def run(*argv: str) -> str:
        assert main([*argv]) == 0
        return capsys.readouterr().out

    data = json.loads(run("coverage", "--format", "json"))
    catalogue = read_catalogue()
    assert list(data) == [entry.code for entry in catalogue]
    assert all(list(row) == ["lessons", "questions", "scenarios", "tools"] for row in data.values())
    assert data["F05"]["lessons"] == ["three-questions"]
    assert "bid-360w" in data["C01"]["scenarios"]

    rows = coverage(load_library(), catalogue)
    text = run("coverage")
    for entry in catalogue:
        lacking = missing(entry, rows[entry.code])
        line = next((line for line in text.splitlines() if line.startswith(f"  {entry.code} ")), "")
        assert bool(line) == bool(lacking)
        assert line.count("缺课文") + line.count("缺题目") + line.count("缺演练") + line.count("缺工具") == len(lacking)
    assert "F01" not in run("coverage", "--only", "T")
