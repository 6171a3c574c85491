"""How much of a file is looked at before it is refused."""

from __future__ import annotations

MAX_FILE_BYTES = 16 << 20
"""Of a bank as it lies on the disk."""

MAX_UNPACKED_BYTES = 96 << 20
"""Of all parts of a workbook together, unpacked."""

MAX_PARTS = 2_000
MAX_ROWS = 20_000
"""Questions of one file."""

MAX_COLUMNS = 100
"""A bank needs about forty; a value further right is a slip, and would make a huge empty table."""

MAX_DEPTH = 20
"""Of elements in XML."""
