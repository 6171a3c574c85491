"""Draws and the order of options, from the seed of a play alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import perm

_BITS = 256
_CHUNK = 9
"""Positions taken from one hash: a small number, and the remainder is as good as uniform."""


def _number(*parts: object) -> int:
    return int.from_bytes(sha256("\x1f".join(map(str, parts)).encode()).digest(), "big")


def draw(seed: str, counter: int, weights: Sequence[int]) -> int:
    """Position drawn with probability weight / sum of weights, exact up to 2**-256, from SHA-256(seed, counter).

    Args:
        seed: Seed of the play.
        counter: How many draws were made before.
        weights: Positive integers of the available branches, at least one.
    """
    point = _number("draw", seed, counter) * sum(weights) >> _BITS
    for position, weight in enumerate(weights):
        point -= weight
        if point < 0:
            return position
    raise ValueError("no positive weight")


def order(seed: str, node: str, entry: int, count: int) -> list[int]:
    """A permutation of ``range(count)`` from SHA-256(seed, node, entry number); the same on every 「#本节」."""
    left = list(range(count))
    found = []
    while len(left) > 1:
        some = min(len(left) - 1, _CHUNK)
        number = _number("order", seed, node, entry, len(left)) % perm(len(left), some)
        for _ in range(some):
            number, position = divmod(number, len(left))
            found.append(left.pop(position))
    return found + left
