"""A strict subset of YAML as a tree that keeps every scalar as the text that was typed, with its place.

Built on PyYAML's *events*: no constructor ever runs, nothing is resolved to a type, anchors, aliases, tags, merge
keys, duplicate keys, directives, further documents and deep nesting are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from trainer.config import MAX_FRONT_MATTER_DEPTH
from trainer.content.source import Place, Source


@dataclass(slots=True)
class Scalar:
    """Text, exactly as written."""

    text: str
    place: Place


@dataclass(slots=True)
class Mapping:
    """Keys in file order, each once."""

    entries: list[tuple[Scalar, Tree]]
    place: Place

    def get(self, key: str) -> Tree | None:
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


@dataclass(slots=True)
class Sequence:
    items: list[Tree]
    place: Place


Tree = Scalar | Mapping | Sequence


class _Stop(Exception):
    """Reading further would make no sense; the finding is already noted."""


@dataclass(slots=True)
class _Frame:
    node: Mapping | Sequence
    key: Scalar | None = None
    seen: dict[str, Place] = field(default_factory=dict)


def read_yaml(source: Source, first: int, last: int) -> Tree | None:
    """Read the lines ``first`` up to ``last`` (not included) as one YAML document.

    Returns:
        The tree, or None if the text is empty or not well-formed; findings are noted in the source.
    """
    text = "\n".join(source.lines[first:last]) + "\n"
    try:
        return _Builder(source, first).build(text)
    except _Stop:
        return None
    except yaml.reader.ReaderError:
        return None  # a character that charset.py has already reported
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (mark.line if mark else 0)
        column = mark.column if mark else 0
        if line >= last:
            line = max(first, last - 1)
            column = len(source.lines[line])
        _report_syntax(source, error, first, Place(line, column, column + 1))
        return None


def _report_syntax(source: Source, error: yaml.MarkedYAMLError, first: int, place: Place) -> None:
    """Say in the author's words what YAML did not like; ``place`` is where it noticed."""
    problem, context = error.problem or "", error.context or ""
    began = error.context_mark
    start = Place(first + began.line, began.column, began.column + 1) if began else place
    if start.line >= len(source.lines):
        start = place
    if "mapping values are not allowed" in problem:
        case = "colon"
    elif "cannot start any token" in problem:
        case = "char"
    elif "quoted scalar" in context:
        case, place = "quote", start
    elif "flow" in context:
        case, place = "bracket", start
    elif "could not find expected ':'" in problem:
        case, place = "key", Place(start.line, start.start, len(source.lines[start.line]))
    else:
        case = "indent"
    text = source.lines[place.line][place.start : place.start + 12]
    source.report("YM103", place, case=case, text=text)


class _Builder:
    def __init__(self, source: Source, first: int) -> None:
        self.source = source
        self.first = first

    def build(self, text: str) -> Tree | None:
        stack: list[_Frame] = []
        root: Tree | None = None
        documents = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1 or event.version or event.tags:
                    self.refuse(event, "document" if documents > 1 else "directive")
            elif isinstance(event, yaml.AliasEvent):
                self.refuse(event, "alias")
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent | yaml.ScalarEvent):
                self.check_plain(event)
                made = self.make(event)
                if stack:
                    self.add(stack[-1], made)
                else:
                    root = made
                if not isinstance(made, Scalar):
                    stack.append(_Frame(made))
                    if len(stack) > MAX_FRONT_MATTER_DEPTH:
                        self.source.report("YM106", made.place, limit=MAX_FRONT_MATTER_DEPTH)
                        raise _Stop
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
        return root

    def place(self, event: yaml.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(self.first, 0, 0)
        last = end.column if end.line == start.line else len(self.source.lines[self.first + start.line])
        return Place(self.first + start.line, start.column, last)

    def refuse(self, event: yaml.Event, what: str) -> None:
        self.source.report("YM105", self.place(event), case=what)
        raise _Stop

    def check_plain(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self.refuse(event, "anchor")
        if getattr(event, "tag", None) is not None:
            self.refuse(event, "tag")

    def make(self, event: yaml.Event) -> Tree:
        place = self.place(event)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping([], place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence([], place)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - narrows the type
        return Scalar(event.value, place)

    def add(self, frame: _Frame, made: Tree) -> None:
        node = frame.node
        if isinstance(node, Sequence):
            node.items.append(made)
        elif frame.key is not None:
            node.entries.append((frame.key, made))
            frame.key = None
        elif not isinstance(made, Scalar):
            self.source.report("YM103", made.place, case="key", text="")
            raise _Stop
        elif made.text == "<<":
            self.source.report("YM105", made.place, case="merge")
            raise _Stop
        else:
            if made.text in frame.seen:
                self.source.report("YM104", made.place, key=made.text, line=frame.seen[made.text].line + 1)
            else:
                frame.seen[made.text] = made.place
            frame.key = made
