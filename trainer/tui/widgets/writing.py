"""How the questions without options are answered: blanks, a number, a text of one's own."""

from __future__ import annotations

import hashlib

from textual.app import ComposeResult
from textual.containers import Horizontal

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Response
from trainer.i18n import t
from trainer.service.quiz_views import ItemView
from trainer.tui.fields import Field
from trainer.tui.text import Builder, Prose, Row, Span, prose, span
from trainer.tui.widgets.answer import AnswerArea
from trainer.tui.widgets.answers import AnswerBox, Asker, ManyBox, OneBox, OrderBox
from trainer.tui.widgets.matching import MatchBox

LONGEST = 2000
"""Characters of a free text, and of a blank."""


class FieldBox(AnswerBox):
    """One line per blank, or one for a number; Enter goes on to the next, and from the last hands in."""

    def compose(self) -> ComposeResult:
        count = 1 if self.item.type is ItemType.NUMERIC else max(1, self.item.blanks)
        for n in range(count):
            with Horizontal(classes="blank"):
                yield Prose(self._label(n), classes="label")
                yield Field(max_length=LONGEST, classes="number" if self.item.type is ItemType.NUMERIC else "")
                if self.item.unit:
                    yield Prose(lambda width: [(span(self.item.unit, "muted"),)], classes="unit")

    def _label(self, n: int) -> Builder:
        key = "quiz.number" if self.item.type is ItemType.NUMERIC else "quiz.blank"
        return lambda width: [(Span(t(key, n=n + 1), "muted"),)]

    @property
    def fields(self) -> list[Field]:
        """The lines."""
        return list(self.query(Field))

    def begin(self) -> None:
        self.fields[0].focus()

    def on_field_left(self, message: Field.Left) -> None:
        """Arrows go from line to line."""
        message.stop()
        fields = self.fields
        fields[(fields.index(message.field) + message.step) % len(fields)].focus()

    def on_input_changed(self, message: Field.Changed) -> None:
        """Something was typed."""
        message.stop()
        self.changed()

    def on_input_submitted(self, message: Field.Submitted) -> None:
        """Enter: the next line, or done."""
        message.stop()
        rest = [*self.fields]
        while rest and rest.pop(0) is not message.input:
            pass
        if rest:
            rest[0].focus()
        else:
            self.finish()

    def missing(self) -> str:
        left = sum(not field.value.strip() for field in self.fields)
        return t("quiz.missing.blanks", n=left) if left else ""

    def result(self) -> tuple[Response, str | None]:
        texts = tuple(field.value.strip() for field in self.fields)
        return Response((), texts if any(texts) else ()), None


class FreeBox(AnswerBox):
    """A text area with a counter; Enter hands in."""

    def __init__(self, item: ItemView, asker: Asker) -> None:
        super().__init__(item, asker)
        self.area = AnswerArea(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def compose(self) -> ComposeResult:
        yield self.area
        yield Prose(self._counter, id="counter")

    @property
    def words(self) -> str:
        """What was written."""
        return self.area.text.strip()

    def begin(self) -> None:
        self.area.focus()

    def _counter(self, width: int) -> list[Row]:
        count = len(self.words) if self.is_mounted else 0
        return prose(t("quiz.free.count", n=count), width, "warn" if count > LONGEST else "muted")

    def on_text_area_changed(self) -> None:
        """Count."""
        self.query_one("#counter", Prose).show(self._counter)
        self.changed()

    def on_answer_area_handed_in(self, message: AnswerArea.HandedIn) -> None:
        """Enter."""
        message.stop()
        if len(self.words) > LONGEST:
            self.app.bell()
        else:
            self.finish()

    def missing(self) -> str:
        return "" if self.words else t("quiz.missing.text")

    def result(self) -> tuple[Response, str | None]:
        words = self.words
        if not words:
            return Response(), None
        return Response(length=len(words), digest=hashlib.sha256(words.encode()).hexdigest()), words


def answer_box(item: ItemView, asker: Asker) -> AnswerBox:
    """The box for an item's type."""
    boxes: dict[ItemType, type[AnswerBox]] = {
        ItemType.MULTIPLE: ManyBox,
        ItemType.ORDERING: OrderBox,
        ItemType.MATCHING: MatchBox,
        ItemType.BLANKS: FieldBox,
        ItemType.NUMERIC: FieldBox,
        ItemType.FREE: FreeBox,
    }
    return boxes.get(item.type, OneBox)(item, asker)
