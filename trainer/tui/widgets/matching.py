"""How pairs are made: for each left a right, by letter or with the arrows at the sides."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.engine.quiz_types import Response
from trainer.i18n import t
from trainer.service.quiz_views import ItemView
from trainer.tui.text import EMPTY, Row, Span, pad, prose, wrap
from trainer.tui.widgets.answers import Asker, ListBox, entry
from trainer.tui.widgets.picker import Item, Picker


class MatchBox(ListBox):
    """Pairs: for the left under the cursor a letter, or the arrows at the sides; then the next left."""

    def __init__(self, item: ItemView, asker: Asker) -> None:
        super().__init__(item, asker)
        self.given: list[int | None] = [None] * len(item.lefts)

    def entries(self) -> Sequence[Item]:
        rows: list[Item] = []
        rights = self.item.rights
        for n, left in enumerate(self.item.lefts):
            got = self.given[n]
            rows.append(_pair(n, left, "" if got is None else f"{rights[got].letter}  {rights[got].text}"))
        head = _head(self.item)
        rows.append(Item(None, lambda width, here: [EMPTY, *prose(head, width, "muted")], True))
        for k, right in enumerate(rights):
            used = k in self.given
            rows.append(entry(("right", k), right.letter, right.text, size=3, disabled=used))
        return rows

    def show(self, cursor: int) -> None:
        super().show(cursor)
        self.picker.go(min(self.picker.cursor, len(self.given) - 1), tell=False)

    def on_picker_moved(self, message: Picker.Moved) -> None:
        """The cursor stays among the lefts."""
        message.stop()
        if message.index >= len(self.given):
            self.picker.go(0 if message.index == len(self.given) + 1 else len(self.given) - 1, tell=False)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """A click on a left goes there, one on a right gives it to the left under the cursor."""
        message.stop()
        match message.value:
            case int(left):
                self.picker.go(left)
            case ("right", int(right)):
                self.take(right)

    def take(self, index: int) -> bool:
        if not 0 <= index < len(self.item.rights):
            return False
        here = self.picker.cursor
        self._give(here, index)
        rest = [n for n, got in enumerate(self.given) if got is None]
        self.show(next((n for n in rest if n > here), rest[0] if rest else here))
        return True

    def _give(self, left: int, right: int | None) -> None:
        self.given = [None if got == right else got for got in self.given]
        self.given[left] = right
        self.changed()

    def turn(self, step: int) -> None:
        here = self.picker.cursor
        free = [k for k in range(len(self.item.rights)) if k not in self.given or k == self.given[here]]
        if free:
            got = self.given[here]
            at = free.index(got) + step if got in free else (0 if step > 0 else -1)
            self._give(here, free[at % len(free)])
            self.show(here)

    def take_back(self) -> None:
        here = self.picker.cursor
        if self.given[here] is None and here:
            here -= 1
        self._give(here, None)
        self.show(here)

    def missing(self) -> str:
        left = self.given.count(None)
        return t("quiz.missing.pairs", n=left) if left else ""

    def result(self) -> tuple[Response, str | None]:
        if all(got is None for got in self.given):
            return Response(), None
        return Response(tuple(-1 if got is None else self.item.rights[got].index for got in self.given)), None


def _head(item: ItemView) -> str:
    return item.columns[1] or t("quiz.rights")


def _pair(value: int, left: str, right: str) -> Item:
    """A left and, beside it, what it was given."""

    def build(width: int, here: bool) -> list[Row]:
        half = max(8, (width - 3) // 2)
        texts = wrap(left, half - 2)
        gives = wrap(right, max(8, width - 3 - half)) if right else [t("quiz.unmatched")]
        rows: list[Row] = []
        for n in range(max(len(texts), len(gives))):
            mark = ("▸" if here else " ") if n == 0 else " "
            rows.append(
                (
                    Span(pad(mark, 3), "key"),
                    Span(pad(texts[n] if n < len(texts) else "", half), "strong" if here else ""),
                    Span(gives[n] if n < len(gives) else "", "accent" if right else "muted"),
                )
            )
        return rows

    return Item(value, build)
