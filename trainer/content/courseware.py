"""Questions, exams, lessons and modules of all roots, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.content.refs import lesson_id
from trainer.content.shelf import Shelf, markdown_files

if TYPE_CHECKING:
    from trainer.content.course import CourseResult
    from trainer.content.diagnostics import Diagnostic
    from trainer.content.exam_reader import ExamResult
    from trainer.content.items import Exam, Item, Lesson, Module, Page, Part, QuestionFile
    from trainer.content.lesson_reader import LessonResult
    from trainer.content.question_tree import QuestionResult

    LessonShelf = Shelf[Lesson, LessonResult]
    QuestionShelf = Shelf[QuestionFile, QuestionResult]
    ExamShelf = Shelf[Exam, ExamResult]


class _Items(Mapping[str, "Item"]):
    """Id to item, over all question files; getting one reads one file."""

    def __init__(self, files: Mapping[str, QuestionFile]) -> None:
        self._files = files

    def __getitem__(self, key: str) -> Item:
        for item in self._files[key.partition("/")[0]].items:
            if item.id == key:
                return item
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (item.id for file in self._files.values() for item in file.items)

    def __len__(self) -> int:
        return sum(len(file.items) for file in self._files.values())


class _Lessons(Mapping[str, "Lesson"]):
    """编号 to lesson in the order of the course; checks of a single item carry the item's id."""

    def __init__(self, courseware: Courseware) -> None:
        self._courseware = courseware
        self._linked: dict[str, Lesson] = {}

    def __getitem__(self, key: str) -> Lesson:
        found = self._linked.get(key)
        if found is None:
            found = self._linked[key] = self._courseware.link(self._courseware.lesson_shelf[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._courseware.lesson_order)

    def __len__(self) -> int:
        return len(self._courseware.lesson_shelf)


class Courseware:
    """The part of a library that is not scenarios.

    A root holds ``courseware/questions/*.md`` or ``questions/*.md``, and so for exams, tools and
    ``lessons/<module>/*.md``; ``courseware/course.yaml`` or ``course.yaml`` names the modules.

    Attributes:
        question_files, exams: 编号 to model, in the order of the file names; only those without errors.
        items: Id to item. lessons: 编号 to lesson, module by module.
    """

    def __init__(self, roots: tuple[Path, ...], names: tuple[str, ...]) -> None:
        self._roots = roots
        self._names = names
        self.items: Mapping[str, Item] = _Items(self.question_files)
        self.lessons: Mapping[str, Lesson] = _Lessons(self)

    # --- files -------------------------------------------------------------------------------------------------------

    def folders(self, kind: str) -> Iterator[Path]:
        """The folders of a kind of content in all roots."""
        for root in self._roots:
            yield from (root / "courseware" / kind, root / kind)

    def _files(self, kind: str, *, deep: bool = False) -> tuple[Path, ...]:
        found: dict[Path, None] = {}
        for folder in self.folders(kind):
            inner = sorted(p for p in folder.iterdir() if p.is_dir()) if deep and folder.is_dir() else []
            for one in (folder, *inner):
                found.update((path.resolve(), None) for path in markdown_files(one))
        return tuple(found)

    @cached_property
    def tool_files(self) -> tuple[Path, ...]:
        """Worksheets and calculators."""
        return self._files("tools")

    @cached_property
    def tool_codes(self) -> Mapping[str, tuple[str, ...]]:
        """编号 of every tool to the codes of the curriculum that it serves."""
        from trainer.content.tool_codes import read_tool_codes

        return {path.stem: read_tool_codes(path) for path in self.tool_files}

    @cached_property
    def course_files(self) -> tuple[Path, ...]:
        """The ``course.yaml`` of each root that has one."""
        named = (folder / "course.yaml" for root in self._roots for folder in (root / "courseware", root))
        return tuple(dict.fromkeys(path.resolve() for path in named if path.is_file()))

    # --- models ------------------------------------------------------------------------------------------------------

    @cached_property
    def question_files(self) -> QuestionShelf:
        def read(raw: bytes, path: str) -> QuestionResult:
            from trainer.content.question_reader import read_questions

            return read_questions(raw, path, competencies=self._names)

        def failed(finding: Diagnostic) -> QuestionResult:
            from trainer.content.question_tree import QuestionResult

            return QuestionResult(None, (finding,))

        return Shelf(lambda: self._files("questions"), read, lambda result: result.file, failed)

    @cached_property
    def exams(self) -> ExamShelf:
        def read(raw: bytes, path: str) -> ExamResult:
            from trainer.content.exam_reader import read_exam

            return read_exam(raw, path, competencies=self._names)

        def failed(finding: Diagnostic) -> ExamResult:
            from trainer.content.exam_reader import ExamResult

            return ExamResult(None, (finding,))

        return Shelf(lambda: self._files("exams"), read, lambda result: result.exam, failed)

    @cached_property
    def lesson_shelf(self) -> LessonShelf:
        """Lessons as their files say, in the order of the files."""

        def read(raw: bytes, path: str) -> LessonResult:
            from trainer.content.lesson_reader import read_lesson

            return read_lesson(raw, path, competencies=self._names)

        def failed(finding: Diagnostic) -> LessonResult:
            from trainer.content.lesson_reader import LessonResult

            return LessonResult(None, (finding,))

        files = lambda: self._files("lessons", deep=True)  # noqa: E731
        return Shelf(files, read, lambda result: result.lesson, failed, stem=lesson_id)

    @cached_property
    def courses(self) -> tuple[CourseResult, ...]:
        """What each ``course.yaml`` says."""
        from trainer.content.course import read_course
        from trainer.content.shelf import read_bytes

        return tuple(read_course(read_bytes(path), str(path)) for path in self.course_files)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The modules in their order; a module that only lessons name comes last, so that no lesson is lost."""
        from trainer.content.items import Module

        found = {module.id: module for course in reversed(self.courses) for module in course.modules}
        order = dict.fromkeys(module.id for course in self.courses for module in course.modules)
        for lesson in self.lesson_shelf.values():
            found.setdefault(lesson.module, Module(lesson.module, lesson.module))
            order.setdefault(lesson.module)
        return tuple(found[key] for key in order)

    @cached_property
    def lesson_order(self) -> tuple[str, ...]:
        """编号 of all lessons, module by module, in each by file name."""
        return tuple(lesson for module in self.modules for lesson in self.lessons_of(module.id))

    def lessons_of(self, module: str) -> tuple[str, ...]:
        """编号 of a module's lessons, by file name."""
        shelf = self.lesson_shelf
        named = sorted((shelf.path(key).name, key) for key, lesson in shelf.items() if lesson.module == module)
        return tuple(key for _, key in named)

    # --- links -------------------------------------------------------------------------------------------------------

    def find_item(self, file: str, name: str) -> Item | None:
        """The item that a link means: by its id in the file, or by its 题名."""
        from trainer.content.plain import plain_name

        try:
            items = self.question_files[file].items
        except KeyError:
            return None
        wanted = plain_name(name)
        exact = (item for item in items if item.id == f"{file}/{name}")
        return next(exact, None) or next((item for item in items if plain_name(item.name) == wanted), None)

    def link(self, lesson: Lesson) -> Lesson:
        """The lesson with the ids of the items that its checks mean."""
        return replace(lesson, pages=tuple(self._link_page(page) for page in lesson.pages))

    def _link_page(self, page: Page) -> Page:
        return replace(page, parts=tuple(self._link_part(part) for part in page.parts))

    def _link_part(self, part: Part) -> Part:
        if part.kind.value != "check" or not part.item:
            return part
        item = self.find_item(part.target, part.item.partition("/")[2])
        return part if item is None else replace(part, item=item.id)


def find_page(lesson: Lesson, title: str) -> int | None:
    """Index of the page with this title, None if there is none; an empty title means the first page."""
    from trainer.content.plain import plain_name

    if not title:
        return 0
    wanted = plain_name(title)
    return next((n for n, page in enumerate(lesson.pages) if plain_name(page.title) == wanted), None)
