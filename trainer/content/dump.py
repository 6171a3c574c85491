"""The resolved model as JSON-ready data, in file order; names stand beside the positions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

from trainer.content.model import MODEL_FORMAT, Scenario


def dump_scenario(scenario: Scenario) -> dict[str, Any]:
    """Everything the model holds; each alternative of a union carries its class name as ``type``."""
    data = _plain(scenario)
    data.pop("type")
    data.pop("path")
    return {"format": MODEL_FORMAT, **data}


_UNIONS = frozenset(
    (
        *("Text", "Value", "Const", "Var", "Remaining", "Votes", "Count", "Arith", "Compare", "Visited", "Chosen"),
        *("And", "Or", "Not", "Points", "Change", "Scenario"),
    )
)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        head = {"type": name} if name in _UNIONS else {}
        return head | {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
