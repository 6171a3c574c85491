"""The part of the facade that is about learning: quizzes, exams, reviews and lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.engine.quiz_types import Confidence, Purpose, Response
    from trainer.service.context import Context
    from trainer.service.quiz_script import WrittenAnswer
    from trainer.service.quiz_views import (
        CalibrationView,
        CourseView,
        Hit,
        MistakeRow,
        PageView,
        QuizResultRow,
        QuizResultView,
        QuizRow,
        QuizView,
        ReviewQueueView,
    )


class Learning:
    """Use-cases of quizzes and lessons, loaded when they are called. ``key`` makes a retry harmless."""

    _ctx: Context

    # --- quizzes ---

    def quizzes(self) -> tuple[QuizRow, ...]:
        """All question files and exams with the person's results."""
        from trainer.service import quiz_lists

        return quiz_lists.quizzes_view(self._ctx)

    def start_quiz(
        self,
        ident: str,
        *,
        exam: bool = False,
        key: str,
        seed: str | None = None,
        count: int | None = None,
        item: str = "",
        purpose: Purpose | None = None,
    ) -> QuizView:
        """Begin a quiz of a question file, an exam, or one ``item`` of a file; an open exam is taken up instead."""
        from trainer.service import quizzes

        return quizzes.start_quiz(
            self._ctx, ident, exam=exam, key=key, seed=seed, count=count, item=item, purpose=purpose
        )

    def start_mistakes(self, *, key: str, count: int = 20, seed: str | None = None) -> QuizView:
        """Begin to go through 错题本; raises UsageError ``SV212`` if it is empty."""
        from trainer.service import reviews

        return reviews.start_mistakes(self._ctx, key=key, count=count, seed=seed)

    def start_review(self, *, key: str, count: int = 20, seed: str | None = None) -> QuizView:
        """Begin to review what is due; raises UsageError ``SV211`` if nothing is."""
        from trainer.service import reviews

        return reviews.start_review(self._ctx, key=key, count=count, seed=seed)

    def quiz(self, attempt: str) -> QuizView:
        """The quiz with the item to answer next; taking up an exam that was left marks it interrupted."""
        from trainer.service import quizzes

        return quizzes.quiz(self._ctx, attempt)

    def answer(
        self,
        attempt: str,
        index: int,
        response: Response,
        *,
        key: str,
        confidence: Confidence | None = None,
        elapsed_ms: int = 0,
        text: str | None = None,
        easy: bool = False,
    ) -> QuizView:
        """Answer an item: with feedback the same item with its grade, in an exam the next item.

        An item that has been answered already stays as it is.
        """
        from trainer.service import quizzes

        return quizzes.answer(
            self._ctx,
            attempt,
            index,
            response,
            key=key,
            confidence=confidence,
            elapsed_ms=elapsed_ms,
            text=text,
            easy=easy,
        )

    def answer_words(
        self, attempt: str, words: str, *, key: str, place: str = "--answers", elapsed_ms: int = 0
    ) -> QuizView:
        """Answer the next item in the words of ``--answers``."""
        from trainer.service import quiz_script

        return quiz_script.answer_words(self._ctx, attempt, words, key=key, place=place, elapsed_ms=elapsed_ms)

    def checked_answers(self, attempt: str, answers: str) -> tuple[str, ...]:
        """The answers of a line, each of which can be read; else nothing is answered."""
        from trainer.service import quiz_script

        return quiz_script.checked_answers(self._ctx, attempt, answers)

    def written_answers(self, attempt: str) -> tuple[WrittenAnswer, ...]:
        """A quiz's answers and keys as one would type them."""
        from trainer.service import quiz_script

        return quiz_script.written_answers(self._ctx, attempt)

    def rate(self, attempt: str, index: int, rating: int, *, key: str) -> QuizView:
        """The learner's own rating 0-3 of his free text; of an exam's only when it is over."""
        from trainer.service import quizzes

        return quizzes.rate(self._ctx, attempt, index, rating, key=key)

    def tick(self, attempt: str, elapsed_ms: int, *, key: str) -> QuizView:
        """Time passed; at the end of the limit the quiz is over."""
        from trainer.service import quizzes

        return quizzes.tick(self._ctx, attempt, elapsed_ms, key=key)

    def hand_in(self, attempt: str, *, key: str, elapsed_ms: int = 0) -> QuizView:
        """Finish now; what was not answered counts as omitted."""
        from trainer.service import quizzes

        return quizzes.hand_in(self._ctx, attempt, key=key, elapsed_ms=elapsed_ms)

    def abandon_quiz(self, attempt: str, *, key: str) -> QuizView:
        """Give a quiz up; what was answered counts."""
        from trainer.service import quizzes

        return quizzes.abandon(self._ctx, attempt, key=key)

    def quiz_result(self, attempt: str) -> QuizResultView:
        """The result of a quiz; raises UsageError ``SV209`` for an exam that is not over."""
        from trainer.service import quiz_lists

        return quiz_lists.result(self._ctx, attempt)

    def quiz_history(self) -> tuple[QuizResultRow, ...]:
        """The person's quizzes, newest first."""
        from trainer.service import quiz_lists

        return quiz_lists.history(self._ctx)

    def mistakes(self) -> tuple[MistakeRow, ...]:
        """错题本: questions answered wrongly the last time, newest first."""
        from trainer.service import quiz_lists

        return quiz_lists.mistakes(self._ctx)

    def calibration(self) -> CalibrationView:
        """How sure the person was, and how right."""
        from trainer.service import quiz_lists

        return quiz_lists.calibration(self._ctx)

    # --- the review queue ---

    def review_queue(self) -> ReviewQueueView:
        """What is due, and when something will be due next."""
        from trainer.service import reviews

        return reviews.review_queue(self._ctx)

    def add_card(self, card_id: str, *, key: str) -> bool:
        """Put a question (``q:<item id>``) into the queue; returns whether it was not in it already."""
        from trainer.service import reviews

        return reviews.add_card(self._ctx, card_id, key=key)

    def remove_card(self, card_id: str, *, key: str) -> bool:
        """Take a card out of the queue; returns whether it was in it."""
        from trainer.service import reviews

        return reviews.remove_card(self._ctx, card_id, key=key)

    def add_decision_card(self, attempt: str, decision: int, *, key: str) -> bool:
        """Put ``DecisionView.number`` of a closed run into the queue; whether it was not in it already."""
        from trainer.service import reviews

        return reviews.add_decision_card(self._ctx, attempt, decision, key=key)

    # --- lessons ---

    def course(self) -> CourseView:
        """The modules with their lessons, and the lesson to go on with."""
        from trainer.service import lessons

        return lessons.course(self._ctx)

    def page(self, lesson: str, page: int | None = None) -> PageView:
        """A page of a lesson; None: where the reader stood. The position is kept."""
        from trainer.service import lessons

        return lessons.page(self._ctx, lesson, page)

    def mark_read(self, lesson: str) -> None:
        """The lesson was read to its end."""
        from trainer.service import lessons

        lessons.mark_read(self._ctx, lesson)

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Lessons, questions, cases and tools in which a text is found."""
        from trainer.service import lessons

        return lessons.search(self._ctx, text, limit)
