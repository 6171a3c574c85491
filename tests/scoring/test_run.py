"""The score of a run: the identity, labels, and what 0 and 100 mean."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.analysis.cases import case, chance, choice, decision, ending, example, random_case
from trainer.analysis.solve import Solution, solve
from trainer.content.model import Compare, Const, NodeKind, Points, Scenario, Timer, Var, Variable
from trainer.engine.machine import Machine, compile_scenario
from trainer.engine.play import Move
from trainer.scoring.run import RunScore, score_run, shares

IDENTITY = 1e-9


def play(scenario: Scenario, seed: int, *, timeouts: bool = True) -> list[Move]:
    """A random play to an ending; options, branches and timeouts uniformly."""
    machine = compile_scenario(scenario)
    rng = random.Random(seed)
    core = machine.initial
    moves: list[Move] = []
    for _ in range(2000):
        node = machine.node_of(core)
        kind = scenario.nodes[node].kind
        if kind is NodeKind.ENDING:
            return moves
        steps: list[tuple[int | None, tuple[int, int]]] = [(c, machine.apply(core, c)) for c in machine.options(core)]
        if timeouts:
            steps += [(None, machine.timeout(core, timer)) for timer, _ in machine.timeouts(core)]
        taken, (after, reward) = rng.choice(steps)
        name = "timeout" if taken is None else "chance" if kind is NodeKind.CHANCE else "choice"
        moves.append(Move(name, node, core, taken, after, reward))  # type: ignore[arg-type]
        core = after
    raise AssertionError("no end")


def utility(scenario: Scenario, solution: Solution, machine: Machine, moves: list[Move]) -> float:
    """U by the formula of scoring.md §1, from the points of the whole play."""
    points = list(machine.rewards[machine.initial_reward])
    for move in moves:
        points = [a + b for a, b in zip(points, machine.rewards[move.reward], strict=True)]
    rating = scenario.nodes[machine.node_of(moves[-1].after)].rating
    assert rating is not None and solution.pmin is not None and solution.pmax is not None
    if solution.pmax - solution.pmin < 1e-9:
        return rating
    share = scenario.ending_share / 100
    weighted = sum(c.weight * p for c, p in zip(scenario.competencies, points, strict=True))
    return (1 - share) * 100 * (weighted - solution.pmin) / (solution.pmax - solution.pmin) + share * rating


def sound(solution: Solution) -> bool:
    """An ending can be reached from everywhere, and values exist."""
    return solution.exact and not solution.problem.trapped.any()


@pytest.mark.parametrize(
    ("seeds", "plays", "each"), [(250, 500, 35), pytest.param(600, 1000, 100, marks=pytest.mark.heavy)]
)
def test_identity_on_random_plays(seeds: int, plays: int, each: int) -> None:
    """U = V(s0) − Σρ + Σℓ, timeouts, red lines and unscored steps included."""
    checked = timed = red = lucky = 0
    for seed in range(seeds):
        scenario = random_case(seed)
        solution = solve(scenario)
        if not sound(solution):
            continue
        machine = compile_scenario(scenario)
        for number in range(5):
            moves = play(scenario, 1000 * seed + number)
            if not moves:
                continue
            run = score_run(scenario, solution, moves, ended=True)
            assert run.outcome is not None and solution.start_value is not None
            assert run.outcome == pytest.approx(utility(scenario, solution, machine, moves), abs=IDENTITY)
            assert run.outcome == pytest.approx(solution.start_value - run.regret + run.luck, abs=IDENTITY)
            checked += 1
            timed += any(m.kind == "timeout" for m in moves)
            red += bool(run.redlines)
            lucky += abs(run.luck) > 1e-6
    assert checked > plays
    assert min(timed, red, lucky) > each


def test_identity_on_the_example() -> None:
    scenario = example()
    solution = solve(scenario)
    for seed in range(200):
        run = score_run(scenario, solution, play(scenario, seed), ended=True)
        assert run.outcome == pytest.approx(96 - run.regret + run.luck, abs=IDENTITY)


def test_regret_is_never_negative_but_for_red_lines_and_timeouts() -> None:
    for seed in range(300):
        scenario = random_case(seed)
        solution = solve(scenario)
        if not sound(solution):
            continue
        for step in score_run(scenario, solution, play(scenario, seed), ended=True).steps:
            if step.label not in ("redline", "timeout"):
                assert step.regret >= -IDENTITY
            assert step.quality is None or 0 <= step.quality <= 1


# --- what the numbers mean -------------------------------------------------------------------------------------------


def ladder_case() -> Scenario:
    """Two scored decisions in a row, three options each."""

    def rungs(first: str, target: int) -> list:  # type: ignore[type-arg]
        return [
            choice(f"{first}好", target, effects=(Points(0, 4),)),
            choice(f"{first}中", target, effects=(Points(0, 3),)),
            choice(f"{first}差", target),
        ]

    return case(decision("一", *rungs("一", 1)), decision("二", *rungs("二", 2)), ending("完", 50), ending_share=0)


def walk(scenario: Scenario, *choices: int | None) -> list[Move]:
    """Moves of a play; None lets the 限时 run out."""
    machine = compile_scenario(scenario)
    core, moves = machine.initial, []
    for c in choices:
        after, reward = machine.timeout(core, "limit") if c is None else machine.apply(core, c)
        node = machine.node_of(core)
        kind = "timeout" if c is None else "chance" if scenario.nodes[node].kind is NodeKind.CHANCE else "choice"
        moves.append(Move(kind, node, core, c, after, reward))  # type: ignore[arg-type]
        core = after
    return moves


def run_of(scenario: Scenario, *choices: int | None) -> RunScore:
    return score_run(scenario, solve(scenario), walk(scenario, *choices), ended=True)


def test_every_step_best_is_100() -> None:
    run = run_of(ladder_case(), 0, 0)
    assert run.score == pytest.approx(100)
    assert [s.label for s in run.steps] == ["best", "best"]
    assert [e.score for e in run.evidence] == [pytest.approx(100)]


def test_clicking_at_random_is_0_in_expectation() -> None:
    scenario = ladder_case()
    solution = solve(scenario)
    scores = [score_run(scenario, solution, walk(scenario, a, b), ended=True).score for a in range(3) for b in range(3)]
    assert sum(s for s in scores if s is not None) / 9 == pytest.approx(0, abs=1e-9)


def test_score_is_not_floored() -> None:
    # q of the options is 1, 0.75 and 0, so random clicking gets 7/12
    assert run_of(ladder_case(), 2, 2).score == pytest.approx(100 * (0 - 7 / 12) / (5 / 12))
    assert run_of(ladder_case(), 1, 1).score == pytest.approx(100 * (9 / 12 - 7 / 12) / (5 / 12))


def graded(*points: int, **more: object) -> Scenario:
    """One decision whose options are worth these points of 100."""
    options = [choice(f"选{i}", 1, effects=(Points(0, p),) if p else ()) for i, p in enumerate(points)]
    return case(decision("问", *options, **more), ending("完", 0), ending_share=0)


def test_labels_and_quality_by_regret() -> None:
    scenario = graded(100, 98, 97, 92, 91, 80, 79, 0)
    steps = [run_of(scenario, i).steps[0] for i in range(8)]
    assert [s.label for s in steps] == ["best", "best", "fine", "fine", "slip", "slip", "blunder", "blunder"]
    assert [s.regret for s in steps] == pytest.approx([0, 2, 3, 8, 9, 20, 21, 100])
    assert [s.quality for s in steps] == pytest.approx([1, 1, 0.97, 0.92, 0.91, 0.8, 0.79, 0])
    assert {s.best for s in steps} == {0}


def test_no_scored_decision_has_no_score() -> None:
    assert run_of(graded(5), 0).score is None
    assert run_of(graded(5), 0).steps[0].label == "single"
    unscored = run_of(graded(5, 0, unscored=True), 1)
    assert unscored.score is None
    assert unscored.steps[0].label == "unscored"
    assert unscored.steps[0].regret == pytest.approx(100)
    assert unscored.evidence == ()


def test_a_small_stake_is_not_scored() -> None:
    big = decision("大", choice("甲", 1, effects=(Points(0, 98),)), choice("乙", 1))
    small = decision("小", choice("丙", 2, effects=(Points(0, 2),)), choice("丁", 2))
    scenario = case(big, small, ending("完", 0), ending_share=0)
    run = run_of(scenario, 0, 1)
    assert [s.label for s in run.steps] == ["best", "small"]
    assert run.score == pytest.approx(100)
    assert run.steps[1].regret == pytest.approx(2)


def test_a_red_line_gets_nothing_even_if_it_gains() -> None:
    node = decision(
        "问",
        choice("守规矩", 1, effects=(Points(0, 5),)),
        choice("不怎么样", 1),
        choice("越线", 2, redline="R1"),
    )
    scenario = case(node, ending("小单", 10), ending("大单", 100), ending_share=90)
    run = run_of(scenario, 2)
    [step] = run.steps
    assert step.regret < 0
    assert step.label == "redline"
    assert step.quality == 0
    assert run.redlines == ("R1",)
    assert run.score is not None and run.score < 0


def test_a_timeout_gets_nothing_and_keeps_the_identity() -> None:
    node = decision("问", choice("好", 1, effects=(Points(0, 5),)), choice("差", 1), time_limit=Timer(9000, 2))
    scenario = case(node, ending("成", 80), ending("冷场", 20), ending_share=50)
    run = run_of(scenario, None)
    [step] = run.steps
    assert (step.label, step.quality, step.choice) == ("timeout", 0, None)
    assert step.regret == pytest.approx(50 + 30)
    assert run.outcome == pytest.approx(10)


def test_luck_is_no_decision() -> None:
    draw = chance("抽", choice("好运", 1, weight=1), choice("坏运", 2, weight=3))
    scenario = case(draw, ending("成", 100), ending("败", 0), ending_share=100)
    run = run_of(scenario, 0)
    assert run.luck == pytest.approx(75)
    assert run.score is None
    assert run.outcome == pytest.approx(100)


def test_locked_choices_count_for_nothing() -> None:
    locked = choice("锁", 1, effects=(Points(0, 50),), lock=Compare(">=", Var(0), Const(3)))
    node = decision("问", choice("甲", 1, effects=(Points(0, 100),)), choice("乙", 1, effects=(Points(0, 90),)), locked)
    scenario = case(node, ending("完", 0), ending_share=0, variables=(Variable("信任", 0, 0, 5),))
    values = solve(scenario).decision(compile_scenario(scenario).initial)
    assert values is not None
    assert [o.choice for o in values.options] == [0, 1]
    assert values.mean_quality == pytest.approx(0.5)


def test_an_unfinished_run_has_a_score_but_no_outcome() -> None:
    scenario = ladder_case()
    run = score_run(scenario, solve(scenario), walk(scenario, 0), ended=False)
    assert run.outcome is None
    assert run.score == pytest.approx(100)


def test_without_values_nothing_is_scored() -> None:
    scenario = ladder_case()
    solution = solve(scenario, limit=1)
    run = score_run(scenario, solution, walk(scenario, 0, 1), ended=True)
    assert not solution.exhausted
    assert (run.score, run.outcome, run.evidence) == (None, None, ())
    assert {s.label for s in run.steps} == {"unscored"}


# --- evidence --------------------------------------------------------------------------------------------------------


def test_shares_follow_the_points_of_the_options() -> None:
    scenario = example()
    assert shares(scenario, 2, (0, 1, 2)) == pytest.approx({0: 3 / 5, 1: 2 / 5})
    assert shares(scenario, 2, (0, 2)) == {0: 1}
    assert shares(scenario, 0, (0, 3)) == {}


def test_observed_competencies_are_added() -> None:
    scenario = example()
    alone = replace(scenario.nodes[2], observes=(0, 1), choices=(scenario.nodes[2].choices[2],))
    added = replace(scenario.nodes[0], observes=(1,))
    changed = replace(scenario, nodes=(added, scenario.nodes[1], alone, *scenario.nodes[3:]))
    assert shares(changed, 2, (0,)) == {0: 0.5, 1: 0.5}
    assert shares(changed, 0, (0, 1)) == {0: 0.5, 1: 0.5}


def test_weight_of_evidence_follows_the_stake() -> None:
    scenario = ladder_case()
    run = run_of(scenario, 0, 2)
    assert solve(scenario).median_stake == pytest.approx(50)
    assert [i.weight for i in run.items] == pytest.approx([0.5, 0.5])
    assert [i.quality for i in run.items] == pytest.approx([1, 0])
    assert run.evidence[0].decisions == 2
    assert run.evidence[0].weight == pytest.approx(1)
