"""Interleaved runs, medians, and rows of a table."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``budget`` such as ``≤ 8`` or ``≥ 20``; empty for a number that is only shown."""

    what: str
    value: float
    unit: str
    against: str = ""
    budget: str = ""

    @property
    def verdict(self) -> str:
        """Whether the budget is kept."""
        if not self.budget:
            return ""
        sign, number = self.budget.split()
        limit = float(number.replace(",", ""))
        return "ok" if (self.value <= limit if sign == "≤" else self.value >= limit) else "OVER"


def interleaved(jobs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Median of each job; the jobs take turns, so that a busy moment hits all alike; one unmeasured round first."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            value = job()
            if number:
                taken[name].append(value)
    return {name: statistics.median(values) for name, values in taken.items()}


def process_seconds(command: Sequence[str], env: dict[str, str]) -> float:
    """Wall time of a process that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def memory(process: int) -> int:
    """KiB that a process holds now; 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("VmRSS")), 0)
    except OSError:
        return 0


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    cells = [("what", "value", "against", "budget", "")]
    for row in rows:
        number = f"{row.value:,.0f}" if row.value >= 1000 else f"{row.value:.2f}"
        cells.append((row.what, f"{number} {row.unit}".strip(), row.against, row.budget, row.verdict))
    widths = [max(len(line[i]) for line in cells) for i in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )
