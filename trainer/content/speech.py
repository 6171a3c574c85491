"""Paragraphs and quotes as narration, speeches and coach's words; conditional blocks."""

from __future__ import annotations

import re

from trainer.content.inline import Chip, scan
from trainer.content.markdown import Paragraph, Piece
from trainer.content.model import BlockKind
from trainer.content.source import Place, Source
from trainer.content.tree import RawBlock

COACH = "教练"
MAX_SPEAKER = 8

_GUARD = re.compile(r"\s*`\s*(?:若|否则)[^`]*`\s*")
_SPEAKER = re.compile(r"\s*(\**)([\w·](?:[\w· ]*[\w·])?)\s*(\**)(?:：|:(?!\d|//))(\**)\s*")
_BRACKETED = re.compile(r"\s*(?:【\s*([\w·]{1,8})\s*】|[\[（(〔［]\s*(教练)\s*[\]）)〕］])\s*[：:]?\s*(?=\S)")
_ODD_COACH = re.compile(r"\s*(教练)\s*[；;，,。.、！!~～—–－-]+\s*(?=\S)")
_MARKS_AFTER = re.compile(r"[：:，,、；;。]+\s*")
_LIKE_SPEAKER = re.compile(r"\s*([^：:。！？；，,.!?;「」“”…\n]{1,24})：")


class Speeches:
    """Turns lines into blocks; one object per run of blocks."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def narration(self, pieces: list[Piece]) -> list[RawBlock]:
        """Lines of a paragraph: a new block begins at each 若 or 否则 chip at a line's start."""
        blocks: list[RawBlock] = []
        group: list[Piece] = []
        guard: Chip | None = None
        for piece in pieces:
            if piece.text.startswith("|") and piece.text.endswith("|"):
                self.source.report("SC167", piece.place())
            found = _GUARD.match(piece.text)
            if found:
                self.close(blocks, group, guard)
                guard, rest = self.guard(piece, found)
                group = [rest] if rest.text else []
                if not rest.text:
                    self.source.report("SC154", piece.place(), text=piece.text.strip())
            else:
                group.append(piece)
        self.close(blocks, group, guard)
        return blocks

    def close(self, blocks: list[RawBlock], group: list[Piece], guard: Chip | None) -> None:
        if group:
            spans = scan(self.source, group)
            place = group[0].place() if guard is None else guard.outer
            blocks.append(RawBlock(BlockKind.NARRATION, place, spans, guard=guard))
        elif guard is not None:
            blocks.append(RawBlock(BlockKind.NARRATION, guard.outer, [], guard=guard))

    def guard(self, piece: Piece, found: re.Match[str]) -> tuple[Chip, Piece]:
        """The chip at the start of a line, and the rest of the line."""
        start = piece.text.index("`") + 1
        inner = piece.text[start : piece.text.index("`", start)]
        lead = len(inner) - len(inner.lstrip())
        chip = Chip(inner.strip(), piece.place(start + lead, start + lead + len(inner.strip())))
        end = found.end()
        if marks := _MARKS_AFTER.match(piece.text, end):
            self.source.report("SC175", piece.place(*marks.span()), text=marks.group())
            end = marks.end()
        return chip, Piece(piece.line, piece.column + end, piece.text[end:])

    def quote(self, paragraphs: list[Paragraph]) -> list[RawBlock]:
        """Paragraphs of a quote: a new speech begins at each ``名字：`` at a line's start."""
        blocks: list[RawBlock] = []
        kind, speaker = BlockKind.NARRATION, ""
        for paragraph in paragraphs:
            group: list[Piece] = []
            guard: Chip | None = None
            silent: Place | None = None
            for number, piece in enumerate(paragraph.pieces):
                rest = piece
                new_guard: Chip | None = None
                if found := _GUARD.match(piece.text):
                    new_guard, rest = self.guard(piece, found)
                said = self.speaker(rest)
                if said or new_guard:
                    if number and said and not new_guard and kind is not BlockKind.NARRATION:
                        self.source.report("SC126", rest.place(0, len(said[0]) + 1), name=said[0])
                    self.flush(blocks, group, guard, kind, speaker, silent)
                    guard, silent = new_guard, None
                    if guard and ">" not in self.source.lines[piece.line][: piece.column]:
                        kind, speaker = BlockKind.NARRATION, ""
                    if said:
                        kind = BlockKind.COACH if said[0] == COACH else BlockKind.SPEECH
                        speaker = "" if kind is BlockKind.COACH else said[0]
                        silent, rest = rest.place(), said[1]
                    group = [rest] if rest.text else []
                else:
                    group.append(piece)
            self.flush(blocks, group, guard, kind, speaker, silent)
        return blocks

    def flush(
        self,
        blocks: list[RawBlock],
        group: list[Piece],
        guard: Chip | None,
        kind: BlockKind,
        speaker: str,
        silent: Place | None,
    ) -> None:
        """End a speech; ``silent`` is where somebody was named who then said nothing."""
        if not group and silent is not None:
            self.source.report("SC165", silent)
        elif group or guard is not None:
            place = group[0].place() if group else guard.outer if guard else Place(0, 0, 0)
            spans = scan(self.source, group) if group else []
            blocks.append(RawBlock(kind, place, spans, speaker, guard, quoted=True))

    def speaker(self, piece: Piece) -> tuple[str, Piece] | None:
        """The speaker at the start of a quote line and what he says."""
        found = _SPEAKER.match(piece.text)
        if found and len(found[1]) == len(found[3]) + len(found[4]) and not found[2].isdigit():
            name = found[2]
            if len(name) <= MAX_SPEAKER:
                return name, Piece(piece.line, piece.column + found.end(), piece.text[found.end() :])
            self.source.report("SC127", piece.place(found.start(2), found.end(2)), name=name, limit=MAX_SPEAKER)
        elif not found and (odd := _BRACKETED.match(piece.text) or _ODD_COACH.match(piece.text)):
            name = odd[1] or odd[2]
            self.source.report("SC173", piece.place(0, odd.end()), name=name)
            return name, Piece(piece.line, piece.column + odd.end(), piece.text[odd.end() :])
        elif not found and (like := _LIKE_SPEAKER.match(piece.text)):
            self.source.report("SC127", piece.place(*like.span(1)), name=like[1], limit=MAX_SPEAKER)
        return None
