"""Counting how often an interval covers, and synthetic revenue whose truth is known."""

from collections.abc import Callable

import numpy as np
from scipy import stats

Experiment = Callable[[np.random.Generator], bool]

EXPERIMENTS = 2000


def acceptance(coverage: float = 0.95, size: int = EXPERIMENTS) -> tuple[int, int]:
    """Fewest and most successes among `size` experiments: the central 99.9 %."""
    lo, hi = stats.binom.ppf([0.0005, 0.9995], size, coverage)
    return int(lo), int(hi)


def count(experiment: Experiment, rng: np.random.Generator, size: int = EXPERIMENTS) -> int:
    return sum(experiment(rng) for _ in range(size))


def revenue(rng: np.random.Generator, n: int, deals: float, spread: float = 1.0) -> np.ndarray:
    """Skewed revenue of `n` futures: Poisson deals, lognormal values of mean 1."""
    won = rng.poisson(deals, n)
    values = rng.lognormal(-(spread**2) / 2, spread, won.sum())
    return np.bincount(np.repeat(np.arange(n), won), values, minlength=n)
