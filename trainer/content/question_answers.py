"""Keys of the types without options to choose from: blanks, numbers, pairs, references."""

from __future__ import annotations

import re

from trainer.content import question_looks as forms
from trainer.content.inline import Run, scan
from trainer.content.items import Number
from trainer.content.markdown import Piece
from trainer.content.plain import plain_name
from trainer.content.question_key import read_alternatives, read_number
from trainer.content.question_letters import exact, place_in
from trainer.content.question_text import unlinked
from trainer.content.question_tree import RawQuestion
from trainer.content.source import Place, Source
from trainer.content.tree import RawBlock

GAP = "____"
_PARTS = re.compile(r"[^；;，,、\s][^；;，,、]*")
MAX_BLANKS = 10
MAX_PAIRS = 10


def gaps(raw: RawQuestion) -> int:
    """Blanks in the stem."""
    return sum(run.text.count(GAP) for run in _runs(raw))


def _runs(raw: RawQuestion) -> list[Run]:
    spans = [b.spans for b in raw.stem] + [cell for b in raw.stem for row in b.cells for cell in row]
    return [span for some in spans for span in some if isinstance(span, Run)]


def take_key(source: Source, raw: RawQuestion, count: int) -> None:
    """答案：甲；乙 in place of ``- 答：`` lines: one part for each blank."""
    for piece in raw.keys:
        parts = list(_PARTS.finditer(piece.text))
        cut = parts if len(raw.keys) == 1 and len(parts) == count > 1 else []
        raw.answers += [Piece(piece.line, piece.column + m.start(), m.group()) for m in cut] or [piece]
        source.report("QZ153", piece.place(), text=piece.text.strip())
    raw.keys = []


def _brackets(source: Source, raw: RawQuestion) -> None:
    """``（　）`` in a stem without ``____``, as many as there are answers."""
    found = [(run, match) for run in _runs(raw) if exact(run) for match in forms.BRACKET_BLANK.finditer(run.text)]
    if len(found) != len(raw.answers):
        return
    for run, match in reversed(found):
        source.report("QZ152", place_in(run, match), text=match.group())
        run.text = run.text[: match.start()] + GAP + run.text[match.end() :]


def resolve_blanks(source: Source, raw: RawQuestion) -> tuple[tuple[str, ...], ...]:
    """One tuple of accepted answers for each blank of the stem."""
    if not gaps(raw):
        _brackets(source, raw)
    count = gaps(raw)
    found = tuple(read_alternatives(source, piece) for piece in raw.answers)
    place = raw.answers[0].place() if raw.answers else raw.place
    if not raw.answers:
        source.report("QZ121", raw.place, name=raw.name, case="blanks")
    elif count != len(found):
        case = "none" if not count else ""
        source.report("QZ127", place, blanks=count, answers=len(found), **({"case": case} if case else {}))
    elif count > MAX_BLANKS:
        source.report("QZ119", place, count=count, limit=MAX_BLANKS, case="blanks")
    return found


def resolve_number(source: Source, raw: RawQuestion) -> Number | None:
    """The number of a numeric item."""
    if not raw.answers:
        source.report("QZ121", raw.place, name=raw.name, case="number")
        return None
    if len(raw.answers) > 1:
        source.report("QZ128", raw.answers[1].place())
    return read_number(source, raw.answers[0])


def resolve_pairs(source: Source, raw: RawQuestion) -> tuple[tuple[tuple[str, str], ...], tuple[str, str]]:
    """The rows of the table and its two heads."""
    if raw.table is None:
        source.report("QZ129", raw.place, name=raw.name)
        return (), ("", "")
    rows: list[tuple[str, str]] = []
    seen: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for number, row in enumerate(raw.table):
        place = row[0].place() if row else raw.table_place or raw.place
        cells = [unlinked(source, scan(source, [piece])) for piece in row]
        if len(cells) != 2:
            source.report("QZ130", place, count=len(cells))
            return (), ("", "")
        if not all(cells) and number:
            source.report("QZ131", place)
        for column, cell in enumerate(cells):
            form = plain_name(cell)
            if number and form in seen[column]:
                source.report("QZ132", row[column].place(), text=cell, line=seen[column][form])
            if number:
                seen[column].setdefault(form, row[column].line + 1)
        rows.append((cells[0], cells[1]))
    if not 2 <= len(rows) - 1 <= MAX_PAIRS:
        place = raw.table_place or Place(raw.place.line, 0, 1)
        source.report("QZ119", place, count=len(rows) - 1, limit=MAX_PAIRS, case="pairs")
    return tuple(rows[1:]), rows[0]


def resolve_free(source: Source, raw: RawQuestion) -> list[RawBlock]:
    """The reference of a free text; 答案： means the same here."""
    from trainer.content.model import BlockKind

    found = list(raw.reference)
    for piece in [*raw.keys, *raw.answers]:
        source.report("QZ104", Place(piece.line, 0, piece.column), text="答案：", canonical="> 参考：")
        found.append(RawBlock(BlockKind.NARRATION, piece.place(), scan(source, [piece]), quoted=True))
    raw.keys, raw.answers = [], []
    if not found:
        source.report("QZ133", raw.place, name=raw.name)
    return found
