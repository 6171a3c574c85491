"""``trainer bank``: what an instructor sees, and what is on the disk afterwards."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.banks import EITHER, MULTIPLE, ROWS, SINGLE, changed, workbook
from tests.support.cli import Result, run_here, snapshot
from trainer.content.library import load_library
from trainer.content.question_reader import read_questions
from trainer.exchange.bank.prose import plain_text

Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *argv: run_here(capsys, "bank", *argv)


def put(data: bytes, name: str = "题库.xlsx") -> str:
    Path(name).write_bytes(data)
    return name


def stored(home: Path) -> Path:
    return home / ".local" / "share" / "trainer" / "content" / "questions"


def test_a_workbook_becomes_a_file_of_the_library(run: Run, isolated_home: Path) -> None:
    result = run("import", put(workbook()))
    assert result.code == 0
    assert "题库.xlsx（考试宝版式）：8 题。" in result.out
    assert "单选 2、多选 1、判断 1、排序 1、填空 1、数值 1、简答 1" in result.out
    path = stored(isolated_home) / "ti-ku.md"
    assert str(path) in result.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    file = read_questions(path.read_bytes(), str(path), competencies=()).file
    assert file is not None
    assert (file.id, file.title, len(file.items)) == ("ti-ku", "题库", 8)
    assert "ti-ku" in load_library().question_files


def test_a_dry_run_writes_nothing(run: Run, isolated_home: Path) -> None:
    source = put(workbook())
    result = run("import", source, "--dry-run")
    assert result.code == 0
    assert "预览通过" in result.out
    assert snapshot(isolated_home) == {}


def test_one_slip_keeps_everything_out(run: Run, isolated_home: Path, tmp_path: Path) -> None:
    source = put(workbook([*ROWS, changed(SINGLE, A="还有谁？", K="H")]))
    before = snapshot(tmp_path)
    result = run("import", source)
    assert result.code == 2
    assert "题库!K11 错误 BKE204 答案里有 H，选项只到 D。" in result.out
    assert "怎么改：改答案，或补上选项 H。" in result.out
    assert "什么也没有导入" in result.out
    assert snapshot(isolated_home) == {}
    assert snapshot(tmp_path) == before


def test_the_preview_as_json(run: Run) -> None:
    result = run("import", put(workbook([SINGLE, changed(MULTIPLE, K="A")])), "--format", "json")
    found = json.loads(result.out)
    assert result.code == 2
    assert {key: found[key] for key in ("format", "count", "errors", "imported", "path")} == {
        "format": "kaoshibao", "count": 1, "errors": 1, "imported": False, "path": "",
    }  # fmt: skip
    assert found["findings"][0] | {"message": "", "fix": ""} == {
        "code": "BKE203", "severity": "error", "place": "题库!K4", "message": "", "fix": "",
    }  # fmt: skip


def test_the_same_bank_twice(run: Run) -> None:
    source = put(workbook())
    assert run("import", source, "--as-file", "mine").code == 0
    again = run("import", source, "--as-file", "mine")
    assert (again.code, "EX101" in again.err) == (2, True)
    assert run("import", source, "--as-file", "mine", "--force").code == 0
    other = run("import", source, "--as-file", "other")
    assert other.code == 2
    assert "题库里已经有这一题：mine/" in other.out
    skipped = run("import", put(workbook([*ROWS, changed(EITHER, A="新的一题，说法对的是")])), "--as-file", "more",
                  "--skip-duplicates")  # fmt: skip
    assert skipped.code == 0
    assert "跳过重复的 8 题。" in skipped.out
    assert len(load_library().question_files["more"].items) == 1


def test_duplicates_inside_the_file(run: Run) -> None:
    wide = changed(SINGLE, A="大客户的特征不包括( )", C="采购量 大")
    near = changed(EITHER, A="下列说法里对的是哪一个呢请选")
    same = run("import", put(workbook([SINGLE, wide])), "--dry-run")
    assert (same.code, "题库!A4 错误 BKE314 与 题库!A3 是同一题。" in same.out) == (2, True)
    other = run("import", put(workbook([SINGLE, changed(wide, K="A")])), "--dry-run")
    assert (other.code, "BKE316" in other.out) == (2, True)
    alike = run("import", put(workbook([near, changed(near, A=near[0] + "吧")])), "--dry-run")
    assert (alike.code, "注意 BKW315" in alike.out) == (0, True)


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("import", "没有.xlsx"), "CL201"),
        (("import", "."), "EX218"),
        (("import", "a.png"), "EX201"),
        (("import", "good.xlsx", "--as-file", "我的"), "EX213"),
        (("import", "good.xlsx", "--as-file", "trust"), "EX212"),
        (("import", "good.xlsx", "--to", "nowhere"), "EX102"),
        (("import", "good.xlsx", "--format-of", "csv"), "EX201"),
        (("import",), "CL103"),
        (("import", "good.xlsx", "--format-of", "doc"), "CL104"),
        (("imprt", "good.xlsx"), "CL101"),
        (("export", "trst", "--out", "x.gift"), "EX214"),
        (("export", "trust/无", "--out", "x.gift"), "EX214"),
        (("export", "--out", "x.docx"), "EX105"),
        (("export", "--out", "nowhere/x.gift"), "EX102"),
        (("export", "--decisions", "无", "--out", "x.gift"), "EX217"),
        (("export", "--out", "good.xlsx"), "EX101"),
        (("template", "--out", "good.xlsx"), "EX101"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_bad_usage_is_told_and_changes_nothing(
    run: Run, tmp_path: Path, isolated_home: Path, argv: tuple[str, ...], code: str
) -> None:
    put(workbook([SINGLE]), "good.xlsx")
    put(b"\x89PNG\r\n\x1a\n\x00\x00", "a.png")
    before = snapshot(tmp_path)
    result = run(*argv)
    assert result.code == 2
    assert code in result.err
    assert "怎么改" in result.err
    assert snapshot(tmp_path) == before
    assert snapshot(isolated_home) == {}


def test_into_a_folder_of_ones_own(run: Run, isolated_home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    result = run("import", put(workbook([SINGLE]), "a.xlsx"), "--to", "mine")
    assert (result.code, "--content" in result.out) == (0, True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["a.md"]
    (tmp_path / "mine" / "questions").mkdir()
    again = run("import", "a.xlsx", "--to", "mine", "--content", "mine")
    assert (again.code, "trainer quiz a" in again.out) == (0, True)
    assert [path.name for path in (tmp_path / "mine" / "questions").iterdir()] == ["a.md"]
    assert snapshot(isolated_home) == {}


def test_the_template_can_be_filled_in(run: Run) -> None:
    assert run("template", "--out", "t.xlsx").code == 0
    empty = run("import", "t.xlsx")
    assert empty.code == 0
    assert "没有要导入的题" in empty.out
    assert "示例行没有导入" in empty.out


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv", "x.gift", "x.xml"])
def test_an_export_comes_back(run: Run, name: str) -> None:
    done = run("export", "trust", "--out", name, "--format", "json")
    assert done.code == 0
    found = json.loads(done.out)
    assert found["count"] + sum(one["field"] == "item" for one in found["lost"]) == len(
        load_library().question_files["trust"].items
    )
    assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    back = run("import", name, "--as-file", "back", "--skip-duplicates", "--format", "json")
    assert back.code == 0
    assert (len(json.loads(back.out)["skipped"]), json.loads(back.out)["count"]) == (found["count"], 0)


def test_single_questions_are_exported(run: Run) -> None:
    item = load_library().question_files["trust"].items[0]
    result = run("export", item.id, "--out", "x.xlsx", "--format", "json")
    assert json.loads(result.out)["count"] == 1


def test_what_is_lost_is_told(run: Run) -> None:
    result = run("export", "--out", "x.gift")
    assert result.code == 0
    assert "题没有完整带出" in result.out
    assert "整题（这个格式没有这种题型）" in result.out


def test_decisions_become_questions_that_say_so(run: Run, repo_root: Path) -> None:
    Path("mine/scenarios").mkdir(parents=True)
    case = (repo_root / "tests/fixtures/content/first-call.md").read_bytes()
    Path("mine/scenarios/first-call.md").write_bytes(case)
    result = run("export", "--decisions", "first-call", "--out", "d.xlsx", "--content", "mine", "--format", "json")
    assert result.code == 0
    found = json.loads(result.out)
    assert (found["count"], found["lost"]) == (2, [])
    assert run("import", "d.xlsx", "--as-file", "decisions").code == 0
    first, second = load_library().question_files["decisions"].items
    assert (first.name, second.name) == ("总机", "周工接电话")
    for item in (first, second):
        assert item.tags == ("派生自案例",)
        assert sum(option.right for option in item.options) == 1
        assert "前台那十五秒" in plain_text(item.stem)
    assert [option.text for option in first.options if option.right] == ["问三号线停机的事归谁管"]


def test_the_messages_in_english(run: Run) -> None:
    result = run("import", put(workbook([changed(SINGLE, K="E")])), "--lang", "en")
    assert "题库!K3 error BKE204 The answer has E, but the options end at D." in result.out
