"""Find the front matter, mend its punctuation, read it."""

from __future__ import annotations

import re
from collections.abc import Collection

from trainer.content.front import Front
from trainer.content.mend_front import mend_front
from trainer.content.schema import FrontReader
from trainer.content.source import Place, Source
from trainer.content.yamltree import Mapping, read_yaml

_FENCE = re.compile(r"---\s*")
_LIKE_FENCE = re.compile(r"[\s\ufeff]*[-－—–─―_]{2,}\s*")
MAX_LINES = 2_000
MAX_CHARS = 64 * 1024


def read_front(source: Source, competencies: Collection[str]) -> tuple[Front, int]:
    """Read the front matter of a scenario.

    Returns:
        What it declares, and the index of the first line of the body.
    """
    tree, body = read_tree(source)
    return Front(trusted=False) if tree is None else FrontReader(source, competencies).read(tree), body


def read_tree(source: Source) -> tuple[Mapping | None, int]:
    """Find the front matter of any content file, mend its punctuation and read it as a tree of texts.

    Returns:
        The tree, or None with the findings noted, and the index of the first line of the body.
    """
    lines = source.lines
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        source.report("YM124", Place(0, 0, 0))
        return None, len(lines)
    if not _LIKE_FENCE.fullmatch(lines[first]):
        source.report("YM101", Place(first, 0, len(lines[first])))
        return None, 0
    last = _closing(lines, first)
    if last is None:
        source.report("YM102", Place(first, 0, len(lines[first])))
        return None, _body_guess(lines, first)
    for fence in (first, last):
        if not _FENCE.fullmatch(lines[fence]):
            source.report("YM110", Place(fence, 0, len(lines[fence])), found=lines[fence].strip(), wanted="---")
    if last - first > MAX_LINES or sum(map(len, lines[first + 1 : last])) > MAX_CHARS:
        source.report("YM106", Place(first, 0, 3), limit=MAX_CHARS)
        return None, last + 1
    mend_front(source, first + 1, last)
    tree = read_yaml(source, first + 1, last)
    if isinstance(tree, Mapping):
        return tree, last + 1
    if tree is not None:
        source.report("YM107", tree.place)
    elif not source.errors:
        source.report("YM107", Place(first, 0, 3))
    return None, last + 1


def _closing(lines: list[str], first: int) -> int | None:
    like = None
    for n in range(first + 1, len(lines)):
        if _FENCE.fullmatch(lines[n]):
            return n
        if lines[n].startswith(("##", "＃＃")):
            break
        if like is None and _LIKE_FENCE.fullmatch(lines[n]):
            like = n
    return like


def _body_guess(lines: list[str], first: int) -> int:
    for n in range(first + 1, len(lines)):
        if lines[n].startswith(("# ", "## ")):
            return n
    return len(lines)
