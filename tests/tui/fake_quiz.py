"""The quiz half of the fake service: nine invented items, one of each type, an exam, mistakes and cards in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from trainer.content.items import ItemType
from trainer.engine.quiz_types import Confidence, Purpose, Response
from trainer.errors import UsageError
from trainer.service.quiz_views import (
    CalibrationRow,
    CalibrationView,
    CardRow,
    ChoiceMark,
    ChoiceView,
    CompetencyShare,
    GradeView,
    ItemView,
    MistakeRow,
    QuizResultRow,
    QuizResultView,
    QuizRow,
    QuizView,
    ReviewQueueView,
    SourceView,
)
from trainer.service.views import Line, LineKind

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SKILLS = ("客户选择", "决策链")


def text(words: str) -> tuple[Line, ...]:
    return (Line(LineKind.NARRATION, words),)


def choices(*texts: str, order: tuple[int, ...]) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(chr(65 + n), index, texts[index]) for n, index in enumerate(order))


def item(n: int, kind: ItemType, name: str, stem: str, **more: Any) -> ItemView:
    return ItemView(n, 9, f"pricing/{name}", name, kind, text(stem), competencies=SKILLS[: 1 + n % 2], **more)


TRUST = "五把键盘的会议：一间会议室里，谁说了算，谁又能让他说不"
TITLES = {"review": "复习", "mistakes": "错题本", "final": "客户选择结业考"}
PEOPLE = ("技术专家，测数据，影响选型", "决策者：他一签字，合同就放行，谁也拦不住", "使用者", "（听说）采购科的老乡")
STEPS = ("倾听", "澄清", "证据", "确认")
ITEMS: tuple[ItemView, ...] = (
    item(0, ItemType.SINGLE, "谁最终拍板", "防结剂招标里，技术试验科对品质一票否决，但合同由谁签字放行？",
         choices=choices(*PEOPLE, order=(2, 1, 0, 3))),
    item(1, ItemType.MULTIPLE, "哪些算大客户", "下面哪几家够得上大客户的三道题？",
         choices=choices("毛利高的化工厂", "名声响的船厂", "回款慢的物业", "散户", order=(3, 0, 1, 2))),
    item(2, ItemType.TRUE_FALSE, "账期越长越好", "账期越长，客户越忠诚。", choices=choices("对", "错", order=(0, 1))),
    item(3, ItemType.JUDGEMENT, "当众难堪", "会上被当众问住，你先做什么？",
         choices=choices("承认没有数据，约好周五前给", "编一个数", "看领导", order=(1, 0, 2))),
    item(4, ItemType.ORDERING, "四步法", "把四步排好。", choices=choices(*STEPS, order=(2, 0, 3, 1))),
    item(5, ItemType.MATCHING, "配一配", "谁管什么？", lefts=("采购科", "技术科", "使用部门"),
         rights=choices("价格和账期", "品质一票否决", "用着顺不顺手", order=(1, 2, 0)), columns=("部门", "关心什么")),
    item(6, ItemType.BLANKS, "两根轴", "看今天的叫____价值，看明天的叫____价值。", blanks=2),
    item(7, ItemType.NUMERIC, "货币分", "年毛利四分占四成，别的都是零，货币分是多少？", unit="分"),
    item(8, ItemType.FREE, "说给罗主任听", "用两三句话讲风险怎么分担。"),
)  # fmt: skip
KEYS: tuple[Any, ...] = ((1,), (0, 1), (1,), (0,), (0, 1, 2, 3), (0, 1, 2), ("货币", "战略"), ("1.6",), None)


def graded(view: ItemView, response: Response, rating: int | None) -> GradeView:
    """A simple grade: all or nothing, but half for a half of several."""
    key = KEYS[view.index]
    score: float | None = float(response.picks == key or response.texts == key)
    if view.type is ItemType.MULTIPLE and response.picks and set(response.picks) < set(key):
        score = 0.5
    if view.type is ItemType.FREE:
        score = None if rating is None else rating / 3
    if response.omitted:
        score = 0.0
    marks: tuple[ChoiceMark, ...] = tuple(
        ChoiceMark(c.index, c.index in response.picks, key is not None and c.index in key,
                   3 - c.index if view.type is ItemType.JUDGEMENT else 0, "影响选型，不拍板。" if c.index == 0 else "")
        for c in view.choices
    )  # fmt: skip
    if view.type is ItemType.BLANKS:
        marks = tuple(ChoiceMark(n, True, given == right, 0, "") for n, (given, right) in
                      enumerate(zip(response.texts, key, strict=False)))  # fmt: skip
    words = "两边各担一半，写进合同。" if key is None else "｜".join(map(str, key))
    given = "我写的话" if view.type is ItemType.FREE else "｜".join(response.texts)
    source = SourceView("什么算大客户", "know-the-account", "双重标准") if view.index != 3 else None
    if view.decision:
        source = SourceView("360 万防结剂招标", scenario="bid-360w")
    return GradeView(score, score == 1.0, words, given, marks, text("一票否决是把关权，不是决定权。"), source)


@dataclass
class Run:
    """A run in memory."""

    attempt: str
    ident: str
    purpose: Purpose
    items: list[int]
    limit: int | None = None
    given: list[tuple[Response, Confidence | None]] = field(default_factory=list)
    ratings: dict[int, int] = field(default_factory=dict)
    spent: int = 0
    ended: bool = False
    interrupted: bool = False


class FakeQuizzes(ABC):
    """What a screen may ask of quizzes; mixed into the fake service."""

    calls: list[str]

    def __init__(self) -> None:
        self.runs: dict[str, Run] = {}
        self.replies: list[tuple[int, Response, Confidence | None, int, str | None, bool]] = []
        self.cards: list[str] = ["q:pricing/谁最终拍板", "d:bid-360w:技术试验科"]
        self.limit = 600_000
        self.exam_items = [0, 1, 7, 8]

    @abstractmethod
    def _out(self, view: Any) -> Any:
        """What a screen gets: the view, poisoned if that is wanted."""

    @abstractmethod
    def _save(self, name: str, key: str) -> None:
        """Note a write, or fail as often as was asked for."""

    # --- lists -------------------------------------------------------------------------------------------------------

    def quizzes(self) -> tuple[QuizRow, ...]:
        self.calls.append("quizzes")
        running = next((r for r in self.runs.values() if not r.ended and r.purpose is Purpose.EXAM), None)
        return self._out(  # type: ignore[no-any-return]
            (
                QuizRow("final", "客户选择结业考", True, 4, SKILLS, None, self.limit, 60, 1, 55.0, 55.0, False, 2,
                        running.attempt if running else None, text("四道题，十分钟。考的是判断，不是记性。")),
                QuizRow("pricing", "给客户定级，也敢降级", False, 9, SKILLS, 2, None, None, 3, 66.0, 88.4, False),
                QuizRow("trust", TRUST, False, 40, (), None, None, None, 0,
                        None, None, False),
            )
        )  # fmt: skip

    def quiz_history(self) -> tuple[QuizResultRow, ...]:
        self.calls.append("quiz_history")
        rows = []
        for n, run in enumerate(self.runs.values(), 1):
            status, score = ("finished", 50.0) if run.ended else ("open", None)
            passed = False if run.limit and run.ended else None
            rows.append(
                QuizResultRow(run.attempt, run.ident, "给客户定级，也敢降级", run.purpose, n, status, NOW, NOW,
                              len(run.given), len(run.items), score, passed)
            )  # fmt: skip
        return self._out(tuple(rows))  # type: ignore[no-any-return]

    def mistakes(self) -> tuple[MistakeRow, ...]:
        self.calls.append("mistakes")
        row = MistakeRow(
            "pricing/谁最终拍板",
            "谁最终拍板",
            "pricing",
            "给客户定级，也敢降级",
            ItemType.SINGLE,
            SKILLS,
            3,
            2,
            True,
            NOW,
        )
        return self._out((row, replace(row, item="pricing/两根轴", name="两根轴", sure=False)))  # type: ignore[no-any-return]

    def calibration(self) -> CalibrationView:
        rows = (
            CalibrationRow(Confidence.SURE, 20, 0.6),
            CalibrationRow(Confidence.LIKELY, 8, 0.75),
            CalibrationRow(Confidence.GUESS, 0, None),
        )
        over = self.mistakes()[:1]
        return CalibrationView(self._out(rows), over)

    def review_queue(self) -> ReviewQueueView:
        self.calls.append("review_queue")
        due = tuple(
            CardRow(card, "decision" if card.startswith("d:") else "question", card[2:], "给客户定级", NOW, 2, n)
            for n, card in enumerate(self.cards)
        )
        later = datetime.now(UTC) + timedelta(days=3)
        return self._out(ReviewQueueView(due, 2, 7, later))  # type: ignore[no-any-return]

    def add_card(self, card_id: str, *, key: str) -> bool:
        self._save(f"add_card {card_id}", key)
        fresh = card_id not in self.cards
        self.cards += [card_id] if fresh else []
        return fresh

    def remove_card(self, card_id: str, *, key: str) -> bool:
        self._save(f"remove_card {card_id}", key)
        self.cards.remove(card_id)
        return True

    def add_decision_card(self, attempt: str, decision: int, *, key: str) -> bool:
        return self.add_card(f"d:{attempt}:{decision}", key=key)

    # --- runs --------------------------------------------------------------------------------------------------------

    def _begin(self, ident: str, purpose: Purpose, items: list[int], limit: int | None = None) -> QuizView:
        run = Run(f"q{len(self.runs) + 1}", ident, purpose, items, limit)
        self.runs[run.attempt] = run
        return self._show(run)

    def start_quiz(
        self, ident: str, *, exam: bool = False, key: str, seed: str | None = None, count: int | None = None,
        item: str = "", purpose: Purpose | None = None,
    ) -> QuizView:  # fmt: skip
        self._save("start_quiz", key)
        if exam:
            return self._begin(ident, Purpose.EXAM, list(self.exam_items), self.limit)
        found = [view.index for view in ITEMS if item in ("", view.id)]
        return self._begin(ident, Purpose.CHECK if item else Purpose.PRACTICE, found[:count])

    def start_mistakes(self, *, key: str, count: int = 20) -> QuizView:
        self._save("start_mistakes", key)
        return self._begin("mistakes", Purpose.MISTAKES, [0, 6])

    def start_review(self, *, key: str, count: int = 20) -> QuizView:
        self._save("start_review", key)
        return self._begin("review", Purpose.REVIEW, [0, 3])

    def quiz(self, attempt: str) -> QuizView:
        self.calls.append("quiz")
        return self._show(self.runs[attempt])

    def answer(
        self, attempt: str, index: int, response: Response, *, key: str, confidence: Confidence | None = None,
        elapsed_ms: int = 0, text: str | None = None, easy: bool = False,
    ) -> QuizView:  # fmt: skip
        self._save("answer", key)
        run = self.runs[attempt]
        if index != len(run.given):
            raise UsageError("EN120")
        self.replies.append((index, response, confidence, elapsed_ms, text, easy))
        run.spent += elapsed_ms
        run.given.append((response, confidence))
        run.ended = len(run.given) == len(run.items)
        return self._show(run, told=run.ended or run.purpose is not Purpose.EXAM)

    def rate(self, attempt: str, index: int, rating: int, *, key: str) -> QuizView:
        self._save("rate", key)
        run = self.runs[attempt]
        run.ratings[index] = rating
        return self._show(run, told=run.purpose is not Purpose.EXAM)

    def tick(self, attempt: str, elapsed_ms: int, *, key: str) -> QuizView:
        self._save("tick", key)
        run = self.runs[attempt]
        run.spent += elapsed_ms
        run.ended = run.ended or (run.limit is not None and run.spent >= run.limit)
        return self._show(run)

    def hand_in(self, attempt: str, *, key: str, elapsed_ms: int = 0) -> QuizView:
        self._save("hand_in", key)
        self.runs[attempt].ended = True
        return self._show(self.runs[attempt])

    def abandon_quiz(self, attempt: str, *, key: str) -> object:
        self._save("abandon_quiz", key)
        self.runs[attempt].ended = True
        return None

    def _item(self, run: Run, at: int, *, told: bool) -> ItemView:
        view = replace(ITEMS[run.items[at]], decision=run.purpose is Purpose.REVIEW and at == 1)
        if told and at < len(run.given):
            response, confidence = run.given[at]
            view = replace(view, response=response, confidence=confidence,
                           grade=graded(view, response, run.ratings.get(at)))  # fmt: skip
        return replace(view, index=at, total=len(run.items))

    def _show(self, run: Run, *, told: bool = False) -> QuizView:
        at = len(run.given) - 1 if told else len(run.given)
        over = run.ended and not told
        view = None if over or at >= len(run.items) else self._item(run, at, told=told)
        left = None if run.limit is None else max(0, run.limit - run.spent)
        title = {"review": "复习", "mistakes": "错题本", "final": "客户选择结业考"}.get(
            run.ident, "给客户定级，也敢降级"
        )
        return self._out(  # type: ignore[no-any-return]
            QuizView(run.attempt, run.ident, title, run.purpose, view, len(run.given), len(run.items), left, run.ended,
                     run.ended, run.interrupted)
        )  # fmt: skip

    def quiz_result(self, attempt: str) -> QuizResultView:
        self.calls.append("quiz_result")
        run = self.runs[attempt]
        run.given += [(Response(), None)] * (len(run.items) - len(run.given))
        items = tuple(self._item(run, at, told=True) for at in range(len(run.items)))
        scores = [view.grade.score or 0.0 for view in items if view.grade]
        mean = 100 * sum(scores) / max(1, len(scores))
        pending = sum(v.grade is not None and v.grade.score is None for v in items)
        exam = run.purpose is Purpose.EXAM
        return self._out(  # type: ignore[no-any-return]
            QuizResultView(
                attempt, run.ident, self._show(run).title, run.purpose, NOW, NOW, run.spent, mean,
                mean >= 60 if exam else None, 60 if exam else None, sum(s == 1 for s in scores), 0, False, items,
                tuple(CompetencyShare(name, 2, 0.4 + 0.3 * n) for n, name in enumerate(SKILLS)),
                (CalibrationRow(Confidence.SURE, 6, 0.5), CalibrationRow(Confidence.LIKELY, 1, 1.0)), 2,
                run.interrupted, pending,
            )
        )  # fmt: skip
