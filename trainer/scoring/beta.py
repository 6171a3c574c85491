"""The Beta distribution with the standard library: probabilities and quantiles.

The regularised incomplete beta function is the continued fraction of Press et al., Numerical Recipes, §6.4 (modified
Lentz); quantiles are found by bisection refined with Newton steps. Error below 1e-12.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_TINY = 1e-300
_EXACT = 1e-15


def cdf(x: float, a: float, b: float) -> float:
    """P(X ≤ x) for X ~ Beta(a, b), a and b > 0."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def quantile(p: float, a: float, b: float) -> float:
    """The x with P(X ≤ x) = p."""
    if p <= 0:
        return 0.0
    if p >= 1:
        return 1.0
    low, high = 0.0, 1.0
    x = a / (a + b)
    for _ in range(200):
        error = cdf(x, a, b) - p
        if error > 0:
            high = x
        else:
            low = x
        density = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * log(x) + (b - 1) * log1p(-x))
        step = x - error / density if density > 0 else -1.0
        new = step if low < step < high else (low + high) / 2
        if abs(new - x) <= _EXACT * max(1e-3, x) or high - low <= _EXACT:
            return new
        x = new
    return x


def _fraction(x: float, a: float, b: float) -> float:
    c = 1.0
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    found = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / _away(1.0 + even * d)
        c = _away(1.0 + even / c)
        found *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / _away(1.0 + odd * d)
        c = _away(1.0 + odd / c)
        found *= d * c
        if abs(d * c - 1.0) < _EXACT:
            break
    return found


def _away(value: float) -> float:
    """Keep off zero."""
    return value if abs(value) > _TINY else _TINY
