"""``make bench``: ratios against peers, all taken in one run on one machine. Nothing is asserted on absolute time."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.measure import Row, interleaved, memory, process_seconds, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECTIONS: dict[str, Callable[[Bench], Iterator[Row]]] = {}


class Bench:
    """What the sections share: a home of their own, the peers, how often to repeat."""

    def __init__(self, folder: Path, rounds: int, events: int) -> None:
        self.folder = folder
        self.rounds = rounds
        self.events = events
        self.python = sys.executable
        self.trainer = str(Path(sys.executable).with_name("trainer"))
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.env = {
            **keep,
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
        }
        self.node = shutil.which("node")

    def peers(self) -> str | None:
        """Node with inkjs, installed if need be; None if this machine has no Node.js."""
        if self.node is None or shutil.which("npm") is None:
            return None
        if not (HERE / "node_modules" / "inkjs").is_dir():
            install = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
            subprocess.run(install, cwd=HERE, check=True)
        return self.node


def section(work: Callable[[Bench], Iterator[Row]]) -> Callable[[Bench], Iterator[Row]]:
    """Register a section under its function's name."""
    SECTIONS[work.__name__] = work
    return work


@section
def cli(bench: Bench) -> Iterator[Row]:
    """Starting the command line against starting Python."""
    commands = {
        "pass": [bench.python, "-c", "pass"],
        "--version": [bench.trainer, "--version"],
        "--help": [bench.trainer, "--help"],
    }
    jobs = {name: (lambda command=command: process_seconds(command, bench.env)) for name, command in commands.items()}
    took = interleaved(jobs, bench.rounds * 2)
    for name in ("--version", "--help"):
        yield Row(f"trainer {name}", took[name] / took["pass"], "×", "python -c pass", "≤ 8")


@section
def screen(bench: Bench) -> Iterator[Row]:
    """First paint and home with numbers against a bare Textual app, in a pseudo-terminal."""
    from tests.bench.bare import MARK
    from tests.support.terminal import Terminal

    ours: list[list[float]] = []
    sizes: dict[str, list[int]] = {"bare": [], "home": []}

    def bare() -> float:
        with Terminal([bench.python, str(HERE / "bare.py")], bench.env) as terminal:
            seconds = terminal.until(MARK)
            sizes["bare"].append(memory(terminal.child))
        return seconds

    def app() -> float:
        with Terminal([bench.trainer], bench.env) as terminal:
            ours.append([terminal.until(mark) for mark in ("大客户实战训练", "万防结剂")])
            sizes["home"].append(memory(terminal.child))
        return ours[-1][0]

    def numbers() -> float:
        return ours[-1][1]

    took = interleaved({"bare": bare, "paint": app, "numbers": numbers}, bench.rounds)
    yield Row("home, first paint", took["paint"] / took["bare"], "×", "bare Textual app", "≤ 1.6")
    yield Row("home with its numbers", took["numbers"] / took["bare"], "×", "bare Textual app", "≤ 4")
    if sizes["bare"][0]:
        bare_size, home_size = (statistics.median(sizes[name]) for name in ("bare", "home"))
        against = f"bare app: {bare_size / 1024:.0f} MiB"
        yield Row("memory of home with its numbers", home_size / bare_size, "×", against, "≤ 2.5")


@section
def keys(bench: Bench) -> Iterator[Row]:
    """From a key to the first byte of output: in play, a quiz and the search, against a bare option list."""
    from tests.bench.bare_list import MARK
    from tests.bench.keys import settle, side_by_side, single_choices
    from tests.support.terminal import Terminal

    moves = [b"\x1b[B", b"\x1b[A"] * 8
    env = {**bench.env, "TRAINER_CONTENT": str(single_choices(bench.folder / "single"))}
    took: dict[str, list[float]] = {}
    for number in range(max(3, bench.rounds // 2)):
        own = ["--db", str(bench.folder / f"keys-{number}.db")]
        with (
            Terminal([bench.python, str(HERE / "bare_list.py")], bench.env) as bare,
            Terminal([bench.trainer, "play", "spin-ladder", *own], env) as moving,
            Terminal([bench.trainer, "play", "spin-ladder", *own], env) as answering,
            Terminal([bench.trainer, *own], env) as searching,
            Terminal([bench.trainer, *own], env) as quiz,
        ):
            bare.until(MARK)
            for play in (moving, answering):
                play.until("怎么练")
                play.send(b"\r")
                play.until("你怎么做")
            searching.until("推荐")
            searching.send(b"\x0b")
            searching.until("搜索")
            quiz.until("推荐")
            quiz.send(b"4")
            quiz.until("只为量按键")
            quiz.send(b"\x1b[F\r")
            quiz.until("第1题")
            programs = {
                "bare": (bare, moves),
                "play, moving": (moving, moves),
                "play, answering": (answering, [b"1", b"2", b"1", b"2"]),
                "search, typing": (searching, [bytes([letter]) for letter in b"spin"] * 2 + [b"\x7f"] * 8),
                "quiz, moving": (quiz, moves),
            }
            for terminal, _ in programs.values():
                settle(terminal)
            for name, seconds in side_by_side(programs).items():
                took.setdefault(name, []).extend(seconds)
    reference = statistics.median(took.pop("bare"))
    for name, seconds in took.items():
        value, against = statistics.median(seconds) / reference, f"option list: {reference * 1000:.1f} ms"
        yield Row(f"key → first byte: {name}", value, "×", against, "≤ 1.5")


@section
def checking(bench: Bench) -> Iterator[Row]:
    """A hundred question files: read for the first time, and again when nothing has changed."""
    from tests.bench.many import make

    folder = bench.folder / "hundred"
    count = make(folder, ROOT)
    check = [bench.trainer, "check", str(folder)]

    def timed(*more: str) -> float:
        started = time.perf_counter()
        subprocess.run([*check, *more], env=bench.env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return time.perf_counter() - started

    jobs: dict[str, Callable[[], float]] = {
        "pass": lambda: process_seconds([bench.python, "-c", "pass"], bench.env),
        "first": lambda: timed("--fresh"),
        "again": timed,
    }
    took = interleaved(jobs, bench.rounds)
    yield Row(f"check of {count} question files, first", took["first"] / took["pass"], "×", "python -c pass")
    yield Row(f"check of {count} question files, again", took["again"] / took["pass"], "×", "python -c pass", "≤ 15")


@section
def reading(bench: Bench) -> Iterator[Row]:
    """A file of 2,000 nodes, read and checked in a fresh process, against the ink compiler."""
    from tests.bench.stories import as_ink, as_markdown, make

    story = make(2_000)
    ours, theirs = bench.folder / f"{story.name}.md", bench.folder / f"{story.name}.ink"
    ours.write_text(as_markdown(story), encoding="utf-8")
    theirs.write_text(as_ink(story), encoding="utf-8")
    jobs = {"ours": lambda: process_seconds([bench.trainer, "check", "--static", "--fresh", str(ours)], bench.env)}
    node = bench.peers()
    if node is not None:
        jobs["ink"] = lambda: process_seconds([node, str(HERE / "peers.cjs"), "compile", str(theirs)], bench.env)
    took = interleaved(jobs, bench.rounds)
    yield Row("read and check 2,000 nodes", took["ours"], "s")
    if node is not None:
        yield Row("read and check 2,000 nodes", took["ours"] / took["ink"], "×", "inkjs compiler", "≤ 0.8")


@section
def steps(bench: Bench) -> Iterator[Row]:
    """Random steps against the ink runtime."""
    from tests.bench.stories import as_ink, as_markdown, make

    story = make(200)
    ours, theirs = bench.folder / f"{story.name}.md", bench.folder / f"{story.name}.ink"
    ours.write_text(as_markdown(story), encoding="utf-8")
    theirs.write_text(as_ink(story), encoding="utf-8")

    def rate(command: list[str]) -> float:
        done = subprocess.run(command, env=bench.env, check=True, capture_output=True, text=True, cwd=ROOT)
        return float(done.stdout)

    def of_ours(kind: str) -> Callable[[], float]:
        return lambda: rate([bench.python, "-m", "tests.bench.steps", kind, str(ours), "1.0"])

    jobs = {"transition": of_ours("transition"), "step": of_ours("step")}
    node = bench.peers()
    if node is not None:
        jobs["ink"] = lambda: rate([node, str(HERE / "peers.cjs"), "steps", str(theirs), "1.0"])
    took = interleaved(jobs, max(3, bench.rounds // 2))
    yield Row("compiled transition", took["transition"], "steps/s")
    yield Row("step() with events", took["step"], "steps/s")
    if node is not None:
        yield Row("compiled transition", took["transition"] / took["ink"], "×", "inkjs runtime", "≥ 20")
        yield Row("step() with events", took["step"] / took["ink"], "×", "inkjs runtime", "≥ 3")


@section
def analysis(bench: Bench) -> Iterator[Row]:
    """The exact solver on a large made-up case and on one of usual size."""
    from tests.bench.steps import analysis_seconds
    from tests.bench.stories import as_markdown, make

    for count, budget in ((2_000, "≥ 300,000"), (60, "")):
        story = make(count)
        path = bench.folder / f"{story.name}.md"
        path.write_text(as_markdown(story), encoding="utf-8")
        runs = sorted(analysis_seconds(path) for _ in range(bench.rounds))
        seconds, states = runs[len(runs) // 2]
        if budget:
            yield Row(f"exact values, {states:,} states", states / seconds, "states/s", "", budget)
        else:
            yield Row(f"exact values, 60 nodes, {states:,} states", seconds, "s", "", "≤ 0.3")


@section
def million(bench: Bench) -> Iterator[Row]:
    """A person's own work beside a million stored events of others, against a database without them."""
    from tests.bench.filled import sides

    empty, full, held = sides(bench.folder, bench.events)
    of_empty, of_full = [], []
    for _ in range(bench.rounds + 1):
        of_empty.append(empty.round())
        of_full.append(full.round())
    for name in of_empty[0]:
        low, high = (statistics.median(one[name] for one in runs[1:]) for runs in (of_empty, of_full))
        budget = "" if name == "open" else "≤ 1.2"
        yield Row(f"{name} at {held:,} events", high / low, "×", f"empty: {low * 1000:.0f} ms", budget)


def main() -> int:
    """Run the sections that are named, or all."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="all if none is named")
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds of each section")
    parser.add_argument("--events", type=int, default=1_000_000, help="stored events of the section million")
    chosen = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), chosen.rounds, chosen.events)
        if bench.peers() is None:
            sys.stdout.write("Node.js with npm is not installed: the rows against inkjs are left out.\n")
        for name in chosen.sections or SECTIONS:
            rows += SECTIONS[name](bench)
    sys.stdout.write(table(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
