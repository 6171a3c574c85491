"""One made-up story twice: as a case of ours and as an ink story with the same nodes, choices and arithmetic."""

from __future__ import annotations

import random
from dataclasses import dataclass

VARIABLES = ("信任", "火气", "情报")
INK = {"信任": "trust", "火气": "anger", "情报": "news", "需求挖掘": "needs", "决策链": "chain"}
COMPETENCIES = ("需求挖掘", "决策链")
WIDTH = 4
"""Nodes of a layer; every choice leads to the next layer, so that a story of n nodes lasts n / 4 decisions."""
TOP = 5


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: what it does to a variable, the points it earns, where it leads, and what it needs (0: nothing)."""

    text: str
    reply: str
    variable: str
    change: int
    competency: str
    points: int
    target: int
    needed: str
    level: int


@dataclass(frozen=True, slots=True)
class Story:
    """``nodes[i]``: threshold of the conditional line and the choices; the last two are endings."""

    name: str
    nodes: tuple[tuple[str, int, tuple[Option, ...]], ...]


PHRASES = ("先问清停机误了哪张单", "请他说说谁管预算", "把试用价压低两点", "约科长一起看现场")


def make(count: int, seed: int = 1) -> Story:
    """A story of ``count`` nodes and two endings."""
    draw = random.Random(seed)
    nodes = []
    for index in range(count):
        last = (index // WIDTH + 1) * WIDTH >= count
        options = []
        for number in range(3):
            target = count + draw.randrange(2) if last else (index // WIDTH + 1) * WIDTH + draw.randrange(WIDTH)
            options.append(
                Option(
                    f"{PHRASES[draw.randrange(4)]}{number + 1}",
                    f"等第{index}次会上再定。",
                    draw.choice(VARIABLES),
                    draw.choice((-1, 1)),
                    draw.choice(COMPETENCIES),
                    draw.randrange(1, 4),
                    min(target, count + 1),
                    draw.choice(VARIABLES),
                    draw.randrange(1, TOP) if number == 2 else 0,
                )
            )
        nodes.append((draw.choice(VARIABLES), draw.randrange(1, TOP), tuple(options)))
    return Story(f"bench-{count}", tuple(nodes))


def as_markdown(story: Story) -> str:
    """The story as a case file."""
    lines = ["---", f"编号: {story.name}", "标题: 基准", "能力: {需求挖掘: 3, 决策链: 2}", "变量:"]
    lines += [f"  {name}: 2 (0..{TOP})" for name in VARIABLES]
    lines += ["---", "", "# 基准", "", "用来计时的故事。（情节虚构）", ""]
    for index, (variable, level, options) in enumerate(story.nodes):
        lines += [f"## 第{index}节", "", f"第{index}轮开始，桌上摆着三份报价。", ""]
        lines += [f"`若 {variable}≥{level}` 气氛松了一些。", "`否则` 气氛更紧了。", ""]
        for option in options:
            effects = f"`{option.variable} {option.change:+d}，{option.competency} +{option.points}`"
            target = f"第{option.target}节" if option.target < len(story.nodes) else _ending(story, option.target)
            if option.level:
                effects = f"`若 {option.needed}≥{option.level}` {effects}"
            lines += [f"- [{option.text}](#{target}) {effects}", f"  > 周工：{option.reply}", ""]
    lines += ["## 成交", "`结局 成交` `评 90`", "", "## 没成", "`结局 没成` `评 10`", ""]
    return "\n".join(lines)


def _ending(story: Story, target: int) -> str:
    return ("成交", "没成")[target - len(story.nodes)]


def as_ink(story: Story) -> str:
    """The story as ink source, with the same clamped arithmetic and the same points."""
    lines = [f"VAR {INK[name]} = {2 if name in VARIABLES else 0}" for name in (*VARIABLES, *COMPETENCIES)]
    lines += ["-> node_0", ""]
    for index, (variable, level, options) in enumerate(story.nodes):
        lines += [f"=== node_{index} ===", f"第{index}轮开始，桌上摆着三份报价。"]
        lines.append(f"{{{INK[variable]} >= {level}: 气氛松了一些。|气氛更紧了。}}")
        for option in options:
            name, points = INK[option.variable], INK[option.competency]
            needs = f"{{{INK[option.needed]} >= {option.level}}} " if option.level else ""
            lines += [
                f"+ {needs}[{option.text}]",
                f"  ~ {name} = MAX(0, MIN({TOP}, {name} + ({option.change})))",
                f"  ~ {points} = {points} + {option.points}",
                f"  周工：{option.reply}",
                f"  -> node_{option.target}",
            ]
    count = len(story.nodes)
    lines += [f"=== node_{count} ===", "成交。", "-> END", f"=== node_{count + 1} ===", "没成。", "-> END", ""]
    return "\n".join(lines)
