"""What may be set, to which values, and designs spread over all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.errors import UsageError

Design = tuple[Any, ...]
"""One value per lever, in the order of the levers."""


@dataclass(frozen=True, slots=True)
class Lever:
    """A number that may be set.

    Attributes
    ----------
    name
        As the planner calls it.
    lo, hi
        Lowest and highest value, both allowed, in the unit of the lever.
    whole
        Whether only whole numbers are allowed.

    Raises
    ------
    UsageError
        If the range is empty, or its ends are not whole where they must be.
    """

    name: str
    lo: float
    hi: float
    whole: bool = False

    def __post_init__(self) -> None:
        if not (np.isfinite([self.lo, self.hi]).all() and self.lo < self.hi):
            raise UsageError(
                f"lever {self.name}: found the range {self.lo:g}..{self.hi:g}; the lower end must "
                "be below the upper one and both finite"
            )
        if self.whole and not (float(self.lo).is_integer() and float(self.hi).is_integer()):
            raise UsageError(
                f"lever {self.name}: found the range {self.lo:g}..{self.hi:g}; a lever of whole "
                "numbers needs whole ends"
            )

    def at(self, share: float) -> float:
        """The allowed value nearest to `share` (0..1) of the way from `lo` to `hi`."""
        return self.allowed(self.lo + share * (self.hi - self.lo))

    def allowed(self, value: float) -> float:
        """The allowed value nearest to `value`."""
        inside = min(self.hi, max(self.lo, value))
        return float(round(inside)) if self.whole else float(inside)

    def grid(self, points: int, lo: float | None = None, hi: float | None = None) -> list[float]:
        """Distinct allowed values, equally spaced over `lo`..`hi` and ascending, both included.

        Fewer than `points` where there are not so many whole numbers.
        """
        ends = (self.lo if lo is None else lo), (self.hi if hi is None else hi)
        return sorted({self.allowed(float(value)) for value in np.linspace(*ends, points)})

    def drawn(self, share: float) -> float:
        """The value of a uniform number 0 <= `share` < 1: each whole number is equally likely."""
        if not self.whole:
            return self.at(share)
        return self.lo + float(min(int(share * (self.hi - self.lo + 1)), self.hi - self.lo))

    def near(self, value: float, reach: float, rng: np.random.Generator) -> float:
        """Another value, normal around `value` with the `reach` (a share of the range) as sd."""
        moved = self.allowed(value + rng.normal() * reach * (self.hi - self.lo))
        if moved == value and self.whole:
            return self.allowed(value + rng.choice((-1.0, 1.0)))
        return moved


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is one of several `options`, which are hashable and have no order."""

    name: str
    options: tuple[Any, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise UsageError(f"lever {self.name}: found no options; name at least one")

    def drawn(self, share: float) -> Any:
        """The option of a uniform number 0 <= `share` < 1."""
        return self.options[min(int(share * len(self.options)), len(self.options) - 1)]

    def near(self, value: Any, reach: float, rng: np.random.Generator) -> Any:
        """Any option with probability `reach`, otherwise `value`."""
        return self.drawn(rng.random()) if rng.random() < reach else value


def space_filling(
    levers: Sequence[Lever | Choice], count: int, rng: np.random.Generator
) -> list[Design]:
    """At most `count` distinct designs spread evenly over all levers.

    A scrambled Halton sequence (Owen, arXiv:1706.02808), in its order.
    """
    from scipy.stats import qmc

    # Halton and not Sobol: any number of designs is balanced, not only powers of two.
    shares: NDArray[np.float64] = qmc.Halton(len(levers), rng=rng).random(count)
    designs = (
        tuple(lever.drawn(float(share)) for lever, share in zip(levers, row, strict=True))
        for row in shares
    )
    return list(dict.fromkeys(designs))


def neighbours(
    levers: Sequence[Lever | Choice], centre: Design, reach: float, rng: np.random.Generator
) -> Iterator[Design]:
    """Endless designs around `centre`, about half of its levers moved in each, at least one.

    Parameters
    ----------
    reach
        How far: standard deviation of a number as a share of its range, and the probability
        that an option is drawn anew.
    """
    while True:
        moved = rng.random(len(levers)) < 0.5
        moved[rng.integers(len(levers))] = True
        yield tuple(
            lever.near(value, reach, rng) if move else value
            for lever, value, move in zip(levers, centre, moved, strict=True)
        )
