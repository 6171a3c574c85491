"""Our side of the step and solver benchmarks: ``python -m tests.bench.steps transition|step FILE SECONDS``."""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

from trainer.content.competencies import competency_names
from trainer.content.model import NodeKind, Scenario
from trainer.content.reader import read_scenario


def load(path: Path) -> Scenario:
    """The case in a file that must read without errors."""
    result = read_scenario(path.read_bytes(), str(path), competencies=competency_names())
    if result.scenario is None:
        raise SystemExit("\n".join(f"{d.line}: {d.code} {d.message}" for d in result.diagnostics))
    return result.scenario


def transition_rate(scenario: Scenario, seconds: float) -> float:
    """Random transitions per second of the compiled machine, choices looked up before each."""
    from trainer.engine.machine import compile_scenario

    machine = compile_scenario(scenario)
    options, apply, initial = machine.options, machine.apply, machine.initial
    state, steps = 1, 0
    start = time.perf_counter()
    while time.perf_counter() < start + seconds:
        for _ in range(20):
            core = initial
            while available := options(core):
                state = (state * 1103515245 + 12345) % 2147483648
                core, _reward = apply(core, available[state % len(available)])
                steps += 1
    return steps / (time.perf_counter() - start)


def step_rate(scenario: Scenario, seconds: float) -> float:
    """Random calls of ``step`` per second, with events and new states."""
    from trainer.engine.machine import compile_scenario
    from trainer.engine.play import start as begin
    from trainer.engine.play import step
    from trainer.engine.types import Choose

    machine = compile_scenario(scenario)
    number, steps = 1, 0
    start = time.perf_counter()
    for seed in count():
        if time.perf_counter() >= start + seconds:
            break
        state, _events = begin(scenario, str(seed))
        while scenario.nodes[machine.node_of(state.core)].kind is not NodeKind.ENDING:
            available = machine.options(state.core)
            number = (number * 1103515245 + 12345) % 2147483648
            state, _events = step(scenario, state, Choose(available[number % len(available)]))
            steps += 1
    return steps / (time.perf_counter() - start)


def analysis_seconds(path: Path) -> tuple[float, int]:
    """Time and number of states of the exact solution of a case that has been read and never been solved."""
    from trainer.analysis.solve import solve

    scenario = load(path)
    start = time.perf_counter()
    solution = solve(scenario, limit=10_000_000)
    return time.perf_counter() - start, solution.graph.states


def main() -> int:
    """Print a rate."""
    kind, path, seconds = sys.argv[1:]
    rate = transition_rate if kind == "transition" else step_rate
    sys.stdout.write(f"{rate(load(Path(path)), float(seconds))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
