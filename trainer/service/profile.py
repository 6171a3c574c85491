"""The competency profile of a person from stored evidence (scoring.md §4, personal view). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from trainer.scoring.evidence import Observation, estimate
from trainer.service.views import ProfileRow
from trainer.store.records import AttemptRecord, EvidenceRecord, ResultRecord


def profile(
    names: Sequence[str],
    attempts: Iterable[AttemptRecord],
    results: Mapping[str, ResultRecord],
    evidence: Iterable[EvidenceRecord],
    *,
    now: datetime,
) -> tuple[ProfileRow, ...]:
    """One row per competency, in the order of ``names``.

    Args:
        names: Competencies to show.
        attempts: All attempts of the person; ``number`` says how often the case had been met.
        results: Their results; a red line caps the competencies of its case.
        evidence: Their evidence, summed per attempt (the estimate is linear in it).
        now: For the age of the evidence.
    """
    known = {attempt.id: attempt for attempt in attempts}
    seen: dict[str, list[Observation]] = {name: [] for name in names}
    redlines: dict[str, list[float]] = {name: [] for name in names}
    for one in evidence:
        attempt = known.get(one.attempt)
        if attempt is None or one.competency not in seen or one.weight <= 0:
            continue
        seen[one.competency].append(
            Observation(
                attempt.scenario,
                one.quality / one.weight,
                one.chance / one.weight,
                one.weight,
                attempt.number,
                _when(attempt),
            )
        )
    for ident, result in results.items():
        if result.redlines and ident in known:
            for name in result.data.get("points", {}):
                if name in redlines:
                    redlines[name].append(_when(known[ident]))
    return tuple(_row(name, seen[name], redlines[name], now) for name in names)


def _row(name: str, seen: Sequence[Observation], redlines: Sequence[float], now: datetime) -> ProfileRow:
    found = estimate(seen, now=now.timestamp(), redlines=redlines)
    return ProfileRow(
        name, found.mean, found.low, found.high, found.level, found.evidence, found.scenarios, found.capped
    )


def _when(attempt: AttemptRecord) -> float:
    return (attempt.finished or attempt.started).timestamp()
