"""Use-cases: the only door for front ends. One method is one transaction and one named operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trainer.service.service import Service, open_service

__all__ = ["Service", "open_service"]


def __getattr__(name: str) -> Any:
    """Load the facade (and with it the database layer) only when it is asked for: views alone stay cheap."""
    if name in __all__:
        from trainer.service import service

        return getattr(service, name)
    raise AttributeError(name)
