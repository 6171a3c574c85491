"""Settings: language, theme, timers, motion, confidence. Enter changes the one under the cursor, for good."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key

from trainer.i18n import LANGUAGES, language, t
from trainer.tui.page import Overlay, title_box
from trainer.tui.text import Prose, prose
from trainer.tui.theme import NAMES
from trainer.tui.widgets.picker import Picker, numbered


class SettingsOverlay(Overlay[None]):
    """Five rows and what each means."""

    def inside(self) -> ComposeResult:
        yield Picker(id="rows2")
        yield Prose(lambda width: prose(t("tui.settings.hint"), width, "muted"))

    def on_mount(self) -> None:
        """Show the present values."""
        self._show(0)
        self.query_one(Picker).focus()

    def _show(self, cursor: int) -> None:
        title_box(self.query_one("#dialog"), t("tui.cmd.settings"), t("tui.overlay.close"))
        prefs = self.trainer.prefs
        values = {
            "language": t(f"tui.language.{language()}"),
            "theme": t(f"tui.theme.{prefs.theme}"),
            "timers": t("tui.on" if prefs.timers else "tui.off"),
            "motion": t("tui.on" if prefs.motion else "tui.off"),
            "confidence": t("tui.on" if prefs.confidence else "tui.off"),
        }
        items = [
            numbered(name, str(n), t(f"tui.settings.{name}"), value, note=t(f"tui.settings.{name}.note"))
            for n, (name, value) in enumerate(values.items(), 1)
        ]
        self.query_one(Picker).set_items(items, cursor=cursor)

    def on_key(self, event: Key) -> None:
        """Digits change."""
        key = event.key
        if key.isdigit() and key != "0":
            event.stop()
            picker = self.query_one(Picker)
            index = int(key) - 1
            if index < len(picker.items):
                picker.go(index)
                picker.pick(index)

    def on_picker_picked(self, message: Picker.Picked) -> None:
        """The next value."""
        name = str(message.value)
        prefs = self.trainer.prefs
        if name == "language":
            self.trainer.choose(name, _after(LANGUAGES, language()))
        elif name == "theme":
            self.trainer.choose(name, _after(NAMES, prefs.theme))
        else:
            self.trainer.choose(name, not getattr(prefs, name))
        self._show(message.index)
        self.query_one(Prose).show(lambda width: prose(t("tui.settings.hint"), width, "muted"))

    def action_close(self) -> None:
        """Close; the page under it is made anew, for its language may have changed."""
        self.dismiss(None)
        self.trainer.renew()


def _after(values: tuple[str, ...], now: str) -> str:
    return values[(values.index(now) + 1) % len(values)]
