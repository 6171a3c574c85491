"""Who is at the keyboard: switch to another person, add one, say one's name, or give one's results to a 工号."""

from __future__ import annotations

from uuid import uuid4

from textual.app import ComposeResult
from textual.events import Key

from trainer.i18n import t
from trainer.service.views import PersonRow
from trainer.textutil import sanitise
from trainer.tui import ops
from trainer.tui.fields import Field
from trainer.tui.page import Overlay, title_box
from trainer.tui.screens.message import ConfirmOverlay
from trainer.tui.text import Prose, prose
from trainer.tui.widgets.picker import Item, Picker, numbered


def label(person: PersonRow) -> str:
    """Name and 工号, or 未署名."""
    return " ".join(part for part in (person.name, person.number) if part) or t("tui.person.nobody")


class PeopleOverlay(Overlay[bool]):
    """Switch user. Closes with True after a change."""

    people: tuple[PersonRow, ...] = ()

    def inside(self) -> ComposeResult:
        yield Picker(id="people")

    def on_mount(self) -> None:
        """Ask who there is."""
        title_box(self.query_one("#dialog"), t("tui.cmd.people"), t("tui.overlay.close"))
        picker = self.query_one(Picker)
        picker.set_items([Item(None, lambda w, h: prose(t("tui.loading"), w, "muted"), True)])
        picker.focus()
        ops.call(self, lambda service: service.people(), self._fill)

    def _fill(self, people: tuple[PersonRow, ...]) -> None:
        self.people = people
        items = [
            numbered(
                ("use", one.id),
                str(n) if n <= 9 else "",
                label(one) + (t("tui.person.current") if one.current else ""),
                t("tui.person.attempts", n=one.attempts),
            )
            for n, one in enumerate(people, 1)
        ]
        items.append(numbered(("new",), "+", t("tui.person.new")))
        items.append(numbered(("rename",), "=", t("tui.person.rename")))
        if self._roster():
            items.append(numbered(("merge",), "→", t("tui.person.merge")))
        here = next((i for i, one in enumerate(people) if one.current), 0)
        self.query_one(Picker).set_items(items, cursor=here)

    def _roster(self) -> list[PersonRow]:
        """Whom the results of whoever plays now may belong to: people with a 工号, if he has results and none."""
        me = next((one for one in self.people if one.current), None)
        if me is None or me.number or not me.attempts:
            return []
        return [one for one in self.people if one.number]

    def _choose_owner(self) -> None:
        """Ask whose results these are."""
        title_box(self.query_one("#dialog"), t("tui.person.merge"), t("tui.overlay.close"))
        roster = self._roster()
        items = [numbered(("owner", one.id), str(n) if n <= 9 else "", label(one)) for n, one in enumerate(roster, 1)]
        self.query_one(Picker).set_items(items)

    def _confirm_owner(self, who: str) -> None:
        me = next(one for one in self.people if one.current)
        owner = next(one for one in self.people if one.id == who)
        key = uuid4().hex

        def answered(yes: bool | None) -> None:
            if yes:
                ops.call(self, lambda service: service.merge_people(me.id, who, key=key), self._kept)

        text = t("tui.person.merge_ask", person=label(me), owner=label(owner), n=me.attempts)
        self.app.push_screen(ConfirmOverlay(t("tui.person.merge"), text, t("tui.person.merge_yes")), answered)

    def on_key(self, event: Key) -> None:
        """Digits pick."""
        key = event.key
        if key.isdigit() and key != "0":
            event.stop()
            self.query_one(Picker).pick(int(key) - 1)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """Switch, add, or rename."""
        match message.value:
            case ("use", str(who)):
                ops.call(self, lambda service: service.use_person(id=who), self._kept)
            case ("new",):
                self.app.push_screen(NameOverlay(new=True), self._named)
            case ("rename",):
                self.app.push_screen(NameOverlay(), self._named)
            case ("merge",):
                self._choose_owner()
            case ("owner", str(who)):
                self._confirm_owner(who)

    def _kept(self, _: object) -> None:
        self.dismiss(True)

    def _named(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)


class NameOverlay(Overlay[bool]):
    """Name and 工号, both optional; Esc skips."""

    def __init__(self, *, new: bool = False, first: bool = False) -> None:
        super().__init__()
        self.new, self.first = new, first
        self._sent = False

    def inside(self) -> ComposeResult:
        key = "tui.name.first" if self.first else ("tui.name.new" if self.new else "tui.name.rename")
        yield Prose(lambda width: prose(t(key), width), classes="gap")
        yield Field(placeholder=t("tui.name.name"), id="name", max_length=40)
        yield Field(placeholder=t("tui.name.number"), id="number", max_length=40)
        yield Prose(lambda width: prose(t("tui.name.hint"), width, "muted"), id="hint")

    def on_mount(self) -> None:
        """Start with the name."""
        title_box(self.query_one("#dialog"), t("tui.name.title"), t("tui.name.skip"))
        self.query_one("#name").focus()

    def on_field_left(self, message: Field.Left) -> None:
        """Arrows go from field to field."""
        self.query_one("#number" if message.step > 0 else "#name").focus()

    def on_input_submitted(self, message: Field.Submitted) -> None:
        """Enter goes on to the next field, then keeps what was typed."""
        if message.input.id == "name":
            self.query_one("#number").focus()
            return
        if self._sent:
            return  # Enter once more while it is being kept
        name = sanitise(self.query_one("#name", Field).value).strip()
        number = sanitise(self.query_one("#number", Field).value).strip() or None
        self._sent = True
        if not name and not number:
            self.dismiss(False)
        elif self.new:
            ops.call(self, lambda service: service.use_person(number=number, name=name), self._kept, self._refused)
        else:
            ops.call(self, lambda service: service.rename(name, number), self._kept, self._refused)

    def _kept(self, _: object) -> None:
        self.dismiss(True)

    def _refused(self, error: Exception) -> None:
        self._sent = False
        text = ops.message_of(error)
        self.query_one("#hint", Prose).show(lambda width: prose(text, width, "bad"))
