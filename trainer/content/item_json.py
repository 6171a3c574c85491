"""Items as JSON-ready data and back; what a stored quiz holds. Fields that say nothing are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trainer.content.items import Item, ItemType, Number, Option, Source
from trainer.content.prose import Block, BlockKind, Inline, Text


def item_to_dict(item: Item) -> dict[str, Any]:
    """The item as plain data: str, int, float, bool, list and dict only."""
    data: dict[str, Any] = {"id": item.id, "name": item.name, "type": item.type.value, "stem": _blocks(item.stem)}
    if item.options:
        data["options"] = [_option(option) for option in item.options]
    if item.pairs:
        data["pairs"] = [list(pair) for pair in item.pairs]
    if any(item.columns):
        data["columns"] = list(item.columns)
    if item.blanks:
        data["blanks"] = [list(answers) for answers in item.blanks]
    if item.number is not None:
        data["number"] = {"value": item.number.value, "tolerance": item.number.tolerance, "unit": item.number.unit}
    if item.reference:
        data["reference"] = _blocks(item.reference)
    if item.explanation:
        data["explanation"] = _blocks(item.explanation)
    if item.source is not None:
        data["source"] = {"lesson": item.source.lesson, "page": item.source.page}
    for key, values in (
        ("competencies", item.competencies),
        ("frameworks", item.frameworks),
        ("tags", item.tags),
    ):
        if values:
            data[key] = list(values)
    return data | {"difficulty": item.difficulty, "line": item.line}


def item_from_dict(data: Mapping[str, Any]) -> Item:
    """The item that ``item_to_dict`` wrote.

    Raises:
        KeyError, TypeError, ValueError: The data were not written by it.
    """
    columns = data.get("columns", ("", ""))
    number = data.get("number")
    source = data.get("source")
    return Item(
        id=data["id"],
        name=data["name"],
        type=ItemType(data["type"]),
        stem=_read_blocks(data["stem"]),
        options=tuple(_read_option(option) for option in data.get("options", ())),
        pairs=tuple((left, right) for left, right in data.get("pairs", ())),
        columns=(columns[0], columns[1]),
        blanks=tuple(tuple(answers) for answers in data.get("blanks", ())),
        number=None if number is None else Number(float(number["value"]), float(number["tolerance"]), number["unit"]),
        reference=_read_blocks(data.get("reference", ())),
        explanation=_read_blocks(data.get("explanation", ())),
        source=None if source is None else Source(source["lesson"], source["page"]),
        competencies=tuple(data.get("competencies", ())),
        frameworks=tuple(data.get("frameworks", ())),
        difficulty=data["difficulty"],
        tags=tuple(data.get("tags", ())),
        line=data.get("line", 0),
    )


def _option(option: Option) -> dict[str, Any]:
    data: dict[str, Any] = {"text": option.text, "right": option.right}
    if option.points:
        data["points"] = option.points
    if option.feedback:
        data["feedback"] = option.feedback
    if option.line:
        data["line"] = option.line
    return data


def _read_option(data: Mapping[str, Any]) -> Option:
    return Option(data["text"], data["right"], data.get("points", 0), data.get("feedback", ""), data.get("line", 0))


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": block.kind.value}
    if block.parts:
        data["parts"] = _parts(block.parts)
    if block.speaker:
        data["speaker"] = block.speaker
    if block.rows:
        data["rows"] = [[_parts(cell) for cell in row] for row in block.rows]
    if block.ordered:
        data["ordered"] = True
    if block.line:
        data["line"] = block.line
    return data


def _parts(parts: Sequence[Inline]) -> list[Any]:
    """A run without emphasis is its text, one with emphasis a list of text and the letters ``b`` and ``i``."""
    made: list[Any] = []
    for part in parts:
        if isinstance(part, Text):
            marks = "b" * part.strong + "i" * part.emphasis
            made.append([part.text, marks] if marks else part.text)
    return made


def _read_blocks(data: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(
            kind=BlockKind(block["kind"]),
            parts=_read_parts(block.get("parts", ())),
            speaker=block.get("speaker", ""),
            rows=tuple(tuple(_read_parts(cell) for cell in row) for row in block.get("rows", ())),
            ordered=block.get("ordered", False),
            line=block.get("line", 0),
        )
        for block in data
    )


def _read_parts(data: Sequence[Any]) -> tuple[Inline, ...]:
    return tuple(
        Text(part) if isinstance(part, str) else Text(part[0], "b" in part[1], "i" in part[1]) for part in data
    )
