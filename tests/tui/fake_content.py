"""Invented content for the fake service: a case in four scenes, its people, and a debrief with every label."""

# ruff: noqa: E501

from __future__ import annotations

from trainer.service.views import (
    CompetencyView,
    DebriefView,
    DecisionView,
    LadderView,
    Line,
    LineKind,
    Mode,
    OptionValue,
    PersonView,
    RungView,
)

TITLE = "360 万防结剂招标"
SKILLS = ("客户选择", "情报信任", "需求挖掘", "决策链", "价值方案", "谈判成交")

SCENES: tuple[tuple[str, tuple[Line, ...], tuple[str, ...]], ...] = (
    (
        "接到标书",
        (
            Line(
                LineKind.NARRATION, "标书在桌上摊着，三十天后开标。窗外下着今年的第一场雨，料场那边传来铲车倒车的声音。"
            ),
            Line(LineKind.SPEECH, "这回七个人打分，（听说）技术那一关最难过：「一票否决」。", "老梁"),
        ),
        (
            "先去料场看一遍，再问清评标办法怎么定的",
            "把去年的报价单翻出来，先算一个能中标的价格，连夜发给采购科的马科长看",
            "约老乡出来坐坐",
            "请总部派一位懂 SPIN 与 ROI 测算的工程师来",
        ),
    ),
    (
        "技术试验科",
        (
            Line(LineKind.NARRATION, "检测间里一股氨水味。钟工把你的样品推到一边，没抬头。"),
            Line(LineKind.SPEECH, "你们的防结剂，专利是自己的吗？别到时候出了事找不着人。", "钟工"),
            Line(LineKind.LIST, rows=(("雨季结块率：竞品 4.1%",), ("站台罚款：每车 1200 元",))),
            Line(
                LineKind.TABLE, rows=(("项目", "上季", "本季"), ("结块车数", "3", "1"), ("罚款（元）", "3600", "1200"))
            ),
        ),
        (
            "请第三方做一次雨季工况的对比检测，费用我们出",
            "把专利律师的意见书放在桌上，逐条讲给他听",
            "价格上再让两个点，请他先把字签了",
            "请他推荐一位最挑剔的车间主任，一起定检测办法",
        ),
    ),
    ("说给罗主任听", (Line(LineKind.SPEECH, "讲两分钟，风险怎么分担？", "罗主任"),), ()),
    (
        "开标前夜",
        (Line(LineKind.NARRATION, "手机响了三次，都是同一个号码。"),),
        ("不接，照原计划准备答辩", "接起来听听他要什么"),
    ),
)


def people() -> tuple[PersonView, ...]:
    """Seven who vote, and two who do not."""
    rows = (
        ("马科长", "采购科科长", "价格把关者", 1, 4), ("小顾", "采购科副科长", "价格把关者", 1, 4), ("资产科长", "", "使用者", 1, 3),
        ("试验科长", "技术试验科", "技术专家", 1, 2), ("钟工", "技术试验科", "技术专家", 1, 2), ("郝工", "", "技术专家", 1, None),
        ("罗主任", "评估小组组长", "决策者", 1, 3), ("老乡", "综合办办事员", "影响者", 0, 5), ("程总", "总经理", "决策者", 0, 1),
    )  # fmt: skip
    return tuple(PersonView(*row) for row in rows)


def ladder(climbed: int) -> LadderView:
    """四步."""
    return LadderView(
        "四步", tuple(RungView(n, int(i < climbed)) for i, n in enumerate(("倾听", "澄清", "证据", "确认")))
    )


def debrief_view(attempt: str) -> DebriefView:
    """A debrief with every label."""
    labels = ("best", "best", "slip", "blunder", "fine", "redline", "timeout", "single", "small", "unscored")
    texts = (
        "先问清评标办法",
        "婉拒名单，改走公开澄清",
        "价格上再让两个点",
        "请他吃饭",
        "请求正式汇报",
        "收下那个信封",
        "没有来得及选",
        "往前走",
        "换一件外套",
        "看一看",
    )
    decisions = tuple(
        DecisionView(
            n, ("接到标书", "老乡的电话", "技术试验科", "罗主任办公室", "对手见了老总")[n % 5], text,
            text if label == "best" else "约二十分钟，只谈风险怎么分担", 0.4 if label == "best" else 3.0 * n,
            24.0, 0.5, label, label not in ("single", "small", "unscored"), 78 - n, 0.0,
            (Line(LineKind.NARRATION, "罗主任的门半开着，里面有人在说话。", node="罗主任办公室"), Line(LineKind.SPEECH, "坐。", "罗主任")),
            (OptionValue(text, 62.0, 22.0, "R1" if label == "redline" else None), OptionValue("约二十分钟，只谈风险怎么分担", 84.0, 0.0, None)),
            "他是组长，怕的是背责任；吃饭让他更怕。", "责任与政绩的权衡：先把风险分开。", ("请他主持检测",) if label == "blunder" else (),
        )
        for n, (label, text) in enumerate(zip(labels, texts, strict=True), 1)
    )  # fmt: skip
    return DebriefView(
        attempt, "bid-360w", TITLE, Mode.ASSESS, 1, "中标（五票）", 90, True, 71.3, True, 88.0, 4.2,
        (("钟工请你进了检测间", 4.2),), ("R1",), decisions, tuple(float(x) for x in (78, 30, 40, 44, 60, 61, 40, 52, 80, 79, 92)),
        tuple(CompetencyView(n, 50.0 + 4 * i, 1.0, 2) for i, n in enumerate(SKILLS[2:])),
        (Line(LineKind.NARRATION, "公示栏前站了一圈人。"), Line(LineKind.ENDING, "中标（五票）")),
    )  # fmt: skip
