"""Which entries of the curriculum a tool's file is about, by its front matter alone."""

from __future__ import annotations

from pathlib import Path

from trainer.content.charset import read_text
from trainer.content.frontmatter import read_tree
from trainer.content.schema_values import ValueReader
from trainer.content.shelf import read_bytes
from trainer.errors import UsageError

_LETTERS = {"编号": "T", "工具": "T", "框架": "F", "案例": "C"}


def read_tool_codes(path: Path) -> tuple[str, ...]:
    """Codes named by 编号 (``t01`` or ``T01``), 工具, 框架 and 案例; none if the file cannot be read."""
    try:
        source, decoded = read_text(read_bytes(path), str(path))
    except UsageError:
        return ()
    tree = read_tree(source)[0] if decoded is not None else None
    if tree is None:
        return ()
    reader = ValueReader(source, ())
    found: dict[str, None] = {}
    for key, letter in _LETTERS.items():
        value = tree.get(key)
        if value is not None:
            found.update(dict.fromkeys(reader.references(value, key, letter)))
    return tuple(found)
