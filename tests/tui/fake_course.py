"""The course half of the fake service: two modules, a lesson with every kind of part, and a search by plain words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from trainer.service.quiz_views import CourseView, Hit, LessonRow, ModuleRow, PageView, PartView

TALK = """\
检测间里一股氨水味。钟工把你的样品推到一边，没抬头。

> 钟工：你们的防结剂，专利是自己的吗？别到时候出了事找不着人。

> 尤姐（财务）：先听听他怎么说。

- **只抄官网** 档案填得满满的，日期全是同一天。自查：最新的一条是哪天、听谁说的？
- 货币：年毛利 40%，营收增长 20%

1. 适合吗：产品和卖法合不合他用
2. 集中还是分散采购

| 客户 | 营收 | 利润 |
| --- | --- | --- |
| 辰筠药业 | 500 | 95 |
| 颐原百货，四十家店各下各的，一家一个价，一家一张票 | 600 | 12 |
"""
LONG = "\n\n".join(
    f"第 {n} 段。客户问的是责任，不是专利；先让他把代价说完，再谈证据，记下 `F{n}`。" for n in range(1, 30)
)
PAGES: tuple[tuple[str, tuple[PartView, ...]], ...] = (
    ("先听他说", (
        PartView("text", TALK),
        PartView("check", target="pricing", item="pricing/谁最终拍板", label="停一停：替一位新同事算 IS", items=1),
    )),
    ("公式：两边相乘", (PartView("text", LONG),)),
    ("做一做", (
        PartView("text", "相乘的意思：哪边是零，信任就是零。\n"),
        PartView("check", target="pricing", label="做完这一课的题", title="定价", items=9, done=4, score=0.75),
        PartView("case", target="bid-360w", label="在案例里试试：老乡透来的消息", title="360 万防结剂招标"),
        PartView("lesson", target="trust", item="公式：两边相乘", label="回头再看公式"),
        PartView("tool", target="T03", label="信任记账本", missing=True),
    )),
)  # fmt: skip
TITLES = tuple(title for title, _ in PAGES)


class FakeCourse(ABC):
    """Positions and read marks in memory."""

    calls: list[str]

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.finished: set[str] = set()

    @abstractmethod
    def _out(self, view: Any) -> Any:
        """What a screen gets: the view, poisoned if that is wanted."""

    def _lesson(self, ident: str, title: str, module: str, minutes: int | None) -> LessonRow:
        status = "read" if ident in self.finished else "begun" if ident in self.places else "new"
        page = self.places.get(ident, 0)
        return LessonRow(ident, title, module, len(PAGES), page, minutes, status, 10, 4 if ident == "trust" else 0)

    def _modules(self) -> tuple[ModuleRow, ...]:
        first = (
            self._lesson("trust", "信任是算出来的", "know", 9),
            self._lesson(
                "intelligence", "情报：该知道什么，该说什么，什么时候说，说给谁听，说到哪里为止", "know", None
            ),
        )
        about = "先弄清谁算大客户、他怎么买、该知道他什么、凭什么信你，再决定投多少，也敢往下降。"
        second = (self._lesson("spin", "SPIN：四种问题", "ask", 12),)
        return (
            ModuleRow("know", "认清大客户", "Knowing the Key Account", about, first),
            ModuleRow("ask", "问出来", "", "", second),
        )

    def course(self) -> CourseView:
        self.calls.append("course")
        modules = self._modules()
        lessons = [row for module in modules for row in module.lessons]
        view: CourseView = self._out(CourseView(modules, next((r for r in lessons if r.status != "read"), None)))
        return view

    def page(self, lesson: str, page: int | None = None) -> PageView:
        self.calls.append(f"page {lesson} {page}")
        at = self.places.get(lesson, 0) if page is None else page
        self.places[lesson] = at
        title, parts = PAGES[at]
        after = {"trust": "intelligence", "intelligence": "spin"}.get(lesson)
        view: PageView = self._out(
            PageView(lesson, "信任是算出来的", "认清大客户", at, len(PAGES), title, parts, TITLES, None, after)
        )
        return view

    def mark_read(self, lesson: str) -> None:
        self.calls.append(f"mark_read {lesson}")
        self.finished.add(lesson)

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        self.calls.append(f"search {text}")
        words = "哪边是零，信任就是零；相乘的意思，是两边都要有，缺一边，另一边再多也没有用，这一页讲完了。"
        hits = (
            Hit("case", "bid-360w", "360 万防结剂招标", 0, "罗主任怕担责任，先谈信任", 10, 2),
            Hit("lesson", "trust", "信任是算出来的", 1, words, 5, 2),
            Hit("question", "pricing/谁最终拍板", "谁最终拍板", 0, "", 0, 0),
        )
        found: tuple[Hit, ...] = self._out(hits if text in ("信任", "xr") else ())
        return found
