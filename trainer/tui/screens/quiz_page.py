"""How a quiz looks: the question, its answer or how sure one is, the feedback, and at the side how far one is."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.i18n import t
from trainer.service.quiz_views import ItemView, QuizView
from trainer.tui import quiz_rows as rows_of
from trainer.tui.draw import clock
from trainer.tui.page import Page, title_box
from trainer.tui.port import ServicePort
from trainer.tui.quiz_conduct import QuizConduct
from trainer.tui.screens.play import MARKS
from trainer.tui.screens.reading import Reader
from trainer.tui.text import EMPTY, Pane, Prose, Row, Sheet, Span, fit, prose
from trainer.tui.widgets.answers import ROOMY, AnswerBox, Answered
from trainer.tui.widgets.ask import AskBar
from trainer.tui.widgets.edges import TitleBar

# Parts of the room that the question and the answer may take. Classes would do, but they restyle the whole screen.
ASKED, TOLD = "55%", "35%"
BESIDE_BAR, WHOLE = "60%", "100%"

Loader = Callable[[ServicePort], QuizView]


class QuizPage(Page):
    """One quiz, item after item. ``stage``: answer, sure (how sure?), rate (a free text) or feedback."""

    def __init__(self, loader: Loader, now: Callable[[], float]) -> None:
        super().__init__()
        self.loader = loader
        self.conduct = QuizConduct(self, now)
        self.stage = ""
        self.easy = False
        self._clock = ""
        self.marks: dict[int, tuple[str, str]] = {}
        self._pending: tuple[Response, str | None] = (Response(), None)

    @property
    def view(self) -> QuizView | None:
        """What is shown."""
        return self.conduct.view

    @property
    def item(self) -> ItemView | None:
        """The item that is shown."""
        return self.view.item if self.view else None

    @property
    def box(self) -> AnswerBox | None:
        """Where the item is answered, as soon as it is there: a key that comes before does nothing."""
        found = [box for box in self.query(AnswerBox) if box.is_mounted and not box.gone]
        return found[-1] if found else None

    @property
    def bar(self) -> AskBar:
        """The line that asks how sure, and how good."""
        return self.query_one(AskBar)

    def body(self) -> ComposeResult:
        with Horizontal(classes="fill"):
            with Vertical(id="left"):
                with Vertical(id="stem", classes="box"):
                    yield Sheet(self._stem)
                with Vertical(id="answer", classes="box"):
                    yield Prose(id="notice")
                    yield Reader(id="feedback")
                    yield AskBar(self.taken, id="ask")
            yield Pane(self._panel, id="panel", classes="box")

    def dress(self) -> None:
        title_box(self.query_one("#panel"), t("quiz.panel"))
        title_box(self.query_one("#stem"), t("tui.loading"))
        self._put("")
        for pane in (self.query_one("#stem Sheet", Sheet), self.query_one("#feedback", Reader)):
            self.watch(pane, "below", self._note_below, init=False)
        if self.view is not None:
            self.arrived(self.view)
            return
        self.set_interval(0.25, self.tick)
        self.conduct.load(self.loader, self._not_loaded)

    def _not_loaded(self, error: Exception) -> None:
        self.trainer.back(self)
        self.trainer.tell_error(error)

    # --- showing -----------------------------------------------------------------------------------------------------

    def arrived(self, view: QuizView) -> None:
        """A view came back, so everything up to it is stored."""
        self.notice("")
        item = view.item
        if item is None or (view.ended and view.purpose is Purpose.EXAM):
            self.show_result()
            return
        if item.grade is not None:
            self.marks[item.index] = rows_of.short_mark(item)
            unrated = item.type is ItemType.FREE and item.grade.score is None
            self._put("rate" if unrated and item.response and not item.response.omitted else "feedback")
        else:
            self.easy = False
            self._put("answer")
        self.marked()

    def show_result(self) -> None:
        """It is over: the result takes this screen's place."""
        if self.view is not None:
            self.stage = ""
            self.trainer.uncover(self)  # a menu or the help may have been open when the time was over
            if self.view.purpose is Purpose.CHECK and self.view.total == 1:
                self.trainer.back(self)  # the one question of a lesson's page: everything has been said about it
            else:
                self.trainer.open_quiz_result(self.view.attempt, replace=True)

    def _put(self, stage: str) -> None:
        """Show what a stage needs."""
        same, self.stage = self.stage in ("answer", "sure") and stage in ("answer", "sure"), stage
        item = self.item
        feedback, bar = self.query_one("#feedback", Reader), self.bar
        feedback.display = stage in ("feedback", "rate")
        bar.display = stage in ("sure", "rate")
        kept = self.box if stage in ("answer", "sure") and self.box and self.box.item == item else None
        for old in self.query(AnswerBox):
            if old is not kept:
                old.gone, old.display = True, False
                old.remove()
        if item is None:
            return
        self.query_one("#stem Sheet", Sheet).show(self._stem, keep=same and kept is not None)
        self.query_one("#stem").styles.max_height = TOLD if feedback.display else ASKED
        if feedback.display:
            feedback.show(self._feedback)
            feedback.focus()
        if stage == "rate":
            bar.ask(t("quiz.rate"), tuple((str(n), t(f"quiz.rate.{n}"), n) for n in range(4)))
            bar.focus()
        elif stage == "sure":
            bar.ask(t("quiz.sure.ask"), self._confidences())
            bar.focus()
        elif stage == "answer":
            if kept is not None:
                kept.begin()
            else:
                from trainer.tui.widgets.writing import answer_box

                self.query_one("#answer").mount(answer_box(item, self), before="#ask")
        if kept is not None:
            kept.styles.max_height = BESIDE_BAR if bar.display else WHOLE
        self._note_below()
        self._side()
        self.keys_changed()

    def begun(self, box: AnswerBox) -> None:
        """The box is there: it takes the keys, unless another one has taken its place."""
        if box.is_attached and not box.gone:
            box.begin()
            self._note_below()

    def on_picker_moved(self) -> None:
        """Another part of a long list is in sight."""
        self.call_after_refresh(self._note_below)

    def _confidences(self) -> tuple[tuple[str, str, object | None], ...]:
        entries: list[tuple[str, str, object | None]] = [
            (str(n), t(f"quiz.confidence.{one.value}"), one) for n, one in enumerate(Confidence, 1)
        ]
        if self.view and self.view.purpose is Purpose.REVIEW:
            entries.append(("4", t("quiz.easy"), "easy"))
        entries.append((t("tui.key.enter"), t("quiz.sure.skip"), None))
        return tuple(entries)

    def _stem(self, width: int) -> list[Row]:
        return rows_of.stem_rows(self.item, width) if self.item else [(Span(t("tui.loading"), "muted"),)]

    def _feedback(self, width: int) -> list[Row]:
        item = self.item
        if item is None:
            return []
        hint = t("quiz.source.key") if item.grade and item.grade.source else ""
        return [
            rows_of.verdict_row(item),
            EMPTY,
            *rows_of.feedback_rows(item, width, hint=hint, roomy=self.size.height >= ROOMY),
        ]

    def marked(self) -> None:
        """The title; at its right the time left, the position and whether the last answer is kept."""
        view = self.view
        if view is None:
            return
        left = rows_of.title_row(view.title, view.purpose)
        right: list[Span] = []
        if view.interrupted:
            right.append(Span(t("tui.interrupted") + "  ", "warn"))
        if self.easy:
            right.append(Span(t("quiz.easy") + "  ", "accent"))
        time = self.conduct.left
        if time is not None and not view.ended:
            right += [
                Span(t("quiz.left") + " ", "muted"),
                Span(clock(time) + "  ", "bad" if time < rows_of.HURRY_MS else "strong"),
            ]
        at = view.item.index + 1 if view.item else view.total
        right.append(Span(t("quiz.position", n=at, all=view.total) + "  ", "muted"))
        key, role = MARKS.get(self.conduct.saved, ("", ""))
        if key:
            right.append(Span(t(key), role))
        self.query_one(TitleBar).show(left, tuple(right))

    def _note_below(self) -> None:
        """On the borders: what is asked, and how much waits under the edge."""
        item = self.item
        if item is None:
            return
        title = f"{t('quiz.item', n=item.index + 1)} · {rows_of.type_name(item)}"
        below = self.query_one("#stem Sheet", Sheet).below
        more = t("quiz.below", n=below) if below > 0 else rows_of.skills_text(item)
        title_box(self.query_one("#stem"), title, fit(more, max(10, self.size.width // 2)))
        told = self.query_one("#feedback", Reader)
        name = {"feedback": "quiz.feedback", "rate": "quiz.feedback"}.get(self.stage, "quiz.your_answer")
        hidden = told.below if told.display else self.box.below if self.box else 0
        under = t("quiz.below", n=hidden) if hidden > 0 else ""
        title_box(self.query_one("#answer"), t(name), under)

    def taken(self, value: object | None) -> None:
        """How sure, or how good; what follows is for the keys."""

    def answered(self, answer: Answered) -> None:
        """The item has been answered; what follows is for the keys."""

    def notice(self, text: str, role: str = "warn") -> None:
        """Something to know, above the answer."""
        notice = self.query_one("#notice", Prose)
        notice.display = bool(text)
        notice.show(lambda width: prose(text, width, role) if text else [])

    def _side(self) -> None:
        self.query_one("#panel", Pane).show(self._panel, keep=True)

    def _panel(self, width: int) -> list[Row]:
        view = self.view
        return rows_of.panel_rows(view, self.marks, self.conduct.left, width) if view else []

    def tick(self) -> None:
        """Keep the clock of an exam: show it, hand it over, see whether it is over."""
        left = self.conduct.left
        if left is not None:
            if clock(left) != self._clock:
                self._clock = clock(left)
                self._side()
                self.marked()
            self.conduct.beat()
