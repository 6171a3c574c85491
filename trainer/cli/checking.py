"""What ``trainer check`` does: every file read by the reader of its kind, then all of them together."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli import memory, report_errors
from trainer.cli.files import COURSEWARE, find
from trainer.cli.findings import count
from trainer.content.diagnostics import Diagnostic, Severity
from trainer.errors import UsageError
from trainer.paths import bundled_content, user_content_dir

if TYPE_CHECKING:
    from trainer.content.crosscheck import CrossCheck
    from trainer.content.exam_reader import ExamResult
    from trainer.content.lesson_reader import LessonResult
    from trainer.content.library import Library
    from trainer.content.model import Scenario
    from trainer.content.question_tree import QuestionResult
    from trainer.content.reader import ReadResult
    from trainer.content.refs import RefKind

COURSE = "course.yaml"
MOST_AROUND = 20_000
"""Texts in a key; a folder with more files than that is read anew each time."""


@dataclass(slots=True)
class Checked:
    """What a run of the command found. ``unread``: a path could not be read."""

    files: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    unread: bool = False

    @property
    def exit_code(self) -> int:
        """0 without errors, 1 with errors, 2 when a path cannot be read."""
        return 2 if self.unread else int(count(self.findings, Severity.ERROR) > 0)


def check_paths(paths: Sequence[str], *, static: bool, extra: Path | None = None) -> Checked:
    """Check every file; one that cannot be read is told on stderr and does not stop the others.

    Args:
        paths: Files and folders.
        static: Without the exact analysis of the cases.
        extra: A content folder that links may lead to, besides the usual ones and those of the paths.
    """
    return _Checker(static, extra).run(paths)


class _Checker:
    def __init__(self, static: bool, extra: Path | None) -> None:
        self.static = static
        self.extra = extra
        self.checked = Checked()
        self.by_file: dict[str, list[Diagnostic]] = {}
        self.scenarios: dict[str, ReadResult] = {}
        self.questions: dict[str, QuestionResult] = {}
        self.exams: dict[str, ExamResult] = {}
        self.lessons: dict[str, LessonResult] = {}
        self.roots: dict[Path, None] = {}

    def run(self, paths: Sequence[str]) -> Checked:
        """Read everything, then look at it together."""
        for found in find(paths):
            self.guarded(found)
        for course in _courses(paths):
            self.guarded(course)
        self.together()
        for findings in self.by_file.values():
            self.checked.findings += sorted(findings, key=lambda finding: (finding.line, finding.column))
        self.checked.files = len(self.by_file)
        return self.checked

    def guarded(self, found: Path | UsageError) -> None:
        """Read one file; one that cannot be read is reported at once."""
        try:
            if isinstance(found, UsageError):
                raise found
            self.read(found)
        except UsageError as error:
            report_errors.report(error)
            self.checked.unread = True

    def read(self, path: Path) -> None:
        """Read a file by its kind."""
        from trainer.content.shelf import read_bytes

        raw, name = read_bytes(path), str(path)
        if path.name == COURSE:
            from trainer.content.course import read_course

            self.by_file[name] = list(read_course(raw, name).diagnostics)
            return
        from trainer.content.kinds import kind_of, root_of

        kind = kind_of(path, raw)
        if (root := root_of(path)) is not None:
            self.roots.setdefault(root)
        if kind.value == "tool":
            return
        self.by_file[name] = list(self.result(kind, raw, name).diagnostics)

    def result(self, kind: RefKind, raw: bytes, name: str) -> ReadResult | QuestionResult | ExamResult | LessonResult:
        """What the reader of a kind says."""
        from trainer.content.refs import RefKind

        if kind is RefKind.QUESTIONS:
            from trainer.content.question_reader import read_questions

            return self.questions.setdefault(name, read_questions(raw, name, competencies=self.names))
        if kind is RefKind.EXAM:
            from trainer.content.exam_reader import read_exam

            return self.exams.setdefault(name, read_exam(raw, name, competencies=self.names))
        if kind is RefKind.LESSON:
            from trainer.content.lesson_reader import read_lesson

            return self.lessons.setdefault(name, read_lesson(raw, name, competencies=self.names))
        from trainer.content.reader import read_scenario

        return self.scenarios.setdefault(name, read_scenario(raw, name, competencies=self.names))

    @cached_property
    def program(self) -> str:
        """This state of the program."""
        return memory.program()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Short names of the competencies."""
        from trainer.content.competencies import competency_names

        return competency_names()

    @cached_property
    def library(self) -> Library:
        """All content that links may lead to; what was read here is not read again."""
        from trainer.content.library import Library, load_library

        usual = load_library(self.extra)
        roots = dict.fromkeys([*(root.resolve() for root in usual.roots), *self.roots])
        library = Library(tuple(roots), usual.competencies)
        library.question_files.results |= {Path(name).resolve(): result for name, result in self.questions.items()}
        library.exams.results |= {Path(name).resolve(): result for name, result in self.exams.items()}
        library.lesson_shelf.results |= {Path(name).resolve(): result for name, result in self.lessons.items()}
        return library

    @cached_property
    def cross(self) -> CrossCheck:
        """Looks at files against the library."""
        from trainer.content.crosscheck import CrossCheck

        return CrossCheck(self.library)

    def together(self) -> None:
        """What only the files together, and the exact analysis, show."""
        from trainer.content.library import duplicate_ids

        for group in (self.scenarios, self.questions, self.exams, self.lessons):
            self.add(duplicate_ids(list(group.items())))
        if not self.static:
            for read in self.scenarios.values():
                if read.scenario is not None:
                    self.add(flow_findings(read.scenario, self.program))
        for name, lesson in self.lessons.items():
            self.add(self.cross.lesson(name, lesson))
        for name, file in self.questions.items():
            if file.file is not None and any(item.source for item in file.file.items):
                self.add(self.cross.questions(name, file))
        for name, exam in self.exams.items():
            self.add(self.cross.exam(name, exam))
        if len(self.questions) > 1:
            from trainer.content.crosscheck import same_questions

            self.add(same_questions(self.questions.items()))

    def add(self, findings: Iterable[Diagnostic]) -> None:
        """Note findings with their file."""
        for finding in findings:
            self.by_file.setdefault(finding.file, []).append(finding)


def flow_findings(scenario: Scenario, program: str) -> tuple[Diagnostic, ...]:
    """What only the exact analysis sees: every state is visited; a text that was analysed before is not again."""
    key = memory.key_of(["flow", program, scenario.digest, scenario.path])
    known = memory.recall(key)
    if known is not None:
        with contextlib.suppress(LookupError, TypeError, ValueError):
            return tuple(memory.unpack(known["findings"]))
    from trainer.analysis.lints import findings
    from trainer.analysis.report import analyse

    found = findings(scenario, analyse(scenario))
    memory.keep(key, {"findings": memory.pack(found)})
    return found


def check_again(paths: Sequence[str], *, static: bool, extra: Path | None = None) -> Checked:
    """``check_paths``, or what it found the last time if neither the files nor anything they refer to has changed."""
    key = _key(paths, static, extra)
    known = memory.recall(key) if key else None
    if known is not None:
        with contextlib.suppress(LookupError, TypeError, ValueError):
            return Checked(known["files"], memory.unpack(known["findings"]))
    checked = check_paths(paths, static=static, extra=extra)
    if key and not checked.unread:
        memory.keep(key, {"files": checked.files, "findings": memory.pack(checked.findings)})
    return checked


def _key(paths: Sequence[str], static: bool, extra: Path | None) -> str | None:
    """Covers all that a check reads; None if some of it cannot be read, or is more than a folder of content."""
    from trainer.content.kinds import root_of

    files: dict[Path, None] = {}
    for found in find(paths):
        if isinstance(found, UsageError):
            return None
        files.setdefault(found)
    usual = [bundled_content(), user_content_dir(), *([extra] if extra else [])]
    named = [path for path in map(Path, paths) if path.is_dir()]
    roots = dict.fromkeys([*usual, *named, *filter(None, map(root_of, files))])
    for root in roots:
        files |= dict.fromkeys(itertools.islice(_texts(root), MOST_AROUND + 1))
    if len(files) > MOST_AROUND:
        return None
    told = [memory.program(), str(static), str(Path.cwd()), *map(str, roots), "--", *paths, "--"]
    try:
        for path in files:
            told += [str(path), sha256(path.read_bytes()).hexdigest()]
    except OSError:
        return None
    return memory.key_of(told)


def _texts(folder: Path) -> Iterator[Path]:
    """Everything in a content folder that a file of it may refer to."""
    parts = [folder / part for part in ("scenarios", "courseware", *COURSEWARE)]
    inside = (path for part in parts if part.is_dir() for path in sorted(part.rglob("*")))
    beside = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in itertools.chain(inside, beside):
        if path.suffix in (".md", ".yaml") and path.is_file():
            yield path


def _courses(paths: Iterable[str]) -> list[Path]:
    """The ``course.yaml`` of every content folder among the paths."""
    named = (Path(name) / part / COURSE for name in paths for part in ("", "courseware"))
    return [path for path in dict.fromkeys(named) if path.is_file()]
