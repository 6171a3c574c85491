"""The order of the course: ``course.yaml`` names the modules and the first case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trainer.content.charset import read_text
from trainer.content.diagnostics import Diagnostic
from trainer.content.items import Module
from trainer.content.source import Place, Source
from trainer.content.suggest import nearest
from trainer.content.yamltree import Mapping, Scalar, Sequence, Tree, read_yaml

KEYS = ("first_case", "modules")
MODULE_KEYS = ("编号", "标题", "english", "说明")
_ID = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class CourseResult:
    """What a ``course.yaml`` says. ``first_case``: 编号 of the case for newcomers, empty if none is named."""

    modules: tuple[Module, ...]
    first_case: str
    diagnostics: tuple[Diagnostic, ...]


def read_course(text: str | bytes, path: str) -> CourseResult:
    """Read a course; a module with an error is left out, the others stay."""
    source, decoded = read_text(text, path)
    if decoded is None or source.errors:
        return CourseResult((), "", source.findings({}))
    return _CourseReader(source).read()


class _CourseReader:
    def __init__(self, source: Source) -> None:
        self.source = source

    def read(self) -> CourseResult:
        tree = read_yaml(self.source, 0, len(self.source.lines))
        modules: list[Module] = []
        first = ""
        if isinstance(tree, Mapping):
            for key, _ in tree.entries:
                if key.text not in KEYS:
                    self.source.report("YM111", key.place, key=key.text, near=nearest(key.text[:40], KEYS) or "")
            if (named := tree.get("first_case")) is not None:
                first = self.text(named, "first_case")
            if (listed := tree.get("modules")) is not None:
                modules = self.modules(listed)
        elif tree is not None:
            self.source.report("YM107", tree.place)
        return CourseResult(tuple(modules), first, self.source.findings({}))

    def modules(self, tree: Tree) -> list[Module]:
        if not isinstance(tree, Sequence):
            self.source.report("YM113", tree.place, key="modules", case="list")
            return []
        found: dict[str, Module] = {}
        lines: dict[str, int] = {}
        for item in tree.items:
            module = self.module(item)
            if module is None:
                continue
            if module.id in found:
                self.source.report("LS611", item.place, id=module.id, line=lines[module.id])
                continue
            found[module.id], lines[module.id] = module, item.place.line + 1
        return list(found.values())

    def module(self, tree: Tree) -> Module | None:
        if not isinstance(tree, Mapping):
            self.source.report("YM113", tree.place, key="modules", case="mapping")
            return None
        said: dict[str, str] = {}
        for key, value in tree.entries:
            if key.text in MODULE_KEYS:
                said[key.text] = self.text(value, key.text)
            else:
                near = nearest(key.text[:40], MODULE_KEYS) or ""
                self.source.report("YM111", key.place, key=key.text, near=near)
        for name in ("编号", "标题"):
            if not said.get(name):
                self.source.report("YM112", Place(tree.place.line, tree.place.start, tree.place.start + 1), key=name)
                return None
        place = next(value.place for key, value in tree.entries if key.text == "编号")
        if not _ID.fullmatch(said["编号"]):
            self.source.report("YM114", place, text=said["编号"])
            return None
        return Module(said["编号"], said["标题"], said.get("english", ""), said.get("说明", ""))

    def text(self, tree: Tree, key: str) -> str:
        if isinstance(tree, Scalar):
            return tree.text.strip()
        self.source.report("YM113", tree.place, key=key, case="text")
        return ""
