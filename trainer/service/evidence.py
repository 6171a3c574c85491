"""The decisions behind a competency's number: which, how well each was taken, how much each counts. Reading only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trainer.scoring.evidence import age_weight, exposure_weight
from trainer.scoring.run import DEPENDENCE, MOST_STAKE, shares
from trainer.service.attempts import load
from trainer.service.context import Context
from trainer.service.scored import first_moves
from trainer.service.views import EvidenceRow, Mode
from trainer.store import attempts, results
from trainer.store.records import AttemptKind, DecisionRecord

if TYPE_CHECKING:
    from trainer.store import Tx
    from trainer.store.records import AttemptRecord, EvidenceRecord

_HALVINGS = 60


def behind(ctx: Context, competency: str) -> tuple[EvidenceRow, ...]:
    """Every scored decision of the person that says something about a competency, newest first.

    The weights add up to ``ProfileRow.evidence``.
    """
    now = ctx.clock().timestamp()
    found: list[EvidenceRow] = []
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        if person is None:
            return ()
        own = {attempt.id: attempt for attempt in attempts.of_person(tx, person.id, kind=AttemptKind.CASE)}
        stored = [one for one in results.evidence_of_person(tx, person.id) if one.competency == competency]
        for one in reversed(stored):
            if one.attempt in own and one.weight > 0:
                found += _of_attempt(ctx, tx, own[one.attempt], one, now)
    return tuple(found)


def _of_attempt(
    ctx: Context, tx: Tx, attempt: AttemptRecord, evidence: EvidenceRecord, now: float
) -> list[EvidenceRow]:
    play = load(ctx, tx, attempt.id).play
    moves = first_moves(play.scenario, play.log)
    names = [one.name for one in play.scenario.competencies]
    if evidence.competency not in names:
        return []
    wanted = names.index(evidence.competency)
    chosen: list[tuple[DecisionRecord, str, float]] = []
    for one in results.decisions(tx, attempt.id):
        move = moves.get(one.seq)
        if move is None or not one.scored or one.quality is None or one.stake is None:
            continue
        options = play.machine.options(move.before)
        share = shares(play.scenario, move.node, options).get(wanted, 0.0)
        choices = play.scenario.nodes[move.node].choices
        if share:
            chosen.append((one, "" if move.choice is None else choices[move.choice].text, share))
    moment = attempt.finished or attempt.started
    counts = exposure_weight(attempt.number) * age_weight(moment.timestamp(), now)
    weights = _weights([(share, one.stake or 0.0) for one, _, share in chosen], evidence.weight)
    return [
        EvidenceRow(
            attempt=attempt.id,
            title=ctx.contents.title(attempt.scenario) or play.scenario.title,
            mode=Mode(attempt.mode),
            node=one.node,
            choice=text,
            label=one.label,
            quality=one.quality or 0.0,
            weight=weight * counts,
            when=moment,
        )
        for (one, text, _), weight in zip(chosen, weights, strict=True)
    ]


def _weights(parts: Sequence[tuple[float, float]], total: float) -> list[float]:
    """The weights of decisions from their shares and stakes, adding up to the stored sum.

    A weight grows with the stake over the case's median stake, up to ``MOST_STAKE``. The median is worked back from
    the sum, which only falls as it grows, so that the case need not be solved to look at a number.
    """

    def sized(middle: float) -> list[float]:
        return [share * min(MOST_STAKE, stake / middle) for share, stake in parts]

    low, high = 1e-6, 1e3
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5
        if sum(sized(middle)) * DEPENDENCE > total:
            low = middle
        else:
            high = middle
    found = sized(high)
    scale = total / sum(found) if sum(found) else 0.0
    return [weight * scale for weight in found]
