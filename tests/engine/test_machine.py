"""What the machine promises the solver: liveness that drops all that nothing reads, and constants that are folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.scenarios import add, choice, cmp, ending, node, pts, put, scenario, text
from trainer.content.model import (
    And,
    Attitude,
    Compare,
    Const,
    Count,
    Not,
    Or,
    Person,
    Remaining,
    Scenario,
    Var,
    Variable,
    Visited,
    Votes,
)
from trainer.engine.machine import Machine, compile_scenario
from trainer.engine.types import State

END = ending("完", 50)


def states(machine: Machine) -> set[int]:
    """Projected states, timeouts included."""
    seen = {machine.project(machine.initial)}
    todo = list(seen)
    while todo:
        core = todo.pop()
        following = [after for _, after, _ in machine.expand(core)]
        following += [machine.project(machine.timeout(core, timer)[0]) for timer, _ in machine.timeouts(core)]
        for after in following:
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return seen


def keeps(machine: Machine, at: str) -> set[str]:
    """Names of the variables that are live at a node; 剩余, 超支 and 计时 for the others."""
    index = [n.name for n in machine.scenario.nodes].index(at)
    layout = machine.layout
    fields = dict(zip((v.name for v in machine.scenario.variables), layout.variables, strict=True))
    more = {"剩余": layout.remaining, "超支": layout.overdrawn, "计时": layout.clock}
    fields |= {name: field for name, field in more.items() if field is not None}
    fields |= {f"到过{n}": field for n, field in layout.visited.items()}
    fields |= {f"选过{n}-{i}": field for (n, i), field in layout.taken.items()}
    fields |= {f"次数{r}": field for r, field in layout.counts.items()}
    return {name for name, field in fields.items() if machine.live[index] & field.mask}


def test_a_variable_lives_until_its_last_reading() -> None:
    m = Machine(
        scenario(
            node("甲", choice("加", "乙", add(0, 1)), choice("不加", "乙")),
            node("乙", choice("若", "丙", condition=cmp(0, ">=", 1)), choice("走", "丙", add(0, 1))),
            node("丙", choice("走", "完", add(0, 1))),
            END,
            variables=[(0, 0, 3), (0, 0, 3)],
        )
    )
    assert keeps(m, "甲") == keeps(m, "乙") == {"变量0"}
    assert keeps(m, "丙") == keeps(m, "完") == set()
    assert len(states(m)) == 5


def test_setting_kills_and_entry_effects_count() -> None:
    m = Machine(
        scenario(
            node("甲", choice("加", "乙", add(0, 1)), choice("不加", "乙")),
            node("乙", choice("设", "丙", put(0, 2))),
            node("丙", choice("走", "丁", add(1, 1))),
            node("丁", choice("看", "完", condition=And((cmp(0, ">=", 2), cmp(1, ">=", 1)))), choice("走", "完"),
                 effects=(put(1, 1),)),
            END,
            variables=[(0, 0, 3), (0, 0, 3)],
        )
    )  # fmt: skip
    assert keeps(m, "乙") == set()
    assert keeps(m, "丙") == {"变量0"}
    assert keeps(m, "丁") == {"变量0", "变量1"}


def test_an_addition_that_always_hits_the_end_kills() -> None:
    m = Machine(
        scenario(
            node("甲", choice("加", "乙", add(0, 9)), choice("不", "乙", add(0, -5), add(0, 9))),
            node("乙", choice("看", "完", condition=cmp(0, ">=", 3)), choice("走", "完")),
            END,
            variables=[(0, 0, 3)],
        )
    )
    assert keeps(m, "甲") == set()


def test_the_budget_lives_while_a_cost_or_a_condition_can_read_it() -> None:
    m = Machine(
        scenario(
            node("甲", choice("贵", "乙", cost=3), choice("快", "乙", cost=1)),
            node("乙", choice("贵", "丙", cost=3), choice("免", "丙")),
            node("丙", choice("走", "完")),
            node("超", choice("走", "丙")),
            END,
            budget=(5, "超"),
        )
    )
    assert keeps(m, "甲") == keeps(m, "乙") == {"剩余"}
    assert keeps(m, "丙") == keeps(m, "超") == set()


def test_a_budget_that_suffices_is_not_read() -> None:
    m = Machine(
        scenario(
            node("甲", choice("贵", "乙", cost=3), choice("快", "乙", cost=1)),
            node("乙", choice("贵", "完", cost=3)),
            END,
            budget=(6, "完"),
        )
    )
    assert keeps(m, "甲") == keeps(m, "乙") == set()
    core, _ = m.apply(m.initial, 0)
    assert m.remaining(core) == 3


def test_the_overdrawn_flag_lives_only_while_costs_remain() -> None:
    m = Machine(
        scenario(
            node("甲", choice("贵", "乙", cost=9), choice("快", "乙", cost=1)),
            node("乙", choice("花", "丙", cost=1)),
            node("丙", choice("走", "完")),
            END,
            budget=(5, "乙"),
        )
    )
    assert keeps(m, "乙") == {"剩余", "超支"}
    assert keeps(m, "丙") == set()


def test_the_budget_target_and_timeouts_are_ways_on() -> None:
    m = Machine(
        scenario(
            node("甲", choice("加", "乙", add(0, 1), add(1, 1), add(2, 1))),
            node("乙", choice("贵", "丙", cost=9), choice("走", "丙"), limit=(1000, "晚"), clock=(5000, "钟")),
            node("丙", choice("走", "完")),
            node("超", choice("看", "完", condition=cmp(0, ">=", 1)), choice("走", "完"), stop_clock=True),
            node("晚", choice("看", "完", condition=cmp(1, ">=", 1)), choice("走", "完"), stop_clock=True),
            node("钟", choice("看", "完", condition=cmp(2, ">=", 1)), choice("走", "完")),
            END,
            variables=[(0, 0, 2), (0, 0, 2), (0, 0, 2)],
            budget=(5, "超"),
        )
    )
    assert keeps(m, "乙") == {"变量0", "变量1", "变量2", "计时"}
    assert keeps(m, "丙") == {"变量2", "计时"}
    assert keeps(m, "甲") == {"变量0", "变量1", "变量2"}
    assert m.has_timers


def test_marks_exist_only_if_read_and_die_with_their_readers() -> None:
    m = Machine(
        scenario(
            node("甲", choice("一", "乙", rung=0), choice("二", "乙", rung=1)),
            node("乙", choice("到过甲", "丙", condition=Visited(0)), choice("走", "丙")),
            node("丙", choice("爬", "完", condition=Compare(">=", Count(0), Const(1))), choice("走", "完")),
            END,
            rungs=2,
        )
    )
    assert set(m.layout.visited) == {0}
    assert set(m.layout.counts) == {0}
    assert m.layout.taken == {}
    assert keeps(m, "甲") == {"次数0"}  # leaving 甲 sets its mark
    assert keeps(m, "乙") == {"到过0", "次数0"}
    assert keeps(m, "丙") == {"次数0"}


def test_blocks_are_readers_unless_asked_otherwise() -> None:
    case = scenario(
        node("甲", choice("加", "乙", add(0, 1)), choice("不加", "乙")),
        node("乙", choice("走", "完"), blocks=(text("有", condition=cmp(0, ">=", 1)),)),
        END,
        variables=[(0, 0, 1)],
    )
    assert keeps(Machine(case), "乙") == {"变量0"}
    assert keeps(Machine(case, blocks=False), "乙") == set()
    assert len(states(Machine(case))) == 4
    assert len(states(Machine(case, blocks=False))) == 3


@pytest.mark.parametrize(
    ("condition", "always"),
    [
        (cmp(0, ">=", 0), True),
        (cmp(0, "<", 0), False),
        (cmp(0, "!=", 9), True),
        (cmp(0, "==", 9), False),
        (Compare("<=", Var(0), Var(0)), True),
        (Compare(">", Const(2), Const(1)), True),
        (And((cmp(0, ">=", 1), cmp(0, ">", 5))), False),
        (Or((cmp(0, ">=", 1), Not(cmp(0, ">", 5)))), True),
        (Compare(">", Remaining(), Const(7)), False),
        (Compare(">=", Votes(Attitude.OPPOSE), Const(2)), True),
        (Compare(">", Votes(Attitude.DOUBT), Const(2)), False),
    ],
)
def test_conditions_that_cannot_be_otherwise_read_nothing(condition: object, always: bool) -> None:
    case = scenario(
        node("甲", choice("若", "完", condition=condition), choice("走", "完"), choice("加", "#本节", add(0, 1))),
        END,
        variables=[Variable("信任", 1, 0, 5), Variable("人.态度", 2, 1, 5)],
        people=[Person("人", votes=2, attitude=1)],
        budget=(7, "完"),
    )
    m = Machine(case)
    assert keeps(m, "甲") == set()
    assert (0 in m.options(m.initial)) is always
    assert len(states(m)) == 2


def test_many_open_conditions() -> None:
    case = scenario(
        node(
            "甲",
            *(choice(f"若{i}", "#本节", condition=cmp(0, "!=", i)) for i in range(7)),
            choice("加", "#本节", add(0, 1)),
            choice("走", "完"),
        ),
        END,
        variables=[(0, 0, 7)],
    )
    m = Machine(case)
    core = m.initial
    for value in range(8):
        assert m.options(core) == (*(i for i in range(7) if i != value), 7, 8)
        core, _ = m.apply(core, 7)


def test_rewards_are_shared_and_start_with_nothing() -> None:
    m = Machine(
        scenario(
            node("甲", choice("一", "乙", pts(0, 1)), choice("二", "乙", pts(0, 2), pts(0, -1)), choice("三", "乙")),
            node("乙", choice("走", "完"), effects=(pts(1, 4),)),
            END,
        )
    )
    assert m.rewards[0] == (0, 0)
    assert m.initial_reward == 0
    ids = [reward for _, _, reward in m.expand(m.initial)]
    assert [m.rewards[i] for i in ids] == [(1, 4), (1, 4), (0, 4)]
    assert ids[0] == ids[1]


def test_machines_are_kept_by_digest() -> None:
    case = scenario(node("甲", choice("走", "完")), END)
    assert compile_scenario(case) is compile_scenario(case)
    assert compile_scenario(replace(case)) is compile_scenario(case)
    assert compile_scenario(case, blocks=False) is not compile_scenario(case)
    other = replace(case, title="别的")  # the same digest must not confuse
    assert compile_scenario(other).scenario is other


def test_a_timer_that_does_not_run_cannot_fire() -> None:
    m = Machine(scenario(node("甲", choice("走", "完")), END))
    with pytest.raises(ValueError):
        m.timeout(m.initial, "limit")


def big() -> Scenario:
    """A scenario with more marks than a decimal number may have digits."""
    count = 15_000
    return scenario(node("甲", *(choice(f"{i}", "#本节", once=True) for i in range(count)), choice("走", "完")), END)


def test_a_state_of_any_size_survives_json() -> None:
    m = Machine(big())
    core, _ = m.apply(m.initial, 14_999)
    state = State(core, (0, 0), (0, 0), "s")
    assert State.from_dict(state.to_dict()) == state


def test_a_state_of_another_format_is_refused() -> None:
    data = State(1, (0,), (0,), "s").to_dict()
    for fmt in (0, 2, None, "1"):
        with pytest.raises(ValueError):
            State.from_dict({**data, "format": fmt})
