"""A store in a fresh folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer.store.db import Store, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "data" / "trainer.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(path, make_parent=True) as opened:
        yield opened
