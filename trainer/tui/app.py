"""The app: screens, keys, signals, and nothing else."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from trainer.tui.terminal import crash_report, on_signals, prepare, tell_crash

prepare()

from textual import events  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.message import Message  # noqa: E402
from textual.screen import Screen  # noqa: E402
from textual.widget import Widget  # noqa: E402

from trainer.errors import CRASH_EXIT  # noqa: E402
from trainer.i18n import language, set_language, t  # noqa: E402
from trainer.tui import ops, prefs, skills, theme  # noqa: E402
from trainer.tui.commands import app_bindings  # noqa: E402
from trainer.tui.keys import normalised  # noqa: E402
from trainer.tui.look import Look, keep, place, recall  # noqa: E402
from trainer.tui.page import Overlay, Page  # noqa: E402
from trainer.tui.port import ServicePort  # noqa: E402
from trainer.tui.ways import Ways  # noqa: E402

Opener = Callable[[], ServicePort]


class TrainerApp(Ways):
    """The interface. The service is opened in a thread after the first paint."""

    CSS = theme.CSS
    BINDINGS: ClassVar[list[Binding]] = app_bindings()  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "trainer"

    def __init__(
        self,
        open_service: Opener,
        *,
        scenario: str | None = None,
        language_fixed: bool = False,
        now: Callable[[], float] = monotonic,
        look: Path | None = None,
    ) -> None:
        """Make the app.

        Args:
            open_service: Opens the service; called once, in a thread.
            scenario: Go straight to this case.
            language_fixed: The language was chosen on the command line; the stored one does not count.
            now: Seconds on a clock that never jumps.
            look: The file that keeps theme and language for the first paint; None: none is kept.
        """
        super().__init__()
        self.desk = ops.Desk(self)
        self.prefs = prefs.Prefs()
        self.now = now
        self.open_service = open_service
        self.scenario = scenario
        self.language_fixed = language_fixed
        self.failure: Exception | None = None
        self.crash: tuple[str, str] | None = None
        for one in theme.THEMES:
            self.register_theme(one)
        self.look = look
        self._given = language()
        used = recall(look)
        self.theme = f"trainer-{used.theme}"
        if used.language and not language_fixed:
            set_language(used.language)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.VARIABLE_DEFAULTS

    # --- start and end -----------------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        from trainer.tui.screens.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        """Open the service once the first screen has been painted."""
        if not self.is_headless:
            on_signals(self.leave)
        self.call_after_refresh(self._open)

    def leave(self, code: int) -> None:
        """Exit with a code, as on a signal."""
        self.exit(return_code=code)

    def _open(self) -> None:
        def work() -> None:
            try:
                service = self.open_service()
                chosen = prefs.load(service)
                skills.know(service.competency_names())
            except Exception as error:
                if self.is_running:
                    self.post_message(Opened(None, None, error))
                return
            if self.is_running:
                self.post_message(Opened(service, chosen, None))
            else:
                service.close()

        self.run_worker(work, thread=True, exit_on_error=False, group="open")

    def on_opened(self, message: Opened) -> None:
        """The service is there, or is not."""
        if message.error is not None or message.service is None or message.chosen is None:
            self.failure = message.error
            self.tell_error(message.error or RuntimeError(), fatal=True)
            return
        self.prefs = message.chosen
        self.apply_prefs(first=True)
        keep(self.look, Look(self.prefs.theme, self.prefs.language))
        self.desk.opened(message.service)
        if self.scenario:
            self.open_briefing(self.scenario)

    def apply_prefs(self, *, first: bool = False) -> None:
        """Let the preferences take effect."""
        self.theme = f"trainer-{self.prefs.theme}"
        self.animation_level = "full" if self.prefs.motion else "none"
        wanted = self._given if first and self.language_fixed else self.prefs.language or self._given
        if wanted != language():
            set_language(wanted)
            if first:
                self.renew()

    def choose(self, name: str, value: object) -> None:
        """Change a preference, now and in the database."""
        self.prefs = prefs.changed(self.prefs, name, value)
        self.apply_prefs()
        keep(self.look, Look(self.prefs.theme, self.prefs.language))
        key, text = prefs.stored(name, value)
        ops.call(self, lambda service: service.set_setting(key, text), lambda _: None, retries=ops.RETRIES)

    def on_finished(self, message: ops.Finished) -> None:
        """A call of the service came back."""
        self.desk.finished(message)

    # --- keys --------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and not self.typing:
            event = normalised(event) or event
        await super().on_event(event)

    @property
    def typing(self) -> bool:
        """Whether keys go into a text field now."""
        focused: Widget | None = self.screen.focused if self._screen_stack else None
        return focused is not None and type(focused).__mro__[0].__name__ in ("Field", "AnswerArea")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing of ours opens over a dialog."""
        return not (action in ("palette", "help") and isinstance(self.screen, Overlay))

    def action_help(self) -> None:
        """Help for the screen that is shown."""
        from trainer.tui.screens.help import HelpOverlay

        self.push_screen(HelpOverlay(getattr(self.screen, "SCOPE", "")))

    def action_palette(self) -> None:
        """All commands, and the cases."""
        from trainer.tui.screens.palette import PaletteOverlay

        if isinstance(self.screen, Page):
            self.push_screen(PaletteOverlay(self.screen))

    async def action_quit(self) -> None:
        """Leave."""
        self.exit()

    # --- what went wrong ---------------------------------------------------------------------------------------------

    def tell_error(self, error: Exception, *, fatal: bool = False) -> None:
        """Say plainly what went wrong; after a fatal one the only way is out."""
        from trainer.tui.screens.message import MessageOverlay

        def after(_: object) -> None:
            if fatal:
                self.exit(return_code=getattr(error, "exit_code", 4))

        text = ops.message_of(error)
        self.push_screen(MessageOverlay(t("tui.error.title"), text, t("tui.error.leave") if fatal else ""), after)

    def _handle_exception(self, error: Exception) -> None:
        """Write a report without the values of variables, restore the terminal, and say so calmly."""
        self._return_code = CRASH_EXIT
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if self.crash is None:
            self.crash = crash_report(error)
        self._close_messages_no_wait()


SWITCH = 0.0005
"""Seconds a thread may keep the interpreter from another: a worker must not hold up what is being painted by 5 ms."""


class Opened(Message):
    """The service was opened, or could not be."""

    def __init__(self, service: ServicePort | None, chosen: prefs.Prefs | None, error: Exception | None) -> None:
        super().__init__()
        self.service, self.chosen, self.error = service, chosen, error


def run(open_service: Opener, *, scenario: str | None = None, language_fixed: bool = False) -> int:
    """Run the interface until it is left; returns the exit status."""
    app = TrainerApp(open_service, scenario=scenario, language_fixed=language_fixed, look=place())
    sys.setswitchinterval(SWITCH)
    app.run()
    app.desk.leave()
    if app.desk.service is not None:
        with contextlib.suppress(Exception):
            app.desk.service.close()
    if app.crash is not None:
        tell_crash(*app.crash)
        return CRASH_EXIT
    return app.return_code or 0
