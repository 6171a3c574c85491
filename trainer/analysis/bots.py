"""Naive players, worked out exactly: whoever wins without reading shows a fault of the case.

Every bot but the random one clicks uniformly with probability ``SLIP``, so that it always comes to an end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trainer.content.model import NodeKind, Scenario

if TYPE_CHECKING:
    from trainer.analysis.arrays import Floats
    from trainer.analysis.graph import StateGraph

BOTS = ("random", "first", "last", "longest", "shortest", "politest")
"""The bots, in the order of reports."""

CHINESE = {
    "random": "随机",
    "first": "总选第一",
    "last": "总选最后",
    "longest": "总选最长",
    "shortest": "总选最短",
    "politest": "总选最客气",
}
"""What ``机器人 …`` of an author's ``# 检查`` calls them."""

SLIP = 0.01
"""Probability with which a bot other than the random one clicks at random."""

EQUAL_LENGTH = 2
"""Texts whose lengths differ by no more than this many characters count as equally long."""

POLITE = (
    "您", "请", "谢", "谢谢", "感谢", "麻烦", "劳驾", "抱歉", "对不起", "不好意思", "打扰", "辛苦", "贵公司", "贵方",
    "贵厂", "贵司", "尊敬", "尊重", "理解", "体谅", "冒昧", "荣幸", "客气", "关照", "指教", "请教", "道歉", "歉意",
    "祝", "please", "thank", "sorry", "apolog", "appreciate", "grateful", "kindly", "would you",
)  # fmt: skip
"""Words that make an option polite; each occurrence counts once (the longest word at a place wins)."""

_POLITE = re.compile("|".join(sorted(map(re.escape, POLITE), key=len, reverse=True)), re.IGNORECASE)


def politeness(text: str) -> int:
    """How many polite words a text has."""
    return len(_POLITE.findall(text))


def bot_of(name: str) -> str | None:
    """The bot that an author means by ``随机``, ``最长``, ``总选最长`` or ``longest``."""
    for bot, chinese in CHINESE.items():
        if name in (bot, chinese, chinese.removeprefix("总选")):
            return bot
    return None


def weights(scenario: Scenario, graph: StateGraph) -> Floats:
    """Probability of every edge given its state: one column per bot, timeouts never."""
    import numpy as np

    width = max((len(node.choices) for node in scenario.nodes), default=0) + 1
    length = np.zeros((len(scenario.nodes), width), dtype=np.int64)
    polite = np.zeros_like(length)
    for i, node in enumerate(scenario.nodes):
        if node.kind is NodeKind.CHOICE:
            length[i, : len(node.choices)] = [len(choice.text) for choice in node.choices]
            polite[i, : len(node.choices)] = [politeness(choice.text) for choice in node.choices]

    edges = np.flatnonzero(graph.choice >= 0)
    source = graph.source[edges]
    found = np.zeros((graph.transitions, len(BOTS)))
    if not len(edges):
        return found
    # edges of one state lie together, so a state's segment starts where the source changes
    starts = np.flatnonzero(np.diff(source, prepend=-1))
    count = np.diff(starts, append=len(source))
    segment = np.repeat(np.arange(len(starts)), count)
    place = np.arange(len(source)) - starts[segment]
    texts = length[graph.node[source], graph.choice[edges]]
    words = polite[graph.node[source], graph.choice[edges]]
    wanted = np.stack(
        [
            np.ones(len(source), dtype=np.bool_),
            place == 0,
            place == (count - 1)[segment],
            texts >= np.maximum.reduceat(texts, starts)[segment] - EQUAL_LENGTH,
            texts <= np.minimum.reduceat(texts, starts)[segment] + EQUAL_LENGTH,
            words == np.maximum.reduceat(words, starts)[segment],
        ],
        axis=1,
    )
    share = wanted / np.add.reduceat(wanted, starts, axis=0, dtype=np.float64)[segment]
    share[:, 1:] = (1 - SLIP) * share[:, 1:] + SLIP / count[segment, None]
    chance = graph.chance[source]
    share[chance] = graph.probability[edges[chance], None]
    found[edges] = share
    return found
