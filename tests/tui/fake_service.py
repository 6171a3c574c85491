"""A service without a database: an invented case, kept in memory, with the methods and views of the real one.

``FakeService(poison="…")`` puts a string into every text of every view. ``fail`` makes the next saves fail.
"""

# ruff: noqa: E501

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from tests.tui.fake_content import SCENES, SKILLS, TITLE, debrief_view, ladder, people
from tests.tui.fake_course import FakeCourse
from tests.tui.fake_quiz import FakeQuizzes
from tests.tui.poison import poisoned
from trainer.engine.types import Action, Choose, Elapse, Respond, Timeout
from trainer.errors import DatabaseError, UsageError
from trainer.service.views import (
    AnswerView,
    AttemptRow,
    BriefingView,
    BudgetView,
    CaseRow,
    DebriefView,
    EvidenceRow,
    HomeView,
    Line,
    LineKind,
    Mode,
    OptionView,
    PersonRow,
    PlayView,
    ProfileRow,
    ResultsView,
    TimerView,
    VariableView,
)

T = TypeVar("T")
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
POISON = "甲[/zzz][INFO][@click=app.quit]\x1b[31m\x1b]52;c;aGk=\x07\x9b2J\u202e乙"


@dataclass
class Play:
    """An attempt in memory."""

    attempt: str
    mode: Mode
    taken: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    closed: bool = False
    spent: int = 0
    timers: bool = True


class FakeService(FakeQuizzes, FakeCourse):
    """The whole service; every call is counted in ``calls``."""

    def __init__(self, *, poison: str = "", newcomer: bool = False, timed: bool = False, options: int = 0) -> None:
        FakeQuizzes.__init__(self)
        FakeCourse.__init__(self)
        self.poison = poison
        self.newcomer = newcomer
        self.timed = timed
        self.options = options
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.actions: list[Action] = []
        self.texts: list[str | None] = []
        self.plays: dict[str, Play] = {}
        self.settings: dict[str, str] = {}
        self.fail: list[Exception] = []
        self.gate: threading.Event | None = None
        self.closed = False
        self.asks = True
        self.due = 0
        self.reads = False
        self.names: list[PersonRow] = [
            PersonRow("p1", None if newcomer else "00123", "" if newcomer else "王晓明", 3, True)
        ]

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _out(self, view: T) -> T:
        found: T = poisoned(view, self.poison) if self.poison else view
        return found

    def _save(self, name: str, key: str) -> None:
        self.calls.append(name)
        if self.gate is not None:
            self.gate.wait(10)
        self.keys.append(key)
        if self.fail:
            raise self.fail.pop(0)

    def _case(self) -> CaseRow:
        done = any(play.closed for play in self.plays.values()) or not self.newcomer
        running = next((p.attempt for p in self.plays.values() if not p.closed), None)
        status = "open" if running else ("done" if done else "new")
        best = 74.2 if done else None
        return CaseRow("bid-360w", TITLE, 4, "40分钟", SKILLS[1:4], status, int(done), best, best, running, ("招标",))

    def _row(self, play: Play, number: int) -> AttemptRow:
        end = "中标（五票）" if play.closed else None
        return AttemptRow(
            play.attempt, "bid-360w", TITLE, number, play.mode, "finished" if play.closed else "open", NOW,
            NOW if play.closed else None, len(play.taken), end, 90 if end else None, 71.3 if end else None, 0, 1, 2,
        )  # fmt: skip

    def _rows(self) -> tuple[AttemptRow, ...]:
        rows = [self._row(play, n) for n, play in enumerate(self.plays.values(), 1)]
        if not self.newcomer:
            rows.append(replace(self._row(Play("old1", Mode.ASSESS, closed=True), 7), title="一分钟打动客户", redlines=1,
                                score=-3.0, started=datetime(2026, 11, 18, tzinfo=UTC),
                                finished=datetime(2026, 11, 18, tzinfo=UTC)))  # fmt: skip
        return tuple(reversed(rows))

    def _profile(self) -> tuple[ProfileRow, ...]:
        if self.newcomer:
            return tuple(ProfileRow(name, None, None, None, None, 0.0, 0) for name in SKILLS)
        rows = []
        for n, name in enumerate(SKILLS):
            at = 30.0 + 9 * n
            little = n % 4 == 0
            low, high = at - 14, at + 14
            known = ProfileRow(name, at, low, high, f"L{n}", 4.0, 1 + n)
            rows.append(ProfileRow(name, None, None, None, None, 1.0, 1 + n) if little else known)
        return tuple(rows)

    def _person(self) -> PersonRow:
        return next(person for person in self.names if person.current)

    # --- reading -----------------------------------------------------------------------------------------------------

    def home(self) -> HomeView:
        self.calls.append("home")
        rows = self._rows()
        return self._out(
            HomeView(
                self._person(), next((r for r in rows if r.status == "open"), None), self._case(),
                "service.reason_newcomer" if self.newcomer else "service.reason_thin", "" if self.newcomer else "决策链",
                tuple(r for r in rows if r.status != "open")[:5], self._profile(), 3,
                self.newcomer and any(p.closed for p in self.plays.values()) and not self._person().name and self.asks,
                (self._case(), *self._more()), self.due, self.due // 2,
                self._modules()[0].lessons[0] if self.reads else None,
            )
        )  # fmt: skip

    def cases(self) -> tuple[CaseRow, ...]:
        self.calls.append("cases")
        return self._out((self._case(), *self._more()))

    def _more(self) -> tuple[CaseRow, ...]:
        return (
            CaseRow("first-call", "前台那十五秒", 2, "6分钟", ("需求挖掘", "决策链"), "new", 0, None, None, None, ("电话",)),
            CaseRow("five-keyboards", "五把键盘的会议：一间会议室里，谁说了算，谁又能让他说不", 3, "12分钟", SKILLS[:5], "done", 2, 31.0, 88.4),
            CaseRow("spin", "SPIN 阶梯", None, "", (), "open", 1, None, None, "a9"),
        )  # fmt: skip

    def briefing(self, scenario_id: str) -> BriefingView:
        self.calls.append("briefing")
        if scenario_id == "nothing":
            raise UsageError("EN404", place=scenario_id)
        case = self._case()
        text = "某化肥厂公开招标防结剂，预算三百六十万元，三十天后开标。你的公司是第二家知道消息的。（情节虚构）"
        return self._out(
            BriefingView(
                "bid-360w", TITLE, 4, "40分钟", tuple((n, 1 + i % 5) for i, n in enumerate(SKILLS[1:5])), ("F89", "F48"),
                (Line(LineKind.NARRATION, text), Line(LineKind.NARRATION, "七个人投票，技术试验科可以一票否决；评估小组的组长是罗主任。")),
                people(), BudgetView(30, 30, "天"), 60, self.timed, case.open_attempt, self._rows(),
            )
        )  # fmt: skip

    def debrief(self, attempt: str) -> DebriefView:
        self.calls.append("debrief")
        return self._out(debrief_view(attempt))

    def results(self) -> ResultsView:
        self.calls.append("results")
        return self._out(ResultsView(self._person(), self._rows(), self._profile()))

    def evidence(self, competency: str) -> tuple[EvidenceRow, ...]:
        self.calls.append(f"evidence {competency}")
        return self._out(
            (
                EvidenceRow("old1", "一分钟打动客户", Mode.ASSESS, "电梯门口", "请他吃饭", "blunder", 0.1, 0.42, NOW),
                EvidenceRow("old1", "一分钟打动客户", Mode.ASSESS, "开场", "", "timeout", 0.0, 0.2, NOW),
            )
        )

    def competency_names(self) -> dict[str, str]:
        return {name: f"Skill {name}" for name in SKILLS}

    # --- playing -----------------------------------------------------------------------------------------------------

    def start(
        self, scenario_id: str, mode: Mode, *, key: str, seed: str | None = None, timers: bool = True
    ) -> PlayView:
        self._save("start", key)
        play = Play(f"a{len(self.plays) + 1}", mode, timers=timers)
        self.plays[play.attempt] = play
        self._enter(play)
        return self._view(play)

    def _enter(self, play: Play) -> None:
        play.marks.append(len(play.lines))
        name, lines, _ = SCENES[len(play.taken)]
        play.lines += [replace(line, node=name) for line in lines]

    def resume(self, attempt: str) -> PlayView:
        self.calls.append("resume")
        return self._view(self.plays.setdefault(attempt, self._fresh(attempt)))

    def _fresh(self, attempt: str) -> Play:
        play = Play(attempt, Mode.PRACTICE)
        self._enter(play)
        return play

    def act(
        self, attempt: str, action: Action, *, key: str, expected_step: int | None = None, text: str | None = None
    ) -> PlayView:
        self._save("act", key)
        play = self.plays[attempt]
        self.actions.append(action)
        self.texts.append(text)
        if isinstance(action, Elapse):
            play.spent += action.elapsed_ms
            return self._view(play)
        if expected_step is not None and expected_step != len(play.taken):
            raise UsageError("EN120")
        play.marks.append(len(play.lines))
        node, _, options = SCENES[len(play.taken)]
        match action:
            case Choose(choice=choice):
                play.taken.append(choice)
                play.lines.append(Line(LineKind.YOU, options[choice], node=node))
                if play.mode is Mode.PRACTICE:
                    play.lines.append(
                        Line(
                            LineKind.SPEECH,
                            "雨季第三周，三车货在站台上就结了。罚了我们一个季度的奖金。",
                            "钟工",
                            node=node,
                        )
                    )
                    play.lines.append(
                        Line(LineKind.COACH, "他担心的是责任，不是专利证书。先让他把代价说完，再谈证据。", node=node)
                    )
            case Respond():
                play.taken.append(0)
                play.lines.append(Line(LineKind.YOU, text or "", node=node))
                play.lines.append(Line(LineKind.CHANCE, "他正好有空，把你请进了办公室", node=node))
            case Timeout():
                play.taken.append(0)
                play.lines.append(Line(LineKind.TIMEOUT, node=node))
        play.spent = 0
        if len(play.taken) == len(SCENES):
            play.closed = True
            play.lines.append(Line(LineKind.NARRATION, "公示栏前站了一圈人。你的名字在第一行。", node="中标"))
            play.lines.append(Line(LineKind.ENDING, "中标（五票）", node="中标"))
        else:
            mark = play.marks[-1]
            self._enter(play)
            play.marks[-1] = mark
        return self._view(play)

    def undo(self, attempt: str, *, key: str) -> PlayView:
        self._save("undo", key)
        play = self.plays[attempt]
        play.taken.pop()
        play.lines = play.lines[: play.marks.pop()]
        mark = play.marks.pop()
        self._enter(play)
        play.marks[-1] = mark
        play.closed = False
        return self._view(play)

    def abandon(self, attempt: str, *, key: str) -> object:
        self._save("abandon", key)
        self.plays[attempt].closed = True
        return None

    def restart_from(self, attempt: str, decision: int, *, key: str) -> PlayView:
        self._save("restart_from", key)
        return self.start("bid-360w", Mode.PRACTICE, key=key)

    def _view(self, play: Play) -> PlayView:
        done = len(play.taken)
        ended = done == len(SCENES)
        node, _, texts = SCENES[min(done, len(SCENES) - 1)]
        over = ended or play.closed
        options = [OptionView(n, n - 1, text, f"{n}天") for n, text in enumerate(texts, 1)]
        if self.options and not over:
            options = [OptionView(n, 0, f"第{n}项：" + "办法" * n, f"{n}天") for n in range(1, self.options + 1)]
        if texts and not over:
            options.append(OptionView(0, 9, "约钟工和对方研发见面", "", True, "需 信任≥3：他还不愿出面"))
        answer = (
            AnswerView("用你自己的话，把风险怎么分担讲给他听：", 5, 60, ("说到了对方的损失", "没有贬低对手"))
            if not texts
            else None
        )
        return self._out(
            PlayView(
                play.attempt, "bid-360w", TITLE, play.mode, node, done, tuple(play.lines), play.marks[-1],
                () if over else tuple(options), None if over else answer,
                (VariableView("信任", 2 + done % 3, 0, 5), VariableView("情报", done, 0, 5), VariableView("火气", 0, 0, 5)),
                people(), 2, 7, (ladder(done),) if play.mode is Mode.PRACTICE else (), BudgetView(30 - 4 * done, 30, "天"),
                (TimerView("limit", 90_000 - play.spent),) if self.timed and play.timers and not over and texts else (),
                play.mode is Mode.PRACTICE and done > 0 and not over, ended, "中标（五票）" if ended else None,
                90 if ended else None, over, not (self.timed and play.mode is Mode.ASSESS),
            )
        )  # fmt: skip

    # --- people and settings -------------------------------------------------------------------------------------------

    def people(self) -> tuple[PersonRow, ...]:
        self.calls.append("people")
        return self._out(tuple(self.names))

    def use_person(self, *, id: str | None = None, number: str | None = None, name: str = "") -> PersonRow:  # noqa: A002
        self.calls.append("use_person")
        if id is None:
            id = f"p{len(self.names) + 1}"  # noqa: A001
            self.names.append(PersonRow(id, number, name, 0, False))
        self.names = [replace(person, current=person.id == id) for person in self.names]
        return self._person()

    def merge_people(self, source: str, target: str, *, key: str) -> object:
        self.calls.append(f"merge_people {source} {target}")
        self.names = [replace(p, current=p.id == target) for p in self.names if p.id != source]
        return None

    def rename(self, name: str, number: str | None) -> object:
        self.calls.append("rename")
        self.asks = bool(name or number)
        self.names = [replace(p, name=name, number=number) if p.current else p for p in self.names]
        return None

    def setting(self, key: str) -> str | None:
        return self.settings.get(key)

    def set_setting(self, key: str, value: str) -> object:
        self.calls.append(f"set {key}={value}")
        self.settings[key] = value
        return None

    def close(self) -> None:
        self.closed = True


def locked(times: int) -> list[Exception]:
    """Failures as of a busy database."""
    return [DatabaseError("DB205") for _ in range(times)]


def opener(service: FakeService) -> Callable[[], FakeService]:
    """What the app is given to open it."""
    return lambda: service
