"""Which SQLite is used. One copy per process; WAL only with a library that is free of the WAL-reset bug."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""First releases without the WAL-reset bug, per branch; everything after the last one has the fix too."""

CANDIDATES = ("pysqlite3", "sqlite3")


@dataclass(frozen=True, slots=True)
class Driver:
    """A DBAPI module and the version of the SQLite in it."""

    module: Any
    version: tuple[int, int, int]

    @property
    def wal_safe(self) -> bool:
        """Whether WAL may be used."""
        return is_fixed(self.version)

    @property
    def version_text(self) -> str:
        """Such as ``3.53.4``."""
        return ".".join(map(str, self.version))


def is_fixed(version: tuple[int, ...]) -> bool:
    """Whether a SQLite version is free of the WAL-reset bug (3.7.0–3.51.2, fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= FIXED[-1] or any(version[:2] == fixed[:2] and version >= fixed for fixed in FIXED)


_chosen: Driver | None = None


def driver() -> Driver:
    """The driver of this process: the first candidate with a fixed SQLite, else the newest one."""
    global _chosen
    if _chosen is None:
        found: list[Driver] = []
        for name in CANDIDATES:
            try:
                module = import_module(name)
            except ImportError:
                continue
            major, minor, patch = module.sqlite_version_info
            found.append(Driver(module, (major, minor, patch)))
            if found[-1].wal_safe:
                break
        _chosen = max(found, key=lambda one: (one.wal_safe, one.version))
    return _chosen
