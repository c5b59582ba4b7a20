"""How leads arrive: layered thinning, growth, rate steps and counts of visitors.

Rates are per ms, times ms from tick 0.
"""

from __future__ import annotations

from funnelsim.rules.columns import Floats, Ints
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *
from funnelsim.rules.working_time import *


def gap(u: float, r0: float) -> float:
    """Gap in ms to the next candidate of a layer walked at rate ``r0``."""
    return -log(u) / r0 if r0 > 0.0 else INFINITY


def reaches_layer(highest: float, r0: float, layer: int) -> bool:
    """Whether an intensity of at most ``highest`` reaches into ``layer`` of height ``r0``."""
    return r0 > 0.0 and layer < highest / r0


def is_lead(mark: float, intensity: float, r0: float, layer: int) -> bool:
    """Whether a candidate of ``layer`` with the uniform ``mark`` is a lead at ``intensity``.

    The mark lies in layer ``layer`` of height ``r0``: a lead if ``mark < intensity / r0 - layer``.
    """
    return r0 > 0.0 and mark < intensity / r0 - layer


def growth_factor(g: float, t: float) -> float:
    """Growth by ``g`` per month of 30.4375 days after ``t`` ms; below 1 before tick 0."""
    return pow(1.0 + g, t / MONTH) if g != 0.0 else 1.0


def step_rate(offsets: Ints, rates: Floats, cycle: int, t: int) -> float:
    """Rate at tick ``t`` of a step function with steps beginning at the sorted ``offsets``.

    ``cycle`` 0: no repetition, 0 before the first offset, the last rate for ever. Otherwise the
    steps of ``[0, cycle)`` repeat in both directions, and the last rate holds until the first
    offset of the next cycle.
    """
    return rate_of_step(ints(offsets), floats(rates), len(offsets), cycle, t)


def rate_of_step(offsets: Ints, rates: Floats, n: int, cycle: int, t: int) -> float:
    """:func:`step_rate` of ``n`` steps, see ``raw``."""
    if n == 0:
        return 0.0
    if cycle <= 0:
        i = last_of(offsets, n, t)
        return rates[i] if i >= 0 else 0.0
    phase = t - cycle * _cycles_before(t, cycle)
    i = last_of(offsets, n, phase)
    return rates[i] if i >= 0 else rates[n - 1]


def poisson_quantile(mean: float, u: float) -> int:
    """Smallest count whose distribution function reaches ``u``.

    Above a mean of 1,000: ``mean + sqrt(mean) z`` to the nearest integer, at least 0.
    """
    if mean <= 0.0:
        return 0
    guess = max(0.0, mean + sqrt(mean) * ndtri(u))
    count = llrint(guess)
    if mean > 1000.0:
        return count
    while count > 0 and _poisson_reaches(count - 1, mean, u):
        count -= 1
    while not _poisson_reaches(count, mean, u):
        count += 1
    return count


def saturating(budget: float, scale: float) -> float:
    """What a budget buys when the next unit buys less: ``scale (1 - exp(-budget / scale))``.

    An infinite ``scale`` means no saturation.
    """
    if scale == INFINITY:
        return budget
    return -scale * expm1(-budget / scale) if scale > 0.0 else 0.0


def _cycles_before(t: int, cycle: int) -> int:
    """Whole cycles before ``t``, rounded down for negative ticks too."""
    if t >= 0:
        return t // cycle
    return -((cycle - 1 - t) // cycle)


def _poisson_reaches(count: int, mean: float, u: float) -> bool:
    """Whether P(N <= count) >= u, asked of the smaller tail."""
    if u <= 0.5:
        return gammaincc(count + 1.0, mean) >= u
    return gammainc(count + 1.0, mean) <= 1.0 - u
