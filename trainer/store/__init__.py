"""Persistence: tables, transactions, the hash chain, backups. The only package that knows the database.

Importing this package loads no database library; ``open_store`` does. Rows never leave the package: the repository
modules (``people``, ``contents``, ``attempts``, ``events``, ``results``, ``settings``) take a transaction from
``Store.read()`` or ``Store.write()`` and return the frozen records of ``trainer.store.records``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from trainer.store.db import Store as Store
    from trainer.store.db import Tx as Tx


def open_store(url_or_path: str | Path, *, make_parent: bool = False) -> Store:
    """Open a database, creating it if the file is absent or empty.

    Args:
        url_or_path: A file path or ``sqlite:///path``.
        make_parent: Create the folder of the file (mode 0700) instead of refusing; for the default place only.

    Raises:
        DatabaseError: The path cannot be used (DB101–DB118); nothing was changed on disk.
    """
    from trainer.store.db import open_store as opened

    return opened(url_or_path, make_parent=make_parent)
