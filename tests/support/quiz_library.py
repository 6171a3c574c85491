"""A library with questions and exams, until the real one reads them."""

from __future__ import annotations

from functools import cached_property

from trainer.content.exam_reader import read_exam
from trainer.content.library import Library
from trainer.content.question_reader import read_questions


class QuizLibrary(Library):
    @cached_property
    def question_files(self):
        found = {}
        for root in self.roots:
            for path in sorted((root / "courseware" / "questions").glob("*.md")):
                result = read_questions(path.read_bytes(), str(path), competencies=self.names)
                assert result.file is not None, result.diagnostics
                found[result.file.id] = result.file
        return found

    @cached_property
    def items(self):
        return {item.id: item for file in self.question_files.values() for item in file.items}

    @cached_property
    def exams(self):
        found = {}
        for root in self.roots:
            for path in sorted((root / "courseware" / "exams").glob("*.md")):
                result = read_exam(path.read_bytes(), str(path), competencies=self.names)
                assert result.exam is not None, result.diagnostics
                found[result.exam.id] = result.exam
        return found

    lessons = {}
    modules = ()
