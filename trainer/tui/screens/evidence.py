"""The decisions behind a competency's number; Enter opens the debrief of the attempt in which one was taken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import ComposeResult

from trainer.i18n import t
from trainer.service.views import EvidenceRow
from trainer.tui import ops
from trainer.tui.draw import label_role, when
from trainer.tui.page import Overlay, title_box
from trainer.tui.skills import skill
from trainer.tui.text import EMPTY, Row, Span, clean, columns, fit, prose, span, width_of, wrap
from trainer.tui.widgets.picker import Item, Picker


class EvidenceOverlay(Overlay[str]):
    """Closes with the attempt of the decision that was picked."""

    WIDE: ClassVar[bool] = True

    def __init__(self, competency: str) -> None:
        super().__init__()
        self.competency = competency

    def inside(self) -> ComposeResult:
        yield Picker(id="evidence")

    def on_mount(self) -> None:
        """Ask for the decisions."""
        title_box(self.query_one("#dialog"), t("tui.evidence.title", name=skill(self.competency)), t("tui.evidence.go"))
        picker = self.query_one(Picker)
        picker.set_items([Item(None, lambda width, here: prose(t("tui.loading"), width, "muted"), True)])
        picker.focus()
        name = self.competency
        ops.call(self, lambda service: service.evidence(name), self._fill)

    def _fill(self, found: tuple[EvidenceRow, ...]) -> None:
        now = datetime.now(UTC)
        items = [Item(None, lambda width, here: [*prose(t("tui.evidence.note"), width, "muted"), EMPTY], True)]
        items += [evidence_item(one, now) for one in found]
        if not found:
            items = [Item(None, lambda width, here: prose(t("tui.evidence.none"), width, "muted"), True)]
        self.query_one(Picker).set_items(items)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Show the attempt."""
        message.stop()
        self.dismiss(str(message.value))


def evidence_item(one: EvidenceRow, now: datetime) -> Item:
    """A decision: case and date, where and what was chosen, how good that was and how much it counts."""

    def build(width: int, here: bool) -> list[Row]:
        right: Row = (Span(f"{t(f'tui.mode.{one.mode.value}')}  {when(one.when, now)} ", "muted"),)
        title = fit(one.title, max(8, width - width_of(right) - 2))
        rows: list[Row] = [columns((Span(title, "strong" if here else ""),), right, width)]
        choice = clean(one.choice) or t("tui.label.timeout")
        text = t("tui.evidence.choice", node=clean(one.node), choice=choice)
        rows += [(Span("  " + line),) for line in wrap(text, width - 3)]
        label = t(f"tui.label.{one.label}")
        worth = t("tui.evidence.worth", quality=round(100 * one.quality), weight=f"{one.weight:.2f}")
        rows += [(Span("  "), span(label, label_role(one.label)), Span("  " + worth, "muted")), EMPTY]
        return rows

    return Item(one.attempt, build)
