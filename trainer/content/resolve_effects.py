"""Effects: points on competencies, changes of variables."""

from __future__ import annotations

from functools import partial

from trainer.content.chips import Effects, RawEffect
from trainer.content.model import ATTITUDE_NAMES, Change, Effect, Points
from trainer.content.numbers import MAX_NUMBER, read_int
from trainer.content.plain import plain_name
from trainer.content.scope import Scope
from trainer.content.suggest import nearest

MAX_POINTS = 100
"""Largest number of points of one effect."""


def resolve_effects(scope: Scope, chip: Effects, *, points_only: bool = False) -> list[Effect]:
    """The effects of one chip in their order; 作答 gives points only."""
    found: list[Effect] = []
    for raw in chip.effects:
        made = _effect(scope, raw)
        if points_only and isinstance(made, Change):
            scope.source.report("SC163", raw.name_place, case="variable", name=raw.name)
        elif made is not None:
            found.append(made)
    return found


def _effect(scope: Scope, raw: RawEffect) -> Effect | None:
    name = plain_name(raw.name.replace("。", "."))
    competency = scope.competencies.get(name)
    variable = scope.variables.get(name)
    if competency is None and variable is None:
        if scope.trusted:
            known = [c.name for c in scope.front.competencies] + [v.name for v in scope.front.variables]
            scope.source.report("SC203", raw.name_place, name=raw.name, near=partial(nearest, raw.name, known))
        return None
    operator = "-" if raw.op == "—" else raw.op
    amount = read_int(raw.amount)
    if amount is None and operator == "=" and variable in scope.attitudes:
        amount = next((int(v) for k, v in ATTITUDE_NAMES.items() if k == raw.amount), None)
    if amount is None:
        scope.source.report("SC152", raw.amount_place, name=raw.name, text=raw.op + raw.amount)
        return None
    if amount < 0 or amount > (MAX_POINTS if competency is not None else MAX_NUMBER):
        limit = MAX_POINTS if competency is not None else MAX_NUMBER
        scope.source.report("SC151", raw.amount_place, text=raw.op + raw.amount, low=0, high=limit)
        return None
    if competency is not None:
        if operator == "=":
            scope.source.report("SC152", raw.amount_place, name=raw.name, text=raw.op + raw.amount)
            return None
        return Points(competency, -amount if operator == "-" else amount)
    if variable is None:
        return None
    if operator == "=":
        declared = scope.front.variables[variable]
        if not declared.minimum <= amount <= declared.maximum:
            scope.source.report(
                "SC151", raw.amount_place, text=raw.op + raw.amount, low=declared.minimum, high=declared.maximum
            )
        return Change(variable, "=", amount)
    return Change(variable, "+=", -amount if operator == "-" else amount)
