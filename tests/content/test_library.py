"""Folders of content: what is listed, found, hidden by nothing, and read only when asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.support.content_frame import framed
from trainer.content.competencies import competency_names, read_competencies
from trainer.content.library import Library, duplicate_ids, load_library
from trainer.content.reader import read_scenario
from trainer.errors import UsageError
from trainer.paths import user_content_dir

GOOD = framed("电话响了三声。")


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(text.replace("编号: a", f"编号: {name}"), "utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write(tmp_path / "scenarios", "one", GOOD)
    write(tmp_path / "scenarios", "two", GOOD)
    write(tmp_path / "scenarios", "broken", GOOD.replace("(#收线)", "(#没有)"))
    return Library((tmp_path,), ())


def test_a_broken_file_hides_no_other(library: Library) -> None:
    assert list(library.scenarios) == ["one", "two"]
    assert {Path(f.file).stem for f in library.diagnostics} == {"broken"}
    with pytest.raises(KeyError):
        library.get("broken")


def test_the_text_is_the_files_exact_text(library: Library) -> None:
    for key, scenario in library.scenarios.items():
        assert hashlib.sha256(library.text(key).encode()).hexdigest() == scenario.digest


def test_getting_one_case_reads_one_file(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer.content import shelf as module

    read: list[str] = []
    original = module.read_bytes

    def note(path: Path) -> bytes:
        read.append(path.stem)
        return original(path)

    monkeypatch.setattr(module, "read_bytes", note)
    assert library.get("two").id == "two"
    assert library.get("two").title == "试一试"
    assert read == ["two"]


def test_cards_say_what_a_list_needs(library: Library) -> None:
    card = library.cards["one"]
    assert (card.id, card.title) == ("one", "试一试")
    assert [c.name for c in card.competencies] == ["需求挖掘", "决策链"]


def test_an_unknown_id_is_a_key_error(library: Library) -> None:
    for ask in (library.get, library.text, library.path):
        with pytest.raises(KeyError):
            ask("nothing")


def test_the_same_id_twice_names_both_files(tmp_path: Path) -> None:
    first = write(tmp_path / "a", "one", GOOD)
    second = write(tmp_path / "b", "one", GOOD)
    library = Library((tmp_path / "a", tmp_path / "b"), ())
    found = library.duplicates()
    assert [(f.code, f.file, f.line, f.column) for f in found] == [
        ("YM125", str(first), 2, 5),
        ("YM125", str(second), 2, 5),
    ]
    assert str(second) in found[0].message and str(first) in found[1].message
    assert library.get("one").path == str(first)


def test_ids_of_broken_files_are_compared_too() -> None:
    good = read_scenario(GOOD, "x/a.md", competencies=())
    broken = read_scenario(GOOD.replace("(#收线)", "(#没有)"), "y/a.md", competencies=())
    assert broken.scenario is None
    assert [f.file for f in duplicate_ids([("x/a.md", good), ("y/a.md", broken)])] == ["x/a.md", "y/a.md"]


def test_an_unreadable_file_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer.content import shelf as module

    write(tmp_path, "one", GOOD)
    write(tmp_path, "two", GOOD)
    original = module.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "one":
            raise UsageError("CL203", place=str(path), reason="Permission denied")
        return original(path)

    monkeypatch.setattr(module, "read_bytes", refuse)
    library = Library((tmp_path,), ())
    assert list(library.scenarios) == ["two"]
    assert [(f.code, f.severity.value) for f in library.diagnostics] == [("SC100", "error")]
    assert "Permission denied" in library.diagnostics[0].message


def test_a_folder_that_looks_like_a_file_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "one", GOOD)
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    assert list(Library((tmp_path,), ()).scenarios) == ["one"]


def test_the_library_of_the_machine_joins_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(user_content_dir() / "scenarios", "mine", GOOD)
    write(tmp_path / "named", "given", GOOD)
    write(tmp_path / "variable", "from-variable", GOOD)
    monkeypatch.setenv("TRAINER_CONTENT", str(tmp_path / "variable"))
    ids = list(load_library().cards)
    assert "mine" in ids and "from-variable" in ids and "given" not in ids
    ids = list(load_library(tmp_path / "named").cards)
    assert "mine" in ids and "given" in ids and "from-variable" not in ids


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_library(tmp_path / "nowhere")


def test_every_shipped_case_reads_without_errors() -> None:
    library = load_library()
    assert library.cards
    assert set(library.cards) == set(library.scenarios)
    assert [f"{f.file}:{f.line} {f.code}" for f in library.diagnostics if f.severity.value == "error"] == []


def test_the_competencies_are_complete() -> None:
    from trainer.paths import bundled_content

    infos = read_competencies(bundled_content() / "courseware" / "competencies.yaml")
    assert [info.code for info in infos] == [f"K{n:02d}" for n in range(1, 11)]
    assert tuple(info.name for info in infos) == competency_names()
    for info in infos:
        assert info.english and set(info.definition) == {"zh", "en"}
        assert set(info.levels) == {"L1", "L2", "L3", "L4", "L5"}
        assert all(set(texts) == {"zh", "en"} for texts in info.levels.values())
