"""The debrief of a stored attempt. Reading only; the values are worked out here, never inside a transaction."""

from __future__ import annotations

from trainer.service.attempts import load
from trainer.service.context import Context
from trainer.service.debrief import debrief_view
from trainer.service.scored import score_play
from trainer.service.views import DebriefView


def debrief(ctx: Context, attempt: str) -> DebriefView:
    """Which decision cost what; of an open 测评 only what was chosen."""
    with ctx.store.read() as tx:
        loaded = load(ctx, tx, attempt)
    play = loaded.play
    solution = ctx.contents.solution(play.scenario)
    scored = score_play(play.scenario, solution, play.log, ended=play.state.ended)
    return debrief_view(play, scored, solution, number=loaded.record.number)
