"""Relative links between content files: what kind of file is meant, its 编号, and the place in it.

Only the link's text is looked at, never the disk: the folder's name tells the kind and the file's name the 编号, so
that a link works from the shipped courseware, from the user's folder and in a Markdown viewer alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from trainer.textutil import to_halfwidth


class RefKind(StrEnum):
    """What a link leads to; the value is the folder's name in the singular."""

    QUESTIONS = "question"
    EXAM = "exam"
    SCENARIO = "scenario"
    TOOL = "tool"
    LESSON = "lesson"


FOLDERS = {
    "questions": RefKind.QUESTIONS,
    "exams": RefKind.EXAM,
    "scenarios": RefKind.SCENARIO,
    "tools": RefKind.TOOL,
    "lessons": RefKind.LESSON,
}
"""Folder to the kind of its files."""

_NUMBERED = re.compile(r"[0-9]{1,3}-(?=.)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:")
_WEB = re.compile(r"(?i)(?:https?://|mailto:)[^\s<>\"\\]+")


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a content file.

    Attributes:
        id: 编号 of the file; empty for a link into the file itself (``#标题``).
        anchor: 题名, page or node after the ``#``, as typed; empty if there is none.
    """

    kind: RefKind
    id: str
    anchor: str = ""


def lesson_id(stem: str) -> str:
    """编号 of a lesson whose file is ``<stem>.md``: the number in front orders the lessons of a module."""
    return _NUMBERED.sub("", stem, count=1)


def is_web(target: str) -> bool:
    """Whether a link leads to the web or to a mail address, which may be shown as a link."""
    return bool(_WEB.fullmatch(target.strip()))


def read_ref(target: str, here: RefKind = RefKind.LESSON) -> Ref | None:
    """What a relative link means.

    Args:
        target: As written between the parentheses; %-encoding, full-width marks and ``\\`` are understood.
        here: Kind of the file the link stands in: a bare file name is a file of the same folder.

    Returns:
        The file that is meant; None for any other link.
    """
    text = target.strip().strip("<>").replace("＃", "#").replace("\\", "/")
    path, _, anchor = text.partition("#")
    path, anchor = to_halfwidth(unquote(path)).strip(), unquote(anchor).strip()
    if not path:
        return Ref(here, "", anchor) if anchor else None
    if _SCHEME.match(path) or path.startswith("//"):
        return None
    *folders, name = (part for part in path.split("/") if part not in ("", "."))
    stem, dot, suffix = name.rpartition(".")
    if not dot or suffix.casefold() != "md":
        return None
    kind = next((FOLDERS[folder] for folder in reversed(folders) if folder in FOLDERS), None)
    if kind is None:
        if any(folder != ".." for folder in folders) and here is not RefKind.LESSON:
            return None
        kind = here
    return Ref(kind, lesson_id(stem) if kind is RefKind.LESSON else stem, anchor)
