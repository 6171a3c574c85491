"""Names as they are compared, remembered: a scenario says the same few names again and again."""

from __future__ import annotations

from functools import lru_cache

from trainer.textutil import normalise_name

plain_name = lru_cache(maxsize=16384)(normalise_name)
"""``normalise_name`` with a memory."""
