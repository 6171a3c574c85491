"""Lessons: the course with what was read, a page at a time, and where the reader stood.

Position and read marks are settings of the person, ``lesson.<编号>`` {page, read, at}. ``lesson`` keeps the row to go
on with as it was shown last, so that the home screen reads no lesson.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from trainer.content.items import Lesson, Part, PartKind
from trainer.errors import DatabaseError, UsageError
from trainer.service.context import Context
from trainer.service.quiz_views import CourseView, Hit, LessonRow, ModuleRow, PageView, PartView
from trainer.store import quizzes, settings
from trainer.store.chain import time_text

if TYPE_CHECKING:
    from trainer.content.library import Library
    from trainer.store import Tx

CURRENT = "lesson"
_MARKS = "lesson."
NEW, BEGUN, READ = "new", "begun", "read"

Scores = Mapping[str, float | None]
"""Last score of every item that was answered."""


def course(ctx: Context) -> CourseView:
    """The modules with their lessons; ``current``: the lesson to go on with, None in a course without lessons."""
    library = ctx.contents.library
    marks, scores = _known(ctx)
    rows: dict[str, LessonRow] = {}
    modules = []
    for module in library.modules:
        own = [lesson for key in library.lessons_of(module.id) if (lesson := library.lessons.get(key)) is not None]
        found = tuple(_row(library, lesson, marks.get(lesson.id, {}), scores) for lesson in own)
        rows.update((row.id, row) for row in found)
        if found:
            modules.append(ModuleRow(module.id, module.title, module.english, module.about, found))
    return CourseView(tuple(modules), _current(rows, marks))


def page(ctx: Context, lesson: str, number: int | None = None) -> PageView:
    """A page, and keep it as the position.

    Args:
        ctx: The service's context.
        lesson: 编号.
        number: Index of the page; None: where the reader stood. Beyond the last page: the last.

    Raises:
        UsageError: ``SV215`` there is no such lesson.
    """
    library = ctx.contents.library
    found = library.lessons.get(lesson)
    if found is None:
        raise UsageError("SV215", place=lesson, id=lesson)
    marks, scores = _known(ctx)
    mark = marks.get(lesson, {})
    at = max(0, min(int(mark.get("page", 0)) if number is None else number, len(found.pages) - 1))
    _keep(ctx, found, {**mark, "page": at}, scores)
    shown = found.pages[at]
    order = list(library.lessons)
    place = order.index(lesson)
    module = next((one.title for one in library.modules if one.id == found.module), found.module)
    return PageView(
        lesson=lesson,
        lesson_title=found.title,
        module_title=module,
        page=at,
        pages=len(found.pages),
        title=shown.title,
        parts=tuple(_part(ctx, part, scores) for part in shown.parts),
        titles=tuple(one.title for one in found.pages),
        previous_lesson=order[place - 1] if place else None,
        next_lesson=order[place + 1] if place + 1 < len(order) else None,
    )


def mark_read(ctx: Context, lesson: str) -> None:
    """The lesson was read to its end; the next unread one is the one to go on with.

    Raises:
        UsageError: ``SV215`` there is no such lesson.
    """
    found = ctx.contents.library.lessons.get(lesson)
    if found is None:
        raise UsageError("SV215", place=lesson, id=lesson)
    with ctx.write() as tx:
        person = ctx.somebody(tx)
        known = settings.get(tx, _MARKS + lesson, scope=person.id) or {}
        mark = {"page": 0, **known, "read": True, "at": time_text(ctx.clock())}
        settings.put(tx, _MARKS + lesson, mark, scope=person.id)
    following = course(ctx).current
    with ctx.write() as tx:
        settings.put(tx, CURRENT, asdict(following) if following else None, scope=person.id)


def current_row(tx: Tx, person: str) -> LessonRow | None:
    """The lesson to go on with as it was shown last; reads no content."""
    kept = settings.get(tx, CURRENT, scope=person)
    try:
        return LessonRow(**kept) if isinstance(kept, dict) else None
    except TypeError:  # kept by another version
        return None


def search(ctx: Context, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """Where a text stands in lessons, questions, cases and tools; best first."""
    from trainer.content.search import search_library

    return tuple(
        Hit(hit.kind, hit.id, hit.title, hit.page, hit.excerpt, hit.start, hit.length)
        for hit in search_library(ctx.contents.library, text, limit=limit)
    )


# --- parts -----------------------------------------------------------------------------------------------------------


def _known(ctx: Context) -> tuple[dict[str, dict[str, Any]], Scores]:
    """Marks by lesson and scores by item of the person."""
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        if person is None:
            return {}, {}
        kept = settings.all_of(tx, scope=person.id)
        scores = quizzes.last_scores(tx, person.id)
    marks = {
        name.removeprefix(_MARKS): value
        for name, value in kept.items()
        if name.startswith(_MARKS) and isinstance(value, dict)
    }
    return marks, scores


def _keep(ctx: Context, lesson: Lesson, mark: dict[str, Any], scores: Scores) -> None:
    """Keep the position; a busy database does not keep anybody from reading."""
    mark = {"read": False, **mark, "at": time_text(ctx.clock())}
    row = asdict(_row(ctx.contents.library, lesson, mark, scores))
    try:
        with ctx.write() as tx:
            person = ctx.somebody(tx)
            settings.put(tx, _MARKS + lesson.id, mark, scope=person.id)
            if not mark["read"]:  # who looks again at a lesson that is done still goes on with the next one
                settings.put(tx, CURRENT, row, scope=person.id)
    except DatabaseError as error:
        if error.code != "DB108":
            raise


def _row(library: Library, lesson: Lesson, mark: Mapping[str, Any], scores: Scores) -> LessonRow:
    items = _items(library, (part for one in lesson.pages for part in one.parts))
    return LessonRow(
        id=lesson.id,
        title=lesson.title,
        module=lesson.module,
        pages=len(lesson.pages),
        page=max(0, min(int(mark.get("page", 0)), len(lesson.pages) - 1)),
        minutes=lesson.minutes,
        status=NEW if not mark else READ if mark.get("read") else BEGUN,
        checks=len(items),
        checks_done=sum(item in scores for item in items),
    )


def _current(rows: Mapping[str, LessonRow], marks: Mapping[str, Mapping[str, Any]]) -> LessonRow | None:
    """The lesson opened last if it was not read to its end, else the first unread one after it, else any unread."""
    order = list(rows)
    opened = [one for one in order if one in marks]
    last = max(opened, key=lambda one: str(marks[one].get("at", "")), default=None)
    if last is None:
        return rows[order[0]] if order else None
    place = order.index(last)
    return next((rows[one] for one in (*order[place:], *order[:place]) if rows[one].status != READ), None)


def _items(library: Library, parts: Iterable[Part]) -> tuple[str, ...]:
    """Ids of the items that parts link to, each once."""
    found: dict[str, None] = {}
    for part in parts:
        if part.kind is PartKind.CHECK:
            file = library.question_files.get(part.target)
            for item in file.items if file is not None else ():
                if part.item in ("", item.id):
                    found[item.id] = None
    return tuple(found)


def _part(ctx: Context, part: Part, scores: Scores) -> PartView:
    library = ctx.contents.library
    if part.kind is PartKind.TEXT:
        return PartView(part.kind.value, part.markdown)
    title, missing = _target(ctx, part)
    items = _items(library, (part,))
    done = [score for item in items if item in scores and (score := scores[item]) is not None]
    return PartView(
        kind=part.kind.value,
        target=part.target,
        item=part.item,
        label=part.label,
        title=title,
        items=len(items),
        done=sum(item in scores for item in items),
        score=sum(done) / len(done) if done else None,
        missing=missing or (part.kind is PartKind.CHECK and not items),
    )


def _target(ctx: Context, part: Part) -> tuple[str, bool]:
    """Title of what a part leads to, and whether it is missing."""
    library = ctx.contents.library
    match part.kind:
        case PartKind.CHECK:
            file = library.question_files.get(part.target)
            return (file.title, False) if file is not None else (part.target, True)
        case PartKind.CASE:
            title = ctx.contents.title(part.target)
            return title or part.target, not title
        case PartKind.LESSON:
            lesson = library.lessons.get(part.target)
            return (lesson.title, False) if lesson is not None else (part.target, True)
    return part.target, part.target not in library.tool_codes
