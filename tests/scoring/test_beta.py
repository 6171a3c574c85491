"""The Beta distribution against closed forms and binomial sums."""

from __future__ import annotations

from fractions import Fraction
from math import asin, comb, pi, sqrt

import pytest

from trainer.scoring.beta import cdf, quantile

POINTS = (0.001, 0.05, 0.25, 0.5, 0.8, 0.95, 0.999)


@pytest.mark.parametrize("x", POINTS)
def test_closed_forms(x: float) -> None:
    assert cdf(x, 1, 1) == pytest.approx(x, abs=1e-13)
    assert cdf(x, 3.5, 1) == pytest.approx(x**3.5, abs=1e-13)
    assert cdf(x, 1, 2.5) == pytest.approx(1 - (1 - x) ** 2.5, abs=1e-13)
    assert cdf(x, 0.5, 0.5) == pytest.approx(2 / pi * asin(sqrt(x)), abs=1e-12)


@pytest.mark.parametrize(("a", "b"), [(2, 3), (5, 1), (7, 19), (40, 60), (200, 3)])
def test_binomial_sums(a: int, b: int) -> None:
    """For integers, P(X ≤ x) is the probability of at least a successes in a + b − 1 trials."""
    n = a + b - 1
    for x in POINTS:
        p = Fraction(x)
        exact = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(a, n + 1))
        assert cdf(x, a, b) == pytest.approx(float(exact), abs=1e-12)


def test_known_values() -> None:
    assert cdf(0.5, 2, 3) == pytest.approx(0.6875, abs=1e-14)
    assert quantile(0.6875, 2, 3) == pytest.approx(0.5, abs=1e-12)
    assert quantile(0.05, 1, 1) == pytest.approx(0.05, abs=1e-12)
    assert quantile(0.95, 9, 1) == pytest.approx(0.95 ** (1 / 9), abs=1e-12)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (1.3, 7.7), (25.5, 3.25), (300, 200), (1, 50), (2000.5, 1999)])
def test_quantiles_invert_probabilities(a: float, b: float) -> None:
    previous = 0.0
    for p in (1e-6, 0.05, 0.2, 0.5, 0.8, 0.95, 1 - 1e-6):
        x = quantile(p, a, b)
        assert cdf(x, a, b) == pytest.approx(p, abs=1e-10)
        assert x > previous
        previous = x


def test_ends() -> None:
    assert (cdf(-1, 2, 2), cdf(0, 2, 2), cdf(1, 2, 2), cdf(2, 2, 2)) == (0, 0, 1, 1)
    assert (quantile(0, 2, 2), quantile(1, 2, 2)) == (0, 1)
