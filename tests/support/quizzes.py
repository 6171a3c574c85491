"""A question file with one item of every type, an exam, and answers by the words of ``--answers``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from trainer.engine.answers import Answered, parse_answer
from trainer.engine.quiz_types import Paper

if TYPE_CHECKING:
    from trainer.service import Service
    from trainer.service.quiz_views import QuizView

EVERY = """---
编号: every-type
标题: 各种题型
能力: [客户选择]
框架: [F01]
难度: 2
---

## 谁拍板
`能力 决策链` `难度 1`

合同由谁签字放行？

- [ ] 技术专家
  > 影响选型，不拍板。
- [x] 决策者
- [ ] 使用者

> 解析：一票否决是把关权，不是决定权。

## 两样凭据
`难度 3`

哪两样撑得住「集中采购」？

- [x] 总部发的文
- [ ] 介绍信
- [x] 总部下的总订单
- [ ] 二十张各谈各价的订单

## 营收头名

营收排第一的客户，利润也排第一。

- [ ] 对
- [x] 错

## 四十家店
`难度 4`

各店自己买，怎么接？（情节虚构）

- 挑五家试供，问总部 `分 3`
- 开个网上的口 `分 2`
- 请他发文 `分 1`
- 分头去跑 `分 0`

## 排个队
`排序`

按投入比例从低到高。

1. 一成
2. 两成
3. 三成

## 归哪一问
`匹配`

各归哪一问？

| 客户的话 | 问 |
| --- | --- |
| 装不进去 | 适合吗 |
| 各分院自己买 | 集中吗 |
| 不再立项 | 可持续吗 |

## 八成两成
`难度 1`

80% 的____，来自 20% 的____。

- 答：利润｜利润额
- 答：客户

## 怎么摊

投入占收入的百分之几？

- 答：14 ±0.1 %

## 说说看
`简答`

为什么先问再报价？

> 参考：先弄清他怕什么，再谈价。
"""

RIGHT = {
    "谁拍板": "B",
    "两样凭据": "AC",
    "营收头名": "B",
    "四十家店": "A",
    "排个队": "ABC",
    "归哪一问": "abc",
    "八成两成": "利润|客户",
    "怎么摊": "14",
    "说说看": "先问清楚=3",
}
WRONG = {
    "谁拍板": "A",
    "两样凭据": "B",
    "营收头名": "A",
    "四十家店": "D",
    "排个队": "CBA",
    "归哪一问": "bca",
    "八成两成": "营收|门店",
    "怎么摊": "41",
    "说说看": "不知道=0",
}
"""Answers by the name of the item, with full marks and with none."""

EXAM = """---
编号: first-exam
标题: 结业小考
时限: 10分钟
合格线: 60
次数: 2
题库: [every-type]
抽题:
  任意 难度1-2: 4
---

开考后不能返回。
"""


def key() -> str:
    """A fresh idempotency key."""
    return uuid4().hex


def reply(service: Service, view: QuizView, words: str, *, elapsed_ms: int = 1000, own: str | None = None) -> QuizView:
    """Answer the item that is to be answered, in the words of ``--answers``."""
    if view.item is None or view.item.grade is not None:
        view = service.quiz(view.attempt)
    assert view.item is not None
    said = parsed(service, view, words)
    return service.answer(
        view.attempt,
        view.item.index,
        said.response,
        key=own or key(),
        confidence=said.confidence,
        elapsed_ms=elapsed_ms,
        text=said.text,
        easy=said.easy,
    )


def parsed(service: Service, view: QuizView, words: str) -> Answered:
    """An answer to the item of a view."""
    assert view.item is not None
    return parse_answer(stored_paper(service, view.attempt).entries[view.item.index].item, words)


def stored_paper(service: Service, attempt: str) -> Paper:
    """The paper of an attempt as it is stored."""
    from trainer.service.sittings import load

    with service._ctx.store.read() as tx:
        return load(service._ctx.papers, tx, attempt).paper


def take(service: Service, view: QuizView, wrong: tuple[str, ...] = (), *, mark: str = "") -> QuizView:
    """Answer everything that is left, rightly but for these items; ``mark`` is put behind each answer."""
    view = service.quiz(view.attempt)
    while view.item is not None:
        name = view.item.name
        reply(service, view, (WRONG if name in wrong else RIGHT)[name] + mark)
        view = service.quiz(view.attempt)
    return view


def sound(service: Service) -> bool:
    """Nothing is wrong, and everything derived is what the events make of it."""
    found = service.doctor(rebuild=True)
    assert found.report.findings == ()
    return found.changed == () and found.cards == 0 and found.failed == ()
