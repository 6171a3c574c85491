"""What only all files together show: links to what is not there, banks too small, the same question twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content.codes import SEVERITIES
from trainer.content.courseware import find_page
from trainer.content.diagnostics import Diagnostic
from trainer.content.plain import plain_name
from trainer.content.refs import RefKind
from trainer.content.suggest import nearest

if TYPE_CHECKING:
    from trainer.content.exam_reader import ExamResult
    from trainer.content.items import Item
    from trainer.content.lesson_pages import LessonLink
    from trainer.content.lesson_reader import LessonResult
    from trainer.content.library import Library
    from trainer.content.question_tree import QuestionResult


class CrossCheck:
    """Looks at files that were read on their own against the whole library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    # --- lessons -----------------------------------------------------------------------------------------------------

    def lesson(self, path: str, result: LessonResult) -> Iterator[Diagnostic]:
        """Links, the module and the folder of a lesson."""
        lines = _lines(path)
        for link in result.links:
            yield from self.link(path, result, link, lines)
        if result.lesson is None:
            return
        module = result.lesson.module
        at = (result.module_line, result.module_column, result.module_column + len(module))
        named = [one.id for course in self.library.courses for one in course.modules]
        if module not in named:
            yield _finding("LS603", path, at, lines, name=module, near=nearest(module, named) or "")
            return
        folder = Path(path).resolve().parent
        if folder.parent.name == "lessons" and folder.name != module:
            yield _finding("LS604", path, at, lines, name=module, folder=folder.name)

    def link(self, path: str, result: LessonResult, link: LessonLink, lines: list[str]) -> Iterator[Diagnostic]:
        """One link of a lesson: its file, then the place in it."""
        ref, at = link.ref, (link.line, link.column, link.end_column)
        known = self.known(ref.kind)
        if ref.id and ref.id not in known:
            yield _finding("LS601", path, at, lines, case=str(ref.kind), id=ref.id, near=nearest(ref.id, known) or "")
            return
        if not ref.anchor:
            return
        names: tuple[str, ...] = ()
        if ref.kind is RefKind.QUESTIONS:
            if self.library.find_item(ref.id, ref.anchor) is not None:
                return
            names = tuple(item.name for item in self.library.question_files[ref.id].items)
        elif ref.kind is RefKind.LESSON:
            lesson = result.lesson if ref.id in ("", result.id) else self.library.lesson_shelf[ref.id]
            if lesson is None or find_page(lesson, ref.anchor) is not None:
                return
            names = tuple(page.title for page in lesson.pages)
        else:
            return
        near = nearest(ref.anchor, names) or ""
        case = str(ref.kind)
        yield _finding("LS602", path, at, lines, case=case, id=ref.id or result.id, name=ref.anchor, near=near)

    def known(self, kind: RefKind) -> list[str]:
        """编号 of all files of a kind that are there, with errors or not: a broken file is told of once."""
        library = self.library
        if kind is RefKind.QUESTIONS:
            return [*library.question_files]
        if kind is RefKind.LESSON:
            return [*library.lesson_shelf]
        if kind is RefKind.EXAM:
            return [*library.exams]
        files = library.files if kind is RefKind.SCENARIO else library.tool_files
        return [path.stem for path in files]

    # --- questions and exams -----------------------------------------------------------------------------------------

    def questions(self, path: str, result: QuestionResult) -> Iterator[Diagnostic]:
        """Where the items of a file say they are taught."""
        if result.file is None:
            return
        lines = _lines(path)
        for item in result.file.items:
            if item.source is None:
                continue
            at = _link_place(lines, item)
            name = item.source.lesson
            known = self.known(RefKind.LESSON)
            if name not in known:
                yield _finding("QZ601", path, at, lines, id=name, near=nearest(name, known) or "")
                continue
            lesson = self.library.lesson_shelf[name]
            if item.source.page and find_page(lesson, item.source.page) is None:
                near = nearest(item.source.page, [page.title for page in lesson.pages]) or ""
                yield _finding("QZ602", path, at, lines, id=name, name=item.source.page, near=near)

    def exam(self, path: str, result: ExamResult) -> Iterator[Diagnostic]:
        """Whether the banks of an exam are there and hold enough."""
        from trainer.content.exam_pool import shortfall

        exam = result.exam
        if exam is None:
            return
        lines = _lines(path)
        known = [*self.library.question_files]
        missing = [bank for bank in exam.banks if bank not in known]
        for bank in missing:
            at = _word_place(lines, bank, "题库")
            yield _finding("QZ611", path, at, lines, id=bank, near=nearest(bank, known) or "")
        if missing:
            return
        lacking = shortfall(exam, self.library.items.values())
        if lacking is not None:
            at = _word_place(lines, "抽题", "抽题")
            yield _finding("QZ612", path, at, lines, wanted=lacking.wanted, found=lacking.found)


def same_questions(files: Iterable[tuple[str, QuestionResult]]) -> Iterator[Diagnostic]:
    """A finding at every item that a file before asks in the same words with the same answers."""
    seen: dict[tuple[str, ...], tuple[str, Item]] = {}
    for path, result in files:
        for item in result.file.items if result.file else ():
            key = _words(item)
            before = seen.setdefault(key, (path, item))
            if before[0] != path:
                lines = _lines(path)
                at = (item.line, 1, len(lines[item.line - 1]) + 1 if item.line <= len(lines) else 1)
                yield _finding("QZ603", path, at, lines, name=before[1].name, other=before[0])


def _words(item: Item) -> tuple[str, ...]:
    """What makes an item the same question: its words, however they are written."""
    from trainer.content.plain_text import block_text

    stem = plain_name("".join(block_text(block) for block in item.stem))
    options = sorted(plain_name(option.text) for option in item.options)
    return (stem, *options, *(plain_name(left + right) for left, right in item.pairs))


# --- places ----------------------------------------------------------------------------------------------------------


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8-sig").splitlines()
    except (OSError, ValueError):
        return []


def _link_place(lines: list[str], item: Item) -> tuple[int, int, int]:
    """The link to an item's lesson: the last one of the item that names it."""
    wanted = item.source.lesson if item.source else ""
    found = (item.line, 1, len(item.name) + 1)
    for number in range(item.line, len(lines)):
        line = lines[number]
        if line.startswith(("## ", "##", "＃＃")):
            break
        at = line.find(wanted) if "](" in line or "](" in line.replace("（", "(") else -1
        if at >= 0:
            start = line.rfind("(", 0, at) + 1
            end = line.find(")", at)
            found = (number + 1, start + 1, (end if end > start else at + len(wanted)) + 1)
    return found


def _word_place(lines: list[str], word: str, key: str) -> tuple[int, int, int]:
    """A word in the front matter, from its key on."""
    begin = next((n for n, line in enumerate(lines) if line.startswith(key)), 0)
    for number in range(begin, len(lines)):
        at = lines[number].find(word)
        if at >= 0:
            return number + 1, at + 1, at + len(word) + 1
    return 1, 1, 1


def _finding(code: str, path: str, at: tuple[int, int, int], lines: list[str], **params: int | str) -> Diagnostic:
    source = lines[at[0] - 1] if 0 < at[0] <= len(lines) else ""
    made: Mapping[str, object] = params
    return Diagnostic(code, SEVERITIES[code], path, *at, params=made, source=source)
