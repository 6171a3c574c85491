"""What a mistyped name was probably meant to be: by edit distance and, for Chinese, by sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from trainer.content.plain import plain_name


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two texts; any value above ``limit`` means too far."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row = row, [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = previous
    return row[-1]


@lru_cache(maxsize=8192)
def _sound(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text)).replace("ng", "n").replace("zh", "z").replace("ch", "c").replace("sh", "s")


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate a person most probably meant, or None.

    Compared in the normalised form: first by edit distance, at most a third of the length and at least one; then as a
    part of a candidate (two characters or more); then by pinyin without tones (平翘舌 and 前后鼻音 count as equal).
    """
    wanted = plain_name(name)[:64]
    pool = [(c, plain_name(c)) for c in dict.fromkeys(candidates)]
    if not wanted or not pool:
        return None
    limit = max(1, len(wanted) // 3) if len(wanted) > 1 else 0
    letters = set(wanted)
    close = [(c, norm) for c, norm in pool if len(letters.difference(norm)) <= limit]
    scored = [(distance(wanted, norm, limit), c) for c, norm in close]
    best = min(scored, key=lambda s: s[0], default=None)
    if best is not None and best[0] <= limit:
        return best[1]
    if len(wanted) > 1:
        parts = [(abs(len(norm) - len(wanted)), c) for c, norm in pool if norm and (wanted in norm or norm in wanted)]
        if parts:
            return min(parts, key=lambda s: s[0])[1]
    if wanted.isascii():
        return None
    sound = _sound(wanted)
    heard = [(distance(sound, _sound(norm), 1), c) for c, norm in pool if abs(len(norm) - len(wanted)) <= 1]
    closest = min(heard, key=lambda s: s[0], default=None)
    return closest[1] if closest is not None and closest[0] <= 1 else None
