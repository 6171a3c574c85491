"""Smaller parts: components, spans, conditions in words, the page of text, cheap imports."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest

from tests.analysis.cases import case, choice, decision, ending, example
from trainer import i18n
from trainer.analysis.arrays import spans
from trainer.analysis.conditions import words
from trainer.analysis.order import tarjan
from trainer.analysis.report import analyse
from trainer.analysis.text import as_text, number, percent
from trainer.content.model import (
    SAME_NODE,
    And,
    Arith,
    Attitude,
    Chosen,
    Compare,
    Const,
    Count,
    Not,
    Or,
    Points,
    Remaining,
    Var,
    Visited,
    Votes,
)


def test_spans() -> None:
    assert spans(np.array([3, 10, 7]), np.array([2, 0, 3])).tolist() == [3, 4, 7, 8, 9]
    assert spans(np.array([1]), np.array([0])).tolist() == []


def test_tarjan_against_reachability() -> None:
    rng = random.Random(5)
    for _ in range(200):
        size = rng.randint(1, 12)
        graph = {i: [rng.randrange(size) for _ in range(rng.randint(0, 3))] for i in range(size)}
        found = tarjan(graph)
        reach = {i: {i} for i in graph}
        for _ in range(size):
            for i in graph:
                reach[i] |= {k for j in graph[i] for k in reach[j]}
        expected = {frozenset(j for j in graph if j in reach[i] and i in reach[j]) for i in graph}
        assert {frozenset(c) for c in found} == expected
        place = {state: n for n, members in enumerate(found) for state in members}
        assert all(place[j] <= place[i] for i in graph for j in graph[i]), "what follows comes first"


def test_a_long_chain_needs_no_recursion() -> None:
    nodes = [decision(f"节{i}", choice("走", i + 1), choice("等", SAME_NODE)) for i in range(3000)]
    scenario = case(*nodes, ending("完", 50), ending_share=100)
    found = analyse(scenario)
    assert found.best == pytest.approx(50)
    assert found.solution.graph.states == 3001


def test_conditions_in_words() -> None:
    scenario = example()
    trust, attitude = Var(0), Var(1)
    assert words(Compare(">=", trust, Const(3)), scenario) == "信任≥3"
    assert words(Compare("!=", attitude, Const(int(Attitude.SUPPORT))), scenario) == "周工.态度≠支持"
    assert words(Compare("<", Arith("+", trust, Count(2)), Remaining()), scenario) == "信任+次数(暗示)<剩余时间"
    assert words(Compare(">", Votes(Attitude.SUPPORT), Const(0)), scenario) == "票数(支持)>0"
    both = And((Visited(2), Or((Chosen(((0, 1),)), Not(Visited(1))))))
    assert words(both, scenario) == "到过 周工接电话 且 (选过「问三号线停机的事归谁管」 或 非 到过 采购部)"
    assert words(Not(both), scenario).startswith("非 (")


def test_the_page_of_text() -> None:
    page = as_text(analyse(example()))
    assert "最好 96.0，最差 4.0，乱点 38.3" in page
    assert "问三号线停机的事归谁管 → 问最近一次停机误了哪张单" in page
    assert "红线 R3" in page
    i18n.set_language("en")
    page = as_text(analyse(example()))
    assert "best 96.0, worst 4.0, random clicking 38.3" in page
    assert "longest" in page


def test_the_page_of_a_scenario_with_faults() -> None:
    farm = case(decision("一", choice("聊", SAME_NODE, effects=(Points(0, 1),)), choice("走", 1)), ending("完", 50))
    page = as_text(analyse(farm))
    assert "可刷分：聊（每圈 需求挖掘 +1）" in page
    assert "没有算出得失" in page
    assert "未穷尽" in as_text(analyse(example(), limit=2))


def test_control_characters_of_content_do_not_reach_the_page() -> None:
    scenario = case(decision("一\x1b[31m", choice("走\u202e", 1), choice("停", 1)), ending("完", 50))
    page = as_text(analyse(scenario))
    assert "\x1b" not in page and "\u202e" not in page


def test_numbers() -> None:
    assert [number(v) for v in (None, -1e-12, 1.25, -10.0)] == ["—", "0.0", "1.2", "-10.0"]
    assert [percent(v) for v in (None, 0.5039)] == ["—", "50.4%"]


@pytest.mark.parametrize(
    "module",
    ["trainer.analysis.solve", "trainer.analysis.report", "trainer.analysis.lints", "trainer.analysis.text",
     "trainer.analysis.bots", "trainer.scoring.run", "trainer.scoring.evidence"],
)  # fmt: skip
def test_importing_does_not_load_numpy(module: str) -> None:
    code = f"import sys, {module}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
