"""Settings: JSON values by name, for everybody (scope empty) or for one person (scope: the id)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from trainer.store.chain import canonical
from trainer.store.db import Tx
from trainer.store.tables import Setting


def get(tx: Tx, name: str, *, scope: str = "") -> Any:
    """The value, or None."""
    row = tx.get(Setting, (scope, name))
    return json.loads(row.value) if row else None


def put(tx: Tx, name: str, value: Any, *, scope: str = "") -> None:
    """Set a value; None removes it."""
    row = tx.get(Setting, (scope, name))
    if value is None:
        tx.execute(delete(Setting).where(col(Setting.scope) == scope, col(Setting.name) == name))
    elif row is None:
        tx.add(Setting(scope=scope, name=name, value=canonical(value)))
    else:
        row.value = canonical(value)
        tx.add(row)
    tx.flush()


def all_of(tx: Tx, *, scope: str = "") -> dict[str, Any]:
    """All values of a scope."""
    rows = tx.execute(select(col(Setting.name), col(Setting.value)).where(col(Setting.scope) == scope))
    return {name: json.loads(value) for name, value in rows}
