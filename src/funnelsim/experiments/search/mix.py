"""The cheapest mix of two levers that reaches a target with a wanted probability."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from numpy.typing import ArrayLike

from funnelsim.errors import UsageError
from funnelsim.experiments.contests.paired import SAME
from funnelsim.experiments.hits import hit_probability
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.search.goal import SCAN, TOLERANCE
from funnelsim.experiments.search.levers import Lever

Levers = tuple[Lever, Lever]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mix:
    """One setting of both levers, what it costs, and the chance there (95 %, Wilson)."""

    values: Pair
    cost: float
    chance: Interval


@dataclass(frozen=True, slots=True)
class CheapestMix:
    """What the search for a mix found.

    Attributes
    ----------
    cheapest
        Cheapest mix tried whose estimated chance is at least the wanted one; ``None`` if none.
        As the luckiest of several its chance is estimated slightly too high: run it again on
        fresh replications before relying on it.
    sure
        Cheapest mix tried whose lower 95 % end is at least the wanted probability.
    best
        The mix tried with the largest chance, the cheapest of them.
    tried
        Every mix tried, ascending in cost.
    one_price
        Whether all mixes that were priced cost the same: then none is the cheapest, and
        `cheapest` is the first of the grid that suffices, by the first lever, then the second.
    """

    cheapest: Mix | None
    sure: Mix | None
    best: Mix
    tried: tuple[Mix, ...]
    one_price: bool = False


def cheapest_mix(
    levers: Levers,
    hits: Callable[[float, float], ArrayLike],
    cost: Callable[[float, float], float],
    probability: float,
    *,
    grid: int = SCAN,
    tolerance: float = TOLERANCE,
) -> CheapestMix:
    """Find the cheapest setting of two levers that reaches a target with `probability`.

    A grid over both ranges, then grids of 5 by 5 around the cheapest mix found, each half as wide
    as the one before, until whole numbers are known to the unit and others to `tolerance` of
    their range. Mixes dearer than one that suffices are not tried.

    Parameters
    ----------
    hits
        Which replications reach the target at these values, shape (n,), common replications.
    cost
        Of a mix, in any one unit.
    grid
        Values per lever of the first grid, at least 9.

    Raises
    ------
    UsageError
        If a probability or the number of values is out of range.
    """
    if not 0.0 < probability < 1.0 or grid < SCAN:
        raise UsageError(
            f"plan {levers[0].name} and {levers[1].name}: found the probability {probability:g} "
            f"and a grid of {grid} values; the probability must lie between 0 and 1, and the grid "
            f"needs at least {SCAN} values"
        )
    search = _Search(hits, cost, probability)
    search.try_all(product(levers[0].grid(grid), levers[1].grid(grid)))
    widths = [(lever.hi - lever.lo) / (grid - 1) for lever in levers]
    finest = [1.0 if lever.whole else tolerance * (lever.hi - lever.lo) for lever in levers]
    while search.cheapest is not None:
        search.try_all(_around(levers, search.cheapest.values, widths))
        if all(width <= least for width, least in zip(widths, finest, strict=True)):
            break
        widths = [max(w / 2, least) for w, least in zip(widths, finest, strict=True)]
    return search.result()


def _around(levers: Levers, centre: Pair, widths: Iterable[float]) -> Iterable[Pair]:
    """Five values per lever around the centre, half a width apart (whole numbers may be fewer)."""
    axes = [
        [*lever.grid(5, lever.allowed(value - width), lever.allowed(value + width)), value]
        for lever, value, width in zip(levers, centre, widths, strict=True)
    ]
    return ((a, b) for a, b in product(*axes))


class _Search:
    """The mixes tried so far."""

    def __init__(
        self,
        hits: Callable[[float, float], ArrayLike],
        cost: Callable[[float, float], float],
        probability: float,
    ) -> None:
        self._hits, self._cost, self._probability = hits, cost, probability
        self._tried: dict[Pair, Mix] = {}
        self._costs: list[float] = []
        self.cheapest: Mix | None = None

    def try_all(self, mixes: Iterable[Pair]) -> None:
        """Try mixes from the cheapest up, as long as none of them suffices."""
        priced = sorted((self._cost(*values), values) for values in set(mixes))
        self._costs += [cost for cost, _ in priced]
        for cost, values in priced:
            if self.cheapest is not None and cost >= self.cheapest.cost:
                return
            if values in self._tried:
                continue
            mix = Mix(values, cost, hit_probability(self._hits(*values)))
            self._tried[values] = mix
            if (mix.chance.value or 0.0) >= self._probability:
                self.cheapest = mix

    def result(self) -> CheapestMix:
        tried = tuple(sorted(self._tried.values(), key=lambda mix: (mix.cost, mix.values)))
        sure = (mix for mix in tried if (mix.chance.lo or 0.0) >= self._probability)
        least, most = min(self._costs), max(self._costs)
        return CheapestMix(
            self.cheapest,
            next(sure, None),
            max(tried, key=lambda m: m.chance.value or 0.0),
            tried,
            math.isclose(least, most, rel_tol=SAME),
        )
