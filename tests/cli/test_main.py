"""The command line as a whole: help, languages, errors, streams, crashes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import trainer
from tests.support.cli import run_here, run_process
from trainer.cli.catalogue import command_names
from trainer.errors import CRASH_EXIT
from trainer.textutil import display_width


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(capsys, "--version").out == f"trainer {trainer.__version__}\n"


def test_version_after_a_global_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(capsys, "--lang", "en", "--version").out == f"trainer {trainer.__version__}\n"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_every_command(capsys: pytest.CaptureFixture[str], flag: str) -> None:
    result = run_here(capsys, flag)
    assert result.code == 0
    for name in command_names():
        assert re.search(rf"^  {name} +\S", result.out, re.MULTILINE)


@pytest.mark.parametrize("name", command_names())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    result = run_here(capsys, name, "--help", "--lang", lang)
    assert result.code == 0
    assert result.err == ""
    assert {"zh": "例子", "en": "Examples"}[lang] in result.out
    assert f"  trainer {name}" in result.out
    prose = re.sub(r"(?s)\n(例子|Examples)\n.*", "", result.out)
    assert (len(re.findall("[\u4e00-\u9fff]", prose)) > 10) == (lang == "zh")


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
def test_help_fits_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for argv in (["--help"], ["check", "--help"]):
        prose = run_here(capsys, *argv).out.partition("例子")[0].splitlines()[1:]
        assert max(map(display_width, prose)) <= int(columns)


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["chekc"], "CL101", "trainer check"),
        (["Check"], "CL101", "trainer check"),
        (["zzzzzz"], "CL101", "--help"),
        (["--frobnicate"], "CL102", "--frobnicate"),
        (["check", "--formt", "json"], "CL102", "--format"),
        (["explain"], "CL103", "CODE"),
        (["check", "--format", "yaml"], "CL104", "json"),
        (["analyse", "x", "--limit", "many"], "CL105", "--limit"),
        (["analyse", "x", "--limit", "0"], "CL105", "--limit"),
        (["check", "--format"], "CL106", "--format"),
        (["check", "--static=1"], "CL106", "--static"),
        (["explain", "SC201", "SC202"], "CL107", "trainer explain"),
        (["explain", "SC999x"], "CL207", "SC"),
        (["--lang", "fr", "check"], "CL104", "zh / en"),
        (["--lang"], "CL104", "zh / en"),
        (["check", "--content", "/nowhere"], "CL110", "/nowhere"),
        (["check", "/nowhere/case.md"], "CL201", "/nowhere/case.md"),
        (["check", "a\0b"], "CL203", "a"),
        (["analyse", "no-such-case"], "CL205", "no-such-case"),
        (["dump", "no-such-case"], "CL205", "no-such-case"),
        (["dump", "/nowhere.md"], "CL201", "/nowhere.md"),
    ],
    ids=lambda value: "_".join(value).replace("\0", "NUL") if isinstance(value, list) else None,
)
def test_bad_usage_is_told_with_code_and_fix(
    capsys: pytest.CaptureFixture[str], argv: list[str], code: str, words: str
) -> None:
    result = run_here(capsys, *argv)
    assert result.code == 2
    assert f"错误 {code}" in result.err
    assert "怎么改：" in result.err
    assert words in result.err
    assert "Traceback" not in result.err


def test_a_mistyped_case_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert "bid-360w" in run_here(capsys, "analyse", "bid-360").err


def test_language_of_the_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINER_LANG", "en_US.UTF-8")
    assert run_here(capsys, "--help").out.startswith("Usage: trainer")
    assert run_here(capsys, "--help", "--lang=zh").out.startswith("用法：trainer")


def test_without_a_terminal_the_interface_explains_and_leaves() -> None:
    result = run_process()
    assert result.code == 4
    assert "EN005" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    "locale", [{"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"LANG": None}]
)
def test_output_is_utf8_whatever_the_locale(locale: dict[str, str | None]) -> None:
    env = {**locale, "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None}
    assert run_process("--help", env=env).out.startswith("用法：")
    assert "没有" in run_process("nosuch", env=env).err


def test_output_is_utf8_whatever_python_was_told() -> None:
    assert run_process("--help", env={"PYTHONIOENCODING": "latin-1"}).out.startswith("用法：")


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a POSIX shell")
@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["check", "--help"], ["explain", "EN005"]], ids=" ".join)
def test_closed_stdout_is_told_on_stderr(argv: list[str]) -> None:
    result = run_process(*argv, close=[1])
    assert result.code == 4
    assert "EN003" in result.err
    assert "Traceback" not in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by a POSIX shell")
def test_all_streams_closed_is_no_crash() -> None:
    assert run_process("--help", close=[0, 1, 2]).code == 4


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "trainer", "--help"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert b"EN004" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "trainer", "--help"], stdout=write_end, stderr=subprocess.PIPE, check=False
    )
    os.close(write_end)
    assert done.returncode == 141
    assert done.stderr == b""


def crash(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Let the program itself fail while it holds a secret."""
    from trainer.cli.commands import explain

    def fail(code: str) -> str:
        answer_key = "标准答案" + code
        raise ValueError(answer_key)

    monkeypatch.setattr(explain, "explanation", fail)
    result = run_here(capsys, "explain", "SC201")
    return result.code, result.err


def test_a_crash_leaves_a_private_file_without_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, isolated_home: Path
) -> None:
    code, err = crash(capsys, monkeypatch)
    assert code == CRASH_EXIT
    assert "Traceback" not in err
    assert "标准答案" not in err
    (path,) = isolated_home.rglob("crash-*.txt")
    assert path.stem.removeprefix("crash-") in err
    assert str(path) in err
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_main.py" in text
    assert "标准答案" not in text
    assert "answer_key" not in text
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_without_a_home_is_still_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, isolated_home: Path
) -> None:
    blocked = isolated_home / "file"
    blocked.write_text("")
    monkeypatch.setenv("HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    code, err = crash(capsys, monkeypatch)
    assert code == CRASH_EXIT
    assert "ValueError" in err


def test_an_interrupt_ends_quietly(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from trainer.cli.commands import explain

    def interrupt(code: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(explain, "explanation", interrupt)
    result = run_here(capsys, "explain", "SC201")
    assert (result.code, result.out, result.err) == (130, "", "")


def test_explain_knows_every_error(capsys: pytest.CaptureFixture[str]) -> None:
    from trainer.i18n.zh.errors import MESSAGES

    for code in MESSAGES:
        if "." not in code:
            result = run_here(capsys, "explain", code.lower())
            assert result.code == 0
            assert result.out.startswith(f"# {code}\n")
