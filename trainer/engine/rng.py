"""Draws and the order of options, from the seed of a play alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from math import factorial, perm

_BITS = 256
_SMALL = 6
"""Up to so many items the permutations are remembered."""
_CHUNK = 9


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


def order(seed: str, node: str, entry: int, count: int) -> tuple[int, ...]:
    """A permutation of ``range(count)`` from SHA-256(seed, node, entry number); the same on every 「#本节」."""
    if count <= _SMALL:
        return _permutation(_number("order", seed, node, entry) % factorial(count), count)
    left = list(range(count))
    found: list[int] = []
    while left:  # a hash gives the next positions: a small number, its remainder as good as uniform
        some = min(len(left), _CHUNK)
        _take(_number("order", seed, node, entry, len(left)) % perm(len(left), some), some, left, found)
    return tuple(found)


@lru_cache(maxsize=1024)
def _permutation(rank: int, count: int) -> tuple[int, ...]:
    found: list[int] = []
    _take(rank, count, list(range(count)), found)
    return tuple(found)


def _take(rank: int, some: int, left: list[int], found: list[int]) -> None:
    for _ in range(some):
        rank, position = divmod(rank, len(left))
        found.append(left.pop(position))
