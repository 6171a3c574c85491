"""Sizes that are looked at before anything is parsed, so that a file made to be slow is refused at once."""

from __future__ import annotations

import re

from trainer.config import MAX_NODE_BYTES, MAX_NODES
from trainer.content.source import Place, Source

MAX_NODE_LINES = 1_000
"""Lines of one node; a node of 300 blocks in 64 KiB stays far below."""

_HEADING = re.compile(r"[ \t　\xa0]*(?:##|＃＃|#＃|＃#)")


def within_limits(source: Source, first: int) -> bool:
    """Count nodes, bytes and lines from the line ``first`` on; a finding for each limit that is broken."""
    before = source.errors
    nodes = size = count = 0
    heading = Place(first, 0, 1)
    for number in range(first, len(source.lines)):
        line = source.lines[number]
        if _HEADING.match(line):
            _node(source, heading, size, count)
            nodes, size, count = nodes + 1, 0, 0
            heading = Place(number, 0, len(line))
            if nodes > MAX_NODES:
                source.report("SC109", heading, limit=MAX_NODES)
                return False
        size += len(line) + 1 if line.isascii() else len(line.encode("utf-8", "replace")) + 1
        count += 1 if line.strip() else 0
    _node(source, heading, size, count)
    return source.errors == before


def _node(source: Source, heading: Place, size: int, count: int) -> None:
    if size > MAX_NODE_BYTES:
        source.report("SC110", heading, case="bytes", count=size, limit=MAX_NODE_BYTES)
    elif count > MAX_NODE_LINES:
        source.report("SC110", heading, case="lines", count=count, limit=MAX_NODE_LINES)
