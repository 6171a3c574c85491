"""Small changes to one line that keep its columns known."""

from __future__ import annotations

from trainer.content.source import Source

Edit = tuple[int, int, str]
"""Start, end and replacement."""


def apply(source: Source, line: int, edits: list[Edit]) -> None:
    """Make the edits, which must not overlap, in a mended line."""
    if not edits:
        return
    text = source.lines[line]
    made: list[str] = []
    columns: list[int] = []
    at = 0
    for start, end, new in sorted(edits):
        made.append(text[at:start])
        columns += range(at, start)
        made.append(new)
        same = len(new) == end - start
        columns += range(start, end) if same else [min(start + i, max(start, end - 1)) for i in range(len(new))]
        at = end
    made.append(text[at:])
    columns += range(at, len(text) + 1)
    source.mend(line, "".join(made), columns)
