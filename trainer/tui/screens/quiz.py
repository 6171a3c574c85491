"""测验: one question, its answer, how sure one is, and, outside of an exam, what was right about it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual.events import Key

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.i18n import t
from trainer.tui import quiz_rows as rows_of
from trainer.tui.commands import word
from trainer.tui.fields import Field
from trainer.tui.screens.quiz_page import QuizPage
from trainer.tui.screens.reading import Reader
from trainer.tui.text import Pane, Sheet
from trainer.tui.widgets.answer import AnswerArea
from trainer.tui.widgets.answers import Answered
from trainer.tui.widgets.ask import AskBar

PAGING = {"left": -1, "right": 1, "space": 1, "pageup": -1, "pagedown": 1}
"""Keys that turn pages, unless whatever has the focus wants them."""


class QuizScreen(QuizPage):
    """What the keys do in a quiz."""

    SCOPE: ClassVar[str] = "quiz"
    _skipping = -1

    # --- answering ---------------------------------------------------------------------------------------------------

    def answered(self, answer: Answered) -> None:
        """Ask how sure, unless that is switched off or means nothing."""
        if self.conduct.retry is not None:
            self._again()
            return
        if self.stage != "answer" or answer.item != self.item:
            return  # a second press of the key that answered the item before
        self.notice("")
        self._pending = (answer.response, answer.text)
        item = self.item
        asks = self.trainer.prefs.confidence and item is not None and item.type is not ItemType.FREE
        if asks and not answer.response.omitted and not self.easy:
            self._put("sure")
        else:
            self._answer(None)

    def _answer(self, confidence: Confidence | None, *, easy: bool = False) -> None:
        response, text = self._pending
        self.conduct.answer(response, confidence, text, easy=easy or self.easy)

    def _again(self) -> None:
        if self.conduct.retry is not None and not self.conduct.busy:
            self.conduct.retry()

    def taken(self, value: object | None) -> None:
        """How sure, or how good; after a failed save Enter tries again."""
        if self.conduct.retry is not None:
            self._again()
        elif self.stage == "sure":
            self._answer(value if isinstance(value, Confidence) else None, easy=value == "easy")
        elif self.stage == "rate":
            if isinstance(value, int):
                self.conduct.rate(value)
            else:
                self.conduct.next()

    def action_choose(self, number: int) -> None:
        """A digit: an option, how sure, or how good."""
        if not self.conduct.listens:
            return
        if self.stage in ("sure", "rate"):
            self.bar.pick(str(number))
        elif self.stage == "answer" and self.box:
            self.box.take(number - 1)

    def on_key(self, event: Key) -> None:
        """Letters name options; the page keys turn the question; 0 rates; Enter goes on where nobody else takes it."""
        key = event.key
        if self.stage == "answer" and self.box and len(key) == 1 and key.isascii() and key.isalpha():
            if self.conduct.listens and self.box.take(ord(key.lower()) - ord("a")):
                event.stop()
        elif key == "0" and self.stage == "rate" and self.conduct.listens:
            event.stop()
            self.bar.pick("0")
        elif key in PAGING and not self._steered(key):
            self._page(PAGING[key])

    def _steered(self, key: str) -> bool:
        """Whether a paging key means something to whatever has the focus."""
        if isinstance(self.focused, AskBar | AnswerArea | Field):
            return True
        if key in ("pageup", "pagedown"):
            return isinstance(self.focused, Reader)
        return bool(self.check_action("tick_option" if key == "space" else "turn", ()))

    def action_tick_option(self) -> None:
        """Tick the option under the cursor."""
        if self.box:
            self.box.toggle()

    def action_shift(self, step: int) -> None:
        """Move an element."""
        if self.stage == "answer" and self.box:
            self.box.shift(step)

    def action_turn(self, step: int) -> None:
        """The arrows at the sides: another right side."""
        if self.box:
            self.box.turn(step)

    def action_take_back(self) -> None:
        """Undo the last part of an answer."""
        if self.stage == "answer" and self.box:
            self.box.take_back()

    def _page(self, step: int) -> None:
        pane: Pane = self.query_one("#stem Sheet", Sheet)
        told = self.query_one("#feedback", Reader)
        if self.stage in ("feedback", "rate") and told.max_scroll_y > 0:
            pane = told
        pane.scroll_to(y=pane.scroll_y + step * max(1, pane.size.height - 1), animate=False)

    # --- commands ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view, item, stage = self.view, self.item, self.stage
        told = stage in ("feedback", "rate")
        kind = item.type if item else None
        listed = kind in (*rows_of.PICKED, ItemType.ORDERING, ItemType.MATCHING)
        if action == "choose":
            return stage in ("sure", "rate") or (stage == "answer" and listed)
        if action == "tick_option":
            return stage == "answer" and kind is ItemType.MULTIPLE
        if action == "turn":
            return stage == "answer" and kind is ItemType.MATCHING
        if action == "shift":
            return stage == "answer" and kind is ItemType.ORDERING
        if action == "take_back":
            return stage == "answer" and kind in (ItemType.ORDERING, ItemType.MATCHING)
        if action == "source":
            return bool(told and item and item.grade and item.grade.source)
        if action == "card":
            return bool(told and view and view.purpose is not Purpose.REVIEW and item and not item.decision)
        if action == "skip":
            return stage == "answer"
        if action == "easy":
            return bool(view and view.purpose is Purpose.REVIEW and stage in ("answer", "sure"))
        if action == "hand_in":
            return bool(view and view.purpose is Purpose.EXAM and not view.ended)
        if action == "abandon":
            return bool(view and not view.ended)
        return True

    def action_go_on(self) -> None:
        """Enter: hand in the answer, or go on to the next item; after a failed save try again."""
        if self.conduct.retry is not None:
            self._again()
        elif self.stage == "answer" and self.box:
            self.box.finish()
        elif self.stage in ("sure", "rate"):
            self.bar.action_take()
        elif self.stage == "feedback":
            self.conduct.next()

    def action_skip(self) -> None:
        """Leave the item unanswered; in an exam, where there is no way back, only when asked for twice."""
        view, item = self.view, self.item
        if view is None or item is None or not self.conduct.listens:
            return
        if view.purpose is Purpose.EXAM and self._skipping != item.index:
            self._skipping = item.index
            self.notice(t("quiz.skip_twice"))
        else:
            self._pending = (Response(), None)
            self._answer(None)

    def action_easy(self) -> None:
        """太简单: this card comes back much later."""
        self.easy = not self.easy
        self.marked()
        if self.easy and self.stage == "sure":
            self._answer(None)

    def action_confidence(self) -> None:
        """Switch the question how sure on or off, for good."""
        on = not self.trainer.prefs.confidence
        self.trainer.choose("confidence", on)
        self.notice(t("quiz.asks.on" if on else "quiz.asks.off"), "muted")

    def action_source(self) -> None:
        """Open the lesson where this is taught."""
        if self.item and self.item.grade and self.item.grade.source:
            self.trainer.open_source(self.item.grade.source)

    def action_card(self) -> None:
        """Put the item into the review queue."""
        item = self.item
        if item is not None:
            name, key = rows_of.card_of(item), uuid4().hex
            self.call(
                lambda service: service.add_card(name, key=key),
                lambda fresh: self.notice(t("quiz.card.added" if fresh else "quiz.card.there"), "good"),
                lambda error: self.conduct.tell(error),
            )

    def action_hand_in(self) -> None:
        """Finish an exam now, after a question."""
        from trainer.tui.screens.message import ConfirmOverlay

        view = self.view
        if view is not None and self.check_action("hand_in", ()):
            text = t("quiz.hand_in", n=view.total - view.answered)
            self.app.push_screen(
                ConfirmOverlay(word("cmd.hand_in"), text, t("quiz.hand_in.yes")),
                lambda yes: self.conduct.hand_in() if yes else None,
            )

    def action_abandon(self) -> None:
        """End this run for good, after a question."""
        from trainer.tui.screens.message import ConfirmOverlay

        view = self.view

        def answered(yes: bool | None) -> None:
            if yes and view is not None:
                key = uuid4().hex
                self.call(
                    lambda service: service.abandon_quiz(view.attempt, key=key), lambda _: self.trainer.back(self)
                )

        if view is not None:
            exam = "exam" if view.purpose is Purpose.EXAM else "quiz"
            words = (word("cmd.abandon_quiz"), t(f"quiz.abandon.{exam}"), t("tui.play.abandon.yes"))
            self.app.push_screen(ConfirmOverlay(*words), answered)

    def action_back(self) -> None:
        """From how sure back to the answer; else the menu."""
        from trainer.tui.screens.palette import MenuOverlay

        if self.stage == "sure" and self.conduct.listens:
            self._put("answer")
        elif self.view is None:
            self.trainer.back(self)
        elif self.view.ended:
            self.show_result()
        else:
            self.app.push_screen(MenuOverlay(self))

    def action_leave(self) -> None:
        """Leave; it goes on from here, an exam with the time that is left now."""
        self.conduct.report(lambda: self.trainer.back(self))
