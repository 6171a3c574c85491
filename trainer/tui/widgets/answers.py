"""How the questions with options are answered: one, several, in order, in pairs. All in file order when handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click

from trainer.engine.quiz_types import Response
from trainer.i18n import t
from trainer.service.quiz_views import ItemView
from trainer.tui.text import EMPTY, Row, Span, pad, wrap
from trainer.tui.widgets.picker import Item, Picker


class AnswerPicker(Picker):
    """A picker whose Enter means 「done」, while a click means the row it hits."""

    def __init__(self, done: Callable[[], None]) -> None:
        super().__init__()
        self._done = done

    def action_pick(self) -> None:
        """Enter."""
        self._done()

    def over(self, index: int) -> str:
        """The blank rows between the entries stay blank."""
        return super().over(index) if any(part.text.strip() for part in self.body[index]) else ""

    def on_click(self, event: Click) -> None:
        """A click takes the row, whatever Enter would do."""
        event.prevent_default()
        line = event.y - self.gutter.top + self.scroll_offset.y
        if 0 <= line < len(self._owner):
            index = self._owner[line]
            self.post_message(self.Picked(self, index, self.items[index].value))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to ``item``; ``text``: the words of a free text, which are kept apart."""

    item: ItemView
    response: Response
    text: str | None = None


class Asker(Protocol):
    """Who asks, and is told at once, not by messages: a key right after an answer already belongs to what follows."""

    def begun(self, box: AnswerBox) -> None:
        """The box is there and can take keys."""

    def answered(self, answer: Answered) -> None:
        """The item has been answered."""

    def notice(self, text: str) -> None:
        """Something to know before the answer counts; empty: nothing any more."""


class AnswerBox(Vertical):
    """The place where one item is answered. ``gone``: it is on its way out, another one has taken its place."""

    def __init__(self, item: ItemView, asker: Asker) -> None:
        super().__init__(classes="answer")
        self.item = item
        self.asker = asker
        self._warned = False
        self.gone = False

    def on_mount(self) -> None:
        """Say so, as soon as it has its place on the screen."""
        self.call_after_refresh(self.asker.begun, self)

    @property
    def below(self) -> int:
        """Rows of it that wait under the lower edge."""
        return 0

    def begin(self) -> None:
        """Take the focus."""

    def take(self, index: int) -> bool:
        """The n-th entry (from 0) was named by a digit or a letter; False: there is no such entry."""
        return False

    def toggle(self) -> None:
        """The blank: tick what is under the cursor."""

    def shift(self, step: int) -> None:
        """Move what is under the cursor."""

    def turn(self, step: int) -> None:
        """An arrow at the side."""

    def take_back(self) -> None:
        """Undo the last part of the answer."""

    def missing(self) -> str:
        """What is still to be done, in words; empty: the answer is whole."""
        return ""

    def result(self) -> tuple[Response, str | None]:
        """The answer as it stands."""
        return Response(), None

    def finish(self) -> None:
        """Hand the answer on; one that is not whole only when asked for twice."""
        missing = self.missing()
        if missing and not self._warned:
            self._warned = True
            self.asker.notice(missing)
            return
        self.asker.answered(Answered(self.item, *self.result()))

    def changed(self) -> None:
        """Something was done: an earlier warning counts no more."""
        if self._warned:
            self._warned = False
            self.asker.notice("")


class ListBox(AnswerBox):
    """An answer made in a list."""

    def compose(self) -> ComposeResult:
        yield AnswerPicker(self.finish)

    def on_mount(self) -> None:
        """Show the rows."""
        self.show(0)

    @property
    def picker(self) -> AnswerPicker:
        """The list."""
        return self.query_one(AnswerPicker)

    @property
    def below(self) -> int:
        return self.picker.below if self.is_mounted else 0

    def begin(self) -> None:
        self.picker.focus()

    def entries(self) -> Sequence[Item]:
        """The rows as they are now."""
        return ()

    def show(self, cursor: int) -> None:
        """Show the rows anew; with room to spare a blank row stands between them."""
        entries = list(self.entries())
        if self.screen.size.height >= ROOMY:
            entries = [*map(spaced, entries[:-1]), *entries[-1:]]
        self.picker.set_items(entries, cursor=cursor)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """A click on a row."""
        message.stop()
        if isinstance(message.value, int):
            self.picker.go(message.value)
            self.take(message.value)


ROOMY = 32
"""Lines of the window from which entries are set apart."""


def spaced(item: Item) -> Item:
    """An entry with a blank row under it."""
    return Item(item.value, lambda width, here: [*item.build(width, here), EMPTY], item.disabled)


def entry(value: object, head: str, text: str, *, size: int, role: str = "key", disabled: bool = False) -> Item:
    """A row with something before its text, which hangs under itself."""

    def build(width: int, here: bool) -> list[Row]:
        rows: list[Row] = []
        for index, line in enumerate(wrap(text, max(8, width - size))):
            body = "muted" if disabled else ("strong" if here else "")
            rows.append((Span(pad(head if index == 0 else "", size), role), Span(line, body)))
        return rows

    return Item(value, build, disabled)


class OneBox(ListBox):
    """One option: a digit or a letter takes it at once, as do arrows with Enter."""

    def entries(self) -> Sequence[Item]:
        return [entry(n, choice.letter, choice.text, size=3) for n, choice in enumerate(self.item.choices)]

    def take(self, index: int) -> bool:
        if not 0 <= index < len(self.item.choices):
            return False
        self.picker.go(index)
        self.finish()
        return True

    def result(self) -> tuple[Response, str | None]:
        return Response((self.item.choices[self.picker.cursor].index,)), None


class ManyBox(ListBox):
    """Several options: digits, letters, the blank and clicks tick, Enter hands in."""

    def __init__(self, item: ItemView, asker: Asker) -> None:
        super().__init__(item, asker)
        self.ticked: set[int] = set()

    def entries(self) -> Sequence[Item]:
        return [
            entry(n, f"{'[x]' if n in self.ticked else '[ ]'} {choice.letter}", choice.text, size=7)
            for n, choice in enumerate(self.item.choices)
        ]

    def take(self, index: int) -> bool:
        if not 0 <= index < len(self.item.choices):
            return False
        self.ticked ^= {index}
        self.changed()
        self.show(index)
        return True

    def toggle(self) -> None:
        self.take(self.picker.cursor)

    def missing(self) -> str:
        return "" if self.ticked else t("quiz.missing.none")

    def result(self) -> tuple[Response, str | None]:
        return Response(tuple(sorted(self.item.choices[n].index for n in self.ticked))), None


class OrderBox(ListBox):
    """An order: Shift+arrows move a row; a digit or a letter sends its element to the next place."""

    def __init__(self, item: ItemView, asker: Asker) -> None:
        super().__init__(item, asker)
        self.order = list(range(len(item.choices)))
        self.placed = 0
        self.moved = False

    def entries(self) -> Sequence[Item]:
        return [
            entry(
                place,
                f"{place + 1 if self.moved or place < self.placed else '-':>2}  {self.item.choices[n].letter}",
                self.item.choices[n].text,
                size=7,
            )
            for place, n in enumerate(self.order)
        ]

    def take(self, index: int) -> bool:
        if index not in self.order:
            return False
        if self.moved or self.placed >= len(self.order):
            self.placed, self.moved = 0, False
        at = self.order.index(index)
        if at < self.placed:
            return True
        self.order.insert(self.placed, self.order.pop(at))
        self.placed += 1
        if self.placed == len(self.order) - 1:
            self.placed += 1
        self.changed()
        self.show(min(self.placed, len(self.order) - 1))
        return True

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """A click sends the element to the next place."""
        message.stop()
        if isinstance(message.value, int):
            self.take(self.order[message.value])

    def shift(self, step: int) -> None:
        at = self.picker.cursor
        to = at + step
        if 0 <= to < len(self.order):
            self.order[at], self.order[to] = self.order[to], self.order[at]
            self.moved = True
            self.changed()
            self.show(to)

    def take_back(self) -> None:
        if self.placed and not self.moved:
            self.placed -= 2 if self.placed == len(self.order) else 1
            self.changed()
            self.show(self.placed)

    def missing(self) -> str:
        left = 0 if self.moved else len(self.order) - self.placed
        return t("quiz.missing.order", n=left) if left else ""

    def result(self) -> tuple[Response, str | None]:
        return Response(tuple(self.item.choices[n].index for n in self.order)), None
