"""The queues on which everybody is measured, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from benchmarks.peers import Answer

THEORY = Path(__file__).parent.parent / "scenarios" / "theory"


@dataclass(frozen=True)
class System:
    """A queue with a known answer.

    Attributes
    ----------
    key
        Name of the function in each module of `peers`.
    title, figure
        What it is, what is estimated.
    truth
        Its value (sources in the scenario file).
    spread
        Relative standard error of the mean over n customers, times the root of n: measured on 60
        independent runs.
    scenario
        File in scenarios/theory.
    rate
        Customers per minute there.
    """

    key: str
    title: str
    figure: str
    truth: float
    spread: float
    scenario: str
    rate: float

    @property
    def path(self) -> Path:
        return THEORY / f"{self.scenario}.yaml"

    def settings(self, customers: int) -> list[str]:
        """For a scenario in which about so many arrive."""
        return [f"horizon={round(customers / self.rate)} min", "warm_up=none"]

    def check(self, who: str, answer: Answer) -> None:
        """Raise if somebody's mean is further from the truth than 4 standard errors."""
        allowed = 4 * self.spread * self.truth / sqrt(answer.customers)
        if abs(answer.figure - self.truth) > allowed:
            raise ArithmeticError(
                f"{who}, {self.title}: {self.figure} {answer.figure:.4g} after "
                f"{answer.customers:,} customers, but {self.truth:.4g} is true (4 standard errors "
                f"are {allowed:.2g}): the model is wrong, its speed means nothing"
            )


SYSTEMS = (
    System("mm1", "M/M/1, load 0.9", "mean time in the system", 10.0, 22.8, "mm1", 0.9),
    System(
        "erlang_a", "Erlang-A (10, 1, .5, 10)", "share that goes", 0.10391321, 7.6,
        "erlang-a-10-1-05-10", 10.0,
    ),
    System("bank", "bank renege", "share that goes", 0.50786733, 1.11, "bank-renege", 0.1),
)  # fmt: skip
